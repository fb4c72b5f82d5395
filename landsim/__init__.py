"""landsim: land-use mitigation scenarios and emissions gaps for North-East Asia.

The public names load on first use, so that the command line answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from landsim.biodiversity import mean_species_abundance
    from landsim.burned_matter import fire_emissions
    from landsim.degradation_account import land_degradation_account
    from landsim.degraded_land import (
        FARMLAND_RESTORATION,
        land_cover_degradation,
        land_degradation,
        neutrality,
        soil_carbon_after_conversion,
        soil_carbon_degradation,
    )
    from landsim.farm_gases import animal_emissions, rice_methane, soil_nitrous_oxide
    from landsim.growth_curve import GrowthCurve
    from landsim.indicators.field_erosion import (
        plant_cover_factor,
        soil_crust_factor,
        wind_erodible_fraction,
        wind_erosion,
    )
    from landsim.land_productivity import (
        mann_kendall,
        productivity_degradation,
        productivity_performance,
        productivity_state,
        productivity_trend,
    )
    from landsim.landscape import Landscape, load_landscape
    from landsim.model import run
    from landsim.peat_gases import drained_peat_emissions, rewetted_peat_emissions
    from landsim.results import Run
    from landsim.rothc_soil import rothc
    from landsim.scenario import Scenario, load_scenario
    from landsim.soil_carbon import simulate_soil_carbon, soil_climate_factors, steady_soil_carbon
    from landsim.soil_stocks import soil_reference_stock, soil_stock_change
    from landsim.stand import simulate_stand, simulate_stands

__version__ = "0.1.0"
_HOMES = {
    "run": "landsim.model",
    "Run": "landsim.results",
    "load_scenario": "landsim.scenario",
    "Scenario": "landsim.scenario",
    "load_landscape": "landsim.landscape",
    "Landscape": "landsim.landscape",
    "simulate_stand": "landsim.stand",
    "simulate_stands": "landsim.stand",
    "GrowthCurve": "landsim.growth_curve",
    "fire_emissions": "landsim.burned_matter",
    "animal_emissions": "landsim.farm_gases",
    "rice_methane": "landsim.farm_gases",
    "soil_nitrous_oxide": "landsim.farm_gases",
    "drained_peat_emissions": "landsim.peat_gases",
    "rewetted_peat_emissions": "landsim.peat_gases",
    "soil_climate_factors": "landsim.soil_carbon",
    "steady_soil_carbon": "landsim.soil_carbon",
    "simulate_soil_carbon": "landsim.soil_carbon",
    "rothc": "landsim.rothc_soil",
    "soil_reference_stock": "landsim.soil_stocks",
    "soil_stock_change": "landsim.soil_stocks",
    "mean_species_abundance": "landsim.biodiversity",
    "plant_cover_factor": "landsim.indicators.field_erosion",
    "soil_crust_factor": "landsim.indicators.field_erosion",
    "wind_erodible_fraction": "landsim.indicators.field_erosion",
    "wind_erosion": "landsim.indicators.field_erosion",
    "FARMLAND_RESTORATION": "landsim.degraded_land",
    "land_cover_degradation": "landsim.degraded_land",
    "land_degradation": "landsim.degraded_land",
    "land_degradation_account": "landsim.degradation_account",
    "neutrality": "landsim.degraded_land",
    "soil_carbon_after_conversion": "landsim.degraded_land",
    "soil_carbon_degradation": "landsim.degraded_land",
    "mann_kendall": "landsim.land_productivity",
    "productivity_degradation": "landsim.land_productivity",
    "productivity_performance": "landsim.land_productivity",
    "productivity_state": "landsim.land_productivity",
    "productivity_trend": "landsim.land_productivity",
}
__all__ = [
    "FARMLAND_RESTORATION", "GrowthCurve", "Landscape", "Run", "Scenario", "animal_emissions",
    "drained_peat_emissions", "fire_emissions", "land_cover_degradation", "land_degradation",
    "land_degradation_account", "load_landscape", "load_scenario", "mann_kendall", "mean_species_abundance",
    "neutrality", "plant_cover_factor", "productivity_degradation", "productivity_performance",
    "productivity_state", "productivity_trend", "rewetted_peat_emissions", "rice_methane", "rothc", "run",
    "simulate_soil_carbon", "simulate_stand", "simulate_stands", "soil_carbon_after_conversion",
    "soil_carbon_degradation", "soil_climate_factors", "soil_crust_factor", "soil_nitrous_oxide",
    "soil_reference_stock", "soil_stock_change", "steady_soil_carbon", "wind_erodible_fraction", "wind_erosion",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'landsim' has no attribute '{name}'")
