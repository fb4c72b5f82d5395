"""Makes observations.csv: what the past is judged by, each value with source, year, uncertainty, dataset and role.

Every row comes from a fact table of the package (landsim/data/tables); this script adds the name of the model's
variable, one standard deviation, the role and the reason where a row is not used. Nothing is looked up elsewhere.
Years that are kept back for a blind test are in no table of the project.
Run: python calibration/observations.py
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from landsim.calibration.hindcast import DEAD_MATTER, LEVEL_FIRE, LIVING_BIOMASS
from landsim.calibration.observations import COLUMNS, LAST_TRAINING_YEAR, LAST_VALIDATION_YEAR
from landsim.calibration.pasture_variables import EXCLOSURE, HEAVY_GRAZING, MEAN_PRESSURE, SHARES
from landsim.calibration.soil_surveys import SOIL_GAINS
from landsim.facts import load_table
from landsim.gwp import warming_potential
from landsim.names import COUNTRIES, SPECIES

HERE = Path(__file__).parent
INVENTORY = (
    "lulucf_net", "lulucf_forest_land", "lulucf_cropland", "lulucf_grassland", "lulucf_wetlands", "lulucf_settlements",
    "lulucf_other_land", "lulucf_harvested_wood_products", "enteric_ch4",
)  # fmt: skip
STOCKS = {"growing_stock_total": "growing_stock", "living_biomass_carbon_stock": "living_biomass"}
METHANE = warming_potential("CH4", "AR5")
# One standard deviation as a share of the mean magnitude of the series: assumptions, for the inventories give none in
# the tables at hand. Forest land of annual inventories: half of the 10 % that a forest inventory may be off in level,
# since one method is used for all years and the course counts. Herds: a full count every December.
SPREAD = {
    "lulucf_forest_land": 0.05, "lulucf_net": 0.075, LIVING_BIOMASS: 0.075, "enteric_ch4": 0.10, "growing_stock": 0.05,
    "living_biomass": 0.05, "heads": 0.05, **{f"heads_{name}": 0.25 for name in SPECIES},
}  # fmt: skip
OTHER_SPREAD = 0.3
# Inventories by the guidelines of 1996, some categories and years only. Russia: two vintages of the same land sector
# (UNFCCC 2021 and Climate Watch 2021) are 290 MtCO2e apart in 1990 and 50 in 2010, Japan's 10 and 28.
LOOSE_SPREAD = {
    ("RUS", "lulucf_forest_land"): 0.1, ("RUS", LEVEL_FIRE): 0.1,
    ("CHN", "lulucf_net"): 0.4, ("MNG", "lulucf_net"): 3.0, ("PRK", "lulucf_net"): 0.5,
}  # fmt: skip
# The Republic of Korea's forest inventory went round by province until 2005; since 2006 it samples the whole country
# every year, only rounds from then on are comparable (Brief history of Korean national forest inventory, 2016), and
# stocks showed another trend (Lee et al. 2016, Journal of Climate Change Research 7, 485-492). By how much the older
# values are less sure is an assumption.
OLD_SYSTEM = {"KOR": 2005}
OLD_SYSTEM_VARIABLES = (LIVING_BIOMASS, "growing_stock", "living_biomass")
OLD_SYSTEM_FACTOR = 1.5
SHARE_SPREAD = 0.05
# Pastures: another model's forage, and classes of sites told by sight, by whose surveys of 2014 and 2016 full condition
# rose by 0.07 while the report of the second says that condition fell.
PASTURE_SPREAD = 0.05
# tC/ha: a few dozen sites, or means over species; the national survey adds litter from elsewhere.
DEAD_MATTER_SPREAD = 3.0
# The Republic of Korea's method (1996 guidelines) counts what trees grow less what felling, fuelwood and fire take, and
# no dead wood, litter or soil: so it is set out where the method is applied to provinces (Kim et al. 2014, Korean
# Journal of Agricultural and Forest Meteorology 16, 336-342). The land sector is compared with that part of the model.
LIVING_BIOMASS_ONLY = ("KOR",)
LIVING_BIOMASS_NOTE = "reported as the land sector's total; its method counts living biomass only (Kim et al. 2014)"
# FRA's figures for a hectare hardly move in twenty years: factors that a country applies, no survey to fit decay to.
SURVEYED = ("JPN",)
FACTORS = "FRA's dead wood and litter of a hectare are national factors; no survey stands behind the change of it"
# From 2000 to 2010 Russia's forest land removes more, not less, in years of more burned area (correlation -0.67 with
# the area, -0.25 between the yearly changes of both, which this script prints), so single years of fire are not in it.
# It is compared twice, as it is and with the carbon that the model burns in a year at its mean over training years.
WITHOUT_FIRE_YEARS = ("RUS",)
LEVEL_FIRE_NOTE = "compared with the model's forest land as if as much carbon burned in every year"
# Russia's sink is worked out from state forest accounts, one in five years, and from the register that followed them
# (Zamolodchikov et al. 2018, Forest Science Issues 1, 1-24). Between the accounts it is interpolated: it changes by 1
# to 6 MtCO2e a year until 1993 and by 49 to 69 until 1998. Accounts of 1998 and 2003 were read of; that of 1993, and
# that the register begins in 2007, are recalled.
ACCOUNT_YEARS = (1993, 1998, 2003, *range(2007, LAST_VALIDATION_YEAR + 1))
BETWEEN_ACCOUNTS = "between state forest accounts, worked out from those on either side"
# No survey of condition and no published density is of the training years alone, so what there is trains; the survey
# of 2014 tells one class of the five and is held out.
USED_ABOVE_HALF = "share_used_above_half_ten_years"
PASTURES = (*SHARES, MEAN_PRESSURE, USED_ABOVE_HALF)
# Heavy grazing: a quarter of the interval of the meta-analysis of China. Exclosure: own judgement, from 0.05 to 0.65.
PLOT_SPREAD = {HEAVY_GRAZING: 2.0, EXCLOSURE: 0.15}
OF_PLOTS = "plots beside each other, of no year"
ONLY_SURVEY = "no such number is of the training years alone: the only survey of all classes, and a mean of 2000-2019"
OUTLIER = ("CHN", "lulucf_net", 2012)
# Surveys of soil that are told beside the model but not used.
UNUSED_SURVEYS = {
    ("CHN", "cropland_soil_gain", 2009): "another model's estimate, no survey",
    ("CHN", "grassland_soil_gain", 2002): "whole profiles by classes of degradation; topsoil taken again lost none",
    ("KOR", "cropland_soil_gain", 2018): "eight of the twenty years of its mean are after 2010",
}


def inventory_rows() -> pd.DataFrame:
    table = load_table("inventory_observations")
    rows = table[table["variable"].isin(INVENTORY)].copy()
    methane = rows["variable"] == "enteric_ch4"
    if set(rows.loc[methane, "unit"]) != {"MtCH4"}:
        raise ValueError(f"enteric_ch4 is in {set(rows.loc[methane, 'unit'])}, expected MtCH4")
    rows.loc[methane, "value"] *= METHANE
    rows.loc[methane, "unit"] = "MtCO2e"
    rows.loc[methane, "note"] = f"MtCH4 times {METHANE:g} (AR5)"
    for country in LIVING_BIOMASS_ONLY:
        total = (rows["country"] == country) & (rows["variable"] == "lulucf_net")
        rows.loc[total, "variable"] = LIVING_BIOMASS
        rows.loc[total, "note"] = LIVING_BIOMASS_NOTE
    forest = rows[rows["country"].isin(WITHOUT_FIRE_YEARS) & (rows["variable"] == "lulucf_forest_land")]
    return pd.concat([rows, forest.assign(variable=LEVEL_FIRE, note=LEVEL_FIRE_NOTE)], ignore_index=True)


def stock_rows() -> pd.DataFrame:
    table = load_table("forest_observations")
    rows = table[table["variable"].isin(list(STOCKS))].copy()
    rows["variable"] = rows["variable"].map(STOCKS)
    return rows


def dead_matter_rows() -> pd.DataFrame:
    """Dead wood and litter of a hectare of forest: surveys of Japan, and FRA's sums where it has both."""
    table = load_table("forest_observations")
    keys = ["country", "year", "unit", "source", "quality", "dataset"]
    parts = table[table["variable"].isin(["carbon_deadwood", "carbon_litter"])].groupby(keys, sort=False)["value"]
    sums = parts.sum()[parts.size() == 2].reset_index()
    rows = pd.concat([load_table("dead_matter_surveys"), sums], ignore_index=True)
    return rows.assign(variable=DEAD_MATTER)


