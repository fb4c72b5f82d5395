"""What numbers come from besides the scenario: code, tables, libraries, and what the landscape holds.

Runs, batches and what is kept between processes are told apart by these hashes, so that an edit to any of it means
another run and an old answer cannot come back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from landsim.core.compilation import CODE_VERSION
from landsim.landscape import Landscape

PACKAGE = Path(__file__).parent
LIBRARIES = ("numpy", "numba", "scipy")
# Code that no number of a run comes from, and within it the files that numbers do come from.
WITHOUT_NUMBERS = (
    "batch", "calibration", "sensitivity", "uncertainty", "plotting", "data", "cli.py", "listings.py", "progress.py",
    "__main__.py",
)  # fmt: skip
YET_WITH_NUMBERS = ("batch/outputs.py",)
TABLE_ENDINGS = (".csv", ".yaml")


def code_versions() -> dict[str, str]:
    """What run.json says under `code`.

    core       hash of the sources of the land model      package    of the other code that numbers come from
    tables     of the tables shipped with landsim         libraries  names and versions of the numerical libraries
    """
    return {
        "core": CODE_VERSION,
        "package": package_version(),
        "tables": tables_version(),
        "libraries": " ".join(f"{name} {version(name)}" for name in LIBRARIES),
    }


@cache
def package_version() -> str:
    """Hash of every source file outside core that a number of a run can come from: any edit gives another one."""
    return _digest(path for path in PACKAGE.rglob("*.py") if gives_numbers(path) and _top(path) != "core")


@cache
def tables_version() -> str:
    """Hash of every table that ships with the package, those of core too; the landscape has a hash of its own.

    A wheel holds posteriors too, which a clone has beside the package. A run has its values from its scenario's
    parameters, so they are left out, and the same code gives the same hash in both.
    """
    tables = (path for path in PACKAGE.rglob("*") if path.suffix in TABLE_ENDINGS)
    return _digest(path for path in tables if _top(path) != "calibration")


def gives_numbers(path: Path) -> bool:
    """Whether a number of a run can come from a source file of the package."""
    return _top(path) not in WITHOUT_NUMBERS or path.relative_to(PACKAGE).as_posix() in YET_WITH_NUMBERS


def landscape_content(land: Landscape) -> str:
    """SHA-256 of all that a landscape holds but its label: the same for the same land, whichever file it is from.

    It is taken of the arrays, since a caller may have changed them since they were read. Months that a landscape reads
    from its file when asked count by the hash of that file.
    """
    arrays = {
        **land.columns,
        "country": land.country,
        "province": land.province,
        "cell_index": land.cell_index,
        "natural_forest_type": land.natural_forest_type,
        "planted_forest_type": land.planted_forest_type,
    }
    months = "by rule"
    if land.months is not None:
        months = "in arrays"
        arrays |= {f"monthly_{name}": table for name, table in vars(land.months).items()}
    elif land.months_file is not None:
        months = land.digest
    digest = hashlib.sha256(repr((land.provinces, land.forest_types, land.resolution, months)).encode())
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def _top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
