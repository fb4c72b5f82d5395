"""Land degradation (SDG indicator 15.3.1): thresholds, trend test, classes of productivity, soil after conversion.

UNCCD Good Practice Guidance for SDG indicator 15.3.1, version 2.0 (2021), as the documentation of Trends.Earth reads
it. Two thresholds are not from there: the least slope of a trend and the least change of state. A series without the
scatter of observations has a significant trend however small it is.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landsim.core.dimensions import SOIL_CLIMATES
from landsim.core.parameters import Parameter

_GUIDANCE = "UNCCD Good Practice Guidance SDG 15.3.1 version 2.0 (2021), as documented by Trends.Earth"
_SPREAD = f"{_GUIDANCE}; range: own judgement"
_RESTORED = (
    "assumption: restoration, unlike the default matrix: Grain for Green in China, grass that came back on abandoned "
    "wheat fields in Mongolia; ploughed steppe is a loss there, or land ploughed and given back would gain twice"
)
_BOREAL = f"{_GUIDANCE}, temperate: there is no value for boreal land; range: own judgement"
CLASSES = 10


def _farming_factor(climate: str) -> tuple[float, float, float, str]:
    spread = (0.69, 0.58, 0.80) if climate.endswith("moist") else (0.80, 0.66, 0.90)
    return (*spread, _BOREAL if climate.startswith("boreal") else _SPREAD)


PARAMETERS = (
    Parameter(
        "land_degradation.significance", "1", 0.05, (0.0001, 0.5), (0.01, 0.1), _SPREAD,
        "largest p of the Mann-Kendall test at which productivity has a trend", status="read",
    ),
    Parameter(
        "land_degradation.minimum_slope", "1/yr", 0.003, (0.0, 0.5), (0.0015, 0.01),
        "own judgement: above what CO2 adds to growth in a year (0.0013 to 0.0018); 0 is the published method",
        "slope relative to the mean, below which productivity has no trend",
    ),
    Parameter(
        "land_degradation.state_widening", "1", 0.05, (0.0, 1.0), (0.02, 0.1), _SPREAD,
        "share of the baseline's span by which it is widened at each end", status="read",
    ),
    Parameter(
        "land_degradation.state_change", "1", 2.0, (1.0, 9.0), (1.0, 3.0), _SPREAD,
        "classes out of ten by which the state has to move", status="read",
    ),
    Parameter(
        "land_degradation.state_minimum", "1", 0.025, (0.0, 1.0), (0.0, 0.05),
        "own judgement: two classes of ten near the middle are half a standard deviation, and observed production of "
        "forest scatters by about 5 % between years; 0 is the published method",
        "relative change below which the state is stable",
    ),
    Parameter(
        "land_degradation.performance_percentile", "%", 90.0, (50.0, 100.0), (85.0, 95.0), _SPREAD,
        "percentile that stands for the best of an ecological unit", status="read",
    ),
    Parameter(
        "land_degradation.performance_share", "1", 0.5, (0.0, 1.0), (0.4, 0.6), _SPREAD,
        "share of the best below which land does badly", status="read",
    ),
    Parameter(
        "land_degradation.farmland_to_grassland", "1", -1.0, (-1.0, 1.0), (-1.0, 1.0),
        f"{_GUIDANCE}: default matrix",
        "what farmland that becomes grassland is: 1 improvement, 0 stable, -1 degradation; grassland that becomes "
        "farmland is the opposite",
        dimension="country",
        per_key=dict.fromkeys(("CHN", "MNG"), (1.0, -1.0, 1.0, _RESTORED)), distribution="fixed",
    ),
    Parameter(
        "land_degradation.trees_on_steppe", "1", -1.0, (-1.0, 1.0), (-1.0, 1.0),
        "assumption: the default matrix says 1; the Guidance leaves context to countries, and planted trees draw down "
        "water where the natural cover is grass",
        "what trees on native steppe of the landscape (grassland too dry or too cold for forest) are: 1 improvement, "
        "0 stable, -1 degradation", distribution="fixed",
    ),
    Parameter(
        "land_degradation.soil_change", "1", 0.1, (0.001, 1.0), (0.05, 0.15), _SPREAD,
        "relative change of soil carbon that counts", status="read",
    ),
    Parameter(
        "land_degradation.farming_factor", "1", 0.80, (0.05, 3.0), (0.66, 0.90), _SPREAD,
        "soil carbon left when plant cover becomes cropland; its inverse on the way back", status="read",
        dimension="soil_climate", per_key={climate: _farming_factor(climate) for climate in SOIL_CLIMATES},
    ),
    Parameter(
        "land_degradation.wet_farming_factor", "1", 0.71, (0.05, 3.0), (0.42, 1.0), _SPREAD,
        "soil carbon left when wetland becomes cropland; its inverse on the way back", status="read",
    ),
    Parameter(
        "land_degradation.sealing_factor", "1", 0.1, (0.0, 1.0), (0.05, 0.5), _SPREAD,
        "soil carbon left when land becomes artificial or other land", status="read",
    ),
    Parameter(
        "land_degradation.greening_factor", "1", 2.0, (1.0, 10.0), (1.2, 3.0), _SPREAD,
        "soil carbon relative to before when artificial or other land gets plant cover", status="read",
    ),
    Parameter(
        "land_degradation.period", "yr", 20.0, (1.0, 200.0), (20.0, 50.0), _SPREAD,
        "years that soil carbon takes to follow land cover, in equal steps", status="read", distribution="fixed",
    ),
)  # fmt: skip


def mann_kendall(series: Any) -> tuple[Any, Any]:
    """S and its variance under no trend, with ties (Mann 1945, Kendall 1975); series [years, ...], any unit."""
    years = len(series)
    rises, tied = np.zeros(series.shape[1:]), np.zeros(series.shape[1:], dtype=bool)
    for year in range(years - 1):
        later = series[year + 1 :]
        above = (later > series[year]).sum(axis=0, dtype=np.int32)
        below = (later < series[year]).sum(axis=0, dtype=np.int32)
        rises += above - below
        tied |= above + below < len(later)
    variance = np.full(series.shape[1:], years * (years - 1.0) * (2.0 * years + 5.0))
    if tied.any():
        few = series[:, tied]
        # Summed over the values of a tie of t, (t - 1)(2 t + 5) is t (t - 1)(2 t + 5).
        equal = [(few == one).sum(axis=0) for one in few]
        variance[tied] -= sum((alike - 1.0) * (2.0 * alike + 5.0) for alike in equal)
    return rises, variance / 18.0


def standard_score(rises: Any, variance: Any) -> Any:
    """z of S with the correction for continuity; 0 where all values are equal."""
    spread = np.sqrt(variance)
    return np.divide(rises - np.sign(rises), spread, out=np.zeros_like(spread), where=spread > 0.0)


def relative_slope(series: Any) -> Any:
    """Slope of the least-squares line over the mean, 1/yr, 0 where the mean is 0; series [years, ...]."""
    time = np.arange(len(series)) - (len(series) - 1.0) / 2.0
    mean = np.abs(series.mean(axis=0))
    slope = np.tensordot(time, series, axes=1) / (time**2).sum()
    return np.divide(slope, mean, out=np.zeros_like(mean), where=mean > 0.0)


def class_bounds(baseline: Any, widening: Any) -> Any:
    """Percentiles 10 to 90 of the baseline [years, ...] with one value more beyond each end of its span."""
    lowest, highest = baseline.min(axis=0), baseline.max(axis=0)
    beyond = widening * (highest - lowest)
    widened = np.concatenate([baseline, [lowest - beyond, highest + beyond]])
    return np.percentile(widened, np.arange(1, CLASSES) * 100.0 / CLASSES, axis=0)


def class_of(value: Any, bounds: Any) -> Any:
    """Class from 1 to 10: one more than the bounds that lie below the value."""
    return 1 + (bounds < value).sum(axis=0)


def conversion_factors(farming: Any, wet_farming: Any, sealing: Any, greening: Any) -> Any:
    """Soil carbon after a full period over that before, [before, after]: tree-covered, grassland, cropland, wetland,
    artificial, other land, water body."""
    factors = np.ones((7, 7))
    factors[:4, 4:6] = sealing
    factors[4:6, :4] = greening
    factors[[0, 1, 3], 2] = farming, farming, wet_farming
    factors[2, [0, 1, 3]] = 1.0 / farming, 1.0 / farming, 1.0 / wet_farming
    return factors


def carbon_after(carbon: Any, factor: Any, years: Any, period: Any) -> Any:
    """Soil carbon some years after a conversion, in the unit of carbon: in equal steps to factor x carbon."""
    return carbon * (1.0 + (factor - 1.0) * np.minimum(years / period, 1.0))
