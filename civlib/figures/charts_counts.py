"""Charts of what the reports count and promise: quantities by dimension, numbered formulas and their members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, log10

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from civlib.figures.panels import CONTENT, interval_panels
from civlib.figures.sheet import Sheet, bare, darker, keyed, require, shown
from civlib.figures.style import (
    GRID,
    LABEL,
    MUTED,
    SMALL,
    Place,
    house_style,
    shorten,
    text_width,
    widest,
    wrap,
)

_LINES = 4  # of members of one formula


def amount(value: float, unit: str = "") -> str:
    """A number as a Chinese reader would write it, with 万 and 亿.

    Examples
    --------
    >>> amount(3000000000, "元"), amount(32000, "平方米"), amount(8, "个"), amount(1234.5)
    ('30亿元', '3.2万平方米', '8个', '1,234.5')
    """
    for step, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= step:
            return f"{value / step:,.4g}{word}{unit}" if abs(value) < step * 1e4 else f"{value / step:,.0f}{word}{unit}"
    return f"{value:,.1f}".removesuffix(".0") + unit


DIMENSIONS: Mapping[str, str] = {
    "money": "资金 money",
    "area": "面积 area",
    "length": "长度 length",
    "people": "人 people",
    "things": "物 things",
}
"""Dimensions of units that a figure of quantities shows unless told otherwise, in this order, and how they read."""


def commitments(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    dimensions: Mapping[str, str] = DIMENSIONS,
    title: str = "各地报出的大数",
    subtitle: str = "The largest quantities that each report names, by dimension, logarithmic scales",
    note: str = "",
    top: int = 2,
) -> Figure:
    """Ranked dots on logarithmic scales: the largest quantities of each place, one block a dimension.

    Quantities of zero or less cannot stand on such a scale and are left out, as are those of other dimensions.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``item`` (what is counted), ``surface`` (number and unit as written), ``dimension``,
        ``base_value`` (in the base unit of the dimension), as ``cv.quantities`` gives it.
    dimensions : mapping of str to str
        Dimension → how it should read, in the order to be shown.
    top : int
        How many quantities of each place and dimension are shown.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "item": ["投资", "补助"], "surface": ["30亿元", "200万元"],
    ...                       "base_value": [3e9, 2e6], "dimension": "money"})
    >>> len(commitments(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "item", "surface", "base_value", "dimension"], "quantities")
    table = frame[(frame["base_value"] > 0) & frame["dimension"].isin(list(dimensions))]
    require(table, [], "quantities above zero of the dimensions asked for")
    row_height = 4.2
    with house_style():
        every = {place.report_id: place for place in shown(table, places)}
        ordered = table.assign(report_id=table["report_id"].astype(str), label=table["item"].fillna("").astype(str))
        ordered = ordered.drop_duplicates(["report_id", "label", "surface"])
        ordered = ordered.sort_values(["base_value", "label"], ascending=[False, True], kind="stable")
        best = ordered.groupby(["dimension", "report_id"], sort=False).head(top)
        blocks = [(heading, best[best["dimension"] == name]) for name, heading in dimensions.items()]
        blocks = [(heading, rows) for heading, rows in blocks if len(rows)]
        names = min(26.0, widest(place.chinese for place in every.values()) + 3)
        labels = min(56.0, widest(best["label"]) + 3)
        sheet = Sheet(title, subtitle, note, body=sum(len(rows) * row_height + 12 for _, rows in blocks))
        y, left = 0.0, names + labels
        for heading, rows in blocks:
            sheet.text(0, y + 2.5, heading, size=9.5)
            sheet.rule(0, y + 5, CONTENT)
            y += 6
            texts = rows["surface"].astype(str).tolist()
            width = CONTENT - left - min(50.0, widest(texts, SMALL) + 4)
            low, high = floor(log10(rows["base_value"].min())), rows["base_value"].max()
            axes = sheet.axes(left, y, width, len(rows) * row_height, xscale="log", ylim=(len(rows), 0),
                              xlim=(10**low, max(high, 10 ** (low + 1)) * 1.1))  # fmt: skip
            bare(axes, keep=("bottom",))
            axes.spines["bottom"].set_visible(False)
            axes.xaxis.set_major_locator(LogLocator(10, numticks=6))
            axes.xaxis.set_minor_locator(NullLocator())
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value)))
            axes.grid(axis="x")
            axes.tick_params(length=0, pad=2)
            for position, row in enumerate(rows.to_dict("records")):
                place, at = every[row["report_id"]], y + (position + 0.5) * row_height
                sheet.text(0, at, shorten(place.chinese, names - 1), color=darker(place.color), va="center_baseline")
                sheet.text(names, at, shorten(row["label"] or "（未指明）", labels - 2), va="center_baseline")
                axes.plot([10**low, row["base_value"]], [position + 0.5] * 2, color=GRID, lw=1.2, zorder=1)
                axes.plot([row["base_value"]], [position + 0.5], "o", ms=5, color=place.color, mec="white", mew=0.5,
                          gid="dot", clip_on=False)  # fmt: skip
                axes.annotate(shorten(texts[position], 50, SMALL), (row["base_value"], position + 0.5), xytext=(5, 0),
                              textcoords="offset points", size=SMALL, color=MUTED, va="center_baseline")  # fmt: skip
            y += len(rows) * row_height + 6
        return sheet.figure


