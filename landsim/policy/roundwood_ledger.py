"""Roundwood in the policy ledger: what statistics and their continuation ask for against what forest and clearing gave.

promised = delivered + explained holds in every row, and `explained` is not the difference of the two: it is added up
from what the plan left out and what the run reports.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.clearing_wood import cleared_carbon
from landsim.core.simulation import Simulated
from landsim.core.state import FLUX
from landsim.names import COUNTRIES
from landsim.planned_harvest import PlannedHarvest
from landsim.policy.forest_measures import tonnes_per_million
from landsim.policy.leakage import LESS_HARVEST
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.reason_codes import HARVEST_MOVED, KEPT_STANDING, NO_STOCK

Floats = NDArray[np.float64]
NAME = "roundwood"
# A part of the difference is told if it is more than this share of the roundwood. There are four parts, so a row that
# is out by 2 % or more tells at least one.
TOLD = 0.005
CODES = {"too_young": NO_STOCK, "spared": KEPT_STANDING, "excess": HARVEST_MOVED, "clearing": HARVEST_MOVED}


def roundwood_rows(
    harvest: PlannedHarvest,
    placed: list[Placed],
    simulated: Simulated,
    values: Floats,
    years: NDArray[np.int64],
    country: NDArray[np.int64],
) -> list[dict[str, object]]:
    """A row for each country with land in the landscape and each year, Mm3/yr of roundwood under bark.

    harvest  what was to be cut; placed  the measures, some of which keep wood standing; country  [units]
    """
    delivered = simulated.total[:, :, FLUX.felled_products] + cleared_carbon(simulated)
    parts = explained_parts(harvest, placed, simulated, country)
    records: list[dict[str, object]] = []
    for index in np.unique(country):
        code = COUNTRIES[index]
        per_volume = tonnes_per_million(code, values)
        for i, year in enumerate(years):
            amounts = {name: float(part[index, i]) / per_volume for name, part in parts.items()}
            promised = float(harvest.roundwood[index, i]) / per_volume
            records.append(
                {
                    "measure": NAME,
                    "country": code,
                    "year": int(year),
                    "promised": promised,
                    "planted": np.nan,
                    "surviving": np.nan,
                    "delivered": float(delivered[index, i]) / per_volume,
                    "explained": sum(amounts.values()),
                    "unit": "Mm3/yr",
                    "reason_code": " ".join(dict.fromkeys(CODES[name] for name in _told(amounts, promised))),
                    "reason": _reason(amounts, promised, _causes(placed, code, i)),
                }
            )
    return records


def explained_parts(
    harvest: PlannedHarvest, placed: list[Placed], simulated: Simulated, country: NDArray[np.int64]
) -> dict[str, Floats]:
    """Why less (or, below zero, more) wood came than roundwood, tC/yr over bark, [countries, years].

    too_young  to be cut in forest, but no stand had come to rotation age
    spared     not cut in forest because of measures
    excess     planned wood of clearing beyond all roundwood, as a negative amount; nothing is to be cut in forest then
    clearing   planned wood of clearing less what clearing gave
    """
    decade = np.arange(harvest.roundwood.shape[1]) // 10
    national = np.array([np.bincount(country, share, minlength=len(COUNTRIES)) for share in harvest.share])
    # A nation where no stand is planned to come to rotation age in a decade has no unit to cut in.
    nowhere = harvest.to_be_cut * (1.0 - national.T[:, decade])
    spared = np.zeros_like(nowhere)
    for one in placed:
        if MEASURE_KINDS[one.measure.kind].rule == "modification":
            for row, effect in zip(one.rows, one.effects, strict=True):
                if effect in LESS_HARVEST:
                    spared[COUNTRIES.index(one.measure.country)] += simulated.surviving[row]
    return {
        "too_young": simulated.total[:, :, FLUX.products_unmet] + nowhere,
        "spared": spared,
        "excess": -np.maximum(harvest.cleared - harvest.roundwood, 0.0),
        "clearing": harvest.cleared - cleared_carbon(simulated),
    }


def _causes(placed: list[Placed], country: str, year: int) -> dict[str, str]:
    """Part of the difference -> the measures of the country that cause it in a year (index)."""
    own = [one for one in placed if one.measure.country == country]
    spare = [one.measure.id for one in own if set(one.effects) & set(LESS_HARVEST)]
    avoid = [one.measure.id for one in own if one.loss_taken is not None and one.loss_taken[year] > 0.0]
    return {"spared": ", ".join(spare), "clearing": ", ".join(avoid)}


def _told(amounts: dict[str, float], promised: float) -> dict[str, float]:
    return {name: amount for name, amount in amounts.items() if abs(amount) > TOLD * promised}


def _reason(amounts: dict[str, float], promised: float, causes: dict[str, str]) -> str:
    """The parts of the difference that matter, as a code and a sentence with its number; empty if none does."""
    told = _told(amounts, promised)
    notes = []
    if "too_young" in told:
        notes.append(
            f"stands too young: {told['too_young']:.4g} Mm3 were to be cut where no stand had come to rotation age"
        )
    if "spared" in told:
        notes.append(f"kept standing: {told['spared']:.4g} Mm3 were not cut because of {causes['spared']}")
    if "excess" in told:
        notes.append(
            f"clearing above roundwood: it was planned to give {-told['excess']:.4g} Mm3 more than all roundwood, so "
            "nothing was to be cut in forest"
        )
    if "clearing" in told:
        amount = told["clearing"]
        text = (
            f"clearing not as planned: it gave {abs(amount):.4g} Mm3 {'less' if amount > 0.0 else 'more'} than planned"
        )
        notes.append(f"{text}; avoided by {causes['clearing']}" if causes["clearing"] and amount > 0.0 else text)
    return "; ".join(notes)
