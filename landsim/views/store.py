"""Difference runs kept between processes (`landsim.kept_files`): the land sector of a run, by all that decides it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from landsim.kept_files import KeptFiles, content_key
from landsim.landscape import Landscape
from landsim.ledger_pieces import Fluxes
from landsim.scenario import Scenario
from landsim.versions import landscape_content
from landsim.views.counterparts import simulated_content
from landsim.views.land_sector import FIELDS, LandSector

# About 0.7 MB each.
KEPT = KeptFiles("difference-runs", ".land-sector", most=200)


def run_key(scenario: Scenario, landscape: Landscape, precision: str) -> str:
    """SHA-256 of what the numbers of a run depend on: scenario, landscape, code, tables, libraries, machine."""
    return content_key(
        scenario=simulated_content(scenario), landscape=landscape_content(landscape), precision=precision
    )


def fetch(key: str, shape: tuple[int, int]) -> LandSector | None:
    """The land sector kept under a key, or None where there is none that is whole and of this shape."""
    payload = KEPT.fetch(key)
    if payload is None:
        return None
    with np.load(io.BytesIO(payload)) as arrays:
        values = {name: arrays[name] for name in FIELDS if name in arrays.files}
        fluxes = Fluxes(tuple(map(_row, arrays["flux_rows"])), arrays["fluxes"]) if "fluxes" in arrays.files else None
    if fluxes is None or len(values) != len(FIELDS) or any(array.shape != shape for array in values.values()):
        return None
    return LandSector(values, fluxes)


def _row(words: str) -> tuple[str, str, str, str]:
    category, land, gas, flux = words.split("|")
    return category, land, gas, flux


def keep(key: str, land: LandSector) -> bool:
    """Keep a land sector under a key; false where the folder cannot be written."""
    arrays: dict[str, Any] = {
        **land.values,
        "flux_rows": np.array(["|".join(row) for row in land.fluxes.rows]),
        "fluxes": land.fluxes.values,
    }
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return KEPT.keep(key, buffer.getvalue())
