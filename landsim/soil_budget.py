"""The carbon of a soil's table, checked: what stays is what entered less what was respired."""

from __future__ import annotations

import numpy as np
import pandas as pd

from landsim.core import budget
from landsim.errors import ModelError


def checked_closure(table: pd.DataFrame) -> pd.DataFrame:
    """The same table, with the columns total, input and respiration.

    Raises ModelError naming the first row whose carbon does not close to 1e-9 of its stock and input.
    """
    total, entered, gone = (table[name].to_numpy() for name in ("total", "input", "respiration"))
    residual = np.abs(np.diff(total) - entered[1:] + gone[1:]) / np.maximum(total[1:], entered[1:] + 1e-300)
    fails = ~(residual <= budget.CARBON_TOLERANCE)
    if fails.any():
        row = int(fails.argmax())
        where = " and ".join(
            f"{name} {key}" for name, key in zip(table.index.names, _keys(table, row + 1), strict=True)
        )
        raise ModelError(f"The carbon of the soil does not close in {where}: relative residual {residual[row]:g}.")
    return table


def _keys(table: pd.DataFrame, row: int) -> tuple[int, ...]:
    key = table.index[row]
    return key if isinstance(key, tuple) else (key,)
