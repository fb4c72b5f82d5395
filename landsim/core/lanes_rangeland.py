"""Loops over the lanes of a block for grazing. Equations are in rangeland.py and herd.py."""

from __future__ import annotations

from landsim.core import herd, rangeland
from landsim.core.compilation import at, lanes
from landsim.core.lanes_land import GRASSLAND
from landsim.core.state import FLUX, LANES, ROW


@lanes
def close_to_grazing(s, share, row, quantity):
    """Exclosure: grassland taken out of grazing keeps the condition that it had and recovers from there."""
    total = 0.0
    for lane in range(LANES):
        closed = s[at(ROW.exclosed_area, lane)]
        area = max(0.0, min(share[row, lane] * quantity, s[at(ROW.area + GRASSLAND, lane)] - closed))
        after = closed + area
        mixed = s[at(ROW.exclosed_condition, lane)] * closed + s[at(ROW.condition, lane)] * area
        s[at(ROW.exclosed_condition, lane)] = mixed / after if after > 0.0 else s[at(ROW.condition, lane)]
        s[at(ROW.exclosed_area, lane)] = after
        total += area
    return total


@lanes
def stock_rangeland(s, ratio):
    """Herd of the year before any cap, sheep units, and the part of it that lives on open grassland.

    Animals of closed land are fed elsewhere, so closing land does not raise what is demanded of the open land.
    """
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        open_share = 1.0 - min(area, s[at(ROW.exclosed_area, lane)]) / area if area > 0.0 else 0.0
        sheep_units = s[at(ROW.sheep_units_reference, lane)] * ratio
        s[at(ROW.sheep_units, lane)] = sheep_units
        s[at(ROW.grazing_units, lane)] = open_share * herd.grazing_units(
            sheep_units, s[at(ROW.grazing_share, lane)], area
        )
        s[at(ROW.flux + FLUX.sheep_units_without_cap, lane)] = sheep_units


@lanes
def grow_forage(s, p):
    """Usable forage on grassland open to grazing, t dm/yr (flux row), and what grows there (work row `move`)."""
    scale = p.rangeland_palatable_share * p.rangeland_use_scale
    for lane in range(LANES):
        open_area = max(0.0, s[at(ROW.area + GRASSLAND, lane)] - s[at(ROW.exclosed_area, lane)])
        grown = open_area * rangeland.production_under_condition(
            s[at(ROW.forage, lane)],
            s[at(ROW.condition, lane)],
            p.rangeland_degraded_production,
        )
        s[at(ROW.move, lane)] = grown
        s[at(ROW.flux + FLUX.usable_forage, lane)] = grown * scale * s[at(ROW.proper_use, lane)]


@lanes
def cap_herd(s, share, row, quantity, level, p):
    """Grass-livestock balance: the herd above the cap is taken off on the covered share of the grassland.

    Returns hectares covered and sheep units removed.
    """
    covered_total, removed_total = 0.0, 0.0
    need = herd.forage_need(p.herd_daily_hay, p.herd_hay_dry_matter)
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        asked = share[row, lane] * quantity
        covered = min(1.0, asked / area) if area > 0.0 else 0.0
        capacity = s[at(ROW.flux + FLUX.usable_forage, lane)] / need
        removed = herd.capped_removal(s[at(ROW.grazing_units, lane)], capacity, covered, level)
        s[at(ROW.grazing_units, lane)] -= removed
        s[at(ROW.sheep_units, lane)] -= removed
        covered_total += covered * area
        removed_total += removed
    return covered_total, removed_total


@lanes
def graze(s, recovery_factor, slow_recovery_factor, p):
    """Grazing pressure, intake and what they do to the condition of the grass."""
    need = herd.forage_need(p.herd_daily_hay, p.herd_hay_dry_matter)
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        closed = min(area, s[at(ROW.exclosed_area, lane)])
        demand = s[at(ROW.grazing_units, lane)] * need
        usable = s[at(ROW.flux + FLUX.usable_forage, lane)]
        pressure = rangeland.grazing_pressure(demand, usable)
        intake = min(demand, p.rangeland_maximum_use * s[at(ROW.move, lane)])
        condition = rangeland.recovered_condition(
            s[at(ROW.condition, lane)],
            recovery_factor,
            slow_recovery_factor,
            p.rangeland_critical_condition,
        )
        s[at(ROW.condition, lane)] = rangeland.grazed_condition(condition, pressure, p.rangeland_overgrazing_loss)
        s[at(ROW.exclosed_condition, lane)] = rangeland.recovered_condition(
            s[at(ROW.exclosed_condition, lane)],
            recovery_factor,
            slow_recovery_factor,
            p.rangeland_critical_condition,
        )
        s[at(ROW.pressure, lane)] = pressure
        s[at(ROW.flux + FLUX.forage_demand, lane)] = demand
        s[at(ROW.flux + FLUX.forage_intake, lane)] = intake
        s[at(ROW.flux + FLUX.forage_unmet, lane)] = demand - intake
        s[at(ROW.flux + FLUX.sheep_units, lane)] = s[at(ROW.sheep_units, lane)]
        share_closed = closed / area if area > 0.0 else 0.0
        mean_condition = (
            share_closed * s[at(ROW.exclosed_condition, lane)] + (1.0 - share_closed) * s[at(ROW.condition, lane)]
        )
        s[at(ROW.flux + FLUX.condition_area, lane)] = area * mean_condition
        s[at(ROW.flux + FLUX.exclosed_area, lane)] = closed
