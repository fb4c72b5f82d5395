"""Harvested wood products of each country, production approach: where felled carbon goes, and when it comes back.

Every tonne felled, in harvest and in clearing, becomes sawnwood, panels or paper, or is oxidised in the year as
fuelwood, processing loss (bark, dust, pulping liquor) or exported log. Products decay by first order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.assumptions import Assumption
from landsim.clearing_wood import cleared_carbon
from landsim.core import parameters, wood_products
from landsim.core.simulation import Simulated
from landsim.core.state import FLUX
from landsim.core.wood_products import LONG_LIVED, PRODUCTS
from landsim.errors import InputError
from landsim.history import FIRST_YEAR, HISTORY, LAST_YEAR, NationalDrivers
from landsim.names import COUNTRIES
from landsim.wood_statistics import SOURCE, WoodStatistics, wood_statistics

Floats = NDArray[np.float64]
# Felled carbon that is back in the air within the year. Logs sold abroad count like that where their use is unknown
# (IPCC 2013 KP Supplement 2.8); pulp sold abroad is part of the processing loss.
SHORT_LIVED = ("fuelwood", "processing_loss", "exported_roundwood")
FATES = (*PRODUCTS, *SHORT_LIVED)
# Shares of these years stand for all later ones.
LAST_SHARES = slice(2016 - FIRST_YEAR, LAST_YEAR + 1 - FIRST_YEAR)


@dataclass(frozen=True)
class WoodAccount:
    """Arrays [countries, years].

    inflow        fate (FATES) -> carbon that goes there, tC/yr; all fates add up to the carbon felled
    oxidised      fate -> carbon that comes back to the air, tC/yr
    in_use        product (PRODUCTS) -> stock at the end of the year, tC
    substitution  fossil carbon avoided by sawnwood and panels, tC/yr; outside every inventory sum
    shares        where industrial roundwood went by the statistics
    """

    inflow: dict[str, Floats]
    oxidised: dict[str, Floats]
    in_use: dict[str, Floats]
    substitution: Floats
    shares: RoundwoodShares

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the statistics and their shares leave to a rule."""
        return (*wood_statistics().assumptions, *share_assumptions(self.shares))

    def net(self) -> Floats:
        """Carbon to the air less carbon entering use, tC/yr: minus the change of the stocks."""
        return np.asarray(np.sum([self.oxidised[fate] - self.inflow[fate] for fate in PRODUCTS], axis=0))


@dataclass(frozen=True)
class RoundwoodShares:
    """Shares of the carbon of felled industrial roundwood, bark included, 1990-2020: [countries, years].

    products  product -> share
    exported  share that leaves as logs, without bark
    wood      share that is wood under bark kept in the country: products and the loss that is not bark
    kept      part of the products of the statistics that the felled carbon has room for (0-1)
    """

    products: dict[str, Floats]
    exported: Floats
    wood: Floats
    kept: Floats


def harvested_wood(
    simulated: Simulated, drivers: NationalDrivers, values: Floats, long_lived_shift: Floats | None = None
) -> WoodAccount:
    """The wood account of a run.

    long_lived_shift  [countries, years], share (0 to wood_products.long_lived_limit) of the carbon of paper and of
                      losses under bark that goes to sawnwood and panels instead; None for no shift

    Raises InputError for a shift of another shape or outside its limits.
    """
    statistics = wood_statistics()
    felled = felled_carbon(simulated)
    industrial = felled * industrial_share(drivers, values)
    shares = roundwood_shares(statistics, industrial, values)
    inflow = {product: industrial * at_years(shares.products[product], drivers.years) for product in PRODUCTS}
    exported = industrial * at_years(shares.exported, drivers.years)
    if long_lived_shift is not None:
        wood = industrial * at_years(shares.wood, drivers.years)
        shift_to_long_lived(inflow, wood, checked_shift(long_lived_shift, drivers, values))
    kept = np.sum([inflow[product] for product in PRODUCTS], axis=0)
    inflow["fuelwood"] = felled - industrial
    inflow["processing_loss"] = industrial - exported - kept
    inflow["exported_roundwood"] = exported

    in_use: dict[str, Floats] = {}
    oxidised = {fate: inflow[fate] for fate in SHORT_LIVED}
    ratio = parameters.take(values, "wood_products.start_ratio")
    for product in PRODUCTS:
        half_life = parameters.value(values, f"wood_products.half_life_{product}")
        start = wood_products.start_after_earlier_inflow(inflow[product], half_life, ratio)
        in_use[product] = wood_products.stocks(inflow[product], half_life, start)
        oxidised[product] = wood_products.oxidised(inflow[product], half_life, start, in_use[product])
    displacement = parameters.value(values, "wood_products.displacement_factor")
    substitution = displacement * np.sum([inflow[product] for product in LONG_LIVED], axis=0)
    return WoodAccount(inflow, oxidised, in_use, substitution, shares)


def felled_carbon(simulated: Simulated) -> Floats:
    """Wood that leaves the land in harvest and in deforestation, bark included, tC/yr, [countries, years]."""
    return np.asarray(simulated.total[:, :, FLUX.felled_products] + cleared_carbon(simulated))


