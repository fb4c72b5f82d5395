"""Species of planting: by which curves the trees planted after 2020 grow, as shares of what each unit plants."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core.dimensions import FOREST_TYPES
from landsim.core.state import CHOSEN_SPECIES, INPUT, LAND, TRANSITION
from landsim.growth_scales import species_scale
from landsim.landscape import Landscape
from landsim.policy.placement import Placed
from landsim.policy.tiers import Row

Floats = NDArray[np.float64]
PLANTED = LAND.index("forest_planted")


def choose_species(
    inputs: Floats, placed: list[Placed], rows: list[Row], land: Landscape, values: Floats, recorded_years: int
) -> None:
    """Put the species that measures name into the inputs of the units, and tell in their notes what became of it.

    inputs  [UNIT_INPUTS, units], changed in place

    A unit has one growth table for all that is planted in it after 2020. It is a mean of the curves, weighted with the
    hectares that the plan lays on the unit: those of each species, and as the unit's own type those of measures without
    a species and of the continuation. At most CHOSEN_SPECIES species of a unit have a part in it, those with the most
    hectares; the others count as its own type.
    """
    by_species: dict[str, Floats] = {}
    for one in placed:
        if one.measure.species is not None:
            planned = by_species.setdefault(one.measure.species, np.zeros(land.size))
            planned += _planted([rows[index] for index in one.rows], land.size, recorded_years)
    if not by_species:
        return
    everything = _planted(rows, land.size, recorded_years)
    names = list(by_species)
    planned = np.stack([by_species[name] for name in names])
    share = np.divide(planned, everything, out=np.zeros_like(planned), where=everything > 0.0)
    # Most hectares first; stable, so that the order of the measures decides between equals.
    order = np.argsort(-planned, axis=0, kind="stable")
    scales = np.stack([species_scale(land, values, name) for name in names])
    kinds = np.array([FOREST_TYPES.index(name) for name in names], dtype=np.float64)
    kept = np.zeros_like(planned, dtype=bool)
    units = np.arange(land.size)
    for slot in range(min(CHOSEN_SPECIES, len(names))):
        which = order[slot]
        inputs[INPUT.species_type_1 + 3 * slot] = kinds[which]
        inputs[INPUT.species_scale_1 + 3 * slot] = scales[which, units]
        inputs[INPUT.species_share_1 + 3 * slot] = share[which, units]
        kept[which, units] = True
    for one in placed:
        if one.measure.species is not None:
            index = names.index(one.measure.species)
            own = _planted([rows[row] for row in one.rows], land.size, recorded_years)
            one.notes.append(_told(one.measure.species, own, share[index], kept[index]))


def _planted(rows: list[Row], units: int, recorded_years: int) -> Floats:
    """Hectares that rows plant after the recorded years, [units]."""
    total = np.zeros(units)
    for row in rows:
        if row.rule == TRANSITION and row.destination == PLANTED:
            total += row.share * (row.cumulative[-1] - row.cumulative[recorded_years])
    return total


def _told(species: str, own: Floats, share: Floats, kept: NDArray[np.bool_]) -> str:
    """What the species means for the growth of the measure's units."""
    hectares = float(own.sum())
    if hectares <= 0.0:
        return f"no trees are planted, so {species} changes nothing"
    part = float((own * share * kept).sum()) / hectares
    text = f"planted with {species}, whose curve is {100 * part:.0f} % of the growth of what its units plant after 2020"
    left_out = float(own[~kept].sum()) / hectares
    if left_out > 0.0:
        text += f"; {100 * left_out:.1f} % grows as other species, of which a unit has at most {CHOSEN_SPECIES}"
    return text
