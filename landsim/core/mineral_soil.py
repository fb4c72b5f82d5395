"""Mineral soil outside forest on the grid: what enters it, what texture and tillage it has, what goes where.

Cropland, grassland, wetland, settlements and other land each have five pools of carbon, 0-30 cm. IPCC 2019 Tier 2
(soil_decomposition.py) uses the active, slow and passive pool; RothC (rothc.py) calls the same places decomposable
plant material, resistant plant material and humus, and has microbial biomass beside them. Inert carbon is char, and
what RothC takes for inert.

Carbon input is not observed. That of the start is the one which holds the observed stock in a steady state under the
climate of the first year; it is kept within limits around what plants can give (production of the Miami model), and
later years change it only by what changes on the land: condition and fire of grass, measures, and the yields and
residue of crops as far as surveys of soils speak of them (`cropland_input_rise`). Where that input has been rising,
cropland of the start is not in a steady state: it has the observed stock, and the pools that ten such years leave.

When land changes its category its carbon goes along: below-ground very fast and fast matter of forest become active
and slow carbon, the humus layer slow, the rest passive carbon; the way back is the other way round.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "mineral_soil.roots_of_leaves", "1", 1.5, (0.0, 10.0), (1.0, 3.0), "steppe: 1 to 3 (Yan et al. 2013)",
        "growth of roots over growth of leaves in grass in full condition",
    ),
    Parameter(
        "mineral_soil.root_loss", "1", 0.54, (0.0, 1.0), (0.3, 0.8),
        "Yan et al. 2013: grazing takes 23.1 % of the biomass below ground and 42.8 % of that above",
        "part of the loss of growth above ground, as condition falls, that roots lose too", status="read",
    ),
    Parameter(
        "mineral_soil.returned_by_animals", "1", 0.3, (0.0, 1.0), (0.2, 0.45), "carbon of dung over that of feed",
        "carbon that grazing animals give back to the soil, of what they eat",
    ),
    Parameter(
        "mineral_soil.cropland_factor", "1", 0.75, (0.1, 1.5), (0.65, 0.85), "IPCC 2019 V4 T5.5, long-term crops",
        "soil carbon of cropland relative to grassland at the start", status="read",
    ),
    Parameter(
        "mineral_soil.other_land_factor", "1", 0.5, (0.0, 1.5), (0.1, 1.0), "sparse cover; no table value",
        "soil carbon of other land relative to grassland at the start",
    ),
    Parameter(
        "mineral_soil.settlement_factor", "1", 0.8, (0.0, 1.5), (0.5, 1.0), "IPCC 2006 V4 ch. 8, 20 % lost when paved",
        "soil carbon of settlements relative to grassland at the start", status="read",
    ),
    Parameter(
        "mineral_soil.wetland_factor", "1", 1.5, (0.0, 5.0), (1.0, 2.5), "wetland reference stocks of IPCC 2019 T2.3",
        "soil carbon of wetland relative to grassland at the start",
    ),
    Parameter(
        "mineral_soil.sand", "1", 0.4, (0.0, 1.0), (0.2, 0.7), "no soil map is embedded; mean of world topsoils",
        "sand in the topsoil", dimension="country",
    ),
    Parameter(
        "mineral_soil.perennial_lignin", "1", 0.14, (0.0, 1.0), (0.08, 0.25), "grass litter, recalled",
        "lignin in the dry matter of the litter outside cropland",
    ),
    Parameter(
        "mineral_soil.perennial_nitrogen", "1", 0.0113, (0.0005, 0.2), (0.006, 0.02), "grass litter, recalled",
        "nitrogen in the dry matter of the litter outside cropland",
    ),
    Parameter(
        "mineral_soil.input_of_production", "1", 0.6, (0.05, 2.0), (0.3, 1.0),
        "roots, stubble and ungrazed litter; own judgement",
        "carbon that enters the soil at the start for each tonne of production of the Miami model, before any limit",
    ),
    Parameter(
        "mineral_soil.lowest_input", "1", 0.2, (0.0, 1.0), (0.1, 0.5), "design of the start",
        "lowest carbon input that the observed stock may ask for, relative to that of the production",
    ),
    Parameter(
        "mineral_soil.highest_input", "1", 5.0, (1.0, 100.0), (3.0, 10.0), "design of the start",
        "highest carbon input that the observed stock may ask for, relative to that of the production",
    ),
    Parameter(
        "mineral_soil.cropland_input_rise", "1/yr", 0.0, (-0.03, 0.2), (-0.02, 0.02),
        "own judgement: FAOSTAT's crop residue nitrogen changed by -2.5 to 0.9 % a year from 1990 to 2010",
        "yearly change of the carbon input of cropland from 1980 to 2010 over that of 1980, constant before and after",
        dimension="country",
        per_key={"CHN": (0.0, -0.01, 0.05, "own judgement: yields rose since 1980, and more straw stays on fields")},
    ),
    Parameter(
        "mineral_soil.active_of_roots", "1", 0.15, (0.0, 1.0), (0.05, 0.3), "own judgement",
        "share of below-ground very fast and fast matter of cleared forest that becomes active carbon, the rest slow",
    ),
    Parameter(
        "mineral_soil.fast_of_slow", "1", 0.3, (0.0, 1.0), (0.0, 0.6), "own judgement",
        "share of slow carbon that becomes below-ground fast matter under new forest, the rest slow matter",
    ),
    Parameter(
        "mineral_soil.held_on_permafrost", "1", 1.0, (0.0, 1.0), (0.0, 1.0), "no model of thaw here",
        "share of land on permafrost whose decay does not respond to warming",
    ),
    Parameter(
        "mineral_soil.held_on_unmanaged", "1", 1.0, (0.0, 1.0), (0.0, 1.0),
        "forest soil does not respond either; otherwise tundra becomes an artificial source",
        "share of unmanaged land whose decay does not respond to warming",
    ),
)  # fmt: skip

# Carbon in plant dry matter, as in the forage model; the Miami model gives dry matter.
CARBON_OF_DRY_MATTER = 0.45
# The carbon input of cropland rises from 1980, where surveys of soils begin, to 2010, the last year of training of the
# calibration; so many of these years come before the first of a run.
RISING_YEARS, RISING_BEFORE = 30, 10


def input_growth(rise: Any, years: int) -> Any:
    """Carbon input of cropland from 1980 on over that of the year before, [countries, RISING_BEFORE + years].

    rise   yearly change over the input of 1980, 1/yr, [countries]
    years  of the run, from 1990 on
    """
    level = 1.0 + np.asarray(rise)[:, None] * np.minimum(np.arange(RISING_BEFORE + years), RISING_YEARS)
    growth = np.ones_like(level)
    growth[:, 1:] = level[:, 1:] / level[:, :-1]
    return growth


@scalar
def litter_of_grass(grown, eaten, burned, roots_of_leaves, root_loss, returned):
    """Carbon that enters grassland soil, relative to ungrazed and unburned grass in full condition (1).

    grown   growth above ground relative to full condition (1)
    eaten   share of it that animals eat
    burned  share of what they leave that burns
    """
    roots = roots_of_leaves * (1.0 - root_loss * (1.0 - grown))
    leaves = grown * ((1.0 - eaten) * (1.0 - burned) + returned * eaten)
    return (roots + leaves) / (roots_of_leaves + 1.0)


@scalar
def limited_input(wanted, production, input_of_production, lowest, highest):
    """Carbon input at the start, tC/ha/yr: what the observed stock asks for, within limits around the production.

    wanted      input that holds the observed stock, tC/ha/yr
    production  net primary production, t dry matter/ha/yr
    """
    plausible = input_of_production * CARBON_OF_DRY_MATTER * production
    return min(max(wanted, lowest * plausible), highest * plausible)
