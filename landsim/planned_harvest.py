"""What is to be cut: carbon in the nations' roundwood, and how it is spread over the units before the run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from landsim.core import parameters
from landsim.core.simulation import stock_density_above_rotation
from landsim.core.state import INPUT, LUMP_AGES, N_LUMPS, N_STRATA
from landsim.history import NationalDrivers
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class PlannedHarvest:
    """What is to be cut, tC/yr over bark, and where.

    roundwood  [countries, years], the nation's roundwood as far as it comes from forest and cleared land
    cleared    [countries, years], wood that clearing without any measure is expected to give: it counts as roundwood
    share      [decades, units], each unit's share of what is to be cut in the forest of its nation
    """

    roundwood: Floats
    cleared: Floats
    share: Floats

    @property
    def to_be_cut(self) -> Floats:
        """To be cut in forest: roundwood less the wood of clearing, never below zero, [countries, years].

        Measures do not change it: wood that a measure keeps standing is not cut elsewhere in the country. What of it is
        cut after all, somewhere, is leakage (harvest.leakage).
        """
        cut: Floats = np.maximum(self.roundwood - self.cleared, 0.0)
        return cut

    def until(self, count: int) -> PlannedHarvest:
        """The same in the first so many years."""
        return PlannedHarvest(self.roundwood[:, :count], self.cleared[:, :count], self.share)

    def of_place(self, where: NDArray[np.bool_], country: int) -> Floats:
        """To be cut in some units of one country, [years]; where [units]."""
        decade = np.arange(self.roundwood.shape[1]) // 10
        cut: Floats = self.to_be_cut[country] * self.share[:, where].sum(axis=1)[decade]
        return cut


def lump_weights(values: Floats) -> Floats:
    """Share of a stratum's area of end-1989 in each starting cohort, [countries, strata, lumps], adding up to 1.

    Gamma distribution of area over age, mean and shape by country and stratum; each cohort stands for ten years.
    """
    edges = np.array([*(age + 5 for age in LUMP_AGES[::-1])], dtype=float)
    weights = np.zeros((len(COUNTRIES), N_STRATA, N_LUMPS))
    for stratum, name in enumerate(("natural", "planted")):
        means, shapes = (parameters.take(values, f"forest.{name}_{what}") for what in ("mean_age", "age_spread"))
        for country, (mean, shape) in enumerate(zip(means, shapes, strict=True)):
            below = gammainc(shape, edges * shape / mean)
            below[-1] = 1.0
            weights[country, stratum] = np.diff(np.concatenate([[0.0], below]))[::-1]
    weights[:, 2, -1] = 1.0
    return weights


def harvest_shares(inputs: Floats, country: Integers, values: Floats, years: int) -> Floats:
    """Each unit's share of its nation's harvest, [decades, units]: planned stock above rotation age."""
    decades = -(-years // 10)
    density = stock_density_above_rotation(values, lump_weights(values), decades)
    shares = np.zeros((decades, inputs.shape[1]))
    for stratum in (0, 1):
        kind = inputs[INPUT.natural_type + stratum].astype(np.int64)
        stock = inputs[stratum] * inputs[INPUT.natural_scale + stratum]
        shares += density[:, country, stratum, kind] * stock
    for decade in range(decades):
        shares[decade] = national_share(shares[decade], country)
    return shares


def national_share(weight: Floats, country: Integers) -> Floats:
    """Each unit's share of its nation's weight (1)."""
    total = np.bincount(country, weight, minlength=len(COUNTRIES))
    return np.divide(weight, total[country], out=np.zeros_like(weight), where=total[country] > 0.0)


def product_carbon(drivers: NationalDrivers, values: Floats) -> Floats:
    """Carbon in the roundwood that comes from forest and cleared land, over bark, tC/yr, [countries, years]."""
    fuel = drivers.roundwood - drivers.industrial_roundwood
    from_forest = parameters.take(values, "harvest.fuelwood_from_forest")[:, None]
    carbon = parameters.take(values, "harvest.carbon_per_roundwood")[:, None]
    bark = parameters.value(values, "harvest.bark_factor")
    return (drivers.industrial_roundwood + fuel * from_forest) * carbon * bark
