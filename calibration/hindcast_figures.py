"""Draws the figures of docs/hindcast.md: the model's past on the full grid, the record, and two naive rivals.

Run: python calibration/hindcast_figures.py
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import landsim
from landsim.calibration.fitted_file import load_fitted
from landsim.calibration.hindcast import hindcast
from landsim.calibration.observations import TRAIN, load_observations
from landsim.calibration.scores import rivals
from landsim.ground import Ground
from landsim.names import COUNTRIES
from landsim.plotting.hindcast import draw_hindcast

HERE = Path(__file__).parent
FIGURES = HERE.parent / "docs" / "figures"
YEARS = range(1990, 2016)
SERIES = {
    "hindcast_fluxes": (
        ("JPN", "lulucf_forest_land"), ("KOR", "lulucf_net"), ("RUS", "lulucf_forest_land"),
        ("CHN", "lulucf_net"), ("PRK", "lulucf_net"), ("MNG", "heads"),
    ),
    "hindcast_stocks": tuple((country, "growing_stock") for country in COUNTRIES),
}  # fmt: skip
TITLES = {
    "hindcast_fluxes": "The model's past against inventories and herds",
    "hindcast_stocks": "The model's past against the growing stock of forest",
}
CAPTIONS = {
    "hindcast_fluxes": (
        "View inventory, basis model; GWP set AR5 (nearly all is CO2); negative is a removal. Record: UNFCCC data by "
        "party (download of 2021); herds: FAO. Fitted: calibration/fitted, from years to 2010 only. China's inventory "
        "was not fitted: it is two to three times what China's own forest stocks say."
    ),
    "hindcast_stocks": (
        "Record: FAO FRA 2020, stocks of 1990, 2000 and 2010; later ones are kept back. FRA's stocks are partly "
        "modelled themselves. The shipped parameters were fitted to these stocks alone."
    ),
}


def series_table(ground: Ground, pairs: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Model, rivals and record of some series by year, as `draw_hindcast` reads them."""
    observed = load_observations(HERE)
    wanted = pd.DataFrame([(c, v, y) for c, v in pairs for y in YEARS], columns=["country", "variable", "year"])
    table = wanted.copy()
    keys = pd.MultiIndex.from_frame(wanted)
    fitted = load_fitted(HERE)
    for name, given in (("shipped", {}), ("fitted", fitted)):
        table[name] = hindcast(ground, given, wanted).loc[keys].to_numpy() if given or name == "shipped" else np.nan
    table[["low", "high"]] = np.nan
    record = observed.rename(columns={"value": "observed"})
    columns = ["country", "variable", "year", "observed", "uncertainty", "role"]
    table = table.merge(record[columns], on=columns[:3], how="left", sort=False)
    for country, variable in pairs:
        here = (table["country"] == country) & (table["variable"] == variable)
        rows = table[here & (table["role"] == TRAIN)]
        known, values = rows["year"].to_numpy(float), rows["observed"].to_numpy(float)
        after = here & (table["year"] >= known[-1])
        held, line = rivals(known, values, table.loc[here, "year"].to_numpy(float))
        table.loc[here, "linear"] = line
        table.loc[after, "persistence"] = held[0]
        unit = observed[(observed["country"] == country) & (observed["variable"] == variable)]["unit"].iloc[0]
        table.loc[here, "unit"] = unit
    return table


def main() -> None:
    ground = Ground(landsim.load_landscape())
    FIGURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, pairs in SERIES.items():
            png, _ = draw_hindcast(series_table(ground, pairs), Path(folder), name, TITLES[name], CAPTIONS[name])
            shutil.copy(png, FIGURES / png.name)
            print(FIGURES / png.name)


if __name__ == "__main__":
    main()
