"""The figure of a batch shows what its results say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from landsim.batch.outputs import Outputs
from landsim.batch.result_files import FinishedRun, write_parameters, write_results, write_run_file
from landsim.plotting import batch, style
from landsim.plotting.batch import draw_batch

YEARS = (2010, 2020, 2030)
OUTPUTS = Outputs(("lulucf_net",), ("CHN", "NEA"), YEARS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three runs of one scenario, at -1, -2 and -6 in China, and one of another at 5; the region shows 100 more."""
    runs = []
    for number, level in enumerate((-1.0, -6.0, -2.0, 5.0)):
        path = tmp_path / f"{number}.parquet"
        write_run_file(path, "key", OUTPUTS, level + np.array([[0.0, 0.0, 1.0], [100.0, 100.0, 101.0]]))
        scenario = "baseline" if number < 3 else "frozen"
        runs.append(FinishedRun(str(number), scenario, "ssp2-4.5", number, "as declared", {}, path))
    write_results(tmp_path / "results.parquet", runs)
    write_parameters(tmp_path / "parameters.parquet", runs)
    return tmp_path


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    figures: list[Figure] = []
    real = style.save

    def save(figure: Figure, directory: Path, stem: str) -> list[Path]:
        figures.append(figure)
        return real(figure, directory, stem)

    monkeypatch.setattr(batch.style, "save", save)
    return figures


def test_lines_are_medians_and_bands_the_range(folder: Path, saved: list[Figure]) -> None:
    paths = draw_batch(folder, "Four runs", "lulucf_net", "CHN")
    assert [path.name for path in paths] == ["lulucf_net_CHN.png", "lulucf_net_CHN.svg"]
    (axes,) = saved[0].axes
    lines = {
        line.get_label(): line.get_ydata() for line in axes.get_lines() if not str(line.get_label()).startswith("_")
    }
    assert list(lines["baseline"]) == [-2.0, -2.0, -1.0]
    assert list(lines["frozen"]) == [5.0, 5.0, 6.0]
    edges = axes.collections[0].get_paths()[0].get_extents()
    assert (edges.ymin, edges.ymax) == (-6.0, 0.0)
    texts = " ".join(text.get_text() for text in saved[0].texts).replace("\n", " ")
    assert "Four runs" in texts and "China, lulucf net (MtCO₂e, 4 runs)" in texts
    assert "no confidence intervals" in texts and "Seeds: 0, 1, 2, 3." in texts


def test_the_region_has_a_file_of_its_own_and_the_same_bits_each_time(folder: Path) -> None:
    first = [path.read_bytes() for path in draw_batch(folder, "Four runs", "lulucf_net", "NEA")]
    again = draw_batch(folder, "Four runs", "lulucf_net", "NEA")
    assert [path.name for path in again] == ["lulucf_net.png", "lulucf_net.svg"]
    assert [path.read_bytes() for path in again] == first
