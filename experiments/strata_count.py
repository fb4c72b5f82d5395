"""How far strata are from the full grid, against their number, the scenario, and the parameters of a run.

    python experiments/strata_count.py [--scenario ndc-first ...] [--counts 750 1000 1500 3000] [--draws 12] [--seed 1]

First table: largest error of net LULUCF in any year after 2020 (MtCO2e) by country, for each number of strata and
scenario, with the CPU milliseconds of a run in its later runs. Second table, at the default number of strata: runs with
every parameter drawn evenly from its plausible range; root mean square of the error beside the spread (standard
deviation) of the full grid's result between draws, in 2050, and their correlation.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from landsim.core import parameters
from landsim.landscape import load_landscape
from landsim.model import run
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import Scenario, load_scenario
from landsim.strata import DEFAULT_COUNT, strata_of

REPEATS = 3


def net(result: Run) -> np.ndarray:
    """Net LULUCF by country and year, MtCO2e."""
    return result.account.inventory["lulucf_net"]


def by_count(names: list[str], counts: list[int]) -> None:
    """Largest errors for each number of strata and scenario."""
    land = load_landscape()
    print(f"{'scenario':12}{'strata':>7}" + "".join(f"{code:>8}" for code in COUNTRIES) + "   plan   step  ms of CPU")
    for name in names:
        scenario = load_scenario(name)
        full = net(run(scenario, landscape=land))
        after = scenario.history.last_year + 1 - scenario.first_year
        for count in counts:
            strata = strata_of(land, scenario, count)
            runs = [run(scenario, landscape=strata) for _ in range(REPEATS)]
            error = np.abs(net(runs[-1]) - full)[:, after:].max(axis=1)
            spent = [1e3 * min(one.timings[part] for one in runs) for part in ("plan", "step")]
            print(f"{name:12}{count:>7}" + "".join(f"{e:8.2f}" for e in error) + "".join(f"{s:7.0f}" for s in spent))


def by_draw(scenario: Scenario, draws: int, seed: int) -> None:
    """Errors of runs whose parameters are drawn from their plausible ranges, on strata made once."""
    land = load_landscape()
    strata = strata_of(land, scenario)
    generator = np.random.default_rng(seed)
    results = []
    for _ in range(draws):
        drawn = {e.name: float(generator.uniform(*e.plausible)) for e in parameters.elements()}
        one = replace(scenario, parameters={**scenario.parameters, **drawn})
        results.append([net(run(one, landscape=where))[:, 2050 - scenario.first_year] for where in (land, strata)])
    full, found = np.array(results).swapaxes(0, 1)
    error = np.sqrt(np.mean((found - full) ** 2, axis=0))
    print(
        f"\n{draws} draws of all {len(parameters.elements())} parameters, {DEFAULT_COUNT} strata, {scenario.name}, 2050"
    )
    print(f"{'':22}" + "".join(f"{code:>9}" for code in COUNTRIES))
    rows = {
        "error, MtCO2e": error,
        "spread, MtCO2e": full.std(axis=0),
        "correlation": np.array([np.corrcoef(full[:, i], found[:, i])[0, 1] for i in range(len(COUNTRIES))]),
    }
    for label, row in rows.items():
        print(f"{label:22}" + "".join(f"{value:9.4f}" if label == "correlation" else f"{value:9.2f}" for value in row))


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scenario", nargs="+", default=["ndc-first", "baseline", "frozen"])
    arguments.add_argument("--counts", nargs="+", type=int, default=[750, 1000, DEFAULT_COUNT, 3000, 6000])
    arguments.add_argument("--draws", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    by_count(chosen.scenario, chosen.counts)
    if chosen.draws:
        by_draw(load_scenario(chosen.scenario[0]), chosen.draws, chosen.seed)


if __name__ == "__main__":
    main()
