"""A chart of what keeps company: themes and measures as a network in which every name has a fixed place."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from civlib.errors import NothingToDraw
from civlib.figures.panels import CONTENT
from civlib.figures.sheet import ROW, Sheet, bare, keyed, require
from civlib.figures.style import ACCENT, CONTRAST, INK, MUTED, SMALL, house_style, shorten, text_width, widest

_KINDS = {
    ("theme", "theme"): ("#009E73", "主题与主题 two themes"),
    ("theme", "measure"): (ACCENT, "主题与措施 theme and measure"),
    ("measure", "measure"): (CONTRAST, "措施与措施 two measures"),
}
_BOW = 26.0  # how far the line between two names of one side may swing out, in millimetres


def co_occurrence_network(
    frame: pd.DataFrame,
    *,
    themes: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    title: str = "主题与措施的共现网络",
    subtitle: str = "Themes and measures that share sentences more often than chance would have it",
    note: str = "",
    threshold: float = 0.05,
    top: int = 80,
) -> Figure:
    """Themes on the left, measures on the right, a line between those that keep company; its width is the count.

    Every name has its place by the order of the dictionary and of the codebook, whatever the reports say, so that two
    networks can be laid side by side. Lines are drawn for pairs with a lift above 1 whose corrected p is below the
    threshold; names without a line stay, in grey.

    Parameters
    ----------
    frame : DataFrame
        ``a``, ``kind_a``, ``b``, ``kind_b``, ``count``, ``lift``, ``p_corrected``, as
        :func:`civlib.statistics.network.network` gives it.
    themes : DataFrame, optional
        ``theme``, ``chinese``, ``english``, in the order to be shown.
    codes : DataFrame, optional
        ``code``, ``label``, ``label_en``, in the order to be shown.
    threshold : float
        Of the corrected p.
    top : int
        How many lines are drawn at most, in the order of the table, which has the surest first.

    Examples
    --------
    >>> pair = {"a": ["law"], "kind_a": ["theme"], "b": ["RES_LAW"], "kind_b": ["measure"], "count": [7], "lift": [3.0],
    ...         "p_corrected": [0.01]}
    >>> len(co_occurrence_network(pd.DataFrame(pair)).axes[0].patches)
    1
    """
    require(frame, ["a", "kind_a", "b", "kind_b", "count", "lift", "p_corrected"], "network")
    with house_style():
        lines = frame[(frame["lift"] > 1) & (frame["p_corrected"] < threshold)].head(top)
        if lines.empty:
            raise NothingToDraw("no pair keeps company more often than chance would have it", where="network",
                                remedy="leave the figure out, or compare more reports")  # fmt: skip
        sides = {
            "theme": keyed(_names(frame, "theme"), "theme", themes, silent=True),
            "measure": keyed(_names(frame, "measure").rename(columns={"theme": "code"}), "code", codes, silent=True),
        }
        height = max(map(len, sides.values())) * ROW
        key = [(color, label) for color, label in _KINDS.values()]
        sheet = Sheet(title, subtitle, note, body=height + 9)
        sheet.key(0, 1.5, key)
        widths = {kind: min(70.0, widest(f"{c} {e}" for _, c, e in names) + 2) for kind, names in sides.items()}
        left, right = widths["theme"], CONTENT - widths["measure"]
        axes = sheet.axes(0, 7, CONTENT, height, xlim=(0, CONTENT), ylim=(height, 0))
        bare(axes)
        places: dict[tuple[str, str], tuple[float, float]] = {}
        for kind, names in sides.items():
            step = height / max(len(names), 1)
            for position, (name, _, _) in enumerate(names):
                places[kind, name] = (left if kind == "theme" else right, (position + 0.5) * step)
        widest_line = float(lines["count"].max())
        for row in lines.sort_values("count", kind="stable").to_dict("records"):
            ends = [(row["kind_a"], str(row["a"])), (row["kind_b"], str(row["b"]))]
            color, _ = _KINDS[row["kind_a"], row["kind_b"]]
            _line(axes, places[ends[0]], places[ends[1]], 0.6 + 3.6 * row["count"] / widest_line, color,
                  1 if row["kind_a"] == "theme" else -1)  # fmt: skip
        joined = {(row[f"kind_{s}"], str(row[s])) for row in lines.to_dict("records") for s in "ab"}
        for kind, names in sides.items():
            for name, chinese, english in names:
                x, y = places[kind, name]
                color = INK if (kind, name) in joined else MUTED
                _name(sheet, x, y + 7, chinese, english, widths[kind], color, kind == "theme")
        return sheet.figure


def _names(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The names of one kind in either column."""
    found = [str(row[side]) for row in frame.to_dict("records") for side in "ab" if row[f"kind_{side}"] == kind]
    return pd.DataFrame({"theme": list(dict.fromkeys(found))})


def _line(
    axes: Axes, one: tuple[float, float], other: tuple[float, float], width: float, color: str, side: int
) -> None:
    """A curve: across for names of different kinds, a bow for two of one kind."""
    (x, y), (right, foot) = one, other
    if x == right:
        bow = side * min(_BOW, 5 + abs(foot - y) * 0.45)
        points = [(x + side, y), (x + bow, y), (x + bow, foot), (x + side, foot)]
    else:
        middle = (x + right) / 2
        points = [(x + 1, y), (middle, y), (middle, foot), (right - 1, foot)]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axes.add_patch(PathPatch(path, fill=False, edgecolor=color, lw=width, alpha=0.55, capstyle="round"))


def _name(
    sheet: Sheet, x: float, y: float, chinese: str, english: str, width: float, color: str, before: bool
) -> None:
    """Both names at one point, before it or after it."""
    chinese = shorten(chinese, width)
    room = width - text_width(chinese) - 1.3
    english = shorten(english, room, SMALL) if english and room > 4 else ""
    if before:
        gap = text_width(english, SMALL) + 1.3 if english else 0.0
        sheet.text(x - gap, y, chinese, ha="right", va="center_baseline", color=color)
        sheet.text(x, y, english, ha="right", va="center_baseline", size=SMALL, color=MUTED)
    else:
        sheet.text(x + 1, y, chinese, va="center_baseline", color=color)
        sheet.text(x + 1 + text_width(chinese) + 1.3, y, english, va="center_baseline", size=SMALL, color=MUTED)
