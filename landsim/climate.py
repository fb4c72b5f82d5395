"""Global climate of a scenario: warming against 1995-2014 and CO2, as straight lines between anchor years.

Every anchor is an assumption with a range (no yearly series is shipped); the local change comes from the
pattern on the land units, not from here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.assumptions import Assumption
from landsim.errors import InputError

FIRST_YEAR = 1990
LAST_YEAR = 2060
# The climate of a run whose fluxes hold no climate or CO2 effect: every year is like the first one.
CONSTANT = "constant"
CLIMATES = ("ssp1-2.6", "ssp2-4.5", "ssp3-7.0", "ssp5-8.5", CONSTANT)

# (year, value, low, high); warming in K against 1995-2014, CO2 in ppm.
Anchor = tuple[int, float, float, float]
_OBSERVED_WARMING: tuple[Anchor, ...] = (
    (1990, -0.25, -0.35, -0.15),
    (2005, 0.0, -0.05, 0.05),
    (2020, 0.30, 0.20, 0.40),
)
_OBSERVED_CO2: tuple[Anchor, ...] = (
    (1990, 354.0, 353.0, 355.0),
    (2000, 369.0, 368.0, 370.0),
    (2020, 412.0, 411.0, 414.0),
)
_WARMING_2050: dict[str, Anchor] = {
    "ssp1-2.6": (2050, 0.85, 0.45, 1.35),
    "ssp2-4.5": (2050, 1.15, 0.75, 1.65),
    "ssp3-7.0": (2050, 1.25, 0.85, 1.75),
    "ssp5-8.5": (2050, 1.55, 1.05, 2.15),
}
# The range of CO2 in 2050 is our own: 3 % for the carbon cycle under given emissions.
_CO2_2050: dict[str, Anchor] = {
    name: (2050, value, round(value * 0.97, 1), round(value * 1.03, 1))
    for name, value in (("ssp1-2.6", 469.0), ("ssp2-4.5", 507.0), ("ssp3-7.0", 541.0), ("ssp5-8.5", 563.0))
}
_WARMING_SOURCE = (
    "IPCC AR6 WG1, Table SPM.1 (2041-2060, less the 0.85 K of 1995-2014); history: rounded, own assumption"
)
_CO2_SOURCE = "NOAA global mean for 2000 and 2020 (1990 rounded); Meinshausen et al. 2020 for 2050"


def gmst_change(climate: str, years: ArrayLike) -> NDArray[np.float64]:
    """Change of global mean surface temperature against 1995-2014, K, for each of ``years``.

    Linear between the anchors; after 2050 the slope of 2020-2050 goes on. "constant" holds the value of 1990.
    """
    return _along(climate, years, _OBSERVED_WARMING, _WARMING_2050)


def co2_concentration(climate: str, years: ArrayLike) -> NDArray[np.float64]:
    """Global mean CO2 in air, ppm, for each of ``years``; the same rules as :func:`gmst_change`."""
    return _along(climate, years, _OBSERVED_CO2, _CO2_2050)


def climate_assumptions(climate: str) -> tuple[Assumption, ...]:
    """The anchors behind the two lines, each with its range."""
    _check(climate)
    rows: list[Assumption] = []
    for name, unit, observed, future, source in (
        ("gmst_change", "K", _OBSERVED_WARMING, _WARMING_2050, _WARMING_SOURCE),
        ("co2", "ppm", _OBSERVED_CO2, _CO2_2050, _CO2_SOURCE),
    ):
        if climate == CONSTANT:
            anchors: Sequence[Anchor] = observed[:1]
            text = "held at its value of 1990 in every year, so that no climate effect enters"
        else:
            anchors = (*observed, future[climate])
            text = f"{climate}: linear between the anchor years, after 2050 the same slope"
        rows.extend(
            Assumption(f"{name}_{year}", "", value, low, high, unit, f"{name} in {year}; {text}", source)
            for year, value, low, high in anchors
        )
    return tuple(rows)


def _check(climate: str) -> None:
    if climate not in CLIMATES:
        raise InputError(f"The key climate is {climate!r}; expected one of: {', '.join(CLIMATES)}.")


def _along(
    climate: str, years: ArrayLike, observed: tuple[Anchor, ...], future: dict[str, Anchor]
) -> NDArray[np.float64]:
    _check(climate)
    wanted = np.asarray(years, dtype=np.float64)
    outside = wanted[(wanted < FIRST_YEAR) | (wanted > LAST_YEAR)]
    if outside.size:
        raise InputError(
            f"The climate {climate!r} was asked for the year {outside.flat[0]:g}; "
            f"expected years from {FIRST_YEAR} to {LAST_YEAR}."
        )
    if climate == CONSTANT:
        return np.full(wanted.shape, observed[0][1])
    last, end = observed[-1], future[climate]
    slope = (end[1] - last[1]) / (end[0] - last[0])
    points = [(year, value) for year, value, _, _ in (*observed, end)]
    points.append((LAST_YEAR, end[1] + slope * (LAST_YEAR - end[0])))
    return np.interp(wanted, [year for year, _ in points], [value for _, value in points])
