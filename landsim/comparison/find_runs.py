"""From what the user names to runs: a folder is read, a scenario is run unless a current run of it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from landsim.comparison.run_folder import RunFolder, read_run_folder, read_settings
from landsim.errors import InputError
from landsim.landscape import load_landscape
from landsim.scenario import Scenario, load_scenario
from landsim.scenario_file import shipped_scenarios
from landsim.versions import code_versions, landscape_content

RUNS = Path("runs")


def is_folder_of_run(name: str) -> bool:
    """Whether a name on the command line means a folder rather than a scenario: a folder that hides no shipped name."""
    path = Path(name)
    return path.is_dir() and ((path / "run.json").is_file() or name not in shipped_scenarios())


def scenario_named(name: str) -> Scenario:
    """The scenario of a run folder, a file or a shipped name.

    Raises InputError for what is none of them, and for a run on another landscape than the embedded one.
    """
    if not is_folder_of_run(name):
        return _scenario(name)
    settings = read_settings(Path(name))
    place = f"{Path(name) / 'run.json'}"
    try:
        found, content = settings["scenario"], settings["landscape"]["content"]
    except (KeyError, TypeError) as error:
        raise InputError(f"{place}: the key {error} is missing, expected the file that a run writes.") from error
    if content != landscape_content(load_landscape()):
        raise InputError(
            f"{place}: found a run on the landscape '{settings['landscape'].get('label')}', expected the embedded one, "
            "on which contributions are computed."
        )
    return Scenario.from_dict(found)


def _scenario(name: str) -> Scenario:
    path = Path(name)
    if not path.exists() and name not in shipped_scenarios():
        raise InputError(
            f"'{name}' is neither the folder of a run, nor a scenario file, nor one of the shipped scenarios "
            f"({', '.join(shipped_scenarios())})."
        )
    return load_scenario(name)


def is_current(settings: dict[str, object], scenario: Scenario) -> bool:
    """Whether a run.json is of this scenario, this code and this data."""
    landscape = settings.get("landscape")
    return (
        settings.get("scenario_hash") == scenario.content_hash()
        and settings.get("code") == code_versions()
        and isinstance(landscape, dict)
        and landscape.get("content") == landscape_content(load_landscape())
    )


def find_runs(
    names: Sequence[str], run_into: Callable[[Scenario, Path], None], say: Callable[[str], None]
) -> list[RunFolder]:
    """A run for each name, in order.

    run_into  runs a scenario into a folder        say  tells the user which runs are taken and which are made

    Every name is looked at before anything runs. Raises InputError for names that mean nothing, folders that are no
    run, and scenarios whose place in `runs` is taken by something else.
    """
    wanted: list[Path | Scenario] = [Path(name) if is_folder_of_run(name) else _scenario(name) for name in names]
    scenarios = [one for one in wanted if isinstance(one, Scenario)]
    for place, scenario in enumerate(scenarios):
        if any(scenario.name == earlier.name for earlier in scenarios[:place]):
            raise InputError(f"scenario '{scenario.name}' is named twice, expected runs that differ.")
    for one in wanted:
        if isinstance(one, Path):
            read_settings(one)
    folders = [one if isinstance(one, Path) else _run_of(one, run_into, say) for one in wanted]
    return [read_run_folder(folder) for folder in folders]


def _run_of(scenario: Scenario, run_into: Callable[[Scenario, Path], None], say: Callable[[str], None]) -> Path:
    """The folder of a current run of a scenario, made if there is none."""
    folder = RUNS / scenario.name
    why = "there is no run of it yet"
    if (folder / "run.json").is_file():
        if is_current(read_settings(folder), scenario):
            say(f"{scenario.name}: taken from {folder}, which is current.")
            return folder
        why = f"{folder} is of another content, code or data"
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            f"'{folder}' holds other files than a run of landsim, expected a free place for the run of {scenario.name}."
        )
    say(f"{scenario.name}: running it into {folder}, since {why} (tables and maps; `landsim run` also draws figures).")
    run_into(scenario, folder)
    return folder
