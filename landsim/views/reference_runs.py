"""The land sector of a run and of the runs it is compared with, made or fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from landsim.landscape import Landscape
from landsim.scenario import Scenario
from landsim.targets import INVENTORY
from landsim.views.counterparts import BASELINE, BASELINE_HELD, HELD, counterparts, same_numbers
from landsim.views.kinds import ADDITIONAL, DIRECT
from landsim.views.land_sector import LandSector
from landsim.views.store import fetch, keep, run_key


@dataclass(frozen=True)
class ReferenceRuns:
    """The land sector of a scenario, of its baseline, and of both with climate and CO2 held.

    sources  difference run -> the hash of its content, or "the run itself" where scenario and counterpart are the same
    """

    own: LandSector
    baseline: LandSector
    held: LandSector
    baseline_held: LandSector
    sources: dict[str, str]

    def by_view(self) -> dict[str, LandSector]:
        """The land sector in every view that has one."""
        return {INVENTORY: self.own, DIRECT: self.held, ADDITIONAL: self.own.minus(self.baseline)}

    def without_measures(self) -> dict[str, LandSector]:
        """The same for the scenario without its measures."""
        return {
            INVENTORY: self.baseline,
            DIRECT: self.baseline_held,
            ADDITIONAL: self.baseline.minus(self.baseline),
        }


ITSELF = "the run itself"


def reference_runs(
    scenario: Scenario,
    own: LandSector,
    landscape: Landscape,
    precision: str,
    simulate: Callable[[Scenario], LandSector],
) -> ReferenceRuns:
    """All land sectors that the views need; `simulate` is called for those that are not in the store.

    A counterpart that is the scenario itself, or that another name has already, is not run again: differences of
    a run from itself are zero to the last bit.
    """
    made: list[tuple[Scenario, LandSector]] = [(scenario, own)]
    found: dict[str, LandSector] = {}
    sources: dict[str, str] = {}
    for name, counterpart in counterparts(scenario).items():
        known = next((land for other, land in made if same_numbers(other, counterpart)), None)
        if known is own:
            found[name], sources[name] = own, ITSELF
            continue
        key = run_key(counterpart, landscape, precision)
        land = known if known is not None else fetch(key, own["lulucf_net"].shape)
        if land is None:
            land = simulate(counterpart)
            keep(key, land)
        made.append((counterpart, land))
        found[name], sources[name] = land, key
    return ReferenceRuns(own, found[BASELINE], found[HELD], found[BASELINE_HELD], sources)