def herd_rows() -> pd.DataFrame:
    """Heads of Mongolia, in total and by species: the one country whose herds run free; those of the others drive the
    model.
    """
    table = load_table("national_history")
    names = [f"heads_{name}" for name in SPECIES]
    rows = table[(table["country"] == "MNG") & table["variable"].isin(names) & table["year"].between(1990, 2020)]
    factor = {"head": 1e-6, "1000 head": 1e-3, "million head": 1.0}
    rows = rows.assign(value=rows["value"] * rows["unit"].map(factor), unit="million head")
    rows = rows[rows["variable"] != "heads_buffalo"]
    joined = rows.assign(variable="heads").groupby(["country", "year", "variable", "unit"], as_index=False).agg(
        value=("value", "sum"),
        source=("source", lambda s: "; ".join(dict.fromkeys(s))),
        quality=("quality", lambda s: "estimate" if "estimate" in set(s) else s.iloc[0]),
        dataset=("dataset", lambda s: "; ".join(dict.fromkeys(s))),
    )
    return pd.concat([joined.assign(note="sum of five species, year-end"), rows.assign(note="year-end")])


def pasture_rows() -> pd.DataFrame:
    return load_table("pasture_observations")


def soil_rows() -> pd.DataFrame:
    """Yearly gain of soil carbon of a hectare by surveys, with their own deviations."""
    return load_table("soil_surveys").rename(columns={"uncertainty": "surveyed"})


