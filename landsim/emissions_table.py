"""Table 1 of the NEASPEC note for every year: emissions with and without forest and land use."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from landsim.alignment import INVENTORY_DATASET, alignment, check_country_years, official_lulucf
from landsim.economy import EconomyPath
from landsim.gwp import PATH_GWP, gwp_factor
from landsim.names import COUNTRIES, REGION
from landsim.views.kinds import ADDITIONAL, DIRECT
from landsim.views.table import LandViews

# Value, low and high, [countries, years].
Bounds = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]

COLUMNS = ["country", "year", "series", "value", "low", "high", "unit", "source"]


def emissions_table(
    economy: EconomyPath,
    lulucf_model: npt.NDArray[np.float64],
    agriculture_difference: npt.NDArray[np.float64],
    years: npt.NDArray[np.int64],
    offsets: pd.DataFrame | None = None,
    gwp: str = PATH_GWP,
    land: LandViews | None = None,
) -> pd.DataFrame:
    """Long table of yearly series per country and for NEA, MtCO2e in the GWP set ``gwp``.

    Land and agriculture are in that set already; the economy path is turned into it by a factor for each country.

    Series: excluding_lulucf (economy + agriculture difference), lulucf_model, lulucf_aligned,
    including_lulucf_model, including_lulucf_aligned, alignment_offset, and official_lulucf where reported.
    ``land`` adds the views `direct` (lulucf_direct_model, including_lulucf_direct_model and the same aligned, by
    the offset of `inventory`) and `additional` (lulucf_additional, including_lulucf_additional: an offset cancels).
    """
    years = np.asarray(years, dtype=np.int64)
    check_country_years(lulucf_model, years, "The modelled land-sector balance")
    check_country_years(agriculture_difference, years, "The agriculture difference")
    pick = np.searchsorted(economy.years, years)
    if not np.array_equal(economy.years[np.minimum(pick, economy.years.size - 1)], years):
        raise ValueError("the economy path does not hold all years of the run")
    rows = (alignment(lulucf_model, years) if offsets is None else offsets).set_index("country")
    rows = rows.loc[list(COUNTRIES)]
    ones = np.ones(years.size)
    offset, offset_low, offset_high = (
        np.outer(rows[name].to_numpy(float), ones) for name in ("offset", "low", "high")
    )
    factors = [gwp_factor(country, gwp) for country in COUNTRIES]
    without = tuple(
        path[:, pick] * np.array([[getattr(factor, bound)] for factor in factors]) + agriculture_difference
        for path, bound in ((economy.value, "value"), (economy.low, "low"), (economy.high, "high"))
    )
    model = (lulucf_model, lulucf_model, lulucf_model)
    aligned = (lulucf_model + offset, lulucf_model + offset_low, lulucf_model + offset_high)
    path_source = f"exogenous economy path (GWP {gwp}) and agriculture difference"
    shift = f"offset to {INVENTORY_DATASET}, prior range for PRK and MNG"
    series = [
        ("excluding_lulucf", without, path_source),
        ("lulucf_model", model, "landsim, inventory view"),
        ("lulucf_aligned", aligned, f"landsim, inventory view, with {shift}"),
        ("alignment_offset", (offset, offset_low, offset_high), shift),
        ("including_lulucf_model", _sum(without, model), f"{path_source}; landsim, inventory view"),
        ("including_lulucf_aligned", _sum(without, aligned), f"{path_source}; landsim with {shift}"),
        *_other_views(land, without, (offset, offset_low, offset_high), path_source, shift),
    ]
    frames = [_official(years)]
    for name, values, source in series:
        for at, country in enumerate((*COUNTRIES, REGION)):
            value, low, high = ((one.sum(axis=0) if country == REGION else one[at]) for one in values)
            frames.append(
                pd.DataFrame(
                    {
                        "country": country,
                        "year": years,
                        "series": name,
                        "value": value,
                        "low": low,
                        "high": high,
                        "unit": "MtCO2e",
                        "source": source,
                    }
                )
            )
    table = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)[COLUMNS]
    order = {name: at for at, name in enumerate((*COUNTRIES, REGION))}
    return table.sort_values(
        ["country", "series", "year"],
        key=lambda column: column.map(order) if column.name == "country" else column,
        kind="stable",
    ).reset_index(drop=True)


def _other_views(
    land: LandViews | None, without: Bounds, offset: Bounds, path_source: str, shift: str
) -> list[tuple[str, Bounds, str]]:
    """Series of the views that need a difference run."""
    series = []
    for view, shifts in ((DIRECT, {"_model": None, "_aligned": offset}), (ADDITIONAL, {"": None})):
        if land is None or view not in land.of_scenario:
            continue
        for basis, shifted in shifts.items():
            net = land.of_scenario[view]
            bounds = (net, net, net) if shifted is None else _sum((net, net, net), shifted)
            source = f"landsim, {view} view" + (f", with {shift}" if shifted is not None else "")
            series.append((f"lulucf_{view}{basis}", bounds, source))
            series.append((f"including_lulucf_{view}{basis}", _sum(without, bounds), f"{path_source}; {source}"))
    return series


def _sum(first: Bounds, second: Bounds) -> Bounds:
    return first[0] + second[0], first[1] + second[1], first[2] + second[2]


def _official(years: npt.NDArray[np.int64]) -> pd.DataFrame:
    rows = [
        (
            country,
            year,
            "official_lulucf",
            value,
            value,
            value,
            "MtCO2e",
            f"national inventory, {INVENTORY_DATASET}",
        )
        for country in COUNTRIES
        for year, value in official_lulucf(country).items()
        if year in years
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
