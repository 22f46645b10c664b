"""Charts of what the reports copy: how much any two of them share, and where the shared passages stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from civlib.figures.panels import CONTENT
from civlib.figures.sheet import ROW, Sheet, bare, columns_height, darker, require, shown
from civlib.figures.style import (
    GROUND,
    INK,
    LABEL,
    MUTED,
    SEQUENTIAL,
    SMALL,
    Place,
    house_style,
    shorten,
    text_width,
    widest,
)

PASSAGE_KINDS: Mapping[str, tuple[str, str]] = {
    "identical": ("#0a5a92", "相同 identical"),
    "near": ("#D55E00", "近似 near"),
    "stock": ("#a6a6a6", "套话 stock phrase"),
}
"""Kinds of shared passages: colour and bilingual label."""


_NUMBERED = 11.0  # cells narrower than this, in millimetres, have no room for numbers
_LISTED = 6  # so many pairs are then listed with theirs


def sharing_matrix(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "哪些报告共用文字",
    subtitle: str = "Characters in passages that two reports share; below the diagonal by kind of passage",
    note: str = "",
) -> Figure:
    """Reports by reports: above the diagonal the shared characters and passages, below it bars by kind.

    On the diagonal stands what a report repeats of itself. Characters are those of the report that comes first; where
    passages overlap, they count once. Cells too small for numbers have their colour only; the pairs that share most are
    then listed below with theirs.

    Parameters
    ----------
    frame : DataFrame
        ``report_a``, ``report_b``, ``start_a``, ``end_a``, ``kind`` (identical, near, stock), one row a passage, as
        ``cv.reuse`` gives it.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> pair = [Place("1", "漳州市", "Zhangzhou", "#0072B2"), Place("2", "平城区", "Pingcheng", "#D55E00")]
    >>> frame = pd.DataFrame({"report_a": ["1"], "report_b": ["2"], "start_a": [5], "end_a": [27], "kind": ["near"]})
    >>> [text.get_text() for text in sharing_matrix(frame, pair).axes[0].texts]
    ['–', '22字\\n1段', '–']
    """
    require(frame, ["report_a", "report_b", "start_a", "end_a", "kind"], "shared passages")
    with house_style():
        every = shown(frame, places, "report_a")
        shown(frame, places, "report_b")
        order = {place.report_id: number for number, place in enumerate(every)}
        pairs: dict[tuple[int, int], pd.DataFrame] = {}
        for (a, b), own in frame.groupby([frame["report_a"].astype(str), frame["report_b"].astype(str)], sort=False):
            low, high = sorted((order[str(a)], order[str(b)]))
            pairs[low, high] = pd.concat([pairs[low, high], own]) if (low, high) in pairs else own
        highest = max([1, *(_covered(own) for (low, high), own in pairs.items() if low != high)])
        labels = min(62.0, widest(place.label for place in every) + 4)
        count = len(every)
        cell = min(26.0, (CONTENT - labels) / count)
        tall = min(14.0, cell)
        numbers = cell >= _NUMBERED
        head = columns_height(every, cell)
        used = [kind for kind in PASSAGE_KINDS if kind in set(frame["kind"])]
        ranked = sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: (-_covered(pairs[pair]), pair))
        named = [] if numbers else ranked[:_LISTED]
        sheet = Sheet(title, subtitle, note, body=7 + head + count * tall + (4 + len(named) * ROW if named else 0))
        colours = [] if numbers else [(to_hex(SEQUENTIAL(0.95)), f"最多 most: {highest:,}字")]
        sheet.key(0, 1.5, [PASSAGE_KINDS[kind] for kind in used] + colours)
        top = 7 + head
        axes = sheet.axes(labels, top, cell * count, tall * count, xlim=(0, count), ylim=(count, 0))
        bare(axes)
        sheet.column_headings(labels, 7, every, cell)
        for number, place in enumerate(every):
            sheet.bilingual(0, top + (number + 0.5) * tall, place.chinese, place.english, labels - 2)
        for low in range(count):
            for high in range(low, count):
                own = pairs.get((low, high), frame.iloc[:0])
                characters = _covered(own)
                strength = characters / highest if low != high else 0.0
                color = GROUND if low == high else SEQUENTIAL(0.05 + 0.9 * strength) if len(own) else "white"
                axes.add_patch(_box(high, low, color, gid="pair"))
                ink = "white" if strength > 0.45 else INK if len(own) and low != high else MUTED
                text = f"{characters:,}字\n{len(own)}段" if len(own) else "–"
                if numbers:
                    axes.text(high + 0.5, low + 0.5, text, ha="center", va="center", size=SMALL, color=ink,
                              linespacing=1.3)  # fmt: skip
                left = 0.08
                for kind in used if low != high else []:
                    length = _covered(own[own["kind"] == kind]) / highest * 0.84
                    axes.barh(high + 0.5, length, left=low + left, height=0.3 if numbers else 0.6, color=PASSAGE_KINDS[kind][0])
                    left += length
        for number, (low, high) in enumerate(named):
            own, at = pairs[low, high], top + count * tall + 5.5 + number * ROW
            amount = f"{_covered(own):,}字 {len(own)}段"
            sheet.text(0, at, amount, size=SMALL, color=MUTED, va="center_baseline")
            sheet.text(24, at, shorten(f"{every[low].label} – {every[high].label}", CONTENT - 24), va="center_baseline")
        return sheet.figure


def _covered(passages: pd.DataFrame) -> int:
    """How many characters of the first report lie in at least one of the passages."""
    reached, total = -1, 0
    for start, end in sorted(zip(passages["start_a"].astype(int), passages["end_a"].astype(int), strict=True)):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _box(column: int, row: int, color: object, gid: str) -> Polygon:
    """A cell of the matrix with a thin white border."""
    x, y, gap = column, row, 0.02
    corners = [(x + gap, y + gap), (x + 1 - gap, y + gap), (x + 1 - gap, y + 1 - gap), (x + gap, y + 1 - gap)]
    return Polygon(corners, closed=True, color=color, lw=0, gid=gid)


def passage_links(
    frame: pd.DataFrame,
    upper: Place,
    lower: Place,
    lengths: tuple[int, int],
    *,
    title: str = "",
    subtitle: str = "Where two reports share passages: each band joins a passage with its counterpart",
    note: str = "",
    listed: int = 6,
) -> Figure:
    """Two reports as lines from first character to last, shared passages as bands between them.

    Parameters
    ----------
    frame : DataFrame
        ``start_a``, ``end_a``, ``surface_a`` (of the upper report), ``start_b``, ``end_b`` (of the lower), ``kind``.
    upper, lower : Place
    lengths : (int, int)
        Characters of the two reports.
    listed : int
        How many passages are numbered and quoted below: the longest first, stock phrases last.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> a, b = Place("1", "漳州市", "Zhangzhou", "#0072B2"), Place("2", "平城区", "Pingcheng", "#D55E00")
    >>> frame = pd.DataFrame({"start_a": [5], "end_a": [25], "surface_a": ["更高标准、更严要求"], "start_b": [60],
    ...                       "end_b": [80], "kind": ["near"]})
    >>> len(passage_links(frame, a, b, (400, 300)).axes[0].patches)
    3
    """
    require(frame, ["start_a", "end_a", "surface_a", "start_b", "end_b", "kind"], "linked passages")
    with house_style():
        longest = frame.assign(size=frame["end_a"] - frame["start_a"], stock=frame["kind"] == "stock")
        longest = longest.sort_values(["stock", "size", "start_a"], ascending=[True, False, True], kind="stable")
        rows = longest.to_dict("records")
        used = [kind for kind in PASSAGE_KINDS if kind in set(frame["kind"])]
        quoted = longest.drop_duplicates("surface_a").head(listed).to_dict("records")
        counts = [f"{length:,}字 characters" for length in lengths]
        names = max(widest([upper.chinese, lower.chinese]), widest([upper.english, lower.english, *counts], SMALL))
        labels, band, tall, top = min(52.0, names + 3), 4.0, 46.0, 10.0
        sheet = Sheet(title or f"{upper.chinese}与{lower.chinese}共用的段落", subtitle, note,
                      body=top + tall + 3 + len(quoted) * (ROW + 0.4))  # fmt: skip
        sheet.key(0, 1.5, [PASSAGE_KINDS[kind] for kind in used])
        width = CONTENT - labels - 1
        axes = sheet.axes(labels, top, width, tall, xlim=(0, max(*lengths, 1)), ylim=(tall, 0))
        bare(axes)
        for place, length, count, y in (
            (upper, lengths[0], counts[0], 0.0), (lower, lengths[1], counts[1], tall - band)
        ):  # fmt: skip
            axes.barh(y + band / 2, length, height=band, color=place.color, alpha=0.25)
            # the names stand beside the inner edge of their line, so that both blocks lie within the drawing
            at = top + (y + 1.6 if y == 0 else y - 5.2)
            sheet.text(0, at, place.chinese, color=darker(place.color), va="center_baseline")
            sheet.text(0, at + 3.8, place.english, size=SMALL, color=MUTED, va="center_baseline")
            sheet.text(0, at + 7.4, count, size=SMALL, color=MUTED, va="center_baseline")
        least = max(*lengths, 1) / width * 0.45  # a passage of ten characters must still show in print
        for row in reversed(rows):  # so that stock phrases lie below, and the longest passages on top
            color = PASSAGE_KINDS.get(str(row["kind"]), (MUTED, ""))[0]
            above = row["start_a"], max(row["end_a"], row["start_a"] + least)
            below = row["start_b"], max(row["end_b"], row["start_b"] + least)
            corners = [(above[0], 0), (above[1], 0), (above[1], band), (below[1], tall - band), (below[1], tall),
                       (below[0], tall), (below[0], tall - band), (above[0], band)]  # fmt: skip
            alpha = 0.35 if row["stock"] else 0.8
            axes.add_patch(Polygon(corners, closed=True, color=color, alpha=alpha, lw=0, gid="passage"))
        for x, number in _spread([float(row["start_a"]) for row in quoted], max(*lengths, 1) / width * 3.2):
            color = PASSAGE_KINDS.get(str(quoted[number]["kind"]), (MUTED, ""))[0]
            axes.text(x, -0.8, str(number + 1), ha="left", va="bottom", size=SMALL, color=darker(color))
        for number, row in enumerate(quoted):
            at, color = top + tall + 4.5 + number * (ROW + 0.4), PASSAGE_KINDS.get(str(row["kind"]), (MUTED, ""))[0]
            sheet.text(0, at, str(number + 1), color=darker(color), va="center_baseline")
            text = str(row["surface_a"]).replace("\n", " ")
            sheet.text(4 + text_width("0", LABEL), at, shorten(text, CONTENT - 8), va="center_baseline")
        return sheet.figure


def _spread(wanted: Sequence[float], gap: float) -> list[tuple[float, int]]:
    """Positions at least ``gap`` apart, as near to the wanted ones as going from left to right allows.

    Examples
    --------
    >>> _spread([5.0, 4.0, 20.0], 3.0)
    [(4.0, 1), (7.0, 0), (20.0, 2)]
    """
    placed: list[tuple[float, int]] = []
    for x, number in sorted((x, number) for number, x in enumerate(wanted)):
        placed.append((max(x, placed[-1][0] + gap) if placed else x, number))
    return placed
