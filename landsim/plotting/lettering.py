"""Letters measured, painted and outlined once, and set many times: what a line of text needs to be drawn.

Text is most of what a figure costs. Left to itself, matplotlib shapes every line anew in every file and paints every
letter anew; a page has a thousand letters or more, of a few dozen kinds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import get_hinting_flag
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
# Outlines are taken at this size, in pixels, and scaled.
OUTLINE_PIXELS = 100.0
_PARTS = 64.0  # of a pixel, in which fonts count


@dataclass(frozen=True)
class Letter:
    """One letter, in pixels from the pen: how far the pen moves on, and where its ink begins and ends (upwards)."""

    advance: float
    left: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """Letters of a line, where the pen stands at each, and the ink above and below the base line, in pixels."""

    letters: tuple[Letter, ...]
    pens: tuple[float, ...]
    width: float
    ascent: float
    descent: float


@dataclass(frozen=True)
class Painted:
    """Coverage of 0 to 255, [rows, columns], and where the start of the base line is in it, from the upper left."""

    coverage: Grey
    base_row: int
    pen_column: int


class Face:
    """A font at one size. Hinted letters are fitted to whole pixels, for painting; others keep their shape."""

    def __init__(self, path: str, pixels: float, hinted: bool) -> None:
        self.path, self.pixels = path, pixels
        self.font = FT2Font(path)
        self.font.set_size(pixels, 72.0)
        # The setting has the same name in all versions of matplotlib; the flags do not.
        with rc_context({} if hinted else {"text.hinting": "none"}):
            self.flags: Any = get_hinting_flag()  # type: ignore[no-untyped-call]
        self._letters: dict[str, Letter | None] = {}
        self._pictures: dict[str, Grey] = {}
        self._lines: dict[str, Line | None] = {}

    def letter(self, character: str) -> Letter | None:
        """One letter, or None where the font has none."""
        if character not in self._letters:
            known = self.font.get_char_index(ord(character)) != 0
            self._letters[character] = self._measured(character) if known else None
        return self._letters[character]

    def _measured(self, character: str) -> Letter:
        glyph = self.font.load_char(ord(character), flags=self.flags)
        left, low, _, high = glyph.bbox
        return Letter(*(length / _PARTS for length in (glyph.horiAdvance, left, low, high)))

    def line(self, text: str) -> Line | None:
        """A line of text, or None where the font lacks one of its letters."""
        if text not in self._lines:
            letters = [self.letter(character) for character in text]
            known = tuple(letter for letter in letters if letter is not None)
            self._lines[text] = self._set(text, known) if len(known) == len(text) else None
        return self._lines[text]

    def _set(self, text: str, letters: tuple[Letter, ...]) -> Line:
        pens, pen = [], 0.0
        for place, letter in enumerate(letters):
            if place:
                pen += _kerning(self.path, text[place - 1 : place + 1]) * self.pixels
            pens.append(pen)
            pen += letter.advance
        ascent = max((letter.high for letter in letters), default=0.0)
        descent = -min((letter.low for letter in letters), default=0.0)
        return Line(letters, tuple(pens), pen, ascent, descent)

    # Faces live as long as the process does.
    @lru_cache(maxsize=1000)  # noqa: B019
    def painted(self, text: str) -> Painted:
        """The picture of a line that `line` has."""
        line = self.line(text)
        assert line is not None
        pictures = [self._picture(character) for character in text]
        lefts = [round(pen) + math.floor(letter.left) for pen, letter in zip(line.pens, line.letters, strict=True)]
        # Pictures of letters have an empty row above the ink.
        tops = [math.ceil(letter.high) + 1 for letter in line.letters]
        base, start = max(tops), -min(0, *lefts)
        rows = max(base - top + picture.shape[0] for top, picture in zip(tops, pictures, strict=True))
        columns = max(start + left + picture.shape[1] for left, picture in zip(lefts, pictures, strict=True))
        coverage = np.zeros((rows, columns), dtype=np.uint8)
        for left, top, picture in zip(lefts, tops, pictures, strict=True):
            height, width = picture.shape
            row, column = base - top, start + left
            there = coverage[row : row + height, column : column + width]
            np.maximum(there, picture, out=there)
        return Painted(coverage, base, start)

    def _picture(self, character: str) -> Grey:
        """Coverage of one letter, from the pixel in which its ink begins."""
        if character not in self._pictures:
            self.font.set_text(character, 0.0, flags=self.flags)
            self.font.draw_glyphs_to_bitmap(antialiased=True)
            self._pictures[character] = np.array(self.font.get_image(), dtype=np.uint8)
        return self._pictures[character]

    def outline(self, character: str) -> str:
        """The curves of a letter in the words of SVG, y upwards."""
        self.font.load_char(ord(character), flags=self.flags)
        vertices, codes = self.font.get_path()
        words, place = [], 0
        while place < len(codes):
            sign, points = _COMMANDS[int(codes[place])]
            ends = vertices[place : place + points].ravel()
            words.append(sign + " ".join(f"{end:.2f}".rstrip("0").rstrip(".") for end in ends))
            place += max(points, 1)
        return "".join(words)


# Of a path's codes: move, line, quadratic curve, cubic curve, close; with the points that each takes.
_COMMANDS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 0)}


@cache
def face(path: str, pixels: float, hinted: bool) -> Face:
    """The one face of its kind: its letters are measured once in a process."""
    return Face(path, pixels, hinted)


def face_of(properties: FontProperties, pixels: float, hinted: bool) -> Face:
    """The face that matplotlib would choose."""
    path = _path(tuple(properties.get_family()), properties.get_style(), properties.get_weight())
    return face(path, pixels, hinted)


@cache
def _path(family: tuple[str, ...], style: Any, weight: str | int) -> str:
    return findfont(FontProperties(family=list(family), style=style, weight=weight))


@cache
def _kerning(path: str, pair: str) -> float:
    """How much further apart two letters stand than their widths say, as a share of the font size."""
    outlines = face(path, OUTLINE_PIXELS, False)
    places = outlines.font.set_text(pair, 0.0, flags=outlines.flags)
    first = outlines.letter(pair[0])
    # One place alone: the font joins the two letters to one sign, which here they do not become.
    if len(places) < 2 or first is None:
        return 0.0
    return (float(places[1][0]) / _PARTS - first.advance) / OUTLINE_PIXELS
