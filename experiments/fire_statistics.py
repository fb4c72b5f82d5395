"""Official or satellite burned area: what the choice is worth in Russia's land sector, in Mt CO2e.

Runs a scenario twice, with official burned area and with the scale at which Russia burns in 2010-2020 what satellites
see, and prints burned area, fire emissions and net land sector of both. Fire emissions are CO2 and CH4 and N2O of
managed and unmanaged forest together; lulucf_net is managed land, model basis. GWP AR5.

    python experiments/fire_statistics.py [--scenario baseline] [--landscape FILE]
"""

from __future__ import annotations

import argparse
import dataclasses

import pandas as pd

import landsim
from landsim.fire_statistics import BurnedAreaStatistics, burned_area_statistics

COUNTRY = "RUS"
PARAMETER = f"fire.burned_area_scale.{COUNTRY}"
PERIODS = {"2010-2020": (2010, 2020), "2016-2020": (2016, 2020), "2030": (2030, 2030)}
READINGS = {"burned area": "Mha/yr", "fire emissions": "MtCO2e/yr", "lulucf_net": "MtCO2e/yr"}


def readings(run: landsim.Run) -> pd.DataFrame:
    """Burned area, fire emissions and net land sector of Russia by year."""
    stocks, inventory, ledger = run.stocks, run.inventory, run.ledger
    fire = ledger[(ledger.country == COUNTRY) & (ledger.flux == "fire")]
    return pd.DataFrame(
        {
            "burned area": _series(stocks, "burned_area"),
            "fire emissions": fire.groupby("year").value.sum(),
            "lulucf_net": _series(inventory, "lulucf_net"),
        }
    )


def _series(table: pd.DataFrame, variable: str) -> pd.Series:
    rows = table[(table.country == COUNTRY) & (table.variable == variable)]
    return rows.set_index("year").value


def swing(scenario: landsim.Scenario, landscape: str | None = None) -> tuple[BurnedAreaStatistics, pd.DataFrame]:
    """The scale that meets satellites, and a table of reading and period by official, satellite and difference."""
    official = landsim.run(scenario, landscape=landscape)
    (statistics,) = (entry for entry in burned_area_statistics(official.drivers) if entry.country == COUNTRY)
    scaled = {**scenario.parameters, PARAMETER: statistics.scale}
    satellite = landsim.run(dataclasses.replace(scenario, parameters=scaled), landscape=landscape)
    both = {"official": readings(official), "satellite": readings(satellite)}
    rows = []
    for reading, unit in READINGS.items():
        for period, (first, last) in PERIODS.items():
            means = {name: float(table.loc[first:last, reading].mean()) for name, table in both.items()}
            difference = means["satellite"] - means["official"]
            rows.append({"reading": reading, "period": period, **means, "difference": difference, "unit": unit})
    return statistics, pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default="baseline", help="a shipped name or a file")
    parser.add_argument("--landscape", help="a landscape file instead of the embedded grid")
    options = parser.parse_args()
    statistics, table = swing(landsim.load_scenario(options.scenario), options.landscape)
    print(
        f"{COUNTRY}, mean of 2010-2020: official {statistics.official / 1e6:.2f} Mha/yr, "
        f"satellite {statistics.satellite / 1e6:.2f} Mha/yr, {PARAMETER} = {statistics.scale:.3f}"
    )
    print(table.to_string(index=False, float_format="{:.1f}".format))


if __name__ == "__main__":
    main()
