"""Loops over the lanes of a block for mineral soil by RothC instead of Tier 2. Equations are in rothc.py.

RothC has no effect of tillage. Its soil is under plants all year, and neither paddy nor volcanic.
"""

from __future__ import annotations

from landsim.core import mineral_soil, rothc
from landsim.core.compilation import at, lanes
from landsim.core.soil_rows import ACTIVE, INERT, MICROBIAL, PASSIVE, SLOW, pool_row
from landsim.core.state import LANES, N_STRATA, ROW

# Places of the pools: decomposable and resistant plant material, humus, biomass.
DECOMPOSABLE, RESISTANT, HUMUS, BIOMASS = ACTIVE, SLOW, PASSIVE, MICROBIAL


@lanes
def read_shares(s, decay, rows, p):
    """Share of each pool that decays in a step of the year (four rows), by climate's factor (row `decay`)."""
    for lane in range(LANES):
        modifier = s[at(decay, lane)] * p.rothc_covered_factor
        s[at(rows, lane)] = rothc.step_share(p.rothc_decomposable_rate, modifier)
        s[at(rows + 1, lane)] = rothc.step_share(p.rothc_resistant_rate, modifier)
        s[at(rows + 2, lane)] = rothc.step_share(p.rothc_biomass_rate, modifier)
        s[at(rows + 3, lane)] = rothc.step_share(p.rothc_humus_rate, modifier)


@lanes
def year_shares(s, lane, rows):
    """The four shares of a lane as rothc.advance_year takes them."""
    return s[at(rows, lane)], s[at(rows + 1, lane)], s[at(rows + 2, lane)], s[at(rows + 3, lane)]


@lanes
def plant_ratio(place, p):
    """Decomposable over resistant in the litter of a category."""
    return p.rothc_plant_ratio_crop if place == 0 else p.rothc_plant_ratio_grass


@lanes
def decompose(s, place, pools, leaving, rows, p):
    """A year of pools (first row) under a category; respired: a flux. `rows`: the shares of `read_shares`.

    The pools are those of the category, or those under the land that joined it lately.
    """
    ratio, kept = plant_ratio(place, p), rothc.kept_share(p.rothc_clay)
    for lane in range(LANES):
        decomposable, resistant, biomass, humus, respired = rothc.advance_year(
            s[at(pools + DECOMPOSABLE, lane)],
            s[at(pools + RESISTANT, lane)],
            s[at(pools + BIOMASS, lane)],
            s[at(pools + HUMUS, lane)],
            rothc.split_input(s[at(ROW.litter, lane)], ratio),
            year_shares(s, lane, rows),
            kept,
        )
        s[at(pools + DECOMPOSABLE, lane)] = decomposable
        s[at(pools + RESISTANT, lane)] = resistant
        s[at(pools + BIOMASS, lane)] = biomass
        s[at(pools + HUMUS, lane)] = humus
        s[at(ROW.flux + leaving, lane)] = respired


@lanes
def start_pools(s, place, p):
    """Steady pools of one category beside its inert carbon, and the input that belongs to them."""
    land = N_STRATA + place
    ratio, kept = plant_ratio(place, p), rothc.kept_share(p.rothc_clay)
    for lane in range(LANES):
        shares, area = year_shares(s, lane, ROW.rothc_share_start), s[at(ROW.area + land, lane)]
        observed = s[at(ROW.soil_observed + land, lane)]
        inert = min(observed, rothc.inert_carbon(observed, p.rothc_inert_scale, p.rothc_inert_exponent))
        decomposable, resistant, biomass, humus = 0.0, 0.0, 0.0, 0.0
        if min(min(shares[0], shares[1]), min(shares[2], shares[3])) > 0.0:
            decomposable, resistant, biomass, humus = rothc.steady_pools(rothc.split_input(1.0, ratio), shares, kept)
        held = decomposable + resistant + biomass + humus
        wanted = (observed - inert) / held if held > 0.0 else 0.0
        entering = mineral_soil.limited_input(
            wanted, s[at(ROW.work, lane)], p.mineral_soil_input_of_production, p.mineral_soil_lowest_input,
            p.mineral_soil_highest_input,
        )  # fmt: skip
        s[at(ROW.soil_input + place, lane)] = entering
        s[at(pool_row(place, DECOMPOSABLE), lane)] = entering * decomposable * area
        s[at(pool_row(place, RESISTANT), lane)] = entering * resistant * area
        s[at(pool_row(place, BIOMASS), lane)] = entering * biomass * area
        s[at(pool_row(place, HUMUS), lane)] = entering * humus * area
        s[at(pool_row(place, INERT), lane)] = inert * area
