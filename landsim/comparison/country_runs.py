"""One country with other measures: the plan on all land, the step on the country's units only.

Units of land are stepped alone and no plan looks from one country to another, so what comes out is the country's rows
of the whole run, to the last bit; the rest of the land is not stepped.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from landsim.accounting import Account, account, wood_from_managed_land
from landsim.core.simulation import load_kernel, simulate, tolerance
from landsim.ground import Ground
from landsim.landscape import Landscape
from landsim.model import check_budgets
from landsim.names import COUNTRIES
from landsim.policy.leakage import leakage
from landsim.policy.plan import LandPlan
from landsim.run_inputs import Prepared, lay_out, prepare
from landsim.scenario import Scenario
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]
LAND_SECTOR, FARMING = "lulucf_net", "agriculture_difference"


class CountryRuns:
    """Runs of a scenario with chosen measures, one country at a time, on land and drivers that are prepared once."""

    def __init__(self, scenario: Scenario, land: Landscape) -> None:
        self.scenario = scenario
        ground = Ground(land)
        self.prepared: Prepared = prepare(scenario, ground)
        self.blocks = ground.blocks
        load_kernel()

    @property
    def years(self) -> NDArray[np.int64]:
        return self.prepared.drivers.years

    def account(self, country: str, measures: Collection[str]) -> Account:
        """National accounts of a run with these measures (ids); only the rows of the country mean anything.

        Raises ModelError where a budget does not close.
        """
        chosen = tuple(
            # What a measure waits for may be left out.
            replace(measure, after=tuple(name for name in measure.after if name in measures))
            for measure in self.scenario.measures
            if measure.id in measures and measure.country == country
        )
        return self.with_measures(country, chosen)[1]

    def with_measures(self, country: str, measures: tuple[Measure, ...]) -> tuple[LandPlan, Account]:
        """The plan and the accounts with measures of the country that need not be the scenario's."""
        land, values, drivers = self.prepared.land, self.prepared.values, self.prepared.drivers
        scenario = replace(self.scenario, measures=measures)
        plan, kernel = lay_out(scenario, self.prepared, self.blocks)
        kernel = kernel.of_country(country)
        simulated = simulate(**kernel.arguments)
        check_budgets(
            simulated.worst, simulated.worst_year, kernel.blocks, land, int(drivers.years[0]), tolerance(False)
        )
        simulated = wood_from_managed_land(simulated)
        elsewhere = leakage(plan.placed, simulated, values)
        accounts = account(
            simulated, drivers, values, plan.long_lived_shift, elsewhere, scenario.gwp,
            plan.farm, plan.wetlands, plan.urban_trees,
        )  # fmt: skip
        return plan, accounts

    def outcome(self, country: str, measures: Collection[str]) -> Floats:
        """Net land sector, and farming less farming of `baseline`, MtCO2e a year, [2, years]."""
        return land_and_farming(self.account(country, measures), country)


def land_and_farming(found: Account, country: str) -> Floats:
    """Net land sector, and farming less farming of `baseline`, of a country, MtCO2e a year, [2, years]."""
    row = COUNTRIES.index(country)
    return np.array([found.inventory[LAND_SECTOR][row], found.agriculture_difference_in(found.gwp)[row]])
