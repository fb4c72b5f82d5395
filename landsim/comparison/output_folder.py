"""The folder that a comparison leaves: tables and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from landsim.csv_files import write_csv
from landsim.output_folders import check_output_folder, whole_folder
from landsim.results_files import write_json

DESCRIPTION = "compare.json"


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something else than an earlier comparison.

    Raises InputError, before anything has run.
    """
    check_output_folder(folder, "comparison", DESCRIPTION, "an earlier comparison to replace")


def write_comparison(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    description: Mapping[str, object],
    draw: Callable[[Path], object] | None,
) -> Path:
    """Write tables (file name -> rows), description and figures; replaces an earlier comparison as a whole.

    draw  draws into the folder it is given; None for no figures

    Raises InputError for a place that cannot be written. Nothing is left where it fails or is interrupted.
    """
    with whole_folder(folder) as place:
        for name, table in tables.items():
            write_csv(table, place / name)
        if draw is not None:
            (place / "figures").mkdir()
            draw(place / "figures")
        write_json(place / DESCRIPTION, dict(description))
    return folder.absolute()
