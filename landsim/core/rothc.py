"""Turnover of carbon in topsoil, RothC-26.3 (Coleman and Jenkinson 1996; the program RothC_Py of Rothamsted Research).

Four pools decay by exp(-abc k t): decomposable and resistant plant material, microbial biomass, humus. Of what decays,
x/(x + 1) is respired and the rest becomes biomass (46 %) and humus (54 %), x = 1.67 (1.85 + 1.60 exp(-0.0786 clay)).
a, b and c are the effects of temperature, moisture and plant cover; inert carbon does not change. Numbers that are not
declared belong to the form of the equations.
"""

from __future__ import annotations

import math

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_MODEL = "RothC-26.3 (Coleman and Jenkinson 1996), as in RothC_Py"
_RANGE = f"{_MODEL}; range: expert prior"
_PADDY = "Shirato and Yokozawa 2005, recalled; range: expert prior"

PARAMETERS = (
    Parameter("rothc.decomposable_rate", "1/yr", 10.0, (0.1, 50.0), (5.0, 15.0), _RANGE,
              "decay of decomposable plant material where a, b and c are 1", status="read"),
    Parameter("rothc.resistant_rate", "1/yr", 0.3, (0.01, 5.0), (0.2, 0.4), _RANGE,
              "decay of resistant plant material", status="read"),
    Parameter("rothc.biomass_rate", "1/yr", 0.66, (0.01, 5.0), (0.5, 0.8), _RANGE, "decay of microbial biomass",
              status="read"),
    Parameter("rothc.humus_rate", "1/yr", 0.02, (0.001, 0.2), (0.014, 0.026), _RANGE, "decay of humus",
              status="read"),
    Parameter("rothc.lowest_moisture_factor", "1", 0.2, (0.0, 1.0), (0.1, 0.3), _RANGE,
              "b of a soil that is as dry as plants can make it", status="read"),
    Parameter("rothc.covered_factor", "1", 0.6, (0.1, 1.0), (0.5, 1.0), _RANGE, "c of soil under plants",
              status="read"),
    Parameter("rothc.pan_factor", "1", 0.75, (0.5, 1.0), (0.7, 1.0), _RANGE,
              "potential evapotranspiration over open pan evaporation", status="read"),
    Parameter("rothc.plant_ratio_crop", "1", 1.44, (0.01, 10.0), (1.0, 2.0), _RANGE,
              "decomposable over resistant in the residue of crops and improved grass", status="read"),
    Parameter("rothc.plant_ratio_grass", "1", 0.67, (0.01, 10.0), (0.4, 1.0), "Coleman and Jenkinson 1996, recalled",
              "the same in the litter of unimproved grassland, savanna and scrub"),
    Parameter("rothc.plant_ratio_forest", "1", 0.25, (0.01, 10.0), (0.15, 0.4), "Coleman and Jenkinson 1996, recalled",
              "the same in the litter of forest"),
    Parameter("rothc.inert_scale", "tC/ha", 0.049, (0.0, 0.5), (0.03, 0.08), "Falloon et al. 1998, recalled",
              "inert carbon is scale x (soil carbon in tC/ha) ^ exponent"),
    Parameter("rothc.inert_exponent", "1", 1.139, (0.5, 2.0), (1.1, 1.18), "Falloon et al. 1998, recalled",
              "exponent of the inert carbon"),
    Parameter("rothc.paddy_flooded", "1", 0.2, (0.0, 1.0), (0.1, 0.3), _PADDY,
              "multiplies decay in flooded months of a paddy"),
    Parameter("rothc.paddy_drained", "1", 0.6, (0.0, 1.0), (0.4, 0.8), _PADDY,
              "multiplies decay in the other months of a paddy"),
    Parameter("rothc.andosol_divisor", "1", 3.5, (1.0, 20.0), (2.0, 6.0), "Shirato et al. 2004, recalled",
              "divides the decay of humus in volcanic soil where its aluminium is not known"),
    Parameter("rothc.clay", "%", 20.0, (0.0, 100.0), (10.0, 40.0), "expert prior: between sandy loam and clay loam",
              "clay of the mineral soil of all units of land"),
)  # fmt: skip

# Farmyard manure: decomposable, resistant, humus.
MANURE_SPLIT = (0.49, 0.49, 0.02)
# Of what is kept when a pool decays: biomass, humus.
INTO = (0.46, 0.54)
# Of the driest deficit: as long as it is smaller, decay is that of moist soil.
MOIST_SHARE = 0.444
STEPS = 12  # of a year in the yearly form


@scalar
def temperature_factor(temperature):
    """a of a month (1): none below -5, about 1 at 9.3 degrees Celsius."""
    if temperature < -5.0:
        return 0.0
    return 47.91 / (math.exp(106.06 / (temperature + 18.27)) + 1.0)


@scalar
def driest(clay, depth):
    """Water that plants can take from the topsoil, mm, as a deficit below zero; clay in %, depth in cm."""
    return -(20.0 + 1.3 * clay - 0.01 * clay * clay) * depth / 23.0


