"""Committed scores: what counts as worse, what as stale, and what is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from landsim.calibration.recorded_scores import check_scores, load_scores, write_scores
from landsim.calibration.scores import scores
from landsim.errors import InputError, ModelError

VERSIONS = {"core": "a", "tables": "b", "landscape": "c", "observations": "d", "fits": "e"}
KEYS = ["country", "variable", "year"]


def table(off: float = 1.0, years: tuple[int, ...] = (2001, 2002, 2003)) -> pd.DataFrame:
    observed = pd.DataFrame(
        {"country": "JPN", "variable": "lulucf_net", "year": years, "value": -80.0, "unit": "MtCO2e", "role": "train"}
    )
    return scores(observed, pd.Series(-80.0 + off, index=pd.MultiIndex.from_frame(observed[KEYS])), "shipped")


def test_the_same_scores_pass(tmp_path: Path) -> None:
    write_scores(tmp_path, table(), VERSIONS)
    check_scores(tmp_path, table(), VERSIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scores.csv", "scores.toml"]


def test_last_bits_of_another_processor_are_no_change(tmp_path: Path) -> None:
    write_scores(tmp_path, table(), VERSIONS)
    check_scores(tmp_path, table(1.000001), VERSIONS)


@pytest.mark.parametrize("versions", [VERSIONS, {**VERSIONS, "core": "other"}])
def test_a_worse_score_fails_and_is_named(tmp_path: Path, versions: dict[str, str]) -> None:
    write_scores(tmp_path, table(), VERSIONS)
    with pytest.raises(ModelError) as failed:
        check_scores(tmp_path, table(1.1), versions)
    assert "1 of 1 scores got worse" in str(failed.value)
    assert "JPN lulucf_net (train, shipped parameters) mean absolute error 1 to 1.1 MtCO2e" in str(failed.value)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [("core", "the equations of landsim/core"), ("tables", "the fact tables"), ("observations", "the observations")],
)
def test_other_code_or_data_makes_the_table_stale_even_if_no_score_moves(
    tmp_path: Path, name: str, meaning: str
) -> None:
    write_scores(tmp_path, table(), VERSIONS)
    with pytest.raises(ModelError, match=f"is stale: it was made from other versions of {meaning}; no score got worse"):
        check_scores(tmp_path, table(), {**VERSIONS, name: "other"})


@pytest.mark.parametrize("off", [0.9, -1.0])
def test_a_better_score_or_another_bias_makes_the_table_stale(tmp_path: Path, off: float) -> None:
    write_scores(tmp_path, table(), VERSIONS)
    with pytest.raises(ModelError, match="is stale: the model does not give its scores"):
        check_scores(tmp_path, table(off), VERSIONS)


def test_a_row_that_is_new_or_gone_makes_the_table_stale(tmp_path: Path) -> None:
    write_scores(tmp_path, table(), VERSIONS)
    more = pd.concat([table(), table().assign(parameters="fitted")], ignore_index=True)
    with pytest.raises(ModelError, match=r"is stale.*rows are missing or new"):
        check_scores(tmp_path, more, VERSIONS)


def test_missing_and_damaged_scores_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no scores.csv, expected scores to check"):
        load_scores(tmp_path)
    write_scores(tmp_path, table(), VERSIONS)
    (tmp_path / "scores.toml").write_text("core = ", encoding="utf-8")
    with pytest.raises(InputError, match="the scores cannot be read"):
        load_scores(tmp_path)
    write_scores(tmp_path, table().drop(columns="mae"), VERSIONS)
    with pytest.raises(InputError, match="the column mae is missing"):
        load_scores(tmp_path)
