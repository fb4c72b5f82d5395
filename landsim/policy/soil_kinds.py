"""The kinds of measure on the soil of cropland, as data."""

from __future__ import annotations

from landsim.policy.measure_kind import Choice, Effect, MeasureKind

SOIL_TIER = "one tier, in proportion to cropland not yet covered in the same way"
SOIL_LIMIT = "cropland of the country or province in 2020 that no other measure of the kind covers"
SOIL_UNITS = ("Mha", "fraction", "Mha/yr")
APPLIED = "soil_management.biochar"

SOIL_KINDS = (
    MeasureKind(
        kind="conservation_tillage",
        title="Reduced or no tillage",
        units=SOIL_UNITS,
        amount_meaning="cropland that is tilled less or, by default, not at all (`tillage`)",
        rule="soil_modification",
        tier_key=SOIL_TIER,
        limit=SOIL_LIMIT,
        choice=Choice(
            "tillage",
            "none",
            (("none", (Effect("no_tillage", 1.0),)), ("reduced", (Effect("reduced_tillage", 1.0),))),
        ),
    ),
    MeasureKind(
        kind="organic_amendments",
        title="Manure and compost on cropland",
        units=SOIL_UNITS,
        amount_meaning="cropland that gets soil_management.organic_amendment of carbon in manure or compost a year",
        rule="soil_modification",
        tier_key=SOIL_TIER,
        limit=SOIL_LIMIT,
        effects=(Effect("input", "soil_management.organic_amendment"),),
    ),
    MeasureKind(
        kind="straw_return",
        title="Straw return",
        units=SOIL_UNITS,
        amount_meaning="cropland on which soil_management.straw_return of carbon in crop residue stays a year",
        rule="soil_modification",
        tier_key=SOIL_TIER,
        limit=SOIL_LIMIT,
        effects=(Effect("input", "soil_management.straw_return"),),
    ),
    MeasureKind(
        kind="cover_crops",
        title="Cover crops",
        units=SOIL_UNITS,
        amount_meaning="cropland on which cover crops leave soil_management.cover_crop of carbon a year",
        rule="soil_modification",
        tier_key=SOIL_TIER,
        limit=SOIL_LIMIT,
        effects=(Effect("input", "soil_management.cover_crop"),),
    ),
    MeasureKind(
        kind="biochar",
        title="Biochar on cropland",
        units=SOIL_UNITS,
        amount_meaning="cropland that gets soil_management.biochar of carbon in char a year, of which "
        "soil_management.char_stays never decays",
        rule="soil_modification",
        tier_key=SOIL_TIER,
        limit=SOIL_LIMIT,
        effects=(
            Effect("char", APPLIED, char="stays"),
            Effect("input", APPLIED, char="decays"),
        ),
    ),
)
