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
)  # fmt: skip

# Farmyard manure: decomposable, resistant, humus.
MANURE_SPLIT = (0.49, 0.49, 0.02)


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
    threshold = 0.444 * driest_deficit
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
