"""What a user of the command line reads and gets back: output, plain sentences, exit codes.

The model is replaced at the boundary (`landsim.run`), except in the last test.
"""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import landsim
from landsim import cli, gap, plotting
from landsim.errors import InputError, ModelError
from landsim.output_folders import check_output_folder
from landsim.scenario_file import shipped_scenarios


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def landsim_command(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="landsim")


def in_a_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=False
    )


class FakeRun:
    """Stands for what landsim.run returns."""

    strata = None
    gap = pd.DataFrame(
        {"country": ["CHN"], "year": [2030], "view": ["excluded"], "own_view": ["excluded"], "gwp": ["AR5"],
         "kind": ["pledge"], "headline": [True]}
    )  # fmt: skip
    promises = pd.DataFrame(columns=["measure", "promised", "delivered", "reason_code"])

    strata = None

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}

    def write(self, directory: Path) -> None:
        directory.mkdir(parents=True)
        (directory / "run.json").write_text("{}")

    def record_timing(self, name: str, seconds: float) -> None:
        self.timings[name] = seconds


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Replaces the model, the figures and the table, and records how they were called."""
    calls: dict[str, Any] = {"run": FakeRun()}

    def run(scenario: Any, **options: Any) -> FakeRun:
        calls["scenario"], calls["options"] = scenario, options
        return calls["run"]  # type: ignore[no-any-return]

    def draw_all(directory: Path, processes: int = 1) -> list[Path]:
        calls["drawn"] = directory
        return [directory / "figures" / "a.png", directory / "figures" / "a.svg"]

    monkeypatch.setattr(landsim, "run", run, raising=False)
    monkeypatch.setattr(plotting, "draw_all", draw_all)
    monkeypatch.setattr(gap, "short_table", lambda table: f"short form of {len(table)} row")
    return calls


class TestRun:
    def test_a_run_writes_draws_prints_and_times(self, calls: dict[str, Any]) -> None:
        result = landsim_command("run", "ndc-first")
        assert result.exit_code == 0, result.output
        assert calls["scenario"].name == "ndc-first"
        assert calls["options"] == {"landscape": None, "threads": 1, "precision": "float64"}
        assert calls["drawn"] == Path("runs/ndc-first")
        assert set(calls["run"].timings) == {"figures", "total"}
        assert "short form of 1 row" in result.stdout
        assert "Tables and maps: runs/ndc-first\n" in result.stdout
        assert f"Figures:         {Path('runs/ndc-first/figures')} (2 files)" in result.stdout

    def test_every_option_reaches_the_model(self, calls: dict[str, Any]) -> None:
        result = landsim_command(
            *("run", "frozen", "--out", "here", "--no-figures", "--threads", "2", "--block-lanes", "64"),
            *("--landscape", "my.nc", "--precision", "float32", "--targets", "updated"),
        )
        assert result.exit_code == 0, result.output
        expected = {"landscape": Path("my.nc"), "threads": 2, "precision": "float32", "block_lanes": 64}
        expected["targets"] = "updated"
        assert calls["options"] == expected
        assert "drawn" not in calls
        assert Path("here/run.json").is_file()
        assert "Figures" not in result.stdout
        assert set(calls["run"].timings) == {"total"}

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (("--block-lanes", "33"), "found 33, expected a positive multiple of 32."),
            (("--block-lanes", "0"), "found 0, expected a positive multiple of 32."),
            (("--threads", "0"), "0 is not in the range x>=1"),
            (("--precision", "float16"), "'float16' is not one of 'float64', 'float32'"),
            (("--thread", "2"), "--threads"),
        ],
    )
    def test_a_wrong_option_is_a_usage_error(self, arguments: tuple[str, ...], expected: str) -> None:
        result = landsim_command("run", "ndc-first", *arguments)
        assert result.exit_code == 2
        assert expected in result.stderr

    def test_input_that_the_model_refuses_is_exit_2(
        self, calls: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(scenario: Any, **options: Any) -> None:
            raise InputError("my.nc: the column 'slope' is missing, expected it in percent.")

        monkeypatch.setattr(landsim, "run", refuse)
        result = landsim_command("run", "ndc-first", "--landscape", "my.nc")
        assert result.exit_code == 2
        assert "Error: my.nc: the column 'slope' is missing, expected it in percent.\n" in result.stderr
        assert not Path("runs").exists()

    def test_a_model_that_does_not_close_is_exit_1(
        self, calls: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(scenario: Any, **options: Any) -> None:
            raise ModelError("carbon does not close in unit 7 in 2031, process fire.")

        monkeypatch.setattr(landsim, "run", refuse)
        result = landsim_command("run", "ndc-first")
        assert result.exit_code == 1
        assert "Error: carbon does not close in unit 7 in 2031, process fire.\n" in result.stderr
        assert "Traceback" not in result.stderr

    @pytest.mark.parametrize("debug", [False, True])
    def test_an_unforeseen_error_shows_its_traceback_only_with_debug(
        self, calls: dict[str, Any], monkeypatch: pytest.MonkeyPatch, debug: bool
    ) -> None:
        def fail(scenario: Any, **options: Any) -> None:
            raise ZeroDivisionError("division by zero")

        monkeypatch.setattr(landsim, "run", fail)
        result = landsim_command("run", "ndc-first", *(["--debug"] if debug else []))
        assert result.exit_code == 1
        assert (
            "did not foresee (ZeroDivisionError: division by zero), run again with --debug" in result.stderr
        )
        assert ("Traceback" in result.stderr) is debug

    def test_a_full_disk_is_a_plain_sentence(self, calls: dict[str, Any]) -> None:
        def full(directory: Path) -> None:
            raise OSError(28, "No space left on device", "runs/x")

        calls["run"].write = full
        result = landsim_command("run", "ndc-first")
        assert result.exit_code == 1
        assert "the system refused to read or write: No space left on device (runs/x)." in result.stderr

    def test_interrupted_before_writing(self, calls: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(scenario: Any, **options: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(landsim, "run", interrupt)
        result = landsim_command("run", "ndc-first")
        assert result.exit_code == 130
        assert result.stderr.endswith("interrupted; nothing was written\n")
        assert not Path("runs").exists()

    def test_interrupted_while_drawing_says_what_is_there(
        self, calls: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(directory: Path, processes: int = 1) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(plotting, "draw_all", interrupt)
        result = landsim_command("run", "ndc-first")
        assert result.exit_code == 130
        expected = f"interrupted; the tables in {Path('runs/ndc-first')} are complete, figures are not\n"
        assert result.stderr.endswith(expected)


class TestOutputFolder:
    """Checked before the model runs: `calls` stays without a scenario."""

    def refused(self, calls: dict[str, Any], out: str) -> str:
        result = landsim_command("run", "ndc-first", "--out", out)
        assert result.exit_code == 2
        assert "scenario" not in calls
        assert result.stderr.startswith(f"Error: --out: '{out}' ")
        return result.stderr

    def test_a_file_is_refused(self, calls: dict[str, Any]) -> None:
        Path("taken").write_text("x")
        assert "is a file, expected a folder or a new name." in self.refused(calls, "taken")
        assert "cannot be written (Not a directory)" in self.refused(calls, "taken/below")

    def test_a_folder_with_other_files_is_refused_and_kept(self, calls: dict[str, Any]) -> None:
        Path("thesis").mkdir()
        Path("thesis/chapter.txt").write_text("x")
        assert "holds other files than a run of landsim" in self.refused(calls, "thesis")
        assert Path("thesis/chapter.txt").read_text() == "x"

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_without_permission_is_refused(self, calls: dict[str, Any]) -> None:
        Path("locked").mkdir(mode=0o500)
        assert "cannot be written (Permission denied)" in self.refused(calls, "locked/run")

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root can write")
    def test_a_place_where_nobody_may_write_is_refused(self, calls: dict[str, Any]) -> None:
        assert "cannot be written (" in self.refused(calls, "/proc/landsim/run")

    def test_a_new_an_empty_and_an_earlier_run_folder_are_accepted(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "earlier").mkdir()
        (tmp_path / "earlier" / "run.json").write_text("{}")
        for name in ("empty", "earlier", "new/deep/down"):
            check_output_folder(Path(name), "run", "run.json", "an earlier run to replace")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["earlier", "empty"]


class TestValidate:
    def test_a_valid_scenario_is_summarised(self) -> None:
        result = landsim_command("validate", "ndc-first")
        assert result.exit_code == 0
        assert result.stdout.startswith(
            "ndc-first is valid: 1990 to 2060, ssp2-4.5, continuation baseline, 6 measures"
        )
        assert "  nasap: afforestation, PRK, 0.397 Mha, 2021 to 2024, linear\n" in result.stdout

    def test_an_invalid_one_is_one_sentence_and_exit_2(self) -> None:
        Path("bad.toml").write_text('include = ["history"]\nclimat = "constant"\n')
        result = landsim_command("validate", "bad.toml")
        assert result.exit_code == 2
        assert result.stderr == "Error: bad.toml: unknown key 'climat', did you mean 'climate'?\n"
        assert result.stdout == ""

    def test_an_unknown_name_lists_the_shipped_scenarios(self) -> None:
        result = landsim_command("validate", "ndc-frist")
        assert result.exit_code == 2
        assert f"the shipped scenarios are {', '.join(shipped_scenarios())}." in result.stderr


class TestList:
    @pytest.mark.parametrize(
        ("what", "first_column", "contains"),
        [
            ("scenarios", "name", "ndc-first"),
            ("measures", "kind", "grazing_exclosure"),
            ("parameters", "name", "climate.warming_scale"),
            ("targets", "id", "KOR-NDC1_2016"),
            ("themes", "set", "SRCCL"),
            ("variables", "variable", "Emissions|N2O|AFOLU|Agriculture|Managed Soils"),
        ],
    )
    def test_both_forms_hold_the_same_rows(self, what: str, first_column: str, contains: str) -> None:
        aligned, as_csv = landsim_command("list", what), landsim_command("list", what, "--csv")
        assert aligned.exit_code == as_csv.exit_code == 0
        lines = aligned.stdout.splitlines()
        rows = list(csv.DictReader(io.StringIO(as_csv.stdout)))
        assert lines[0].split()[0] == next(iter(rows[0])) == first_column
        # Names of variables hold blanks, so a cell ends with two of them.
        assert [line.split("  ")[0] for line in lines[1:]] == [row[first_column] for row in rows]
        assert contains in [row[first_column] for row in rows]

    def test_numbers_stand_under_each_other(self) -> None:
        lines = landsim_command("list", "scenarios").stdout.splitlines()
        assert {len(line) for line in lines} == {len(lines[0])}
        assert lines[0].endswith(" measures")
        assert {len(line.split()[-1]) for line in lines[1:]} >= {1, 2}, "numbers of one and of two digits"
        assert all(line[-1].isdigit() and line[-9] == " " for line in lines[1:])

    def test_parameters_state_unit_ranges_source_and_status(self) -> None:
        rows = list(csv.DictReader(io.StringIO(landsim_command("list", "parameters", "--csv").stdout)))
        for row in rows:
            assert row["unit"] and row["source"] and row["status"], row["name"]
            low, default, high = (float(row[key]) for key in ("low", "default", "high"))
            assert float(row["valid_low"]) <= low <= default <= high <= float(row["valid_high"]), row["name"]

    def test_an_unknown_list_names_the_known_ones(self) -> None:
        result = landsim_command("list", "parameter")
        assert result.exit_code == 2
        assert "'parameter' is not one of 'scenarios', 'measures', 'parameters', 'targets', 'themes'" in result.stderr


class TestUsage:
    def test_help_lists_only_commands_that_exist(self) -> None:
        result = landsim_command("--help")
        assert result.exit_code == 0
        known = [
            *("backwards", "batch", "calibrate", "compare", "data", "list", "promises", "run", "sensitivity", "table1"),
            *("uncertainty", "validate", "validate-iamc"),
        ]
        assert sorted(cli.main.commands) == known
        assert sorted(cli.data.commands) == ["build", "info"]

    def test_a_misspelt_command_is_suggested(self) -> None:
        result = landsim_command("rum", "ndc-first")
        assert result.exit_code == 2
        assert "there is no command 'rum', did you mean 'run'?" in result.stderr

    def test_help_loads_nothing_heavy(self) -> None:
        heavy = ["numpy", "pandas", "numba", "xarray", "matplotlib", "netCDF4", "scipy", "pydantic"]
        code = f"import sys, landsim.cli; print([name for name in {heavy!r} if name in sys.modules])"
        assert in_a_process("-c", code).stdout.strip() == "[]"


class TestProcess:
    """The exit codes as a shell sees them."""

    def test_success_wrong_input_and_wrong_usage(self) -> None:
        assert in_a_process("-m", "landsim", "validate", "ndc-first").returncode == 0
        wrong = in_a_process("-m", "landsim", "validate", "no.toml")
        assert (wrong.returncode, wrong.stdout) == (2, "")
        assert wrong.stderr.startswith("Error: there is no scenario file 'no.toml'")
        assert in_a_process("-m", "landsim", "frobnicate").returncode == 2
        assert in_a_process("-m", "landsim").returncode == 2

    @pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
    def test_control_c_ends_with_130_and_a_sentence(self) -> None:
        code = (
            "import time, landsim\n"
            "def run(scenario, **options):\n"
            "    print('running', flush=True)\n"
            "    time.sleep(60)\n"
            "landsim.run = run\n"
            "from landsim.cli import main\n"
            "main(['run', 'ndc-first'])\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 130
        assert errors.endswith("interrupted; nothing was written\n")
        assert "Traceback" not in errors


def test_a_real_run_leaves_its_files_and_its_timings() -> None:
    result = landsim_command("run", "frozen", "--no-figures", "--out", "frozen")
    assert result.exit_code == 0, result.stderr
    for name in ("run.json", "inventory.csv", "stocks.csv", "gap.csv", "policy.csv", "maps.nc"):
        assert (Path("frozen") / name).stat().st_size > 0, name
    settings = json.loads(Path("frozen/run.json").read_text())
    assert settings["timings_s"]["total"] > 0.0
    assert "2030 projected" in result.stdout
    assert [path.name for path in Path().iterdir()] == ["frozen"]


def test_a_run_on_strata_tells_its_error_and_draws_no_maps() -> None:
    from landsim.strata import DEFAULT_COUNT

    assert cli.STRATA == DEFAULT_COUNT
    result = landsim_command("run", "frozen", "--strata", "--out", "frozen")
    assert result.exit_code == 0, result.stderr
    assert "Strata: 1,500 for 18,251 units. Error against the full grid" in result.stdout
    settings = json.loads(Path("frozen/run.json").read_text())
    assert settings["strata"]["count"] == settings["landscape"]["units"] == DEFAULT_COUNT
    with Path("frozen/strata_error.csv").open(encoding="utf-8") as lines:
        assert {row["country"] for row in csv.DictReader(lines)} == {"CHN", "PRK", "JPN", "MNG", "KOR", "RUS"}
    drawn = {path.stem for path in Path("frozen/figures").glob("*.png")}
    assert "gap_all" in drawn and not {name for name in drawn if name.startswith("map")}
    assert "1,500 strata" in Path("frozen/figures/land_sector.svg").read_text(encoding="utf-8")


def test_too_few_strata_are_refused_with_the_least_number() -> None:
    result = landsim_command("run", "frozen", "--strata", "50", "--out", "frozen")
    assert result.exit_code == 2
    assert "strata: found 50, expected at least" in result.stderr
    assert not Path("frozen").exists()
