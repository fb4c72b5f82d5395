"""Pledges on the command line: listed by country and version, a table of one's own checked and run against."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from landsim import cli


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def landsim_command(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="landsim")


def listed(*arguments: str) -> list[dict[str, str]]:
    result = landsim_command("list", "targets", "--csv", *arguments)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def own_table() -> Path:
    """The long-term goals as a table of one's own, with a stricter year for Japan."""
    text = landsim_command("list", "targets", "--csv", "--version", "long_term").stdout
    path = Path("mine.csv")
    path.write_text(text.replace("by 2050,2050,net_zero", "by 2045,2045,net_zero"), encoding="utf-8")
    return path


def test_all_versions_are_listed_and_can_be_chosen() -> None:
    assert {row["version"] for row in listed()} == {"first", "updated", "2035", "long_term"}
    assert {(row["country"], row["version"]) for row in listed("--country", "JPN", "--version", "2035")} == {
        ("JPN", "2035")
    }
    assert {row["pledge"] for row in listed("--version", "NDC1_2021")} == {"NDC1_2021"}
    korea = {row["id"]: row for row in listed("--country", "KOR")}
    assert float(korea["KOR-NDC1_2021"]["level"]) == pytest.approx(436.56)
    assert korea["KOR-NDC1_2021"]["status"] == "recalled"


def test_a_listed_table_is_a_valid_one(own_table: Path) -> None:
    result = landsim_command("validate", "--targets", str(own_table))
    assert result.exit_code == 0, result.output
    assert result.stdout == "mine.csv is valid: 8 targets of CHN, JPN, KOR, RUS, 4 in tonnes.\n"
    rows = listed("--check", str(own_table), "--country", "JPN")
    assert [(row["id"], row["year"]) for row in rows] == [("JPN-LTS_2021-net_zero", "2045")]


def test_a_scenario_and_its_pledges_are_checked_together(own_table: Path) -> None:
    result = landsim_command("validate", "ndc-first", "--targets", str(own_table))
    assert result.exit_code == 0
    assert "pledges first" in result.stdout and "mine.csv is valid" in result.stdout


def test_a_wrong_table_is_refused_with_a_sentence_per_row(own_table: Path) -> None:
    text = own_table.read_text().replace(",AR4,", ",AR9,").replace("CHN,LTS_2021", "CHI,LTS_2021")
    own_table.write_text(text)
    for command in (
        ("validate", "--targets", "mine.csv"),
        ("list", "targets", "--check", "mine.csv"),
        ("run", "frozen", "--targets", "mine.csv", "--out", "out"),
    ):
        result = landsim_command(*command)
        assert result.exit_code == 2
        assert 'Error: mine.csv line 2 (CHN-LTS_2021-neutrality): country is "CHI"; expected one of' in result.stderr
        assert 'mine.csv line 6 (RUS-LTS_2022): gwp is "AR9"; expected one of SAR' in result.stderr
        assert "Traceback" not in result.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("list", "targets", "--country", "JAP"), "--country: found 'JAP', did you mean 'JPN'?"),
        (("list", "targets", "--version", "third"), 'targets.csv has no version "third"; expected one of first'),
        (
            ("list", "targets", "--country", "PRK", "--version", "2035"),
            "no target of PRK in version 2035, expected one that `landsim list targets` shows.",
        ),
        (("list", "themes", "--country", "JPN"), "--country, --version and --check choose targets"),
        (("list", "targets", "--check", "absent.csv"), "absent.csv: cannot be read (No such file or directory)"),
        (("validate",), "found nothing to check, expected SCENARIO, --targets or both."),
        (("validate", "--targets", "third"), "there is no vintage and no file 'third', expected one of first"),
        (("run", "frozen", "--targets", "third"), "there is no vintage and no file 'third', expected one of first"),
    ],
)
def test_wrong_choices_are_exit_2(arguments: tuple[str, ...], message: str) -> None:
    result = landsim_command(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_run_is_told_against_an_own_table(own_table: Path) -> None:
    result = landsim_command("run", "frozen", "--no-figures", "--out", "out", "--targets", "mine.csv")
    assert result.exit_code == 0, result.stderr
    gap = pd.read_csv("out/gap.csv")
    japan = gap[gap["target_id"] == "JPN-LTS_2021-net_zero"]
    assert set(japan["year"]) == {2045} and (japan.loc[japan["view"] == "inventory", "target_level"] == 0.0).all()
    assert set(gap.loc[(gap["country"] == "PRK") & (gap["year"] == 2030), "kind"]) >= {"no_pledge"}
    told = json.loads(Path("out/run.json").read_text())["targets"]
    assert told["label"] == "mine.csv" and len(told["sha256"]) == 64 and len(told["in_force"]) == 8
    assert "2045 projected" in result.stdout
    indicators = pd.read_csv("out/indicators.csv")
    assert set(indicators["target_id"].dropna()) <= set(told["in_force"])


def test_a_scenario_names_its_vintage() -> None:
    Path("mine.toml").write_text('name = "mine"\ninclude = ["frozen"]\ntargets = "2035"\n')
    result = landsim_command("run", "mine.toml", "--no-figures", "--out", "out")
    assert result.exit_code == 0, result.stderr
    gap = pd.read_csv("out/gap.csv")
    assert sorted(gap["year"].unique()) == [2030, 2035, 2040, 2050, 2060]
    levels = gap[(gap["view"] == "inventory") & (gap["basis"] == "model")].set_index("target_id")["target_level"]
    assert levels["JPN-NDC2035_2025"] == pytest.approx(1408 * 0.40)
    assert levels["KOR-NDC2035_2025"] == pytest.approx(742.3 * 0.43)
    assert json.loads(Path("out/run.json").read_text())["targets"]["label"] == "2035"
