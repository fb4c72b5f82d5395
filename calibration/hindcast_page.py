"""Draws the figures of docs/hindcast.md and fills its tables: the model's past, the record, and two naive rivals.

Figures are of the full grid, run anew; tables are of the committed scores and intervals.
Run after `landsim calibrate`: python calibration/hindcast_page.py
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import landsim
from landsim.calibration.ensemble import coverage
from landsim.calibration.fitted_file import load_fitted
from landsim.calibration.hindcast import hindcast, past, without_ageing
from landsim.calibration.observations import TRAIN, load_observations
from landsim.calibration.pasture_variables import MEAN_PRESSURE, SHARES
from landsim.calibration.scores import rivals
from landsim.core import parameters
from landsim.ground import Ground
from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting.hindcast import LABELS, draw_hindcast

HERE = Path(__file__).parent
FIGURES = HERE.parent / "docs" / "figures"
YEARS = range(1990, 2016)
SHORTEST_BAND = 3  # values
NOTHING = 1e-9  # per cent
HERDS = ("heads", *(f"heads_{name}" for name in ("cattle", "sheep", "goats", "horses", "camels")))
SERIES = {
    "hindcast_fluxes": (
        ("JPN", "lulucf_forest_land"), ("KOR", "lulucf_living_biomass"), ("RUS", "lulucf_forest_land_level_fire"),
        ("CHN", "lulucf_net"), ("RUS", "lulucf_forest_land"), ("MNG", "heads"),
    ),
    "hindcast_stocks": tuple((country, "growing_stock") for country in COUNTRIES),
    "hindcast_herds": tuple(("MNG", name) for name in HERDS),
}  # fmt: skip
# Sinks whose rise and turn is at issue: shown once more with growth per hectare held at that of the first year.
AGEING = (("JPN", "lulucf_forest_land"), ("KOR", "lulucf_living_biomass"))
TOLD = (
    ("JPN", "lulucf_forest_land"), ("KOR", "lulucf_living_biomass"), ("RUS", "lulucf_forest_land_level_fire"),
    ("RUS", "lulucf_forest_land"), ("CHN", "lulucf_net"), ("MNG", "lulucf_net"), ("PRK", "lulucf_net"),
    ("JPN", "dead_wood_and_litter"),
    *((country, "growing_stock") for country in COUNTRIES),
    *(("MNG", name) for name in HERDS), ("KOR", "forest_share_over_30_years"),
    ("MNG", MEAN_PRESSURE), *(("MNG", name) for name in SHARES),
)  # fmt: skip
RIVALS = ("persistence", "linear")
TITLES = {
    "hindcast_fluxes": "The model's past against inventories and herds",
    "hindcast_stocks": "The model's past against the growing stock of forest",
    "hindcast_herds": "Mongolia's herds, free from 1990, against the record",
}
CAPTIONS = {
    "hindcast_fluxes": (
        "View inventory, basis model; GWP set AR5 (nearly all is CO2); negative is a removal. Record: UNFCCC data by "
        "party (download of 2021); herds: FAO. Fitted: calibration/fitted, from years to 2010 only. Fires level: "
        "carbon burned in each year as in the mean to 2010; Russia is fitted so, at the years of its forest accounts, "
        "for its inventory shows no years of fire. "
        "China's inventory was not fitted: it is two to three times what China's own forest stocks say."
    ),
    "hindcast_stocks": (
        "Record: FAO FRA 2020, stocks of 1990, 2000 and 2010; later ones are kept back. FRA's stocks are partly "
        "modelled themselves."
    ),
    "hindcast_herds": (
        "Herds at the end of the year: FAO, 2002 and 2004 recalled from the national census. The model's herd starts "
        "from the heads of 1989 and meets the recorded winters, whose losses are given; fitted to heads up to 2010."
    ),
}


def series_table(ground: Ground, pairs: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Model, rivals and record of some series by year, as `draw_hindcast` reads them."""
    observed = load_observations(HERE)
    wanted = pd.DataFrame([(c, v, y) for c, v in pairs for y in YEARS], columns=["country", "variable", "year"])
    table = wanted.copy()
    keys = pd.MultiIndex.from_frame(wanted)
    fitted = load_fitted(HERE)
    for name, given in (("declared", parameters.before_calibration()), ("fitted", fitted)):
        table[name] = hindcast(ground, given, wanted).loc[keys].to_numpy()
    table["no_ageing"] = np.nan
    run = past(ground, fitted)
    for country, variable in set(pairs) & set(AGEING):
        here = (table["country"] == country) & (table["variable"] == variable)
        table.loc[here, "no_ageing"] = without_ageing(run, country, variable)[: len(YEARS)]
    bands = [pd.read_csv(path) for path in sorted((HERE / "fitted").glob("*_intervals.csv"))]
    band = pd.concat(bands, ignore_index=True)[["country", "variable", "year", "model_low", "model_high"]]
    band = band.rename(columns={"model_low": "low", "model_high": "high"})
    # A band needs years side by side: stocks of three years have none.
    band = band[band.groupby(["country", "variable"])["year"].transform("size") > SHORTEST_BAND]
    table = table.merge(band, on=["country", "variable", "year"], how="left", sort=False)
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


