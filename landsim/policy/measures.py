"""The kinds of measure, as data: a new measure is a row here, not a branch elsewhere."""

from __future__ import annotations

from landsim.policy.grassland_kinds import GRASSLAND_KINDS
from landsim.policy.measure_kind import FOREST_LOSS_EFFECT, HARVEST_CAP_EFFECT, Effect, MeasureKind, Number
from landsim.policy.soil_kinds import SOIL_KINDS

FOREST_TIER = "one tier, in proportion to natural and planted forest not yet covered"
FOREST_LIMIT = "forest of the country or province in 2020 that no other measure covers in the same way"
FOREST_UNITS = ("Mha", "fraction", "Mha/yr")
TREE_LIMIT = "donor land within the limits of rain, aridity and warmth of trees"
FARM_ACCOUNT = "no units: it acts on the national account of farming"
HUMID_FIRST = "donor land in the order given, and within it the more humid units first"
# Provinces with limestone at the surface whose soil washes off: the eight of China's programme of closure and planting
# against rocky desertification.
KARST = ("Chongqing", "Guangdong", "Guangxi", "Guizhou", "Hubei", "Hunan", "Sichuan", "Yunnan")

MEASURE_KINDS: dict[str, MeasureKind] = {
    row.kind: row
    for row in (
        MeasureKind(
            kind="afforestation",
            title="Afforestation and reforestation",
            units=("Mha", "Mha/yr"),
            amount_meaning="hectares planted (not hectares surviving)",
            source_land=("grassland", "other_land"),
            destination="forest_planted",
            rule="transition",
            replaces="forest_gain",
            tier_key=HUMID_FIRST,
            limit="donor land within the limits of rain, aridity and warmth of the vegetation planted",
            options=("vegetation", "species", "donors"),
        ),
        MeasureKind(
            kind="natural_regeneration",
            title="Natural regeneration of forest",
            units=("Mha", "Mha/yr"),
            amount_meaning="hectares that grow back to forest by themselves",
            source_land=("grassland", "other_land"),
            destination="forest_natural",
            rule="transition",
            replaces="forest_gain_natural",
            tier_key=HUMID_FIRST,
            limit=TREE_LIMIT,
            options=("donors",),
            survival="all",
        ),
        MeasureKind(
            kind="rocky_desertification_closure",
            title="Closure of rocky desertification land (karst)",
            units=("Mha", "Mha/yr"),
            amount_meaning="hectares closed in karst provinces that grow back to forest by themselves",
            source_land=("other_land", "grassland"),
            destination="forest_natural",
            rule="transition",
            replaces="forest_gain_natural",
            tier_key=HUMID_FIRST,
            limit=f"{TREE_LIMIT}, in the karst provinces of China: {', '.join(KARST)}",
            options=("donors",),
            survival="all",
            places=(("CHN", KARST),),
        ),
        MeasureKind(
            kind="shelter_belts",
            title="Shelter belts on cropland",
            units=("Mha", "Mha/yr"),
            amount_meaning="hectares of trees planted (not hectares sheltered, nor hectares surviving)",
            source_land=("cropland",),
            destination="forest_planted",
            rule="transition",
            tier_key=HUMID_FIRST,
            limit=f"10 % of each unit's cropland; {TREE_LIMIT}",
            options=("species",),
            donor_share=0.1,
        ),
        MeasureKind(
            kind="agroforestry",
            title="Agroforestry",
            units=("Mha", "Mha/yr"),
            amount_meaning="hectares under agroforestry; trees stand on `tree_cover` of them",
            source_land=("cropland", "grassland"),
            destination="forest_planted",
            rule="transition",
            tier_key=HUMID_FIRST,
            limit=TREE_LIMIT,
            options=("species",),
            numbers=(
                Number("tree_cover", 0.3, 0.05, 1.0, "the share of the land that trees cover (default: assumption)"),
            ),
        ),
        MeasureKind(
            kind="forest_protection",
            title="Forest protection (less deforestation)",
            units=("Mha/yr", "fraction"),
            amount_meaning="yearly gross forest loss avoided, below the continued loss of 2010-2020",
            rule="avoided_loss",
            tier_key="one tier, in proportion to the continued loss",
            limit="the forest loss that the baseline continues, of the causes named",
            options=("causes",),
            leaks=True,
        ),
        MeasureKind(
            kind="redd",
            title="REDD+ (less deforestation and less harvest)",
            units=("fraction", "Mha", "Mha/yr"),
            amount_meaning="forest under the scheme: no part of the continued forest loss falls on it, and "
            "`harvest_avoided` of its harvest stays",
            rule="modification",
            tier_key=FOREST_TIER,
            limit=FOREST_LIMIT,
            effects=(Effect("harvest", "harvest_avoided"), Effect(FOREST_LOSS_EFFECT, 1.0)),
            numbers=(Number("harvest_avoided", 1.0, 0.0, 1.0, "the share of harvest avoided on a covered hectare"),),
            leaks=True,
        ),
        MeasureKind(
            kind="protected_areas",
            title="Protected areas",
            units=FOREST_UNITS,
            amount_meaning="forest that is neither cut nor cleared",
            rule="modification",
            tier_key=FOREST_TIER,
            limit=FOREST_LIMIT,
            effects=(Effect("harvest", 1.0), Effect(FOREST_LOSS_EFFECT, 1.0)),
            leaks=True,
        ),
        MeasureKind(
            kind="reduced_harvest",
            title="Less harvest",
            units=("fraction", "Mm3/yr"),
            amount_meaning="roundwood under bark not cut, below the harvest that the baseline continues",
            rule="modification",
            tier_key=FOREST_TIER,
            limit="roundwood cut in forest of the country or province; " + FOREST_LIMIT,
            effects=(Effect("harvest", 1.0),),
            counts="roundwood",
            leaks=True,
        ),
        MeasureKind(
            kind="sustainable_harvest",
            title="Harvest within the increment",
            units=FOREST_UNITS,
            amount_meaning="forest where harvest stays at or below `level` times the net increment of the year before",
            rule="modification",
            tier_key=FOREST_TIER,
            limit=FOREST_LIMIT,
            effects=(Effect(HARVEST_CAP_EFFECT, "level"),),
            numbers=(Number("level", 1.0, 0.0, 5.0, "the multiple of last year's net increment that may be cut"),),
            leaks=True,
        ),
        MeasureKind(
            kind="forest_tending",
            title="Forest tending (thinning)",
            units=FOREST_UNITS,
            amount_meaning="forest under tending, where the net increment rises by forest.tending_gain",
            rule="modification",
            tier_key=FOREST_TIER,
            limit=FOREST_LIMIT,
            effects=(Effect("increment", "forest.tending_gain"),),
        ),
        MeasureKind(
            kind="longer_rotation",
            title="Longer rotation",
            units=FOREST_UNITS,
            amount_meaning="forest where stands are felled `extra_years` later",
            rule="modification",
            tier_key=FOREST_TIER,
            limit=FOREST_LIMIT,
            effects=(Effect("rotation", "extra_years"),),
            numbers=(Number("extra_years", 20.0, 1.0, 100.0, "the years added to the youngest age at felling"),),
        ),
        MeasureKind(
            kind="fire_management",
            title="Fire management",
            units=FOREST_UNITS,
            amount_meaning="forest under fire management, where fire.management_effect of the burned area is avoided",
            rule="modification",
            tier_key=FOREST_TIER,
            limit=FOREST_LIMIT,
            effects=(Effect("fire", "fire.management_effect"),),
        ),
        MeasureKind(
            kind="pest_control",
            title="Pest control",
            units=FOREST_UNITS,
            amount_meaning="forest under pest control, where insects.control_effect of the killed area is avoided",
            rule="modification",
            tier_key=FOREST_TIER,
            limit=FOREST_LIMIT,
            effects=(Effect("insects", "insects.control_effect"),),
        ),
        MeasureKind(
            kind="long_lived_wood",
            title="Long-lived wood products",
            units=("fraction",),
            amount_meaning="share of the carbon of paper and of losses under bark that goes to sawnwood and panels",
            rule="long_lived_shift",
            tier_key="no units: it acts on the national wood account",
            limit="wood_products.long_lived_limit",
            national=True,
        ),
        MeasureKind(
            kind="enteric_feed",
            title="Improved feed of cattle and buffaloes",
            units=("fraction",),
            amount_meaning="share of cattle and buffaloes that give livestock_emissions.feed_reduction less methane",
            rule="national_share",
            tier_key=FARM_ACCOUNT,
            limit="all cattle and buffaloes",
            national=True,
            account="feed",
        ),
        MeasureKind(
            kind="manure_management",
            title="Manure management",
            units=("fraction",),
            amount_meaning="share of stored manure that gives manure.treatment_reduction less methane and direct N2O",
            rule="national_share",
            tier_key=FARM_ACCOUNT,
            limit="all stored manure",
            national=True,
            account="manure",
        ),
        MeasureKind(
            kind="rice_water",
            title="Water management of rice",
            units=("fraction",),
            amount_meaning="share of the rice area that is drained several times in a season",
            rule="national_share",
            tier_key=FARM_ACCOUNT,
            limit="all rice",
            places=tuple((country, ()) for country in ("CHN", "PRK", "JPN", "KOR", "RUS")),
            national=True,
            account="rice",
        ),
        MeasureKind(
            kind="nitrogen_efficiency",
            title="Nitrogen efficiency",
            units=("fraction",),
            amount_meaning="share of synthetic nitrogen saved",
            rule="national_share",
            tier_key=FARM_ACCOUNT,
            limit="agricultural_soils.saving_limit",
            national=True,
            account="nitrogen",
            limit_parameter="agricultural_soils.saving_limit",
        ),
        MeasureKind(
            kind="peat_rewetting",
            title="Rewetting of drained peat",
            units=("fraction", "Mha"),
            amount_meaning="drained peat under water again: of bare extraction land, grassland and cropland alike",
            rule="national_share",
            tier_key="no units: it acts on the national account of peat",
            limit="drained peat under extraction, grass and crops",
            places=tuple((country, ()) for country in ("CHN", "PRK", "JPN", "MNG", "RUS")),
            national=True,
            account="rewetted",
        ),
        MeasureKind(
            kind="wetland_protection",
            title="Protection of coastal wetlands",
            units=("fraction",),
            amount_meaning="share of the yearly loss of coastal wetlands that does not take place",
            rule="national_share",
            tier_key="no units: it acts on the national account of coasts",
            limit="the loss that baseline continues (coastal_wetlands.loss)",
            places=tuple((country, ()) for country in ("CHN", "PRK", "KOR")),
            national=True,
            account="protected",
        ),
        MeasureKind(
            kind="urban_greening",
            title="Trees in settlements",
            units=("Mha", "Mha/yr"),
            amount_meaning="crown cover of trees added in settlements, which stay settlements",
            rule="urban_trees",
            tier_key="no units: it acts on the national account of trees in settlements",
            limit="urban_trees.cover_limit of the settlements of 2020, for all measures of the country",
            national=True,
        ),
        *GRASSLAND_KINDS,
        *SOIL_KINDS,
    )
}


def _strengths() -> tuple[str, ...]:
    """Parameters that say how strong a kind of measure is, or how much of a nation it may take."""
    found = {"soil_management.char_stays"}
    for kind in MEASURE_KINDS.values():
        words = kind.choice.words if kind.choice else ("",)
        for effect in (one for word in words for one in kind.effects_of(word)):
            if isinstance(effect.level, str) and "." in effect.level:
                found.add(effect.level)
        if kind.limit_parameter:
            found.add(kind.limit_parameter)
    return tuple(sorted(found))


STRENGTH_PARAMETERS = _strengths()