@scalar
def deficit_after(deficit, rain, evapotranspiration, covered, driest_deficit):
    """Moisture deficit at the end of a month, mm, zero or below.

    deficit             at its beginning, mm
    rain                mm in the month
    evapotranspiration  potential, mm in the month
    covered             whether plants cover the soil; bare soil dries to 0.556 of what plants can take, or stays drier
    driest_deficit      mm, below zero
    """
    after = min(0.0, deficit + rain - evapotranspiration)
    limit = driest_deficit if covered else min(0.556 * driest_deficit, deficit)
    return max(limit, after)


@scalar
def moisture_factor(deficit, driest_deficit, lowest):
    """b of a month (1): 1 down to 0.444 of the driest deficit, then falling to the lowest; deficits in mm."""
    threshold = MOIST_SHARE * driest_deficit
    if deficit > threshold:
        return 1.0
    return lowest + (1.0 - lowest) * (driest_deficit - deficit) / (driest_deficit - threshold)


@scalar
def kept_share(clay):
    """Share of what decays that becomes biomass and humus (1); clay in %."""
    return 1.0 / (1.67 * (1.85 + 1.60 * math.exp(-0.0786 * clay)) + 1.0)


@scalar
def decayed(pool, rate, modifier, years):
    """What of a pool decays in a time, in its unit; rate in 1/yr, modifier a x b x c (1)."""
    return pool * (1.0 - math.exp(-modifier * rate * years))


@scalar
def inert_carbon(soil_carbon, scale, exponent):
    """Carbon that does not take part, tC/ha, of the whole carbon of the topsoil, tC/ha."""
    return scale * soil_carbon**exponent


@scalar
def andosol_divisor(aluminium):
    """What divides the decay of humus in volcanic soil (1); aluminium soluble in pyrophosphate, %."""
    return 1.20 + 2.50 * aluminium


@scalar
def split_input(carbon, plant_ratio):
    """Decomposable and resistant part of a year's input, in its unit; plant_ratio is one over the other (1)."""
    resistant = carbon / (plant_ratio + 1.0)
    return carbon - resistant, resistant


@scalar
def step_share(rate, modifier):
    """Share of a pool that decays in a step of the yearly form (1); rate in 1/yr, modifier a x b x c of the year."""
    return decayed(1.0, rate, modifier, 1.0 / STEPS)


@scalar
def advance_step(pools, plant_input, shares, kept):
    """The four pools and all that was respired so far, after a step of the yearly form; arguments as in advance_year.

    Decay comes first, then the step's part of the year's input.
    """
    decomposable, resistant, biomass, humus, respired = pools
    from_decomposable = shares[0] * decomposable
    from_resistant = shares[1] * resistant
    from_biomass = shares[2] * biomass
    from_humus = shares[3] * humus
    gone = from_decomposable + from_resistant + from_biomass + from_humus
    return (
        decomposable - from_decomposable + plant_input[0] / STEPS,
        resistant - from_resistant + plant_input[1] / STEPS,
        biomass - from_biomass + INTO[0] * kept * gone,
        humus - from_humus + INTO[1] * kept * gone,
        respired + (1.0 - kept) * gone,
    )


@scalar
def advance_quarter(pools, plant_input, shares, kept):
    """The same after a quarter of a year; written out, since a loop inside would keep a loop over lanes scalar."""
    pools = advance_step(pools, plant_input, shares, kept)
    pools = advance_step(pools, plant_input, shares, kept)
    return advance_step(pools, plant_input, shares, kept)


@scalar
def advance_year(decomposable, resistant, biomass, humus, plant_input, shares, kept):
    """The four pools after a year in STEPS equal steps, and what was respired in it; all in the unit of the pools.

    plant_input  decomposable and resistant part of what enters in the year, as in split_input
    shares       of the four pools that decays in a step, as in step_share (1)
    kept         share of what decays that stays in the soil, as in kept_share (1)
    """
    pools = advance_quarter((decomposable, resistant, biomass, humus, 0.0), plant_input, shares, kept)
    pools = advance_quarter(pools, plant_input, shares, kept)
    pools = advance_quarter(pools, plant_input, shares, kept)
    return advance_quarter(pools, plant_input, shares, kept)


@scalar
def steady_pools(plant_input, shares, kept):
    """The four pools that advance_year leaves as it found them, in the unit of the input; shares above 0.

    In the steady state as much decays of the plant pools as enters, and of all pools together as much as enters over
    what is not kept, of which biomass and humus receive their parts and lose as much.
    """
    turned_over = kept * (plant_input[0] + plant_input[1]) / ((1.0 - kept) * STEPS)
    return (
        plant_input[0] / (STEPS * shares[0]),
        plant_input[1] / (STEPS * shares[1]),
        INTO[0] * turned_over / shares[2],
        INTO[1] * turned_over / shares[3],
    )
