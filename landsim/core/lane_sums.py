"""Sums of the lanes of a row, by halves: the order is fixed, so that every machine gives the same bits.

Written as vector instructions, because a compiler that must keep the order of additions does not find them by itself.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload

from landsim.core.state import LANES

ir: Any = cgutils.ir  # type: ignore[attr-defined]  # llvmlite, as numba brings it
INLINED: Any = {"forceinline": True, "error_model": "numpy"}


def _row(context: Any, builder: Any, array_type: Any, array: Any, position: Any) -> Any:
    """LANES numbers from a position of the array as one vector."""
    element = context.get_data_type(array_type.dtype)
    data = context.make_array(array_type)(context, builder, array).data
    pointer = builder.gep(data, [position])
    row = ir.VectorType(element, LANES)
    size = context.get_abi_sizeof(element)
    return builder.load(builder.bitcast(pointer, row.as_pointer()), align=size)


def _by_halves(builder: Any, row: Any) -> Any:
    count = LANES
    while count > 1:
        count //= 2
        nothing = ir.Constant(row.type, ir.Undefined)
        low, high = (
            builder.shuffle_vector(
                row, nothing, ir.Constant(ir.VectorType(ir.IntType(32), count), list(range(first, first + count)))
            )
            for first in (0, count)
        )
        row = builder.fadd(low, high)
    return builder.extract_element(row, ir.Constant(ir.IntType(32), 0))


@intrinsic
def _sum_lanes(typing_context: Any, array: Any, position: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _by_halves(builder, _row(context, builder, signature.args[0], *arguments))

    return array.dtype(array, types.uint64), generate


@intrinsic
def _sum_weighted_lanes(typing_context: Any, array: Any, position: Any, weights: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, first, second = arguments
        row = _row(context, builder, signature.args[0], array, first)
        weight = _row(context, builder, signature.args[0], array, second)
        return _by_halves(builder, builder.fmul(row, weight))

    return array.dtype(array, types.uint64, types.uint64), generate


def sum_lanes(array: Any, position: Any) -> Any:
    """Sum of the LANES numbers that begin at a position of a flat array."""
    row = array[int(position) : int(position) + LANES]
    while len(row) > 1:
        row = row[: len(row) // 2] + row[len(row) // 2 :]
    return row[0]


def sum_weighted_lanes(array: Any, position: Any, weights: Any) -> Any:
    """Sum of the products of LANES numbers that begin at a position with those that begin at another."""
    return sum_lanes(array[int(position) :][:LANES] * array[int(weights) :][:LANES], 0)


@overload(sum_lanes, jit_options=INLINED)
def _compiled_sum(array, position):
    return lambda array, position: _sum_lanes(array, position)  # type: ignore[call-arg]


@overload(sum_weighted_lanes, jit_options=INLINED)
def _compiled_weighted_sum(array, position, weights):
    return lambda array, position, weights: _sum_weighted_lanes(array, position, weights)  # type: ignore[call-arg]
