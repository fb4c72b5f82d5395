"""Measures: what one holds, how it comes into force, and how it is checked when it is read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.core.dimensions import growth_curve_table
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.names import COUNTRIES, country_code
from landsim.policy.measure_kind import CAUSES, NO_CAUSE
from landsim.policy.measures import MEASURE_KINDS
from landsim.provinces import canonical_province
from landsim.scenario_file import RawMeasure, ScenarioFile, measure_place
from landsim.suggestions import did_you_mean

RAMPS = ("linear", "logistic", "step")
VEGETATIONS = ("auto", "tree", "shrub", "saxaul")
# Wetlands and settlements are not given away: wetlands are constant in history and settlements only grow.
DONOR_LANDS = ("cropland", "grassland", "other_land")
LOSS_CAUSES = (*CAUSES, NO_CAUSE)
# Keys of a measure that only some kinds understand.
OWN_KEYS = tuple(dict.fromkeys(key for kind in MEASURE_KINDS.values() for key in kind.own_keys))

LOGISTIC_STEEPNESS = 8.0  # per length of the ramp: the middle half of the time does 79 % of the rise


@dataclass(frozen=True)
class Measure:
    """One national or provincial quantity with its dates.

    ``amount`` is in ``unit`` and in force in full from ``last_year``; ``provinces`` are canonical names,
    empty for the whole country; ``donors`` is None for the kind's own order; ``after`` lists ids of measures
    that take their land first; ``additional`` adds to the continuation instead of replacing it. ``numbers`` are the
    kind's own numbers by key; ``until`` is the last year of a coverage that ends, None for one that stays; ``causes``
    are the causes of forest loss that it is about, empty for all; ``species`` is the forest type of the trees
    planted, None for the planted type of each unit; ``choice`` is the word of the kind's choice (``tillage``), empty
    for kinds without one; ``budget`` is what may be spent on it to its last year, million USD, None for no limit.
    """

    id: str
    kind: str
    country: str
    provinces: tuple[str, ...]
    amount: float
    unit: str
    first_year: int
    last_year: int
    ramp: str
    vegetation: str
    donors: tuple[str, ...] | None
    additional: bool
    after: tuple[str, ...]
    source: str
    file: str
    numbers: dict[str, float] = field(default_factory=dict)
    until: int | None = None
    causes: tuple[str, ...] = ()
    species: str | None = None
    choice: str = ""
    budget: float | None = None


def cumulative_share(
    ramp: str, first_year: int, last_year: int, years: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """Share (0-1) of a measure's amount that is in force at the end of each year; monotone.

    linear: equal steps in each year from first_year to last_year. step: all in first_year.
    logistic: s(t) = (L(t) - L(0)) / (L(1) - L(0)), L(t) = 1 / (1 + exp(-8 (t - 1/2))), where t is the share
    of the ramp's years that have passed; normalised, so that it is exactly 0 before and exactly 1 after.
    """
    if ramp == "step":
        return np.where(years >= first_year, 1.0, 0.0)
    passed = np.clip((years - first_year + 1) / (last_year - first_year + 1), 0.0, 1.0)
    if ramp == "linear":
        return passed
    if ramp == "logistic":
        height = np.tanh(LOGISTIC_STEEPNESS / 4)
        rise = 0.5 * (1.0 + np.tanh(LOGISTIC_STEEPNESS / 2 * (passed - 0.5)) / height)
        return np.where(passed <= 0.0, 0.0, np.where(passed >= 1.0, 1.0, rise))
    raise ValueError(f"unknown ramp '{ramp}', {did_you_mean(ramp, RAMPS)}")


def read_measures(
    files: Sequence[ScenarioFile], first_policy_year: int, last_year: int
) -> tuple[Measure, ...]:
    """All measures in the order of the files, checked one by one and then against each other."""
    measures: list[Measure] = []
    places: list[str] = []
    for file in files:
        for index, raw in enumerate(file.content.measure):
            place = f"{file.label}, {measure_place(list(file.content.measure), index)}"
            identity = raw.id if raw.id is not None else _default_id(raw, measures)
            measures.append(_measure(raw, identity, place, file.name, first_policy_year, last_year))
            places.append(place)
    _check_ids(measures, places)
    in_order_of_reservation(measures, places)
    return tuple(measures)


def one_measure(raw: RawMeasure, place: str, first_policy_year: int, last_year: int) -> Measure:
    """A measure outside any file, checked like one of a file; ``place`` begins the sentence of an InputError."""
    return _measure(raw, raw.id or raw.kind, place, place, first_policy_year, last_year)


def in_order_of_reservation(
    measures: Sequence[Measure], places: Sequence[str] | None = None
) -> tuple[Measure, ...]:
    """Measures in the order in which they take land: topological over `after`, then file order."""
    waiting = list(measures)
    ordered: list[Measure] = []
    while waiting:
        taken = {measure.id for measure in ordered}
        ready = next((measure for measure in waiting if taken.issuperset(measure.after)), None)
        if ready is None:
            cycle = _cycle({measure.id: measure.after for measure in waiting})
            first = next(index for index, measure in enumerate(measures) if measure.id == cycle[0])
            place = places[first] if places is not None else f"measure '{cycle[0]}'"
            raise InputError(
                f"{place}, key 'after': the measures wait for each other in a cycle: {' -> '.join(cycle)}."
            )
        waiting.remove(ready)
        ordered.append(ready)
    return tuple(ordered)


def _cycle(after: dict[str, tuple[str, ...]]) -> list[str]:
    """A closed path through measures of which each waits for another one among them."""
    path = [next(iter(after))]
    while True:
        following = next(identity for identity in after[path[-1]] if identity in after)
        if following in path:
            return [*path[path.index(following) :], following]
        path.append(following)


def _default_id(raw: RawMeasure, earlier: Sequence[Measure]) -> str:
    alike = sum(1 for measure in earlier if (measure.kind, measure.country) == (raw.kind, raw.country))
    return f"{raw.kind}-{raw.country}-{alike + 1}"


def _check_ids(measures: Sequence[Measure], places: Sequence[str]) -> None:
    first_place: dict[str, str] = {}
    for measure, place in zip(measures, places, strict=True):
        if measure.id in first_place:
            raise InputError(
                f"{place}: the id '{measure.id}' is already taken by {first_place[measure.id]}, "
                "expected an id of its own."
            )
        first_place[measure.id] = place
    for measure, place in zip(measures, places, strict=True):
        for identity in measure.after:
            if identity not in first_place:
                raise InputError(
                    f"{place}, key 'after': there is no measure with the id '{identity}', "
                    f"{did_you_mean(identity, first_place)}"
                )


def _measure(
    raw: RawMeasure, identity: str, place: str, file: str, first_policy_year: int, last_year: int
) -> Measure:
    if raw.kind not in MEASURE_KINDS:
        raise InputError(
            f"{place}, key 'kind': unknown measure '{raw.kind}', {did_you_mean(raw.kind, MEASURE_KINDS)}"
        )
    if raw.country not in COUNTRIES:
        raise InputError(f"{place}, key 'country': {_unknown_country(raw.country)}")
    if not identity.strip():
        raise InputError(f"{place}, key 'id': found an empty id, expected a name or no key at all.")
    if not raw.source.strip():
        raise InputError(
            f"{place}, key 'source': found an empty text, expected where the number comes from, "
            "or the word assumption."
        )
    _check_amount(raw, place)
    _check_years(raw, place, first_policy_year, last_year)
    if raw.ramp not in RAMPS:
        raise InputError(f"{place}, key 'ramp': found '{raw.ramp}', expected one of {', '.join(RAMPS)}.")
    if raw.vegetation is not None and raw.vegetation not in VEGETATIONS:
        raise InputError(
            f"{place}, key 'vegetation': found '{raw.vegetation}', expected one of {', '.join(VEGETATIONS)}."
        )
    _check_own_keys(raw, place)
    donors = None if raw.donors is None else donor_lands(raw.donors, f"{place}, key 'donors'")
    return Measure(
        id=identity,
        kind=raw.kind,
        country=raw.country,
        provinces=_place(raw, place),
        amount=float(raw.amount),
        unit=raw.unit,
        first_year=raw.first_year,
        last_year=raw.last_year,
        ramp=raw.ramp,
        vegetation=raw.vegetation or "auto",
        donors=donors,
        additional=raw.additional,
        after=tuple(raw.after),
        source=raw.source.strip(),
        file=file,
        numbers=_numbers(raw, place),
        until=raw.until,
        causes=_causes(raw, place),
        species=_species(raw, place),
        choice=_chosen_word(raw, place),
        budget=_budget(raw, place),
    )


def _check_own_keys(raw: RawMeasure, place: str) -> None:
    """Keys that only some kinds understand are refused for the others."""
    own = MEASURE_KINDS[raw.kind].own_keys
    for key in OWN_KEYS:
        if getattr(raw, key) is not None and key not in own:
            raise InputError(f"{place}, key '{key}': it has no meaning for {raw.kind}, leave it out.")


def _numbers(raw: RawMeasure, place: str) -> dict[str, float]:
    """The kind's own numbers, as given or by default, each within its range."""
    found: dict[str, float] = {}
    for number in MEASURE_KINDS[raw.kind].numbers:
        given = getattr(raw, number.key)
        if given is not None and not number.low <= given <= number.high:
            raise InputError(
                f"{place}, key '{number.key}': found {given:g}, expected {number.meaning}, "
                f"from {number.low:g} to {number.high:g}."
            )
        found[number.key] = float(number.default if given is None else given)
    return found


