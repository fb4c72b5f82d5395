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
from typing import Any

import numba
import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload


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
    numba.config.CACHE_DIR = _FOLDER  # type: ignore[attr-defined]

# nogil lets threads run blocks side by side; strict maths (no fastmath) keeps every bit reproducible.
kernel = numba.njit(nogil=True, cache=bool(_FOLDER), error_model="numpy")
# Scalar process kernels and the loops over lanes are compiled into the kernel that calls them, so they need no cache
# of their own. They are inlined wherever they are called: a row offset that is a constant at the call is then a
# constant in the loop, and the compiler sees that rows do not overlap. Without that it guards every loop with tests
# and leaves long ones scalar.
scalar = numba.njit(nogil=True, error_model="numpy", forceinline=True)
lanes = scalar
# The longest loops get a function of their own: inside the whole year the compiler gives up on what it sees here.
apart = numba.njit(nogil=True, error_model="numpy")


@scalar
def at(row, lane):
    """Position of a lane in a row of the scratch array.

    Unsigned, so that numba does not test for a negative index: with that test the loops over lanes stay scalar.
    """
    return np.uint64(row * 32 + lane)


@scalar
def bounded(index, count):
    """An index that is known to lie in 0 to count - 1, and that the compiler then knows to lie there.

    It must know the range of every row that a loop over lanes computes, to see that rows do not overlap: without that
    the loops over cohorts take two to three times as long.
    """
    return min(max(index, 0), count - 1)


def _without_owner(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    if isinstance(kind, types.Array):
        array = context.make_array(kind)(context, builder, value)
        array.meminfo = cgutils.get_null_value(array.meminfo.type)
        return array._getvalue()
    if isinstance(kind, types.BaseTuple):
        for index, part in enumerate(kind.types):  # type: ignore[attr-defined]
            inner = _without_owner(context, builder, part, builder.extract_value(value, index))
            value = builder.insert_value(value, inner, index)
    return value


@intrinsic
def _borrowed(typing_context: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _without_owner(context, builder, signature.args[0], arguments[0])

    return value(value), generate


def borrowed(value: Any) -> Any:
    """The same array, or tuple of arrays, without counting who uses it: whoever calls the kernel keeps it alive.

    Counting is an atomic instruction that waits for every number on its way to memory: a tenth of the time of a run.
    """
    return value


@overload(borrowed)
def _compiled_borrowed(value):
    return lambda value: _borrowed(value)  # type: ignore[call-arg]
