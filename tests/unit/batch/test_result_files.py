"""The tables of all runs: long results in the order of the runs, and what each run was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from landsim.batch import result_files
from landsim.batch.outputs import Outputs
from landsim.batch.result_files import FinishedRun, write_parameters, write_results, write_run_file

OUTPUTS = Outputs(("lulucf_net", "forest_area"), ("CHN", "NEA"), (2030, 2050))


def finished(folder: Path, number: int, **changed: float) -> FinishedRun:
    path = folder / f"{number}.parquet"
    write_run_file(path, f"key {number}", OUTPUTS, number + np.arange(8.0).reshape(4, 2) / 10)
    scenario = "baseline" if number < 3 else "frozen"
    return FinishedRun(f"id{number}", scenario, "ssp2-4.5", number, "set", changed, path)


def test_results_are_long_and_in_the_order_of_the_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_files, "RUNS_IN_A_GROUP", 2)
    runs = [finished(tmp_path, number) for number in (4, 1, 3, 2, 5)]
    write_results(tmp_path / "results.parquet", runs)
    table = pq.read_table(tmp_path / "results.parquet").to_pandas()
    assert list(table.columns) == ["run", "scenario", "country", "year", "variable", "value", "unit"]
    assert list(table["run"][::8]) == ["id4", "id1", "id3", "id2", "id5"]
    assert list(table["scenario"][::8]) == ["frozen", "baseline", "frozen", "baseline", "frozen"]
    second = table[8:16]
    assert list(second["value"]) == [1 + step / 10 for step in range(8)]
    assert list(second["country"]) == ["CHN", "CHN", "NEA", "NEA"] * 2
    assert list(second["variable"]) == ["lulucf_net"] * 4 + ["forest_area"] * 4
    assert list(second["unit"]) == ["MtCO2e"] * 4 + ["Mha"] * 4
    assert list(second["year"]) == [2030, 2050] * 4
    assert not list(tmp_path.glob(".*"))


def test_results_of_no_run_are_an_empty_table(tmp_path: Path) -> None:
    write_results(tmp_path / "results.parquet", [])
    write_parameters(tmp_path / "parameters.parquet", [])
    assert pq.read_table(tmp_path / "results.parquet").num_rows == 0
    assert pq.read_table(tmp_path / "parameters.parquet").num_rows == 0


def test_parameters_have_a_column_for_all_that_any_run_changes(tmp_path: Path) -> None:
    runs = [
        finished(tmp_path, 1, **{"climate.warming_scale": 1.25, "fire.warming_response": 0.14}),
        finished(tmp_path, 2, **{"forest.growth_scale": 0.7, "forest.growth_scale.RUS": 0.9}),
        finished(tmp_path, 3),
    ]
    write_parameters(tmp_path / "parameters.parquet", runs)
    table = pq.read_table(tmp_path / "parameters.parquet").to_pandas()
    growth = [f"forest.growth_scale.{country}" for country in ("CHN", "JPN", "KOR", "MNG", "PRK", "RUS")]
    # 0.14 is what is declared, so nothing is changed by it.
    named = ["run", "scenario", "climate", "seed", "parameter_set"]
    assert list(table.columns) == [*named, "climate.warming_scale", *growth]
    assert list(table["climate.warming_scale"]) == [1.25, 1.0, 1.0]
    assert table.loc[1, growth].tolist() == [0.7] * 5 + [0.9]
    assert table.loc[0, growth].tolist() == table.loc[2, growth].tolist() != table.loc[1, growth].tolist()
