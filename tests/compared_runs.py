"""Small run folders with invented numbers for comparisons to read; never shown to users."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from plotted_run import YEARS, write_synthetic_run

from landsim.names import COUNTRIES

REGION = "NEA"


def write_compared_run(
    folder: Path,
    name: str = "baseline",
    removal: float = 0.0,
    degraded: dict[int, float] | None = None,
    **settings: Any,
) -> Path:
    """A run folder in which each country's land sector removes `removal` MtCO2e a year more from 2021 on.

    degraded  net degraded area of each country by year, Mha; None for a folder of a version that had none
    settings  entries of run.json to set: scenario_hash, years, ...; a dictionary adds to what is there
    """
    write_synthetic_run(folder)
    inventory = pd.read_csv(folder / "inventory.csv")
    policy = (inventory["variable"] == "lulucf_net") & (inventory["year"] > 2020)
    inventory.loc[policy, "value"] -= removal * np.where(inventory.loc[policy, "country"] == REGION, len(COUNTRIES), 1)
    places = [*COUNTRIES, REGION]
    farming = _rows("agriculture", "MtCO2e", {(place, year): 10.0 for place in places for year in YEARS})
    pd.concat([inventory, farming]).to_csv(folder / "inventory.csv", index=False)
    stocks = [_rows("forest_area", "Mha", {(place, year): 5.0 for place in places for year in YEARS})]
    if degraded is not None:
        area = {
            (place, year): value * (len(COUNTRIES) if place == REGION else 1)
            for place in places
            for year, value in degraded.items()
        }
        stocks.append(_rows("net_degraded_area", "Mha", area))
    pd.concat(stocks).to_csv(folder / "stocks.csv", index=False)
    path = folder / "run.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["scenario"]["name"] = name
    content |= {
        "scenario_hash": f"hash of {name}",
        "years": [int(YEARS[0]), int(YEARS[-1])],
        "landscape": {"label": "a small land", "content": "0123456789abcdef"},
        "code": {"core": "c", "package": "p", "tables": "t", "libraries": "l"},
    }
    for key, value in settings.items():
        content[key] = {**content.get(key, {}), **value} if isinstance(value, dict) else value
    path.write_text(json.dumps(content), encoding="utf-8")
    return folder


def _rows(variable: str, unit: str, values: dict[tuple[str, int], float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(place, year, variable, value, unit) for (place, year), value in values.items()],
        columns=["country", "year", "variable", "value", "unit"],
    )