APPROXIMATIONS: Mapping[str, tuple[str, str]] = {
    "exact": ("确数", "exact"),
    "over": ("余、多、逾、超、以上", "over"),
    "under": ("不足、不到、以内", "under"),
    "about": ("约、近、左右", "about"),
    "range": ("从多少到多少", "range"),
}
"""How a quantity may be given, and by which words."""


def dimension_shares(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    labels: pd.DataFrame | None = None,
    title: str = "各地数什么",
    subtitle: str = "Share of each report's quantities by what their units measure",
    note: str = "",
) -> Figure:
    """Dots with intervals: how much of what a report counts is money, area, people, things.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``dimension``, ``share`` (0 to 1); where known ``low``, ``high``.
    labels : DataFrame, optional
        ``dimension``, ``chinese``, ``english``, in the order to be shown.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "dimension": ["money", "area"], "share": [0.6, 0.4]})
    >>> len(dimension_shares(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "dimension", "share"], "dimensions")
    with house_style():
        every = shown(frame, places)
        return interval_panels(frame, every, keyed(frame, "dimension", labels), "dimension", "share",
                               heading=(title, subtitle, note), reference=len(every) > 1)  # fmt: skip


def approximation_shares(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "数字给得有多准",
    subtitle: str = "Share of each report's quantities that are exact, over, under, about a number, or a range",
    note: str = "",
) -> Figure:
    """Dots with intervals: how exactly each report gives its numbers.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``approx`` (keys of ``APPROXIMATIONS``), ``share`` (0 to 1); where known ``low``, ``high``.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "approx": ["exact", "over"], "share": [0.8, 0.2]})
    >>> len(approximation_shares(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "approx", "share"], "approximations")
    with house_style():
        every, used = shown(frame, places), set(frame["approx"].astype(str))
        rows = [(name, *names) for name, names in APPROXIMATIONS.items() if name in used]
        return interval_panels(frame, every, rows, "approx", "share", heading=(title, subtitle, note),
                               reference=len(every) > 1)  # fmt: skip