def _budget(raw: RawMeasure, place: str) -> float | None:
    """Million USD, checked: a budget needs hectares and a cost of each."""
    if raw.budget is None:
        return None
    if not math.isfinite(raw.budget) or raw.budget < 0.0:
        raise InputError(f"{place}, key 'budget': found {raw.budget}, expected million USD, 0 or a positive number.")
    kind = MEASURE_KINDS[raw.kind]
    if raw.unit not in ("Mha", "Mha/yr") or kind.rule == "avoided_loss":
        raise InputError(
            f"{place}, key 'budget': found it beside an amount in {raw.unit} of {raw.kind}, expected hectares "
            "(Mha or Mha/yr) that money pays for."
        )
    priced = {(row["kind"], row["country"]) for row in load_table("measure_costs").to_dict("records")}
    if not {(raw.kind, raw.country), (raw.kind, "")} & priced:
        raise InputError(
            f"{place}, key 'budget': measure_costs.csv has no cost of {raw.kind} in {raw.country}, expected a measure "
            "with a cost."
        )
    return raw.budget


def _chosen_word(raw: RawMeasure, place: str) -> str:
    """The word of the kind's choice, as given or by default, checked."""
    choice = MEASURE_KINDS[raw.kind].choice
    if choice is None:
        return ""
    word: str | None = getattr(raw, choice.key)
    if word is not None and word not in choice.words:
        raise InputError(
            f"{place}, key '{choice.key}': found '{word}', expected for {raw.kind} {' or '.join(choice.words)}."
        )
    return choice.default if word is None else word


