"""One hectare of pasture under a herd of constant size: condition of the grass and carbon of the soil, year by year.

The equations of rangeland.py, mineral_soil.py and soil_decomposition.py, apart from a run: what a hectare gains or
loses under a pressure.
"""

from __future__ import annotations

import numpy as np

from landsim.core import mineral_soil, rangeland, soil_decomposition
from landsim.core.compilation import kernel, scalar


@scalar
def litter(condition, demand, usable, p):
    """Carbon that enters the soil relative to ungrazed grass in full condition (1), without fire.

    demand  relative to the usable forage in full condition; usable: share of the growth that is usable
    """
    grown = rangeland.production_under_condition(1.0, condition, p.rangeland_degraded_production)
    intake = min(demand * usable, p.rangeland_maximum_use * grown)
    return mineral_soil.litter_of_grass(
        grown, rangeland.eaten_share(intake, grown), 0.0, p.mineral_soil_roots_of_leaves, p.mineral_soil_root_loss,
        p.mineral_soil_returned_by_animals,
    )  # fmt: skip


@kernel
def soil_gain(condition, before, pressure, soil, decay, sand, years, p, recovery, slow_recovery):
    """Mean yearly change of soil carbon over some years, tC/ha/yr, [units].

    condition  [units], at the start
    before     [units], grazing pressure before the start; the soil is steady under it and the condition
    pressure   [units], grazing pressure from the start on, at that condition; it rises as forage falls with condition
    soil       [units], tC/ha at the start
    decay      [units], climate's factor of decay, temperature times water (1)
    sand       share of the soil
    p          scalar parameters (simulation.scalar_parameters); recovery, slow_recovery: step.condition_factors
    """
    out = np.empty(len(condition))
    a, s, q = soil_decomposition.declared_shares(
        p.mineral_soil_perennial_lignin, p.mineral_soil_perennial_nitrogen, sand,
        p.soil_decomposition_active_of_structural_none, p,
    )  # fmt: skip
    usable = p.rangeland_proper_use_steppe * p.rangeland_palatable_share * p.rangeland_use_scale
    for unit in range(len(condition)):
        active_decay, slow_decay, passive_decay = soil_decomposition.declared_rates(
            decay[unit], p.soil_decomposition_tillage_none, sand, p
        )
        now = condition[unit]
        held = a / active_decay + s / slow_decay + q / passive_decay
        carbon = soil[unit] / held
        active, slow, passive = carbon * a / active_decay, carbon * s / slow_decay, carbon * q / passive_decay
        grown = rangeland.production_under_condition(1.0, now, p.rangeland_degraded_production)
        reference = carbon / litter(now, before[unit] * grown, usable, p)
        demand = pressure[unit] * grown
        for _ in range(years):
            grown = rangeland.production_under_condition(1.0, now, p.rangeland_degraded_production)
            recovered = rangeland.recovered_condition(now, recovery, slow_recovery, p.rangeland_critical_condition)
            pressed = rangeland.grazing_pressure(demand, grown)
            after = rangeland.grazed_condition(recovered, pressed, p.rangeland_overgrazing_loss)
            now = rangeland.remaining_condition(now, after, p.rangeland_lowest_condition)
            entering = reference * litter(now, demand, usable, p)
            active, slow, passive, _respired = soil_decomposition.advance_pools(
                active, slow, passive, entering, a, s, q, active_decay, slow_decay, passive_decay
            )
        out[unit] = (active + slow + passive - soil[unit]) / years
    return out