def industrial_share(drivers: NationalDrivers, values: Floats) -> Floats:
    """Industrial roundwood in the roundwood cut in forest, 0-1, [countries, years]; the rest is fuelwood."""
    from_forest = parameters.take(values, "harvest.fuelwood_from_forest")[:, None]
    cut = drivers.industrial_roundwood + (drivers.roundwood - drivers.industrial_roundwood) * from_forest
    return np.divide(drivers.industrial_roundwood, cut, out=np.zeros_like(cut), where=cut > 0.0)


def roundwood_shares(statistics: WoodStatistics, industrial: Floats, values: Floats) -> RoundwoodShares:
    """Where the carbon of felled industrial roundwood went in 1990-2020 by the statistics.

    industrial  carbon of industrial roundwood felled in the run, bark included, tC/yr, [countries, years from 1990]

    Products hold IPCC's carbon factors, logs the model's own. Where products of domestic logs would hold more than
    greatest_yield of the carbon under bark of the logs that stay, all are scaled down alike: chips traded, felling
    outside the records and the spread of the factors are not in the tables, and wood is not made of nothing.
    """
    bark = parameters.value(values, "harvest.bark_factor")
    per_volume = parameters.take(values, "harvest.carbon_per_roundwood")[:, None]
    felled = industrial[:, : len(HISTORY)]
    exported = np.minimum(statistics.exported * per_volume, felled / bark)
    wood = felled / bark - exported
    made = {
        product: statistics.domestic[product] * parameters.value(values, f"wood_products.carbon_{product}")
        for product in PRODUCTS
    }
    total = np.sum(list(made.values()), axis=0)
    room = wood * parameters.value(values, "wood_products.greatest_yield")
    kept = np.minimum(1.0, np.divide(room, total, out=np.ones_like(total), where=total > 0.0))

    def share(carbon: Floats) -> Floats:
        return np.divide(carbon, felled, out=np.zeros_like(felled), where=felled > 0.0)

    return RoundwoodShares(
        {product: share(carbon * kept) for product, carbon in made.items()}, share(exported), share(wood), kept
    )


def at_years(share: Floats, years: NDArray[np.int64]) -> Floats:
    """A share (1990-2020) at ``years``; from 2021 its mean of 2016-2020."""
    later = share[:, LAST_SHARES].mean(axis=1)[:, None]
    return np.where(years > LAST_YEAR, later, share[:, np.minimum(years, LAST_YEAR) - FIRST_YEAR])


def shift_to_long_lived(inflow: dict[str, Floats], wood: Floats, shift: Floats) -> None:
    """Move the share ``shift`` of paper and of losses under bark to sawnwood and panels, in their proportion.

    inflow  product -> tC/yr, changed in place
    wood    industrial roundwood under bark that stays in the country, tC/yr
    """
    loss = np.maximum(wood - np.sum([inflow[product] for product in PRODUCTS], axis=0), 0.0)
    moved = shift * (loss + inflow["paper"])
    long_lived = np.sum([inflow[product] for product in LONG_LIVED], axis=0)
    inflow["paper"] = inflow["paper"] * (1.0 - shift)
    for product in LONG_LIVED:
        equal = np.full_like(moved, 1.0 / len(LONG_LIVED))
        inflow[product] = inflow[product] + moved * np.divide(
            inflow[product], long_lived, out=equal, where=long_lived > 0.0
        )


def checked_shift(shift: Floats, drivers: NationalDrivers, values: Floats) -> Floats:
    """The shift as an array, refused where its shape or a value is impossible."""
    table = np.asarray(shift, dtype=np.float64)
    shape = (len(COUNTRIES), len(drivers.years))
    if table.shape != shape:
        raise InputError(f"long_lived_shift has the shape {table.shape}, expected {shape}: countries by years.")
    limit = parameters.value(values, "wood_products.long_lived_limit")
    wrong = np.argwhere(~((table >= 0.0) & (table <= limit)))
    if len(wrong):
        country, year = wrong[0]
        raise InputError(
            f"long_lived_shift for {COUNTRIES[country]} in {drivers.years[year]} is {table[country, year]:g}, "
            f"expected 0 to {limit:g} (wood_products.long_lived_limit)."
        )
    return table


def share_assumptions(shares: RoundwoodShares) -> list[Assumption]:
    """Rows for shares held after the statistics, and for statistics that the felled carbon has no room for."""
    rows: list[Assumption] = []
    for index, country in enumerate(COUNTRIES):
        for product in PRODUCTS:
            recent = shares.products[product][index, LAST_SHARES]
            rows.append(
                Assumption(
                    name=f"wood_share_{product}_after_{LAST_YEAR}",
                    country=country,
                    value=float(np.clip(recent.mean(), recent.min(), recent.max())),
                    low=float(recent.min()),
                    high=float(recent.max()),
                    unit="1",
                    text=f"share of industrial roundwood carbon, bark included, that becomes {product}: mean of "
                    f"2016-{LAST_YEAR} from then on; range: the single years",
                    source=SOURCE,
                )
            )
        kept = shares.kept[index]
        if kept.min() < 1.0:
            rows.append(
                Assumption(
                    name="wood_statistics_scaled",
                    country=country,
                    value=float(kept.mean()),
                    low=float(kept.min()),
                    high=1.0,
                    unit="1",
                    text="part of the products from domestic logs that felled carbon has room for, mean of "
                    f"{FIRST_YEAR}-{LAST_YEAR}; the statistics hold more in {int(np.sum(kept < 1.0))} years; "
                    "low: the smallest year",
                    source=SOURCE,
                )
            )
    return rows
