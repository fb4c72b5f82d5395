"""Which code and which data a result comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from landsim.core.compilation import CODE_VERSION

PACKAGE = Path(__file__).parent


def code_versions() -> dict[str, str]:
    """What run.json says under `code`: the land model, the whole package, and its tables."""
    return {"core": CODE_VERSION, "package": package_version(), "tables": tables_version()}


@cache
def package_version() -> str:
    """Hash of every source file of the package: any edit gives another one."""
    return _digest(PACKAGE.rglob("*.py"))


@cache
def tables_version() -> str:
    """Hash of every table that ships with the package; the landscape has a hash of its own."""
    return _digest(path for path in PACKAGE.rglob("*.csv") if path.is_file())


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
