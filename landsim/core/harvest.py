"""Harvest: from cubic metres of roundwood to carbon felled, and where the felled carbon goes.

Clear-cut proportions after CBM-CFS3 disturbance matrix 16: 85 % of merchantable stems leave as products, the
rest and all other tissues stay as dead organic matter.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "harvest.carbon_per_roundwood", "tC/m3", 0.225, (0.1, 0.5), (0.19, 0.27),
        "basic density .40-.50 t/m3 x carbon fraction .48-.51 (IPCC 2006 V4 T4.13-4.14, T4.3)",
        "carbon in a cubic metre of roundwood under bark", dimension="country",
        per_key={
            "RUS": (0.21, 0.18, 0.24, "boreal conifers, density .40-.42"),
            "MNG": (0.24, 0.20, 0.27, "larch, density .46-.50"),
            "JPN": (0.17, 0.15, 0.20, "sugi and hinoki, density .31-.41"),
        },
    ),
    Parameter(
        "harvest.bark_factor", "1", 1.15, (1.0, 1.4), (1.08, 1.2), "IPCC 2006 V4 2.3.1.1 (FAO removals exclude bark)",
        "wood over bark for each unit under bark",
    ),
    Parameter(
        "harvest.fuelwood_from_forest", "1", 1.0, (0.0, 1.0), (0.5, 1.0), "the rest comes from trees outside forest",
        "share of reported fuelwood that is cut in forest", dimension="country",
        per_key={
            "CHN": (0.5, 0.2, 1.0, "FAO's Chinese fuelwood is modelled; much comes from outside forest"),
            "PRK": (0.5, 0.2, 1.0, "FAO's fuelwood is modelled; much comes from outside forest"),
        },
    ),
    Parameter(
        "harvest.product_share", "1", 0.85, (0.0, 1.0), (0.75, 0.95), "CBM-CFS3 disturbance matrix 16",
        "share of felled merchantable stems that leaves the forest", status="read",
    ),
    Parameter(
        "harvest.slash_burned_share", "1", 0.0, (0.0, 1.0), (0.0, 0.2), "no statistics found; once common practice",
        "share of the felled area whose slash is burned (CBM-CFS3 disturbance matrix 152)", dimension="country",
    ),
    Parameter(
        "harvest.partial_cut_share", "1", 0.0, (0.0, 1.0), (0.0, 0.5), "no statistics by kind of felling found",
        "share of the felled area that is cut by parts (CBM-CFS3 disturbance matrix 28)", dimension="country",
    ),
    Parameter(
        "harvest.leakage", "1", 0.4, (0.0, 1.0), (0.1, 0.7),
        "own judgement within the range of published estimates, recalled; wood markets leak most",
        "share of the clearing or harvest avoided in one place that moves to another",
    ),
)  # fmt: skip


@scalar
def ripe_share(years_ripe, width):
    """Share of what is left of a cohort that may be felled this year (1), its oldest trees first.

    years_ripe  years by which the oldest trees of the cohort are at or above rotation age, this year included
    width       years over which the ages of the cohort are spread: 10 for cohorts of the start, 1 for later ones

    A cohort comes to rotation age over `width` years, an equal part of it each year. What came to it in earlier years
    counts as felled, so that no record is needed; once all of it is ripe, all that is left may be felled.
    """
    return min(1.0, max(0.0, years_ripe)) / max(1.0, min(width, width + 1.0 - years_ripe))


@scalar
def felled_share(biomass, product_per_biomass, wanted):
    """Share of a cohort to fell (1), and the product obtained (tC), from what is still wanted, oldest cohort first.

    biomass in tC, product_per_biomass in tC of product for each tC of living biomass, wanted in tC of product.
    """
    available = biomass * product_per_biomass
    share = min(1.0, wanted / max(available, 1e-12)) if available > 0.0 else 0.0
    return share, min(wanted, share * available)


@scalar
def allowed_cut(wanted, increment, level):
    """Products that may be cut, tC/yr, where harvest is kept at or below `level` x the increment.

    wanted, increment  tC/yr of products, of the same land; a stand that does not grow gives nothing
    """
    return min(wanted, max(0.0, level * increment))
