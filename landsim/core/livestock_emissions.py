"""Enteric methane of livestock, IPCC 2019 Tier 1 (V4 T10.10, T10.11): heads x emission factor."""

from __future__ import annotations

from landsim.core.parameters import Parameter

_TIER1 = "IPCC 2019 V4 T10.10-10.11"

PARAMETERS = (
    Parameter(
        "livestock_emissions.enteric", "kg CH4/head/yr", 5.0, (0.0, 200.0), (4.0, 6.0), _TIER1,
        "enteric methane of one animal; cattle other than dairy", status="read", dimension="species",
        per_key={
            "cattle": (54.0, 43.0, 58.0, "other cattle, Asia 54 (43-56), Russia 58"),
            "buffalo": (68.0, 55.0, 80.0, _TIER1),
            "sheep": (5.0, 4.0, 9.0, "low productivity 5, high 9"),
            "goats": (5.0, 4.0, 9.0, "low productivity 5, high 9"),
            "horses": (18.0, 13.0, 23.0, _TIER1),
            "camels": (46.0, 36.0, 56.0, _TIER1),
        },
    ),
)  # fmt: skip
