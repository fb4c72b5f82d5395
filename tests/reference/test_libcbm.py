"""simulate_stand against runs of libcbm 2.10.2: stored ones, and if libcbm is installed, runs of every event kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim.core import disturbance, parameters
from landsim.core.disturbance import CARBON
from landsim.core.forest import TISSUES

FOLDER = Path(__file__).parent / "libcbm_runs"
TEMPERATURE = 1.69
NAMES = {
    "SoftwoodMerch": "merchantable", "SoftwoodFoliage": "foliage", "SoftwoodOther": "other_wood",
    "SoftwoodCoarseRoots": "coarse_roots", "SoftwoodFineRoots": "fine_roots",
    "AboveGroundVeryFastSoil": "above_ground_very_fast", "BelowGroundVeryFastSoil": "below_ground_very_fast",
    "AboveGroundFastSoil": "above_ground_fast", "BelowGroundFastSoil": "below_ground_fast", "MediumSoil": "medium",
    "AboveGroundSlowSoil": "above_ground_slow", "BelowGroundSlowSoil": "below_ground_slow",
    "SoftwoodStemSnag": "stem_snag", "SoftwoodBranchSnag": "branch_snag", "Products": "products",
    "CO2": "co2", "CH4": "ch4", "CO": "co",
}  # fmt: skip
STOCKS = list(CARBON[:15])
GASES = list(CARBON[15:])
# libcbm's database holds most numbers in single precision (0.355 is 0.35499998927...); these are in double.
IN_DOUBLE = ("forest.coarse_root_turnover", "forest.fine_root_turnover", "dead_organic_matter.mixing")


def stored(run: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pools of years 0 to 100 and net increments of years 1 to 100."""
    pools = pd.read_csv(FOLDER / f"spruce_{run}_pools.csv").rename(columns=NAMES)[list(CARBON)]
    increments = pd.read_csv(FOLDER / f"spruce_{run}_biomass_net_increment.csv").rename(columns=NAMES)
    return pools, increments[list(TISSUES)].iloc[1:].reset_index(drop=True)


def single_precision() -> dict[str, float]:
    """Parameters of a stand as libcbm's database holds them."""
    names = [p.name for p in parameters.declared() if p.name.startswith("dead_organic_matter.")]
    names = [n for n in names if "humification" not in n]
    names += ["forest.stem_turnover", "forest.foliage_turnover.needleleaf", "forest.branch_turnover"]
    values = parameters.defaults()
    return {n: float(np.float32(parameters.value(values, n))) for n in names if n not in IN_DOUBLE}


def difference(simulated: pd.DataFrame, reference: pd.DataFrame) -> pd.Series:
    """Largest absolute difference of each column over all years, tC/ha."""
    return (simulated - reference.set_axis(simulated.index)).abs().max()


@pytest.mark.parametrize("run,events", [("clearcut100", None), ("fire_at_80", {80: "wildfire"})])
def test_stored_runs_are_reproduced(run: str, events: Mapping[int, str] | None) -> None:
    pools, increments = stored(run)
    if events:
        increments.iloc[79] = increments.iloc[0]
    simulated = landsim.simulate_stand(pools.iloc[0].to_dict(), increments, TEMPERATURE, events)
    assert list(simulated.columns) == list(CARBON)
    assert list(simulated.index) == list(range(101))
    found = difference(simulated, pools)
    assert found[STOCKS].max() < 2e-6
    assert found[GASES].max() < 5e-6


def test_digits_of_libcbm_leave_only_the_rounding_of_the_increments() -> None:
    pools, increments = stored("clearcut100")
    simulated = landsim.simulate_stand(pools.iloc[0].to_dict(), increments, TEMPERATURE, parameters=single_precision())
    found = difference(simulated, pools)
    assert found[STOCKS].max() < 1e-7
    assert found[GASES].max() < 5e-7


def test_numbers_stated_for_the_fire_year() -> None:
    pools, increments = stored("fire_at_80")
    increments.iloc[79] = increments.iloc[0]
    simulated = landsim.simulate_stand(pools.iloc[0].to_dict(), increments, TEMPERATURE, {80: "wildfire"})
    stated = {
        "above_ground_very_fast": 0.301, "above_ground_fast": 12.557, "medium": 8.758, "above_ground_slow": 9.675,
        "stem_snag": 37.701, "branch_snag": 17.556,
    }  # fmt: skip
    for pool, value in stated.items():
        assert simulated.loc[80, pool] == pytest.approx(value, abs=6e-4)
    burned = simulated.loc[80, GASES].sum() - simulated.loc[79, GASES].sum()
    assert 40.0 < burned < 52.0


