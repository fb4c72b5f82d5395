"""Difference runs kept between runs, in the user's cache folder.

A file is named by a hash of everything that its numbers depend on, so a change of content is a miss and nothing is
ever out of date. A file that is damaged is a miss too; a folder that cannot be written costs time and no more.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np

from landsim.core.compilation import CODE_VERSION
from landsim.landscape import Landscape
from landsim.scenario import Scenario
from landsim.views.counterparts import simulated_content
from landsim.views.land_sector import FIELDS, LandSector

# Names the folder in place of the user's cache folder.
FOLDER_VARIABLE = "LANDSIM_CACHE_DIR"
# About 50 kB each. What was not asked for longest goes first.
LARGEST_COUNT = 1000
SUFFIX = ".land-sector"
_DIGEST_BYTES = 32
# Parts of the package that no number of the land sector comes from.
_WITHOUT_NUMBERS = ("plotting", "report", "build")


def store_folder() -> Path:
    """Where difference runs are kept: LANDSIM_CACHE_DIR, else landsim/difference-runs in the user's cache folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "landsim" / "difference-runs"


def content_key(scenario: Scenario, landscape: Landscape, precision: str) -> str:
    """SHA-256 of what the numbers of a run depend on: scenario, landscape, code, tables, libraries, machine."""
    content = {
        "scenario": simulated_content(scenario),
        "landscape": _landscape_content(landscape),
        "precision": precision,
        "core": CODE_VERSION,
        "package": _package_content(),
        "libraries": [np.__version__, numba.__version__, platform.machine()],
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def fetch(key: str, shape: tuple[int, int]) -> LandSector | None:
    """The land sector kept under a key, or None where there is none that is whole and of this shape."""
    path = store_folder() / f"{key}{SUFFIX}"
    try:
        content = path.read_bytes()
    except OSError:
        return None
    payload = content[_DIGEST_BYTES:]
    if content[:_DIGEST_BYTES] != _seal(key, payload):
        return None
    with np.load(io.BytesIO(payload)) as arrays:
        values = {name: arrays[name] for name in FIELDS if name in arrays.files}
    if len(values) != len(FIELDS) or any(array.shape != shape for array in values.values()):
        return None
    with suppress(OSError):
        os.utime(path)
    return LandSector(values)


def keep(key: str, land: LandSector) -> bool:
    """Keep a land sector under a key; false where the folder cannot be written."""
    arrays: dict[str, Any] = dict(land.values)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    payload = buffer.getvalue()
    folder = store_folder()
    part: str | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{key[:16]}-", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(key, payload) + payload)
        # The last of two processes wins, and both have the same bytes.
        os.replace(part, folder / f"{key}{SUFFIX}")
    except OSError:
        if part is not None:
            with suppress(OSError):
                os.unlink(part)
        return False
    _forget_oldest(folder)
    return True


def _seal(key: str, payload: bytes) -> bytes:
    """Ties the bytes of a file to its name: cut, altered or renamed files do not fit."""
    return hashlib.sha256(key.encode() + payload).digest()


def _forget_oldest(folder: Path) -> None:
    with suppress(OSError):
        files = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(folder) if entry.name.endswith(SUFFIX)]
        for _, path in sorted(files)[: max(0, len(files) - LARGEST_COUNT)]:
            with suppress(FileNotFoundError):
                os.unlink(path)


def _landscape_content(landscape: Landscape) -> str:
    """Hash of the arrays, not only of the file they came from: a caller may have changed them since."""
    digest = hashlib.sha256(landscape.digest.encode())
    for name in sorted(landscape.columns):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(landscape.columns[name]).data)
    for array in (
        landscape.country,
        landscape.province,
        landscape.cell_index,
        landscape.natural_forest_type,
        landscape.planted_forest_type,
    ):
        digest.update(np.ascontiguousarray(array).data)
    digest.update(repr((landscape.provinces, landscape.forest_types, landscape.resolution)).encode())
    return digest.hexdigest()


@cache
def _package_content() -> str:
    """Hash of the sources and tables of the package that numbers can come from."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.suffix in (".py", ".csv") and not set(inside.parts) & set(_WITHOUT_NUMBERS):
            digest.update(str(inside).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