def _causes(raw: RawMeasure, place: str) -> tuple[str, ...]:
    """Causes of forest loss, checked: known, at least one, each once."""
    if raw.causes is None:
        return ()
    for cause in raw.causes:
        if cause not in LOSS_CAUSES:
            raise InputError(f"{place}, key 'causes': unknown cause '{cause}', {did_you_mean(cause, LOSS_CAUSES)}")
    if not raw.causes or len(set(raw.causes)) < len(raw.causes):
        raise InputError(f"{place}, key 'causes': found {raw.causes}, expected at least one cause, each once.")
    return tuple(raw.causes)


def _species(raw: RawMeasure, place: str) -> str | None:
    """Forest type of the trees planted, checked: known, of trees, and with no other vegetation asked for."""
    if raw.species is None:
        return None
    forms = {row["type"]: row["growth_form"] for row in growth_curve_table()}
    trees = [name for name, form in forms.items() if form != "shrub"]
    if raw.species not in forms:
        raise InputError(f"{place}, key 'species': unknown species '{raw.species}', {did_you_mean(raw.species, trees)}")
    if raw.species not in trees:
        raise InputError(
            f"{place}, key 'species': found the shrub '{raw.species}', expected a type of tree; "
            "`vegetation` chooses shrubs."
        )
    if raw.vegetation in ("shrub", "saxaul"):
        raise InputError(
            f"{place}, key 'species': found '{raw.species}' beside vegetation '{raw.vegetation}', "
            "expected a species with trees only."
        )
    return raw.species


