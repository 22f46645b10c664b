"""Small multiples that several charts share: one panel a place, the same scale in all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log10

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from civlib.figures.sheet import (
    MARGIN,
    ROW,
    Sheet,
    bare,
    grid_shape,
    heading_height,
    interval,
    key_places,
    value_axis,
    zero_line,
)
from civlib.figures.style import FAINT, GRID, MUTED, PAGE, SMALL, Place, shorten, text_width, widest

CONTENT = PAGE - 2 * MARGIN  # width between the margins of a full page


def limits(frame: pd.DataFrame, columns: Sequence[str], *, zero: bool = True) -> tuple[float, float]:
    """Lowest and highest value of the columns with a little air, zero among them where told."""
    values = pd.concat([frame[column] for column in columns]).dropna().astype(float)
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    air = (high - low or abs(high) or 1.0) * 0.06
    return (low - air if low < 0 or not zero else low - air * 0.4), high + air


def round_step(most: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above ``most``.

    Examples
    --------
    >>> round_step(7.8), round_step(0.3), round_step(1.0)
    (5.0, 0.2, 1.0)
    """
    power = 10.0 ** floor(log10(most))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= most * (1 + 1e-9))


def interval_panels(
    frame: pd.DataFrame,
    places: Sequence[Place],
    rows: Sequence[tuple[str, str, str]],
    key: str,
    value: str,
    *,
    heading: tuple[str, str, str],
    percent: bool = True,
    reference: bool = True,
    signed: bool = False,
) -> Figure:
    """Dots with intervals: a row for each entry, a panel for each place.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``key``, ``value``, and where known ``low`` and ``high``.
    rows : sequence of (key, Chinese, English)
        From the top downwards.
    heading : (title, subtitle, note)
    reference : bool
        Whether a grey tick marks the mean of all places in every row.
    signed : bool
        Whether zero is a border between less and more; a dot whose interval holds zero is then hollow.
    """
    table = frame.assign(low=frame.get("low", float("nan")), high=frame.get("high", float("nan")))
    remarks = ["灰线：各地平均", "grey tick: mean"] if reference else []
    labels = max(widest(remarks) + 2, min(64.0, widest(f"{chinese} {english}" for _, chinese, english in rows) + 3))
    lines, across = grid_shape(len(places), 5)
    height = len(rows) * ROW
    gap = 4.0
    width = min(70.0, (CONTENT - labels - gap * across) / across)
    above = heading_height(places, width + gap / 2)
    block = above + height + 8
    sheet = Sheet(*heading, body=lines * block - 3)
    for number, text in enumerate(remarks):
        sheet.text(0, above - 5.4 + number * 3.6, text, size=SMALL, color=MUTED, va="baseline")
    span = limits(table, [value, "low", "high"])
    means = table.groupby(key)[value].sum() / len(places)
    for number, place in enumerate(places):
        line, column = divmod(number, across)
        top, left = line * block + above, labels + gap + column * (width + gap)
        if column == 0:
            for position, (_, chinese, english) in enumerate(rows):
                sheet.bilingual(0, top + (position + 0.5) * ROW, chinese, english, labels)
                sheet.rule(0, top + (position + 1) * ROW, left + across * (width + gap) - gap)
        sheet.place_heading(left, top - above, place, width + gap / 2)
        axes = sheet.axes(left, top, width, height, xlim=span, ylim=(len(rows), 0))
        value_axis(axes, percent=percent)
        if percent:
            # “100%” at the end of a panel would run into the “0%” of the next
            room = width + gap - text_width("0%", SMALL)
            ticks = [x for x in axes.xaxis.get_major_locator().tick_values(*span) if span[0] <= x <= span[1]]
            scale = width / (span[1] - span[0])
            fitting = [x for x in ticks if (x - span[0]) * scale + text_width(f"{x * 100:g}%", SMALL) / 2 <= room]
            axes.xaxis.set_major_locator(FixedLocator(fitting))
        if signed:
            # numbers at the ends would run into those of the next panel
            step = round_step(max(abs(end) for end in span) * 0.65)
            axes.xaxis.set_major_locator(FixedLocator([x for x in (-step, 0.0, step) if span[0] < x < span[1]]))
            zero_line(axes)
        mine = table[table["report_id"].astype(str) == place.report_id]
        own = {str(row[key]): row for row in mine.to_dict("records")}
        for position, (name, _, _) in enumerate(rows):
            y = position + 0.5
            if reference and name in means.index:
                axes.plot([means[name]] * 2, [y - 0.32, y + 0.32], color=FAINT, lw=1.0, zorder=1)
            if name in own:
                row = own[name]
                unsure = signed and row["low"] <= 0 <= row["high"]
                hollow = {"mfc": "white", "mec": place.color, "mew": 1.0} if unsure else {}
                interval(axes, y, row[value], row["low"], row["high"], place.color, **hollow)
    return sheet.figure


