"""Text and pictures as landsim's figures draw them, held against what matplotlib draws by itself."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from landsim.plotting import style
from landsim.plotting.lettering import OUTLINE_PIXELS, face_of
from landsim.plotting.page_canvas import PageCanvas, Picture

WORDS = "Total AV 1,234 − 5 MtCO₂e (quay)"
WIDTH, HEIGHT = 400, 300
XLINK = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"


def figure_with(canvas: type[FigureCanvasAgg], text: str, **options: object) -> Figure:
    figure = Figure(figsize=(WIDTH / style.DOTS_PER_INCH, HEIGHT / style.DOTS_PER_INCH), dpi=style.DOTS_PER_INCH)
    canvas(figure)
    figure.text(0.2, 0.3, text, **options)
    return figure


def ink(figure: Figure) -> np.ndarray:
    """Darkness of each pixel of the saved PNG, 0 to 255, [rows, columns]."""
    saved = io.BytesIO()
    figure.savefig(saved, format="png", dpi=style.DOTS_PER_INCH)
    return 255.0 - np.asarray(Image.open(saved).convert("L"), dtype=float)


def edges(dark: np.ndarray) -> np.ndarray:
    """First and last row and column with ink that can be seen."""
    rows, columns = (np.flatnonzero(dark.max(axis=axis) > 60) for axis in (1, 0))
    return np.array([rows[0], rows[-1], columns[0], columns[-1]])


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("text", [WORDS, "two\nlines", "j"])
def test_painted_text_lies_where_matplotlib_puts_it(text: str, weight: str, rotation: int) -> None:
    with rc_context(style.RC):
        options = {"weight": weight, "rotation": rotation, "size": 9}
        ours, theirs = (ink(figure_with(canvas, text, **options)) for canvas in (PageCanvas, FigureCanvasAgg))
    assert np.abs(edges(ours) - edges(theirs)).max() <= 3
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.06)


def test_painted_text_has_its_colour_and_its_opacity() -> None:
    with rc_context(style.RC):
        full, half = (ink(figure_with(PageCanvas, WORDS, alpha=alpha)) for alpha in (1.0, 0.5))
    np.testing.assert_allclose(half, full / 2, atol=1.5)
    saved = io.BytesIO()
    figure_with(PageCanvas, WORDS, color=style.VERMILLION, size=30).savefig(saved, format="png")
    pixels = np.asarray(Image.open(saved).convert("RGB")).reshape(-1, 3)
    assert (pixels == [0xD5, 0x5E, 0x00]).all(axis=1).any()


def test_each_letter_stands_once_in_the_svg_and_every_use_finds_it(tmp_path: Path) -> None:
    with rc_context(style.RC):
        figure_with(PageCanvas, f"{WORDS}\n{WORDS}").savefig(tmp_path / "text.svg", format="svg")
    tree = ElementTree.parse(tmp_path / "text.svg")
    defined = [path.get("id") for path in tree.iter(f"{SVG}path") if "-letter-" in (path.get("id") or "")]
    used = [(use.get(XLINK) or "").removeprefix("#") for use in tree.iter(f"{SVG}use")]
    letters = WORDS.replace(" ", "")
    assert [chr(int(name.rsplit("-", 1)[1], 16)) for name in used] == list(letters * 2)
    assert len(set(defined)) == len(defined)
    assert set(used) <= set(defined)


def test_outlines_in_the_svg_are_the_letters_of_the_font() -> None:
    face = face_of(FontProperties(family="DejaVu Sans"), OUTLINE_PIXELS, hinted=False)
    bar = face.letter("|")
    assert bar is not None
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", face.outline("|"))]
    assert min(numbers[1::2]) == pytest.approx(bar.low, abs=0.02)
    assert max(numbers[1::2]) == pytest.approx(bar.high, abs=0.02)
    assert set(re.sub(r"[-\d. ]", "", face.outline("a"))) == set("MLQZ")


def test_letters_that_the_font_draws_together_stand_together() -> None:
    """Kerning: V follows A closer than their widths say."""
    face = face_of(FontProperties(family="DejaVu Sans"), OUTLINE_PIXELS, hinted=False)
    pair, plain = face.line("AV"), face.line("HH")
    assert pair is not None and plain is not None
    assert pair.width < sum(letter.advance for letter in pair.letters) - 3.0
    assert plain.width == pytest.approx(sum(letter.advance for letter in plain.letters), abs=0.05)


def test_a_formula_and_a_letter_that_the_font_lacks_are_left_to_matplotlib() -> None:
    assert face_of(FontProperties(family="DejaVu Sans"), 20.0, hinted=True).line("林") is None
    with rc_context(style.RC):
        ours, theirs = (ink(figure_with(canvas, r"$\frac{a}{b}$")) for canvas in (PageCanvas, FigureCanvasAgg))
    np.testing.assert_array_equal(ours, theirs)


def test_a_picture_is_on_the_page_pixel_for_pixel(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    figure = figure_with(PageCanvas, "")
    axes = figure.add_axes((0.25, 0.5, 60 / WIDTH, 40 / HEIGHT))
    axes.set_axis_off()
    axes.add_artist(Picture(pixels))
    figure.savefig(tmp_path / "picture.png", format="png", dpi=style.DOTS_PER_INCH)
    shown = np.asarray(Image.open(tmp_path / "picture.png").convert("RGB"))
    np.testing.assert_array_equal(shown[HEIGHT // 2 - 40 : HEIGHT // 2, WIDTH // 4 : WIDTH // 4 + 60], pixels)
    figure.savefig(tmp_path / "picture.svg", format="svg", dpi=style.DOTS_PER_INCH)
    (image,) = ElementTree.parse(tmp_path / "picture.svg").iter(f"{SVG}image")
    points = 72 / style.DOTS_PER_INCH
    assert [float(image.get(name) or 0) for name in ("x", "y", "width", "height")] == pytest.approx(
        [WIDTH / 4 * points, (HEIGHT / 2 - 40) * points, 60 * points, 40 * points]
    )