def score_rows() -> list[list[str]]:
    """Cells of the table of scores: mean absolute error, and in per cent of the mean size of the record."""
    table = pd.read_csv(HERE / "scores.csv").set_index(["country", "variable", "role", "parameters"])
    rows = []
    for country, variable in TOLD:
        for role in ("train", "validate"):
            if (country, variable, role, "declared") not in table.index:
                continue
            declared = table.loc[(country, variable, role, "declared")]
            fitted = table.loc[(country, variable, role, "fitted")]
            size = 100.0 / declared["observed_mean"] if declared["observed_mean"] else 0.0
            cells = [_cell(one["mae"], one["mae_percent"]) for one in (declared, fitted)]
            cells += [_cell(declared[f"{rival}_mae"], abs(size * declared[f"{rival}_mae"])) for rival in RIVALS]
            years = f"{declared['first_year']}-{declared['last_year']}"
            name = f"{COUNTRY_NAMES[country]}, {LABELS[variable]} ({declared['unit']})"
            rows.append([name, years, "training" if role == "train" else "held out", *cells])
    return rows


def coverage_rows() -> list[list[str]]:
    """Cells of the table of intervals."""
    table = pd.concat([pd.read_csv(path) for path in sorted((HERE / "fitted").glob("*_intervals.csv"))])
    return [
        [
            f"{COUNTRY_NAMES[row.country]}, {LABELS[row.variable]}",
            str(row.values_),
            f"{100 * row.covered:.0f} %",
            f"{row.mean_width:.3g}",
            f"{row.interval_score:.3g}",
            "-" if np.isnan(row.persistence_score) else f"{row.persistence_score:.3g}",
        ]
        for row in coverage(table).rename(columns={"values": "values_"}).itertuples()
        if row.role == "validate" and (row.country, row.variable) in TOLD
    ]


def _cell(error: float, percent: float) -> str:
    # What rounding leaves of a line through two points is nothing.
    return "0 (0 %)" if percent < NOTHING else f"{error:.3g} ({percent:.3g} %)"


def fill(text: str, name: str, header: list[str], rows: list[list[str]]) -> str:
    """The page with the table between the marks of a name made anew."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, ["---"] * len(header), *rows)]
    start, end = f"<!-- {name}: written by calibration/hindcast_page.py -->", f"<!-- end of {name} -->"
    before, after = text.index(start) + len(start), text.index(end)
    return text[:before] + "\n" + "\n".join(lines) + "\n" + text[after:]


def main() -> None:
    page = HERE.parent / "docs" / "hindcast.md"
    text = page.read_text(encoding="utf-8")
    for name, (header, rows) in TABLES.items():
        text = fill(text, name, header, rows())
    page.write_text(text, encoding="utf-8")
    ground = Ground(landsim.load_landscape())
    FIGURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, pairs in SERIES.items():
            png, _ = draw_hindcast(series_table(ground, pairs), Path(folder), name, TITLES[name], CAPTIONS[name])
            shutil.copy(png, FIGURES / png.name)
            print(FIGURES / png.name)


TABLES = {
    "scores": (["series", "years", "role", "before fitting", "shipped", "persistence", "linear trend"], score_rows),
    "intervals": (
        ["series", "held-out values", "covered", "mean width", "interval score", "that of persistence"],
        coverage_rows,
    ),
}

if __name__ == "__main__":
    main()
