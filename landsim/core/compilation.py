"""Where compiled kernels are kept, and the one way in which every kernel is compiled.

numba's own cache does not notice when a function that a kernel calls has changed in another file. So
the folder is named by a hash of every source file in this package: any edit to the core means a fresh
folder, and an old answer cannot come back.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numba


def _source_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder(code_version: str) -> str:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    for parent in (base, tempfile.gettempdir()):
        folder = Path(parent) / "landsim" / f"kernels-{code_version}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return str(folder)
        except OSError:
            continue
    return ""


CODE_VERSION = _source_hash()
_FOLDER = _cache_folder(CODE_VERSION)
if _FOLDER and not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = _FOLDER

# nogil lets threads run blocks side by side; strict maths (no fastmath) keeps every bit reproducible.
kernel = numba.njit(nogil=True, cache=bool(_FOLDER), error_model="numpy")
# Scalar process kernels are inlined into the lane loops by the compiler, so they need no cache of their own.
scalar = numba.njit(nogil=True, error_model="numpy")
