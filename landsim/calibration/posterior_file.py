"""Parameter sets that a fit left in calibration/fitted/NAME_posterior.csv: found, read and checked for studies."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.calibration.fitted_file import FOLDER, POSTERIOR
from landsim.core import parameters
from landsim.errors import InputError

Floats = NDArray[np.float64]
PACKAGE = Path(__file__).resolve().parents[1]
ENDING = f"_{POSTERIOR}.csv"


@dataclass(frozen=True)
class Posterior:
    """Parameter sets, each of which stands as a whole: fitted parameters are correlated.

    label    names it in messages and captions: the fit, or the file
    shipped  whether it is of a fit that comes with landsim
    names    elements of declared parameters, one for each column
    sets     values in the units of their declarations, [sets, names]
    """

    label: str
    shipped: bool
    names: tuple[str, ...]
    sets: Floats


def shipped_posteriors() -> dict[str, Path]:
    """Posteriors that come with landsim, by their fit: inside the package in a wheel, beside it in a clone."""
    folder = PACKAGE / "calibration" / FOLDER
    if not folder.is_dir():
        folder = PACKAGE.parent / "calibration" / FOLDER
    return {path.name.removesuffix(ENDING): path for path in sorted(folder.glob(f"*{ENDING}"))}


def find_posterior(wanted: str, beside: Path, place: str) -> Posterior:
    """A shipped posterior by the name of its fit, or a CSV file of the same form.

    beside  the folder from which the path of a file is told
    place   names file and key in messages

    Raises InputError where there is none, and for a file without sets, with a column that is no element of a declared
    parameter or stands twice, and with a value that is no number or outside its valid range.
    """
    shipped = shipped_posteriors()
    if wanted in shipped:
        return _read(shipped[wanted], wanted, True, place)
    path = beside / wanted
    if not path.is_file():
        raise InputError(
            f"{place}: found '{wanted}', which is no file beside the experiment, expected a CSV file of parameter sets "
            f"or one of the shipped posteriors ({', '.join(shipped) or 'none'})."
        )
    return _read(path, wanted, False, place)


def _read(path: Path, label: str, shipped: bool, place: str) -> Posterior:
    try:
        # Spreadsheets begin their files with a mark of byte order, which is no part of the first name.
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            names = next(reader, [])
            rows = [(reader.line_num, row) for row in reader if row]
    except OSError as error:
        raise InputError(f"{place}: '{label}' cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{place}: '{label}' cannot be read as CSV in UTF-8, expected names of parameters and a row for each set."
        ) from error
    _check_names(names, label, place)
    if not rows:
        raise InputError(f"{place}: found no parameter set in '{label}', expected a row for each below the names.")
    sets = [_checked_set(names, row, f"line {line} of '{label}'", place) for line, row in rows]
    return Posterior(label, shipped, tuple(names), np.array(sets))


def _check_names(names: list[str], label: str, place: str) -> None:
    known = [element.name for element in parameters.elements()]
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else "`landsim list parameters` names them."
            raise InputError(
                f"{place}: found the column '{name}' in '{label}', expected an element of a declared parameter; {hint}"
            )
        if names.count(name) > 1:
            raise InputError(f"{place}: the column '{name}' stands twice in '{label}', expected each once.")
    if not names:
        raise InputError(f"{place}: found nothing in '{label}', expected names of parameters and a row for each set.")


def _checked_set(names: list[str], row: list[str], line: str, place: str) -> list[float]:
    """The values of a row, in the order of the names."""
    if len(row) != len(names):
        raise InputError(f"{place}: found {len(row)} values in {line}, expected {len(names)}, one for each column.")
    values: dict[str, float] = {}
    for name, cell in zip(names, row, strict=True):
        try:
            values[name] = float(cell)
        except ValueError as error:
            raise InputError(f"{place}: found '{cell}' for '{name}' in {line}, expected a number.") from error
    try:
        parameters.resolve(values)
    except ValueError as error:
        raise InputError(f"{place}: in {line} {error}.") from error
    return list(values.values())
