"""Charts of the text itself: what was repaired, how long the reports are, which words they use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator

from civlib.figures.panels import CONTENT, bar_span, bars, ranked_panels
from civlib.figures.sheet import Sheet, bare, darker, heading_height, require, shown, value_axis, zero_line
from civlib.figures.style import (
    FAINT,
    GRID,
    INK,
    MUTED,
    SMALL,
    Place,
    house_style,
    text_width,
    widest,
)

REPAIR_KINDS: Mapping[str, tuple[str, str]] = {
    "kept": ("#dfe3e6", "保留 kept"),
    "removed": ("#555555", "删除 removed"),
    "converted": ("#0072B2", "转换 converted"),
    "restored": ("#D55E00", "还原 restored"),
    "moved": ("#009E73", "移位 moved"),
}
"""What can happen to a character of the source: colour and bilingual label."""


def repairs_share(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "清洗前后：原文字符的去向",
    subtitle: str = "What became of every character of the source files",
    note: str = "",
) -> Figure:
    """One bar a report: the shares of its raw characters that were kept, removed, converted, restored, moved.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``kind`` (a key of ``REPAIR_KINDS``), ``share`` (0 to 1 of the raw characters); where known
        ``characters``, the number behind the share.
    places : sequence of Place

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "kind": ["kept", "removed"], "share": [0.9, 0.1]})
    >>> len(repairs_share(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes[0].patches)
    2
    """
    require(frame, ["report_id", "kind", "share"], "repairs")
    return _share_bars(frame, places, REPAIR_KINDS, (title, subtitle, note))


def _share_bars(
    frame: pd.DataFrame,
    places: Sequence[Place],
    kinds: Mapping[str, tuple[str, str]],
    heading: tuple[str, str, str],
) -> Figure:
    """One bar a report, cut into the shares of its kinds, in the order of ``kinds``."""
    with house_style():
        every = shown(frame, places)
        labels = min(70.0, widest(place.label for place in every) + 4)
        row = 8.0
        used = [kind for kind in kinds if kind in set(frame["kind"])]
        lines = [used[first : first + 5] for first in range(0, len(used), 5)]
        sheet = Sheet(*heading, body=len(every) * row + 8 + 5 * len(lines))
        for number, line in enumerate(lines):
            sheet.key(0, 1.5 + 5 * number, [kinds[kind] for kind in line])
        top = 2.0 + 5 * len(lines)
        axes = sheet.axes(labels, top, sheet.width - labels - 3, len(every) * row, xlim=(0, 1), ylim=(len(every), 0))
        value_axis(axes, percent=True, steps=5)
        for position, place in enumerate(every):
            sheet.bilingual(0, top + (position + 0.5) * row, place.chinese, place.english, labels)
            own = frame[frame["report_id"].astype(str) == place.report_id].groupby("kind")["share"].sum()
            left = 0.0
            for kind in used:
                share = float(own.get(kind, 0.0))
                if share <= 0:
                    continue
                color = kinds[kind][0]
                axes.barh(position + 0.5, share, left=left, height=0.62, color=color, edgecolor="white", linewidth=0.6)
                text = f"{share:.0%}" if share >= 0.1 else f"{share:.1%}"
                if share * (sheet.width - labels) > text_width(text, SMALL) + 2:
                    axes.text(left + share / 2, position + 0.5, text, ha="center", va="center_baseline", size=SMALL,
                              color=INK if color in _PALE else "white")  # fmt: skip
                left += share
        return sheet.figure


WORD_KINDS: Mapping[str, tuple[str, str]] = {
    "lexicon": ("#0072B2", "专业词 lexicon"),
    "general": ("#5f8fae", "通用词 general"),
    "formula": ("#D55E00", "套语 formula"),
    "function": ("#8a8f94", "虚词 function"),
    "measure": ("#b5b9bd", "量词 measure"),
    "single": ("#cfd3d6", "单字 single"),
    "number": ("#dfe3e6", "数字 number"),
    "own": ("#999933", "自列 own list"),
    "damaged": ("#661100", "残损 damaged"),
}
"""What a token can be: colour and bilingual label. The two blue ones are counted as words."""

_PALE = {"#dfe3e6", "#cfd3d6", "#b5b9bd"}


def word_kinds(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "词的种类：哪些计入词频",
    subtitle: str = "Kinds of words: which of them are counted (blue)",
    note: str = "",
) -> Figure:
    """One bar a report: the shares of words of the lexicon, general words, and the kinds left out of counts.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``kind`` (a key of ``WORD_KINDS``; others are not drawn), ``share`` (0 to 1).
    places : sequence of Place

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "kind": ["lexicon", "function"], "share": [0.6, 0.4]})
    >>> len(word_kinds(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes[0].patches)
    2
    """
    require(frame, ["report_id", "kind", "share"], "kinds of words")
    return _share_bars(frame, places, WORD_KINDS, (title, subtitle, note))


GENERAL = "#c4c9cc"  # words of the general dictionary

SIZES: Mapping[str, str] = {"characters": "字数 characters", "words": "词数 words", "sentences": "句数 sentences"}
"""What the size of a report is counted in."""


def report_sizes(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "各篇报告的篇幅",
    subtitle: str = "How long the reports are, after cleaning",
    note: str = "",
) -> Figure:
    """Dots on three scales: characters, words and sentences of each report.

    Parameters
    ----------
    frame : DataFrame
        ``report_id`` and at least one of ``characters``, ``words``, ``sentences``; one row a report.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": ["1"], "characters": [4200], "sentences": [80]})
    >>> len(report_sizes(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    2
    """
    measured = [size for size in SIZES if size in frame.columns] or ["characters"]
    require(frame, ["report_id", *measured], "report sizes")
    with house_style():
        every = shown(frame, places)
        labels = min(70.0, widest(place.label for place in every) + 4)
        row, top, gap = 6.4, 6.0, 12.0
        sheet = Sheet(title, subtitle, note, body=top + len(every) * row)
        width = (sheet.width - labels - gap * len(measured)) / len(measured)
        table = frame.assign(report_id=frame["report_id"].astype(str)).drop_duplicates("report_id")
        table = table.set_index("report_id")
        for position, place in enumerate(every):
            sheet.bilingual(0, top + (position + 0.5) * row, place.chinese, place.english, labels)
        for number, size in enumerate(measured):
            left = labels + number * (width + gap)
            axes = sheet.axes(left, top, width, len(every) * row, xlim=(0, float(table[size].max()) * 1.04),
                              ylim=(len(every), 0))  # fmt: skip
            bare(axes)
            zero_line(axes)
            sheet.text(left, top - 3, SIZES[size], size=SMALL, color=MUTED)
            for position, place in enumerate(every):
                if place.report_id not in table.index:
                    continue
                value = float(table[size][place.report_id])
                axes.plot([0, value], [position + 0.5] * 2, color=GRID, lw=1.4, zorder=1)
                axes.plot([value], [position + 0.5], "o", ms=6, color=place.color, mec="white", mew=0.6, gid="dot",
                          clip_on=False)  # fmt: skip
                axes.annotate(f"{value:,.0f}", (value, position + 0.5), xytext=(5, 0), textcoords="offset points",
                              va="center_baseline", size=SMALL)  # fmt: skip
        return sheet.figure


def rank_frequency(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "词频与位次",
    subtitle: str = "Rank and frequency of the words of each report",
    note: str = "",
    marked: int = 3,
) -> Figure:
    """Zipf curves: how often the word of each rank occurs, both on logarithmic scales, one panel a report.

    The grey lines behind are the other reports. A stop list or lexicon that went wrong shows as a kink at the top.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``word``, ``count``.
    marked : int
        How many of the most frequent words are named, with their rank and count.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "word": ["文明", "创建", "服务"], "count": [30, 18, 9]})
    >>> len(rank_frequency(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "word", "count"], "rank and frequency")
    with house_style():
        every = shown(frame, places)
        table = frame.assign(report_id=frame["report_id"].astype(str))
        table = table.sort_values(["report_id", "count", "word"], ascending=[True, False, True], kind="stable")
        curves = {str(name): group for name, group in table.groupby("report_id")}
        longest = max(len(curve) for curve in curves.values())
        across = min(3, len(every))
        lines = -(-len(every) // across)
        height, gap = 42.0, 10.0
        width = min(80.0, (CONTENT - gap * across) / across)
        heading = heading_height(every, width)
        sheet = Sheet(title, subtitle, note, body=lines * (heading + height + 10))
        for number, place in enumerate(every):
            line, column = divmod(number, across)
            left, top = gap - 3 + column * (width + gap), line * (heading + height + 10) + heading
            sheet.place_heading(left, top - heading, place, width)
            axes = sheet.axes(left, top, width, height, xscale="log", yscale="log", xlim=(0.8, longest * 1.3),
                              ylim=(0.8, table["count"].max() * 1.6))  # fmt: skip
            _log_axes(axes)
            for name, curve in curves.items():
                own = name == place.report_id
                axes.plot(range(1, len(curve) + 1), curve["count"], color=place.color if own else GRID,
                          lw=1.6 if own else 0.8, zorder=3 if own else 1)  # fmt: skip
            own_words = curves.get(place.report_id, table.iloc[:0])[["word", "count"]].head(marked)
            for rank, (word, count) in enumerate(own_words.values.tolist(), 1):
                # the corner above a falling curve is always free
                sheet.text(left + width, top + rank * 4.2 - 1, f"{rank} {word} {count:,}", size=SMALL, ha="right",
                           color=darker(place.color), va="center_baseline")  # fmt: skip
        sheet.text(gap - 3, sheet.body - 2.5, "横轴：位次　纵轴：出现次数　x: rank, y: count", size=SMALL, color=MUTED)
        return sheet.figure


def _log_axes(axes: Axes) -> None:
    """Powers of ten as plain numbers, on a light grid."""
    bare(axes, keep=("left", "bottom"))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(10, numticks=6))
        axis.set_minor_locator(LogLocator(10, subs=[]))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.grid(which="major")
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.tick_params(length=0, pad=2)


def word_bars(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "各地最常用的词",
    subtitle: str = "The most frequent words of each report",
    note: str = "",
    top: int = 15,
) -> Figure:
    """Ranked bars of the most frequent words, one panel a report, all on one scale.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``word``, ``count``; where known ``lexicon`` (bool): words of the domain lexicon are drawn in the
        colour of the place, words of the general dictionary in grey.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "word": ["文明", "创建"], "count": [30, 18]})
    >>> len(word_bars(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes[0].patches)
    2
    """
    require(frame, ["report_id", "word", "count"], "words")
    with house_style():
        every = shown(frame, places)
        ordered = frame.sort_values(["count", "word"], ascending=[False, True], kind="stable")
        groups = [(p, ordered[ordered["report_id"].astype(str) == p.report_id].head(top)) for p in every]
        highest = float(frame["count"].max())

        def draw(axes: Axes, place: Place, rows: pd.DataFrame) -> None:
            bars(axes, rows["count"].tolist(), place.color, [f"{count:,}" for count in rows["count"]])
            if "lexicon" in rows:
                for bar, known in zip(axes.patches, rows["lexicon"], strict=True):
                    bar.set_facecolor(place.color if known else GENERAL)

        legend = [(MUTED, "专业词库（各地颜色）in the domain lexicon"), (GENERAL, "通用词 general word")]
        return ranked_panels(
            groups, draw, label="word", heading=(title, subtitle, note), remark="无 none",
            span=bar_span(highest, f"{highest:,.0f}"), key=legend if "lexicon" in frame else (),
        )  # fmt: skip
