"""Each conservation test is worth something only if it fails on a kernel that loses carbon or land: here it does.

Copies of landsim/core get one altered line each and run uncompiled, on one block for three years, in one subprocess.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import landsim.core
from landsim.core.budget import CARBON_TOLERANCE
from landsim.core.state import BUDGETS

CORE = Path(landsim.core.__file__).parent

# Runs in the subprocess: every altered package in turn, with the landscape of this folder.
RUNNER = """
import json, sys
for folder in sys.argv[2:]:
    for name in [name for name in sys.modules if name.split(".")[0] in ("landsim", "landscapes")]:
        del sys.modules[name]
    sys.path[:0] = [folder, sys.argv[1]]
    from landscapes import GRASSLAND, NATURAL, OTHER_LAND, PLANTED, CROPLAND, Change, make_world
    from landsim.core.state import RECLASSIFICATION, TRANSITION
    world = make_world(seed=2, countries=(5,), years=3, burning=0.02, harvest=0.02, changes=(
        Change(TRANSITION, GRASSLAND, PLANTED, 0.02, by_aridity=True),
        Change(TRANSITION, NATURAL, CROPLAND, 0.02, first=1),
        Change(TRANSITION, GRASSLAND, OTHER_LAND, 0.02, first=1),
        Change(RECLASSIFICATION, NATURAL, PLANTED, 0.02, first=1),
    ))
    result = world.run()
    print(json.dumps({"worst": result.worst.max(axis=1).tolist(),
                      "year": [int(result.worst_year[i, w.argmax()]) for i, w in enumerate(result.worst)]}))
    del sys.path[:2]
