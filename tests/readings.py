"""How tests read a run: rows of its tables as arrays, and changes added up independently from the rows of the plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from landsim.core.state import FLUX, TRANSITION
from landsim.names import COUNTRIES
from landsim.results import Run

Arrays = np.ndarray[Any, np.dtype[np.float64]]
INNER_MONGOLIA = {
    "id": "green",
    "kind": "afforestation",
    "country": "CHN",
    "province": "Inner Mongolia",
    "unit": "Mha",
}


def measure_text(keys: dict[str, Any]) -> str:
    """One [[measure]] table; keys that a test does not care about get a value."""
    usual: dict[str, Any] = {"first_year": 2021, "last_year": 2030, "source": "assumption of a test"}
    lines = ["[[measure]]"]
    for key, value in {**usual, **keys}.items():
        if isinstance(value, bool):
            lines.append(f"{key} = {str(value).lower()}")
        elif isinstance(value, str):
            lines.append(f'{key} = "{value}"')
        elif isinstance(value, list):
            lines.append(f"{key} = [{', '.join(f'{chr(34)}{one}{chr(34)}' for one in value)}]")
        else:
            lines.append(f"{key} = {value}")
    return "\n".join(lines) + "\n"


def stock(run: Run, variable: str, country: str) -> Arrays:
    """A row of stocks.csv by year."""
    return run.account.stocks[variable][1][COUNTRIES.index(country)]


def flux(run: Run, name: str, country: str) -> Arrays:
    """A flux or stock of the kernel by year, summed over a country."""
    return run.simulated.total[COUNTRIES.index(country), :, FLUX._fields.index(name)]


def yearly_change(run: Run) -> Arrays:
    """Share of each unit that changes category in each year, [years, units], added up from the rows of the plan."""
    change = np.zeros((len(run.drivers.years), run.landscape.size))
    for row in run.plan.rows:
        if row.rule == TRANSITION:
            change += np.outer(np.diff(row.cumulative), row.share)
    return change / run.landscape.area()


def planted_hectares(run: Run, measure: str) -> Arrays:
    """Hectares that a measure plants in each unit, by the plan."""
    total = np.zeros(run.landscape.size)
    for row in run.plan.rows:
        if row.label == measure:
            total += row.share * row.cumulative[-1]
    return total


def measure_rows(run: Run) -> pd.DataFrame:
    """The policy ledger without the rows of roundwood, which every run has, and of plantations that died back."""
    return run.policy[~run.policy["measure"].isin(["roundwood", "lost plantation"])]
