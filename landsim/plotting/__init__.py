"""Figures of a run, drawn from the files in its folder; nothing here runs the model.

Importing this package is cheap: matplotlib is loaded when the first figure is drawn.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from landsim.errors import InputError
from landsim.names import COUNTRIES

# Two shares that take about the same time; the first, drawn by the calling process, is the heavier one
# because the second process has to start and import first.
SHARES: tuple[tuple[str, ...], ...] = (
    ("maps", "gap_all", "emissions", "emissions_table", "land_sector"),
    (
        *(f"gap_{country}" for country in COUNTRIES),
        "economy", "gap_sensitivity", "land_degradation", "land_indicators", "drought_exposure", "pledge_indicators",
    ),
)


def draw_all(run_directory: Path, processes: int = 1) -> list[Path]:
    """Draw every figure of a run folder as PNG and SVG into its ``figures`` folder and return the files.

    With ``processes`` of 2 a second process draws the countries' gap figures; the files are the same.
    """
    if processes not in (1, 2):
        raise InputError(f"processes is {processes}; expected 1 or 2 (the figures fill no more than two).")
    directory = Path(run_directory)
    folder = directory / "figures"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be created ({error.strerror}); expected a writable run folder.") from error
    if processes == 1:
        return [path for share in SHARES for path in _draw_share(directory, share)]
    # Spawn, not fork: a process that has run compiled parallel code does not survive a fork.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        other = pool.submit(_draw_share, directory, SHARES[1])
        mine = _draw_share(directory, SHARES[0])
        return mine + other.result()


# Figures with a map in them.
ON_A_MAP = ("maps", "land_degradation")


def _draw_share(directory: Path, names: tuple[str, ...]) -> list[Path]:
    from matplotlib import rc_context

    from landsim.plotting import (
        degradation,
        economy_paths,
        emissions,
        gap,
        gap_sensitivity,
        indicators,
        land_indicators,
        land_sector,
        maps,
        style,
    )
    from landsim.plotting.inputs import RunFiles, read_run

    drawings: dict[str, Callable[[RunFiles], list[Path]]] = {
        "maps": maps.draw_maps,
        "emissions": emissions.draw_emissions,
        "emissions_table": emissions.draw_emissions_table,
        "pledge_indicators": indicators.draw_indicators,
        "land_sector": land_sector.draw_land_sector,
        "land_degradation": degradation.draw_degradation,
        "land_indicators": land_indicators.draw_land_indicators,
        "drought_exposure": land_indicators.draw_drought,
        "economy": economy_paths.draw_economy,
        "gap_sensitivity": gap_sensitivity.draw_gap_sensitivity,
        "gap_all": gap.draw_all_gaps,
    }
    run = read_run(directory)
    paths: list[Path] = []
    with rc_context(style.RC):
        for name in names:
            # Strata lie nowhere on a map.
            if run.strata and name in ON_A_MAP:
                continue
            draw = drawings.get(name) or partial(gap.draw_country_gap, country=name.removeprefix("gap_"))
            paths += draw(run)
    return paths