def age_rows() -> pd.DataFrame:
    table = load_table("forest_age_observations")
    return table[table["variable"] == "forest_share_over_30_years"].copy()


def spread_of(rows: pd.DataFrame) -> pd.Series:
    """One standard deviation of each value, in its unit."""
    # Herds more than double after the training years, whose mean it is that counts.
    held_out = rows["variable"].str.startswith("heads") & (rows["year"] > LAST_TRAINING_YEAR)
    counted = rows["value"].abs().mask(held_out)
    size = counted.groupby([rows["country"], rows["variable"]]).transform("mean")
    keys = zip(rows["country"], rows["variable"], strict=True)
    share = [LOOSE_SPREAD.get(key, SPREAD.get(key[1], OTHER_SPREAD)) for key in keys]
    found = size * share
    old = rows["year"] <= rows["country"].map(OLD_SYSTEM).fillna(0)
    found = found.where(~(old & rows["variable"].isin(OLD_SYSTEM_VARIABLES)), found * OLD_SYSTEM_FACTOR)
    found = found.where(rows["variable"] != DEAD_MATTER, DEAD_MATTER_SPREAD)
    found = found.where(~rows["variable"].isin(PASTURES), PASTURE_SPREAD)
    found = rows["variable"].map(PLOT_SPREAD).fillna(found)
    found = found.where(rows["variable"] != "forest_share_over_30_years", SHARE_SPREAD)
    return found.where(~rows["variable"].isin(list(SOIL_GAINS)), rows["surveyed"])


def role_of(country: str, variable: str, year: int) -> tuple[str, str]:
    """Role of a value, and why it is not used or what else must be said of it."""
    if (country, variable, year) == OUTLIER:
        return "not used", "outlier: half of the values two years before and after, with other categories"
    if (country, variable, year) in UNUSED_SURVEYS:
        return "not used", UNUSED_SURVEYS[country, variable, year]
    if variable == DEAD_MATTER and country not in SURVEYED:
        return "not used", FACTORS
    if variable == LEVEL_FIRE and year not in ACCOUNT_YEARS:
        return "not used", BETWEEN_ACCOUNTS
    if variable == USED_ABOVE_HALF:
        return "not used", "years of use above half of the forage; the model counts years above usable forage in a row"
    if variable in PLOT_SPREAD:
        return "train", OF_PLOTS
    if variable in PASTURES and year > LAST_VALIDATION_YEAR:
        return "train", ONLY_SURVEY
    if variable.startswith("heads") and year > LAST_VALIDATION_YEAR:
        return "not used", "after 2015: beyond the years that all series are validated with; an earlier fit used them"
    if year <= LAST_TRAINING_YEAR:
        return "train", ""
    if year <= LAST_VALIDATION_YEAR:
        return "validate", ""
    return "not used", f"after {LAST_VALIDATION_YEAR}: no inventory of these years stands beside it"


def observations() -> pd.DataFrame:
    """The table as it is committed, columns COLUMNS, in the order of country, variable and year."""
    forest = [stock_rows(), dead_matter_rows(), age_rows()]
    parts = [inventory_rows(), *forest, herd_rows(), pasture_rows(), soil_rows()]
    rows = pd.concat(parts, ignore_index=True)
    rows["uncertainty"] = spread_of(rows)
    of_survey = rows["variable"].isin(list(SOIL_GAINS))
    rows["uncertainty_source"] = "assumption (calibration/observations.py)"
    rows.loc[of_survey, "uncertainty_source"] = "soil_surveys.csv, see note"
    roles = [role_of(*key) for key in zip(rows["country"], rows["variable"], rows["year"], strict=True)]
    rows["role"], rows["reason"] = zip(*roles, strict=True)
    rows["place"] = rows["country"].map(COUNTRIES.index)
    rows = rows.sort_values(["place", "variable", "year"], ignore_index=True)
    for name in ("value", "uncertainty"):
        rows[name] = [float(f"{value:.7g}") for value in rows[name]]
    return rows[list(COLUMNS)]


def fire_correlations() -> tuple[float, float]:
    """Of Russia's forest land with its burned area of 2000-2010, and of the yearly changes of both."""
    inventory, history = load_table("inventory_observations"), load_table("national_history")
    series = [
        table[(table["country"] == "RUS") & (table["variable"] == name)].set_index("year")["value"].loc[2000:2010]
        for table, name in ((inventory, "lulucf_forest_land"), (history, "forest_burned_area"))
    ]
    return float(series[0].corr(series[1])), float(series[0].diff().corr(series[1].diff()))


if __name__ == "__main__":
    print("forest land of Russia and burned area, correlation of levels and of changes:", fire_correlations())
    observations().to_csv(HERE / "observations.csv", index=False)
