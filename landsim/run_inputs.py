"""What a run is given before it steps: land, climate and drivers that all its plans share, and the kernel's arguments.

Apart from `model.run`, so that the same scenario with other measures, or one country of it, need not prepare all anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from landsim.clearing_wood import WOOD_PARAMETERS
from landsim.core import parameters
from landsim.core.simulation import (
    EVENT_PARAMETERS,
    GROWTH_PARAMETERS,
    KERNEL_PARAMETERS,
    Events,
    Rows,
    Tables,
    event_tables,
    growth_tables,
)
from landsim.core.state import DRIVER, LANES
from landsim.disturbance_weights import forest_warming
from landsim.disturbed_forest import disturbed_forest
from landsim.errors import InputError
from landsim.grazing_inputs import HERD_PARAMETERS, forage_weather, sheep_units
from landsim.ground import Ground
from landsim.herd_model import free_running
from landsim.history import NationalDrivers
from landsim.kept_parts import KeptParts, Part, content, hold_still
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.planned_harvest import PlannedHarvest, lump_weights
from landsim.policy.foundation import FOUNDATION, foundation, land_areas
from landsim.policy.plan import PLAN, LandPlan, counts_roundwood, plan
from landsim.scenario import Scenario
from landsim.soil_response import ROWS as SOIL_ROWS
from landsim.soil_response import soil_response
from landsim.unit_inputs import Blocks, national_arrays, plan_rows, strata_present

Floats = NDArray[np.float64]


# Herds of 2020 and the warming of forests, the same for all scenarios.
HERDS = Part("herds", HERD_PARAMETERS)
GROWTH = Part("growth", GROWTH_PARAMETERS)
EVENTS = Part("events", EVENT_PARAMETERS)
# A Sobol study changes one parameter of a sample after the other: the few that do not touch the wood of clearing
# come back to what the sample began with.
CLEARING = Part("clearing", WOOD_PARAMETERS, 16)
# The same for parameters that only accounts read.
STEP = Part("step", KERNEL_PARAMETERS, 16)


@dataclass(frozen=True)
class Prepared:
    """What does not depend on the measures of a scenario.

    values         parameters, one flat vector          drivers  national series, recorded and to come
    national       drivers of the kernel, [countries, years, DRIVERS], with all roundwood as what is to be cut
    grazing_units  [units], sheep units of 2020 that live on grass
    soil           [rows of soil_response, units], what climate means for the soil
    kept           parts of runs on the same land
    """

    land: Landscape
    values: Floats
    drivers: NationalDrivers
    national: Floats
    grazing_units: Floats
    soil: Floats
    by_rothc: bool
    kept: KeptParts


class LaidLand(NamedTuple):
    """A plan, and what of it the kernel takes: inputs [UNIT_INPUTS, lanes] without those of soil, the rest as there.

    kept  parts of runs with this plan
    """

    plan: LandPlan
    inputs: Floats
    present: NDArray[np.bool_]
    rows: Rows
    harvest_share: Floats
    kept: KeptParts


@dataclass(frozen=True)
class KernelInputs:
    """Arguments of `core.simulation.simulate` that come from plan and landscape, and the blocks they lie in.

    kept  parts of runs with the same plan: these may differ in drivers, values and the inputs of soil
    """

    blocks: Blocks
    inputs: Floats
    present: NDArray[np.bool_]
    drivers: Floats
    rows: Rows
    harvest_share: Floats
    lump_weight: Floats
    values: Floats
    by_rothc: bool
    tables: Tables
    events: Events
    kept: KeptParts

    @property
    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of `simulate`."""
        own = {name: value for name, value in vars(self).items() if name not in ("blocks", "kept")}
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
    grazing_units, warming = ground.kept.get(
        HERDS, values, lambda seen: (np.multiply(*sheep_units(land, seen)), forest_warming(land_areas(land), land))
    )
    disturbed = disturbed_forest(drivers, values, warming, scenario.variability, scenario.seed)
    national = national_arrays(drivers, values, disturbed, weather)
    return Prepared(land, values, drivers, national, grazing_units, soil, by_rothc, ground.kept)


def lay_out(
    scenario: Scenario, prepared: Prepared, blocks: Blocks, count: int | None = None
) -> tuple[LandPlan, KernelInputs]:
    """The plan of a scenario, and what the kernel takes; `prepared` may come from a scenario with other measures.

    count  how many years are to be stepped; None: all. The plan is the same: it reserves land for all years
    """
    land, values, drivers = prepared.land, prepared.values, prepared.drivers
    under = prepared.kept.get(
        FOUNDATION, values, lambda seen: foundation(scenario, land, drivers, seen), scenario.history,
        scenario.continuation, content(drivers),
    )  # fmt: skip
    tables = prepared.kept.get(GROWTH, values, lambda seen: growth_tables(seen, lump_weights(seen)))
    events = prepared.kept.get(EVENTS, values, event_tables)
    # A plan that counts roundwood needs what is cut in all years.
    wooded = counts_roundwood(scenario)
    rehearsed = np.ascontiguousarray(prepared.national[:, : None if wooded else count])
    cleared = under.kept.get(
        CLEARING, values, lambda seen: under.rehearsal.wood(rehearsed, seen, tables, events), content(rehearsed)
    )
    harvest = PlannedHarvest(rehearsed[:, :, DRIVER.product_carbon].copy(), cleared, under.harvest_share)

    def lay(seen: Floats) -> LaidLand:
        laid = plan(scenario, land, drivers, seen, prepared.grazing_units, under, harvest)
        hold_still(laid)
        lanes, rows = blocks.spread(laid.inputs), plan_rows(laid.rows, blocks, len(drivers.years))
        present, share = strata_present(lanes, rows, blocks), blocks.spread(under.harvest_share)
        return LaidLand(laid, lanes, present, rows, share, KeptParts())

    cut = content(harvest.to_be_cut) if wooded else b""
    laid = under.kept.get(PLAN, values, lay, scenario.measures, content(prepared.grazing_units), cut)

    inputs, lanes = laid.plan.inputs.copy(), laid.inputs.copy()
    inputs[SOIL_ROWS] = prepared.soil
    lanes[SOIL_ROWS] = blocks.spread(prepared.soil)
    land_plan = replace(laid.plan, inputs=inputs, harvest=harvest)
    land_plan = land_plan if count is None else land_plan.until(count)
    national = prepared.national[:, :count].copy()
    national[:, :, DRIVER.product_carbon] = land_plan.harvest.to_be_cut
    return land_plan, KernelInputs(
        blocks, lanes, laid.present, national, laid.rows, laid.harvest_share, tables.lump_weight, values,
        prepared.by_rothc, tables, events, laid.kept,
    )  # fmt: skip
