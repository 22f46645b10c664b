"""Save a figure as PNG and SVG, the same to the byte every time, and never with a missing glyph."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font
from matplotlib.text import Text
from PIL import Image

from civlib.errors import FigureError
from civlib.figures.style import house_style

_EXACT = 128  # colours of the palette that are taken as they are, commonest first


class SavedFigure(NamedTuple):
    """The two files of a figure."""

    png: Path
    svg: Path


@lru_cache(maxsize=8)
def _characters(path: str) -> frozenset[int]:
    return frozenset(get_font(path).get_charmap())


def check_glyphs(figure: Figure) -> None:
    """Raise where the font of a text lacks one of its characters, so that no figure prints boxes.

    Parameters
    ----------
    figure : Figure
        Every visible text in it is looked at: titles, labels, ticks, legends, annotations.

    Raises
    ------
    FigureError
        Names the character, its code point and the text it stands in.
    """
    for artist in figure.findobj(Text):
        assert isinstance(artist, Text)
        text = artist.get_text()
        if not text or not artist.get_visible():
            continue
        known = _characters(fontManager.findfont(artist.get_fontproperties()))
        for character in text:
            if character != "\n" and ord(character) not in known:
                raise FigureError(
                    f"the font has no glyph for {character!r} "
                    f"(U+{ord(character):04X}, {unicodedata.name(character, 'unnamed')})",
                    where=f"figure text {text!r}",
                    remedy="replace the character in the label, or repair the text it came from",
                )


def _prepare(figure: Figure) -> None:
    """Draw once, which sets the tick labels, and check every text."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*Glyph.*missing", category=UserWarning)  # the check says it better
        FigureCanvasAgg(figure).draw()
    check_glyphs(figure)


def _render(figure: Figure, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # what the check before drawing cannot see, matplotlib reports as “Glyph … missing”
        warnings.filterwarnings("error", message=r".*Glyph.*missing", category=UserWarning)
        try:
            figure.savefig(buffer, format=kind, **options)
        except UserWarning as warning:
            raise FigureError(
                f"a glyph is missing: {warning}", remedy="replace the character in the label"
            ) from None
    return buffer.getvalue()


def png_bytes(figure: Figure, *, resolution: float = 220.0) -> bytes:
    """The figure as a PNG without time or program in it; ``resolution`` in dots per inch.

    It is stored with a palette of 256 colours, which takes a third of the room: executed notebooks stay small.
    Surfaces keep their exact colour; only the blends at the edges of letters are rounded, by less than an eye can see.
    """
    with house_style():
        _prepare(figure)
        drawn = _render(figure, "png", dpi=resolution, pil_kwargs={"compress_level": 1})
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    buffer = io.BytesIO()
    _with_palette(image).save(buffer, "PNG", optimize=True, dpi=(resolution, resolution))
    return buffer.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """The picture with its commonest colours as they are and the rare ones moved to their nearest neighbour."""
    pixels = np.asarray(image).astype(np.uint32)
    packed = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    colors, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    channels = np.stack([colors >> 16 & 255, colors >> 8 & 255, colors & 255], axis=1).astype(np.uint8)
    palette = channels
    if len(colors) > 256:
        order = np.lexsort((colors, -counts))
        rare = Image.fromarray(channels[order[_EXACT:]][np.newaxis, :, :])
        rounded = rare.quantize(256 - _EXACT, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
        palette = np.concatenate([channels[order[:_EXACT]], np.array(rounded, np.uint8).reshape(-1, 3)[: 256 - _EXACT]])
    distance = ((channels[:, np.newaxis, :].astype(np.int32) - palette[np.newaxis, :, :]) ** 2).sum(axis=2)
    index = distance.argmin(axis=1).astype(np.uint8)[places.reshape(packed.shape)]
    reduced = Image.fromarray(index)
    reduced.putpalette(palette.tobytes())
    return reduced


def svg_bytes(figure: Figure) -> bytes:
    """The figure as an SVG with text as outlines, fixed ids, and neither date nor program in it."""
    with house_style():
        _prepare(figure)
        return _render(figure, "svg", metadata={"Date": None, "Creator": None})


def stem(*parts: str) -> str:
    """A file name made of parts, in which letters that are not ASCII are replaced by a number that they decide.

    Examples
    --------
    >>> stem("03-cloud", "000"), stem("03-cloud", "云溪 2021")
    ('03-cloud-000', '03-cloud-2021-eaed825f')
    """
    name = "-".join(parts)
    plain = re.sub(r"[^A-Za-z0-9_-]+", "", name)
    # what was lost must still tell two names apart: 云溪 and 滨江
    return plain if plain == name else f"{plain.rstrip('-')}-{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"


def save_figure(figure: Figure, name: str, folder: str | Path) -> SavedFigure:
    """Write ``<folder>/<name>.png`` and ``<folder>/<name>.svg``.

    Saving the same figure twice gives the same bytes. Nothing is written unless both files could be drawn.

    Parameters
    ----------
    figure : Figure
    name : str
        The stem of both files, letters, digits, ``-`` and ``_`` only.
    folder : str or Path
        Made where it does not exist.

    Raises
    ------
    FigureError
        A character has no glyph, or the name is not fit for a file.
    """
    if not name or not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        raise FigureError(
            f"{name!r} is not fit for the name of a figure", remedy="use ASCII letters, digits, - and _ only"
        )
    png, svg = png_bytes(figure), svg_bytes(figure)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    saved = SavedFigure(target / f"{name}.png", target / f"{name}.svg")
    saved.png.write_bytes(png)
    saved.svg.write_bytes(svg)
    return saved
