"""Official or satellite burned area: what the choice is worth in the land sector of each country, in Mt CO2e.

Runs a scenario twice, with official burned area and with the scales at which countries burn in 2010-2020 what
satellites see, and prints burned area, fire emissions and net land sector of both, for every country with a satellite
figure in the fact tables (so far Russia). Fire emissions are CO2 and CH4 and N2O of managed and unmanaged forest
together; lulucf_net is managed land, model basis. GWP AR5.

    python experiments/fire_statistics.py [--scenario baseline] [--landscape FILE]
"""

from __future__ import annotations

import argparse
import dataclasses

import pandas as pd

import landsim
from landsim.fire_statistics import BurnedAreaStatistics, burned_area_statistics

PARAMETER = "fire.burned_area_scale"
PERIODS = {"2010-2020": (2010, 2020), "2016-2020": (2016, 2020), "2030": (2030, 2030)}
READINGS = {"burned area": "Mha/yr", "fire emissions": "MtCO2e/yr", "lulucf_net": "MtCO2e/yr"}


def readings(run: landsim.Run, country: str) -> pd.DataFrame:
    """Burned area, fire emissions and net land sector of a country by year."""
    stocks, inventory, ledger = run.stocks, run.inventory, run.ledger
    fire = ledger[(ledger.country == country) & (ledger.flux == "fire")]
    return pd.DataFrame(
        {
            "burned area": _series(stocks, country, "burned_area"),
            "fire emissions": fire.groupby("year").value.sum(),
            "lulucf_net": _series(inventory, country, "lulucf_net"),
        }
    )


def _series(table: pd.DataFrame, country: str, variable: str) -> pd.Series:
    rows = table[(table.country == country) & (table.variable == variable)]
    return rows.set_index("year").value


def swing(
    scenario: landsim.Scenario, landscape: str | None = None
) -> tuple[tuple[BurnedAreaStatistics, ...], pd.DataFrame]:
    """The scales that meet satellites, and a table by country, reading and period: official, satellite, difference."""
    official = landsim.run(scenario, landscape=landscape)
    statistics = burned_area_statistics(official.drivers)
    scales = {f"{PARAMETER}.{entry.country}": entry.scale for entry in statistics}
    scaled = dataclasses.replace(scenario, parameters={**scenario.parameters, **scales})
    satellite = landsim.run(scaled, landscape=landscape)
    rows = []
    for entry in statistics:
        both = {name: readings(run, entry.country) for name, run in (("official", official), ("satellite", satellite))}
        for reading, unit in READINGS.items():
            for period, (first, last) in PERIODS.items():
                means = {name: float(table.loc[first:last, reading].mean()) for name, table in both.items()}
                difference = means["satellite"] - means["official"]
                head = {"country": entry.country, "reading": reading, "period": period}
                rows.append({**head, **means, "difference": difference, "unit": unit})
    return statistics, pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default="baseline", help="a shipped name or a file")
    parser.add_argument("--landscape", help="a landscape file instead of the embedded grid")
    options = parser.parse_args()
    statistics, table = swing(landsim.load_scenario(options.scenario), options.landscape)
    for entry in statistics:
        print(
            f"{entry.country}, mean of 2010-2020: official {entry.official / 1e6:.2f} Mha/yr, "
            f"satellite {entry.satellite / 1e6:.2f} Mha/yr, {PARAMETER}.{entry.country} = {entry.scale:.3f}"
        )
    print(table.to_string(index=False, float_format="{:.1f}".format))


if __name__ == "__main__":
    main()
