"""The house style of every figure: one font, fixed colours, sizes in millimetres and points."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

from civlib.errors import FigureError

COLUMN = 88.0
"""Width of a figure that fills one column of a journal, in millimetres."""

PAGE = 180.0
"""Width of a figure that fills the page, in millimetres."""

MILLIMETRE = 1 / 25.4
"""A millimetre in inches."""

POINT = 25.4 / 72
"""A point in millimetres."""

# The font has one weight, so rank shows in size and colour alone; nothing is smaller than 8 pt in print.
TITLE, SUBTITLE, LABEL, SMALL = 13.0, 9.5, 8.5, 8.0

INK = "#1a1a1a"
MUTED = "#666666"
FAINT = "#a6a6a6"
GRID = "#dedede"
GROUND = "#f3f3f1"
ACCENT = "#0072B2"
CONTRAST = "#D55E00"

# Okabe and Ito's blue, vermillion, green and purple first; the rest chosen so that each keeps its distance from the
# others under simulated colour blindness (Machado et al. 2009) and stands out from white by at least 3 : 1.
PALETTE = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#332288", "#8C6D1F",
    "#661100", "#3A9BD9", "#117733", "#AA3377", "#555555", "#999933",
)  # fmt: skip

SEQUENTIAL = LinearSegmentedColormap.from_list("civlib", ["#eef4f9", "#9cc3de", "#3f8fc0", "#0a5a92", "#062f52"])
"""One hue from light to dark, for heat maps."""

INSTRUMENT_COLORS: Mapping[str, str] = MappingProxyType(
    {"N": "#3A9BD9", "A": "#332288", "T": "#D55E00", "O": "#009E73"}
)
"""Colour of each of Hood's instruments: nodality, authority, treasure, organisation."""

_FONT_NAME = "civlib figures"  # a name of our own, so that a system font of the same family is never taken instead

