"""Enteric methane of livestock, IPCC 2019 Tier 1 (V4 T10.10, T10.11): heads x emission factor."""

from __future__ import annotations

from landsim.core.parameters import Parameter

_TIER1 = "IPCC 2019 V4 T10.10-10.11"

PARAMETERS = (
    Parameter(
        "livestock_emissions.enteric", "kg CH4/head/yr", 5.0, (0.0, 200.0), (3.5, 9.0), _TIER1,
        "enteric methane of one animal", status="read", dimension="animal",
        per_key={
            "dairy_cattle": (78.0, 55.0, 101.0, f"{_TIER1}, Asia"),
            "other_cattle": (54.0, 43.0, 70.0, f"{_TIER1}, Asia: all 54, high productivity 43, low 56"),
            "buffalo": (68.0, 48.0, 88.0, _TIER1),
            "sheep": (5.0, 4.0, 9.0, "low productivity 5, high 9"),
            "goats": (5.0, 4.0, 9.0, "low productivity 5, high 9"),
            "horses": (18.0, 13.0, 23.0, _TIER1),
            "camels": (46.0, 36.0, 56.0, _TIER1),
            "asses": (10.0, 7.0, 13.0, f"{_TIER1}, recalled"),
            "mules": (10.0, 7.0, 13.0, f"{_TIER1}, recalled"),
            "pigs": (1.0, 0.7, 2.0, "low productivity 1, high 1.5, recalled"),
            "intensive_dairy_cattle": (96.0, 67.0, 125.0, f"{_TIER1}, Asia, high productivity"),
            "intensive_other_cattle": (56.0, 43.0, 75.0, f"{_TIER1}, between Asia and Eastern Europe: assumption"),
            "intensive_pigs": (1.5, 1.0, 2.0, "high productivity, recalled"),
            "pastoral_cattle": (45.0, 30.0, 60.0, "0.8 of other cattle of low productivity, as for yaks: assumption"),
            "russian_dairy_cattle": (93.0, 65.0, 121.0, f"{_TIER1}, Eastern Europe"),
            "russian_other_cattle": (58.0, 41.0, 75.0, f"{_TIER1}, Eastern Europe"),
            "russian_sheep": (5.0, 3.5, 9.0, "low productivity 5, high 9"),
            "russian_goats": (5.0, 3.5, 9.0, "low productivity 5, high 9"),
            "russian_horses": (18.0, 13.0, 23.0, _TIER1),
        },
    ),
    Parameter(
        "livestock_emissions.feed_reduction", "1", 0.15, (0.0, 0.9), (0.05, 0.3),
        "own judgement after published trials of forage and additives; inhibitors reach 0.3 in sheds",
        "enteric methane avoided in cattle and buffaloes that get improved feed",
    ),
)  # fmt: skip
