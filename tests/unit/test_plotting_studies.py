"""Figures of studies show what their tables say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from landsim.plotting import gap_ribbons, style
from landsim.plotting.gap_chart import VIEW_COLOUR
from landsim.plotting.sensitivity import MAIN, draw_study
from landsim.plotting.uncertainty import SOURCE_COLOURS, draw_ensemble
from landsim.sensitivity.indices import COLUMNS, CONVERGENCE_COLUMNS
from landsim.sensitivity.methods import METHODS
from landsim.uncertainty import intervals, variance_shares
from landsim.uncertainty.session import LEVEL_COLUMNS

YEARS = (2025, 2030, 2040, 2050)


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    real = style.save

    def save(figure: Figure, directory: Path, stem: str) -> list[Path]:
        figures[stem] = figure
        return real(figure, directory, stem)

    monkeypatch.setattr(style, "save", save)
    return figures


def test_the_main_index_of_each_method_is_drawn() -> None:
    assert {name: method.main for name, method in METHODS.items()} == MAIN


def test_a_study_is_drawn_as_bars_lines_and_convergence(tmp_path: Path, saved: dict[str, Figure]) -> None:
    rows = [
        ("lulucf_net", country, year, parameter, index, value * year / 2030, value - 0.1, value + 0.1)
        for country, first in (("CHN", 0.7), ("RUS", 0.2))
        for year in YEARS
        for parameter, value in (("a.one", first), ("b.two", 1 - first))
        for index in ("S1", "ST")
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.to_csv(tmp_path / "indices.csv", index=False)
    part = table[table["index"] == "ST"].assign(samples=64)[list(CONVERGENCE_COLUMNS)]
    part.to_csv(tmp_path / "convergence.csv", index=False)
    paths = draw_study(tmp_path, "A study", "sobol")
    assert len(paths) == 2 * len(saved) == 8 and all(path.stat().st_size > 1000 for path in paths)
    china, russia = saved["indices_lulucf_net_2025"].axes
    # The largest index of any country first: b.two has 0.8 in Russia.
    assert [text.get_text() for text in china.get_yticklabels()] == ["b.two", "a.one"]
    assert [bar.get_width() for bar in china.patches] == pytest.approx([0.3 * 2025 / 2030, 0.7 * 2025 / 2030])
    assert [bar.get_width() for bar in russia.patches] == pytest.approx([0.8 * 2025 / 2030, 0.2 * 2025 / 2030])
    line = saved["indices_over_time_lulucf_net"].axes[0].lines[0]
    assert list(line.get_xdata()) == list(YEARS)
    assert "convergence_lulucf_net_2030" in saved


@pytest.mark.parametrize("number", [2, 7])
def test_the_legend_leaves_the_axes_titles_free(tmp_path: Path, saved: dict[str, Figure], number: int) -> None:
    rows = [
        ("gap", country, year, f"a_long_process.parameter_{at}", "ST", 0.1 * at, 0.0, 1.0)
        for country in ("CHN", "RUS")
        for year in YEARS
        for at in range(number)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.to_csv(tmp_path / "indices.csv", index=False)
    table.assign(samples=64)[list(CONVERGENCE_COLUMNS)].to_csv(tmp_path / "convergence.csv", index=False)
    draw_study(tmp_path, "A study", "sobol")
    for name in ("convergence_gap_2030", "indices_over_time_gap"):
        legend = saved[name].legends[0].get_window_extent()
        titles = [axes.title.get_window_extent() for axes in saved[name].axes]
        assert not any(legend.overlaps(title) for title in titles), name
        subtitle = min(text.get_window_extent().ymin for text in saved[name].texts if text.get_position()[1] > 0.7)
        assert legend.ymax < subtitle, name


def test_an_ensemble_is_drawn_as_ribbons_intervals_and_shares(tmp_path: Path, saved: dict[str, Figure]) -> None:
    rows = [
        (variable, country, year, climate, 64, 0.0, 1.0 * at, at - 5.0, at + 5.0, 10.0, "MtCO2e")
        for variable, years in (("gap", (2030,)), ("net_emissions", YEARS), ("excluding_lulucf", YEARS))
        for country in ("CHN", "RUS")
        for year in years
        for at, climate in enumerate(("ssp1-2.6", "ssp5-8.5", "all"))
    ]
    pd.DataFrame(rows, columns=list(intervals.COLUMNS)).to_csv(tmp_path / "uncertainty.csv", index=False)
    share = 1.0 / len(SOURCE_COLOURS)
    shares = [(c, 2030, source, share, 1.0, 2, "MtCO2e") for c in ("CHN", "RUS") for source in SOURCE_COLOURS]
    pd.DataFrame(shares, columns=list(variance_shares.COLUMNS)).to_csv(tmp_path / "variance_shares.csv", index=False)
    assert tuple(SOURCE_COLOURS) == (*variance_shares.SOURCES, variance_shares.INTERACTIONS)
    named = [
        (country, 2030, "a level", view, "AR5", level, level, level, "MtCO2e")
        for country, view, level in (("CHN", "excluded", 100.0), ("RUS", "inventory", 200.0))
    ]
    pd.DataFrame(named, columns=list(LEVEL_COLUMNS)).to_csv(tmp_path / "levels.csv", index=False)
    assert len(draw_ensemble(tmp_path, "An ensemble", "Samples are from somewhere")) == 8
    for name, figure in saved.items():
        caption = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
        assert "Samples are from somewhere" in caption, name
    medians = [line.get_xdata()[0] for line in saved["gap_intervals"].axes[0].lines if len(line.get_xdata()) == 2]
    assert medians[1:] == [0.0, 1.0]
    bars = saved["variance_shares"].axes[0].patches
    assert max(bar.get_x() + bar.get_width() for bar in bars) == pytest.approx(100.0)
    assert set(saved) == {"gap_intervals", "gap_ribbons", "ribbons_net_emissions", "variance_shares"}
    china, russia = saved["gap_ribbons"].axes
    assert russia.texts[0].get_text() == "2030: +2 (−3 to +7) · 2050: no level"
    for axes, level, view in ((china, 100.0, "excluded"), (russia, 200.0, "inventory")):
        bracket = [line for line in axes.lines if list(line.get_xdata()) == [2030, 2030]]
        assert [list(line.get_ydata()) for line in bracket][:2] == [[level, level + 2.0], [level - 3.0, level + 7.0]]
        assert {line.get_color() for line in bracket} == {VIEW_COLOUR[view]}
    ribbons = [band.get_paths()[0].get_extents() for band in china.collections]
    # All climates together: their median is 2, and their interval reaches from -3 to 7.
    assert [(box.ymin, box.ymax) for box in ribbons] == [(-3.0, 7.0)] * 2


def test_a_gap_that_no_sample_moves_is_told_without_an_interval() -> None:
    ends = {"median": [105.954, -752.39], "low": [105.953, -752.5], "high": [105.955, -752.35]}
    gaps = pd.DataFrame(ends, index=[2030, 2050])
    assert gap_ribbons._told(gaps, (2030, 2050)) == "2030: +106.0 (no spread) · 2050: −752.39 (−752.50 to −752.35)"
