"""Figures: what they read, how they are saved, and the sentences they refuse bad folders with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import matplotlib
import netCDF4
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from plotted_run import CREDIT, write_synthetic_run

from landsim import plotting
from landsim.errors import InputError
from landsim.names import COUNTRIES
from landsim.plotting import draw_all, emissions, gap, indicators, land_sector, style
from landsim.plotting.assumption_families import ECONOMY, EVERYTHING, GRAZING, PATHS, Assumed, families_of
from landsim.plotting.captions import assumptions_sentence, credit_sentence, observed_note
from landsim.plotting.gap_chart import apart_by
from landsim.plotting.gap_rows import goals_of
from landsim.plotting.inputs import read_run
from landsim.plotting.land_sector import stack
from landsim.plotting.maps import GRASSLAND, draw_maps
from landsim.plotting.outlines import blank_canvas, project, unproject

STEMS = {
    *(f"gap_{country}" for country in COUNTRIES),
    "gap_all",
    "emissions",
    "emissions_table",
    "economy",
    "gap_sensitivity",
    "land_sector",
    "land_degradation",
    "pledge_indicators",
    "map_carbon_density",
    "map_grazing_pressure",
    "map_new_forest",
    "map_dust_sources",
    "map_dust_change",
    "map_mean_species_abundance",
    "land_indicators",
    "drought_exposure",
}


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_synthetic_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def drawn(run_folder: Path) -> list[Path]:
    return draw_all(run_folder, processes=2)


@pytest.fixture
def broken(run_folder: Path, tmp_path: Path) -> Path:
    """A copy of the run folder that a test may damage."""
    for path in run_folder.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    (tmp_path / "figures").mkdir()
    return tmp_path


def test_every_figure_is_written_as_png_and_svg_and_no_part_is_left(run_folder: Path, drawn: list[Path]) -> None:
    expected = {f"{stem}.{kind}" for stem in STEMS for kind in ("png", "svg")}
    assert {path.name for path in drawn} == expected
    assert {path.name for path in (run_folder / "figures").iterdir()} == expected
    assert all(path.stat().st_size > 10_000 for path in drawn)


def test_svg_has_no_date_and_is_the_same_when_drawn_again_by_another_process(drawn: list[Path], broken: Path) -> None:
    run = read_run(broken)
    with matplotlib.rc_context(style.RC):
        again = [
            *emissions.draw_emissions(run),
            *gap.draw_country_gap(run, "PRK"),
            *land_sector.draw_land_sector(run),
        ]
    first = {path.name: path for path in drawn}
    for path in again:
        assert path.read_bytes() == first[path.name].read_bytes()
        if path.suffix == ".svg":
            assert "dc:date" not in path.read_text(encoding="utf-8")


def test_maps_are_pictures_inside_the_svg(run_folder: Path, drawn: list[Path]) -> None:
    text = (run_folder / "figures" / "map_new_forest.svg").read_text(encoding="utf-8")
    assert text.count("<image") >= 4
    assert len(text) < 1_000_000


@pytest.fixture(scope="module")
def pages(run_folder: Path) -> Iterator[dict[str, Figure]]:
    """Every figure by its stem, laid out but not saved."""
    caught: dict[str, Figure] = {}

    def catch(figure: Figure, directory: Path, stem: str) -> list[Path]:
        figure.draw_without_rendering()
        caught[stem] = figure
        return []

    with pytest.MonkeyPatch.context() as patch, matplotlib.rc_context(style.RC):
        patch.setattr(style, "save", catch)
        draw_all(run_folder)
    yield caught


def test_no_text_is_cut_off_and_the_page_texts_do_not_overlap(pages: dict[str, Figure]) -> None:
    assert set(pages) == STEMS
    for stem, figure in pages.items():
        width, height = figure.bbox.size
        boxes = []
        for text in figure.findobj(Text):
            assert isinstance(text, Text)
            box = text.get_window_extent()
            if not text.get_text().strip() or not text.get_visible():
                continue
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
            assert inside, f"{stem}: {text.get_text()!r} leaves the page"
            if text in figure.texts:
                boxes.append((text.get_text(), box))
        for place, (name, box) in enumerate(boxes):
            for other, second in boxes[place + 1 :]:
                # Line boxes of one list touch by a fraction of a point.
                overlap = min(box.y1, second.y1) - max(box.y0, second.y0)
                side_by_side = box.x1 <= second.x0 or second.x1 <= box.x0
                assert side_by_side or overlap < 3, f"{stem}: {name!r} and {other!r} overlap"


def test_captions_name_view_basis_gwp_set_and_assumptions(pages: dict[str, Figure]) -> None:
    for stem, figure in pages.items():
        words = " ".join(" ".join(text.get_text().split()) for text in figure.texts)
        assert "ndc-first" in words
        for part in ("view", "basis", "GWP set"):
            assert part in words or part.capitalize() in words or "bases" in words, f"{stem}: {part}"
        assert "Assumptions" in words
        if stem == "economy":
            assert "NDC and net-zero paths" in words and "global cut of the benchmarks" in words
        elif not stem.startswith(("map_", "land_degradation", "land_indicators", "drought_exposure")):
            assert "managed land, scale of its share" in words
        if stem.startswith(("gap_", "emissions", "pledge", "economy")):
            assert CREDIT in words


def test_gap_figure_says_that_there_is_no_2050_pledge(pages: dict[str, Figure]) -> None:
    without = {"CHN", "PRK", "MNG", "KOR", "RUS"}
    for stem, figure in pages.items():
        country = stem.removeprefix("gap_")
        if country in COUNTRIES:
            said = any(text.get_text() == "no 2050 pledge" for text in figure.findobj(Text))
            assert said == (country in without), country


def test_gap_goals_have_letters_and_both_views(run_folder: Path) -> None:
    goals = goals_of(read_run(run_folder), "JPN")
    assert [goal.letter for goal in goals if goal.kind == "pledge"] == ["A", "B"]
    assert [goal.letter for goal in goals if goal.kind == "benchmark"] == list("abcdefgh")
    first = goals[0]
    assert first.own.gap == pytest.approx(first.own.projected - first.own.level)
    assert set(first.views) == {"excluded", "inventory"}


def test_new_forest_of_1990_is_said_to_be_the_first_year_only(pages: dict[str, Figure]) -> None:
    for stem, figure in pages.items():
        notes = [text for text in figure.findobj(Text) if "only the gain of 1990" in text.get_text()]
        assert len(notes) == (1 if stem == "map_new_forest" else 0)


def test_wrapped_lines_fit_and_keep_every_word() -> None:
    text = "Emissions above zero are shown and removals below zero as well, MtCO2e a year"
    lines = style.wrapped_lines(text, 1.6, 8.0)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert all(style.text_inches(line, 8.0) <= 1.6 for line in lines)
    assert style.wrapped_lines("one\ntwo", 5.0, 8.0) == ["one", "two"]


def test_numbers_and_formulas_are_set_for_reading() -> None:
    assert style.number(-1234.5, signed=True) == "−1,234"
    assert style.number(56.78) == "56.8"
    assert style.number(-0.01, signed=True) == "0.0"
    assert style.typeset("MtCO2e, N2O, 1.5 C, -3.6 to 2") == "MtCO₂e, N₂O, 1.5 °C, −3.6 to 2"
    assert style.typeset("2015-17") == "2015-17"


def test_labels_are_pushed_apart_within_the_axes() -> None:
    places = apart_by(1.0, [0.0, 0.1, 0.2, 8.0, 9.9], 0.0, 10.0)
    assert all(second - first >= 1.0 - 1e-12 for first, second in pairwise(places))
    assert places[0] >= 0.5
    assert places[-1] <= 9.5
    assert places[3] == 8.0


def test_projection_returns_and_keeps_areas() -> None:
    longitude = np.array([20.0, 100.0, 190.0])
    latitude = np.array([20.0, 50.0, 80.0])
    back = unproject(*project(longitude, latitude))
    np.testing.assert_allclose(back[0], longitude)
    np.testing.assert_allclose(back[1], latitude)
    step = 1e-3
    for east, north in ((30.0, 25.0), (185.0, 70.0)):
        x, y = project(np.array([east, east + step, east]), np.array([north, north, north + step]))
        area = abs((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]))
        assert area == pytest.approx(np.radians(step) ** 2 * np.cos(np.radians(north)), rel=1e-4)


def test_a_cell_shows_the_mean_of_its_units_with_a_value() -> None:
    latitude, longitude = np.array([50.25, 50.25, 50.25, 49.75]), np.array([100.25, 100.25, 100.75, 100.25])
    canvas = blank_canvas(latitude, longitude, np.array([0, 3, 3, 5]), 200)
    means = canvas.cell_means(np.array([1.0, 3.0, np.nan, 7.0]))
    # The third cell has no unit with a value, the fourth of the square has no unit at all.
    np.testing.assert_array_equal(means, [2.0, np.nan, 7.0, np.nan])


def test_a_map_shows_sea_coast_and_border_in_their_colours() -> None:
    latitude, longitude = np.array([50.25, 50.25, 49.75]), np.array([100.25, 100.75, 100.25])
    canvas = blank_canvas(latitude, longitude, np.array([0, 3, 5]), 200)
    grey = np.full((canvas.cells, 3), 100, dtype=np.uint8)
    sea, coast, border = (np.full(3, shade, dtype=np.uint8) for shade in (255, 150, 0))
    picture = canvas.picture(grey, sea, coast, border)
    assert picture.shape == (canvas.cell.shape[0] // 2, 100, 3)
    assert (picture[0, 0] == 255).all()
    centre = canvas.cell[1::2, 1::2] == 0
    assert np.median(picture[centre]) == 100
    assert (picture == 0).any()
    assert not canvas.border[canvas.cell < 0].any()


def test_stacked_categories_add_up_to_emissions_and_removals() -> None:
    values = np.array([[-3.0, 2.0, -1.0, 4.0]])
    lower, upper = stack(values)
    np.testing.assert_allclose(upper - lower, np.abs(values))
    assert upper.max() == 6.0
    assert lower.min() == -4.0


def test_assumptions_are_told_in_families_with_number_and_range(run_folder: Path) -> None:
    run = read_run(run_folder)
    china = assumptions_sentence(run, EVERYTHING, "CHN")
    assert "behind China" in china
    assert "grazing share of the diet (2 zones, 0.12 to 1)" in china
    assert "managed land, scale of its share 1 (0.8 to 1.2)" in china
    assert "reference path without LULUCF (2 inputs, low to high as band)" in china
    everyone = assumptions_sentence(run, EVERYTHING)
    assert "grazing share of the diet (3 zones, 0.12 to 1)" in everyone
    assert "managed land, scale of its share (6 countries, 0.8 to 1.2)" in everyone
    assert "GDP growth of China 4 (3 to 5) % a year" in everyone
    assert "forest change outside the reported years (6 inputs)" in everyone
    assert "run.json" in everyone
    assert "GWP factor AR4 over AR5 (6 countries" in everyone
    assert "climate warming scale 1.25 (0.9 to 1.6) K" in everyone
    grazing = assumptions_sentence(run, (GRAZING,))
    assert "diet" in grazing
    assert "managed land" not in grazing


def test_an_assumption_of_no_known_family_is_told_under_its_own_name() -> None:
    items = [Assumed(f"ocean_heat.uptake.{zone}", "", 1.0, 0.5, 2.0, "1") for zone in ("north", "south")]
    ((family, members),) = families_of(items, (ECONOMY,))
    assert (family.label, members) == ("ocean heat", items)


def test_every_assumption_that_the_economy_and_the_targets_make_has_a_family(run_folder: Path) -> None:
    run = read_run(run_folder)
    known = families_of(run.assumptions, (*EVERYTHING, PATHS))
    assert sum(len(members) for _, members in known) == len(run.assumptions)
    assert "other" not in {family.topic for family, _ in known}


def test_lines_are_solid_to_the_last_observed_year(run_folder: Path) -> None:
    run = read_run(run_folder)
    assert run.observed_until["MNG"] < run.observed_until["CHN"]
    assert run.observed_until["NEA"] == run.observed_until["MNG"]
    note = observed_note(run, COUNTRIES)
    assert f"without LULUCF to {run.observed_until['CHN']}, Mongolia to {run.observed_until['MNG']};" in note
    assert emissions.last_solid_year(run, "CHN", emissions.EXCLUDING) == run.observed_until["CHN"]
    assert emissions.last_solid_year(run, "CHN", emissions.ALIGNED) == 2020


def test_credits_are_left_out_when_there_are_none(broken: Path) -> None:
    settings = json.loads((broken / "run.json").read_text())
    assert CREDIT in credit_sentence(read_run(broken))
    (broken / "run.json").write_text(json.dumps({**settings, "credits": []}))
    assert credit_sentence(read_run(broken)) == ""


def test_indicator_table_shows_pledge_value_verdict_and_remarks(pages: dict[str, Figure]) -> None:
    texts = [text.get_text() for text in pages["pledge_indicators"].findobj(Text)]
    assert "CO₂ per GDP 60 to 65 % below 2005" in texts
    assert texts.count("China") == 1
    assert "2030" in texts
    assert {"met", "not known", "not yet due"} <= set(texts)
    assert "–" in texts  # a value that this run does not hold
    assert any("DPR Korea" in text and "without such a pledge" in text for text in texts)


def test_indicator_values_are_written_in_their_unit() -> None:
    assert indicators._value(2025.0, "year") == "2025"
    assert indicators._value(-24.98, "MtCO2e") == "−25.0"
    assert indicators._value(float("nan"), "% of territory") == "–"


def test_grazing_pressure_is_shown_only_where_there_is_grassland(run_folder: Path, tmp_path: Path) -> None:
    drawn = draw_maps(read_run(run_folder))
    assert any("grazing_pressure" in path.name for path in drawn)
    damaged = Path(shutil.copytree(run_folder, tmp_path / "run"))
    with netCDF4.Dataset(damaged / "maps.nc", "a") as maps:
        maps.renameVariable(GRASSLAND, "gone")
    with pytest.raises(InputError, match=GRASSLAND):
        draw_maps(read_run(damaged))


def _drop_column(path: Path, column: str) -> None:
    pd.read_csv(path).drop(columns=column).to_csv(path, index=False)


def _keep(path: Path, condition: str) -> None:
    pd.read_csv(path).query(condition).to_csv(path, index=False)


def _edit_settings(folder: Path, key: str) -> None:
    settings = json.loads((folder / "run.json").read_text())
    del settings[key]
    (folder / "run.json").write_text(json.dumps(settings))


def _without_map(folder: Path, name: str) -> None:
    with netCDF4.Dataset(folder / "maps.nc", "a") as data:
        data.renameVariable(name, "renamed")


def _other_map_years(folder: Path) -> None:
    with netCDF4.Dataset(folder / "maps.nc", "a") as data:
        data["year"][:] = [1990, 2020, 2031, 2050]


def _word_for_a_number(folder: Path) -> None:
    path = folder / "inventory.csv"
    table = pd.read_csv(path, dtype=str)
    table.loc[3, "value"] = "many"
    table.to_csv(path, index=False)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda folder: (folder / "run.json").unlink(), "run.json: file not found"),
        (lambda folder: (folder / "run.json").write_text("{"), "run.json: not valid JSON"),
        (lambda folder: _edit_settings(folder, "assumptions"), "run.json: key 'assumptions' is missing"),
        (lambda folder: _edit_settings(folder, "credits"), "run.json: key 'credits' is missing"),
        (
            lambda folder: _drop_column(folder / "indicators.csv", "met"),
            "indicators.csv: column met is missing",
        ),
        (lambda folder: _edit_settings(folder, "scenario"), "run.json: key 'scenario' is missing"),
        (lambda folder: (folder / "gap.csv").unlink(), "gap.csv: file not found"),
        (lambda folder: (folder / "gap.csv").write_text(""), "gap.csv: not a readable table"),
        (lambda folder: _drop_column(folder / "gap.csv", "basis"), "gap.csv: column basis is missing"),
        (_word_for_a_number, "inventory.csv: column value holds 'many'; expected a number"),
        (
            lambda folder: _keep(folder / "gap.csv", "not (country == 'MNG' and year == 2050)"),
            "gap.csv: no rows of MNG for 2050 on the aligned basis",
        ),
        (
            lambda folder: _keep(folder / "gap.csv", "not (country == 'KOR' and view == 'inventory')"),
            'gap.csv: no row of KOR 2030 "37 % below BAU of 850.6 Mt" in the view inventory',
        ),
        (
            lambda folder: _keep(folder / "emissions.csv", "series != 'including_lulucf_aligned'"),
            "emissions.csv: no rows of series including_lulucf_aligned for CHN",
        ),
        (
            lambda folder: _keep(folder / "inventory.csv", "variable != 'lulucf_wetlands'"),
            "inventory.csv: no rows of lulucf_wetlands for CHN",
        ),
        (lambda folder: (folder / "maps.nc").unlink(), "maps.nc: file not found"),
        (lambda folder: (folder / "maps.nc").write_bytes(b"CDF"), "maps.nc: cannot be read"),
        (
            lambda folder: _without_map(folder, "carbon_density"),
            "maps.nc: variable carbon_density is missing",
        ),
        (
            lambda folder: _keep(folder / "stocks.csv", "variable != 'dust_emission_share'"),
            "stocks.csv: no rows of dust_emission_share; expected one for each year",
        ),
        (_other_map_years, "maps.nc: no maps of 2030; found 1990, 2020, 2031, 2050"),
        (
            lambda folder: _keep(folder / "stocks.csv", "not (variable == 'stable_area' and country == 'MNG')"),
            "stocks.csv: no rows of degraded_area, improved_area, stable_area for every country in 2030",
        ),
        (
            lambda folder: _without_map(folder, "degraded_fraction"),
            "maps.nc: variable degraded_fraction is missing",
        ),
    ],
)
def test_a_damaged_folder_is_refused_with_one_sentence(
    broken: Path, damage: Callable[[Path], object], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(broken)
    monkeypatch.setattr(style, "save", lambda figure, directory, stem: [])
    # One figure that reads each file is enough to find the damage.
    shares = (("maps", "land_sector", "emissions", "land_indicators"), ("gap_MNG", "gap_KOR", "land_degradation"))
    monkeypatch.setattr(plotting, "SHARES", shares)
    with pytest.raises(InputError) as refused:
        draw_all(broken)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_that_cannot_hold_figures_is_refused(broken: Path) -> None:
    (broken / "figures").rmdir()
    (broken / "figures").write_text("a file in the way")
    with pytest.raises(InputError, match=r"figures: cannot be created .*expected a writable run folder"):
        draw_all(broken)


def test_more_than_two_processes_are_refused(broken: Path) -> None:
    with pytest.raises(InputError, match="processes is 3; expected 1 or 2"):
        draw_all(broken, processes=3)


def test_a_figure_that_fails_half_way_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        (tmp_path / ".broken.png.part").write_bytes(b"half")
        raise OSError("disk full")

    figure = Figure()
    monkeypatch.setattr(figure, "savefig", fail)
    with pytest.raises(OSError, match="disk full"):
        style.save(figure, tmp_path, "broken")
    assert list(tmp_path.iterdir()) == []
