"""A sheet of paper measured in millimetres: title above, note below, axes where they are told to lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from civlib.errors import FigureError, NothingToDraw
from civlib.figures.saving import png_bytes
from civlib.figures.style import (
    FAINT,
    GRID,
    INK,
    LABEL,
    MILLIMETRE,
    MUTED,
    PAGE,
    POINT,
    SMALL,
    SUBTITLE,
    TITLE,
    Place,
    shorten,
    text_width,
    widest,
    wrap,
)

MARGIN = 3.0
ROW = 4.6
"""Height of a row that holds one line of labels, in millimetres."""

_ENGLISH = 3.6  # from line to line of the English name of a place
_NARROW = 15.0  # columns below this width have their headings upright
_LEADING = 1.45  # line height over type size: Chinese needs more air than Latin


class Drawing(Figure):
    """A figure that a notebook shows by itself, in the house style and with its glyphs checked."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        return png_bytes(self), {"width": round(self.get_figwidth() * 100)}


class Sheet:
    """A figure with a heading and a note; lengths in millimetres, from the top left corner of its body.

    Parameters
    ----------
    title, subtitle : str
        The heading: what the figure shows, Chinese first, English below.
    note : str
        Source, counts, intervals, version of the codebook; stands at the foot.
    body : float
        Height of the body.
    width : float
        Width of the whole sheet.

    Examples
    --------
    >>> sheet = Sheet("标题", "Title", "", body=40)
    >>> sheet.width, sheet.figure.get_size_inches().round(2).tolist()[0]
    (174.0, 7.09)
    """

    def __init__(self, title: str, subtitle: str, note: str, *, body: float, width: float = PAGE) -> None:
        self.full = width
        self.width = width - 2 * MARGIN
        headings = [(line, TITLE, INK) for line in wrap(title, self.width, TITLE) if line]
        headings += [(line, SUBTITLE, MUTED) for line in wrap(subtitle, self.width, SUBTITLE) if line]
        notes = [line for line in wrap(note, self.width, SMALL) if line]
        self.top = MARGIN + 2.2 + sum(size * POINT * _LEADING for _, size, _ in headings) + 3.0
        foot = len(notes) * SMALL * POINT * _LEADING + (3.0 if notes else 0.0) + MARGIN
        self.body = body
        self.full_height = self.top + body + foot
        self.figure = Drawing(figsize=(width * MILLIMETRE, self.full_height * MILLIMETRE))
        # the short bar that marks every figure of the house
        self.block(0, -self.top + MARGIN, 9, 0.9, INK)
        y = MARGIN + 2.2 - self.top
        for line, size, color in headings:
            y += size * POINT * _LEADING
            self.text(0, y - size * POINT * 0.35, line, size=size, color=color, va="baseline")
        y = body + 3.0
        for line in notes:
            y += SMALL * POINT * _LEADING
            self.text(0, y - SMALL * POINT * 0.35, line, size=SMALL, color=MUTED, va="baseline")

    def _point(self, left: float, top: float) -> tuple[float, float]:
        return (MARGIN + left) / self.full, 1 - (self.top + top) / self.full_height

    def axes(self, left: float, top: float, width: float, height: float, **options: Any) -> Axes:
        """Axes whose frame lies in this rectangle; tick labels lie outside of it."""
        x, y = self._point(left, top + height)
        return self.figure.add_axes((x, y, width / self.full, height / self.full_height), **options)

    def text(self, left: float, top: float, text: str, **options: Any) -> None:
        """A text with its anchor at this point."""
        x, y = self._point(left, top)
        style: dict[str, Any] = {"size": LABEL, "color": INK, "va": "center", "ha": "left"} | options
        self.figure.text(x, y, text, **style)

    def block(self, left: float, top: float, width: float, height: float, color: str) -> None:
        """A filled rectangle."""
        x, y = self._point(left, top + height)
        self.figure.add_artist(
            Rectangle((x, y), width / self.full, height / self.full_height, color=color, lw=0,
                      transform=self.figure.transFigure)
        )  # fmt: skip

    def rule(self, left: float, top: float, width: float, color: str = GRID) -> None:
        """A thin horizontal line."""
        (x, y), (right, _) = self._point(left, top), self._point(left + width, top)
        self.figure.add_artist(
            Line2D([x, right], [y, y], lw=0.5, color=color, transform=self.figure.transFigure)
        )

    def bilingual(self, left: float, top: float, chinese: str, english: str, width: float = 1e9) -> None:
        """Chinese in ink, English in grey after it, in one line of at most ``width`` millimetres."""
        chinese = shorten(chinese, width)
        self.text(left, top, chinese, va="center_baseline")
        gap = text_width(chinese) + 1.3
        if english and gap < width:
            self.text(left + gap, top, shorten(english, width - gap, SMALL), size=SMALL, color=MUTED,
                      va="center_baseline")  # fmt: skip

    def place_heading(self, left: float, top: float, place: Place, width: float, size: float = 10) -> None:
        """Names of a place, Chinese in its colour, English below; ``top`` is where the heading begins."""
        self.text(left, top + 3.6, shorten(place.chinese, width, size), size=size, color=darker(place.color),
                  va="baseline")  # fmt: skip
        for number, line in enumerate(_english(place, width), 1):
            self.text(left, top + 3.8 + number * _ENGLISH, line, size=SMALL, color=MUTED, va="baseline")

    def column_headings(self, left: float, top: float, places: Sequence[Place], width: float) -> None:
        """Names of the places above columns of this width, upright where it is narrow; ``top`` is where they begin."""
        size = 10 if widest((place.chinese for place in places), 10) < width - 0.8 else LABEL
        foot = top + columns_height(places, width)
        for number, place in enumerate(places):
            x = left + number * width
            if width >= _NARROW:
                self.place_heading(x + 0.4, top, place, width, size)
            else:
                self.text(x + width / 2, foot - 1.5, shorten(place.label, foot - top - 3), color=darker(place.color),
                          rotation=90, rotation_mode="anchor", va="center_baseline")  # fmt: skip

    def key(self, left: float, top: float, entries: Iterable[tuple[str, str]], width: float | None = None) -> float:
        """A row of colour blocks with their meaning, wrapped where it is too wide; gives the height it takes."""
        entries = list(entries)
        places = key_places([label for _, label in entries], self.width - left if width is None else width)
        for (color, label), (x, y) in zip(entries, places, strict=True):
            self.block(left + x, top + y - 1.2, 2.8, 2.4, color)
            self.text(left + x + 4, top + y, label, size=SMALL, color=MUTED, va="center_baseline")
        return max((y for _, y in places), default=0.0) + ROW