def _unknown_country(found: str) -> str:
    """People write the name or a two-letter code: answer with the code for the nearest of them."""
    code = country_code(found)
    if code is not None:
        return f"unknown country '{found}', did you mean '{code}'?"
    return f"unknown country '{found}', {did_you_mean(found, COUNTRIES)}"


def _check_amount(raw: RawMeasure, place: str) -> None:
    units = MEASURE_KINDS[raw.kind].units
    if raw.unit not in units:
        raise InputError(
            f"{place}, key 'unit': found '{raw.unit}', expected for {raw.kind} one of {', '.join(units)}."
        )
    # A cap at zero would take every animal off; an area of zero is a measure that changes nothing, and says so.
    is_level = raw.unit == "fraction" and MEASURE_KINDS[raw.kind].rule == "herd_cap"
    if not math.isfinite(raw.amount) or raw.amount < 0.0 or (is_level and raw.amount == 0.0):
        expected = "a number above 0" if is_level else "0 or a positive number"
        raise InputError(f"{place}, key 'amount': found {raw.amount}, expected {expected}.")
    largest = MEASURE_KINDS[raw.kind].largest_fraction
    if raw.unit == "fraction" and raw.amount > largest:
        raise InputError(
            f"{place}, key 'amount': found the fraction {raw.amount}, "
            f"expected for {raw.kind} a number above 0 and up to {largest:g}."
        )


def _check_years(raw: RawMeasure, place: str, first_policy_year: int, last_year: int) -> None:
    if raw.last_year < raw.first_year:
        raise InputError(
            f"{place}: it ends in {raw.last_year}, before it starts in {raw.first_year}, "
            "expected last_year not before first_year."
        )
    for key, year in (("first_year", raw.first_year), ("last_year", raw.last_year)):
        if not first_policy_year <= year <= last_year:
            raise InputError(
                f"{place}, key '{key}': found {year}, expected a year within {first_policy_year} to "
                f"{last_year}, since recorded history comes before and the scenario ends after."
            )
    if raw.until is not None and not raw.last_year <= raw.until <= last_year:
        raise InputError(
            f"{place}, key 'until': found {raw.until}, expected a year from the measure's last_year {raw.last_year} "
            f"to {last_year}."
        )


def _place(raw: RawMeasure, place: str) -> tuple[str, ...]:
    """Provinces of a measure: those given, else those where the kind has a meaning, else the whole country."""
    kind = MEASURE_KINDS[raw.kind]
    if kind.countries and raw.country not in kind.countries:
        raise InputError(
            f"{place}, key 'country': found '{raw.country}', expected for {raw.kind} {' or '.join(kind.countries)}, "
            "which alone has the land it is for."
        )
    if kind.national and raw.province is not None:
        raise InputError(f"{place}, key 'province': {raw.kind} acts on a whole country, leave it out.")
    there = kind.provinces(raw.country)
    given = _provinces(raw, place)
    for province in given:
        if there and province not in there:
            raise InputError(
                f"{place}, key 'province': found {province}, expected for {raw.kind} one of {', '.join(there)}."
            )
    return given or there


def _provinces(raw: RawMeasure, place: str) -> tuple[str, ...]:
    if raw.province is None:
        return ()
    given = [raw.province] if isinstance(raw.province, str) else raw.province
    if not given:
        raise InputError(f"{place}, key 'province': found an empty list, expected names or no key at all.")
    canonical: list[str] = []
    for name in given:
        try:
            province = canonical_province(name, raw.country)
        except LookupError as error:
            raise InputError(f"{place}, key 'province': {error}") from error
        if province in canonical:
            raise InputError(f"{place}, key 'province': {province} is listed twice, expected each once.")
        canonical.append(province)
    return tuple(canonical)


def donor_lands(lands: list[str], place: str) -> tuple[str, ...]:
    """Donor land categories, checked: known, at least one, each once."""
    for land in lands:
        if land not in DONOR_LANDS:
            raise InputError(f"{place}: found '{land}', expected land among {', '.join(DONOR_LANDS)}.")
    if not lands or len(set(lands)) < len(lands):
        raise InputError(f"{place}: found {lands}, expected at least one land category, each once.")
    return tuple(lands)
