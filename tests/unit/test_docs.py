"""The documentation says what the code is: tables, names, files, paths through the code and the example."""

import re
import tomllib
from pathlib import Path

import pytest

from landsim.batch.experiment import load_experiment
from landsim.batch.experiment_file import RawExperiment, RawFigure, RawParameterSet, shipped_experiments
from landsim.calibration.posterior_file import shipped_posteriors
from landsim.column_checks import Expected
from landsim.core import parameters
from landsim.landscape import COLUMNS, INDEX_COLUMNS
from landsim.monthly_climate import MONTHLY_COLUMNS
from landsim.policy.measures import MEASURE_KINDS
from landsim.scenario import load_scenario
from landsim.scenario_file import RawDonors, RawHistory, RawMeasure, RawScenario, shipped_scenarios
from landsim.sensitivity.study import load_study
from landsim.sensitivity.study_file import RawEnsemble, RawStudy
from landsim.targets import OWN_VIEW, TARGET_KINDS, load_targets
from landsim.targets.table import COLUMNS as TARGET_COLUMNS
from landsim.themes import NONE, THEME_SETS, load_themes

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / name / "README.md" for name in ("calibration", "experiments")),
]
LONGEST_PATH = 6  # hops; README and docs/layout.md say five to grazing pressure


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def rows_between(text: str, name: str) -> list[list[str]]:
    """Cells of the table between the marks `<!-- name: ... -->` and `<!-- end of name -->`, without its header."""
    found = re.search(rf"<!-- {name}: .*?-->\n(.*?)<!-- end of {name} -->", text, flags=re.DOTALL)
    assert found, f"the table '{name}' has lost its marks"
    return [[cell.strip() for cell in line.strip("|\n").split("|")] for line in found.group(1).splitlines()[2:]]


def measure_rows() -> list[list[str]]:
    return [
        [
            f"`{kind.kind}`",
            ", ".join(kind.units),
            kind.amount_meaning,
            ", ".join(kind.source_land) or "-",
            kind.destination or "-",
            kind.rule,
            kind.replaces or "-",
            kind.tier_key,
            kind.limit,
            ", ".join(f"`{key}`" for key in kind.own_keys) or "-",
        ]
        for kind in MEASURE_KINDS.values()
    ]


def theme_rows(theme_set: str) -> list[list[str]]:
    def names(found: tuple[str, ...]) -> str:
        return ", ".join(f"`{name}`" for name in found) or NONE

    return [
        [f"`{theme.key}`", theme.theme, names(theme.measure_kinds), names(theme.variables), theme.note or "-"]
        for theme in load_themes()
        if theme.theme_set == theme_set
    ]


def column_rows(columns: dict[str, Expected]) -> list[list[str]]:
    return [[f"`{name}`", unit, f"{low:g}", f"{high:g}"] for name, (unit, low, high) in columns.items()]


