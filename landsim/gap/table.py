"""The table gap.csv: every goal of every country and of the region, in every view and basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from landsim.alignment import alignment, check_country_years
from landsim.economy import EconomyPath, economy_path
from landsim.errors import InputError
from landsim.gap.benchmark_goals import benchmarks
from landsim.gap.regional_rows import region_rows
from landsim.gap.rows import COLUMNS, country_row
from landsim.gap.terms import GapInputs
from landsim.goals import Goal, goals_of
from landsim.gwp import PATH_GWP
from landsim.names import COUNTRIES, REGION
from landsim.pledge_indicators import implied_level
from landsim.targets import EXCLUDED, INVENTORY, Target, load_targets
from landsim.views.kinds import BASES, VIEWS
from landsim.views.table import LandViews


def gap_table(
    lulucf_net: npt.NDArray[np.float64],
    agriculture_difference: Mapping[str, npt.NDArray[np.float64]],
    years: npt.NDArray[np.int64],
    *,
    economy: EconomyPath | None = None,
    targets: tuple[Target, ...] | None = None,
    offsets: pd.DataFrame | None = None,
    land: LandViews | None = None,
    views: Sequence[str] | None = None,
    bases: Sequence[str] = BASES,
    target_years: Sequence[int] = (2030, 2050),
) -> pd.DataFrame:
    """One row per country (and the region NEA), target year, target, view and basis; columns as in gap.csv.

    ``lulucf_net`` is an array of (country, year) in MtCO2e under GWP set AR5; ``agriculture_difference`` (scenario
    minus baseline) has one for each gas, in Mt of the gas. Economy, targets and offsets default to the shipped ones.
    ``land`` holds the other views, and the land sector without measures; without it there are only the views
    `excluded` and `inventory`, and nothing is said of what measures close.
    """
    years = np.asarray(years, dtype=np.int64)
    check_country_years(lulucf_net, years, "The modelled land-sector balance")
    for gas, mass in agriculture_difference.items():
        check_country_years(mass, years, f"The agriculture difference in {gas}")
    land = LandViews({INVENTORY: lulucf_net}) if land is None else land
    known_views = tuple(view for view in VIEWS if view == EXCLUDED or view in land.of_scenario)
    views = known_views if views is None else views
    for name, given, known in (("view", views, known_views), ("basis", bases, BASES)):
        unknown = [one for one in given if one not in known]
        if unknown:
            raise InputError(f'The {name} "{unknown[0]}" is unknown; expected one of {", ".join(known)}.')
    absent = [year for year in target_years if year not in years]
    if absent:
        raise InputError(f"The run ends in {years[-1]} and has no year {absent[0]}, for which a gap is asked.")
    inputs = gap_inputs(
        economy_path(years) if economy is None else economy,
        land,
        agriculture_difference,
        alignment(lulucf_net, years) if offsets is None else offsets,
        years,
    )
    pledges = load_targets() if targets is None else targets
    rows: list[dict[str, object]] = []
    for year in target_years:
        goals = {
            country: country_goals(country, year, pledges, inputs.economy) + benchmarks(country, year, inputs.economy)
            for country in COUNTRIES
        }
        for view in views:
            for basis in bases:
                for country in COUNTRIES:
                    rows += [country_row(inputs, country, year, goal, view, basis) for goal in goals[country]]
                rows += region_rows(inputs, year, goals, view, basis)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = {name: at for at, name in enumerate((*COUNTRIES, REGION))}
    # Stable sort: within a country and year the goals stay in the order of the table.
    return frame.sort_values(
        ["country", "year"], key=lambda s: s.map(order) if s.name == "country" else s, kind="stable"
    ).reset_index(drop=True)


def gap_inputs(
    economy: EconomyPath,
    land: LandViews,
    agriculture_difference: Mapping[str, npt.NDArray[np.float64]],
    offsets: pd.DataFrame,
    years: npt.NDArray[np.int64],
) -> GapInputs:
    """What all rows are made from; offsets as `alignment.alignment` gives them."""
    by_country = {
        str(row["country"]): {str(key): cell for key, cell in row.items()} for row in offsets.to_dict("records")
    }
    return GapInputs(economy, land, agriculture_difference, by_country, years)


def country_goals(country: str, year: int, pledges: tuple[Target, ...], economy: EconomyPath) -> list[Goal]:
    """Pledges of a country for a year, and the levels that intensity pledges imply."""
    goals = goals_of(country, year, pledges)
    for target in pledges:
        if (target.country, target.year, target.kind) == (country, year, "intensity"):
            level = implied_level(target, economy)
            goals.append(
                Goal(
                    name=f"implied by {target.name} (no pledge in tonnes)",
                    id=f"{target.id}-implied",
                    kind="implied",
                    gwp=PATH_GWP,
                    levels={EXCLUDED: level, INVENTORY: level},
                    own_view=target.own_view,
                    headline=False,
                    note="level from assumed GDP growth and all greenhouse gases for CO2: an assumption",
                )
            )
    return goals
