"""Global warming and CO2 of the named climates."""

import numpy as np
import pytest

from landsim import climate
from landsim.errors import InputError

SCENARIOS = [name for name in climate.CLIMATES if name != climate.CONSTANT]


@pytest.mark.parametrize(
    ("name", "warming", "co2"),
    [("ssp1-2.6", 0.85, 469), ("ssp2-4.5", 1.15, 507), ("ssp3-7.0", 1.25, 541), ("ssp5-8.5", 1.55, 563)],
)
def test_values_of_2050_and_the_slope_beyond(name: str, warming: float, co2: float) -> None:
    values = climate.gmst_change(name, [1990, 2005, 2020, 2050, 2060])
    assert values == pytest.approx([-0.25, 0.0, 0.30, warming, warming + (warming - 0.30) / 3])
    values = climate.co2_concentration(name, np.array([1990, 2000, 2010, 2020, 2050, 2060]))
    assert values == pytest.approx([354, 369, 390.5, 412, co2, co2 + (co2 - 412) / 3])


@pytest.mark.parametrize("name", SCENARIOS)
def test_history_is_the_same_in_all_climates(name: str) -> None:
    years = np.arange(1990, 2021)
    assert np.array_equal(climate.gmst_change(name, years), climate.gmst_change("ssp2-4.5", years))
    assert np.array_equal(
        climate.co2_concentration(name, years), climate.co2_concentration("ssp2-4.5", years)
    )


def test_constant_climate_holds_1990() -> None:
    years = np.arange(1990, 2061)
    assert set(climate.gmst_change("constant", years)) == {-0.25}
    assert set(climate.co2_concentration("constant", years)) == {354.0}


@pytest.mark.parametrize("name", climate.CLIMATES)
def test_assumptions_hold_their_value_between_low_and_high(name: str) -> None:
    rows = climate.climate_assumptions(name)
    assert len(rows) == (2 if name == "constant" else 8)
    for row in rows:
        assert row.low < row.value < row.high
        assert row.status == "assumption"
    lines = {"gmst_change": climate.gmst_change, "co2": climate.co2_concentration}
    for row in rows:
        variable, year = row.name.rsplit("_", 1)
        assert lines[variable](name, [int(year)])[0] == pytest.approx(row.value)


def test_an_unknown_climate_is_refused() -> None:
    for function in (climate.gmst_change, climate.co2_concentration):
        with pytest.raises(InputError, match=r"climate is 'rcp8\.5'; expected one of: ssp1-2\.6"):
            function("rcp8.5", [2000])
    with pytest.raises(InputError, match="climate is 'warm'"):
        climate.climate_assumptions("warm")


@pytest.mark.parametrize("year", [1989, 2061])
def test_a_year_outside_is_refused(year: int) -> None:
    with pytest.raises(InputError, match=f"asked for the year {year}; expected years from 1990 to 2060"):
        climate.gmst_change("constant", [2000, year])
