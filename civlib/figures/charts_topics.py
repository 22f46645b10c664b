"""A chart of topics found in the text: their words, and how surely topic and words come back."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from civlib.figures.panels import CONTENT
from civlib.figures.sheet import Sheet, bare, interval, require, value_axis, zero_line
from civlib.figures.style import (
    ACCENT,
    CONTRAST,
    FAINT,
    INK,
    LABEL,
    MUTED,
    SEQUENTIAL,
    SMALL,
    house_style,
    text_width,
)

_LINE = 4.8
_BLOCK = 3.0  # between two topics
_SHADES = 0.35  # of the range, where shades of words begin: paler cannot be read


def topic_stability(
    topics: pd.DataFrame,
    words: pd.DataFrame,
    numbers: pd.DataFrame | None = None,
    *,
    threshold: float = 0.9,
    title: str = "自动发现的主题及其稳定性",
    subtitle: str = "Topics found in the text: a word is the darker the more often it comes back with its topic",
    note: str = "",
) -> Figure:
    """A row for each topic: its words, shaded by how often each comes back, and how often the topic does.

    Parameters
    ----------
    topics : DataFrame
        ``topic``, ``paragraphs``, ``starts``, ``resamples``, ``low``, ``high``, ``chance``, ``firm``, as ``.topics`` of
        ``cv.topics`` has it.
    words : DataFrame
        ``topic``, ``rank``, ``word``, ``resamples``: its ``.words``.
    numbers : DataFrame, optional
        ``number``, ``resamples``, ``chance``, ``chosen``: its ``.numbers``, shown below.
    threshold : float
        From where on a topic counts as firm.

    Examples
    --------
    >>> topic = pd.DataFrame({"topic": [0], "paragraphs": [9], "starts": [1.0], "resamples": [0.8], "low": [0.7],
    ...                       "high": [0.9], "chance": [0.4], "firm": [False]})
    >>> word = pd.DataFrame({"topic": [0, 0], "rank": [1, 2], "word": ["社区", "治理"], "resamples": [1.0, 0.6]})
    >>> len(topic_stability(topic, word).axes)
    1
    """
    require(topics, ["topic", "paragraphs", "starts", "resamples", "low", "high", "chance", "firm"], "topics")
    require(words, ["topic", "rank", "word", "resamples"], "words of topics")
    with house_style():
        width, left = 58.0, CONTENT - 58.0
        blocks = [
            (row, _flow(words[words["topic"] == row["topic"]].sort_values("rank"), left - 24.0))
            for row in topics.to_dict("records")
        ]
        heights = [max(2, len({line for line, *_ in placed})) * _LINE + _BLOCK for _, placed in blocks]
        body = sum(heights)
        below = 0.0 if numbers is None or numbers.empty else 44.0
        sheet = Sheet(title, subtitle, note, body=body + 14 + below)
        sheet.text(0, 1.5, "主题 topic", size=SMALL, color=MUTED)
        sheet.text(left, 1.5, "再现的比例 how often it comes back", size=SMALL, color=MUTED)
        axes = sheet.axes(left, 4, width, body, xlim=(-0.02, 1.02), ylim=(body, 0))
        value_axis(axes, percent=True)
        axes.axvline(threshold, color=FAINT, lw=0.8, ls=(0, (3, 2)))
        y = 0.0
        for (row, placed), height in zip(blocks, heights, strict=True):
            sheet.rule(0, 4 + y, CONTENT)
            firm = bool(row["firm"])
            sheet.text(0, 4 + y + _LINE * 0.75, f"{int(row['topic']) + 1}", size=11, color=INK)
            sheet.text(5, 4 + y + _LINE * 0.75, "稳定 firm" if firm else "脆弱 fragile", size=SMALL,
                       color=ACCENT if firm else CONTRAST)  # fmt: skip
            sheet.text(5, 4 + y + _LINE * 1.6, f"{int(row['paragraphs'])}段 par.", size=SMALL, color=MUTED)
            for line, x, word, share in placed:
                shade = SEQUENTIAL(_SHADES + (1 - _SHADES) * float(share))
                sheet.text(24 + x, 4 + y + (line + 0.75) * _LINE, word, color=shade)
            middle = y + height / 2
            axes.plot([row["chance"]] * 2, [middle - 3, middle + 3], color=FAINT, lw=1.6)
            axes.plot([row["starts"]], [middle - 1.4], "D", ms=4.2, mfc="white", mec=MUTED, mew=0.9, clip_on=False)
            interval(axes, middle + 1.4, row["resamples"], row["low"], row["high"], ACCENT if firm else CONTRAST)
            y += height
        foot = body + 11.5
        sheet.text(0, foot, "◇ 随机起点 random starts   ● 重抽段落 paragraphs drawn again   "
                   "｜ 打乱后最好的主题 best of words dealt out at random", size=SMALL, color=MUTED)  # fmt: skip
        if numbers is not None and below:
            _numbers(sheet, numbers, foot + 6)
        return sheet.figure


def _flow(words: pd.DataFrame, width: float) -> list[tuple[int, float, str, float]]:
    """Line, place in it, word and share for each word, wrapped at a width."""
    placed, line, x = [], 0, 0.0
    for word, share in zip(words["word"].astype(str), words["resamples"], strict=True):
        need = text_width(word, LABEL)
        if x and x + need > width:
            line, x = line + 1, 0.0
        placed.append((line, x, word, float(share)))
        x += need + 3.0
    return placed


def _numbers(sheet: Sheet, numbers: pd.DataFrame, top: float) -> None:
    """How alike topics and their resamples are for each number of topics, against dealt-out words."""
    sheet.text(0, top + 1, "主题数的选择：重抽后主题词的相似度（灰：打乱后的文本） number of topics: likeness over resamples "
               "(grey: dealt-out words)", size=SMALL, color=MUTED)  # fmt: skip
    axes = sheet.axes(10, top + 5, 100, 27, xlim=(numbers["number"].min() - 0.5, numbers["number"].max() + 0.5),
                      ylim=(0, max(1.0, float(numbers["resamples"].max()))))  # fmt: skip
    bare(axes, keep=("bottom", "left"))
    axes.set_xticks(numbers["number"].tolist())
    axes.set_yticks([0, 0.5, 1])
    zero_line(axes, float(numbers["number"].min()) - 0.5)
    for row in numbers.to_dict("records"):
        axes.plot([row["number"]] * 2, [row["chance"], row["resamples"]], color=ACCENT, lw=1.0, alpha=0.5)
        axes.plot([row["number"]], [row["chance"]], "_", ms=9, mec=FAINT, mew=1.8)
        axes.plot([row["number"]], [row["resamples"]], "o", ms=5.5, mec=ACCENT, mew=1.0,
                  mfc=ACCENT if row["chosen"] else "white")  # fmt: skip