def as_table(rows: list[list[str]]) -> str:
    """Lines to paste into the page when this test fails."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def test_the_table_of_measures_is_that_of_the_code() -> None:
    expected = measure_rows()
    assert rows_between(page("policy.md"), "measures") == expected, as_table(expected)


@pytest.mark.parametrize("theme_set", THEME_SETS)
def test_the_tables_of_themes_are_those_of_the_data(theme_set: str) -> None:
    expected = theme_rows(theme_set)
    assert expected
    assert rows_between(page("themes.md"), theme_set) == expected, as_table(expected)


def test_every_shipped_scenario_is_listed() -> None:
    listed = page("scenario-format.md").split("## Shipped scenarios")[1]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in shipped_scenarios():
        assert f"| `{name}` |" in listed, name
        assert f"`{name}`" in readme, name


def test_the_table_of_landscape_columns_is_that_of_the_reader() -> None:
    text = page("data.md")
    for mark, columns in (("columns", COLUMNS), ("monthly", MONTHLY_COLUMNS)):
        expected = column_rows(columns)
        assert rows_between(text, mark) == expected, as_table(expected)
    for name in INDEX_COLUMNS:
        assert f"`{name}`" in text


def test_quoted_parameters_have_their_declared_values() -> None:
    declared = {str(row["name"]): row for row in parameters.table()}
    quoted = rows_between(page("assumptions.md"), "parameters")
    assert len(quoted) > 10
    for name, *numbers, _ in quoted:
        row = declared[name.strip("`")]
        assert numbers == [f"{row[key]:.4g}" for key in ("default", "low", "high")], name


def test_every_key_of_a_scenario_is_explained() -> None:
    text = page("scenario-format.md")
    for table in (RawScenario, RawHistory, RawDonors, RawMeasure):
        for key in table.model_fields:
            assert re.search(rf"`\[*{key}\]*`", text), key


def test_every_key_of_an_experiment_is_explained() -> None:
    text = page("batch.md")
    for table in (RawExperiment, RawParameterSet, RawFigure):
        for key in table.model_fields:
            assert re.search(rf"`\[*{key}\]*`", text), key


def test_every_key_of_a_study_is_explained() -> None:
    text = page("sensitivity.md")
    for table in (RawStudy, RawEnsemble):
        for key in table.model_fields:
            assert f"`{key}`" in text, key


def test_the_example_study_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", page("sensitivity.md"), flags=re.DOTALL | re.MULTILINE)
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    study = load_study(path)
    assert len(study.factors) == 4 and len(study.values) == 64 * (2 * 3 + 2)


def test_the_example_experiment_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", page("batch.md"), flags=re.DOTALL | re.MULTILINE)
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    assert len(load_experiment(path).runs) == 12


def test_every_shipped_experiment_is_listed_and_goes_into_the_wheel() -> None:
    listed = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    in_wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped_experiments()
    for name in shipped_experiments():
        assert f"[{name}.toml]({name}.toml)" in listed, name
        assert in_wheel[f"experiments/{name}.toml"] == f"landsim/experiments/{name}.toml"


def test_every_posterior_goes_into_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    in_wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    there = {path.relative_to(ROOT).as_posix() for path in shipped_posteriors().values()}
    assert there and there == {name for name in in_wheel if name.startswith("calibration/")}
    assert all(in_wheel[name] == f"landsim/{name}" for name in there)


def test_the_example_scenario_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", page("scenario-format.md"), flags=re.DOTALL | re.MULTILINE)
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    scenario = load_scenario(path)
    assert [measure.id for measure in scenario.measures] == ["belt", "grazing_cap-MNG-1"]
    assert scenario.parameters["forest.growth_scale.MNG"] == 0.9


def test_each_function_on_a_path_is_called_by_the_one_before() -> None:
    paths = re.findall(r"`[a-z_.]+`(?:\s+→\s+`[a-z_.]+`)+", page("layout.md"))
    assert len(paths) >= 4
    for path in paths:
        steps = re.findall(r"`([a-z_.]+)`", path)
        assert steps[0] == "model.run" and len(steps) - 1 <= LONGEST_PATH
        for step, following in zip(steps, [*steps[1:], None], strict=True):
            module, function = step.rsplit(".", 1)
            source = (ROOT / "landsim" / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
            found = re.search(rf"^def {function}\(.*?(?=^def |\Z)", source, flags=re.DOTALL | re.MULTILINE)
            assert found, f"{module} has no function {function}"
            if following is not None:
                assert re.search(rf"\b{following.rsplit('.', 1)[1]}\(", found.group()), f"{step} -> {following}"


def test_grazing_pressure_is_at_most_five_hops_away() -> None:
    path = re.search(r"To grazing pressure.*?\n\n(.*?)\n\n", page("layout.md"), flags=re.DOTALL)
    assert path and path.group(1).count("→") <= 5
    assert path.group(1).endswith("`core.rangeland.grazing_pressure`")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_links_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (path.parent / target).exists(), target
    for name in re.findall(r"`((?:landsim|scenarios|tests|experiments|calibration)/[^`*<> ]*)`", text):
        assert (ROOT / name).exists(), name


def test_every_page_is_on_the_map() -> None:
    index = page("index.md")
    for path in (ROOT / "docs").glob("*.md"):
        assert path.name == "index.md" or f"({path.name})" in index, path.name


def test_every_process_file_is_named() -> None:
    text = page("model.md")
    for process in parameters.PROCESSES:
        assert f"`{process}.py`" in text, process


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_paths_of_one_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(work|tmp|home|root)\b|index-url|pypi\.org|shared/", text)


def target_rows(in_tonnes: bool) -> list[list[str]]:
    rows = []
    for target in load_targets("all"):
        if target.in_tonnes != in_tonnes:
            continue
        level = target.target_level(target.own_view)
        ends = [target.id, target.name, str(target.year), f"{level:,.1f}" if in_tonnes else f"{level:g}"]
        own = [target.own_view, target.gwp] if in_tonnes else [target.unit, f"`{target.indicator}`"]
        rows.append([f"`{ends[0]}`", *ends[1:], *own, target.status])
    return rows


@pytest.mark.parametrize(("name", "in_tonnes"), [("tonnes", True), ("others", False)])
def test_the_tables_of_pledges_are_those_of_the_data(name: str, in_tonnes: bool) -> None:
    expected = target_rows(in_tonnes)
    assert rows_between(page("targets.md"), name) == expected, as_table(expected)


def test_every_kind_and_column_of_a_table_of_pledges_is_explained() -> None:
    text = page("targets.md").split("## A table of your own")[1]
    for word in (*TARGET_KINDS, *TARGET_COLUMNS, *OWN_VIEW):
        assert f"`{word}`" in text, word
