"""Word clouds as vector text, each beside the ranked counts it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from civlib.errors import NothingToDraw
from civlib.figures.panels import CONTENT, bar_span, bars
from civlib.figures.sheet import ROW, Sheet, darker, heading_height, require, shown
from civlib.figures.style import INK, MUTED, POINT, SMALL, Place, font_path, house_style, shorten, widest
from civlib.statistics.word_counts import exceeding_words

SEED = 20
PIXELS = 6  # of the layout for one millimetre; 17 px are then 8 pt in print

_DENSITY = 0.52  # share of its field that a cloud should fill
_ATTEMPTS = 14
_SMALLEST = round(SMALL * POINT * PIXELS) + 1  # rounding may take one pixel away


class PlacedWord(NamedTuple):
    """A word of a cloud: where its baseline begins (pixels from the top left) and its size (pixels)."""

    word: str
    x: float
    y: float
    size: int


def lay_out(
    weights: Mapping[str, float], width: float, height: float, *, largest: float = 17.0, seed: int = SEED
) -> list[PlacedWord]:
    """Positions of words on a field of ``width`` by ``height`` millimetres: the area of a word follows its weight.

    The same words and seed give the same places. No word is smaller than 8 pt in print; where the field has no room
    for all of them, the lightest are left out.

    Parameters
    ----------
    weights : mapping of str to float
        Word → weight above zero; ties fall in the order of the mapping.
    largest : float
        The first word is at most so high, in millimetres.

    Examples
    --------
    >>> [placed.word for placed in lay_out({"文明": 9, "创建": 4}, 60, 40)]
    ['文明', '创建']
    """
    positive = {word: float(weight) for word, weight in weights.items() if weight > 0}
    if not positive:
        raise NothingToDraw("there is no word to draw", where="word cloud", remedy="check stop words and filters")
    top = max(positive.values())
    shares = {word: weight / top for word, weight in positive.items()}
    ink = sum(_length(word) * share for word, share in shares.items())
    widths = max(_length(word) * share**0.5 for word, share in shares.items())
    size = min((_DENSITY * width * height / ink) ** 0.5, height * 0.3, width * 0.9 / widths, largest)
    # few words lie lost on a large field: they get one that they fill, in its middle
    scale = min(1.0, (ink * size**2 / (_DENSITY * 0.9 * width * height)) ** 0.5)
    scale = min(1.0, max(scale, size * widths / width * 1.1, size / height * 1.4))
    best: list[PlacedWord] = []
    for _ in range(_ATTEMPTS):
        placed = _layout(shares, width * scale, height * scale, size, seed)
        if len(placed) > len(best):
            right, down = width * (1 - scale) / 2 * PIXELS, height * (1 - scale) / 2 * PIXELS
            best = [PlacedWord(word.word, word.x + right, word.y + down, word.size) for word in placed]
        if len(placed) == len(shares):
            break
        size *= 0.93
    return best


def _length(word: str) -> float:
    """Width of a word over its height."""
    return sum(1.0 if ord(character) >= 0x2E80 else 0.55 for character in word)


def _layout(shares: Mapping[str, float], width: float, height: float, largest: float, seed: int) -> list[PlacedWord]:
    from PIL import ImageFont
    from wordcloud import WordCloud

    # wordcloud makes sizes follow weights one to one when told so; the square root makes areas follow them
    sizes = {word: max(float(_SMALLEST), largest * PIXELS * share**0.5) for word, share in shares.items()}
    cloud = WordCloud(
        font_path=str(font_path()), width=int(width * PIXELS), height=int(height * PIXELS), margin=8,
        prefer_horizontal=1.0, random_state=Random(seed), collocations=False, relative_scaling=1.0,
        font_step=10_000,  # a word that finds no room is left out; wordcloud would make it and all after it smaller
        min_font_size=_SMALLEST - 1, max_font_size=round(max(sizes.values())), max_words=len(sizes),
    )  # fmt: skip
    cloud.generate_from_frequencies(sizes)
    placed = []
    for (word, _), size, (row, column), _, _ in cloud.layout_:
        # the layout gives the top left corner of the ink, text is set by the start of its baseline
        ink = ImageFont.truetype(str(font_path()), size).getbbox(word, anchor="ls")
        placed.append(PlacedWord(str(word), float(column - ink[0]), float(row - ink[1]), int(size)))
    return placed


def _draw(sheet: Sheet, words: Sequence[PlacedWord], left: float, top: float, colors: Mapping[str, str]) -> None:
    for word in words:
        sheet.text(left + word.x / PIXELS, top + word.y / PIXELS, word.word, size=word.size / PIXELS / POINT,
                   va="baseline", ha="left", color=colors.get(word.word, INK), gid="word")  # fmt: skip


def _ranked(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    return frame.sort_values([value, "word"], ascending=[False, True], kind="stable")


def _whole_ranks(ranked: pd.DataFrame, value: str, most: int) -> pd.DataFrame:
    """At most so many rows from the top; words that tie stay in or out together, unless all of them tie."""
    if len(ranked) <= most:
        return ranked
    above = ranked[ranked[value] > float(ranked[value].iloc[most])]
    return above if len(above) else ranked.head(most)


def _list(sheet: Sheet, rows: pd.DataFrame, left: float, top: float, width: float, colors: Mapping[str, str],
          heading: str, value: str = "count") -> Axes:  # fmt: skip
    """The ranked numbers beside a cloud; where they are no counts, the counts stand in brackets."""
    texts = min(width * 0.6, widest(rows["word"].astype(str)) + 1.5)
    sheet.text(left, top - 2.4, heading, size=SMALL, color=MUTED)
    sheet.rule(left, top, width)
    for position, word in enumerate(rows["word"].astype(str)):
        sheet.text(left + texts - 1.5, top + (position + 0.5) * ROW, shorten(word, texts), ha="right",
                   va="center_baseline")  # fmt: skip
    numbers = [f"{count:,}" for count in rows["count"].astype(int)]
    if value != "count":
        weights = [f"{weight:,.0f}" if weight >= 9.95 else f"{weight:.2g}" for weight in rows[value]]
        numbers = [f"{weight} ({number})" for weight, number in zip(weights, numbers, strict=True)]
    span = bar_span(float(rows[value].max()), max(numbers, key=len), width - texts)
    axes = sheet.axes(left + texts, top, width - texts, len(rows) * ROW, xlim=span, ylim=(len(rows), 0))
    bars(axes, rows[value].tolist(), MUTED, numbers)
    for bar, word in zip(axes.patches, rows["word"].astype(str), strict=True):
        bar.set_facecolor(colors.get(word, MUTED))
    return axes


def _shades(words: Sequence[PlacedWord], color: str) -> dict[str, str]:
    """A darker shade for the first fifth of the words, grey for the last two fifths; one shade for words of one size."""
    fifth = max(1, len(words) // 5)
    sizes = [placed.size for placed in words]
    # the middle of those that tie: 54 words of which 26 occur three times are not all blue
    middle = {size: sizes.index(size) + (sizes.count(size) - 1) / 2 for size in set(sizes)}
    return {
        placed.word: darker(color, 0.7) if middle[placed.size] < fifth
        else color if middle[placed.size] < 3 * fifth else MUTED
        for placed in words
    }


def word_cloud(
    frame: pd.DataFrame,
    place: Place,
    *,
    title: str = "",
    subtitle: str = "",
    note: str = "",
    words: int = 70,
    listed: int = 15,
) -> Figure:
    """The word cloud of one report, with its most frequent words as ranked counts on the right.

    Parameters
    ----------
    frame : DataFrame
        ``word``, ``count``, without stop words; if it has ``report_id``, only the rows of this place are taken.
    place : Place
    words, listed : int
        How many words the cloud may hold, and how many the list shows. Words that occur equally often are in the cloud
        all or none, so that no alphabet decides.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"word": ["文明", "创建"], "count": [9, 4]})
    >>> len(word_cloud(frame, Place("1", "漳州市", "Zhangzhou", "#0072B2")).axes[0].patches)
    2
    """
    own = frame[frame["report_id"].astype(str) == place.report_id] if "report_id" in frame else frame
    require(own, ["word", "count"], f"word cloud of {place.label}")
    with house_style():
        rows = _whole_ranks(_ranked(own, "count"), "count", words)
        height = max(listed * ROW, 72.0)
        sheet = Sheet(title or f"{place.chinese}：词云", subtitle or f"{place.english or place.chinese}: word cloud",
                      note, body=height + 5)  # fmt: skip
        width, column = 118.0, 50.0
        placed = lay_out(dict(zip(rows["word"].astype(str), rows["count"], strict=True)), width, height)
        _draw(sheet, placed, 0, 1, _shades(placed, place.color))
        _list(sheet, rows.head(listed), CONTENT - column, 5, column, dict.fromkeys(rows["word"], place.color),
              "出现次数 count")  # fmt: skip
        return sheet.figure


def _fields(count: int, width: float, height: float) -> list[tuple[float, float, float, float]]:
    """Left, top, width, height of a field for each place; a shorter last row spreads over the whole width."""
    rows = 1 if count <= 1 else 2 if count <= 6 else 3 if count <= 9 else 4
    fields = []
    for line in range(rows):
        first, last = count * line // rows, count * (line + 1) // rows
        for column in range(last - first):
            wide = width / (last - first)
            fields.append((column * wide, line * height / rows, wide - 4, height / rows - 3))
    return fields


def comparison_cloud(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "对比词云：各地用得比别处多的词",
    subtitle: str = "Comparison cloud: words that each report uses more than the others do",
    note: str = "",
    words: int = 14,
    listed: int = 4,
    measure: str = "每万词多出（次数）per 10k (n)",
) -> Figure:
    """A cloud in which every report has its own field: size shows how far it outdoes the others.

    A word stands in one field alone, that of the report which exceeds its mean share the most (Fellows' comparison
    cloud, as in the R package wordcloud). Sizes compare within a field, not between fields.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``word``, ``count``, without stop words; if it has ``weight`` (above zero, as ``cv.key_words`` or
        ``cv.exceeding_words`` gives it), that is taken instead of the difference of shares; if it has ``low``, the lower
        end of an interval, words and bars where that is not above zero are grey.
    words : int
        How many words a field may hold.
    listed : int
        How many words of each report the list on the right shows, with weight and count.
    measure : str
        What the weight is, above that list.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "word": ["书院", "古城"], "weight": [2.1, 1.4], "count": [9, 5]})
    >>> len(comparison_cloud(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "word", "count"], "comparison cloud")
    with house_style():
        every = shown(frame, places)
        table = frame if "weight" in frame else _exceeding(frame)
        ordered = _ranked(table[table["weight"] > 0], "weight")
        groups = {p: ordered[ordered["report_id"].astype(str) == p.report_id].head(words) for p in every}
        groups = {place: group for place, group in groups.items() if len(group)}
        if not groups:
            raise NothingToDraw("no word has a weight above zero", where="comparison cloud", remedy="check the weights")
        listing = pd.concat([group.head(listed).assign(place=place.report_id) for place, group in groups.items()])
        width, column = 124.0, 46.0
        height = max(len(listing) * ROW, 104.0)
        sheet = Sheet(title, subtitle, note, body=height + 5)
        fields = _fields(len(groups), width, height + 5)
        names = max(heading_height([place], field[2]) for place, field in zip(groups, fields, strict=True))
        for (place, group), (left, top, wide, tall) in zip(groups.items(), fields, strict=True):
            weights = dict(zip(group["word"].astype(str), group["weight"], strict=True))
            sheet.place_heading(left, top, place, wide)
            sheet.rule(left, top + names - 0.5, wide)
            placed = lay_out(weights, wide, tall - names - 1, largest=9.0)
            grey = set(group.loc[group["low"] <= 0, "word"].astype(str)) if "low" in group else set()
            colors = {word: MUTED if word in grey else place.color for word in weights}
            _draw(sheet, placed, left, top + names + 1, colors)
        axes = _list(sheet, listing, CONTENT - column, 5, column, {}, measure, "weight")
        owners = {place.report_id: place.color for place in every}
        doubtful = listing["low"] <= 0 if "low" in listing else pd.Series(False, index=listing.index)
        for bar, report, unsure in zip(axes.patches, listing["place"], doubtful, strict=True):
            bar.set_facecolor(MUTED if unsure else owners[report])
        return sheet.figure


