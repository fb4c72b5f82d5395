"""Forest growth by age: biomass curves of two forms, biomass proportions, litterfall, the ceiling of production.

Curve: B(a) = A (1 - exp(-k a))^p, living biomass in tC/ha (Richards 1959). Curves are fits to plots and
yield tables (growth_curves.csv, with their ranges); a stocking factor brings well-stocked plots to area means.
The second form is the logistic of Xu et al. 2010 (36 forest types of China), shifted to start at zero; its numbers are
the nearest to each type's own Chapman-Richards curve (calibration/logistic_curves.py).
Turnover rates and the fate of litter: CBM-CFS3 (Kurz et al. 2009).
"""

from __future__ import annotations

import math

from landsim.core.compilation import scalar
from landsim.core.dimensions import growth_curve_table
from landsim.core.parameters import Parameter

NATURAL, PLANTED, SHRUB = 0, 1, 2
TISSUES = ("merchantable", "foliage", "other_wood", "coarse_roots", "fine_roots")
# A stand that loses more living biomass than this in a year, tC/ha, sheds the loss as litter (CBM-CFS3).
DECLINE_TOLERANCE = 1e-4


def _from_curves(column: str, low: str, high: str) -> dict[str, tuple[float, float, float, str]]:
    return {
        row["type"]: (float(row[column]), float(row[low]), float(row[high]), row["source"] or row["status"])
        for row in growth_curve_table()
    }


def _logistic(column: str, like: str) -> dict[str, tuple[float, float, float, str]]:
    """A fitted column of the logistic curve, with the relative range of its Chapman-Richards counterpart."""
    ranges = _from_curves(like, f"{like}_low", f"{like}_high")
    found = {}
    for row in growth_curve_table():
        value, (default, low, high, _) = float(row[column]), ranges[row["type"]]
        found[row["type"]] = (value, value * low / default, value * high / default, _NEAREST)
    return found


def _by_form(needleleaf: float, larch: float, broadleaf: float, shrub: float, source: str, spread: float = 0.3):
    values = {"needleleaf": needleleaf, "larch": larch, "broadleaf": broadleaf, "shrub": shrub}
    return {k: (v, v * (1 - spread), min(1.0, v * (1 + spread)), source) for k, v in values.items()}


_NEAREST = "nearest to the type's Chapman-Richards curve at ages 0 to 150 (calibration/logistic_curves.py)"
_SHARES = "proportions after CBM-CFS3 boreal conifer stands; broadleaf and shrub by analogy"
_TURNOVER = "CBM-CFS3 defaults (Kurz et al. 2009); deciduous foliage falls every year"
_FIT = "fitted to FRA 2020 stocks of 1990-2010 and recorded ages (calibration/first_setting.py)"


def _fitted(spread: float, chn: float, prk: float, jpn: float, mng: float, kor: float, rus: float):
    values = {"CHN": chn, "PRK": prk, "JPN": jpn, "MNG": mng, "KOR": kor, "RUS": rus}
    return {k: (v, v * (1 - spread), v * (1 + spread), _FIT) for k, v in values.items()}


