"""Checks a file in the IAMC format against the definitions that landsim ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from landsim.errors import InputError
from landsim.iamc.definitions import regions, variables
from landsim.iamc.export import COLUMNS
from landsim.names import country_code
from landsim.suggestions import did_you_mean

# Numbers are written with ten digits, so parts add up to their total to about this, of the largest of them.
TOLERANCE = 1e-8


def problems_of(path: Path) -> list[str]:
    """What is wrong with a file, one sentence for each row or sum at fault; an empty list for a valid file.

    Found are unknown variables, units and regions, rows that stand twice, cells that are no number, values below the
    lower bound of their variable, and totals that their parts do not add up to.

    Raises InputError for a file that cannot be read or has other columns than the IAMC format.
    """
    table = _read(path)
    years = [name for name in table.columns if name not in COLUMNS]
    found = [
        f"{path.name}, row {row}: {text}"
        for row, cells in zip(range(2, len(table) + 2), table.to_dict("records"), strict=True)
        for text in _of_row({str(key): str(value) for key, value in cells.items()}, years)
    ]
    twice = table.duplicated(["Model", "Scenario", "Region", "Variable"])
    found += [
        f"{path.name}, row {at + 2}: '{table['Variable'][at]}' of {table['Region'][at]} stands twice, expected once."
        for at in np.flatnonzero(twice)
    ]
    # Sums are told apart only where every row is what it says it is.
    return found or [f"{path.name}: {text}" for text in _of_sums(table, years)]


def _read(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except OSError as error:
        raise InputError(
            f"{path}: the file cannot be read ({error.strerror}), expected an IAMC table as CSV."
        ) from error
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path}: the file is no CSV table ({error}), expected an IAMC table as CSV.") from error
    names = {str(name).lower(): str(name) for name in table.columns}
    for column in COLUMNS:
        if column.lower() not in names:
            raise InputError(
                f"{path}: there is no column {column}, expected {', '.join(COLUMNS)} and one for each year."
            )
    table = table.rename(columns={names[column.lower()]: column for column in COLUMNS})
    for name in table.columns:
        if name not in COLUMNS and not (str(name).isdecimal() and len(str(name)) == 4):
            raise InputError(f"{path}: found the column '{name}', expected {', '.join(COLUMNS)} and years only.")
    return table


def _of_row(cells: dict[str, str], years: list[str]) -> Iterator[str]:
    name, unit, region = cells["Variable"], cells["Unit"], cells["Region"]
    variable = variables().get(name)
    if variable is None:
        yield f"unknown variable '{name}', {_near(name, list(variables()))}"
    elif unit != variable.unit:
        yield f"'{name}' is in '{unit}', expected '{variable.unit}'."
    if region not in regions():
        yield f"unknown region '{region}', {_near_region(region)}"
    for year in years:
        text = cells[year].strip()
        if not text:
            continue
        try:
            value = float(text)
        except ValueError:
            value = np.nan
        if not np.isfinite(value):
            yield f"'{name}' in {year} is '{text}', expected a number."
        elif variable is not None and variable.lower_bound is not None and value < variable.lower_bound:
            yield f"'{name}' in {year} is {text}, expected at least {variable.lower_bound:g}."


def _near(found: str, known: list[str]) -> str:
    text = did_you_mean(found, known)
    # A list of all variables would be longer than a screen.
    return text if text.startswith("did you mean") else "see them with `landsim list variables`."


def _near_region(found: str) -> str:
    code = country_code(found)
    own = [name for name, codes in regions().items() if codes == (code,)]
    return f"did you mean '{own[0]}'?" if own else did_you_mean(found, list(regions()))


def _of_sums(table: pd.DataFrame, years: list[str]) -> Iterator[str]:
    """Totals of which the table has all parts and which they do not add up to."""
    for (_, scenario, region), rows in table.groupby(["Model", "Scenario", "Region"], sort=False):
        numbers = rows.set_index("Variable")[years].apply(pd.to_numeric)
        for variable in variables().values():
            names = [variable.name, *variable.components]
            if not variable.check_aggregate or not set(names) <= set(numbers.index):
                continue
            values = numbers.loc[names].to_numpy(dtype=float)
            gap = np.abs(values[0] - values[1:].sum(axis=0))
            for at in np.flatnonzero(gap > TOLERANCE * np.abs(values).max(axis=0))[:1]:
                yield (
                    f"'{variable.name}' of {region} ({scenario}) in {years[at]} is {values[0, at]:.10g}, "
                    f"but its parts add up to {values[1:, at].sum():.10g}."
                )
