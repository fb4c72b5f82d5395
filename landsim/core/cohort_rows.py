"""Where the records and cohorts of forest strata lie in the scratch array."""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.forest import PLANTED, SHRUB
from landsim.core.state import (
    COHORTS_AT_ONCE,
    FIRST_PLANTING,
    LUMP_AGES,
    MAXIMUM_YEARS,
    N_INCREMENTS,
    N_LUMPS,
    ROW,
    STRATUM_ROWS,
)

OLDEST = LUMP_AGES[0]


@scalar
def record(stratum):
    """First row of a stratum's record."""
    return ROW.strata + stratum * STRATUM_ROWS


@scalar
def cohort_row(stratum, cohort):
    """Row of a cohort's area; the row of its biomass follows."""
    if stratum == SHRUB:
        return ROW.shrub_cohorts + 2 * cohort
    return ROW.cohorts + 4 * cohort + 2 * stratum


@scalar
def increment_row(stratum):
    """Row of the increment at age 0."""
    return ROW.increment + stratum * N_INCREMENTS + COHORTS_AT_ONCE


@scalar
def planted_anew_row(stratum, birth):
    """Row of the share of a cohort that was planted on other land: planted forest and shrubs since FIRST_PLANTING."""
    return ROW.planted_anew + (stratum - PLANTED) * (MAXIMUM_YEARS - FIRST_PLANTING) + birth - FIRST_PLANTING


@scalar
def age_at_start(cohort, year):
    """Age of a cohort at the start of a year (index from the first): exact, nothing is spread or shifted."""
    return OLDEST - 10 * cohort + year if cohort < N_LUMPS else year - (cohort - N_LUMPS)