"""


@dataclass(frozen=True)
class Fault:
    """One altered line: file, text as it is, text that breaks it, and the budgets that must notice."""

    file: str
    intact: str
    broken: str
    noticed_by: tuple[str, ...]


FAULTS = {
    "decay loses carbon": Fault(
        "dead_organic_matter.py", "return stock - decayed, decayed - to_slow, to_slow",
        # Residue of cleared forest decays into the soil of other land.
        "return stock - decayed, decayed - to_slow, 0.9 * to_slow", ("dead_organic_matter", "mineral_soil"),
    ),
    "slow decay is booked but stays": Fault(
        "dead_organic_matter.py", "return full - to_air, to_air", "return full, to_air", ("dead_organic_matter",),
    ),
    "growth counts twice": Fault(
        "lanes_cohorts.py", "s[at(natural + REC.biomass, lane)] += biomass_n1 + biomass_n2",
        "s[at(natural + REC.biomass, lane)] += biomass_n1 + biomass_n2 + grown_n1", ("biomass",),
    ),
    # Goes on into litter, and with cleared forest into the soil.
    "growth is not a number": Fault(
        "forest.py", "return area * increment * factor", "return area * increment * factor * math.nan",
        ("biomass", "dead_organic_matter", "mineral_soil"),
    ),
    "fire kills without leaving": Fault(
        "lanes_disturbance.py", "s[at(ROW.left + BIOMASS, lane)] += killed", "s[at(ROW.left + BIOMASS, lane)] += 0.0",
        ("biomass",),
    ),
    "half of what an event takes stays": Fault(
        "lanes_disturbance.py", "= stock - loss * on_affected_land + entering",
        "= stock - 0.5 * loss * on_affected_land + entering", ("dead_organic_matter",),
    ),
    "a part of what an event moves vanishes": Fault(
        "lanes_disturbance.py", "s[at(pools + sink, lane)] += share *", "s[at(pools + sink, lane)] += 0.9 * share *",
        ("dead_organic_matter",),
    ),
    "restocked land and carbon are lost": Fault(
        "lanes_cohorts.py", "s[at(planted_row, lane)] = planted - taken + given",
        "s[at(planted_row, lane)] = planted - taken", ("biomass", "dead_organic_matter", "area"),
    ),
    "land that moves forgets its soil": Fault(
        "lanes_soil.py", "s[at(destination_row, lane)] += carbon",
        "s[at(destination_row, lane)] += 0.0 * carbon", ("mineral_soil",),
    ),
    "cleared forest forgets its soil": Fault(
        "lanes_soil.py", "s[at(pool_row(place, SLOW), lane)] += slow",
        "s[at(pool_row(place, SLOW), lane)] += 0.5 * slow", ("mineral_soil",),
    ),
    "residue vanishes": Fault(
        "lanes_clearing.py", "s[at(ROW.residue + part, lane)] += s[at(row, lane)]",
        "s[at(ROW.residue + part, lane)] += 0.9 * s[at(row, lane)]", ("dead_organic_matter", "mineral_soil"),
    ),
    "residue decays into nothing": Fault(
        "lanes_clearing.py", "s[at(pool_row(place, SLOW), lane)] += to_soil",
        "s[at(pool_row(place, SLOW), lane)] += 0.0 * to_soil", ("mineral_soil",),
    ),
    "new forest forgets its soil": Fault(
        "lanes_land.py", "s[at(base + BG_SLOW, lane)] += s[at(gain + 2, lane)]",
        "s[at(base + BG_SLOW, lane)] += 0.0 * s[at(gain + 2, lane)]", ("dead_organic_matter",),
    ),
    "respired carbon stays in the soil": Fault(
        "soil_decomposition.py", "return pool - loss + uptake",
        "return pool - 0.9 * loss + uptake", ("mineral_soil",),
    ),
    "half of the moved land is lost": Fault(
        "lanes_land.py", "s[at(ROW.area + destination, lane)] += moved",
        "s[at(ROW.area + destination, lane)] += 0.5 * moved", ("area",),
    ),
    "new land has no cohort": Fault(
        "lanes_cohorts.py", "s[at(row, lane)] = gain / s[at(base + REC.standing, lane)]",
        "s[at(row, lane)] = 0.0 * gain", ("area",),
    ),
    "restocked land changes no cohort": Fault(
        "lanes_cohorts.py", "s[at(row_1 + to_planted, lane)] = kept_p * area_p1 + received_p * area_n1",
        "s[at(row_1 + to_planted, lane)] = kept_p * area_p1", ("area",),
    ),
    "losses leave the cohorts as they are": Fault(
        "lanes_cohorts.py", "standing = s[at(base + REC.standing, lane)] * s[at(base + REC.keep, lane)]",
        "standing = s[at(base + REC.standing, lane)]", ("biomass", "area"),
    ),
    "felled land keeps its cohort": Fault(
        "lanes_cohorts.py", "s[at(row, lane)] = area * (1.0 - share)", "s[at(row, lane)] = area", ("area",),
    ),
}  # fmt: skip


def copy_of_core(folder: Path, fault: Fault | None) -> Path:
    """landsim/core alone in a folder of its own, with one altered line."""
    package = folder / "landsim"
    shutil.copytree(CORE, package / "core", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "__init__.py").write_text("")
    if fault is not None:
        path = package / "core" / fault.file
        text = path.read_text(encoding="utf-8")
        found = text.count(fault.intact)
        assert found == 1, f"{fault.file} holds this line {found} times, the fault needs it once: {fault.intact}"
        path.write_text(text.replace(fault.intact, fault.broken), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def residuals(tmp_path_factory) -> dict[str, dict[str, list[float]]]:
    """Largest residual of each budget, and its year, for the intact core and for every fault."""
    folders = {"intact": copy_of_core(tmp_path_factory.mktemp("core"), None)}
    for name, fault in FAULTS.items():
        folders[name] = copy_of_core(tmp_path_factory.mktemp("core"), fault)
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUNNER, str(Path(__file__).parent), *map(str, folders.values())],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(zip(folders, map(json.loads, done.stdout.splitlines()), strict=True))


def test_the_intact_kernel_closes(residuals):
    assert max(residuals["intact"]["worst"]) <= CARBON_TOLERANCE


@pytest.mark.parametrize("name", FAULTS)
def test_the_budget_of_the_broken_process_notices(residuals, name):
    worst = dict(zip(BUDGETS, residuals[name]["worst"], strict=True))
    for budget in FAULTS[name].noticed_by:
        assert worst[budget] > 1e3 * CARBON_TOLERANCE, f"{budget}: {worst}"
    others = {budget: value for budget, value in worst.items() if budget not in FAULTS[name].noticed_by}
    assert max(others.values()) <= CARBON_TOLERANCE, "the fault is blamed on another process"


@pytest.mark.parametrize("name", ["cleared forest forgets its soil", "restocked land and carbon are lost"])
def test_the_year_is_named(residuals, name):
    """What these faults break happens from the second year on."""
    budget = BUDGETS.index(FAULTS[name].noticed_by[0])
    assert residuals[name]["year"][budget] >= 1
