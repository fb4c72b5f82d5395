"""Rows of the scratch array and the names that go with them."""

from __future__ import annotations

import itertools

from landsim.core import state
from landsim.core.cohort_rows import age_at_start, cohort_row, record
from landsim.core.state import LUMP_AGES, N_AGES, N_COHORTS, N_LUMPS, N_STRATA, ROW, SCRATCH_ROWS


def test_rows_follow_each_other_without_a_gap():
    assert ROW[0] == 0
    assert all(a < b for a, b in itertools.pairwise(ROW))
    assert ROW[-1] + N_STRATA * state.N_INCREMENTS == SCRATCH_ROWS


def test_no_name_is_used_twice():
    for names in (state.LAND, state.UNIT_INPUTS, state.DRIVERS, state.FLUXES, state.SNAPSHOTS, state.BUDGETS):
        assert len(set(names)) == len(names)


def test_every_cohort_has_a_row_of_its_own_within_its_part():
    places = itertools.product(range(N_STRATA), range(N_COHORTS), (0, 1))
    rows = [cohort_row(stratum, cohort) + column for stratum, cohort, column in places]
    assert len(set(rows)) == len(rows) == 2 * N_STRATA * N_COHORTS
    assert min(rows) == ROW.cohorts
    assert max(rows) == ROW.increment - 1


def test_records_of_the_strata_do_not_overlap():
    assert record(0) == ROW.strata
    assert record(2) + state.STRATUM_ROWS == ROW.cohorts
    assert state.REC[-1] + state.CONVERSION_YEARS == state.STRATUM_ROWS


def test_ages_of_cohorts_are_exact():
    for year in (0, 1, 30, 70):
        assert [age_at_start(cohort, year) for cohort in range(N_LUMPS)] == [age + year for age in LUMP_AGES]
        for born in range(year + 1):
            assert age_at_start(N_LUMPS + born, year) == year - born


def test_the_growth_table_reaches_the_oldest_possible_age():
    assert age_at_start(0, state.MAXIMUM_YEARS - 1) < N_AGES
