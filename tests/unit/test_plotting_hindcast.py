"""The figure of the past: what the table holds is drawn and named, and the same table gives the same file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from landsim.plotting.hindcast import draw_hindcast

YEARS = np.arange(1990, 2016)


def table(country: str = "JPN", held_out: bool = True) -> pd.DataFrame:
    role = np.where(YEARS <= 2010, "train", "validate" if held_out else "train")
    rows = {"country": country, "variable": "lulucf_net", "year": YEARS, "unit": "MtCO2e", "role": role}
    values = dict.fromkeys(("declared", "fitted", "persistence", "linear", "low", "high", "observed"), -80.0)
    return pd.DataFrame({**rows, **values, "no_ageing": np.nan, "uncertainty": 4.0})


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Labels of the legend that was drawn last."""
    found: list[str] = []
    drawn = Axes.legend

    def legend(self: Axes, *arguments: object, **options: object) -> object:
        found[:] = [handle.get_label() for handle in options["handles"]]  # type: ignore[attr-defined]
        return drawn(self, *arguments, **options)

    monkeypatch.setattr(Axes, "legend", legend)
    return found


def test_the_legend_names_what_is_there_and_nothing_else(tmp_path: Path, labels: list[str]) -> None:
    draw_hindcast(table(), tmp_path, "past", "Past", "Caption.")
    assert "Years held out of every fit" in labels and "Model as shipped, fitted up to 2010" in labels
    assert not any("ageing" in label or "not used" in label for label in labels)
    draw_hindcast(table(held_out=False).assign(fitted=np.nan, low=np.nan), tmp_path, "past", "Past", "Caption.")
    assert not any("held" in label and "Rival" not in label for label in labels)
    assert not any("fitted" in label for label in labels)


def test_the_same_table_gives_the_same_files(tmp_path: Path) -> None:
    both = pd.concat([table(), table("KOR"), table("RUS"), table("CHN")], ignore_index=True)
    first = [path.read_bytes() for path in draw_hindcast(both, tmp_path, "past", "Past", "Caption.")]
    again = [path.read_bytes() for path in draw_hindcast(both, tmp_path, "past", "Past", "Caption.")]
    assert first == again and len(first) == 2
    moved = both.assign(fitted=both["fitted"] - 30.0)
    assert [path.read_bytes() for path in draw_hindcast(moved, tmp_path, "past", "Past", "Caption.")] != first