PARAMETERS = (
    Parameter(
        "forest.asymptote", "tC/ha", 100.0, (0.1, 1000.0), (50.0, 200.0), "growth_curves.csv",
        "living biomass of an old, well-stocked stand", status="fitted", dimension="forest_type",
        per_key=_from_curves("asymptote", "asymptote_low", "asymptote_high"),
    ),
    Parameter(
        "forest.rate", "1/yr", 0.03, (0.001, 1.0), (0.02, 0.05), "growth_curves.csv",
        "rate k of the Chapman-Richards curve", status="fitted", dimension="forest_type",
        per_key=_from_curves("rate", "rate_low", "rate_high"),
    ),
    Parameter(
        "forest.shape", "1", 1.7, (0.1, 10.0), (1.2, 2.5), "growth_curves.csv",
        "exponent p of the Chapman-Richards curve", status="fitted", dimension="forest_type",
        per_key=_from_curves("shape", "shape_low", "shape_high"),
    ),
    Parameter(
        "forest.logistic_share", "1", 0.0, (0.0, 1.0), (0.0, 1.0),
        "which form is right between and beyond the ages of the plots cannot be told from them",
        "share of the logistic curve in the growth curve; the rest is Chapman-Richards",
    ),
    Parameter(
        "forest.logistic_asymptote", "tC/ha", 100.0, (0.1, 1000.0), (50.0, 200.0), _NEAREST,
        "living biomass of an old, well-stocked stand on the logistic curve", status="derived",
        dimension="forest_type", per_key=_logistic("logistic_asymptote", "asymptote"),
    ),
    Parameter(
        "forest.logistic_rate", "1/yr", 0.045, (0.001, 1.0), (0.03, 0.075), _NEAREST,
        "rate of the logistic curve", status="derived",
        dimension="forest_type", per_key=_logistic("logistic_rate", "rate"),
    ),
    Parameter(
        "forest.logistic_constant", "1", 3.0, (0.0, 100.0), (1.0, 10.0), _NEAREST,
        "constant K of the logistic curve, larger = slower start", status="derived",
        dimension="forest_type", per_key=_logistic("logistic_constant", "shape"),
    ),
    Parameter(
        "forest.stocking_factor", "1", 0.7, (0.05, 1.5), (0.5, 0.9), "growth_curves.csv",
        "area mean relative to the well-stocked plots of the curve", dimension="forest_type",
        per_key=_from_curves("stocking_factor", "stocking_low", "stocking_high"),
    ),
    Parameter(
        "forest.minimum_rotation", "yr", 50.0, (1.0, 1000.0), (30.0, 80.0), "growth_curves.csv",
        "youngest age at which a stand is felled", dimension="forest_type",
        per_key=_from_curves("minimum_rotation", "rotation_low", "rotation_high"),
    ),
    Parameter(
        "forest.growth_scale", "1", 1.0, (0.05, 5.0), (0.5, 1.6), _FIT,
        "multiplies biomass and increment of every forest type in a country", dimension="country", status="fitted",
        per_key=_fitted(0.25, 1.09, 0.589, 0.702, 1.705, 1.107, 1.082),
    ),
    Parameter(
        "forest.natural_mean_age", "yr", 70.0, (1.0, 190.0), (40.0, 110.0), _FIT,
        "mean age of naturally regenerating forest at the end of 1989", dimension="country", status="fitted",
        per_key=_fitted(0.4, 31.14, 51.59, 30.99, 102.8, 6.823, 124.7),
    ),
    Parameter(
        "forest.planted_mean_age", "yr", 20.0, (1.0, 190.0), (10.0, 40.0), _FIT,
        "mean age of planted forest at the end of 1989", dimension="country", status="fitted",
        per_key=_fitted(0.4, 13.08, 13.93, 24.28, 15.01, 26.32, 25.18),
    ),
    Parameter(
        "forest.natural_age_spread", "1", 1.6, (0.2, 20.0), (0.8, 4.0), _FIT,
        "shape of the gamma distribution of natural forest area over age at the end of 1989 (larger = narrower)",
        dimension="country", status="fitted",
        per_key=_fitted(0.5, 1.582, 1.524, 3.61, 1.94, 2.945, 1.829),
    ),
    Parameter(
        "forest.planted_age_spread", "1", 1.6, (0.2, 20.0), (0.8, 4.0), _FIT,
        "shape of the gamma distribution of planted forest area over age at the end of 1989 (larger = narrower)",
        dimension="country", status="fitted",
        per_key=_fitted(0.5, 1.598, 1.576, 3.669, 1.6, 2.036, 1.599),
    ),
    Parameter(
        "forest.share_merchantable", "1", 0.55, (0.0, 1.0), (0.4, 0.7), _SHARES,
        "share of living biomass in merchantable stems", dimension="growth_form",
        per_key=_by_form(0.55, 0.60, 0.55, 0.0, _SHARES),
    ),
    Parameter(
        "forest.share_foliage", "1", 0.07, (0.0, 1.0), (0.02, 0.1), _SHARES,
        "share of living biomass in foliage", dimension="growth_form",
        per_key=_by_form(0.07, 0.02, 0.025, 0.10, _SHARES),
    ),
    Parameter(
        "forest.share_other_wood", "1", 0.17, (0.0, 1.0), (0.1, 0.25), _SHARES,
        "share of living biomass in branches, tops and bark", dimension="growth_form",
        per_key=_by_form(0.17, 0.17, 0.20, 0.40, _SHARES),
    ),
    Parameter(
        "forest.share_coarse_roots", "1", 0.17, (0.0, 1.0), (0.1, 0.25), _SHARES,
        "share of living biomass in coarse roots", dimension="growth_form",
        per_key=_by_form(0.17, 0.18, 0.195, 0.40, _SHARES),
    ),
    Parameter(
        "forest.share_fine_roots", "1", 0.04, (0.0, 1.0), (0.02, 0.06), _SHARES,
        "share of living biomass in fine roots", dimension="growth_form",
        per_key=_by_form(0.04, 0.03, 0.03, 0.10, _SHARES),
    ),
    Parameter(
        "forest.stem_turnover", "1/yr", 0.0045, (0.0, 1.0), (0.003, 0.0067), _TURNOVER,
        "yearly mortality of stems inside the net increment",
    ),
    Parameter(
        "forest.foliage_turnover", "1/yr", 0.1, (0.0, 1.0), (0.05, 0.15), _TURNOVER,
        "yearly fall of foliage", dimension="growth_form",
        per_key={
            "needleleaf": (0.10, 0.05, 0.15, _TURNOVER), "larch": (0.95, 0.9, 1.0, _TURNOVER),
            "broadleaf": (0.95, 0.9, 1.0, _TURNOVER), "shrub": (0.95, 0.5, 1.0, _TURNOVER),
        },
    ),
    Parameter(
        "forest.branch_turnover", "1/yr", 0.04, (0.0, 1.0), (0.03, 0.04), _TURNOVER, "yearly fall of branches",
    ),
    Parameter(
        "forest.coarse_root_turnover", "1/yr", 0.02, (0.0, 1.0), (0.01, 0.03), _TURNOVER,
        "yearly death of coarse roots",
    ),
    Parameter(
        "forest.fine_root_turnover", "1/yr", 0.641, (0.0, 1.0), (0.4, 0.8), _TURNOVER,
        "yearly death of fine roots",
    ),
    Parameter(
        "forest.production_ceiling", "1", 1.2, (0.1, 100.0), (1.0, 1.5),
        "scatter of measured production about the Miami model (Lieth 1975); no map of forest production was used",
        "litterfall and net increment of a forest of any age are at most this many times Miami production",
    ),
    Parameter(
        "forest.carbon_per_dry_matter", "tC/t", 0.5, (0.3, 0.6), (0.47, 0.51),
        "IPCC 2006 Vol. 4 Table 4.3: 0.47, broadleaf 0.48, conifers 0.51; 0.5 as in burned matter",
        "carbon in the dry matter that the Miami model counts", status="read",
    ),
    Parameter(
        "forest.carbon_per_growing_stock", "tC/m3", 0.45, (0.1, 1.5), (0.35, 0.6),
        "FRA 2020: living biomass carbon over growing stock",
        "living biomass carbon for each cubic metre of growing stock", dimension="country", status="derived",
        per_key={
            "CHN": (0.473, 0.42, 0.52, "FRA 2020, mean of 1990, 2000, 2010 (477, 482, 459 kgC/m3)"),
            "PRK": (0.632, 0.5, 0.7, "FRA 2020, mean of 1990, 2000, 2010 (631, 633, 631 kgC/m3)"),
            "JPN": (0.358, 0.33, 0.42, "FRA 2020, mean of 1990, 2000, 2010 (369, 355, 351 kgC/m3)"),
            "MNG": (0.392, 0.35, 0.45, "FRA 2020, mean of 1990, 2000, 2010 (391, 392, 392 kgC/m3)"),
            "KOR": (0.556, 0.5, 0.62, "FRA 2020, mean of 1990, 2000, 2010 (544, 608, 516 kgC/m3)"),
            "RUS": (0.461, 0.43, 0.5, "FRA 2020, mean of 1990, 2000, 2010 (446, 458, 478 kgC/m3)"),
        },
    ),
    Parameter(
        "forest.tending_gain", "1", 0.05, (-0.5, 0.5), (-0.05, 0.1),
        "net stand increment in the ten years after a thinning of 25-30 %, Japan: -5 to +10 %, prior, recalled; single "
        "trees gain far more than the stand",
        "share added to the net increment of forest under tending (thinning)",
    ),
)  # fmt: skip


