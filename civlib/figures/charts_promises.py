"""Charts of what stands behind the numbers: measures with their quantities, formulas that are unfolded or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from civlib.figures.panels import CONTENT
from civlib.figures.sheet import ROW, Sheet, darker, keyed, require, shown
from civlib.figures.style import INK, MUTED, SMALL, Place, house_style, shorten, text_width, widest, wrap

FORMULA_STATES: Mapping[str, tuple[str, str]] = {
    "complete": ("#0072B2", "列全 all members listed"),
    "partial": ("#D55E00", "多列或少列 more or fewer listed"),
    "bare": ("#c4c9cc", "未列 none listed"),
}
"""How much of a formula a report unfolds: colour and bilingual label."""

FORMULA_KINDS: Mapping[str, tuple[str, str]] = {
    "set": ("几大几项", "sets"),
    "structure": ("几加几", "structures"),
    "slogan": ("口号", "slogans"),
}
"""Kinds of formulas, with examples of how they are built: 八大工程, 1+11+7, 一盘棋."""

_LINES = 3  # of quantities of one measure
_LEADING = 3.9


def measures_in_numbers(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    labels: pd.DataFrame | None = None,
    title: str = "措施背后的数字",
    subtitle: str = "Measures of each place and the quantities that stand next to them",
    note: str = "",
    top: int = 4,
) -> Figure:
    """A table: the measures of each place that come with most numbers, and those numbers with what they count.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``code``, ``surface`` (number and unit as written), ``item`` (what is counted, may be empty), one row a
        quantity of a measure.
    labels : DataFrame, optional
        ``code``, ``label``, ``label_en``.
    top : int
        How many measures of each place are shown.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "code": "RES_FUND", "surface": ["30亿元", "65个"], "item": ["投资", "项目"]})
    >>> figure = measures_in_numbers(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")])
    >>> "投资 30亿元　项目 65个" in [text.get_text() for text in figure.texts]
    True
    """
    require(frame, ["report_id", "code", "surface", "item"], "quantities of measures")
    with house_style():
        every = shown(frame, places)
        names = {code: (chinese, english) for code, chinese, english in keyed(frame, "code", labels)}
        margin = min(62.0, max(text_width(c) + text_width(e, SMALL) + 1.3 for c, e in names.values()) + 4)
        blocks = [
            (place, [
                (names[code], _flow(numbers, CONTENT - margin))
                for code, numbers in _numbers(frame[frame["report_id"].astype(str) == place.report_id], top)
            ])
            for place in every
        ]  # fmt: skip
        height = sum(9.0 + sum(len(lines) * _LEADING + 1.5 for _, lines in rows) + (0 if rows else 5.4) for _, rows in blocks)
        sheet = Sheet(title, subtitle, note, body=height)
        y = 0.0
        for place, rows in blocks:
            sheet.text(0, y + 2.5, place.chinese, size=10, color=darker(place.color), va="center_baseline")
            sheet.text(text_width(place.chinese, 10) + 1.5, y + 2.5, place.english, size=SMALL, color=MUTED,
                       va="center_baseline")  # fmt: skip
            sheet.rule(0, y + 5.2, CONTENT, color=MUTED)
            y += 6.4
            if not rows:
                sheet.text(0, y + 2.2, "无 none", size=SMALL, color=MUTED, va="center_baseline")
                y += 5.4
            for (chinese, english), lines in rows:
                sheet.bilingual(0, y + _LEADING / 2, chinese, english, margin - 2)
                for number, line in enumerate(lines):
                    sheet.text(margin, y + (number + 0.5) * _LEADING, line, size=SMALL, va="center_baseline")
                y += len(lines) * _LEADING + 1.5
                sheet.rule(0, y - 0.6, CONTENT)
            y += 2.6
        return sheet.figure


def _numbers(own: pd.DataFrame, top: int) -> list[tuple[str, list[str]]]:
    """The codes with most different quantities, and for each its quantities in the order of the text."""
    listed: dict[str, list[str]] = {}
    for code, item, surface in zip(own["code"].astype(str), own["item"], own["surface"], strict=True):
        listed.setdefault(code, []).append(f"{item} {surface}" if isinstance(item, str) and item else str(surface))
    distinct = [(code, list(dict.fromkeys(numbers))) for code, numbers in listed.items()]
    return sorted(distinct, key=lambda entry: -len(entry[1]))[:top]


def _flow(numbers: Sequence[str], width: float) -> list[str]:
    """Quantities one after the other in lines that break between them; “……” where there are more."""
    lines: list[str] = []
    for number in numbers:
        if lines and text_width(f"{lines[-1]}　{number}", SMALL) <= width:
            lines[-1] += f"　{number}"
        else:
            lines.extend(wrap(number, width, SMALL))
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], shorten(f"{lines[_LINES - 1]}　……", width, SMALL)]
    return lines


def formula_states(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "数字口诀列全了吗",
    subtitle: str = "Numbered formulas by kind, one square each, and whether the report lists their members",
    note: str = "",
) -> Figure:
    """Rows of squares, one a formula: how many of each kind a report has, and how many of them it unfolds.

    A formula that a report repeats stands once.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``surface``, ``kind`` (a key of ``FORMULA_KINDS``, or another), ``complete`` (True, False or None),
        as ``cv.formulas`` gives it.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "surface": ["三清单", "一盘棋"], "kind": ["set", "slogan"],
    ...                       "complete": [True, None]})
    >>> figure = formula_states(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")])
    >>> [text.get_text() for text in figure.texts].count("1")
    2
    """
    require(frame, ["report_id", "surface", "kind", "complete"], "kinds of formulas")
    with house_style():
        every = shown(frame, places)
        table = frame.assign(
            report_id=frame["report_id"].astype(str),
            state=frame["complete"].map({True: "complete", False: "partial"}).fillna("bare"),
        ).drop_duplicates(["report_id", "kind", "surface"])
        counts = table.groupby(["report_id", "kind", "state"]).size()
        totals = table.groupby(["report_id", "kind"]).size()
        present = set(table["kind"])
        kinds = [(kind, *names) for kind, names in FORMULA_KINDS.items() if kind in present]
        kinds += [(kind, kind, "") for kind in sorted(present - set(FORMULA_KINDS))]
        margin = min(60.0, widest(place.label for place in every) + 4)
        column = (CONTENT - margin) / len(kinds)
        square = min(3.4, (column - 8) / int(totals.max()))
        sheet = Sheet(title, subtitle, note, body=13.0 + len(every) * (ROW + 1.2))
        used = [state for state in FORMULA_STATES if state in set(table["state"])]
        sheet.key(0, 1.5, [FORMULA_STATES[state] for state in used])
        for number, (_, chinese, english) in enumerate(kinds):
            sheet.bilingual(margin + number * column, 9.5, chinese, english, column - 2)
        sheet.rule(0, 12.6, CONTENT, color=MUTED)
        for position, place in enumerate(every):
            at = 13.0 + (position + 0.5) * (ROW + 1.2)
            sheet.bilingual(0, at, place.chinese, place.english, margin - 2)
            sheet.rule(0, at + (ROW + 1.2) / 2, CONTENT)
            for number, (kind, _, _) in enumerate(kinds):
                x = margin + number * column
                for state in used:
                    for _ in range(int(counts.get((place.report_id, kind, state), 0))):
                        sheet.block(x, at - 1.5, square - 0.5, 3.0, FORMULA_STATES[state][0])
                        x += square
                total = int(totals.get((place.report_id, kind), 0))
                sheet.text(x + 1 if total else x, at, str(total), size=SMALL, color=INK if total else MUTED,
                           va="center_baseline")  # fmt: skip
        return sheet.figure
