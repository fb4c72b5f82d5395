"""Run: what a run holds, and its tables. How it is written and read is in results_files.py."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.accounting import Account
from landsim.alignment import alignment
from landsim.assumptions import Assumption
from landsim.biodiversity import abundance_rows
from landsim.core import parameters
from landsim.core.simulation import Simulated
from landsim.core.state import BUDGETS, FLUX, LANES
from landsim.degradation_account import Degradation, degradation
from landsim.degradation_tables import (
    degradation_description,
    degradation_provinces,
    degradation_rows,
    degradation_stocks,
)
from landsim.drought_exposure import drought_exposure, drought_rows
from landsim.economy import EconomyPath, economy_path
from landsim.economy.table import economy_table, path_assumptions
from landsim.emissions_table import emissions_table
from landsim.fire_statistics import burned_area_statistics
from landsim.gap import gap_table
from landsim.gap.assumptions import gap_assumptions
from landsim.gap.sensitivity import gap_sensitivity, vintages
from landsim.gap.table import gap_inputs
from landsim.growth_scales import growth_scales
from landsim.history import NationalDrivers
from landsim.iamc.export import iamc_table
from landsim.indicators.land_indicators import LandIndicators, land_indicators
from landsim.indicators.protected_land import protected_assumptions
from landsim.indicators.states import States
from landsim.landscape import Landscape
from landsim.ledger_pieces import Piece, ledger_pieces
from landsim.names import COUNTRIES, REGION
from landsim.pledge_indicators import NET_EMISSIONS, indicators_table
from landsim.policy.costs import cost_assumptions
from landsim.policy.ledger import policy_ledger, warnings
from landsim.policy.plan import LandPlan
from landsim.policy.roundwood_ledger import roundwood_rows
from landsim.policy.yearly_change import largest_yearly_change
from landsim.promises.claims import claim_rows
from landsim.promises.pasture_goal import goal_rows
from landsim.promises.table import promises_table
from landsim.province_table import province_table
from landsim.results_files import ATTRIBUTES, TABLES, write_run
from landsim.results_tables import ledger_table, long_table
from landsim.scenario import Scenario
from landsim.soil_cross_check import soil_of_model, soil_tier_1
from landsim.targets import Pledges, gap_years
from landsim.unit_inputs import Blocks
from landsim.versions import code_versions, landscape_content
from landsim.views.land_sector import NET, NET_PATH, LandSector, land_sector
from landsim.views.reference_runs import ReferenceRuns, reference_runs
from landsim.views.table import LandViews, land_views, views_table

if TYPE_CHECKING:
    from landsim.strata.fidelity import StrataRecord

Floats = NDArray[np.float64]
# Parameters of the model of soil that a run does not use.
OTHER_SOIL_MODEL = {"tier2": ("rothc.",), "rothc": ("soil_climate.", "soil_decomposition.")}


@dataclass(frozen=True)
class RunOptions:
    """How a run is computed, as in `landsim.run`; only the precision can change a number."""

    threads: int = 1
    block_lanes: int = 16 * LANES
    precision: str = "float64"


@dataclass(frozen=True)
class Run:
    """A finished run: the resolved scenario, the plan, what the land did and the national accounts.

    states are units in more years than the maps have; timings holds CPU seconds by part; strata, of a run on strata,
    how far it is from the full grid. Tables are data frames in the form of the files they are written to.
    """

    scenario: Scenario
    landscape: Landscape
    blocks: Blocks
    plan: LandPlan
    drivers: NationalDrivers
    values: Floats
    simulated: Simulated
    account: Account
    pledges: Pledges
    states: States
    timings: dict[str, float] = field(default_factory=dict)
    options: RunOptions = RunOptions()
    home: list[Path] = field(default_factory=list)
    strata: StrataRecord | None = None

    @cached_property
    def economy(self) -> EconomyPath:
        return economy_path(self.drivers.years)

    @cached_property
    def offsets(self) -> pd.DataFrame:
        return alignment(self.account.inventory["lulucf_net"], self.drivers.years)

    @cached_property
    def path_offsets(self) -> pd.DataFrame:
        """Offsets of the land sector in the set of the economy paths, in which gaps are told."""
        return alignment(self.account.lulucf_net_path, self.drivers.years)

    @cached_property
    def inventory(self) -> pd.DataFrame:
        rows = {name: ("MtCO2e", values) for name, values in self.account.inventory.items()}
        return long_table(rows, self.drivers.years, REGION)

    @cached_property
    def stocks(self) -> pd.DataFrame:
        table = long_table(self.stock_rows, self.drivers.years, REGION)
        return pd.concat([table, *degradation_stocks(self, REGION)], ignore_index=True)

    @cached_property
    def stock_rows(self) -> dict[str, tuple[str, Floats]]:
        """What stocks.csv holds: unit and values by country and year; pledges of land are read from it too."""
        return {**self.account.stocks, **self.land_indicators.stocks}

    @cached_property
    def land_indicators(self) -> LandIndicators:
        """Dust, species, heavy grazing, protection and drought: national rows of stocks.csv, and units on maps."""
        return land_indicators(self)

    @cached_property
    def drought(self) -> dict[str, tuple[str, Floats]]:
        """Grassland and sheep units in drought by country and year, with their units."""
        return drought_exposure(self)

    @property
    def biodiversity(self) -> tuple[Floats, Floats]:
        """Land of each unit and its area times mean species abundance, ha, [map years, units]."""
        return self.land_indicators.land, self.land_indicators.abundance

    @cached_property
    def provinces(self) -> pd.DataFrame:
        maps = self.simulated.maps[:, :, self.blocks.lane]
        table = province_table(self.landscape, maps, self.map_years, self.drivers, self.values, self.land_indicators)
        return pd.concat([table, *degradation_provinces(self)], ignore_index=True)

    @cached_property
    def degradation(self) -> Degradation:
        """Land degraded and improved since the baseline, ha by unit."""
        return degradation(self)

    def snapshot(self, year: int) -> Floats:
        """The units at the end of a year that is kept, [SNAPSHOTS, units]."""
        found: Floats = self.states.maps[self.states.years.index(year)][:, self.blocks.lane]
        return found

    @property
    def map_years(self) -> list[int]:
        """Years that maps and tables by province hold."""
        from landsim.model import MAP_YEARS

        return [year for year in MAP_YEARS if self.drivers.years[0] <= year <= self.drivers.years[-1]]

    @cached_property
    def gap(self) -> pd.DataFrame:
        return gap_table(
            self.account.lulucf_net_path,
            self.account.agriculture_difference,
            self.drivers.years,
            economy=self.economy,
            targets=self.pledges.in_force,
            offsets=self.path_offsets,
            target_years=self.gap_years,
            land=self.land_views,
        )

    @property
    def gap_years(self) -> tuple[int, ...]:
        """Years that the gap is told for: 2030, 2050 and those of later pledges in force."""
        return gap_years(self.pledges.in_force, int(self.drivers.years[0]), int(self.drivers.years[-1]))

    @cached_property
    def gap_sensitivity(self) -> pd.DataFrame:
        inputs = gap_inputs(
            self.economy,
            self.land_views,
            self.account.agriculture_difference,
            self.path_offsets,
            self.drivers.years,
        )
        return gap_sensitivity(inputs, vintages())

    @cached_property
    def economy_paths(self) -> pd.DataFrame:
        return economy_table(self.economy, self.pledges.in_force)

    @cached_property
    def net_emissions(self) -> Floats:
        """Projected emissions with the land sector, aligned, MtCO2e in the set of the paths, [countries, years]."""
        offsets = self.path_offsets.set_index("country")["offset"].loc[list(COUNTRIES)].to_numpy(dtype=float)
        farming = self.account.agriculture_difference_in(self.economy.gwp)
        net: Floats = self.economy.value + farming + self.account.lulucf_net_path + offsets[:, None]
        return net

    @cached_property
    def emissions(self) -> pd.DataFrame:
        return emissions_table(
            self.economy,
            self.account.inventory["lulucf_net"],
            self.account.agriculture_difference_in(self.account.gwp),
            self.drivers.years,
            self.offsets,
            self.account.gwp,
            land_views(self.reference_runs, NET),
        )

    @cached_property
    def indicators(self) -> pd.DataFrame:
        land = {**self.account.inventory, **{name: values for name, (_, values) in self.stock_rows.items()}}
        land[NET_EMISSIONS] = self.net_emissions
        in_force = {target.id for target in self.pledges.in_force}
        table = indicators_table(self.economy, land, self.drivers.years, self.pledges.told, in_force)
        goals = table[table["indicator"] == "removals_grassland"]
        rows = [
            row
            for c, target in sorted(set(zip(goals["country"], goals["target"], strict=True)))
            for row in goal_rows(self, c, target)
        ]
        rows += abundance_rows(self) + drought_rows(self) + degradation_rows(self)
        rows += claim_rows(self)
        return pd.concat([table, pd.DataFrame(rows, columns=table.columns)], ignore_index=True)

    @cached_property
    def policy(self) -> pd.DataFrame:
        plan, years = self.plan, self.drivers.years
        roundwood = roundwood_rows(
            plan.harvest, plan.placed, self.simulated, self.values, years, self.landscape.country
        )
        leaked = self.account.inventory["leakage"]
        return policy_ledger(plan.placed, self.simulated, years, leaked, REGION, roundwood)

    @cached_property
    def promises(self) -> pd.DataFrame:
        """One row and one sentence for each measure."""
        return promises_table(self)

    @cached_property
    def ledger_pieces(self) -> list[Piece]:
        checks = {
            "soil_tier_1": soil_tier_1(self.simulated, self.landscape, self.values),
            "soil_model": soil_of_model(self.simulated),
        }
        return ledger_pieces(self.simulated, self.account, self.values, checks)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        return ledger_table(self.ledger_pieces, self.drivers.years)

    @cached_property
    def land_sector(self) -> LandSector:
        """The land sector of this run, as far as views need it."""
        return land_sector(self.account, ledger_pieces(self.simulated, self.account, self.values, {}))

    @cached_property
    def reference_runs(self) -> ReferenceRuns:
        """The land sectors of the runs that this one is compared with: simulated now, or fetched from the store."""
        from landsim.model import run

        started = time.process_time()
        options = asdict(self.options)
        runs = reference_runs(
            self.scenario,
            self.land_sector,
            self.landscape,
            self.options.precision,
            lambda other: run(other, landscape=self.landscape, **options).land_sector,
        )
        self.timings["difference_runs"] = time.process_time() - started
        return runs

    @cached_property
    def land_views(self) -> LandViews:
        """Net land sector by view in the GWP set of the economy paths, in which gaps are told."""
        return land_views(self.reference_runs, NET_PATH)

    @cached_property
    def views(self) -> pd.DataFrame:
        return views_table(self.reference_runs, self.offsets, self.drivers.years)

    @cached_property
    def iamc(self) -> pd.DataFrame:
        tables = {"inventory": self.inventory, "stocks": self.stocks, "ledger": self.ledger}
        held = self.reference_runs.held.fluxes
        return iamc_table(tables, self.scenario.name, self.drivers.years, self.account.gwp, held)

    def tables(self) -> None:
        """Compute every table, so that a write only writes; their seconds count as those of the account."""
        self.reference_runs  # noqa: B018 - first, because its seconds are told apart
        started = time.process_time()
        for name in (*TABLES, "ledger"):
            getattr(self, ATTRIBUTES.get(name, name))
        self.timings["account"] = self.timings.get("account", 0.0) + time.process_time() - started

    @property
    def warnings(self) -> list[str]:
        """Measures that changed nothing, recorded change that found no land, continued change that ran out of land."""
        found = warnings(self.policy)
        for country, hectares in self.plan.history_unplaced.items():
            if hectares > 1.0:
                found.append(f"{country}: {hectares / 1e6:.4f} Mha of recorded change found no land in 2020 to undo.")
        for country, kinds in self.plan.continued.items():
            for kind, hectares in kinds.items():
                if hectares > 1000.0:
                    found.append(
                        f"{country}: {hectares / 1e6:.3f} Mha of continued {kind.replace('_', ' ')} finds no "
                        f"eligible land by {self.drivers.years[-1]}."
                    )
        return found

    @property
    def assumptions(self) -> list[Assumption]:
        """Every assumed number that the results rest on, with its range."""
        own = [
            Assumption(
                name=element.name,
                country=element.name.rsplit(".", 1)[-1] if element.parameter.dimension == "country" else "",
                value=float(self.values[i]),
                low=element.plausible[0],
                high=element.plausible[1],
                unit=element.parameter.unit,
                text=element.parameter.description,
                source=element.source,
            )
            for i, element in enumerate(parameters.elements())
            if (element.parameter.status == "assumption" or element.source.endswith(("assumption", "recalled")))
            and not element.name.startswith(OTHER_SOIL_MODEL[self.scenario.soil_model])
        ]
        return [
            *self.drivers.assumptions,
            *self.landscape.assumptions,
            *self.account.wood.assumptions,
            *self.account.assumptions,
            *protected_assumptions(),
            *cost_assumptions(self.scenario.measures),
            *gap_assumptions(self.economy, self.path_offsets, self.pledges.in_force),
            *path_assumptions(self.economy, self.pledges.in_force),
            *own,
        ]

    def description(self) -> dict[str, Any]:
        """What run.json holds."""
        default = parameters.defaults()
        changed = {
            element.name: float(value)
            for element, value, usual in zip(parameters.elements(), self.values, default, strict=True)
            if value != usual
        }
        return {
            "scenario": self.scenario.to_dict(),
            "scenario_hash": self.scenario.content_hash(),
            "parameters_changed": changed,
            "landscape": {
                "label": self.landscape.label,
                "sha256": self.landscape.digest,
                "content": landscape_content(self.landscape),
                "units": self.landscape.size,
                "resolution_degrees": self.landscape.resolution,
            },
            **({} if self.strata is None else {"strata": self.strata.description()}),
            "code": code_versions(),
            "seed": self.scenario.seed,
            "targets": {
                "label": self.pledges.label,
                "sha256": self.pledges.sha256,
                "in_force": [target.id for target in self.pledges.in_force],
            },
            "years": [int(self.drivers.years[0]), int(self.drivers.years[-1])],
            "units": {"inventory": f"MtCO2e ({self.account.gwp})", "areas": "Mha", "carbon": "MtC"},
            "balance": {name: float(worst.max()) for name, worst in zip(BUDGETS, self.simulated.worst, strict=True)},
            "burned_area_statistics": [
                {
                    "country": entry.country,
                    "official_mean_2010_2020": entry.official / 1e6,
                    "satellite": entry.satellite / 1e6,
                    "unit": "Mha/yr",
                    "scale_that_meets_satellite": entry.scale,
                }
                for entry in burned_area_statistics(self.drivers)
            ],
            "largest_yearly_change_in_history": self.plan.largest_yearly_change,
            "largest_yearly_change": self._largest_yearly_change(),
            "forest_loss_by_cause": [
                {"country": country, "cause": cause, "asked": asked / 1e6, "found": found / 1e6, "unit": "Mha"}
                for country, causes in self.plan.cleared.items()
                for cause, (asked, found) in causes.items()
            ],
            "land_degradation": degradation_description(self),
            "humification_at_cap": self._capped_units(),
            "soil_at_start": self._soil_at_start(),
            "growth_at_production_ceiling": self._growth_at_ceiling(),
            "warnings": self.warnings,
            "assumptions": [vars(assumption) for assumption in self.assumptions],
            "credits": list(self.economy.credits),
            "countries": list(COUNTRIES),
            "difference_runs": self.reference_runs.sources,
        }

    def _largest_yearly_change(self) -> dict[str, object]:
        """The largest share of a unit that changes its land cover in one year of the whole run, and its limit."""
        found = largest_yearly_change(self.plan.rows, self.landscape.area())
        return {
            "share": found.share,
            "limit": self.scenario.history.maximum_yearly_change,
            "unit": found.unit,
            "country": COUNTRIES[int(self.landscape.country[found.unit])],
            "province": self.landscape.provinces[int(self.landscape.province[found.unit])],
            "year": int(self.drivers.years[found.year]),
        }

    def _capped_units(self) -> int:
        """Units with forest whose soil stock asks for more or less humification than the cap allows."""
        low = parameters.value(self.values, "dead_organic_matter.humification_low")
        high = parameters.value(self.values, "dead_organic_matter.humification_high")
        multiplier = self.simulated.humification[self.blocks.lane]
        forest = self.plan.start_areas[0] + self.plan.start_areas[1] > 0.0
        return int(np.sum(forest & ((multiplier <= low) | (multiplier >= high))))

    def _soil_at_start(self) -> list[dict[str, object]]:
        """Soil carbon of a country after the first year beside the mapped one: they differ where limits bind."""
        columns = [FLUX.forest_soil, *range(FLUX.soil_cropland, FLUX.soil_other_land + 1)]
        modelled = self.simulated.total[:, 0, columns].sum(axis=1) / 1e9
        mapped = self.landscape["soil_organic_carbon"] * self.plan.start_areas.sum(axis=0) / 1e9
        return [
            {
                "country": code, "modelled": float(modelled[index]),
                "mapped": float(mapped[self.landscape.country == index].sum()), "unit": "GtC",
            }
            for index, code in enumerate(COUNTRIES)
        ]  # fmt: skip

    def _growth_at_ceiling(self) -> dict[str, float]:
        """Units whose forest or shrub of 1989 or 2020 grows on a curve lowered to the ceiling of production."""
        at_ceiling = growth_scales(self.landscape, self.values).at_ceiling
        area = np.where(at_ceiling, self.plan.areas_2020[: len(at_ceiling)], 0.0)
        there = at_ceiling & ((self.plan.start_areas + self.plan.areas_2020)[: len(at_ceiling)] > 0.0)
        return {"units": int(there.any(axis=0).sum()), "forest_area_2020_Mha": float(area.sum() / 1e6)}

    def write(self, directory: str | os.PathLike[str]) -> Path:
        """Write all tables and maps into a folder; an unfinished folder is never left under that name."""
        written = write_run(self, Path(directory))
        self.home.append(written)
        return written

    def record_timing(self, name: str, seconds: float) -> None:
        """Add CPU seconds of a later part (figures, total) to run.json."""
        from landsim.results_files import add_timing

        self.timings[name] = seconds
        if self.home:
            add_timing(self.home[-1], self.timings)
