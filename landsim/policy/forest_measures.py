"""Measures on forest that stays forest: hectares covered, continued loss avoided, and the use of the wood."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.state import HARVEST_CAP, MODIFICATION, MODIFIERS
from landsim.policy.continuation import Continuation
from landsim.policy.measure_kind import FOREST_LOSS_EFFECT, HARVEST_CAP_EFFECT, Effect
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed, falls_short, in_million_hectares, place_name, promised_quantity
from landsim.policy.recorded import LOSS_KINDS, loss_kind
from landsim.policy.tiers import Row, share_of
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# A difference of shares below this is rounding.
ROUNDING = 1e-12


def place_modification(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    forest: Floats,
    covered: dict[str, Floats],
    values: Floats,
    roundwood: Floats | None = None,
) -> tuple[Placed, list[Row]]:
    """Rows that change a process on a growing area of forest, one row for each effect of the kind.

    forest     [units], ha of natural and planted forest in 2020
    covered    effect -> [units], hectares that earlier measures cover in that way; grows by the largest coverage
    roundwood  [years], tC a year that is to be cut in the place; for kinds that count roundwood
    """
    kind = MEASURE_KINDS[measure.kind]
    here = float(forest[where].sum())
    promised = promised_quantity(measure, years)
    if roundwood is not None:
        # Harvest of a unit falls by the share of its forest that is covered, so the same share everywhere is exact.
        per_million = tonnes_per_million(measure.country, values)
        one_unit = roundwood if measure.unit == "fraction" else np.full(len(years), per_million)
        share_of_cut = np.divide(promised * one_unit, roundwood, out=np.zeros_like(promised), where=roundwood > 0.0)
        wanted = np.concatenate([[0.0], share_of_cut * here])
        result = Placed(measure, measure.unit, promised, one_unit=one_unit)
    elif measure.unit == "fraction":
        wanted = np.concatenate([[0.0], promised * here])
        result = Placed(measure, "fraction", promised, one_unit=here if here > 0.0 else 1.0)
    else:
        wanted = np.concatenate([[0.0], promised])
        result = Placed(measure, "Mha", promised / 1e6)
    names = [effect.modifier for effect in kind.effects]
    free = np.min([forest - covered.setdefault(name, np.zeros_like(forest)) for name in names], axis=0)
    available = np.where(where, np.maximum(free, 0.0), 0.0)
    result.capacity = float(available.sum())
    result.forest = here
    cumulative = np.minimum(wanted, result.capacity)
    kept = np.divide(cumulative, wanted, out=np.zeros_like(wanted), where=wanted > 0.0)[1:]
    result.missing = result.promised * (1.0 - kept)
    if promised.max() > 0.0 and (wanted.max() <= 0.0 or falls_short(float(np.max(wanted - cumulative)), wanted.max())):
        result.notes.append(_not_covered(measure, result, years, wanted[1:], roundwood, values))
    if FOREST_LOSS_EFFECT in names:
        # Of the loss that earlier measures left, which falls on what they do not cover.
        open_to_loss = float((forest - covered[FOREST_LOSS_EFFECT])[where].sum())
        result.loss_share = np.minimum(cumulative[1:] / open_to_loss, 1.0) if open_to_loss > 0.0 else 0.0 * promised
    if cumulative.max() <= 0.0:
        return result, []
    share = share_of(available)
    rows = []
    for effect in kind.effects:
        covered[effect.modifier] += share * cumulative.max()
        if effect.modifier != FOREST_LOSS_EFFECT:
            rows.append(_coverage(effect, measure, values, cumulative, share))
    result.effects = tuple(name for name in names if name != FOREST_LOSS_EFFECT)
    return result, rows


def tonnes_per_million(country: str, values: Floats) -> float:
    """Carbon over bark in a million cubic metres of a country's roundwood under bark, tC."""
    carbon = parameters.value(values, f"harvest.carbon_per_roundwood.{country}")
    return 1e6 * carbon * parameters.value(values, "harvest.bark_factor")


