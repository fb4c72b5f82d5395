"""Gases of manure, IPCC 2019 Tier 1 (V4 eq. 10.22A, 10.24, 10.30): volatile solids and nitrogen by body weight.

Excreta lie on pasture, or are stored and later spread. Deposited nitrogen has its own factors of N2O; stored dung
gives methane by its potential B0 and the methane conversion factor of the way it is stored.
"""

from __future__ import annotations

from typing import Any

from landsim.core.parameters import Parameter

NITROUS_OXIDE_PER_NITROGEN = 44.0 / 28.0
# t of methane in a m3 (kg/m3 x 1e-3), as IPCC uses it for B0.
METHANE_DENSITY = 0.67
_BY_WEIGHT = "IPCC 2019 T10A.5, T10.13A, T10.19"
_RECALLED = f"{_BY_WEIGHT}, recalled"


def _around(value: float, source: str, spread: float = 0.25) -> tuple[float, float, float, str]:
    return value, value * (1.0 - spread), value * (1.0 + spread), source


PARAMETERS = (
    Parameter(
        "manure.body_weight", "kg", 305.0, (1.0, 1500.0), (229.0, 381.0), _BY_WEIGHT, "mean weight of an animal",
        status="read", dimension="animal",
        per_key={
            "dairy_cattle": _around(386.0, _BY_WEIGHT), "other_cattle": _around(305.0, _BY_WEIGHT),
            "buffalo": _around(336.0, _RECALLED), "sheep": _around(45.0, _BY_WEIGHT),
            "goats": _around(24.0, _BY_WEIGHT), "horses": _around(238.0, _BY_WEIGHT),
            "camels": _around(217.0, _BY_WEIGHT), "asses": _around(130.0, _RECALLED),
            "mules": _around(130.0, _RECALLED), "pigs": _around(58.0, _RECALLED),
            "intensive_dairy_cattle": _around(550.0, f"{_BY_WEIGHT}, Eastern Europe: assumption"),
            "intensive_other_cattle": _around(500.0, f"{_BY_WEIGHT}, Eastern Europe: assumption"),
            "intensive_pigs": _around(58.0, _RECALLED),
            "pastoral_cattle": _around(305.0, f"{_BY_WEIGHT}, Asia, low productivity"),
            "russian_dairy_cattle": _around(550.0, _BY_WEIGHT), "russian_other_cattle": _around(500.0, _BY_WEIGHT),
            "russian_sheep": _around(55.0, _BY_WEIGHT), "russian_goats": _around(36.0, _BY_WEIGHT),
            "russian_horses": _around(377.0, _BY_WEIGHT),
        },
    ),
    Parameter(
        "manure.volatile_solids", "kg VS/1000 kg/day", 9.8, (0.1, 30.0), (7.4, 12.3), _BY_WEIGHT,
        "volatile solids excreted by weight of the animal", status="read", dimension="animal",
        per_key={
            "dairy_cattle": _around(9.0, _BY_WEIGHT), "other_cattle": _around(9.8, _BY_WEIGHT),
            "buffalo": _around(13.5, _RECALLED), "sheep": _around(8.3, _BY_WEIGHT), "goats": _around(10.4, _BY_WEIGHT),
            "horses": _around(7.2, _BY_WEIGHT), "camels": _around(7.4, _BY_WEIGHT),
            "asses": _around(7.2, _RECALLED), "mules": _around(7.2, _RECALLED), "pigs": _around(5.8, _RECALLED),
            "intensive_dairy_cattle": _around(6.7, f"{_BY_WEIGHT}, Eastern Europe: assumption"),
            "intensive_other_cattle": _around(7.6, f"{_BY_WEIGHT}, Eastern Europe: assumption"),
            "intensive_pigs": _around(5.8, _RECALLED),
            "pastoral_cattle": _around(10.8, f"{_BY_WEIGHT}, Asia, low productivity"),
            "russian_dairy_cattle": _around(6.7, _BY_WEIGHT), "russian_other_cattle": _around(7.6, _BY_WEIGHT),
            "russian_sheep": _around(8.2, _BY_WEIGHT), "russian_goats": _around(9.0, _BY_WEIGHT),
            "russian_horses": _around(5.65, _BY_WEIGHT),
        },
    ),
    Parameter(
        "manure.nitrogen", "kg N/1000 kg/day", 0.38, (0.01, 2.0), (0.28, 0.48), _BY_WEIGHT,
        "nitrogen excreted by weight of the animal", status="read", dimension="animal",
        per_key={
            "dairy_cattle": _around(0.44, _BY_WEIGHT), "other_cattle": _around(0.38, _BY_WEIGHT),
            "buffalo": _around(0.44, _RECALLED), "sheep": _around(0.32, _BY_WEIGHT), "goats": _around(0.34, _BY_WEIGHT),
            "horses": _around(0.46, _BY_WEIGHT), "camels": _around(0.46, _BY_WEIGHT),
            "asses": _around(0.46, _RECALLED), "mules": _around(0.46, _RECALLED), "pigs": _around(0.45, _RECALLED),
            "intensive_dairy_cattle": _around(0.42, f"{_BY_WEIGHT}, Eastern Europe: assumption"),
            "intensive_other_cattle": _around(0.47, f"{_BY_WEIGHT}, Eastern Europe: assumption"),
            "intensive_pigs": _around(0.45, _RECALLED),
            "pastoral_cattle": _around(0.39, f"{_BY_WEIGHT}, Asia, low productivity"),
            "russian_dairy_cattle": _around(0.42, _BY_WEIGHT), "russian_other_cattle": _around(0.47, _BY_WEIGHT),
            "russian_sheep": _around(0.36, _BY_WEIGHT), "russian_goats": _around(0.44, _BY_WEIGHT),
            "russian_horses": _around(0.30, _BY_WEIGHT),
        },
    ),
    Parameter(
        "manure.pasture_share", "1", 0.5, (0.0, 1.0), (0.3, 0.7),
        "own judgement after the grazing share of the diet; no statistics",
        "excreta of grazing species that lie on pasture; those of pigs never do", dimension="country",
        per_key={
            "CHN": (0.45, 0.3, 0.6, "own judgement: pastoral provinces hold about half of the grazing herd"),
            "PRK": (0.4, 0.2, 0.6, "own judgement"), "JPN": (0.05, 0.0, 0.15, "own judgement: kept in sheds"),
            "MNG": (0.9, 0.75, 0.98, "own judgement: night corrals only"),
            "KOR": (0.05, 0.0, 0.15, "own judgement: kept in sheds"),
            "RUS": (0.35, 0.2, 0.5, "own judgement: half a year indoors"),
        },
    ),
    Parameter("manure.pasture_methane", "g CH4/kg VS", 0.6, (0.0, 10.0), (0.4, 0.8), "IPCC 2019 T10.14",
              "methane of dung on pasture, every species and climate", status="read"),
    Parameter("manure.stored_methane", "g CH4/kg VS", 1.7, (0.0, 100.0), (1.2, 3.2),
              "IPCC 2019 T10.14, solid storage, cattle of low productivity, cool; high productivity 3.2",
              "methane of stored dung of grazing species", status="read"),
    Parameter(
        "manure.pig_conversion", "1", 0.12, (0.0, 1.0), (0.04, 0.3),
        "own judgement: a mix of pit, slurry and solid storage (IPCC 2019 T10.17: 0.02 to 0.3 where it is cool)",
        "methane conversion factor of stored pig manure", dimension="country",
        per_key={
            "CHN": (0.15, 0.06, 0.3, "own judgement: pits below pens, warm south"),
            "MNG": (0.04, 0.02, 0.1, "own judgement: solid storage"),
            "PRK": (0.08, 0.03, 0.2, "own judgement: household pigs"),
        },
    ),
    Parameter("manure.pig_potential", "m3 CH4/kg VS", 0.35, (0.1, 0.6), (0.29, 0.45),
              "IPCC 2019 T10.16: low productivity 0.29, high 0.45, recalled", "methane potential B0 of pig manure"),
    Parameter("manure.deposited_cattle", "kg N2O-N/kg N", 0.002, (0.0, 0.1), (0.0, 0.006),
              "IPCC 2019 T11.1, EF3 of cattle where it is dry; 0.006 where it is wet",
              "N2O of nitrogen that cattle, buffaloes and pigs leave on pasture", status="read"),
    Parameter("manure.deposited_other", "kg N2O-N/kg N", 0.003, (0.0, 0.1), (0.0, 0.01), "IPCC 2019 T11.1, EF3",
              "N2O of nitrogen that sheep and other animals leave on pasture", status="read"),
    Parameter("manure.stored_nitrous_oxide", "kg N2O-N/kg N", 0.01, (0.0, 0.1), (0.005, 0.02),
              "IPCC 2019 T10.21, solid storage", "direct N2O of nitrogen in stored manure", status="read"),
    Parameter("manure.stored_volatilised", "1", 0.3, (0.0, 1.0), (0.12, 0.5), "IPCC 2019 T10.22, recalled",
              "nitrogen of stored manure that leaves as ammonia and NOx"),
    Parameter("manure.treatment_reduction", "1", 0.5, (0.0, 1.0), (0.3, 0.7),
              "own judgement: covers, digesters and quick removal in published trials",
              "methane and N2O of stored manure avoided where it is treated better"),
)  # fmt: skip


def yearly_excretion(body_weight: Any, rate: Any) -> Any:
    """Volatile solids or nitrogen of one animal, kg/yr (IPCC 2019 eq. 10.22A and 10.30).

    body_weight in kg, rate in kg a day for each 1000 kg of animal; numbers or arrays.
    """
    return body_weight * rate * 365.0 / 1000.0


def dung_methane(volatile_solids: Any, grams_per_kilogram: Any) -> Any:
    """Methane of dung, kg/yr, from volatile solids in kg/yr and a factor in g CH4/kg VS (IPCC 2019 eq. 10.22)."""
    return volatile_solids * grams_per_kilogram / 1000.0


def nitrous_oxide(nitrogen: Any, factor: Any) -> Any:
    """Direct N2O of nitrogen (kg or any other mass), as a mass of N2O; factor in kg N2O-N/kg N (eq. 10.25, 11.1)."""
    return nitrogen * factor * NITROUS_OXIDE_PER_NITROGEN
