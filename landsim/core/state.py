"""Names, order and units of everything a block of units carries: inputs, state, work rows, fluxes. Declared once.

A block is LANES units of one country. Its state lies in one flat scratch array, row after row of LANES numbers,
so that the loops over lanes become vector instructions. Row offsets are constants made from the lists below.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from landsim.core.dead_organic_matter import POOLS
from landsim.core.grid_disturbance import GRID_EVENTS, SINKS

LANES = 32
FIRST_YEAR = 1990  # fluxes of this year start from the stocks at the end of 1989
MAXIMUM_YEARS = 71
N_STRATA = 3  # forest: natural, planted, shrub
N_POOLS = len(POOLS)

# Starting cohorts, oldest first, then one cohort for each simulated year.
LUMP_AGES = tuple(range(195, 0, -10))
N_LUMPS = len(LUMP_AGES)
# Cohorts are stepped COHORTS_AT_ONCE at a time; rows that fill up the last such group stay empty.
COHORTS_AT_ONCE = 2
N_COHORTS = N_LUMPS + -(-(MAXIMUM_YEARS + 1) // COHORTS_AT_ONCE) * COHORTS_AT_ONCE
N_AGES = LUMP_AGES[0] + MAXIMUM_YEARS + 1
# A table of increments by age begins with a few empty ages, which the cohorts that fill up a group read.
N_INCREMENTS = COHORTS_AT_ONCE + N_AGES
# Planted cohorts born from this year on (index) grow as the species chosen for planting, and may die back in dry land:
# older losses are recorded ones. At most so many species of one unit have a part, beside its own planted type.
FIRST_PLANTING = 2021 - FIRST_YEAR
CHOSEN_SPECIES = 2
# Land stays in the category "land converted to forest land" for this many years (IPCC 2006 V4 3.3.1, default period).
CONVERSION_YEARS = 20

# What cleared forest leaves to decay above ground on land of another category.
RESIDUE = ("above_ground_very_fast", "above_ground_fast", "medium", "stem_snag", "branch_snag")

LAND = (
    "forest_natural", "forest_planted", "shrub", "cropland", "grassland", "wetland", "settlement", "other_land",
)  # fmt: skip
N_LAND = len(LAND)
SOIL_LAND = LAND[N_STRATA:]  # land whose soil carbon is held by the pools of mineral soil
# The first three are those of IPCC Tier 2; RothC calls them decomposable and resistant plant material and humus.
SOIL_POOLS = ("active", "slow", "passive", "microbial", "inert")
N_SOIL_POOLS = len(SOIL_POOLS)
# Carbon of the soil that land brings along under forest goes to these pools of dead matter there.
FOREST_SOIL = ("below_ground_very_fast", "below_ground_fast", "below_ground_slow")

# Static inputs of a unit, as rows of an array [UNIT_INPUTS, units]; ha, degC, mm/yr, tC/ha, 1.
UNIT_INPUTS = (
    *(f"area_{name}" for name in LAND),  # ha at the end of 1989
    "inland_water",  # ha, constant
    "temperature", "precipitation",  # normals
    "warming", "precipitation_change",  # K and fraction for each kelvin of global warming
    "aridity",  # precipitation over potential evapotranspiration
    "soil_carbon",  # tC/ha, 0-30 cm, mean of the unit's land
    *(f"soil_decay_{power}" for power in range(4)),  # climate's factor of decay as a cubic of global warming (1)
    "soil_response",  # share of the land whose soil responds to warming
    "natural_type", "planted_type", "shrub_type",  # index into FOREST_TYPES
    "natural_scale", "planted_scale", "shrub_scale",  # growth scale x stocking factor x site index
    "burned_area_share",  # share of the nation's burned forest area
    "managed",  # managed share
    "sheep_units",  # in the reference year of the herd driver
    "grazing_share",  # share of the diet that is grazed
    "insect_area_share",  # share of the nation's forest area killed by insects
    "forage_scale",  # greenness of the unit relative to what its climate lets expect (1)
    # species chosen for planting: index into FOREST_TYPES, scale as above, share of what is planted (zero: none)
    *(f"species_{part}_{slot}" for slot in range(1, CHOSEN_SPECIES + 1) for part in ("type", "scale", "share")),
)  # fmt: skip
Input = namedtuple("Input", UNIT_INPUTS)  # type: ignore[misc]
INPUT: Any = Input(*range(len(UNIT_INPUTS)))

# National drivers by year, array [countries, years, DRIVERS].
DRIVERS = (
    "global_warming",  # K against 1995-2014
    "co2_factor",  # growth factor of CO2
    "burned_area",  # ha/yr of forest
    "product_carbon",  # tC/yr of roundwood over bark to be taken from forest
    "herd_ratio",  # sheep units relative to the reference year
    "insect_area",  # ha/yr of forest killed by insects
    "forage_desert", "forage_steppe", "forage_meadow",  # forage of the year's weather relative to its mean, by zone
)  # fmt: skip
Driver = namedtuple("Driver", DRIVERS)  # type: ignore[misc]
DRIVER: Any = Driver(*range(len(DRIVERS)))

# Classes of the condition of the grass, best first, and the lowest condition of each (Mongolia's five classes of 2018).
CONDITION_CLASSES = ("full", "slightly_degraded", "moderately_degraded", "heavily_degraded", "fully_degraded")
CONDITION_FLOORS = (0.85, 0.7, 0.5, 0.25, 0.0)

# Fluxes summed over a block in every year. Those of SPLIT are summed once over all land and once over managed land.
CARBON_FLUXES = (  # tC/yr
    "growth", "litterfall", "forest_decay",
    "fire_carbon", "insect_carbon", "slash_carbon", "felled_products",
    "converted_growth", "converted_litterfall", "converted_decay",  # the part on land converted to forest
    "grass_fire_carbon",  # grass of the year that burns: it would have decayed in the year, so it is no change of stock
    *(f"deforestation_air_{name}" for name in SOIL_LAND),
    *(f"deforestation_products_{name}" for name in SOIL_LAND),
    *(f"soil_input_{name}" for name in SOIL_LAND),
    *(f"soil_respiration_{name}" for name in SOIL_LAND),
    # the part on land that came to its category in the last CONVERSION_YEARS years
    *(f"converted_soil_input_{name}" for name in SOIL_LAND),
    *(f"converted_soil_respiration_{name}" for name in SOIL_LAND),
)  # fmt: skip
STOCKS = (
    *(f"area_{name}" for name in LAND),  # ha
    "biomass_natural", "biomass_planted", "biomass_shrub",  # tC
    "dead_wood_and_litter", "forest_soil", "clearing_residue",  # tC
    *(f"soil_{name}" for name in SOIL_LAND),  # tC
    "sheep_units", "sheep_units_without_cap",  # sheep units
    "forage_demand", "forage_intake", "usable_forage",  # t dm/yr
    "condition_area",  # ha of grassland x condition
    "exclosed_area",  # ha
    *(f"grass_{name}" for name in CONDITION_CLASSES),  # ha of grassland, by its condition
    "overgrazed_area", "long_overgrazed_area",  # ha of open grassland under a pressure above 1: now, over ten years
    "lightly_grazed_area",  # ha of open grassland under a pressure below 0.5
    "grass_burned_area",  # ha/yr of grassland
    "converted_forest_area",  # ha that became forest in the last CONVERSION_YEARS years, since the start of the run
    *(f"converted_area_{name}" for name in SOIL_LAND),  # ha, the same for the other categories
)  # fmt: skip
AREA_FLUXES = (  # ha/yr unless noted
    "burned_area", "burned_area_unmet", "insect_killed_area", "insect_area_unmet", "felled_area",
    "products_unmet",  # tC/yr
    "new_forest", "lost_forest", "lost_plantation", "transition_unmet", "forage_unmet",  # forage: t dm/yr
)  # fmt: skip
FLUXES = (*CARBON_FLUXES, *STOCKS, *AREA_FLUXES)
N_SPLIT = len(CARBON_FLUXES)
N_FLUXES = len(FLUXES)
Flux = namedtuple("Flux", FLUXES)  # type: ignore[misc]
FLUX: Any = Flux(*range(N_FLUXES))

# Variables kept for each unit in the chosen years.
SNAPSHOTS = (
    *(f"area_{name}" for name in LAND),  # ha
    "living_biomass", "dead_organic_matter", "soil_carbon",  # tC
    "grazing_pressure", "rangeland_condition",  # 1
    "sheep_units",  # sheep units
    "carrying_capacity",  # sheep units that the usable forage feeds
    "overgrazed_years",  # years in a row under a pressure above 1
    "new_forest",  # ha gained since the start
)  # fmt: skip
Snapshot = namedtuple("Snapshot", SNAPSHOTS)  # type: ignore[misc]
SNAPSHOT: Any = Snapshot(*range(len(SNAPSHOTS)))

# Net primary production without CO2's direct effect, by unit and year, tC/ha/yr: of a hectare that has been forest from
# the start, and of a hectare of grassland.
PRODUCTION = ("forest", "grassland")

BUDGETS = ("biomass", "dead_organic_matter", "mineral_soil", "area")

# What a unit's rule does in a row of the plan.
N_RULES = 8
(
    TRANSITION, HERD_CAP, EXCLOSURE, RECLASSIFICATION, MODIFICATION, HARVEST_CAP, GRASS_MODIFICATION, SOIL_MODIFICATION,
) = range(N_RULES)  # fmt: skip
# What a MODIFICATION changes on the hectares that it covers (its `destination`), by its `level`: the share of burned
# area, insect-killed area and harvest that is avoided (1), the share added to the increment (1), years added to the
# rotation. A HARVEST_CAP keeps harvest on its hectares at or below `level` x the increment of the year before.
MODIFIERS = ("fire", "insects", "harvest", "increment", "rotation")
# What a GRASS_MODIFICATION changes on the grassland that it covers, by its `level`: the share added to usable forage,
# to growth and to the carbon that enters the soil, the share of the demand met with fodder, of fires and of the herd
# taken away (1).
GRASS_MODIFIERS = ("usable", "growth", "soil", "fodder", "fire", "herd")
# What a SOIL_MODIFICATION changes on the cropland that it covers, by its `level`: the share that is tilled less or not
# at all (1), carbon that enters the soil with litter and manure, and carbon that stays in it as char (tC/ha/yr).
SOIL_MODIFIERS = ("reduced_tillage", "no_tillage", "input", "char")
SURVIVE_ALL, SURVIVE_BY_ARIDITY = 0, 1

_CLIMATE_NODES = 13
_TISSUES = ("stem", "foliage", "branch", "coarse_root", "fine_root")
# Rows of one forest stratum, side by side: the compiler can then see that they do not overlap.
_stratum_rows: list[tuple[str, int]] = [
    ("biomass", 1), ("pools", N_POOLS), ("gone", len(SINKS) - N_POOLS),  # gone: by an event, wood or to air
    ("share", len(_TISSUES)), ("turnover", len(_TISSUES)), ("litter_rate", 1), ("rotation", 1),
    ("loss", 1), ("area_before", 1), ("gain", 1), ("burned", 1), ("infested", 1), ("keep", 1),
    ("gain_soil", len(FOREST_SOIL)),
    ("felled", 1), ("felled_area", 1), ("felled_share", 1), ("killed", 1),  # felled, killed: tC of living biomass
    ("trees_to", len(GRID_EVENTS) * len(SINKS)),  # where a tonne of killed trees goes, by event (1)
    # cohorts hold area and biomass before the losses that all of them share; `standing` is what these leave (1)
    ("standing", 1), ("grown", 1), ("cohort_area", 1), ("growth_factor", 1),
    ("kept", 1), ("received", 1),  # restocking: of its own cohort rows, of those of the other stratum
    # land converted to forest: ha gained this year, share of the cohort of each age (1)
    ("gain_converted", 1), ("converted_share", CONVERSION_YEARS),
]  # fmt: skip
Rec = namedtuple("Rec", [name for name, _ in _stratum_rows])  # type: ignore[misc]
REC: Any = Rec(*(sum(count for _, count in _stratum_rows[:i]) for i in range(len(_stratum_rows))))
STRATUM_ROWS = sum(count for _, count in _stratum_rows)
# Rows of the scratch array.
_rows: list[tuple[str, int]] = [
    ("area", len(LAND)), ("inland_water", 1), ("unit_area", 1),
    # mineral soil outside forest, tC: pools by category, the part under land that joined it lately, all at year's end
    ("soil_pools", len(SOIL_LAND) * N_SOIL_POOLS), ("joined_pools", len(SOIL_LAND) * N_SOIL_POOLS),
    ("soil", len(SOIL_LAND)),
    ("condition", 1), ("exclosed_area", 1), ("exclosed_condition", 1), ("sheep_units", 1), ("grazing_units", 1),
    ("pressure", 1), ("overgrazed_years", 1), ("new_forest", 1),
    # constants of the lane, set when the block starts
    ("soil_observed", len(LAND)), ("soil_input", len(SOIL_LAND)), ("soil_decay", 4), ("soil_response", 1),
    # Tier 2, six rows each: flow into each pool for each tonne, decay of each pool (1/yr); cropland under full tillage
    ("soil_share", 6 * len(SOIL_LAND)), ("reduced_tillage", 6), ("no_tillage", 6),
    ("forage_start", 1),  # tC/ha by category; tC/ha/yr at the start; t dm/ha
    ("humification", 1), ("proper_use", 1), ("managed", 1),
    ("survival", 1), ("grazing_share", 1), ("burned_area_share", 1), ("insect_area_share", 1),
    ("sheep_units_reference", 1), ("zone_desert", 1), ("zone_meadow", 1), ("grass_burned_share", 1),

    ("node_growth", _CLIMATE_NODES), ("node_litter", _CLIMATE_NODES), ("node_wood", _CLIMATE_NODES),
    ("node_forage", _CLIMATE_NODES),
    # work rows of the year
    ("move", 1), ("fraction", 1), ("before", N_POOLS), ("modifier", len(MODIFIERS)),
    # clearing: where a tonne of the trees goes, by stratum (1), where carbon of this clearing goes (tC); residue (tC)
    # and how much of it lies on land of each category; share of old dryland plantations that dies back in a year
    ("cleared_to", N_STRATA * len(SINKS)), ("cleared", len(SINKS)), ("residue", len(RESIDUE)),
    ("residue_on", len(LAND) - N_STRATA), ("dieback", 1),
    # share of a cohort that was planted on other land, of planted forest and of shrubs born since FIRST_PLANTING (1)
    ("planted_anew", (N_STRATA - 1) * (MAXIMUM_YEARS - FIRST_PLANTING)),
    # land converted to a category other than forest: ha gained this year, ha gained in each of the last years before
    # losses that all of them share, what these leave (1), ha of all of them
    ("joined", len(LAND) - N_STRATA), ("joined_in", (len(LAND) - N_STRATA) * CONVERSION_YEARS),
    ("joined_left", len(LAND) - N_STRATA), ("joined_area", len(LAND) - N_STRATA),
    # at the start, by event: share of the land affected, biomass killed (tC), stem and branch snags before it (tC)
    ("affected", len(GRID_EVENTS)), ("killed", len(GRID_EVENTS)), ("snags", 2 * len(GRID_EVENTS)),
    # at the start, by stratum: share of the humus layer left by events, tC that reach it, tC decayed below ground
    ("held_left", N_STRATA), ("held_humus", N_STRATA), ("held_decayed", N_STRATA),
    ("growth_factor", 1), ("q_litter", 1), ("q_wood", 1), ("forage", 1), ("decay_factor", 1), ("decay_start", 1),
    # soil: cropland as it is tilled, share of each pool of RothC that decays in a step, what enters and decomposes (tC)
    ("tilled", 6), ("rothc_share", 4), ("rothc_share_start", 4), ("litter", 1),
    ("restocking", 2),  # ha asked for: to planted, to natural
    ("harvest_share", 1), ("wanted", 1),
    # grassland: what measures change, what each of them changes a part of, carbon to the soil relative to the reference
    ("grass_modifier", len(GRASS_MODIFIERS)), ("grass_base", len(GRASS_MODIFIERS)), ("grass_soil_factor", 1),
    ("eaten_share", 1),  # of what grows on open grassland
    # cropland: what measures change, as means over all of it, and tC/yr that one unit of each of them gives
    ("soil_modifier", len(SOIL_MODIFIERS)), ("soil_base", len(SOIL_MODIFIERS)),
    ("carrying_capacity", 1),  # sheep units
    # production: factor of CO2, of grass and of forest; stands of the start (area, biomass, growth, litter: ha, tC,
    # tC/yr); share of biomass of old and of young stands that is without CO2's effect (1); forest of the start that is
    # still there (ha); tC/ha/yr
    ("co2_factor", 1), ("forest_co2_factor", 1), ("old_stands", 4), ("share_without_co2", 2), ("kept_forest", 1),
    ("forest_production", 1),
    # land converted to forest, all strata: ha, ha that stay from last year, soil gained, dead matter, litter (tC)
    ("converted_area", 1), ("converted_kept", 1), ("converted_soil", len(FOREST_SOIL)), ("converted_pools", N_POOLS),
    ("converted_litter", len(_TISSUES)),
    ("opening", 3), ("closing", 3), ("entered", 3), ("left", 3),  # by budget: biomass, dead matter, mineral soil
    ("work", 1),
    ("flux", N_FLUXES), ("worst", len(BUDGETS)), ("worst_year", len(BUDGETS)),
    ("chosen_increment", MAXIMUM_YEARS - FIRST_PLANTING),  # by age, of cohorts born from FIRST_PLANTING on
    ("strata", N_STRATA * STRATUM_ROWS),
    # the long ones last: cohorts as [area, biomass] of natural and planted side by side, then shrubs, then growth
    ("cohorts", 4 * N_COHORTS), ("shrub_cohorts", 2 * N_COHORTS), ("increment", N_STRATA * N_INCREMENTS),
]  # fmt: skip
N_NODES = _CLIMATE_NODES
N_TISSUES = len(_TISSUES)
Row = namedtuple("Row", [name for name, _ in _rows])  # type: ignore[misc]
ROW: Any = Row(*(sum(count for _, count in _rows[:i]) for i in range(len(_rows))))
SCRATCH_ROWS = sum(count for _, count in _rows)
