"""The indicators of a run, computed once: national rows of every year, and units in the years of the maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.biodiversity import abundance_by_category, biodiversity_account, national_abundance
from landsim.core.state import FLUX
from landsim.indicators.dust import base_weights, dust_by_land, dust_index, source_strength
from landsim.indicators.heavy_grazing import heavily_grazed, heavily_grazed_area
from landsim.indicators.protected_land import protected_area, protected_by_measures, recorded_share
from landsim.indicators.states import with_region

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]
# Units of the rows that every year of stocks.csv has beside those of drought.
UNITS = {
    "dust_emission_index": "1",
    "dust_emission_share": "1",
    "mean_species_abundance": "1",
    "heavily_grazed_area": "Mha",
    "heavily_grazed_share": "1",
    "protected_area": "Mha",
    "protected_area_share": "1",
}


@dataclass(frozen=True)
class LandIndicators:
    """What a run tells of land beside carbon.

    stocks  variable -> (unit, [countries, years] or, with a last row for the region, [countries + 1, years])
    Of units, [map years, units]:
    land, abundance        hectares, and hectares times mean species abundance
    dust, dust_usual       emission, and its mean in 2000-2010 ([units]), in hectares of bare dry ground
    dust_strength, dust_change  over the region's mean hectare, and over the unit's own mean, in 2000-2010
    heavily_grazed, protected   hectares; the protected ones hold the nation's recorded share everywhere
    """

    stocks: dict[str, tuple[str, Floats]]
    land: Floats
    abundance: Floats
    dust: Floats
    dust_usual: Floats
    dust_strength: Floats
    dust_change: Floats
    heavily_grazed: Floats
    protected: Floats


def land_indicators(run: Run) -> LandIndicators:
    """All indicators of a run."""
    land, states = run.landscape, run.states
    at = [states.years.index(year) for year in run.map_years]
    by_land = dust_by_land(run)
    emitted = np.sum(list(by_land.values()), axis=0)
    strength, change = source_strength(run, emitted)
    by_category = abundance_by_category(run)
    area, abundance = biodiversity_account(run, by_category)
    heavy = heavily_grazed(run)
    heavy_area = heavily_grazed_area(run, heavy)
    protected, whole = protected_area(run)
    index, share = dust_index(run, by_land)
    grass = run.simulated.total[:, :, FLUX.area_grassland]
    yearly = {
        "dust_emission_index": index,
        "dust_emission_share": share,
        "mean_species_abundance": national_abundance(run, by_category),
        "heavily_grazed_area": heavy_area / 1e6,
        "heavily_grazed_share": with_region(heavy_area, grass),
        "protected_area": protected / 1e6,
        "protected_area_share": with_region(protected, whole),
    }
    stocks = {**{name: (UNITS[name], values) for name, values in yearly.items()}, **run.drought}
    recorded = recorded_share(np.array(run.map_years))[land.country].T
    dry_land = land.area() - land["area_inland_water"]
    return LandIndicators(
        stocks, area, abundance, emitted[at], np.einsum("s,su->u", base_weights(run), emitted), strength[at],
        change[at], heavy[at], np.minimum(recorded * dry_land + protected_by_measures(run)[at], dry_land),
    )  # fmt: skip
