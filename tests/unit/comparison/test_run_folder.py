"""Run folders before a comparison: what is no run, half of one, the same twice, or not comparable is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from compared_runs import write_compared_run

from landsim.comparison.run_folder import comparable, other_code, read_run_folder
from landsim.errors import InputError

AREA = {2030: 1.0, 2050: 2.0}
EXPECTED = "expected the folder of a finished run (landsim run SCENARIO)."


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_compared_run(tmp_path / "a", degraded=AREA)


def test_a_finished_run_is_read(run: Path) -> None:
    found = read_run_folder(run)
    assert (found.scenario, found.label, found.gwp) == ("baseline", "baseline", "AR5")
    assert found.years == (1990, 2060) and found.first_policy_year == 2021
    assert set(found.stocks["variable"]) == {"forest_area", "net_degraded_area"}


def damage(change: Callable[[Path], object], run: Path) -> str:
    change(run)
    with pytest.raises(InputError) as refusal:
        read_run_folder(run)
    return str(refusal.value).replace(str(run), "RUN")


def cut(name: str, keep: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda run: (run / name).write_text(keep((run / name).read_text(encoding="utf-8")), encoding="utf-8")


def without_key(key: str) -> Callable[[Path], object]:
    def change(run: Path) -> None:
        content = json.loads((run / "run.json").read_text(encoding="utf-8"))
        del content[key]
        (run / "run.json").write_text(json.dumps(content), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda run: (run / "run.json").unlink(),
         f"'RUN' is half written: it has inventory.csv, stocks.csv, gap.csv and no run.json, {EXPECTED}"),
        (lambda run: [path.unlink() for path in run.iterdir()], f"'RUN' has no run.json, {EXPECTED}"),
        (lambda run: (run / "stocks.csv").unlink(), f"'RUN' is half written: stocks.csv is missing, {EXPECTED}"),
        (cut("run.json", lambda text: text[:200]), "RUN/run.json is half written or no JSON ("),
        (cut("run.json", lambda text: "[]"), "RUN/run.json: found no table of settings, "),
        (without_key("landscape"), f"RUN/run.json: 'landscape' is missing or wrong, {EXPECTED}"),
        (cut("inventory.csv", lambda text: text[:-20]),
         f"RUN/inventory.csv is half written: it ends within a line, {EXPECTED}"),
        (cut("inventory.csv", lambda text: "\n".join(text.split("\n")[:-10]) + "\n"),
         "RUN/inventory.csv is half written: found 62 years of agriculture of NEA, expected 71."),
        (cut("stocks.csv", lambda text: "\n".join(text.split("\n")[:-2]) + "\n"),
         "RUN/stocks.csv is half written: found 1 years of net_degraded_area of NEA, expected 2."),
        (cut("stocks.csv", lambda text: text.split("\n")[0] + "\n"),
         f"RUN/stocks.csv is half written: found no rows, {EXPECTED}"),
        (cut("gap.csv", lambda text: text.replace("own_view", "view_of_its_own", 1)),
         f"RUN/gap.csv: the column 'own_view' is missing, {EXPECTED}"),
        (cut("stocks.csv", lambda text: text.replace("5.0", "five", 1)),
         "RUN/stocks.csv, column 'value': found 'five', expected a number."),
    ],
)  # fmt: skip
def test_what_is_no_whole_run_is_refused(change: Callable[[Path], object], expected: str, run: Path) -> None:
    assert damage(change, run).startswith(expected)


def test_a_place_without_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name, found in (("nowhere", "nothing"), ("file", "a file")):
        with pytest.raises(InputError, match=f"found {found}, expected the folder of a finished run"):
            read_run_folder(tmp_path / name)


class TestComparable:
    def refused(self, *folders: Path) -> str:
        with pytest.raises(InputError) as refusal:
            comparable([read_run_folder(folder) for folder in folders])
        return str(refusal.value)

    def test_the_same_run_twice(self, run: Path, tmp_path: Path) -> None:
        assert self.refused(run, run) == f"'{run}' is named twice, expected runs that differ."
        # A copy under another name is the same run.
        copy = write_compared_run(tmp_path / "copy", degraded=AREA)
        assert self.refused(run, copy) == (
            f"'{copy}' and '{run}' hold the same run of scenario 'baseline', expected runs that differ."
        )

    def test_other_years_landscape_and_gwp_set_are_named(self, run: Path, tmp_path: Path) -> None:
        b = write_compared_run(tmp_path / "b", "other", landscape={"label": "mine", "content": "ff" * 32})
        assert self.refused(run, b) == (
            f"'{run}' and '{b}' differ in their landscape: found a small land (content 0123456789ab) and mine "
            "(content ffffffffffff), expected the same."
        )
        c = write_compared_run(tmp_path / "c", "other", scenario={"gwp": "AR6", "name": "other"})
        assert (
            self.refused(run, c) == f"'{run}' and '{c}' differ in their GWP set: found AR5 and AR6, expected the same."
        )
        short = read_run_folder(run)
        with pytest.raises(InputError, match="differ in their years: found 1990 to 2060 and 1990 to 2055"):
            d = read_run_folder(write_compared_run(tmp_path / "d", "other"))
            d.settings["years"] = [1990, 2055]
            comparable([short, d])

    def test_runs_of_one_scenario_name_are_called_by_their_folders(self, run: Path, tmp_path: Path) -> None:
        same = write_compared_run(tmp_path / "edited", scenario_hash="another")
        other = write_compared_run(tmp_path / "x", "frozen")
        labels = [one.label for one in comparable([read_run_folder(folder) for folder in (run, same, other)])]
        assert labels == ["a", "edited", "frozen"]

    def test_other_code_is_compared_and_said(self, run: Path, tmp_path: Path) -> None:
        newer = write_compared_run(tmp_path / "newer", code={"package": "q"})
        runs = comparable([read_run_folder(run), read_run_folder(newer)])
        assert [one.label for one in runs] == ["a", "newer"]
        assert "were made by different versions of landsim" in str(other_code(runs))
        assert other_code([runs[0], runs[0]]) is None