def key_places(labels: Sequence[str], width: float) -> list[tuple[float, float]]:
    """Where the entries of a key lie, across and down, in millimetres; they wrap at ``width``."""
    x, y = 0.0, 0.0
    places = []
    for label in labels:
        need = 5 + text_width(label, SMALL)
        if x > 0 and x + need > width:
            x, y = 0.0, y + ROW
        places.append((x, y))
        x += need + 4
    return places


def _english(place: Place, width: float) -> list[str]:
    """At most three lines of the English name."""
    lines = [line for line in wrap(place.english, width, SMALL) if line]
    return [shorten(line, width, SMALL) for line in [*lines[:2], " ".join(lines[2:])] if line]


def heading_height(places: Iterable[Place], width: float) -> float:
    """Room in millimetres that the headings of these places need above panels of this width."""
    return 6.2 + _ENGLISH * max((len(_english(place, width)) for place in places), default=0)


def columns_height(places: Sequence[Place], width: float) -> float:
    """Room in millimetres that the headings of columns of this width need."""
    if width >= _NARROW:
        return heading_height(places, width)
    return 4 + min(58.0, widest(place.label for place in places))


def darker(color: str, factor: float = 0.85) -> str:
    """A colour a little darker, for text in it."""
    channels = (round(int(color[i : i + 2], 16) * factor) for i in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def require(frame: pd.DataFrame, columns: Sequence[str], what: str) -> pd.DataFrame:
    """The frame itself, if it has these columns and at least one row.

    Raises
    ------
    FigureError
        Says which column is missing, or that there is nothing to draw, and what to do.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise FigureError(
            f"the table has no column {missing[0]!r}",
            where=f"figure of {what}",
            remedy=f"pass a table with the columns {', '.join(columns)}",
        )
    if frame.empty:
        raise NothingToDraw(
            "the table has no rows, so there is nothing to draw",
            where=f"figure of {what}",
            remedy="check the reports and the filters that led to this table, or leave the figure out",
        )
    return frame


def shown(frame: pd.DataFrame, places: Sequence[Place], column: str = "report_id") -> list[Place]:
    """The places to draw: all of them, in order; every report of the frame must be among them."""
    known = {place.report_id for place in places}
    strangers = [str(report) for report in frame[column].unique() if str(report) not in known]
    if strangers:
        raise FigureError(
            f"the report {strangers[0]!r} of the table is not among the places",
            remedy="pass the places of the same corpus: places(cv.documents(corpus))",
        )
    return list(places)


def keyed(
    frame: pd.DataFrame, key: str, labels: pd.DataFrame | None = None, *, silent: bool = False
) -> list[tuple[str, str, str]]:
    """Key, Chinese and English name of every row of a picture.

    Parameters
    ----------
    frame : DataFrame
        Has the column ``key``; without ``labels`` the names too, and the order.
    key : str
        Name of the column that tells rows apart: ``"theme"``, ``"code"``.
    labels : DataFrame, optional
        One row a key, in the order to be shown: ``chinese`` and ``english``, or ``label`` and ``label_en``.
    silent : bool
        Whether keys of ``labels`` that the frame does not have get a row too.

    Examples
    --------
    >>> names = pd.DataFrame({"code": ["RES_LAW", "PAR_VOL"], "label": ["执法治安", "志愿服务"]})
    >>> keyed(pd.DataFrame({"code": ["PAR_VOL", "RES_LAW"]}), "code", names)
    [('RES_LAW', '执法治安', ''), ('PAR_VOL', '志愿服务', '')]
    """
    present = list(dict.fromkeys(frame[key].astype(str)))
    source = frame if labels is None else require(labels, [key], f"names of {key}")
    names = {}
    for row in source.drop_duplicates(key).to_dict("records"):
        chinese, english = row.get("chinese", row.get("label")), row.get("english", row.get("label_en"))
        name = str(row[key])
        names[name] = (str(chinese) if chinese else name, str(english) if english else "")
    order = [name for name in names if silent or name in set(present)]
    order += [name for name in present if name not in names]
    return [(name, *names.get(name, (name, ""))) for name in order]


def grid_shape(count: int, most: int) -> tuple[int, int]:
    """Rows and columns for ``count`` panels, at most ``most`` in a row, as even as can be.

    Examples
    --------
    >>> grid_shape(5, 5), grid_shape(6, 5), grid_shape(12, 5)
    ((1, 5), (2, 3), (3, 4))
    """
    rows = ceil(count / most)
    return rows, ceil(count / rows)


def bare(axes: Axes, *, keep: Sequence[str] = ()) -> None:
    """Take away spines and ticks, but for the sides to keep."""
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(side in keep)
    if "left" not in keep:
        axes.set_yticks([])
    if "bottom" not in keep:
        axes.set_xticks([])


def value_axis(axes: Axes, *, percent: bool = False, steps: int = 3) -> None:
    """A light grid along x with few round numbers, per cent where told."""
    bare(axes, keep=("bottom",))
    axes.spines["bottom"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=steps, steps=[1, 2, 2.5, 5, 10]))
    if percent:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g}%"))
    else:
        # the font's minus sign is as wide as a Chinese character, its dash is not
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "–")))
    axes.grid(axis="x")
    axes.tick_params(axis="x", length=0, pad=2)


def interval(axes: Axes, y: float, value: float, low: float, high: float, color: str, **options: Any) -> None:
    """One dot with its interval as a thin line; without the line where an end is missing."""
    if pd.notna(low) and pd.notna(high):
        axes.plot([low, high], [y, y], color=color, lw=1.1, alpha=0.65, solid_capstyle="butt", zorder=2)
    marker: dict[str, Any] = {"ms": 4.6, "mec": "white", "mew": 0.5, "mfc": color, "zorder": 3, "clip_on": False}
    axes.plot([value], [y], "o", **(marker | options), gid="dot")


def zero_line(axes: Axes, at: float = 0.0) -> None:
    """The line from which a value is read."""
    axes.axvline(at, color=FAINT, lw=0.7, zorder=1)
