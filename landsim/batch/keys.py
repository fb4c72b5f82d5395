"""What determines a run, as hashes: two runs with the same key have the same result, to the last bit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from landsim.batch.outputs import Outputs
from landsim.landscape import Landscape
from landsim.scenario import Scenario
from landsim.versions import code_versions, landscape_content

ID_LENGTH = 16


@dataclass(frozen=True)
class Inputs:
    """What all runs of a batch rest on besides their scenario.

    landscape  `versions.landscape_content`             tables, core, libraries  as in `versions.code_versions`
    code       its `package`
    """

    landscape: str
    tables: str
    core: str
    code: str
    libraries: str

    def differences(self, other: Inputs) -> list[str]:
        """Names of what is not the same."""
        mine, theirs = asdict(self), asdict(other)
        return [name for name in mine if mine[name] != theirs[name]]


def present_inputs(land: Landscape) -> Inputs:
    """Those of this installation on a landscape."""
    code = code_versions()
    return Inputs(landscape_content(land), code["tables"], code["core"], code["package"], code["libraries"])


def run_key(scenario: Scenario, outputs: Outputs, inputs: Inputs) -> str:
    """SHA-256 of everything that determines what is kept of a run."""
    content = {"scenario": scenario.content_hash(), "outputs": asdict(outputs), "inputs": asdict(inputs)}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