def _exceeding(frame: pd.DataFrame) -> pd.DataFrame:
    """For every word the report that exceeds its mean share the most, and by how much."""
    counts = frame.groupby(["report_id", "word"], as_index=False)["count"].sum()
    sizes = counts.groupby("report_id")["count"].transform("sum")
    return exceeding_words(counts.assign(rank=0, per_10k=counts["count"] / sizes * 1e4))


def _common(frame: pd.DataFrame) -> pd.DataFrame:
    """The words of all reports: lowest share as weight, and how often they occur in all."""
    shares = frame.pivot_table(index="word", columns="report_id", values="count", aggfunc="sum", fill_value=0)
    lowest = (shares / shares.sum()).min(axis=1) * 1e4
    counts = frame.groupby("word")["count"].sum()
    return pd.DataFrame({"weight": lowest[lowest > 0], "count": counts}).dropna().rename_axis("word").reset_index()


def commonality_cloud(
    frame: pd.DataFrame,
    *,
    title: str = "共同词云：各地都用的词",
    subtitle: str = "Commonality cloud: words that all reports use, sized by their lowest share among them",
    note: str = "",
    words: int = 70,
    listed: int = 15,
) -> Figure:
    """The cloud of the words that all reports share, sized by the lowest share of the word in any of them.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``word``, ``count``, without stop words; or ``word``, ``count``, ``weight``, as ``cv.common_words``
        gives it.

    Examples
    --------
    >>> frame = pd.DataFrame({"report_id": ["1", "2", "1"], "word": ["文明", "文明", "书院"], "count": [9, 4, 3]})
    >>> [float(bar.get_width()) for bar in commonality_cloud(frame).axes[0].patches]
    [7500.0]
    """
    weighed = "weight" in frame and "report_id" not in frame
    require(frame, ["word", "count"] if weighed else ["report_id", "word", "count"], "commonality cloud")
    with house_style():
        rows = frame if weighed else _common(frame)
        if rows.empty:
            raise NothingToDraw("no word stands in every report", where="commonality cloud",
                                remedy="leave the figure out, or compare fewer reports")  # fmt: skip
        rows = _whole_ranks(_ranked(rows, "weight"), "weight", words)
        height = max(listed * ROW, 72.0)
        sheet = Sheet(title, subtitle, note, body=height + 5)
        placed = lay_out(dict(zip(rows["word"].astype(str), rows["weight"], strict=True)), 118.0, height)
        _draw(sheet, placed, 0, 1, _shades(placed, "#3f6f8f"))
        _list(sheet, rows.head(listed), CONTENT - 50.0, 5, 50.0, dict.fromkeys(rows["word"], "#3f6f8f"),
              "最低每万词（总次数）per 10k (n)", "weight")  # fmt: skip
        return sheet.figure


__all__ = ["PlacedWord", "commonality_cloud", "comparison_cloud", "lay_out", "word_cloud"]
