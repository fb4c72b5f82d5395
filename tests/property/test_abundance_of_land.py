"""Mean species abundance of any land lies between 0 and 1, and falls with pressure, degradation and warming."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import landsim
from landsim.biodiversity import LAND_USES

SHARE = st.floats(0.0, 1.0)
AREAS = st.dictionaries(st.sampled_from(LAND_USES), st.floats(0.01, 1e6), min_size=1)


@given(AREAS, SHARE, st.floats(0.0, 20.0), st.floats(0.0, 6.0))
def test_it_lies_between_the_least_and_the_most_of_its_land(
    areas: dict[str, float], condition: float, pressure: float, warming: float
) -> None:
    keys = {"condition": condition, "pressure": pressure, "warming": warming}
    single = [landsim.mean_species_abundance({name: 1.0}, **keys) for name in areas]
    found = landsim.mean_species_abundance(areas, **keys)
    assert 0.0 <= min(single) - 1e-12 <= found + 2e-12
    assert found <= max(single) + 1e-12 <= 1.0 + 2e-12


@given(SHARE, SHARE, SHARE, SHARE, st.floats(0.0, 3.0))
def test_it_falls_with_pressure_degradation_and_warming(
    condition: float, worse: float, pressure: float, more: float, warming: float
) -> None:
    def grass(condition: float, pressure: float, warming: float) -> float:
        found: float = landsim.mean_species_abundance(
            {"grassland": 1.0}, condition=condition, pressure=pressure, warming=warming
        )
        return found

    usual = grass(condition, pressure, warming)
    assert grass(condition * worse, pressure, warming) <= usual + 1e-12
    assert grass(condition, pressure + more, warming) <= usual + 1e-12
    assert grass(condition, pressure, warming + 0.5) < usual