def formula_table(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "各地的数字口诀",
    subtitle: str = "Numbered formulas of each report and the members that its text lists",
    note: str = "",
    top: int = 4,
) -> Figure:
    """A table: numbered formulas with their number, their words, and the members that the text lists.

    A formula that a report repeats stands once, where it lists most.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``surface``, ``number`` (such as “8” or “1+2+3”), ``members`` (tuple of str), ``complete`` (True,
        False or None), as ``cv.formulas`` gives it.
    top : int
        How many formulas of a place are shown, those that list most; how many more there are is said below them.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": ["1"], "surface": ["三清单"], "number": ["3"],
    ...                       "members": [("任务清单", "问题清单")], "complete": [False]})
    >>> figure = formula_table(frame, [Place("1", "漳州市", "", "#0072B2")])
    >>> "任务清单　问题清单" in [text.get_text() for text in figure.texts]
    True
    """
    require(frame, ["report_id", "surface", "number", "members", "complete"], "numbered formulas")
    with house_style():
        every = shown(frame, places)
        chosen = {place: _fullest(frame[frame["report_id"].astype(str) == place.report_id], top) for place in every}
        table = pd.concat([rows for rows, _ in chosen.values()])
        numbers = min(24.0, widest((str(number) for number in table["number"]), 11) + 4)
        words = min(56.0, widest(table["surface"].astype(str)) + 4)
        state = widest(map(_state, table["complete"], table["members"]), SMALL) + 3
        room = CONTENT - numbers - words - state
        blocks = []
        for place, (own, _) in chosen.items():
            blocks.append((place, [(row, _flow(row["members"], room)) for row in own.to_dict("records")]))
        leading = 3.9
        heights = [sum(max(1, len(texts)) * leading + 1.5 for _, texts in lines) or 5.4 for _, lines in blocks]
        heights += [5.0 for _, more in chosen.values() if more]
        sheet = Sheet(title, subtitle, note, body=sum(heights) + 8.5 * len(blocks))
        y = 0.0
        for place, lines in blocks:
            sheet.text(0, y + 2.5, place.chinese, size=10, color=darker(place.color), va="center_baseline")
            sheet.text(text_width(place.chinese, 10) + 1.5, y + 2.5, place.english, size=SMALL, color=MUTED,
                       va="center_baseline")  # fmt: skip
            sheet.rule(0, y + 5.2, CONTENT, color=MUTED)
            y += 6.4
            if not lines:
                sheet.text(0, y + 2.2, "无 none", size=SMALL, color=MUTED, va="center_baseline")
                y += 5.4
            for row, texts in lines:
                at = y + leading / 2
                sheet.text(0, at, shorten(str(row["number"]), numbers - 1, 11), size=11, color=darker(place.color),
                           va="center_baseline")  # fmt: skip
                sheet.text(numbers, at, shorten(str(row["surface"]), words - 2), size=LABEL, va="center_baseline")
                for number, text in enumerate(texts):
                    sheet.text(numbers + words, at + number * leading, text, size=SMALL, va="center_baseline")
                sheet.text(CONTENT, at, _state(row["complete"], row["members"]), size=SMALL, color=MUTED, ha="right",
                           va="center_baseline")  # fmt: skip
                y += max(1, len(texts)) * leading + 1.5
                sheet.rule(0, y - 0.6, CONTENT)
            more = chosen[place][1]
            if more:
                text = f"另有{more}个 {more} more"
                sheet.text(numbers, y + 1.8, text, size=SMALL, color=MUTED, va="center_baseline")
                y += 5.0
            y += 2.1
        return sheet.figure


def _fullest(formulas: pd.DataFrame, top: int) -> tuple[pd.DataFrame, int]:
    """The ``top`` formulas that list most, in the order of the text, and how many others there are."""
    ranked = formulas.assign(order=range(len(formulas)), listed=formulas["members"].map(len))
    ranked = ranked.sort_values(["listed", "order"], ascending=[False, True]).drop_duplicates(["number", "surface"])
    return ranked.head(top).sort_values("order"), max(0, len(ranked) - top)


def _flow(members: Sequence[str], width: float) -> list[str]:
    """Members one after the other in lines that break between them, and within one only where it is too long."""
    lines: list[str] = []
    for member in map(str, members):
        if lines and text_width(f"{lines[-1]}　{member}", SMALL) <= width:
            lines[-1] += f"　{member}"
        else:
            lines.extend(wrap(member, width, SMALL))
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], shorten(f"{lines[_LINES - 1]}　……", width, SMALL)]
    return lines


def _state(complete: object, members: Sequence[str]) -> str:
    """How much of a formula the text unfolds."""
    if complete is True or str(complete) == "True":
        return f"{len(members)}项齐 all listed"
    return f"列出{len(members)}项 listed" if len(members) else "未列 none listed"