def ranked_panels(
    groups: Sequence[tuple[Place, pd.DataFrame]],
    draw: Callable[[Axes, Place, pd.DataFrame], None],
    *,
    label: str,
    heading: tuple[str, str, str],
    span: tuple[float, float],
    remark: str = "",
    percent: bool = False,
    key: Sequence[tuple[str, str]] = (),
) -> Figure:
    """A ranked list in every panel: each with its own labels, all on one scale.

    Parameters
    ----------
    groups : sequence of (Place, DataFrame)
        Rows of each frame from the top downwards.
    draw : function of axes, place, frame
        Draws the rows; row ``i`` lies at ``y = i + 0.5``.
    label : str
        Column of the labels.
    remark : str
        What a place without rows shows instead.
    key : sequence of (colour, meaning)
        Stands above the panels.
    """
    lines, across = grid_shape(len(groups), 3)
    most = max(len(frame) for _, frame in groups)
    height = max(1, most) * ROW
    gap = 5.0
    panel = min(84.0, (CONTENT - gap * (across - 1)) / across)
    names = heading_height((place for place, _ in groups), panel)
    block = names + height + 8
    above = 7.0 + max(y for _, y in key_places([text for _, text in key], CONTENT)) if key else 0.0
    sheet = Sheet(*heading, body=above + lines * block - 4)
    sheet.key(0, 1.5, key)
    texts = min(panel * 0.55, widest(str(text) for _, frame in groups for text in frame[label]) + 1.5)
    for number, (place, frame) in enumerate(groups):
        line, column = divmod(number, across)
        top, left = above + line * block + names, column * (panel + gap)
        sheet.place_heading(left, top - names, place, panel)
        sheet.rule(left, top, panel)
        if frame.empty:
            sheet.text(left, top + ROW * 0.6, remark, size=SMALL, color=MUTED)
            continue
        for position, text in enumerate(frame[label]):
            short = shorten(str(text), texts)
            sheet.text(left + texts - 1.5, top + (position + 0.5) * ROW, short, ha="right", va="center_baseline")
        axes = sheet.axes(left + texts, top, panel - texts, len(frame) * ROW, xlim=span, ylim=(len(frame), 0))
        value_axis(axes, percent=percent)
        draw(axes, place, frame)
    return sheet.figure


def bars(axes: Axes, values: Sequence[float], color: str, texts: Sequence[str]) -> None:
    """Horizontal bars with their value written behind them, in place of an axis."""
    axes.barh([i + 0.5 for i in range(len(values))], values, height=0.66, color=color, zorder=2)
    bar_values(axes, values, texts)


def bar_values(axes: Axes, values: Sequence[float], texts: Sequence[str]) -> None:
    """What stands behind horizontal bars in place of an axis: the value of each."""
    bare(axes)
    axes.grid(False)
    axes.axvline(0, color=GRID, lw=0.6)
    for position, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.annotate(text, (value, position + 0.5), xytext=(2, 0), textcoords="offset points", size=SMALL,
                      va="center_baseline", color=MUTED)  # fmt: skip


def bar_span(highest: float, text: str, width: float = 28.0) -> tuple[float, float]:
    """Ends of an axis of ``width`` millimetres on which the longest bar leaves room for the text behind it."""
    return 0.0, highest * width / max(width - text_width(text, SMALL) - 1.5, width * 0.3)
