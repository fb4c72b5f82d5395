"""The table views.csv: the land sector in every view and basis, gross and net, managed and unmanaged apart."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.names import COUNTRIES, REGION
from landsim.views.kinds import ALIGNED, BASES, DIRECT, SHIFTED
from landsim.views.land_sector import (
    CATEGORIES,
    EMISSIONS,
    NET,
    REMOVALS,
    UNMANAGED,
    UNMANAGED_EMISSIONS,
    UNMANAGED_REMOVALS,
    LandSector,
)
from landsim.views.reference_runs import ReferenceRuns

Floats = NDArray[np.float64]

COLUMNS = ["country", "year", "view", "basis", "component", "value", "unit"]
UNIT = "MtCO2e"
OFFSET, INDIRECT = "alignment_offset", "indirect_effect"


@dataclass(frozen=True)
class LandViews:
    """Net land sector by view, [countries, years], MtCO2e a year: of a scenario, and of it without its measures."""

    of_scenario: dict[str, Floats]
    without_measures: dict[str, Floats] = field(default_factory=dict)


def land_views(runs: ReferenceRuns, name: str) -> LandViews:
    """One field of the land sector, `lulucf_net` or `lulucf_net_path`, in every view."""
    return LandViews(
        {view: land[name] for view, land in runs.by_view().items()},
        {view: land[name] for view, land in runs.without_measures().items()},
    )


def views_table(runs: ReferenceRuns, offsets: pd.DataFrame, years: NDArray[np.int64]) -> pd.DataFrame:
    """Long table of the components of the land sector by view and basis, for countries and region.

    net = gross_emissions + gross_removals + alignment_offset = categories + alignment_offset. The offset is zero on
    the basis `model` and in the view `additional`, where it cancels. Unmanaged land is outside the inventory and
    in no sum. `indirect_effect`, in the view `direct` only, is inventory less direct.
    """
    shift = offsets.set_index("country").loc[list(COUNTRIES), "offset"].to_numpy(float)[:, None]
    shift = shift * np.ones(len(years))
    frames = []
    for view, land in runs.by_view().items():
        for basis in BASES:
            shifted = shift if basis == ALIGNED and view in SHIFTED else np.zeros_like(shift)
            components = _components(land, shifted)
            if view == DIRECT:
                components[INDIRECT] = runs.own[NET] - runs.held[NET]
            for component, values in components.items():
                frames.append(_frame(view, basis, component, values, years))
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def _components(land: LandSector, offset: Floats) -> dict[str, Floats]:
    return {
        "net": land[NET] + offset,
        EMISSIONS: land[EMISSIONS],
        REMOVALS: land[REMOVALS],
        OFFSET: offset,
        **{name: land[name] for name in CATEGORIES},
        **{name: land[name] for name in (UNMANAGED, UNMANAGED_EMISSIONS, UNMANAGED_REMOVALS)},
    }


def _frame(view: str, basis: str, component: str, values: Floats, years: NDArray[np.int64]) -> pd.DataFrame:
    countries = (*COUNTRIES, REGION)
    return pd.DataFrame(
        {
            "country": np.repeat(countries, len(years)),
            "year": np.tile(years, len(countries)),
            "view": view,
            "basis": basis,
            "component": component,
            "value": np.vstack([values, values.sum(axis=0)]).ravel(),
            "unit": UNIT,
        }
    )
