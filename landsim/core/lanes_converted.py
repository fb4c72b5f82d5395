"""Loops over the lanes of a block for land that came to a category other than forest in the last 20 years.

The 20-year rule of the inventory (IPCC 2006 V4 3.3.1) for cropland, grassland, wetlands, settlements and other land:
hectares by the year in which they joined, and the part of the category's soil carbon that lies under them. Nothing is
shifted from year to year: a year's hectares keep their row for CONVERSION_YEARS years, and what the category loses
since then is one factor for all of them.
"""

from __future__ import annotations

from landsim.core.compilation import apart, at, lanes
from landsim.core.lanes_cohorts import clear_rows, fold
from landsim.core.lanes_soil import leave_soil
from landsim.core.state import CONVERSION_YEARS, FLUX, LANES, N_LAND, N_STRATA, ROW

# Below this share left, the factor goes back into the rows, so that it never comes near zero.
LEAST_LEFT = 0.05


@lanes
def leave_land(s, source):
    """A share (row `fraction`) of a category leaves it: the same share of the land that joined it lately."""
    place = source - N_STRATA
    for lane in range(LANES):
        stays = 1.0 - s[at(ROW.fraction, lane)]
        s[at(ROW.joined + place, lane)] *= stays
        s[at(ROW.joined_left + place, lane)] *= stays
        s[at(ROW.joined_area + place, lane)] *= stays
        s[at(ROW.work, lane)] = stays
    leave_soil(s, place, ROW.work)


@lanes
def join_land(s, destination):
    """Hectares (row `move`) join a category; their soil carbon is added by whoever moves it."""
    place = destination - N_STRATA
    for lane in range(LANES):
        s[at(ROW.joined + place, lane)] += s[at(ROW.move, lane)]
        s[at(ROW.joined_area + place, lane)] += s[at(ROW.move, lane)]


@apart
def end_conversion(s, year):
    """Start of a year: land that joined CONVERSION_YEARS years ago counts as remaining from now on."""
    for place in range(N_LAND - N_STRATA):
        if fold(s, ROW.joined_area + place) > 0.0:
            end_joined(s, place, year % CONVERSION_YEARS)


@lanes
def end_joined(s, place, slot):
    """End of the conversion to one category of the land that joined it CONVERSION_YEARS years ago."""
    row = ROW.joined_in + place * CONVERSION_YEARS + slot
    for lane in range(LANES):
        area = s[at(ROW.joined_area + place, lane)]
        ends = s[at(row, lane)] * s[at(ROW.joined_left + place, lane)]
        stays = max(0.0, 1.0 - ends / area) if area > 0.0 else 0.0
        s[at(ROW.joined_area + place, lane)] = area * stays
        s[at(ROW.work, lane)] = stays
        s[at(row, lane)] = 0.0
        s[at(ROW.joined + place, lane)] = 0.0
    leave_soil(s, place, ROW.work)


@apart
def note_conversion(s, year):
    """End of a year: the hectares that joined are kept under this year."""
    for place in range(N_LAND - N_STRATA):
        if fold(s, ROW.joined_area + place) > 0.0:
            note_joined(s, place, year % CONVERSION_YEARS)
        else:
            clear_rows(s, ROW.flux + FLUX.converted_area_cropland + place, 1)


@lanes
def note_joined(s, place, slot):
    """Hectares that joined one category in the year."""
    first = ROW.joined_in + place * CONVERSION_YEARS
    least = 1.0
    for lane in range(LANES):
        least = min(least, s[at(ROW.joined_left + place, lane)])
    if least < LEAST_LEFT:
        for other in range(CONVERSION_YEARS):
            for lane in range(LANES):
                s[at(first + other, lane)] *= s[at(ROW.joined_left + place, lane)]
        for lane in range(LANES):
            s[at(ROW.joined_left + place, lane)] = 1.0
    for lane in range(LANES):
        s[at(first + slot, lane)] = s[at(ROW.joined + place, lane)] / s[at(ROW.joined_left + place, lane)]
        s[at(ROW.flux + FLUX.converted_area_cropland + place, lane)] = s[at(ROW.joined_area + place, lane)]