# Disturbance types of libcbm's default database whose matrices in Montane Cordillera are those of our table.
LIBCBM_TYPES = {
    "wildfire": 1, "insects": 2, "clearcut_slash_burn": 3, "clearcut": 4, "deforestation": 7, "partial_cut": 10,
}  # fmt: skip
AGES = np.arange(0, 301, 10)
CURVES = {
    "common": 200.0 * (1.0 - np.exp(-0.04 * AGES)) ** 3,
    "productive": 420.0 * (1.0 - np.exp(-0.06 * AGES)) ** 2.5,
    "declining": 200.0 * (1.0 - np.exp(-0.04 * AGES)) ** 3 * np.exp(-np.maximum(0.0, AGES - 90.0) / 60.0),
}


def live_run(volumes: np.ndarray, temperature: float, events: Mapping[int, str], years: int) -> pd.DataFrame:
    """Pools of one stand by libcbm, years 0 to n."""
    from libcbm.model.cbm import cbm_simulator
    from libcbm.model.cbm.stand_cbm_factory import StandCBMFactory
    from libcbm.storage import dataframe

    pairs = [[int(age), float(volume)] for age, volume in zip(AGES, volumes, strict=True)]
    curve = {"classifier_set": ["a"], "merch_volumes": [{"species": "Spruce", "age_volume_pairs": pairs}]}
    factory = StandCBMFactory({"c": ["a"]}, [curve])
    inventory = pd.DataFrame(
        {
            "c": ["a"], "admin_boundary": ["British Columbia"], "eco_boundary": ["Montane Cordillera"], "age": [0],
            "area": [1.0], "delay": [0], "land_class": ["UNFCCC_FL_R_FL"], "afforestation_pre_type": ["None"],
            "historic_disturbance_type": ["Wildfire"],
            "last_pass_disturbance_type": ["Clearcut harvesting with salvage"],
        }
    )  # fmt: skip
    rows = []

    def before(year: int, variables):
        kind = LIBCBM_TYPES[events[year]] if year in events else 0
        variables.parameters["disturbance_type"].assign(np.int32(kind))
        return variables

    def after(year: int, variables):
        rows.append(variables.pools.to_pandas().iloc[0])

    warmth = dataframe.from_pandas(pd.DataFrame({"mean_annual_temp": [temperature]}))
    with factory.initialize_cbm() as cbm:
        classifiers, prepared = factory.prepare_inventory(dataframe.from_pandas(inventory))
        cbm_simulator.simulate(cbm, years, classifiers, prepared, after, before, warmth)
    return pd.DataFrame(rows).reset_index(drop=True).rename(columns=NAMES)[list(CARBON)]


def regrowth(pools: pd.DataFrame, events: Mapping[int, str]) -> pd.DataFrame:
    """Net increments of a libcbm run: change of biomass after the event of the year."""
    living = pools[list(TISSUES)].to_numpy()
    kept = [
        disturbance.living_share_kept(disturbance.matrix(events[year], parameters.defaults()))
        if year in events
        else 1.0
        for year in range(1, len(living))
    ]
    return pd.DataFrame(living[1:] - np.array(kept)[:, None] * living[:-1], columns=list(TISSUES))


@pytest.mark.filterwarnings("ignore:untested linux distribution")
@pytest.mark.parametrize(
    "curve,temperature,events,years",
    [
        ("common", 1.69, {}, 120),
        ("productive", -8.0, {30: "clearcut", 70: "insects"}, 150),
        ("productive", 12.0, {40: "clearcut_slash_burn", 90: "wildfire"}, 150),
        ("productive", 3.0, {50: "deforestation"}, 120),
        ("productive", -15.0, {}, 300),
        ("declining", 5.0, {}, 200),
        ("declining", 20.0, {60: "partial_cut", 150: "clearcut"}, 200),
    ],
)
def test_runs_made_now(curve: str, temperature: float, events: dict[int, str], years: int) -> None:
    pytest.importorskip("libcbm.model", reason="libcbm is in the extra 'benchmark'")
    pools = live_run(CURVES[curve], temperature, events, years)
    increments = regrowth(pools, events)
    if curve == "declining":
        assert increments.sum(axis=1).min() < -0.1
    simulated = landsim.simulate_stand(pools.iloc[0].to_dict(), increments, temperature, events)
    found = difference(simulated, pools)
    assert found[STOCKS].max() < 1e-5
    assert found[GASES].max() < 3e-5
    if not events:
        exact = landsim.simulate_stand(pools.iloc[0].to_dict(), increments, temperature, parameters=single_precision())
        assert difference(exact, pools).max() < 1e-9
