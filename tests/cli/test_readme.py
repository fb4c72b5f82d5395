"""The README promises commands and a path through the code: they must exist as written."""

import re
import tomllib
from pathlib import Path

import pytest

from landsim.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def test_the_two_commands_are_there_and_ci_runs_the_second() -> None:
    commands = blocks("")
    assert "python -m pip install -e . && landsim run ndc-first\n" in commands
    assert "python -m pip install -e '.[test]' && pytest\n" in commands
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "\npython -m pip install -e '.[test]'\npytest\n" in script


def test_the_example_scenario_is_valid(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    assert tomllib.loads(example)["measure"]
    path = tmp_path / "my.toml"
    path.write_text(example, encoding="utf-8")
    scenario = load_scenario(path)
    assert scenario.measures[0].provinces == ("Inner Mongolia",)
    assert scenario.parameters


def test_the_folders_of_the_layout_exist() -> None:
    folders = re.findall(r"^\| `([a-z/]+/)` \|", README, flags=re.MULTILINE)
    assert len(folders) >= 10
    for folder in folders:
        if folder != "figures/":
            assert (ROOT / folder).is_dir(), folder


def test_each_function_on_the_path_to_grazing_pressure_is_used_by_the_one_before() -> None:
    steps = re.findall(r"`([a-z_.]+)`", README[README.index("For grazing pressure:") :].split("\n\n")[0])
    assert steps[0] == "model.run" and steps[-1] == "core.rangeland.grazing_pressure"
    assert len(steps) - 1 <= 5  # hops from one function to the next
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        module, function = step.rsplit(".", 1)
        source = (ROOT / "landsim" / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
        found = re.search(rf"^def {function}\(.*?(?=^def |\Z)", source, flags=re.DOTALL | re.MULTILINE)
        assert found, f"{module} has no function {function}"
        if following is not None:
            assert re.search(rf"\b{following.rsplit('.', 1)[1]}\(", found.group()), f"{step} -> {following}"


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", ".ci/run"])
def test_no_paths_of_one_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"/(work|tmp|home|root)/|index-url|pypi\.org", text)
