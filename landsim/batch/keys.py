"""What determines a run, as hashes: two runs with the same key have the same result, to the last bit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from landsim.batch.outputs import Outputs
from landsim.core.compilation import CODE_VERSION
from landsim.scenario import Scenario

ID_LENGTH = 16
LIBRARIES = ("numpy", "numba", "scipy")
# Code that no number of a run comes from.
WITHOUT_NUMBERS = ("batch", "plotting", "data", "cli.py", "listings.py", "__main__.py")


@dataclass(frozen=True)
class Inputs:
    """What all runs of a batch rest on besides their scenario.

    landscape  SHA-256 of the landscape file            tables     of the tables shipped with landsim
    core       version of landsim/core                  code       of the rest of the model
    libraries  names and versions of the numerical libraries
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


def present_inputs(landscape_digest: str) -> Inputs:
    """Those of this installation, on a landscape of the given SHA-256."""
    tables, code = _package_hashes()
    return Inputs(landscape_digest, tables, CODE_VERSION, code, " ".join(f"{n} {version(n)}" for n in LIBRARIES))


def run_key(scenario: Scenario, outputs: Outputs, inputs: Inputs) -> str:
    """SHA-256 of everything that determines what is kept of a run."""
    content = {"scenario": scenario.content_hash(), "outputs": asdict(outputs), "inputs": asdict(inputs)}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@cache
def _package_hashes() -> tuple[str, str]:
    """Of all tables in the package, and of all code outside core that numbers come from."""
    package = Path(__file__).resolve().parents[1]
    code = [
        path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in (*WITHOUT_NUMBERS, "core")
    ]
    return _hash_of(package, [*package.rglob("*.csv")]), _hash_of(package, [*code, package / "batch" / "outputs.py"])


def _hash_of(package: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:ID_LENGTH]
