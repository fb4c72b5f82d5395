"""iamc.csv: the tables of a run as the variables of landsim/data/definitions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.errors import InputError
from landsim.gwp import warming_potential
from landsim.iamc.definitions import Source, Variable, variables
from landsim.iamc.fluxes import by_country_and_year, fluxes_of, total
from landsim.ledger_pieces import Fluxes
from landsim.names import COUNTRIES, IAMC_NAMES, REGION_NAME

Floats = NDArray[np.float64]
Years = NDArray[np.int64]
MODEL = "landsim"
COLUMNS = ("Model", "Scenario", "Region", "Variable", "Unit")
# Unit of a table of a run -> unit of a definition -> factor.
FACTORS = {
    ("MtCO2e", "Mt CO2-equiv/yr"): 1.0,
    ("MtCO2e", "Mt CO2/yr"): 1.0,
    ("Mha", "million ha"): 1.0,
    ("Mha", "million ha/yr"): 1.0,
    ("MtC", "Mt C"): 1.0,
    ("Mm3", "million m3"): 1.0,
    ("million head", "million"): 1.0,
    ("million", "million"): 1.0,
    ("Mt", "million t DM/yr"): 1.0,
    ("1", "Ratio"): 1.0,
    ("1", "%"): 100.0,
    ("1", "Index (2020 = 1)"): 1.0,
}
# Gas of the ledger (None: all, in CO2 equivalents) -> unit of a definition, and how many of it are in a Mt of the gas.
GAS_UNITS = {
    "CO2": ("Mt CO2/yr", 1.0),
    "CH4": ("Mt CH4/yr", 1.0),
    "N2O": ("kt N2O/yr", 1000.0),
    None: ("Mt CO2-equiv/yr", 1.0),
}


def iamc_table(
    tables: Mapping[str, pd.DataFrame],
    scenario: str,
    years: Years,
    gwp: str,
    reference: Fluxes | None = None,
) -> pd.DataFrame:
    """Wide IAMC table: Model, Scenario, Region, Variable, Unit, one column a year.

    tables            inventory, stocks and ledger of a run
    gwp               the set of warming potentials that inventory and ledger count in
    reference         fluxes of the same scenario with climate and CO2 held at the reference: variables of view
                      `direct` are told from it and those of view `natural` as the difference; None: `direct` is told
                      from the run itself, and `natural` not at all

    A variable whose source is marked optional has no rows where the run does not tell it.

    Raises InputError for a source that the run lacks, and for a unit that its table does not have.
    """
    run = fluxes_of(tables["ledger"], years)
    wide = {name: _wide(tables[name], years) for name in ("inventory", "stocks")}
    national: dict[str, Floats] = {}
    for variable in variables().values():
        source = variable.source
        if source.table == "ledger":
            values = _of_fluxes(variable, run, reference, gwp)
        else:
            values = _of_table(variable, wide[source.table])
        if values is not None:
            national[variable.name] = values
    lines: list[list[object]] = []
    for name, table in national.items():
        variable = variables()[name]
        for country, line in zip(COUNTRIES, table, strict=True):
            lines.append([MODEL, scenario, IAMC_NAMES[country], name, variable.unit, *line])
        if not variable.skip_region_aggregation:
            line = of_region(table, None if variable.weight is None else national[variable.weight])
            lines.append([MODEL, scenario, REGION_NAME, name, variable.unit, *line])
    written = pd.DataFrame(lines, columns=[*COLUMNS, *(str(year) for year in years)])
    return written.dropna(subset=[str(year) for year in years], how="all", ignore_index=True)


def of_region(values: Floats, weights: Floats | None) -> Floats:
    """Sum of countries, or their mean by weight (0 where nothing weighs), [years]; values are [countries, years]."""
    if weights is None:
        return np.asarray(values.sum(axis=0))
    total = weights.sum(axis=0)
    mean: Floats = np.divide((values * weights).sum(axis=0), total, out=np.zeros_like(total), where=total > 0.0)
    return mean


def _of_fluxes(variable: Variable, run: Fluxes, reference: Fluxes | None, gwp: str) -> Floats | None:
    source = variable.source
    unit, per_megatonne = GAS_UNITS[source.gas]
    if variable.unit != unit:
        raise InputError(_wrong_unit(variable, unit))
    factor = per_megatonne / (1.0 if source.gas is None else warming_potential(source.gas, gwp))
    if source.view == "natural":
        return None if reference is None else factor * (total(run, source) - total(reference, source))
    chosen = reference if source.view == "direct" and reference is not None else run
    return factor * total(chosen, source)


def _of_table(variable: Variable, wide: Mapping[str, tuple[str, Floats]]) -> Floats | None:
    source: Source = variable.source
    total: Floats | float = 0.0
    for sign, name in source.names():
        if name not in wide:
            if source.optional:
                return None
            raise InputError(f"{variable.name}: the run has no '{name}' in {source.table}.csv, from which it is told.")
        unit, values = wide[name]
        if (unit, variable.unit) not in FACTORS:
            raise InputError(_wrong_unit(variable, f"one that {unit} of {source.table}.csv can be put into"))
        total = total + sign * FACTORS[unit, variable.unit] * values
    return source.sign * np.asarray(total)


def _wrong_unit(variable: Variable, expected: str) -> str:
    return f"{variable.name}: found the unit '{variable.unit}', expected {expected}."


def _wide(table: pd.DataFrame, years: Years) -> dict[str, tuple[str, Floats]]:
    """Variable -> unit and values, [countries, years], of a long table of a run; NaN where it has no row."""
    named, values = by_country_and_year(table, ("variable", "unit"), years)
    return {name: (unit, one) for (name, unit), one in zip(named, values, strict=True)}
