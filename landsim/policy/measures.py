"""The kinds of measure, as data: a new measure is a row here, not a branch elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureKind:
    """One kind of land measure.

    units            what `amount` may be given in; the first is the natural one
    amount_meaning   what the amount counts
    source_land      land that may give area, in order of preference ("" where no area changes hands)
    destination      the land that receives area
    rule             the kernel rule that carries it out: "transition", "avoided_loss", "herd_cap", "exclosure"
    replaces         the continued land change that the measure takes the place of in its country and years
    tier_key         how eligible units form tiers, best first
    limit            the physical limit, in words
    options          further keys that the kind understands in a scenario file
    """

    kind: str
    title: str
    units: tuple[str, ...]
    amount_meaning: str
    source_land: tuple[str, ...]
    destination: str
    rule: str
    replaces: str
    tier_key: str
    limit: str
    options: tuple[str, ...] = ()


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
            tier_key="donor land in the order given, and within it the more humid units first",
            limit="donor land within the limits of rain, aridity and warmth of the vegetation planted",
            options=("vegetation", "donors"),
        ),
        MeasureKind(
            kind="forest_protection",
            title="Forest protection (less deforestation)",
            units=("Mha/yr", "fraction"),
            amount_meaning="yearly gross forest loss avoided, below the continued loss of 2010-2020",
            source_land=(),
            destination="",
            rule="avoided_loss",
            replaces="",
            tier_key="one tier, in proportion to the continued loss",
            limit="the forest loss that the baseline continues",
        ),
        MeasureKind(
            kind="grazing_cap",
            title="Grass-livestock balance (herd capped at carrying capacity)",
            units=("fraction", "Mha"),
            amount_meaning="fraction: the cap as a share of carrying capacity on all grassland; "
            "Mha: grassland on which the herd is capped at carrying capacity",
            source_land=(),
            destination="",
            rule="herd_cap",
            replaces="",
            tier_key="one tier, in proportion to grassland with animals",
            limit="grassland of the country or province",
        ),
        MeasureKind(
            kind="grazing_exclosure",
            title="Grazing exclosure",
            units=("Mha", "Mha/yr"),
            amount_meaning="grassland closed to grazing",
            source_land=(),
            destination="",
            rule="exclosure",
            replaces="",
            tier_key="units under the highest grazing pressure first",
            limit="grassland of the country or province not yet closed",
        ),
    )
}
