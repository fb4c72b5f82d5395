"""The same money over the whole region, or in six equal parts at home: two scenarios, and what they differ in.

Money is spent in steps, each on the measure that saves most for a dollar next to what is bought already: by runs of one
country with and without the step, so measures that share land do not count it twice. `apart` spends each country's part
at home, `cooperation` the sum wherever it saves most. What a step saves is the mean of 2021-2050, land sector and
farming. Unit costs are those of landsim/data/tables/measure_costs.csv, most of them assumptions.

Writes scenarios/cooperation.toml and scenarios/apart.toml, runs both and prints what the region gains.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

import landsim
from landsim.comparison.country_runs import CountryRuns, land_and_farming
from landsim.landscape import load_landscape
from landsim.names import COUNTRIES
from landsim.policy.costs import unit_cost
from landsim.promises.backwards import in_force
from landsim.scenario import load_scenario
from landsim.scenario_file import RawMeasure
from landsim.scenario_measures import one_measure

KINDS = (
    "afforestation", "natural_regeneration", "grazing_cap", "grazing_exclosure", "seasonal_grazing",
    "pasture_improvement", "fire_management", "peat_rewetting", "conservation_tillage", "straw_return",
)  # fmt: skip
FIRST, LAST, UNTIL = 2021, 2030, 2050
Portfolio = tuple[tuple[str, float], ...]  # kind, Mha
SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
TOLD = ("forest_area", "overgrazed_area", "rangeland_condition", "net_degraded_area", "dust_emission_index")


@dataclass
class Step:
    country: str
    portfolio: Portfolio
    saved: float
    cost: float


@dataclass
class Market:
    """Outcomes of portfolios by country, each stepped once."""

    runs: CountryRuns = field(default_factory=lambda: CountryRuns(load_scenario("baseline"), load_landscape()))

    def __post_init__(self) -> None:
        self.outcome = cache(self._outcome)

    def _outcome(self, country: str, portfolio: Portfolio) -> tuple[float, tuple[float, ...]]:
        """Mean Mt a year saved in 2021-2050 (up to a constant), and the Mha of each measure in force in the end."""
        measures = tuple(
            one_measure(RawMeasure.model_validate(keys(country, kind, amount)), "experiment", FIRST, 2060)
            for kind, amount in portfolio
        )
        plan, found = self.runs.with_measures(country, measures)
        inside = (self.runs.years >= FIRST) & (self.runs.years <= UNTIL)
        saved = -float(land_and_farming(found, country).sum(axis=0)[inside].mean())
        at = int(np.searchsorted(self.runs.years, LAST))
        return saved, tuple(in_force(plan, one, at) for one in plan.placed)

    def steps(self, country: str, portfolio: Portfolio, money: float) -> list[Step]:
        """What up to `money` (million USD a year) more on each kind would save; what finds no land is not paid."""
        before = dict(portfolio)
        now = self.outcome(country, portfolio)[0]
        found = []
        for kind in KINDS:
            cost = unit_cost(kind, country)
            if cost is None or (kind == "peat_rewetting" and country == "KOR"):
                continue
            asked = before.get(kind, 0.0) + money / cost.annualised()
            wanted = tuple(sorted({**before, kind: asked}.items()))
            saved, amounts = self.outcome(country, wanted)
            got = dict(zip((name for name, _ in wanted), amounts, strict=True))
            added = min(got[kind], asked) - before.get(kind, 0.0)
            spent = added * cost.annualised()
            if spent > 0.02 * money and saved > now:
                kept = tuple(sorted({**before, kind: before.get(kind, 0.0) + added}.items()))
                found.append(Step(country, kept, saved - now, spent))
        return found


def spend(market: Market, countries: tuple[str, ...], budget: float, step: float) -> dict[str, Portfolio]:
    """Portfolios of countries that share a budget, million USD a year, step by step."""
    portfolios: dict[str, Portfolio] = dict.fromkeys(countries, ())
    left = budget
    while left > 0.02 * step:
        money = min(step, left)
        choices = [one for country in countries for one in market.steps(country, portfolios[country], money)]
        if not choices:
            break
        best = max(choices, key=lambda one: one.saved / one.cost)
        portfolios[best.country] = best.portfolio
        left -= best.cost
    return portfolios


def keys(country: str, kind: str, amount: float) -> dict[str, object]:
    return {
        "kind": kind, "country": country, "amount": amount, "unit": "Mha", "first_year": FIRST, "last_year": LAST,
        "source": "assumption", "additional": True,
    }  # fmt: skip


def scenario_text(name: str, title: str, description: str, portfolios: dict[str, Portfolio]) -> str:
    lines = [
        "# Written by experiments/cooperation.py: do not edit by hand, run it again.",
        f'\nname = "{name}"\ntitle = "{title}"\ndescription = """\n{description}"""\n\ninclude = ["baseline"]',
    ]
    for country in COUNTRIES:
        for kind, amount in portfolios[country]:
            cost = unit_cost(kind, country)
            assert cost is not None
            lines.append(
                f'\n[[measure]]\nid = "{country.lower()}-{kind.replace("_", "-")}"\nkind = "{kind}"\n'
                f'country = "{country}"\namount = {float(f"{amount:.4g}")}\nunit = "Mha"\nfirst_year = {FIRST}\n'
                f"last_year = {LAST}\nadditional = true\n"
                f'source = "experiments/cooperation.py: what saves most for a dollar at {cost.annualised():.4g} USD a '
                f'hectare and year ({cost.status}; measure_costs.csv): assumption"'
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budget", type=float, default=50.0, help="million USD a year of each country")
    parser.add_argument("--step", type=float, default=10.0, help="million USD a year spent at a time")
    asked = parser.parse_args()
    market = Market()
    total = asked.budget * len(COUNTRIES)
    apart = {c: spend(market, (c,), asked.budget, asked.step)[c] for c in COUNTRIES}
    together = spend(market, COUNTRIES, total, asked.step)
    how = (
        f"{total:g} million USD a year in all (annualised), spent in steps of {asked.step:g} on what saves most next "
        "to\nwhat is bought already"
    )
    texts = {
        "apart": scenario_text(
            "apart", "Six countries, each with its own money",
            f"{how}: {asked.budget:g} million in each country, at home. The counterpart of `cooperation`.", apart,
        ),
        "cooperation": scenario_text(
            "cooperation", "The same money placed over the whole region",
            f"{how}: in whichever country that is. The counterpart of `apart`.", together,
        ),
    }  # fmt: skip
    for name, text in texts.items():
        (SCENARIOS / f"{name}.toml").write_text(text, encoding="utf-8")
    report({name: landsim.run(name) for name in ("baseline", *texts)})


def report(runs: dict[str, landsim.Run]) -> None:
    """Differences to baseline, by country and of the region."""
    years = runs["baseline"].drivers.years
    inside = (years >= FIRST) & (years <= UNTIL)

    def net(run: landsim.Run) -> np.ndarray:
        return run.account.inventory["lulucf_net"] + run.account.agriculture_difference_in(run.account.gwp)

    print("| | " + " | ".join((*COUNTRIES, "NEA")) + " |")
    print("| --- |" + " --- |" * (len(COUNTRIES) + 1))
    for name in ("apart", "cooperation"):
        saved = net(runs["baseline"]) - net(runs[name])
        for label, of in (
            ("Mt a year, 2021-2050", saved[:, inside].mean(axis=1)),
            ("Mt in 2030", saved[:, years == LAST][:, 0]),
            ("Mt in 2050", saved[:, years == UNTIL][:, 0]),
        ):
            print(f"| `{name}`, {label} | " + " | ".join(f"{x:.1f}" for x in (*of, of.sum())) + " |")
        cost = runs[name].policy.query("year == @LAST").groupby("country")["cost"].sum()
        spent = [float(cost.get(c, 0.0)) for c in COUNTRIES]
        print(f"| `{name}`, million USD in 2030 | " + " | ".join(f"{x:.0f}" for x in (*spent, sum(spent))) + " |")
        for variable in TOLD:
            tables = [runs[one].stocks for one in ("baseline", name)]
            base, own = (
                t[(t["variable"] == variable) & (t["year"] == UNTIL)].set_index("country")["value"] for t in tables
            )
            if len(base):
                change = own - base
                cells = " | ".join(f"{change[c]:+.3g}" if c in change else "-" for c in (*COUNTRIES, "NEA"))
                print(f"| `{name}`, {variable} in 2050 | {cells} |")


if __name__ == "__main__":
    main()
