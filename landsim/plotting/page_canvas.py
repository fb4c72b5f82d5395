"""The canvas of all figures: matplotlib's, but for lines of text, whose letters are drawn once (`lettering`)."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties
from numpy.typing import NDArray
from PIL import Image

from landsim.plotting.lettering import OUTLINE_PIXELS, Face, face_of

POINTS_PER_INCH = 72.0
# Light compression of pictures, because writing time counts more than size.
COMPRESSION = 3


class PageCanvas(FigureCanvasAgg):
    """Saves a figure as PNG and as SVG."""

    renderer: PixelRenderer

    def get_renderer(self) -> PixelRenderer:
        wanted = (*self.get_width_height(physical=True), self.figure.dpi)
        if getattr(self, "_drawn_as", None) != wanted:
            self._drawn_as = wanted
            self.renderer = PixelRenderer(*wanted)
        return self.renderer

    def print_svg(self, filename: Path, *, metadata: dict[str, Any] | None = None, **_: Any) -> None:
        """Write the figure as SVG. `savefig` calls this; it has set the colour of the page and puts the dots back."""
        dots = self.figure.dpi
        width, height = (inches * POINTS_PER_INCH for inches in self.figure.get_size_inches())
        self.figure.dpi = POINTS_PER_INCH
        with open(filename, "w", encoding="utf-8") as stream:
            renderer = OutlineRenderer(width, height, stream, image_dpi=dots, metadata=metadata)
            self.figure.draw(renderer)
            renderer.finalize()  # type: ignore[no-untyped-call]


class Picture(Artist):
    """Red, green, blue bytes [row, column, 3] from the lower left of the axes on, pixel for pixel: never stretched."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        super().__init__()
        rows, columns, _ = pixels.shape
        self._image = np.full((rows, columns, 4), 255, dtype=np.uint8)
        # Renderers begin at the bottom.
        self._image[..., :3] = pixels[::-1]

    def draw(self, renderer: RendererBase) -> None:
        assert self.axes is not None
        renderer.draw_image(renderer.new_gc(), self.axes.bbox.x0, self.axes.bbox.y0, self._image)


class LetteredRenderer(RendererBase):
    """Sets plain text itself; a formula, or a line with letters that its font lacks, as matplotlib would."""

    pixels_per_point = 1.0

    def _face(self, properties: FontProperties) -> Face:
        """The face that text with these properties is set in."""
        raise NotImplementedError

    def _draw_line(
        self, gc: GraphicsContextBase, x: float, y: float, text: str, face: Face, size: float, angle: float
    ) -> None:
        """Draw a line that the face can set, `size` points high, from the start of its base line."""
        raise NotImplementedError

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        face = self._face(prop)
        line = None if ismath else face.line(s)
        if line is None:
            return super().get_text_width_height_descent(s, prop, ismath)
        scale = prop.get_size_in_points() * self.pixels_per_point / face.pixels
        return line.width * scale, (line.ascent + line.descent) * scale, line.descent * scale

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        face = self._face(prop)
        if ismath or angle not in (0, 90) or gc.get_clip_rectangle() is not None or face.line(s) is None:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        elif s.strip():
            self._draw_line(gc, x, y, s, face, prop.get_size_in_points(), angle)


class PixelRenderer(LetteredRenderer, RendererAgg):
    """Paints text from pictures of whole lines."""

    def __init__(self, width: float, height: float, dots_per_inch: float) -> None:
        super().__init__(width, height, dots_per_inch)  # type: ignore[no-untyped-call]
        self.pixels_per_point = dots_per_inch / POINTS_PER_INCH

    def _face(self, properties: FontProperties) -> Face:
        return face_of(properties, properties.get_size_in_points() * self.pixels_per_point, hinted=True)

    def _draw_line(
        self, gc: GraphicsContextBase, x: float, y: float, text: str, face: Face, size: float, angle: float
    ) -> None:
        painted = face.painted(text)
        coverage = painted.coverage
        if angle == 0:
            left, bottom = round(x) - painted.pen_column, round(y) - painted.base_row + coverage.shape[0]
        else:
            # The base line begins at the bottom, and the letters stand to the left of it.
            coverage = np.rot90(coverage)
            left, bottom = round(x) - painted.base_row, round(y) + painted.pen_column
        *colour, opacity = gc.get_rgb()
        image = np.empty((*coverage.shape, 4), dtype=np.uint8)
        image[..., :3] = np.round(255 * np.array(colour))
        image[..., 3] = np.round(coverage * opacity)
        self.draw_image(gc, left, self.height - bottom, image[::-1])


class OutlineRenderer(LetteredRenderer, RendererSVG):
    """Writes text as the outlines of its letters, each of which stands once in the file, and pictures as they are."""

    writer: Any

    def __init__(self, width: float, height: float, stream: TextIO, **options: Any) -> None:
        super().__init__(width, height, stream, **options)  # type: ignore[no-untyped-call]
        self._stream = stream
        self._defined: set[str] = set()

    def _face(self, properties: FontProperties) -> Face:
        return face_of(properties, OUTLINE_PIXELS, hinted=False)

    def _draw_line(
        self, gc: GraphicsContextBase, x: float, y: float, text: str, face: Face, size: float, angle: float
    ) -> None:
        line = face.line(text)
        assert line is not None
        # The comment ends the tag before, so that the stream may be written to.
        self.writer.comment(text)
        ids = [f"{face.font.postscript_name}-letter-{ord(character):x}" for character in text]
        new = {name: character for name, character in zip(ids, text, strict=True) if name not in self._defined}
        if new:
            self._defined.update(new)
            outlines = "".join(f'<path id="{name}" d="{face.outline(letter)}"/>\n' for name, letter in new.items())
            self._stream.write(f"<defs>\n{outlines}</defs>\n")
        letters = "".join(
            f'<use x="{pen:.2f}" xlink:href="#{name}"/>\n'
            for pen, name, character in zip(line.pens, ids, text, strict=True)
            if character != " "
        )
        scale = size / OUTLINE_PIXELS
        turn = f" rotate({-angle:g})" if angle else ""
        opacity = gc.get_rgb()[3]
        faint = f' opacity="{opacity:g}"' if opacity != 1.0 else ""
        self._stream.write(
            f'<g fill="{to_hex(gc.get_rgb())}"{faint} '
            f'transform="translate({x:.3f} {y:.3f}){turn} scale({scale:g} {-scale:g})">\n{letters}</g>\n'
        )

    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        if transform is not None or gc.get_clip_rectangle() is not None or not (im[..., 3] == 255).all():
            super().draw_image(gc, x, y, im, transform)  # type: ignore[no-untyped-call]
            return
        content = BytesIO()
        Image.fromarray(im[::-1, :, :3]).save(content, format="png", compress_level=COMPRESSION)
        height, width = (length * POINTS_PER_INCH / self.image_dpi for length in im.shape[:2])
        self.writer.element(
            "image",
            attrib={
                "x": f"{x:.3f}",
                "y": f"{self.height - y - height:.3f}",
                "width": f"{width:.3f}",
                "height": f"{height:.3f}",
                "xlink:href": "data:image/png;base64,\n" + b64encode(content.getvalue()).decode("ascii"),
            },
        )
