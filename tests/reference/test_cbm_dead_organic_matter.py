"""Dead organic matter against libcbm 2.10.2: the package's own decay loop, fed with libcbm's net increments.

libcbm knows each tissue's biomass, landsim shares of one total. Both meet in what turnover acts on, the biomass of
mid-year: here one tonne in total, with shares set to the tissues' mid-year biomass of the year.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from landsim.core import parameters
from landsim.core.climate_response import q10_factor
from landsim.core.compilation import at, kernel
from landsim.core.dead_organic_matter import POOLS
from landsim.core.dimensions import COUNTRIES, GROWTH_FORMS
from landsim.core.forest import NATURAL
from landsim.core.lanes_forest import decay, record
from landsim.core.simulation import growth_tables, scalar_parameters
from landsim.core.state import FLUX, LANES, LUMP_AGES, N_POOLS, N_STRATA, N_TISSUES, REC, ROW, SCRATCH_ROWS

TEMPERATURE = 1.69
TOLERANCE = 5e-6  # tC/ha
TISSUES = ("stem", "foliage", "branch", "coarse_root", "fine_root")


@kernel
def follow(s, mid_year, turnover, start, q_litter, q_wood, p):
    """Pools at the end of each year and carbon to air in the year, [years, pools + 1], in the first lane."""
    answer = np.zeros((mid_year.shape[0], N_POOLS + 1))
    s[at(ROW.q_litter, 0)], s[at(ROW.q_wood, 0)] = q_litter, q_wood
    s[at(ROW.humification, 0)] = 1.0
    s[at(record(NATURAL) + REC.biomass, 0)] = 1.0
    for pool in range(N_POOLS):
        s[at(record(NATURAL) + REC.pools + pool, 0)] = start[pool]
    for tissue in range(N_TISSUES):
        s[at(record(NATURAL) + REC.turnover + tissue, 0)] = turnover[tissue]
    for year in range(mid_year.shape[0]):
        for tissue in range(N_TISSUES):
            s[at(record(NATURAL) + REC.share + tissue, 0)] = mid_year[year, tissue]
        s[at(ROW.flux + FLUX.forest_decay, 0)] = 0.0
        decay(s, NATURAL, p)
        for pool in range(N_POOLS):
            answer[year, pool] = s[at(record(NATURAL) + REC.pools + pool, 0)]
        answer[year, N_POOLS] = s[at(ROW.flux + FLUX.forest_decay, 0)]
    return answer


def table(name: str) -> dict[str, np.ndarray]:
    path = Path(__file__).parent / f"libcbm_spruce_{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {column: np.array([float(row[column] or "nan") for row in rows]) for column in rows[0]}


def follow_table(reference: dict[str, np.ndarray], first: int) -> np.ndarray:
    """Our pools from the end of year `first` on, fed with the increments of the table."""
    values = parameters.defaults()
    increment = np.column_stack([reference[f"increment_{tissue}"][first + 1 :] for tissue in TISSUES])
    start = np.array([reference[f"biomass_{tissue}"][first] for tissue in TISSUES])
    before = start + np.vstack([np.zeros(N_TISSUES), np.cumsum(increment, axis=0)[:-1]])
    weight = np.zeros((len(COUNTRIES), N_STRATA, len(LUMP_AGES)))
    turnover = growth_tables(values, weight).turnover[GROWTH_FORMS.index("needleleaf")]
    q10 = [parameters.value(values, f"dead_organic_matter.q10_{kind}") for kind in ("litter", "wood")]
    return follow(
        np.zeros(SCRATCH_ROWS * LANES), before + 0.5 * increment, turnover,
        np.array([reference[pool][first] for pool in POOLS]),
        q10_factor(TEMPERATURE, q10[0]), q10_factor(TEMPERATURE, q10[1]), scalar_parameters(values),
    )  # fmt: skip


@pytest.mark.parametrize(("name", "first", "years"), [("undisturbed", 0, 100), ("fire_in_80", 80, 20)])
def test_nine_pools_follow_libcbm(name, first, years):
    """A hundred years after a clear-cut, and the twenty years after a wildfire."""
    reference = table(name)
    ours = follow_table(reference, first)
    assert ours.shape[0] == years
    for column, pool in enumerate(POOLS):
        error = np.abs(ours[:, column] - reference[pool][first + 1 :])
        assert error.max() <= TOLERANCE, f"{pool}: {error.max():.1e} tC/ha in year {first + 1 + int(error.argmax())}"
    assert ours[:, N_POOLS] == pytest.approx(reference["decay_to_air"][first + 1 :], abs=TOLERANCE)


def test_published_sums_of_the_undisturbed_run():
    """Litter, dead wood and soil in year 100 (SoftwoodStemSnag and the other pools of the summary table)."""
    last = dict(zip(POOLS, follow_table(table("undisturbed"), 0)[-1], strict=False))
    litter = last["above_ground_very_fast"] + last["above_ground_fast"] + last["above_ground_slow"]
    wood = last["medium"] + last["stem_snag"] + last["branch_snag"]
    soil = last["below_ground_very_fast"] + last["below_ground_fast"] + last["below_ground_slow"]
    assert (litter, wood, soil) == pytest.approx((48.81, 10.88, 86.84), abs=0.01)
