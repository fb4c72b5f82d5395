"""Gases of one animal, of nitrogen on a field and of a rice season (IPCC 2019 Tier 1), apart from any run."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from landsim.checked_numbers import checked, plain
from landsim.core import agricultural_soils, manure, parameters, rice
from landsim.core.dimensions import ANIMALS
from landsim.errors import InputError

SHARE = "a share from 0 to 1"
# Animals whose dung on pasture has the factor of cattle.
LIKE_CATTLE = ("cattle", "buffalo")
FACTOR = "kg N2O-N/kg N, zero or more"


def animal_emissions(
    body_weight: ArrayLike,
    volatile_solids_rate: ArrayLike,
    nitrogen_rate: ArrayLike,
    *,
    animal: str | None = None,
    enteric_factor: ArrayLike | None = None,
    deposition_factor: ArrayLike | None = None,
    dung_factor: ArrayLike = 0.6,
    heads: ArrayLike = 1.0,
) -> dict[str, Any]:
    """Excreta and gases of animals on pasture in a year (IPCC 2019 V4 eq. 10.19, 10.22, 10.22A, 10.30, 11.1).

    body_weight           kg
    volatile_solids_rate  kg VS a day for each 1000 kg of animal (T10.13A)
    nitrogen_rate         kg N a day for each 1000 kg of animal (T10.19)
    animal                kind of animal (landsim.core.dimensions.ANIMALS), for the two factors that are not given
    enteric_factor        kg CH4/head/yr (T10.10, T10.11); None: the model's own for the animal
    deposition_factor     EF3 of nitrogen left on pasture, kg N2O-N/kg N (T11.1: cattle 0.002 where it is dry and 0.006
                          where it is wet, others 0.003); None: the model's own for the animal
    dung_factor           g CH4/kg VS (T10.14: pasture 0.6)
    heads                 number of animals

    Numbers, or arrays of shapes that fit each other. The result has, in kg a year: volatile_solids, nitrogen,
    manure_methane, nitrous_oxide (direct, of pasture), enteric_methane.

    Raises InputError for a number that is negative or not finite, an unknown animal, or a factor that is not given
    without one.
    """
    if animal is not None and animal not in ANIMALS:
        raise InputError(f"animal: found {animal!r}, expected one of {', '.join(ANIMALS)}.")
    if enteric_factor is None:
        enteric_factor = _own_factor("enteric_factor", animal, f"livestock_emissions.enteric.{animal}")
    if deposition_factor is None:
        kind = "cattle" if animal is not None and animal.endswith(LIKE_CATTLE) else "other"
        deposition_factor = _own_factor("deposition_factor", animal, f"manure.deposited_{kind}")
    number = checked(heads, "heads", "a number of animals, zero or more")
    weight = checked(body_weight, "body_weight", "kg, zero or more")
    rates = "kg a day for each 1000 kg, zero or more"
    solids = number * manure.yearly_excretion(weight, checked(volatile_solids_rate, "volatile_solids_rate", rates))
    nitrogen = number * manure.yearly_excretion(weight, checked(nitrogen_rate, "nitrogen_rate", rates))
    dung = checked(dung_factor, "dung_factor", "g CH4/kg VS, zero or more")
    enteric = checked(enteric_factor, "enteric_factor", "kg CH4/head/yr, zero or more")
    found = {
        "volatile_solids": solids,
        "nitrogen": nitrogen,
        "manure_methane": manure.dung_methane(solids, dung),
        "nitrous_oxide": manure.nitrous_oxide(nitrogen, checked(deposition_factor, "deposition_factor", FACTOR)),
        "enteric_methane": number * enteric,
    }
    return {name: plain(value) for name, value in found.items()}


def _own_factor(key: str, animal: str | None, name: str) -> float:
    """The model's default of a factor that the caller leaves out."""
    if animal is None:
        raise InputError(f"{key}: found nothing, expected a number, or the kind of animal as `animal`.")
    return parameters.value(parameters.defaults(), name)


