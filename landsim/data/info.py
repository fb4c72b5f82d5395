"""What a landscape file holds, and how it compares with the truth: the text of `landsim data info`."""

from __future__ import annotations

from pathlib import Path

import netCDF4
import numpy as np
from numpy.typing import NDArray

from landsim.data.build.checks import AREA_COLUMNS, Check, run_checks, station_comparison
from landsim.errors import InputError
from landsim.names import COUNTRIES

EMBEDDED = Path(__file__).with_name("landscape_0.5.nc")
TEXT_ATTRIBUTES = ("title", "borders", "order", "sources", "license", "built_with")


def describe(path: Path | None = None) -> str:
    """The description of a landscape file (the embedded one by default) as text."""
    columns, facts, attributes = _read(path or EMBEDDED)
    sections = [
        _header(path or EMBEDDED, columns, attributes),
        _column_table(facts),
        _land_table(columns),
        _station_table(columns),
        _check_table(run_checks(columns)),
    ]
    return "\n\n".join(sections) + "\n"


def _read(
    path: Path,
) -> tuple[dict[str, NDArray[np.generic]], list[tuple[str, str, str, str, str]], dict[str, str]]:
    """Columns per unit; name, units, status, long name and source of them and of monthly ones; global attributes."""
    if not path.is_file():
        raise InputError(f"There is no landscape file {path}; build one with: landsim data build.")
    try:
        with netCDF4.Dataset(path) as file:
            units = {n: v for n, v in file.variables.items() if v.dimensions == ("unit",)}
            columns = {n: np.ma.filled(v[:], 0) for n, v in units.items()}
            described = {**units, **{n: v for n, v in file.variables.items() if v.dimensions == ("month", "unit")}}
            facts = [(n, v.units, v.status, v.long_name, v.source) for n, v in described.items()]
            attributes = {n: str(file.getncattr(n)) for n in file.ncattrs()}
    except (OSError, AttributeError) as problem:
        raise InputError(
            f"The file {path} is no landscape file as landsim writes it: {problem}."
        ) from problem
    missing = [n for n in ("country", "province", *AREA_COLUMNS) if n not in columns]
    if missing:
        raise InputError(
            f"The landscape file {path} has no variable {missing[0]!r}, which every landscape needs."
        )
    return columns, facts, attributes


def _header(path: Path, columns: dict[str, NDArray[np.generic]], attributes: dict[str, str]) -> str:
    lines = [
        f"{path.name}: {len(columns['country'])} land units at "
        f"{attributes.get('resolution_degrees', '?')} degrees, "
        f"{path.stat().st_size / 1e6:.2f} MB"
    ]
    lines += [f"{name}: {attributes[name]}" for name in TEXT_ATTRIBUTES if name in attributes]
    return "\n".join(lines)


def _column_table(facts: list[tuple[str, str, str, str, str]]) -> str:
    widths = [max(len(row[i]) for row in facts) for i in range(3)]
    lines = ["Columns (name, unit, status, meaning, source); those that begin with monthly have twelve values a unit"]
    for name, unit, status, meaning, source in facts:
        lines.append(f"  {name:{widths[0]}}  {unit:{widths[1]}}  {status:{widths[2]}}  {meaning} [{source}]")
    return "\n".join(lines)


def _land_table(columns: dict[str, NDArray[np.generic]]) -> str:
    lines = ["Land at the end of 2020 (Mha)", "  " + " " * 20 + "".join(f"{c:>10}" for c in COUNTRIES)]
    for name in AREA_COLUMNS:
        sums = [
            columns[name][columns["country"] == i].sum(dtype=np.int64) / 1e6 for i in range(len(COUNTRIES))
        ]
        lines.append(
            f"  {name.removeprefix('area_').replace('_', ' '):20}" + "".join(f"{s:10.3f}" for s in sums)
        )
    return "\n".join(lines)


def _station_table(columns: dict[str, NDArray[np.generic]]) -> str:
    lines = [
        "Stations (temperature in degC at the altitude of the station, precipitation in mm/yr; unit, station)"
    ]
    for row in station_comparison(columns).itertuples():
        lines.append(
            f"  {row.station:14} T {row.unit_temperature:6.1f} {row.mean_annual_temperature:6.1f}"
            f"   P {row.unit_precipitation:6.0f} {row.annual_precipitation:6.0f}"
        )
    return "\n".join(lines)


def _check_table(checks: tuple[Check, ...]) -> str:
    failed = sum(not check.passed for check in checks)
    lines = [f"Checks ({len(checks)}, of which {failed} failed)"]
    for check in checks:
        verdict = "ok    " if check.passed else "FAILED"
        lines.append(
            f"  {verdict} {check.name:52} {check.value:>18,.10g}"
            f"  expected {check.expected:>18,.10g} {check.unit:6}"
            f" deviation {check.deviation:+.4f}, allowed {check.tolerance:g}"
        )
    return "\n".join(lines)
