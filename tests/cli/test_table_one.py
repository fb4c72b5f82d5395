"""landsim table1: what is printed is what emissions.csv holds, and a wrong folder or year is told in one sentence."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from plotted_run import write_synthetic_run

from landsim.cli import main
from landsim.table_one import COLUMNS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_synthetic_run(tmp_path_factory.mktemp("table-one") / "run")


@pytest.fixture
def broken(folder: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "run"
    copy.mkdir()
    for name in ("run.json", "emissions.csv"):
        shutil.copy(folder / name, copy / name)
    return copy


def call(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["table1", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_comma_separated_is_the_file_of_the_run(folder: Path) -> None:
    code, out, _ = call(str(folder), "--year", "2030", "--year", "2041", "--csv")
    assert code == 0
    table = pd.read_csv(io.StringIO(out))
    assert list(table.columns) == COLUMNS
    assert len(table) == 7 * 2 * 6 and set(table["year"]) == {2030, 2041}
    series = pd.read_csv(folder / "emissions.csv").set_index(["country", "year", "series"])
    for row in table.to_dict("records"):
        basis = "" if row["basis"] == "both" else f"_{row['basis']}"
        view = "" if row["view"] == "inventory" else f"_{row['view']}"
        excluded = row["view"] == "excluded"
        name = "excluding_lulucf" if excluded else f"including_lulucf{view}{basis}"
        expected = series.loc[(row["country"], row["year"], name)]
        assert row["emissions"] == pytest.approx(expected["value"])
        assert (row["low"], row["high"]) == pytest.approx((expected["low"], expected["high"]))
        without = series.loc[(row["country"], row["year"], "excluding_lulucf"), "value"]
        assert row["emissions"] - row["land_sector"] == pytest.approx(without, rel=1e-8)


def test_printed_it_names_view_basis_and_gwp_set(folder: Path) -> None:
    code, out, _ = call(str(folder), "--year", "2030")
    assert code == 0
    assert "2030, MtCO2e (GWP AR5), ndc-first" in out
    for word in ("without land", "inventory", "direct", "additional", "aligned", "Republic of Korea"):
        assert word in out
    russia = next(line for line in out.splitlines() if line.startswith("Russian"))
    value = pd.read_csv(folder / "emissions.csv").query("country=='RUS' and year==2030 and series=='excluding_lulucf'")
    assert f"{value['value'].iloc[0]:,.1f}" in russia
    assert max(len(line) for line in out.splitlines()) <= 130


def test_years_have_a_default(folder: Path) -> None:
    out = call(str(folder))[1]
    assert all(f"use, {year}," in out for year in (2020, 2030, 2050))


@pytest.mark.parametrize(
    ("damage", "arguments", "sentence"),
    [
        ("folder", (), "run.json: file not found; expected the folder of a finished run (landsim run SCENARIO)."),
        ("none", ("--year", "1985"), "emissions.csv: no year 1985; found 1990 to 2060."),
        ("table", (), "emissions.csv: file not found; expected the table that a run writes."),
        ("view", (), "no series including_lulucf_direct_aligned of CHN in 2020; expected one for each view."),
        ("json", (), "run.json: not readable as the settings of a run ("),
        ("key", (), "run.json: not readable as the settings of a run ('gwp'); run the scenario again."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    broken: Path, damage: str, arguments: tuple[str, ...], sentence: str
) -> None:
    if damage == "folder":
        (broken / "run.json").unlink()
    elif damage == "table":
        (broken / "emissions.csv").unlink()
    elif damage == "view":
        rows = pd.read_csv(broken / "emissions.csv")
        rows[~rows["series"].str.contains("direct")].to_csv(broken / "emissions.csv", index=False)
    elif damage == "json":
        (broken / "run.json").write_text("{")
    elif damage == "key":
        (broken / "run.json").write_text(json.dumps({"scenario": {"name": "x"}}))
    code, out, err = call(str(broken), *arguments)
    assert code == 2 and out == ""
    assert sentence in err and "Traceback" not in err
