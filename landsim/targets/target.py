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
STATUSES = ("official", "database", "literature", "estimate", "assumption")
NO_GWP = "none"


@dataclass(frozen=True)
class Kind:
    """One target type: the level from base and amount, and what a row of that type must give."""

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
    "below_bau": Kind(_below, needs_base=True, percent=True, reduces=True),
    "below_base_year": Kind(_below, needs_base=True, needs_base_year=True, percent=True, reduces=True),
    "absolute_reduction": Kind(lambda base, amount: base - amount, needs_base=True, reduces=True),
    "share_of_base_year": Kind(
        lambda base, amount: base * amount / 100.0, needs_base=True, needs_base_year=True, percent=True
    ),
    "share_of_area": Kind(_amount, needs_base=True, percent=True),
    "intensity": Kind(_amount, needs_base_year=True, percent=True),
    "below_mean_of_years": Kind(_amount, needs_base_year=True, percent=True),
    "increase_on_base_year": Kind(_amount, needs_base_year=True),
    "peak": Kind(_amount),
    "fixed_level": Kind(_amount),
}


@dataclass(frozen=True)
class Target:
    """One pledge for one year.

    ``base`` is a BAU or base-year level (MtCO2e) or an area (Mha), NaN where none is used; ``amount`` is
    in per cent or in ``unit``; ``earlier_amount`` is the part that a conditional pledge adds to.
    ``base_with_lulucf`` is the base where the land sector counts, ``removals`` the MtCO2e of removals
    inside a net level (NaN where not stated). ``headline``: stands for its country in short tables.
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
        return self.indicator == "greenhouse_gas"

    @property
    def own_view(self) -> str:
        """The LULUCF view in which the pledge's own text is judged."""
        return OWN_VIEW[self.lulucf]

    def target_level(self, view: str = EXCLUDED) -> float:
        """Level in ``unit`` in a LULUCF view; a gross-net level without land is raised by its removals."""
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
        if view == INVENTORY and not math.isnan(self.base_with_lulucf):
            base = self.base_with_lulucf
        level = TARGET_KINDS[self.kind].level(base, self.earlier_amount + amount)
        if self.lulucf == "gross_net" and view == EXCLUDED:
            # Gross base, net level: without the land sector, emissions may be higher by the removals.
            level += self.removals
        return level
