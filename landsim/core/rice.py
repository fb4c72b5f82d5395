"""Methane of flooded rice, IPCC 2019 Tier 1 (V4 eq. 5.1-5.3): area x days x daily factor x scaling factors."""

from __future__ import annotations

from typing import Any

from landsim.core.parameters import Parameter

_JUDGED = "own judgement within IPCC 2019 T5.12: continuous flooding 1, one drainage 0.71, several 0.55"
_STRAW = "own judgement: straw and manure times IPCC 2019 T5.14 (straw less than 30 days before 1, earlier 0.19)"

PARAMETERS = (
    Parameter(
        "rice.daily_factor", "kg CH4/ha/day", 1.32, (0.0, 10.0), (0.89, 1.96), "IPCC 2019 T5.11, East Asia",
        "methane of a field flooded throughout without organic amendment", status="read", dimension="country",
        per_key={"RUS": (1.19, 0.8, 1.76, "IPCC 2019 T5.11, world")},
    ),
    Parameter(
        "rice.season", "day", 112.0, (1.0, 365.0), (73.0, 147.0), "IPCC 2019 T5.11A, East Asia",
        "days of a rice season", status="read", dimension="country",
        per_key={"RUS": (113.0, 74.0, 152.0, "IPCC 2019 T5.11A, world")},
    ),
    Parameter(
        "rice.water_factor", "1", 0.71, (0.0, 1.5), (0.55, 1.0), _JUDGED, "water management during the season, SF_w",
        dimension="country",
        per_key={
            "CHN": (0.6, 0.5, 0.8, f"{_JUDGED}; mid-season drainage is the rule, several drainages are common"),
            "PRK": (1.0, 0.71, 1.0, _JUDGED), "RUS": (1.0, 0.71, 1.0, _JUDGED),
        },
    ),
    Parameter("rice.preseason_factor", "1", 1.0, (0.1, 5.0), (0.89, 2.41),
              "IPCC 2019 T5.13, not flooded for less than 180 days; longer 0.89, flooded 2.41",
              "water before the season, SF_p", status="read"),
    Parameter(
        "rice.amendment", "t/ha", 1.8, (0.0, 20.0), (0.5, 3.5), _STRAW,
        "organic matter ploughed in before a season, as fresh straw that counts whole", dimension="country",
        per_key={
            "CHN": (2.0, 0.8, 4.0, _STRAW), "PRK": (0.4, 0.0, 1.5, _STRAW), "RUS": (1.0, 0.3, 2.0, _STRAW),
        },
    ),
    Parameter("rice.amendment_exponent", "1", 0.59, (0.0, 2.0), (0.54, 0.64), "IPCC 2019 eq. 5.3",
              "how methane follows organic amendment", status="read"),
    Parameter("rice.drained_factor", "1", 0.55, (0.0, 1.5), (0.41, 0.72), "IPCC 2019 T5.12, several drainages",
              "SF_w of fields that are drained several times", status="read"),
    Parameter("rice.nitrogen_rate", "kg N/ha", 150.0, (0.0, 600.0), (80.0, 250.0), "own judgement",
              "nitrogen on a hectare of rice, for the N2O that drainage adds"),
    Parameter("rice.drained_nitrous_oxide", "kg N2O-N/kg N", 0.002, (0.0, 0.1), (0.0, 0.006),
              "IPCC 2019 T11.1: drained 0.005 less flooded throughout 0.003", "N2O that drainage adds", status="read"),
)  # fmt: skip


def amendment_factor(amendment: Any, exponent: Any) -> Any:
    """SF_o = (1 + sum of ROA x CFOA)^exponent (IPCC 2019 eq. 5.3); amendment is that sum in t/ha."""
    return (1.0 + amendment) ** exponent


def seasonal_methane(daily: Any, days: Any, water: Any, preseason: Any, organic: Any) -> Any:
    """Methane of one hectare in a season, kg: EF_c x t x SF_w x SF_p x SF_o (IPCC 2019 eq. 5.1-5.2)."""
    return daily * days * water * preseason * organic
