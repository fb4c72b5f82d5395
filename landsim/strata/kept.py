"""What is worth keeping from one process to the next: members of strata, and results of the full grid.

Both are kept under a hash of everything they follow from: the landscape, what was asked for, and every source and table
file of the package. An edit to either means another hash, so an old answer cannot come back. A file that cannot be
read is made again; where nothing can be written nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.landscape import Landscape

Integers = NDArray[np.int64]
PACKAGE = Path(__file__).parents[1]


def content_key(land: Landscape) -> str:
    """SHA-256 of all that a landscape holds, whichever file it is from."""
    named = (land.provinces, land.forest_types, land.resolution, land.digest, land.months_file is None)
    digest = hashlib.sha256(repr(named).encode())
    if land.months is not None:
        for table in vars(land.months).values():
            digest.update(np.ascontiguousarray(table).tobytes())
    for name, column in sorted(land.columns.items()):
        digest.update(name.encode() + np.ascontiguousarray(column).tobytes())
    for index in (land.country, land.province, land.cell_index, land.natural_forest_type, land.planted_forest_type):
        digest.update(np.ascontiguousarray(index).tobytes())
    return digest.hexdigest()


@cache
def package_key() -> str:
    """SHA-256 of the sources and the tables of the package."""
    digest = hashlib.sha256()
    for path in sorted((*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.csv"))):
        digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return digest.hexdigest()


def kept_array(key: str, size: int, make: Callable[[], Integers]) -> Integers:
    """The strata of `size` units under a key, or those that `make` gives."""
    path = _path(key, "npy")
    try:
        found = np.load(path, allow_pickle=False)
        if (
            found.shape == (size,)
            and found.dtype == np.int64
            and np.array_equal(np.unique(found), range(max(found) + 1))
        ):
            return np.asarray(found)
    except (OSError, ValueError, EOFError):
        pass
    made = make()
    content = BytesIO()
    np.save(content, made)
    _keep(path, content.getvalue())
    return made


def kept_table(key: str, columns: tuple[str, ...], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The table under a key, or the one that `make` gives."""
    path = _path(key, "json")
    try:
        # Python's own JSON, which gives every float back to the last bit.
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict) and tuple(found) == columns and found[columns[0]]:
            return pd.DataFrame(found)
    except (OSError, ValueError):
        pass
    made = make()
    _keep(path, json.dumps({name: made[name].tolist() for name in columns}).encode())
    return made


def _path(key: str, ending: str) -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    name = hashlib.sha256(f"{package_key()} {key}".encode()).hexdigest()[:32]
    return Path(base) / "landsim" / "strata" / f"{name}.{ending}"


def _keep(path: Path, content: bytes) -> None:
    """Write under a temporary name, then rename."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
    except OSError:
        return
