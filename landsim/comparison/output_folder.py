"""The folder that a comparison leaves: tables and figures under a temporary name first, then renamed as a whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from landsim.errors import InputError
from landsim.results_files import NUMBER_FORMAT, replace_folder, write_json

DESCRIPTION = "compare.json"


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something else than an earlier comparison.

    Raises InputError, before anything has run.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out: '{folder}' is a file, expected a folder or a new name.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / DESCRIPTION).is_file():
        raise InputError(
            f"--out: '{folder}' holds other files than a comparison of landsim, expected a new or empty folder, or an "
            "earlier comparison to replace."
        )
    # A comparison is written beside the folder and then renamed, so it is the parent that must be writable.
    parent = folder.absolute().parent
    while not parent.exists():
        parent = parent.parent
    try:
        Path(tempfile.mkdtemp(prefix=".landsim-", dir=parent)).rmdir()
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(f"--out: '{folder}' cannot be written ({error.strerror}), expected a writable place.")


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
    folder = folder.absolute()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        for name, table in tables.items():
            table.to_csv(temporary / name, index=False, float_format=NUMBER_FORMAT)
        if draw is not None:
            (temporary / "figures").mkdir()
            draw(temporary / "figures")
        write_json(temporary / DESCRIPTION, dict(description))
        temporary.chmod(0o755)
        replace_folder(temporary, folder)
    finally:
        # Reached with the folder still there only when something went wrong or the user interrupted.
        shutil.rmtree(temporary, ignore_errors=True)
    return folder