def soil_nitrous_oxide(
    nitrogen: ArrayLike,
    *,
    direct_factor: ArrayLike,
    volatilised: ArrayLike,
    deposition_factor: ArrayLike,
    leached: ArrayLike,
    runoff_factor: ArrayLike,
) -> dict[str, Any]:
    """N2O of nitrogen put on a field, in the unit of mass of the nitrogen (IPCC 2019 V4 eq. 11.1, 11.9, 11.10).

    nitrogen           kg N (or t N)
    direct_factor      EF1, kg N2O-N/kg N (T11.1)
    volatilised        Frac_GASF or Frac_GASM, share that leaves as ammonia and NOx (T11.3)
    deposition_factor  EF4, kg N2O-N/kg N that comes down again (T11.3)
    leached            Frac_LEACH, share washed out (T11.3)
    runoff_factor      EF5, kg N2O-N/kg N washed out (T11.3)

    Numbers, or arrays of shapes that fit each other. The result has the keys direct, volatilisation, leaching, total.

    Raises InputError for a number that is negative, not finite, or a share above 1.
    """
    amount = checked(nitrogen, "nitrogen", "kg N, zero or more")
    lost = checked(volatilised, "volatilised", SHARE, highest=1.0)
    washed = checked(leached, "leached", SHARE, highest=1.0)
    direct = agricultural_soils.direct(amount, checked(direct_factor, "direct_factor", FACTOR))
    again = agricultural_soils.after_volatilisation(
        amount, lost, checked(deposition_factor, "deposition_factor", FACTOR)
    )
    leaching = agricultural_soils.after_leaching(amount, washed, checked(runoff_factor, "runoff_factor", FACTOR))
    found = {"direct": direct, "volatilisation": again, "leaching": leaching, "total": direct + again + leaching}
    return {name: plain(value) for name, value in found.items()}


def rice_methane(
    *,
    daily_factor: ArrayLike,
    days: ArrayLike,
    water_factor: ArrayLike = 1.0,
    preseason_factor: ArrayLike = 1.0,
    amendment: ArrayLike = 0.0,
    amendment_conversion: ArrayLike = 1.0,
    amendment_exponent: ArrayLike = 0.59,
    area: ArrayLike = 1.0,
) -> Any:
    """Methane of flooded rice in a season, kg: A x t x EF_c x SF_w x SF_p x SF_o (IPCC 2019 V4 eq. 5.1-5.3).

    daily_factor          EF_c, kg CH4/ha/day (T5.11: East Asia 1.32, world 1.19)
    days                  t, days of the season
    water_factor          SF_w (T5.12: flooded throughout 1, one drainage 0.71, several 0.55)
    preseason_factor      SF_p (T5.13)
    amendment             ROA, t/ha; more than one kind: hand over the sum of ROA x CFOA, with a conversion of 1
    amendment_conversion  CFOA (T5.14: straw ploughed in less than 30 days before 1, earlier 0.19)
    amendment_exponent    exponent of SF_o = (1 + ROA x CFOA)^0.59
    area                  ha harvested

    Numbers, or arrays of shapes that fit each other.

    Raises InputError for a number that is negative or not finite.
    """
    matter = checked(amendment, "amendment", "t/ha, zero or more")
    matter = matter * checked(amendment_conversion, "amendment_conversion", "a conversion factor, zero or more")
    scale = "a scaling factor, zero or more"
    organic = rice.amendment_factor(matter, checked(amendment_exponent, "amendment_exponent", "zero or more"))
    hectare = rice.seasonal_methane(
        checked(daily_factor, "daily_factor", "kg CH4/ha/day, zero or more"),
        checked(days, "days", "days, zero or more"),
        checked(water_factor, "water_factor", scale),
        checked(preseason_factor, "preseason_factor", scale),
        organic,
    )
    return plain(hectare * checked(area, "area", "ha, zero or more"))
