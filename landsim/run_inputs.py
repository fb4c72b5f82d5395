"""What a run is given before it steps: land, climate and drivers that all its plans share, and the kernel's arguments.

Apart from `model.run`, so that the same scenario with other measures, or one country of it, need not prepare all anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.simulation import Rows
from landsim.core.state import DRIVER, LANES
from landsim.disturbance_weights import forest_warming
from landsim.disturbed_forest import disturbed_forest
from landsim.errors import InputError
from landsim.grazing_inputs import forage_weather, sheep_units
from landsim.ground import Ground
from landsim.herd_model import free_running
from landsim.history import NationalDrivers
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.planned_harvest import lump_weights
from landsim.policy.plan import LandPlan, land_areas, plan
from landsim.scenario import Scenario
from landsim.soil_response import ROWS as SOIL_ROWS
from landsim.soil_response import soil_response
from landsim.unit_inputs import Blocks, national_arrays, plan_rows, strata_present

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Prepared:
    """What does not depend on the measures of a scenario.

    values         parameters, one flat vector          drivers  national series, recorded and to come
    national       drivers of the kernel, [countries, years, DRIVERS], with all roundwood as what is to be cut
    grazing_units  [units], sheep units of 2020 that live on grass
    soil           [rows of soil_response, units], what climate means for the soil
    """

    land: Landscape
    values: Floats
    drivers: NationalDrivers
    national: Floats
    grazing_units: Floats
    soil: Floats
    by_rothc: bool


@dataclass(frozen=True)
class KernelInputs:
    """Arguments of `core.simulation.simulate` that come from plan and landscape, and the blocks they lie in."""

    blocks: Blocks
    inputs: Floats
    present: NDArray[np.bool_]
    drivers: Floats
    rows: Rows
    harvest_share: Floats
    lump_weight: Floats
    values: Floats
    by_rothc: bool

    @property
    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of `simulate`."""
        own = {name: value for name, value in vars(self).items() if name != "blocks"}
        return {**own, "block_country": self.blocks.country}

    def of_country(self, country: str) -> KernelInputs:
        """The blocks of one country. Units are stepped alone, so its fluxes keep every bit.

        `blocks.lane` still counts the lanes of all countries; what is left of `blocks` belongs to the country.
        """
        here = self.blocks.country == COUNTRIES.index(country)
        lanes = np.repeat(here, LANES)
        return replace(
            self,
            blocks=Blocks(self.blocks.lane, self.blocks.unit[lanes], self.blocks.country[here]),
            inputs=np.ascontiguousarray(self.inputs[:, lanes]),
            present=self.present[here],
            # Pointers count slots of all blocks, so the slots themselves stay.
            rows=self.rows._replace(pointer=self.rows.pointer[here]),
            harvest_share=np.ascontiguousarray(self.harvest_share[:, lanes]),
        )


def prepare(scenario: Scenario, ground: Ground) -> Prepared:
    """Drivers, climate and soil response of a scenario on a landscape; its measures are not looked at.

    Raises InputError for parameters that are unknown or out of range.
    """
    try:
        values = parameters.resolve(scenario.parameters)
    except (KeyError, ValueError) as error:
        raise InputError(f"scenario '{scenario.name}': {error.args[0]}.") from error
    land = ground.land
    drivers = ground.drivers(scenario.first_year, scenario.last_year, scenario.climate)
    weather = forage_weather(values, drivers.years, scenario.variability, scenario.seed)
    if scenario.herds == "free":
        drivers = free_running(
            drivers, land, values, weather, scenario.seed if scenario.variability == "seeded" else None
        )
    # What a landscape's climate means for its soil is the same for every plan.
    by_rothc = scenario.soil_model == "rothc"
    factors = ground.decay(values, scenario.soil_model)
    warming_at_start = drivers.gmst_change[0] * parameters.value(values, "climate.warming_scale")
    soil = soil_response(land, values, factors, warming_at_start)
    herd, grazed_share = sheep_units(land, values)
    warming = forest_warming(land_areas(land), land)
    disturbed = disturbed_forest(drivers, values, warming, scenario.variability, scenario.seed)
    national = national_arrays(drivers, values, disturbed, weather)
    return Prepared(land, values, drivers, national, herd * grazed_share, soil, by_rothc)


def lay_out(scenario: Scenario, prepared: Prepared, blocks: Blocks) -> tuple[LandPlan, KernelInputs]:
    """The plan of a scenario, and what the kernel takes; `prepared` may come from a scenario with other measures."""
    land, values, drivers = prepared.land, prepared.values, prepared.drivers
    land_plan = plan(scenario, land, drivers, values, prepared.grazing_units, prepared.national)
    national = prepared.national.copy()
    national[:, :, DRIVER.product_carbon] = land_plan.harvest.to_be_cut
    land_plan.inputs[SOIL_ROWS] = prepared.soil
    lanes = blocks.spread(land_plan.inputs)
    rows = plan_rows(land_plan.rows, blocks, len(drivers.years))
    return land_plan, KernelInputs(
        blocks, lanes, strata_present(lanes, rows, blocks), national, rows,
        blocks.spread(land_plan.harvest.share), lump_weights(values), values, prepared.by_rothc,
    )  # fmt: skip