@scalar
def chapman_richards(age, asymptote, rate, shape):
    """Living biomass at an age, tC/ha. age in years, asymptote in tC/ha, rate in 1/yr."""
    return asymptote * (1.0 - math.exp(-rate * age)) ** shape


@scalar
def logistic(age, asymptote, rate, constant):
    """Living biomass at an age, tC/ha, on the second curve form. age in years, asymptote in tC/ha, rate in 1/yr.

    Xu et al. 2010: w / (1 + K exp(-a t)), which holds w / (1 + K) at age 0. Shifted down by that and stretched by
    (1 + K) / K so that it starts at zero and still tends to w, it is w (1 - exp(-a t)) / (1 + K exp(-a t)).
    """
    left = math.exp(-rate * age)
    return asymptote * (1.0 - left) / (1.0 + constant * left)


@scalar
def production(biomass, increment, turnover):
    """Litterfall and net increment of a year, tC/ha/yr: net primary production that is not eaten or burned.

    biomass    living biomass before growth, tC/ha    increment   tC/ha/yr
    turnover   of the whole living biomass, 1/yr; litter falls from the mid-year stock
    """
    return increment + turnover * (biomass + 0.5 * increment)


@scalar
def production_limit(miami, carbon_per_dry_matter, ceiling):
    """Most that `production` may be, tC/ha/yr; miami: production of the climate, t dry matter/ha/yr."""
    return ceiling * carbon_per_dry_matter * miami


@scalar
def growth(area, increment, factor):
    """Growth of a cohort in one year, tC/yr.

    area in ha, increment of the curve at this age in tC/ha/yr, factor of climate and CO2 (1)
    """
    return area * increment * factor


@scalar
def bounded_increment(tissue, increment):
    """Net increment that does not take more than is there, tC/ha."""
    return max(increment, -tissue)


@scalar
def is_declining(grown):
    """1 if the living biomass of a stand falls by net increment (tC/ha/yr), else 0."""
    return 1.0 if grown < -DECLINE_TOLERANCE else 0.0


@scalar
def tissue_litter(tissue, grown, turnover, declining):
    """Litter of one tissue in a year, tC/ha: turnover of the mid-year stock, and in a declining stand what it loses.

    tissue     tC/ha before growth         grown      bounded net increment, tC/ha/yr
    turnover   1/yr, replaced by growth    declining  is_declining of the stand
    """
    lost = declining * max(0.0, -grown) / max(tissue, 1e-300)
    return (tissue + 0.5 * grown) * (turnover + lost)
