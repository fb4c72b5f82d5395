"""The policy ledger: promised against delivered for every measure, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.core.simulation import Simulated
from landsim.core.state import FLUX
from landsim.names import COUNTRIES
from landsim.policy.costs import cost_of
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import KEPT, Placed, place_name
from landsim.policy.reason_codes import DIEBACK, LEAKAGE, codes_by_year, missing_by_code

Floats = NDArray[np.float64]
Years = NDArray[np.int64]
COLUMNS = [
    "measure", "country", "year", "promised", "planted", "surviving", "delivered", "explained", "unit", "reason",
    "reason_code", "eligible", "cost", "cost_low", "cost_high",
]  # fmt: skip
# What a modification achieves in a year: how much of the kernel's number is one of the text, and the text.
ACHIEVED = {
    "fire": (1e6, "{:.4g} Mha of forest not burned in {}"),
    "insects": (1e6, "{:.4g} Mha of forest not killed by insects in {}"),
    "harvest": (1e6, "{:.4g} MtC of wood not cut in {}"),
    "harvest_cap": (1e6, "{:.4g} MtC of wood not cut in {}"),
    "increment": (1e6, "{:.4g} MtC of extra growth in {}"),
}


# The same on grassland.
ACHIEVED_ON_GRASS = {
    "usable": (1e6, "{:.4g} Mt more usable forage (dry matter) in {}"),
    "growth": (1e6, "{:.4g} Mt more grass (dry matter) in {}"),
    "soil": (1e6, "{:.4g} MtC more into the soil in {}"),
    "fodder": (1e6, "{:.4g} Mt less grazed (dry matter), fed from elsewhere, in {}"),
    "fire": (1e6, "{:.4g} Mha of grassland not burned in {}"),
    "herd": (1e6, "{:.4g} million sheep units taken off in {}"),
}
# The same on cropland.
ACHIEVED_ON_CROPLAND = {
    "reduced_tillage": (1e6, "{:.4g} MtC kept in the soil by less tillage in {}"),
    "no_tillage": (1e6, "{:.4g} MtC kept in the soil without tillage in {}"),
    "input": (1e6, "{:.4g} MtC more in the soil by input in {}"),
    "char": (1e6, "{:.4g} MtC of lasting char in the soil more in {}"),
}


@dataclass
class Outcome:
    """What a measure did, by year: hectares planted and surviving (Mha, land-use change only), the amount delivered.

    hectares  that are paid for in the year (ha); None where the amount is no area
    """

    delivered: Floats
    notes: list[str] = field(default_factory=list)
    planted: Floats | None = None
    surviving: Floats | None = None
    hectares: Floats | None = None


def policy_ledger(
    placed: list[Placed],
    simulated: Simulated,
    years: Years,
    leaked: Floats,
    region: str,
    roundwood: list[dict[str, object]],
) -> pd.DataFrame:
    """One row per measure and year from its first year on; amounts are cumulative, in the measure's unit.

    planted and surviving are hectares of land-use change and stay empty for other measures. delivered is what the run
    did: hectares that survive, forest loss avoided in the year, hectares closed, under a cap or covered, wood not cut.
    eligible is the land that the plan could have given the measure (Mha), less what earlier measures take; of forest
    protection the loss it could avoid (Mha a year); empty where it acts on no land. cost, cost_low and cost_high are
    million USD in the year, what is paid once spread over its life (costs.py); empty where there is no unit cost.
    explained is what of the promise is not delivered (below zero: delivered beyond it), which the reason accounts for;
    reason_code has the codes of reason_codes.py that do, the weightiest first.
    Leakage (leaked [countries, years], MtCO2) has rows of its own under the region, for all measures together; so has
    planted forest that died back in a country. The rows of roundwood (roundwood_ledger.py) come last.
    """
    records: list[dict[str, object]] = []
    for one in placed:
        records.extend(_measure_rows(one, simulated, years))
    records.extend(_leakage_rows(placed, years, leaked, region))
    records.extend(_dieback_rows(simulated, years))
    records.extend(roundwood)
    return pd.DataFrame(records, columns=COLUMNS)


def _measure_rows(one: Placed, simulated: Simulated, years: Years) -> list[dict[str, object]]:
    measure = one.measure
    outcome = outcome_of(one, simulated, years)
    notes = [*one.notes, *outcome.notes]
    if not np.any(np.abs(outcome.delivered) > 0.0) and not any("changes nothing" in note for note in notes):
        notes.append("the measure changes nothing")
    reason = "; ".join(notes)
    empty = np.full(len(years), np.nan)
    planted = outcome.planted if outcome.planted is not None else empty
    surviving = outcome.surviving if outcome.surviving is not None else empty
    parts = missing_by_code(one, outcome.delivered, outcome.planted, outcome.surviving)
    codes = codes_by_year(parts, one.promised)
    cost = yearly_cost(one, outcome)
    return [
        {
            "measure": measure.id,
            "country": measure.country,
            "year": int(year),
            "promised": one.promised[i],
            "eligible": eligible_land(one),
            "planted": planted[i],
            "surviving": surviving[i],
            "delivered": outcome.delivered[i],
            "explained": one.promised[i] - outcome.delivered[i],
            "unit": one.unit,
            "cost": cost[0][i],
            "cost_low": cost[1][i],
            "cost_high": cost[2][i],
            "reason_code": codes[i],
            "reason": reason,
        }
        for i, year in enumerate(years)
        if year >= measure.first_year
    ]


def outcome_of(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    """What a placed measure did in a run."""
    return OUTCOMES[MEASURE_KINDS[one.measure.kind].rule](one, simulated, years)


def eligible_land(one: Placed) -> float:
    """Mha that the plan could have given a measure; nan where it acts on no land of units."""
    return one.capacity / 1e6 if one.land_there > 0.0 or one.capacity > 0.0 else float("nan")


def yearly_cost(one: Placed, outcome: Outcome) -> Floats:
    """Million USD in each year, [value low high, years]; nan where no unit cost is known or the amount is no area."""
    found = cost_of(one.measure)
    if found is None or outcome.hectares is None:
        return np.full((3, len(outcome.delivered)), np.nan)
    return np.array([found.annualised(which) * outcome.hectares / 1e6 for which in range(3)])


def _sums(one: Placed, simulated: Simulated, years: Years) -> tuple[Floats, Floats]:
    """Hectares placed and outcome of the kernel, over the rows of a measure, by year."""
    if not one.rows:
        return np.zeros(len(years)), np.zeros(len(years))
    return simulated.placed[one.rows].sum(axis=0), simulated.surviving[one.rows].sum(axis=0)


def _land_use_change(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    """Hectares of trees that survive, or of the land under agroforestry that they stand on."""
    placed, survived = _sums(one, simulated, years)
    planted, surviving = np.cumsum(placed) / 1e6, np.cumsum(survived) / 1e6
    cover = one.measure.numbers.get("tree_cover", 1.0)
    # Failed hectares are paid for as well.
    result = Outcome(surviving / cover, planted=planted, surviving=surviving, hectares=planted / cover * 1e6)
    if cover != 1.0:
        result.notes.append(
            f"{planted[-1]:.4g} Mha of trees planted on {planted[-1] / cover:.4g} Mha of land "
            f"(tree_cover {cover:g}: assumption)"
        )
    if planted[-1] > 0.0 and surviving[-1] < planted[-1]:
        result.notes.append(
            f"{100 * surviving[-1] / planted[-1]:.0f} % of planted hectares survive (survival by P/PET: assumption)"
        )
    return result


def _exclosure(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    delivered = np.cumsum(_sums(one, simulated, years)[0]) / 1e6
    result = Outcome(delivered, _lost_to_other_uses(one, delivered, years), hectares=delivered * 1e6)
    closed = simulated.total[COUNTRIES.index(one.measure.country), -1, FLUX.exclosed_area] / 1e6
    if closed < 0.999 * delivered[-1]:
        result.notes.append(f"{closed:.3f} Mha of it are still grassland in {years[-1]}")
    return result


def _herd_cap(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    placed, removed = _sums(one, simulated, years)
    if one.unit == "fraction":
        share = placed / one.capacity if one.capacity > 0.0 else np.zeros(len(years))
        delivered = share * one.measure.amount
    else:
        delivered = placed / 1e6
    result = Outcome(delivered, _lost_to_other_uses(one, delivered, years), hectares=placed)
    result.notes.append(f"the cap takes off {removed[-1] / 1e6:.2f} million sheep units in {years[-1]}")
    return result


def _avoided_loss(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    taken = one.loss_taken if one.loss_taken is not None else np.zeros(len(years))
    size = np.broadcast_to(one.one_unit, len(years))
    # Of a year without any loss nothing is left to avoid.
    avoided = np.divide(taken, size, out=np.zeros_like(taken), where=size > 0.0)
    # A hectare that was kept is paid for from then on.
    result = Outcome(taken / 1e6 if one.unit == "Mha/yr" else avoided, hectares=np.cumsum(taken))
    if one.measure.last_year < years[-1]:
        result.notes.append(f"baseline loss resumes after {one.measure.last_year}")
    return result


def _modification(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    """Hectares covered, or wood not cut, in the unit of the measure."""
    kind = MEASURE_KINDS[one.measure.kind]
    at = _last_in_force(one, years)
    size = np.broadcast_to(one.one_unit, len(years))
    table = simulated.surviving if kind.counts == "roundwood" else simulated.placed
    found = table[one.rows[0]] if one.rows else np.zeros(len(years))
    delivered = np.divide(found, size, out=np.zeros(len(years)), where=size > 0.0)
    result = Outcome(delivered, hectares=simulated.placed[one.rows[0]] if one.rows else np.zeros(len(years)))
    if one.rows:
        share = simulated.placed[one.rows[0], at] / one.forest
        result.notes.append(f"covers {100 * share:.1f} % of the forest of {place_name(one.measure)} of 2020")
    for row, effect in zip(one.rows, one.effects, strict=True):
        if effect in ACHIEVED:
            scale, text = ACHIEVED[effect]
            result.notes.append(text.format(simulated.surviving[row, at] / scale, years[at]))
    if one.loss_taken is not None:
        result.notes.append(f"{one.loss_taken[at] / 1e6:.4g} Mha of continued forest loss avoided in {years[at]}")
    missing = float((one.promised - delivered - one.missing)[at])
    if missing > KEPT * one.promised[at]:
        why = "less to cut there than planned" if kind.counts == "roundwood" else "forest that went to other uses"
        result.notes.append(f"{missing:.4g} {one.unit} short of the promise in {years[at]}: {why}")
    elif -missing > KEPT * one.promised[at]:
        text = f"{-missing:.4g} {one.unit} more than the promise in {years[at]}: the forest is smaller than planned"
        result.notes.append(text)
    if one.measure.until is not None:
        result.notes.append(f"it ends after {one.measure.until}")
    return result


def _grass_modification(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    return _care(one, simulated, years, ACHIEVED_ON_GRASS, "grassland")


def _soil_modification(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    return _care(one, simulated, years, ACHIEVED_ON_CROPLAND, "cropland")


def _care(
    one: Placed, simulated: Simulated, years: Years, achieved: dict[str, tuple[float, str]], land: str
) -> Outcome:
    """Grassland or cropland covered, in the unit of the measure, and what that changed."""
    at = _last_in_force(one, years)
    found = simulated.placed[one.rows[0]] if one.rows else np.zeros(len(years))
    delivered = found / one.one_unit
    result = Outcome(delivered, hectares=found)
    for row, effect in zip(one.rows, one.effects, strict=True):
        scale, text = achieved[effect]
        result.notes.append(text.format(simulated.surviving[row, at] / scale, years[at]))
    missing = float((one.promised - delivered - one.missing)[at])
    if missing > KEPT * one.promised[at]:
        why = f"{land} that went to other uses"
        result.notes.append(f"{missing:.4g} {one.unit} short of the promise in {years[at]}: {why}")
    if one.measure.until is not None:
        result.notes.append(f"it ends after {one.measure.until}")
    return result


def _national_account(one: Placed, simulated: Simulated, years: Years) -> Outcome:
    shift = one.shift if one.shift is not None else np.zeros(len(years))
    result = Outcome(shift, hectares=shift * 1e6 if one.unit == "Mha" else None)
    if one.measure.until is not None:
        result.notes.append(f"it ends after {one.measure.until}")
    return result


OUTCOMES: dict[str, Callable[[Placed, Simulated, Years], Outcome]] = {
    "transition": _land_use_change,
    "exclosure": _exclosure,
    "herd_cap": _herd_cap,
    "avoided_loss": _avoided_loss,
    "modification": _modification,
    "grass_modification": _grass_modification,
    "soil_modification": _soil_modification,
    "long_lived_shift": _national_account,
    "national_share": _national_account,
    "urban_trees": _national_account,
}


def _last_in_force(one: Placed, years: Years) -> int:
    """Index of the last year in which a measure is in force."""
    until = one.measure.until
    return len(years) - 1 if until is None else int(np.searchsorted(years, until))


def _lost_to_other_uses(one: Placed, delivered: Floats, years: Years) -> list[str]:
    """Grassland that the plan counted on and that forest, fields or towns have taken when its turn comes."""
    missing = float(one.promised[-1] - delivered[-1])
    if missing <= KEPT * one.promised[-1] or any("could not be placed" in note for note in one.notes):
        return []
    return [f"{missing:.3g} {one.unit} short of the promise in {years[-1]}: grassland that went to other uses"]


def _leakage_rows(placed: list[Placed], years: Years, leaked: Floats, region: str) -> list[dict[str, object]]:
    """Emissions elsewhere that all measures together cause; empty where no measure can cause any."""
    causes = [one.measure for one in placed if MEASURE_KINDS[one.measure.kind].leaks]
    if not causes:
        return []
    first = min(measure.first_year for measure in causes)
    shares = [
        f"{country} {total:.4g}"
        for country, total in zip(COUNTRIES, leaked[:, years >= first].sum(axis=1), strict=True)
        if any(measure.country == country for measure in causes)
    ]
    reason = (
        "leakage: part of the clearing and harvest avoided by "
        f"{', '.join(measure.id for measure in causes)} moves elsewhere (harvest.leakage: assumption); in no country's "
        f"inventory; caused in {first}-{years[-1]}, MtCO2: {', '.join(shares)}"
    )
    return [
        {
            "measure": "leakage",
            "country": region,
            "year": int(year),
            "promised": 0.0,
            "planted": np.nan,
            "surviving": np.nan,
            "delivered": float(leaked[:, i].sum()),
            "explained": -float(leaked[:, i].sum()),
            "unit": "MtCO2/yr",
            "reason_code": LEAKAGE,
            "reason": reason,
        }
        for i, year in enumerate(years)
        if year >= first
    ]


def warnings(ledger: pd.DataFrame) -> list[str]:
    """One sentence for each measure that changed nothing."""
    silent = ledger.loc[ledger["reason"].str.contains("changes nothing", regex=False)]
    return [f"measure '{name}' changes nothing: {rows['reason'].iloc[0]}." for name, rows in silent.groupby("measure")]


def _dieback_rows(simulated: Simulated, years: Years) -> list[dict[str, object]]:
    """Planted forest that has died back in dry land since 2021, below zero; empty where none has."""
    lost = np.cumsum(simulated.total[:, :, FLUX.lost_plantation], axis=1) / 1e6
    return [
        {
            "measure": "lost plantation",
            "country": country,
            "year": int(year),
            "promised": 0.0,
            "planted": np.nan,
            "surviving": np.nan,
            "delivered": -float(gone[i]),
            "explained": float(gone[i]),
            "unit": "Mha",
            "reason_code": DIEBACK,
            "reason": f"dieback: {gone[i]:.4g} Mha of what was planted from 2021 on died of water stress beyond "
            "afforestation.dieback_age in land drier than afforestation.dieback_aridity and is grassland again "
            "(assumption)",
        }
        for country, gone in zip(COUNTRIES, lost, strict=True)
        for i, year in enumerate(years)
        if gone[i] > 0.0
    ]
