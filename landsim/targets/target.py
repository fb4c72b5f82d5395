"""One pledge: its kind, base, coverage and GWP set, and the level that it means."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from landsim.errors import InputError

EXCLUDED = "excluded"
INVENTORY = "inventory"

# How the pledge treats the land sector -> the LULUCF view in which its own text is judged.
OWN_VIEW = {
    "excluded": EXCLUDED,
    "included": INVENTORY,
    "gross_net": INVENTORY,
    "with_and_without": INVENTORY,
    "undecided": EXCLUDED,
    "not_stated": EXCLUDED,
    "not_applicable": EXCLUDED,
}
# A row has the status of its weakest number; "recalled" was not read in any source and should be verified.
STATUSES = ("official", "database", "literature", "recalled", "estimate", "assumption")
NO_GWP = "none"
IN_TONNES = "greenhouse_gas"

# What a target may be about -> (family, how its unit begins). Only the family "tonnes" has an emissions gap.
INDICATORS: dict[str, tuple[str, str]] = {
    IN_TONNES: ("tonnes", "MtCO2e"),
    "carbon_dioxide": ("carbon dioxide", "MtCO2"),
    "peak_year": ("peak", "year"),
    "emissions_per_gdp": ("intensity", "%"),
    "growing_stock": ("land", "billion m3"),
    "forest_area": ("land", "Mha"),
    "forest_cover": ("share of an area", "%"),
    "burned_area": ("land", "Mha"),
    "protected_area": ("land", "%"),
    "herd": ("land", "million head"),
    "grazing_pressure": ("land", "1"),
    "removals_total": ("land", "MtCO2"),
    "removals_forest": ("land", "MtCO2"),
    "removals_cropland_grassland_settlements": ("land", "MtCO2"),
    "removals_cropland_grassland": ("land", "MtCO2"),
    "removals_grassland": ("land", "MtCO2"),
    "removals_settlements": ("land", "MtCO2"),
    "non_fossil_share": ("energy", "%"),
    "wind_and_solar_capacity": ("energy", "GW"),
}


@dataclass(frozen=True)
class Kind:
    """One target type: what it may be about, the level from base and amount, and what a row of it must give."""

    families: tuple[str, ...]
    level: Callable[[float, float], float]
    needs_base: bool = False
    needs_base_year: bool = False
    percent: bool = False
    # A larger amount means a lower level.
    reduces: bool = False


def _amount(_base: float, amount: float) -> float:
    return amount


def _below(base: float, amount: float) -> float:
    return base * (1.0 - amount / 100.0)


TARGET_KINDS: dict[str, Kind] = {
    "below_bau": Kind(("tonnes",), _below, needs_base=True, percent=True, reduces=True),
    "below_base_year": Kind(("tonnes",), _below, needs_base=True, needs_base_year=True, percent=True, reduces=True),
    "below_peak": Kind(("tonnes",), _below, needs_base=True, percent=True, reduces=True),
    "absolute_reduction": Kind(("tonnes",), lambda base, amount: base - amount, needs_base=True, reduces=True),
    "share_of_base_year": Kind(
        ("tonnes",),
        lambda base, amount: base * amount / 100.0,
        needs_base=True,
        needs_base_year=True,
        percent=True,
    ),
    "net_zero": Kind(("tonnes", "carbon dioxide"), _amount),
    "fixed_level": Kind(("tonnes", "land", "energy"), _amount),
    "at_most": Kind(("land",), _amount),
    "share_of_area": Kind(("share of an area",), _amount, needs_base=True, percent=True),
    "increase_on_base_year": Kind(("land",), _amount, needs_base_year=True),
    "below_mean_of_years": Kind(("land",), _amount, needs_base_year=True, percent=True),
    "intensity": Kind(("intensity",), _amount, needs_base_year=True, percent=True),
    "peak": Kind(("peak",), _amount),
}


@dataclass(frozen=True)
class Target:
    """One pledge for one year.

    ``base`` is a BAU or base-year level (MtCO2e) or an area (Mha), NaN where none is used; ``amount`` is
    in per cent or in ``unit``; ``earlier_amount`` is the part that a conditional pledge adds to.
    ``base_with_lulucf`` is the base where the land sector counts, ``removals`` the MtCO2e of removals
    inside a net level (NaN where not stated). ``version`` is the generation of pledges (first, updated,
    2035, long_term), ``pledge`` the document. ``headline``: stands for its country in short tables.
    """

    id: str
    version: str
    country: str
    pledge: str
    name: str
    year: int
    kind: str
    indicator: str
    unit: str
    base_year: int | None
    base: float
    base_low: float
    base_high: float
    base_with_lulucf: float
    amount: float
    amount_low: float
    amount_high: float
    earlier_amount: float
    removals: float
    headline: bool
    conditional: bool
    lulucf: str
    gases: str
    gwp: str
    source: str
    status: str
    note: str

    @property
    def in_tonnes(self) -> bool:
        """Whether the target is a level of the economy's greenhouse gases, so that a gap can be computed."""
        return self.indicator == IN_TONNES

    @property
    def own_view(self) -> str:
        """The LULUCF view in which the pledge's own text is judged."""
        return OWN_VIEW[self.lulucf]

    def target_level(self, view: str = EXCLUDED) -> float:
        """Level in ``unit`` in a LULUCF view; without land, a net level is raised by the removals inside it."""
        return self._level(view, self.base, self.amount)

    def target_range(self, view: str = EXCLUDED) -> tuple[float, float]:
        """Lowest and highest level of the pledged range and of an uncertain base."""
        corners = [
            self._level(view, base, amount)
            for base in (self.base_low, self.base_high)
            for amount in (self.amount_low, self.amount_high)
        ]
        return min(corners), max(corners)

    def _level(self, view: str, base: float, amount: float) -> float:
        if view not in (EXCLUDED, INVENTORY):
            raise InputError(f'The LULUCF view "{view}" is unknown; expected "{EXCLUDED}" or "{INVENTORY}".')
        # Without the land sector, emissions may be higher than a net level by the removals inside it.
        removals = 0.0 if math.isnan(self.removals) or view == INVENTORY else self.removals
        if (view == INVENTORY or removals) and not math.isnan(self.base_with_lulucf):
            base = self.base_with_lulucf
        return TARGET_KINDS[self.kind].level(base, self.earlier_amount + amount) + removals