def _coverage(effect: Effect, measure: Measure, values: Floats, cumulative: Floats, share: Floats) -> Row:
    level = effect.level
    if isinstance(level, str):
        level = measure.numbers[level] if level in measure.numbers else parameters.value(values, level)
    if effect.modifier == HARVEST_CAP_EFFECT:
        return Row(HARVEST_CAP, 0, 0, False, level, cumulative, share, measure.id)
    return Row(MODIFICATION, 0, MODIFIERS.index(effect.modifier), False, level, cumulative, share, measure.id)


def _not_covered(
    measure: Measure,
    placed: Placed,
    years: NDArray[np.int64],
    wanted: Floats,
    roundwood: Floats | None,
    values: Floats,
) -> str:
    """What a measure asked for beyond the forest or the roundwood that is there."""
    place = place_name(measure)
    if placed.capacity <= 0.0:
        return f"no forest in {place} that is not covered yet: nothing could be covered"
    if roundwood is not None and not wanted.max() > 0.0:
        return f"no roundwood is cut in the forest of {place}: nothing could be avoided"
    peak = int(np.argmax(wanted))
    missing = np.asarray(placed.missing)[peak]
    text = f"{missing:.4g} {placed.unit} could not be"
    if roundwood is not None:
        volume = roundwood[peak] / tonnes_per_million(measure.country, values)
        text = f"{text} avoided: {volume:.4g} Mm3 of roundwood are cut in the forest of {place} in {years[peak]}"
        return text
    return f"{text} covered: forest in {place} that is not covered yet is {in_million_hectares(placed.capacity)} Mha"


def avoid_loss(
    measure: Measure, years: NDArray[np.int64], where: Flags, weights: dict[str, Floats], continuation: Continuation
) -> Placed:
    """Forest protection: less of the continued forest loss in the measure's years and place, all causes alike.

    where, weights  [units of the country]: the place, and where the continued loss of each kind falls
    """
    promised = promised_quantity(measure, years)
    inside = (years >= measure.first_year) & (years <= measure.last_year)
    unit = "Mha/yr" if measure.unit == "Mha/yr" else "fraction"
    result = Placed(measure, unit, promised / (1e6 if unit == "Mha/yr" else 1.0))
    kinds = tuple(loss_kind(cause) for cause in measure.causes) if measure.causes else LOSS_KINDS
    of_causes = f" to {', '.join(measure.causes)}" if measure.causes else ""
    loss = continuation.yearly_loss(kinds, where, weights, len(years))
    if not loss.max() > 0.0:
        result.loss_taken = np.zeros(len(years))
        result.notes.append(f"there is no continued forest loss{of_causes} to avoid, so the measure changes nothing")
        return result
    if unit == "fraction":
        # A fraction is of the loss of the year, which shrinks as its land does.
        result.one_unit = loss
    wanted = promised if unit == "Mha/yr" else promised * loss
    wanted = np.where(inside, wanted, 0.0)
    share = np.divide(np.minimum(wanted, loss), loss, out=np.zeros_like(loss), where=loss > 0.0)
    result.loss_taken = continuation.scale_loss(kinds, where, weights, 1.0 - share)
    result.capacity = float(loss.max())
    if measure.causes:
        result.notes.append(f"forest loss{of_causes} only, {loss[inside].max() / 1e6:.4f} Mha a year at most")
    if np.any(wanted > loss * (1.0 + 1e-12)):
        result.notes.append(
            f"more than the continued forest loss{of_causes} of {loss[inside].max() / 1e6:.4f} Mha a year cannot be "
            "avoided"
        )
    return result


def shift_wood(measure: Measure, years: NDArray[np.int64], shifted: Floats, values: Floats) -> Placed:
    """Long-lived wood: a growing share of paper and losses goes to sawnwood and panels.

    shifted  [years], what earlier measures of the country shift; grows
    """
    limit = parameters.value(values, "wood_products.long_lived_limit")
    result = Placed(measure, "fraction", promised_quantity(measure, years))
    result.shift = np.minimum(result.promised, np.maximum(limit - shifted, 0.0))
    shifted += result.shift
    missing = float(np.max(result.promised - result.shift))
    if missing > ROUNDING:
        result.notes.append(
            f"{missing:.4g} fraction could not be shifted: the limit is {limit:g} for all measures of "
            f"{measure.country} (wood_products.long_lived_limit)"
        )
    return result
