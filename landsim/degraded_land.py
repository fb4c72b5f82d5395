"""Land degradation and its neutrality (SDG indicator 15.3.1) from land cover, soil carbon and productivity.

Functions apart from any run, vectorised over units of land. Outcomes are "improvement", "stable" or "degradation".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.checked_numbers import checked, plain
from landsim.coded_words import OUTCOMES, Codes, coded, outcome_table, worded
from landsim.core import land_degradation as equations
from landsim.core.dimensions import SOIL_CLIMATES
from landsim.core.parameters import take, value
from landsim.errors import InputError
from landsim.soil_inputs import Floats, fitting, read_parameters
from landsim.suggestions import did_you_mean

# Classes of land cover that countries report to the UNCCD, in its order.
LAND_COVERS = ("tree_covered", "grassland", "cropland", "wetland", "artificial", "other_land", "water_body")
# China's Grain for Green and Mongolia's abandoned wheat fields: the default matrix calls the way back degradation.
FARMLAND_RESTORATION: Mapping[tuple[str, str], str] = MappingProxyType({("cropland", "grassland"): "improvement"})
ROUNDING = 1e-12


def land_cover_degradation(
    before: ArrayLike, after: ArrayLike, matrix: Mapping[tuple[str, str], str] | None = None
) -> Any:
    """What a change of land cover means for the land, by the UNCCD's default matrix (land_cover_transitions.csv).

    before, after  land cover: tree_covered, grassland, cropland, wetland, artificial, other_land or water_body, or its
                   place in this list from 0 (landsim.degraded_land.LAND_COVERS)
    matrix         (before, after) -> outcome where it differs from the default: a country may have its own. Shipped:
                   landsim.FARMLAND_RESTORATION, farmland to grassland is improvement, for China and Mongolia

    Words, or arrays of shapes that fit each other. Outcomes: "improvement", "stable" or "degradation".

    >>> land_cover_degradation("cropland", "grassland")
    'degradation'
    >>> land_cover_degradation("cropland", "grassland", FARMLAND_RESTORATION)
    'improvement'

    Raises InputError for an unknown land cover or outcome, a matrix that is no such mapping, a change of no land cover
    that is called anything but stable, or shapes that do not fit.
    """
    return worded(land_cover_matrix(matrix)[_pair(before, after)], OUTCOMES)


def land_cover_matrix(matrix: Mapping[tuple[str, str], str] | None) -> Codes:
    """The matrix as places in OUTCOMES, [before, after], with overrides as in land_cover_degradation."""
    table = outcome_table("land_cover_transitions", ("before", "after"), (LAND_COVERS, LAND_COVERS), "outcome")
    outcomes = coded(table, "land_cover_transitions.csv", OUTCOMES).copy()
    for pair, outcome in _overrides(matrix).items():
        outcomes[pair] = outcome
    return outcomes


def soil_carbon_degradation(
    before: ArrayLike, after: ArrayLike, *, parameters: Mapping[str, float] | None = None
) -> Any:
    """What a change of soil carbon means for the land: 10 % (land_degradation.soil_change) or more either way counts.

    before, after  carbon of the soil in the same unit, zero or more
    parameters     declared name (land_degradation.*) -> value

    Numbers, or arrays of shapes that fit each other. Outcomes: "improvement", "stable" or "degradation". Any gain on
    soil without carbon is improvement.

    >>> soil_carbon_degradation(60.0, 54.0)
    'degradation'

    Raises InputError for a number that is negative or not finite, or shapes that do not fit.
    """
    values = read_parameters(parameters, ("land_degradation",))
    expected = "carbon of the soil, zero or more"
    old, new = fitting({"before": checked(before, "before", expected), "after": checked(after, "after", expected)})
    return worded(soil_carbon_codes(old, new, values), OUTCOMES)


def soil_carbon_codes(before: Any, after: Any, values: Floats) -> Codes:
    """Places in OUTCOMES of what a change of soil carbon means."""
    counts = np.abs(after - before) >= (value(values, "land_degradation.soil_change") - ROUNDING) * before
    codes: Codes = np.where(counts, np.sign(after - before), 0).astype(np.intp) + 1
    return codes


def soil_carbon_after_conversion(
    carbon: ArrayLike,
    before: ArrayLike,
    after: ArrayLike,
    years: ArrayLike,
    *,
    climate: ArrayLike,
    parameters: Mapping[str, float] | None = None,
) -> Any:
    """Soil carbon some years after a change of land cover, by the UNCCD's factors, in the unit of ``carbon``.

    carbon         of the soil before the change, zero or more
    before, after  land cover, as in land_cover_degradation
    years          since the change; the factor is reached after 20 (land_degradation.period) in equal steps
    climate        warm_temperate, cool_temperate or boreal with _moist or _dry; boreal land takes temperate factors
    parameters     declared name (land_degradation.*) -> value

    Plant cover to cropland 0.80 where it is dry and 0.69 where it is moist, wetland to cropland 0.71, the inverse on
    the way back; to artificial or other land 0.1, from there to plant cover or cropland 2; else 1.

    Numbers and words, or arrays of shapes that fit each other.

    >>> soil_carbon_after_conversion(50.0, "grassland", "cropland", 10, climate="cool_temperate_dry")
    45.0

    Raises InputError for a number that is negative or not finite, an unknown land cover or climate, or shapes that do
    not fit.
    """
    values = read_parameters(parameters, ("land_degradation",))
    factors = _conversion_factors(values)
    old, new = _pair(before, after)
    stock, old, new, time, zone = fitting(
        {
            "carbon": checked(carbon, "carbon", "carbon of the soil, zero or more"),
            "before": old,
            "after": new,
            "years": checked(years, "years", "years, zero or more"),
            "climate": coded(climate, "climate", SOIL_CLIMATES),
        }
    )
    period = value(values, "land_degradation.period")
    return plain(equations.carbon_after(stock, factors[zone, old, new], time, period))


def conversion_factors_by_climate(years: float, values: Floats) -> Floats:
    """Soil carbon some years after a change of cover over that before it, [SOIL_CLIMATES, before, after]."""
    period = value(values, "land_degradation.period")
    found: Floats = equations.carbon_after(1.0, _conversion_factors(values), years, period)
    return found


def _conversion_factors(values: Floats) -> Floats:
    rest = [value(values, f"land_degradation.{name}_factor") for name in ("wet_farming", "sealing", "greening")]
    farming = take(values, "land_degradation.farming_factor")
    return np.array([equations.conversion_factors(one, *rest) for one in farming])


def land_degradation(productivity: ArrayLike, land_cover: ArrayLike, soil: ArrayLike) -> Any:
    """Productivity, land cover and soil carbon together: one out, all out (land_degradation_outcomes.csv).

    productivity  outcomes, three_classes of productivity_degradation
    land_cover    outcomes of land_cover_degradation
    soil          outcomes of soil_carbon_degradation

    Words, or arrays of shapes that fit each other. Outcomes: "degradation" if any is, "improvement" if none is
    degradation and at least one is improvement, else "stable".

    >>> land_degradation("improvement", "stable", "degradation")
    'degradation'

    Raises InputError for another word or shapes that do not fit.
    """
    parts = {"productivity": productivity, "land_cover": land_cover, "soil": soil}
    place = fitting({name: coded(found, name, OUTCOMES) for name, found in parts.items()})
    return worded(one_out_all_out()[tuple(place)], OUTCOMES)


def one_out_all_out() -> Codes:
    """The table of 27 rows as places in OUTCOMES, [productivity, land cover, soil]."""
    keys = ("productivity", "land_cover", "soil")
    table = outcome_table("land_degradation_outcomes", keys, (OUTCOMES,) * 3, "outcome")
    return coded(table, "land_degradation_outcomes.csv", OUTCOMES)


def neutrality(
    status: ArrayLike, area: ArrayLike, group: ArrayLike | Mapping[str, ArrayLike] | None = None
) -> dict[str, Any]:
    """Neutrality of land degradation: land gained less land lost, in the unit of ``area``, for each group.

    status  outcomes of land_degradation since the baseline (2000-2015)
    area    ha, zero or more
    group   labels of any kind, such as land type, province or country; several kinds together as a mapping of name to
            labels, and each combination that occurs is a group; None: all land is one

    Words, numbers and labels, or arrays of shapes that fit each other. The result has arrays with one element for each
    group, in the order of labels: the labels, under "group" or the names of the mapping; improvement, stable and
    degradation (ha); balance (improvement less degradation, ha); neutral (whether balance is zero or more);
    degraded_share (degradation over all area: SDG indicator 15.3.1; 0 without area). It makes a table with
    pandas.DataFrame. Gains of one land type do not make up for losses of another: give land types to see them.

    >>> found = neutrality(["improvement", "degradation", "stable"], [30.0, 50.0, 20.0])
    >>> float(found["balance"][0]), bool(found["neutral"][0]), float(found["degraded_share"][0])
    (-20.0, False, 0.5)

    Raises InputError for another word, a number that is negative or not finite, or shapes that do not fit.
    """
    kinds: Mapping[str, ArrayLike] = {"group": "all"}
    if group is not None:
        kinds = group if isinstance(group, Mapping) else {"group": group}
    if not kinds:
        raise InputError("group: found an empty mapping, expected names of labels, or nothing.")
    labels = {str(name): np.asarray(found) for name, found in kinds.items()}
    for name in labels:
        if name in ("status", "area", *OUTCOMES, "balance", "neutral", "degraded_share"):
            raise InputError(f"group: found the name {name!r}, which the result has for something else.")
    outcome, hectares, *columns = fitting(
        {"status": coded(status, "status", OUTCOMES), "area": checked(area, "area", "ha, zero or more"), **labels}
    )
    # Each kind of label becomes whole numbers, so that kinds of different types can be told apart together.
    ranked = [_ranked(column, name) for name, column in zip(labels, columns, strict=True)]
    codes = np.array([code for _, code in ranked], dtype=np.intp)
    known, place = np.unique(codes, axis=1, return_inverse=True)
    place = place.ravel()
    areas = np.zeros((len(OUTCOMES), known.shape[1]))
    np.add.at(areas, (outcome.ravel(), place), hectares.ravel())
    degraded, stable, improved = areas
    whole = degraded + stable + improved
    return {
        **{name: words[code] for name, (words, _), code in zip(labels, ranked, known, strict=True)},
        "improvement": improved,
        "stable": stable,
        "degradation": degraded,
        "balance": improved - degraded,
        "neutral": improved >= degraded,
        "degraded_share": np.divide(degraded, whole, out=np.zeros_like(whole), where=whole > 0.0),
    }


def _ranked(labels: NDArray[Any], name: str) -> tuple[NDArray[Any], Codes]:
    """Labels that occur, in order, and the place of each in them."""
    try:
        words, place = np.unique(labels.ravel(), return_inverse=True)
    except TypeError:
        raise InputError(f"{name}: found labels that have no order, expected all words or all numbers.") from None
    return words, place.ravel()


def _pair(before: ArrayLike, after: ArrayLike) -> tuple[Codes, Codes]:
    old, new = fitting(
        {
            "before": coded(before, "before", LAND_COVERS, by_index=True),
            "after": coded(after, "after", LAND_COVERS, by_index=True),
        }
    )
    return old, new


def _overrides(matrix: Mapping[tuple[str, str], str] | None) -> dict[tuple[int, int], int]:
    """Places of land cover before and after -> place of the outcome."""
    if matrix is None:
        return {}
    if not isinstance(matrix, Mapping):
        raise InputError(f"matrix: found {type(matrix).__name__}, expected a mapping of (before, after) to outcome.")
    found = {}
    for pair, outcome in matrix.items():
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise InputError(f"matrix: found the key {pair!r}, expected a pair of land covers (before, after).")
        old, new = (int(coded(cover, f"matrix, key {pair!r}", LAND_COVERS, by_index=True)) for cover in pair)
        if outcome not in OUTCOMES:
            raise InputError(f"matrix, key {pair!r}: found {outcome!r}; {did_you_mean(str(outcome), OUTCOMES)}")
        if old == new and outcome != "stable":
            raise InputError(f"matrix, key {pair!r}: found {outcome!r} for land that does not change, expected stable.")
        found[old, new] = OUTCOMES.index(outcome)
    return found