# SVG ids come from a salted hash: a fixed salt keeps the files the same to the byte. Text becomes outlines, so that
# a reader without the font sees the same figure. Text is never read as formula: “$” is a character like others.
_SETTINGS: Mapping[Any, Any] = MappingProxyType(
    {
        "svg.hashsalt": "civlib",
        "svg.fonttype": "path",
        "text.parse_math": False,
        "text.color": INK,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": MUTED,
        "axes.labelsize": SMALL,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.facecolor": "none",
        "axes.unicode_minus": True,
        "axes.xmargin": 0.0,
        "axes.ymargin": 0.0,
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.minor.visible": False,
        "ytick.minor.visible": False,
        "grid.color": GRID,
        "grid.linewidth": 0.5,
        "lines.linewidth": 1.2,
        "patch.linewidth": 0.0,
        "hatch.linewidth": 0.4,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "figure.dpi": 100.0,
        "savefig.dpi": 220.0,
        "savefig.bbox": None,
        "path.simplify": False,
        "font.size": LABEL,
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A report as figures show it: its id, its Chinese and English name, its colour.

    Attributes
    ----------
    report_id : str
    chinese, english : str
        Names of the place; ``english`` may be empty.
    color : str
        The same in every figure of a corpus.
    """

    report_id: str
    chinese: str
    english: str
    color: str

    @property
    def label(self) -> str:
        """Both names in one line."""
        return f"{self.chinese} {self.english}".strip()


def places(documents: pd.DataFrame) -> tuple[Place, ...]:
    """The places of a corpus with their names and fixed colours, in the order of the corpus.

    A place keeps its colour in every figure, also where a figure leaves other places out. From the thirteenth report
    on colours come round again; labels tell those places apart.

    Parameters
    ----------
    documents : DataFrame
        The table of ``cv.documents``: ``report_id``, ``place``, ``place_en``. A report without a name goes by its id.

    Examples
    --------
    >>> table = pd.DataFrame({"report_id": ["000"], "place": ["漳州市"], "place_en": ["Zhangzhou"]})
    >>> places(table)[0].label
    '漳州市 Zhangzhou'
    """
    if documents.empty or "report_id" not in documents:
        raise FigureError("there is no report to name", remedy="pass the table of cv.documents(corpus)")
    found = []
    for number, row in enumerate(documents.to_dict("records")):
        names = [row.get("place"), row.get("place_en")]
        chinese, english = (str(name) if isinstance(name, str) and name.strip() else "" for name in names)
        identity = str(row["report_id"])
        found.append(Place(identity, chinese or identity, english, PALETTE[number % len(PALETTE)]))
    return tuple(found)


@lru_cache(maxsize=1)
def font_path() -> Path:
    """The file of the Chinese font, found in the installed package mplfonts without importing it.

    Importing mplfonts would change matplotlib's settings for the whole process.
    """
    package = importlib.util.find_spec("mplfonts")
    folders = list(package.submodule_search_locations or []) if package else []
    for folder in folders:
        path = Path(folder) / "fonts" / "NotoSansCJKsc-Regular.otf"
        if path.is_file():
            return path
    raise FigureError(
        "the font NotoSansCJKsc-Regular.otf is not installed", remedy="install the package mplfonts, which carries it"
    )


def font_family() -> str:
    """The name under which matplotlib knows the font; the first call makes it known."""
    if not any(entry.name == _FONT_NAME for entry in fontManager.ttflist):
        fontManager.ttflist.append(FontEntry(fname=str(font_path()), name=_FONT_NAME, weight=400, size="scalable"))
    return _FONT_NAME


@contextmanager
def house_style() -> Iterator[None]:
    """The settings of the house, for as long as the ``with`` block lasts.

    Examples
    --------
    >>> before = mpl.rcParams["svg.hashsalt"]
    >>> with house_style():
    ...     mpl.rcParams["svg.hashsalt"]
    'civlib'
    >>> mpl.rcParams["svg.hashsalt"] == before
    True
    """
    with mpl.rc_context():
        mpl.rcdefaults()  # so that a reader's own matplotlibrc cannot change a figure
        mpl.rcParams.update({**_SETTINGS, "font.family": [font_family()]})
        yield


@lru_cache(maxsize=1)
def _measure() -> tuple[FT2Font, frozenset[int]]:
    font = FT2Font(str(font_path()))
    return font, frozenset(font.get_charmap())


@lru_cache(maxsize=65536)
def text_width(text: str, size: float = LABEL) -> float:
    """Width of one line of text in millimetres at a size in points.

    Examples
    --------
    >>> text_width("文明", 10) > text_width("文", 10) > 0
    True
    """
    font, known = _measure()
    # what the font lacks counts as one square here; saving is what refuses it
    text = "".join(character if ord(character) in known else "口" for character in text)
    font.set_size(size, 72 * 16)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64 / 16 * POINT


def widest(texts: Iterable[str], size: float = LABEL) -> float:
    """Width of the widest of the texts in millimetres; 0.0 where there are none."""
    return max((text_width(line, size) for text in texts for line in text.split("\n")), default=0.0)


def shorten(text: str, width: float, size: float = LABEL) -> str:
    """The text, or as much of it as fits into ``width`` millimetres, closed by “…”.

    Examples
    --------
    >>> shorten("志愿服务", 100), shorten("志愿服务志愿服务", 15, 10)
    ('志愿服务', '志愿服…')
    """
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(text: str, width: float, size: float = LABEL) -> list[str]:
    """Lines of at most ``width`` millimetres; Chinese breaks anywhere, Latin words and numbers stay whole.

    Examples
    --------
    >>> wrap("每个点是一个地方 one dot a place", 22, 8)
    ['每个点是一个地', '方 one dot a', 'place']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            # a closing mark hangs at the end of its line and never opens the next: “，” after 志愿服务
            if line and text_width((line + piece).rstrip(), size) > width and piece not in "，。；：、）”！？…":
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Stretches that a line may not break: a Latin word with the space after it, or one Chinese character."""
    pieces: list[str] = []
    for character in text:
        narrow = ord(character) < 0x2E80 and character not in "“”…"
        if narrow and pieces and ord(pieces[-1][-1]) < 0x2E80 and not pieces[-1].endswith(" "):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
