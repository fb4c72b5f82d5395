"""The kinds of measure on grassland and bare land, as data."""

from __future__ import annotations

from landsim.policy.measure_kind import Effect, MeasureKind

GRASS_TIER = "one tier, in proportion to grassland not yet covered in the same way"
GRASS_LIMIT = "grassland of the country or province in 2020 that no other measure covers in the same way"
GRASS_UNITS = ("Mha", "fraction", "Mha/yr")

GRASSLAND_KINDS = (
    MeasureKind(
        kind="grazing_cap",
        title="Grass-livestock balance (herd capped at carrying capacity)",
        units=("fraction", "Mha"),
        amount_meaning="fraction: the cap as a share of carrying capacity on all grassland; "
        "Mha: grassland on which the herd is capped at carrying capacity",
        rule="herd_cap",
        tier_key="one tier, in proportion to grassland with animals",
        limit="grassland of the country or province",
        # A cap far above carrying capacity caps nothing.
        largest_fraction=5.0,
    ),
    MeasureKind(
        kind="grazing_exclosure",
        title="Grazing ban and exclosure",
        units=("Mha", "Mha/yr"),
        amount_meaning="grassland closed to grazing",
        rule="exclosure",
        tier_key="units under the highest grazing pressure first",
        limit="grassland of the country or province not yet closed",
    ),
    MeasureKind(
        kind="rotational_grazing",
        title="Rotational grazing",
        units=GRASS_UNITS,
        amount_meaning="grassland grazed in rotation, where usable forage rises by grass_management.rotation_gain",
        rule="grass_modification",
        tier_key=GRASS_TIER,
        limit=GRASS_LIMIT,
        effects=(Effect("usable", "grass_management.rotation_gain"),),
    ),
    MeasureKind(
        kind="seasonal_grazing",
        title="Seasonal grazing (rest in spring)",
        units=GRASS_UNITS,
        amount_meaning="grassland that rests in spring, where growth rises by grass_management.rest_gain",
        rule="grass_modification",
        tier_key=GRASS_TIER,
        limit=GRASS_LIMIT,
        effects=(Effect("growth", "grass_management.rest_gain"),),
    ),
    MeasureKind(
        kind="herd_reduction",
        title="Herd reduction (more offtake)",
        units=("fraction",),
        amount_meaning="share of the animals of all grassland of the place that is taken off, all species alike",
        rule="grass_modification",
        tier_key=GRASS_TIER,
        limit="animals of the country or province that no other measure takes off",
        effects=(Effect("herd", 1.0),),
    ),
    MeasureKind(
        kind="fodder_supply",
        title="Fodder and feed instead of grazing",
        units=GRASS_UNITS,
        amount_meaning="grassland whose animals get grass_management.fodder_share of their grazed diet as fodder "
        "grown elsewhere",
        rule="grass_modification",
        tier_key=GRASS_TIER,
        limit=GRASS_LIMIT,
        effects=(Effect("fodder", "grass_management.fodder_share"),),
    ),
    MeasureKind(
        kind="pasture_improvement",
        title="Pasture improvement and reseeding",
        units=GRASS_UNITS,
        amount_meaning="grassland reseeded or improved, where growth rises by grass_management.improved_production and "
        "carbon to the soil by grass_management.improved_soil",
        rule="grass_modification",
        tier_key=GRASS_TIER,
        limit=GRASS_LIMIT,
        effects=(
            Effect("growth", "grass_management.improved_production"),
            Effect("soil", "grass_management.improved_soil"),
        ),
    ),
    MeasureKind(
        kind="steppe_fire_control",
        title="Grass and steppe fire control",
        units=GRASS_UNITS,
        amount_meaning="grassland under fire control, where grass_fire.control_effect of the burned area is avoided",
        rule="grass_modification",
        tier_key=GRASS_TIER,
        limit=GRASS_LIMIT,
        effects=(Effect("fire", "grass_fire.control_effect"),),
    ),
    MeasureKind(
        kind="farmland_to_grassland",
        title="Farmland to grassland",
        units=("Mha", "Mha/yr"),
        amount_meaning="hectares of cropland sown to grass",
        source_land=("cropland",),
        destination="grassland",
        rule="transition",
        tier_key="the more humid units first",
        limit="cropland of the country or province",
        survival="all",
        vegetation="any",
    ),
    MeasureKind(
        kind="revegetation",
        title="Revegetation of bare land with grass",
        units=("Mha", "Mha/yr"),
        amount_meaning="hectares of other land that become grassland",
        source_land=("other_land",),
        destination="grassland",
        rule="transition",
        tier_key="the more humid units first",
        limit="other land with enough rain and warmth for grass, away from ice and permafrost",
        survival="all",
        vegetation="grass",
    ),
    MeasureKind(
        kind="sand_control",
        title="Sand control (barriers and shrubs)",
        units=("Mha", "Mha/yr"),
        amount_meaning="hectares of bare land fixed with barriers and planted with shrubs (not hectares surviving)",
        source_land=("other_land",),
        destination="shrub",
        rule="transition",
        tier_key="the more humid units first",
        limit="other land with enough rain for saxaul and warm enough for shrubs",
        vegetation="saxaul",
    ),
)
