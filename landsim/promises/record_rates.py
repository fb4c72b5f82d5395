"""How fast forest was ever gained in a country by the record of 1990-2020, beside how fast a measure promises to."""

from __future__ import annotations

from itertools import pairwise

from landsim.facts import national_series
from landsim.policy.measures import MEASURE_KINDS
from landsim.scenario_measures import Measure

# Rates of FRA 2020 are means of these intervals, filed under their first year.
INTERVALS = {1990: "1990-2000", 2000: "2000-2010", 2010: "2010-2015", 2015: "2015-2020"}
PLANTED, GAINED = "afforestation_rate", "forest_expansion_rate"
WORDS = {PLANTED: "planted", GAINED: "gained"}
NO_SERIES = "no series of 1990-2020"
RECORD = (1990, 2020)


def promised_rate(measure: Measure) -> float:
    """Mha a year that a measure promises on the mean of its years; nan where its amount is no area that grows."""
    if measure.unit not in ("Mha", "Mha/yr") or MEASURE_KINDS[measure.kind].rule == "avoided_loss":
        return float("nan")
    if measure.unit == "Mha/yr":
        return measure.amount
    return measure.amount / (measure.last_year - measure.first_year + 1)


def highest_rate(measure: Measure) -> tuple[float, str]:
    """Mha a year in the best interval of the record, and which that was; nan and a word where there is no series.

    Planting is held against the planted rate where a country reports one above zero, else against all forest gained;
    regeneration against all forest gained; without either, against the largest yearly growth of net forest area.
    """
    if MEASURE_KINDS[measure.kind].destination not in ("forest_planted", "forest_natural"):
        return float("nan"), NO_SERIES
    planting = MEASURE_KINDS[measure.kind].destination == "forest_planted"
    for variable in (PLANTED, GAINED) if planting else (GAINED,):
        rates = national_series(variable, measure.country)
        if rates and max(rates.values()) > 0.0:
            year = max(rates, key=lambda one: rates[one])
            return rates[year] / 1e6, f"{WORDS[variable]} in {INTERVALS[year]} (FAO FRA 2020)"
    area = {y: a for y, a in national_series("forest_area", measure.country).items() if RECORD[0] <= y <= RECORD[1]}
    years = sorted(area)
    growth = {(one, other): (area[other] - area[one]) / (other - one) for one, other in pairwise(years)}
    if not growth or max(growth.values()) <= 0.0:
        return float("nan"), f"{NO_SERIES} with a gain of forest"
    best = max(growth, key=lambda span: growth[span])
    return growth[best] / 1e6, f"net growth of forest in {best[0]}-{best[1]} (FAO FRA 2020)"
