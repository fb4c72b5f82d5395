"""Paths beside the reference: as pledged in NDCs, and as pledged for the long term.

They share the history and the reference. A pledge that asks for less than the reference gives does not lift it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from landsim.assumptions import Assumption
from landsim.economy.economy_path import EconomyPath
from landsim.economy.series import FloatArray, series_of
from landsim.gwp import PATH_GWP, gwp_factor
from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.pledge_indicators import implied_level
from landsim.targets import EXCLUDED, Target

# Pledges for later years are long-term goals, not NDCs.
LAST_NDC_YEAR = 2040
GOAL_VARIABLE = "long_term_goal"


@dataclass(frozen=True)
class PledgedPath:
    """One country's path from the last year of history on, MtCO2e in the set of the economy paths.

    knots  the years of pledges; status and source are those of the years up to and after them
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    knots: tuple[int, ...]
    source: str
    status: str


@dataclass(frozen=True)
class _Knot:
    year: int
    value: float
    low: float
    high: float
    source: str
    status: str


def ndc_path(economy: EconomyPath, country: str, targets: Sequence[Target]) -> PledgedPath:
    """The reference, bent down to the country's headline pledges without the land sector.

    The ratio to the reference falls linearly from 1 in the last year of history to each pledge, and is held after the
    last. Without a pledge in tonnes the level that an intensity pledge implies stands in; without any, the reference.
    """
    knots = []
    for target in targets:
        if target.country != country or not target.headline or target.year > LAST_NDC_YEAR:
            continue
        if target.in_tonnes:
            factor = gwp_factor(country, target.gwp).value
            levels = [target.target_level(EXCLUDED), *target.target_range(EXCLUDED)]
            status = target.status
        elif target.kind == "intensity":
            factor, levels, status = 1.0, list(implied_level(target, economy)), "assumption"
        else:
            continue
        value, low, high = (level / factor for level in levels)
        knots.append(_Knot(target.year, value, low, high, f"{target.name}: {target.source}", status))
    by_year = {knot.year: knot for knot in reversed(knots)}
    if not by_year:
        return _as(economy, country, "no pledge in tonnes: the reference path", "assumption")
    return _bent(economy, country, [by_year[year] for year in sorted(by_year)])


def net_zero_path(economy: EconomyPath, country: str, ndc: PledgedPath) -> PledgedPath:
    """The NDC path to its last pledge, then linear to the gross emissions of the long-term goal, then held.

    A country without such a goal stays on its NDC path, and its status says `assumption`.
    """
    rows = series_of("economy_projections", country, GOAL_VARIABLE)
    if rows.empty:
        return PledgedPath(
            ndc.value, ndc.low, ndc.high, ndc.knots, "no long-term goal: the NDC path goes on", "assumption"
        )
    years = economy.years
    start = max((*ndc.knots, economy.history_last_year[country]))
    goal_years = rows.index.to_numpy(dtype=float)
    later = years > start
    bounds = []
    for path, column in ((ndc.value, "value"), (ndc.low, "low"), (ndc.high, "high")):
        levels = rows[column].fillna(rows["value"]).to_numpy(dtype=float)
        levels = levels / np.array([gwp_factor(country, str(gwp)).value for gwp in rows["gwp"]])
        at_start = float(np.interp(start, years, path))
        bent = np.interp(years, np.concatenate(([start], goal_years)), np.concatenate(([at_start], levels)))
        bounds.append(np.where(later, np.minimum(bent, path), path))
    value, low, high = bounds
    statuses = dict.fromkeys(rows["status"])
    return PledgedPath(
        value,
        np.minimum(low, value),
        np.maximum(high, value),
        (*ndc.knots, *(int(year) for year in rows.index)),
        " | ".join(dict.fromkeys(rows["source"])),
        "estimate" if "estimate" in statuses else next(iter(statuses)),
    )


def pledged_assumptions(economy: EconomyPath, paths: dict[str, dict[str, PledgedPath]]) -> tuple[Assumption, ...]:
    """What the pledged paths take for granted, with their levels in 2030 and 2050."""
    texts = {
        "ndc": "the reference path bent down linearly to the headline pledge without the land sector, the same ratio "
        "held after it; a pledge above the reference does not lift it",
        "net_zero": "from the NDC path linear to the gross emissions of the long-term goal, then held",
    }
    rows = []
    for name, by_country in paths.items():
        for country, path in by_country.items():
            for year in (2030, 2050):
                at = np.flatnonzero(economy.years == year)
                if at.size:
                    rows.append(
                        Assumption(
                            name=f"economy_{name}_path_{year}",
                            country=country,
                            value=float(path.value[at[0]]),
                            low=float(path.low[at[0]]),
                            high=float(path.high[at[0]]),
                            unit=f"MtCO2e ({PATH_GWP})",
                            text=f"Emissions of {COUNTRY_NAMES[country]} without LULUCF in {year}: {texts[name]}.",
                            source=path.source,
                        )
                    )
    return tuple(rows)


def _as(economy: EconomyPath, country: str, source: str, status: str) -> PledgedPath:
    row = COUNTRIES.index(country)
    return PledgedPath(economy.value[row], economy.low[row], economy.high[row], (), source, status)


def _bent(economy: EconomyPath, country: str, knots: list[_Knot]) -> PledgedPath:
    row, years = COUNTRIES.index(country), economy.years
    last = economy.history_last_year[country]

    def bend(reference: FloatArray, levels: list[float]) -> FloatArray:
        at: npt.NDArray[np.float64] = np.interp([knot.year for knot in knots], years, reference)
        ratios = [min(1.0, level / there) for level, there in zip(levels, at, strict=True)]
        return np.asarray(reference * np.interp(years, [last, *(knot.year for knot in knots)], [1.0, *ratios]))

    value = bend(economy.value[row], [knot.value for knot in knots])
    low = bend(economy.low[row], [knot.low for knot in knots])
    high = bend(economy.high[row], [knot.high for knot in knots])
    statuses = {knot.status for knot in knots}
    weakest = next((name for name in ("assumption", "estimate") if name in statuses), knots[0].status)
    return PledgedPath(
        value,
        np.minimum(low, value),
        np.maximum(high, value),
        tuple(knot.year for knot in knots),
        " | ".join(dict.fromkeys(knot.source for knot in knots)),
        weakest,
    )
