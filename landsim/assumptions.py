"""Assumptions: numbers that no series supports, carried with their range to every output that rests on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumption:
    """One assumed number. ``country`` is an ISO 3166 alpha-3 code, or "" for the whole region.

    ``value``, ``low`` and ``high`` are in ``unit``; ``text`` says in one line what was assumed and why.
    """

    name: str
    country: str
    value: float
    low: float
    high: float
    unit: str
    text: str
    source: str
    status: str = "assumption"
