"""One hectare of pasture under a herd of constant size: condition of the grass and carbon of the soil, year by year.

The equations of rangeland.py and mineral_soil.py, apart from a run: what a hectare gains or loses under a pressure.
"""

from __future__ import annotations

import numpy as np

from landsim.core import mineral_soil, rangeland
from landsim.core.compilation import kernel


@kernel
def soil_gain(condition, pressure, soil, years, p, recovery, slow_recovery):
    """Mean yearly change of soil carbon over some years, tC/ha/yr, [units].

    condition  [units], at the start, where the soil is steady under it
    pressure   [units], grazing pressure at that condition; it rises as forage falls with condition
    soil       [units], tC/ha at the start
    p          scalar parameters (simulation.scalar_parameters); recovery, slow_recovery: step.condition_factors
    """
    out = np.empty(len(condition))
    for unit in range(len(condition)):
        now, stock = condition[unit], soil[unit]
        reference = stock / mineral_soil.condition_factor(now, p.mineral_soil_degraded_factor)
        demand = pressure[unit] * rangeland.production_under_condition(1.0, now, p.rangeland_degraded_production)
        for _ in range(years):
            grown = rangeland.production_under_condition(1.0, now, p.rangeland_degraded_production)
            recovered = rangeland.recovered_condition(now, recovery, slow_recovery, p.rangeland_critical_condition)
            pressed = rangeland.grazing_pressure(demand, grown)
            after = rangeland.grazed_condition(recovered, pressed, p.rangeland_overgrazing_loss)
            now = rangeland.remaining_condition(now, after, p.rangeland_lowest_condition)
            factor = mineral_soil.condition_factor(now, p.mineral_soil_degraded_factor)
            entering, leaving = mineral_soil.exchange(stock, 1.0, reference, factor, p.mineral_soil_turnover)
            stock += entering - leaving
        out[unit] = (stock - soil[unit]) / years
    return out
