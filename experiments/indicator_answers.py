"""How much each indicator of land answers to measures: pairs of runs on the shipped grid, with a measure and without.

    python experiments/indicator_answers.py

prints the table of docs/indicators.md: the change of a national value of stocks.csv in 2030 and 2050.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import landsim
from landsim.results import Run

DUST, SPECIES, HEAVY, PROTECTED, DROUGHT = (
    "dust_emission_index",
    "mean_species_abundance",
    "heavily_grazed_share",
    "protected_area_share",
    "drought_expected_sheep_units",
)
YEARS = (2030, 2050)
# Scenario below, country, measure, amount, unit, further keys, indicators to tell of.
CASES: tuple[tuple[str, str, str, float, str, dict[str, Any], tuple[str, ...]], ...] = (
    ("frozen", "MNG", "grazing_exclosure", 20.0, "Mha", {}, (DUST, SPECIES, HEAVY)),
    ("frozen", "MNG", "herd_reduction", 0.2, "fraction", {}, (DUST, SPECIES, HEAVY, DROUGHT)),
    ("frozen", "MNG", "grazing_cap", 1.0, "fraction", {}, (DUST, SPECIES, HEAVY, DROUGHT)),
    ("frozen", "MNG", "sand_control", 1.0, "Mha", {}, (DUST,)),
    ("frozen", "MNG", "afforestation", 1.0, "Mha", {"vegetation": "saxaul"}, (DUST, SPECIES)),
    ("frozen", "MNG", "afforestation", 1.0, "Mha", {"vegetation": "saxaul", "donors": ["other_land"]}, (DUST,)),
    ("frozen", "CHN", "sand_control", 5.0, "Mha", {}, (DUST, SPECIES)),
    ("frozen", "CHN", "sand_control", 5.0, "Mha", {"province": "Inner Mongolia"}, (DUST,)),
    ("frozen", "CHN", "revegetation", 5.0, "Mha", {}, (DUST,)),
    ("frozen", "CHN", "shelter_belts", 1.0, "Mha", {}, (DUST,)),
    ("frozen", "CHN", "conservation_tillage", 50.0, "Mha", {}, (DUST,)),
    ("frozen", "CHN", "cover_crops", 50.0, "Mha", {}, (DUST,)),
    ("frozen", "CHN", "afforestation", 5.0, "Mha", {"vegetation": "tree", "donors": ["cropland"]}, (DUST, SPECIES)),
    ("frozen", "CHN", "natural_regeneration", 5.0, "Mha", {"donors": ["cropland"]}, (DUST, SPECIES)),
    ("frozen", "CHN", "farmland_to_grassland", 5.0, "Mha", {}, (DUST, SPECIES)),
    ("frozen", "CHN", "protected_areas", 20.0, "Mha", {}, (SPECIES, PROTECTED)),
    ("frozen", "MNG", "protected_areas", 2.0, "Mha", {}, (SPECIES, PROTECTED)),
    ("baseline", "CHN", "forest_protection", 1.0, "fraction", {}, (SPECIES,)),
)


def run_of(include: str, keys: dict[str, Any]) -> Run:
    """A run of a shipped scenario, with one measure more where there are keys."""
    lines = ['name = "answer"', f'include = ["{include}"]']
    if keys:
        lines.append("[[measure]]")
        lines += [f"{key} = {_toml(value)}" for key, value in keys.items()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return landsim.run(path)


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def national(run: Run, country: str, variable: str, year: int) -> float:
    """One number of stocks.csv."""
    rows = run.stocks
    found = rows[(rows["country"] == country) & (rows["variable"] == variable) & (rows["year"] == year)]
    return float(found["value"].iloc[0])


def main() -> None:
    without = {include: run_of(include, {}) for include in dict.fromkeys(case[0] for case in CASES)}
    print("| over | measure | indicator | without, 2030 | change by 2030 | without, 2050 | change by 2050 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for include, country, kind, amount, unit, further, variables in CASES:
        keys = {"kind": kind, "country": country, "amount": amount, "unit": unit, "first_year": 2021,
                "last_year": 2030, "source": "assumption", **further}  # fmt: skip
        run = run_of(include, keys)
        more = "".join(f", {key} {value[0] if isinstance(value, list) else value}" for key, value in further.items())
        for variable in variables:
            cells = []
            for year in YEARS:
                usual = national(without[include], country, variable, year)
                cells += [f"{usual:.4f}", f"{national(run, country, variable, year) - usual:+.4f}"]
            print(f"| {include} | `{kind}`, {country}, {amount:g} {unit}{more} | `{variable}` | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
