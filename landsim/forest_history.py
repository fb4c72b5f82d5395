"""Gross change of forest and of planted forest between the areas of a forest resources assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from landsim.errors import InputError

YearValues = Mapping[int, float]


@dataclass(frozen=True)
class ForestInterval:
    """Mean yearly change between two reported areas.

    An area dated y is that of 31 December of y, so the interval holds the changes of the years
    ``first_year + 1`` to ``last_year``.
    """

    first_year: int
    last_year: int
    gain: float  # ha/yr, gross
    loss: float  # ha/yr, gross
    planted_share: float  # 0-1, planted part of the gain
    # ha/yr, net natural -> planted change inside forest that the reported planted area needs beside planting,
    # if all loss is taken from natural forest; can be negative
    restocking: float
    net_only: bool  # no gross rates were reported, the net change stands for them
    adjustment: float  # ha/yr, added to the reported net change to meet the change of the reported area


def forest_intervals(
    country: str,
    area: YearValues,
    planted: YearValues,
    expansion: YearValues,
    deforestation: YearValues,
    afforestation: YearValues,
) -> tuple[ForestInterval, ...]:
    """All intervals between consecutive reported areas (ha).

    Rates (ha/yr) are filed under the first year of their interval.
    """
    if len(area) < 2 or not set(area) <= set(planted):
        raise InputError(
            f"The fact table national_history.csv has forest_area of {country} in {_listed(area)} "
            f"and planted_forest in {_listed(planted)}; "
            "expected at least two years of forest_area, each with a row of planted_forest."
        )
    intervals: list[ForestInterval] = []
    for first, last in pairwise(sorted(area)):
        length = last - first
        net = (area[last] - area[first]) / length
        grown, cleared = expansion.get(first), deforestation.get(first)
        gain, loss = gross_change(net, grown, cleared)
        net_only = grown is None or cleared is None
        share = planted_share(afforestation.get(first), grown)
        intervals.append(
            ForestInterval(
                first_year=first,
                last_year=last,
                gain=gain,
                loss=loss,
                planted_share=share,
                restocking=(planted[last] - planted[first]) / length - share * gain,
                net_only=net_only,
                adjustment=0.0 if grown is None or cleared is None else net - (grown - cleared),
            )
        )
    return tuple(intervals)


def gross_change(net: float, expansion: float | None, deforestation: float | None) -> tuple[float, float]:
    """Gain and loss in ha/yr, neither below zero, whose difference is ``net``.

    Reported rates are rounded and need not meet the reported areas: the larger of the two takes up the
    difference, because that is the smallest relative change. Without both, the net change is the gross.
    """
    if expansion is None or deforestation is None:
        return max(net, 0.0), max(-net, 0.0)
    if expansion >= deforestation:
        gain = max(net + deforestation, net, 0.0)
        return gain, gain - net
    loss = max(expansion - net, -net, 0.0)
    return loss + net, loss


def planted_share(afforestation: float | None, expansion: float | None) -> float:
    """Planted part of the gain (0-1); 0 where nothing grew or no planting is reported."""
    if not afforestation or not expansion:
        return 0.0
    return min(afforestation / expansion, 1.0)


def _listed(series: YearValues) -> str:
    return ", ".join(str(year) for year in sorted(series)) or "no year"
