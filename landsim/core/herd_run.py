"""The herd of a country from year to year on its pastures, apart from a run: what a free herd does.

Equations are in herd_dynamics.py and rangeland.py; the loop over years stands here because herds need the whole country
at once, and the step of the grid sees one unit at a time.
"""

from __future__ import annotations

import numpy as np

from landsim.core import herd_dynamics, rangeland
from landsim.core.compilation import kernel


@kernel
def run_herd(heads, units, demand, full_forage, condition, years, growth, vulnerability, p, recovery, slow_recovery):
    """Herd of one country from year to year on its pastures: heads [years, species] at the end of each year, and
    demand over usable forage [years].

    heads        [species] before the first year
    units        [species], sheep units of a head
    demand       [units], grazed forage of a sheep unit of the nation's herd by unit, t dm/yr
    full_forage  [years, units], usable forage in full condition, t dm/yr
    condition    [units], at the start; overwritten
    years        [years, 3]: mortality of grown animals, extent, trend of the market
    p            scalar parameters (simulation.scalar_parameters); recovery, slow_recovery: step.condition_factors
    """
    out = np.empty((len(years), len(heads)))
    stocking = np.empty(len(years))
    now = heads.copy()
    for year in range(len(years)):
        herd_units = 0.0
        for species in range(len(now)):
            herd_units += now[species] * units[species]
        usable_total, demand_total = 0.0, 0.0
        for unit in range(len(condition)):
            usable = rangeland.production_under_condition(
                full_forage[year, unit], condition[unit], p.rangeland_degraded_production
            )
            wanted = demand[unit] * herd_units
            pressure = rangeland.grazing_pressure(wanted, usable)
            recovered = rangeland.recovered_condition(
                condition[unit], recovery, slow_recovery, p.rangeland_critical_condition
            )
            after = rangeland.grazed_condition(recovered, pressure, p.rangeland_overgrazing_loss)
            condition[unit] = rangeland.remaining_condition(condition[unit], after, p.rangeland_lowest_condition)
            usable_total += usable
            demand_total += wanted
        feed = herd_dynamics.feed_balance(usable_total, demand_total)
        stocking[year] = rangeland.grazing_pressure(demand_total, usable_total)
        for species in range(len(now)):
            lost = herd_dynamics.winter_loss(
                years[year, 0], stocking[year], p.herd_dynamics_pressure_mortality, vulnerability[species]
            )
            now[species] = herd_dynamics.next_heads(
                now[species], growth[species], feed, p.herd_dynamics_balanced_feed, years[year, 2], lost, years[year, 1]
            )
            out[year, species] = now[species]
    return out, stocking
