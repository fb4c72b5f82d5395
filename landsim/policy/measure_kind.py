"""What a kind of measure is made of: its units, the land or the process it changes, its limits and its own keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A key of a scenario file that takes a number and that only some kinds know."""

    key: str
    default: float
    low: float
    high: float
    meaning: str


@dataclass(frozen=True)
class Effect:
    """What happens on a covered hectare.

    modifier  one of landsim.core.state.MODIFIERS, HARVEST_CAP_EFFECT, or FOREST_LOSS_EFFECT (continued loss avoided);
              on grassland one of landsim.core.state.GRASS_MODIFIERS, on cropland one of SOIL_MODIFIERS
    level     a number, the name of a scalar parameter, or a key among the kind's numbers
    char      of a level of char: whether the part that "stays" for good counts or that which "decays"; empty: all of it
    """

    modifier: str
    level: float | str
    char: str = ""


@dataclass(frozen=True)
class Choice:
    """A key of a scenario file that takes one of a few words, each with effects of its own."""

    key: str
    default: str
    effects: tuple[tuple[str, tuple[Effect, ...]], ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for word, _ in self.effects)


# Cause of forest loss -> the land that receives it. Mines have no category of their own: they are other land.
CAUSES = {"cropland": "cropland", "settlement": "settlement", "mining": "other_land"}
# Loss without one of these causes: it goes to the land of the donor table.
NO_CAUSE = "other"
HARVEST_CAP_EFFECT = "harvest_cap"
# Rules whose coverage may end (`until`).
ENDING = ("modification", "grass_modification", "soil_modification", "long_lived_shift", "national_share")
FOREST_LOSS_EFFECT = "forest_loss"


@dataclass(frozen=True)
class MeasureKind:
    """One kind of land measure.

    units            what `amount` may be given in; the first is the natural one
    amount_meaning   what the amount counts
    source_land      land that may give area, in order of preference (empty where no area changes hands)
    destination      the land that receives area
    rule             how it is carried out: "transition", "avoided_loss", "herd_cap", "exclosure", "modification",
                     "grass_modification", "soil_modification", "long_lived_shift", "national_share" or "urban_trees"
    replaces         the continued land change that the measure takes the place of in its country and years
    tier_key         how eligible units form tiers, best first
    limit            the physical limit, in words
    options          further keys that the kind understands in a scenario file, other than numbers
    numbers          further keys that take a number
    effects          what a modification changes on the hectares it covers
    choice           a key whose word adds effects of its own; None: there is none
    counts           what the amount of a modification counts: "hectares" covered, or "roundwood" not cut
    vegetation       what must be able to live where the file cannot say: "tree", "saxaul", "grass", or "any" for no
                     limit
    survival         what becomes of planted hectares: "by aridity", or "all"
    donor_share      largest share of a unit's donor land that all measures of the kind may take
    largest_fraction  largest amount in the unit "fraction" that means anything
    places           country -> provinces where the kind has a meaning; empty: everywhere
    leaks            whether part of the clearing or harvest that it avoids moves elsewhere
    national         whether it acts on a national account, so that provinces have no meaning
    account          of a national share: what it changes (policy.national_measures.FARM, WETLANDS)
    limit_parameter  of a national share: name of the parameter with the largest share; empty: all of it
    """

    kind: str
    title: str
    units: tuple[str, ...]
    amount_meaning: str
    rule: str
    tier_key: str
    limit: str
    source_land: tuple[str, ...] = ()
    destination: str = ""
    replaces: str = ""
    options: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    effects: tuple[Effect, ...] = ()
    choice: Choice | None = None
    counts: str = "hectares"
    vegetation: str = "tree"
    survival: str = "by aridity"
    donor_share: float = 1.0
    largest_fraction: float = 1.0
    places: tuple[tuple[str, tuple[str, ...]], ...] = ()
    leaks: bool = False
    national: bool = False
    account: str = ""
    limit_parameter: str = ""

    @property
    def own_keys(self) -> tuple[str, ...]:
        """Keys of a scenario file that not every kind understands."""
        ends = ("until",) if self.rule in ENDING else ()
        chosen = (self.choice.key,) if self.choice else ()
        return (*self.options, *chosen, *(number.key for number in self.numbers), *ends)

    def effects_of(self, word: str) -> tuple[Effect, ...]:
        """What is changed on a covered hectare, with what the word of the kind's choice adds."""
        return (*self.effects, *(dict(self.choice.effects)[word] if self.choice else ()))

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries where the kind has a meaning; empty: all."""
        return tuple(country for country, _ in self.places)

    def provinces(self, country: str) -> tuple[str, ...]:
        """Provinces of a country where the kind has a meaning; empty: all."""
        return dict(self.places).get(country, ())
