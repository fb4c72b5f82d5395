"""The land of a batch: a landscape as it is, or its strata, the same ones in every process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from landsim.landscape import Landscape, load_landscape
from landsim.model import run
from landsim.scenario import Scenario
from landsim.strata import StrataRecord, full_grid_numbers, record_of, strata_of


@dataclass(frozen=True)
class StrataChoice:
    """So many strata, made once for all the scenarios of an experiment."""

    count: int
    scenarios: tuple[Scenario, ...]

    def to_json(self) -> str:
        """What the index of a batch keeps, so that a run can be repeated on the same strata."""
        return json.dumps({"count": self.count, "scenarios": [one.to_dict() for one in self.scenarios]}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> StrataChoice:
        plain = json.loads(text)
        return cls(int(plain["count"]), tuple(Scenario.from_dict(one) for one in plain["scenarios"]))


def land_of(landscape: Path | None, strata: StrataChoice | None) -> Landscape:
    """The landscape of a file (None: the embedded grid), or its strata."""
    land = load_landscape(landscape)
    return land if strata is None else strata_of(land, strata.scenarios, strata.count)


def measured_error(landscape: Path | None, strata: StrataChoice, scenarios: Sequence[Scenario]) -> list[StrataRecord]:
    """How far each scenario, as it stands in its file, is from the full grid on the strata of an experiment."""
    grid, land = load_landscape(landscape), land_of(landscape, strata)
    return [record_of(run(one, landscape=land), full_grid_numbers(one, grid), grid.size) for one in scenarios]
