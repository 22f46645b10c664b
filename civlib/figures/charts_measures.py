"""Charts of the policy measures: which place took which, by what instrument, and which go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter

from civlib.errors import NothingToDraw
from civlib.figures.panels import CONTENT, interval_panels
from civlib.figures.sheet import ROW, Sheet, bare, columns_height, darker, interval, keyed, require, shown, zero_line
from civlib.figures.style import (
    ACCENT,
    GROUND,
    INK,
    MUTED,
    SEQUENTIAL,
    SMALL,
    Place,
    house_style,
    text_width,
    widest,
)

FAMILIES: Mapping[str, tuple[str, str]] = {
    "ORG": ("组织领导", "Organisation"),
    "RUL": ("制度规则", "Rules"),
    "SUP": ("督导考核", "Supervision"),
    "PUB": ("宣传教育", "Publicity"),
    "PAR": ("群众参与", "Participation"),
    "ENV": ("环境治理", "Environment"),
    "RES": ("资源保障", "Resources"),
}
"""Names of the families of codes; a family that is not among them goes by its own name."""

INSTRUMENTS: Mapping[str, tuple[str, str]] = {
    "N": ("信息", "Nodality"),
    "A": ("权威", "Authority"),
    "T": ("财力", "Treasure"),
    "O": ("组织", "Organisation"),
}
"""Hood's instruments of government."""


def measure_matrix(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    labels: pd.DataFrame | None = None,
    title: str = "各地报告提到了哪些措施",
    subtitle: str = "Share of each report's sentences that name a measure",
    note: str = "",
) -> Figure:
    """The matrix of codes and places: the share of sentences as shade and number, grouped by family.

    A measure that a report does not mention has a dash on grey, which is not the same as a small share.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``code``, ``share`` (0 to 1). The family of a code is what stands before its first “_”.
    labels : DataFrame, optional
        ``code``, ``label``, ``label_en``, ``instrument`` (N, A, T, O), in the order to be shown, as ``codes()`` of the
        codebook gives it; by default what the table itself has. Codes that no report mentions get a row too.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "code": ["ORG_HQ", "RES_LAW"], "share": [0.2, 0.0]})
    >>> len(measure_matrix(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes[0].patches)
    2
    """
    require(frame, ["report_id", "code", "share"], "measures")
    with house_style():
        every, rows = shown(frame, places), keyed(frame, "code", labels, silent=True)
        highest, source = float(frame["share"].max()), frame if labels is None else labels
        families = {code: code.split("_")[0] for code, _, _ in rows}
        instruments = source["instrument"] if "instrument" in source else [""] * len(source)
        letters = dict(zip(source["code"].astype(str), instruments, strict=True))
        tops, y, previous = {}, 0.0, ""
        for code, _, _ in rows:
            y += 1.8 if previous and families[code] != previous else 0.0
            tops[code], previous, y = y, families[code], y + ROW
        first = widest((FAMILIES.get(name, (name, ""))[1] for name in families.values()), SMALL) + 2
        margin = first + min(66.0, widest(f"{chinese} {english}" for _, chinese, english in rows) + 5)
        width = min(24.0, (CONTENT - margin) / len(every))
        head = columns_height(every, width)
        sheet = Sheet(title, subtitle, note, body=10.5 + head + y)
        _matrix_key(sheet, highest, letters, per_cent=width < 9)
        start = 10.5 + head
        sheet.column_headings(margin, start - head, every, width)
        axes = sheet.axes(margin, start, width * len(every), y, xlim=(0, len(every)), ylim=(y, 0))
        bare(axes)
        shares = frame.assign(report_id=frame["report_id"].astype(str)).groupby(["report_id", "code"])["share"].sum()
        seen = ""
        for code, chinese, english in rows:
            at = start + tops[code] + ROW / 2
            if families[code] != seen:
                seen = families[code]
                names = FAMILIES.get(seen, (seen, ""))
                sheet.text(0, at, names[0], color=darker(ACCENT), va="center_baseline")
                if names[1] and sum(family == seen for family in families.values()) > 1:
                    sheet.text(0, at + ROW * 0.86, names[1], size=SMALL, color=MUTED, va="center_baseline")
            sheet.bilingual(first, at, chinese, english, margin - first - 4.5)
            sheet.text(margin - 2, at, str(letters.get(code, "")), size=SMALL, color=MUTED, ha="right",
                       va="center_baseline")  # fmt: skip
            for column, place in enumerate(every):
                share = float(shares.get((place.report_id, code), 0.0))
                _cell(axes, column, tops[code], share, highest, width)
        return sheet.figure


def _cell(axes: Axes, column: int, top: float, share: float, highest: float, width: float) -> None:
    """One cell of the matrix: shade and number, or a dash on grey."""
    strength = share / highest if highest else 0.0
    gap = 0.5 / width
    color = SEQUENTIAL(0.05 + 0.9 * strength) if share > 0 else GROUND
    axes.bar(column + 0.5, ROW - 0.5, width=1 - gap, bottom=top + 0.25, color=color)
    text = "–" if share <= 0 else "<1" if share < 0.005 else f"{share * 100:.0f}"
    # from here on white stands out better than ink
    ink = "white" if strength > 0.54 else INK if share > 0 else MUTED
    axes.text(column + 0.5, top + ROW / 2, text if width < 9 or share <= 0 else f"{text}%", ha="center",
              va="center_baseline", size=SMALL, color=ink)  # fmt: skip


def _matrix_key(sheet: Sheet, highest: float, letters: Mapping[str, object], *, per_cent: bool) -> None:
    """What shades, dash and letters mean, in one line above the matrix."""
    steps = [0.0, 0.25, 0.5, 0.75, 1.0]
    for number, step in enumerate(steps):
        sheet.block(number * 7, 0.4, 7, 2.4, str(_hex(0.05 + 0.9 * step)))
    sheet.text(37, 1.6, f"最高 max {highest:.0%}", size=SMALL, color=MUTED, va="center_baseline")
    x = 37 + text_width(f"最高 max {highest:.0%}", SMALL) + 6
    sheet.block(x, 0.4, 7, 2.4, GROUND)
    sheet.text(x + 3.5, 1.6, "–", size=SMALL, color=MUTED, ha="center", va="center_baseline")
    remark = "未提及 not mentioned" + ("　数字为百分比 numbers in per cent" if per_cent else "")
    sheet.text(x + 9, 1.6, remark, size=SMALL, color=MUTED, va="center_baseline")
    used = [letter for letter in INSTRUMENTS if letter in set(letters.values())]
    text = "　".join(f"{letter} {' '.join(INSTRUMENTS[letter])}" for letter in used)
    sheet.text(0, 6.4, f"政策工具 instruments: {text}" if text else "", size=SMALL, color=MUTED, va="center_baseline")


def _hex(strength: float) -> str:
    red, green, blue, _ = SEQUENTIAL(strength)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def instrument_profile(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    title: str = "各地用什么政策工具",
    subtitle: str = "Share of codings by Hood's instruments of government",
    note: str = "",
) -> Figure:
    """Dots with intervals: how much of each place's measures work by information, rules, money, organisation.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``instrument`` (N, A, T, O), ``share`` (0 to 1); where known ``low``, ``high``.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "instrument": ["N", "O"], "share": [0.6, 0.4]})
    >>> len(instrument_profile(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "instrument", "share"], "instruments")
    with house_style():
        every = shown(frame, places)
        used = set(frame["instrument"].astype(str))
        rows = [(letter, *names) for letter, names in INSTRUMENTS.items() if letter in used]
        rows += [(name, name, "") for name in sorted(used - set(INSTRUMENTS))]
        return interval_panels(frame, every, rows, "instrument", "share", heading=(title, subtitle, note),
                               reference=len(every) > 1)  # fmt: skip


def measure_shares(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    labels: pd.DataFrame | None = None,
    title: str = "部分措施在各地的比重",
    subtitle: str = "Share of sentences that name a measure",
    note: str = "",
) -> Figure:
    """Dots with intervals for selected codes, one panel a place.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``code``, ``share`` (0 to 1); where known ``low``, ``high``.
    labels : DataFrame, optional
        ``code``, ``label``, ``label_en``, in the order to be shown.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "code": ["PAR_VOL", "RES_LAW"], "share": [0.6, 0.4]})
    >>> len(measure_shares(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "code", "share"], "measures")
    with house_style():
        every = shown(frame, places)
        return interval_panels(frame, every, keyed(frame, "code", labels), "code", "share",
                               heading=(title, subtitle, note), reference=len(every) > 1)  # fmt: skip


def distinctive_measures(
    frame: pd.DataFrame,
    places: Sequence[Place],
    *,
    labels: pd.DataFrame | None = None,
    title: str = "各地措施的侧重",
    subtitle: str = "Measures that set a place apart: log-odds against the other places; hollow: interval holds zero",
    note: str = "",
    top: int = 4,
) -> Figure:
    """Dots with intervals to the left and right of zero: measures named less or more than elsewhere.

    Parameters
    ----------
    frame : DataFrame
        ``report_id``, ``code``, ``log_odds``; where known ``low``, ``high``.
    labels : DataFrame, optional
        ``code``, ``label``, ``label_en``, in the order to be shown.
    top : int
        The ``top`` highest of each place decide which rows are shown.

    Examples
    --------
    >>> from civlib.figures.style import Place
    >>> frame = pd.DataFrame({"report_id": "1", "code": ["PAR_VOL", "RES_LAW"], "log_odds": [1.6, -0.4]})
    >>> len(distinctive_measures(frame, [Place("1", "漳州市", "Zhangzhou", "#0072B2")]).axes)
    1
    """
    require(frame, ["report_id", "code", "log_odds"], "distinctive measures")
    with house_style():
        every = shown(frame, places)
        ordered = frame.sort_values(["log_odds", "code"], ascending=[False, True], kind="stable")
        best = set(ordered.groupby("report_id").head(top)["code"].astype(str))
        table = frame[frame["code"].astype(str).isin(best)]
        return interval_panels(table, every, keyed(table, "code", labels), "code", "log_odds", percent=False, signed=True,
                               reference=False, heading=(title, subtitle, note))  # fmt: skip


def measure_pairs(
    frame: pd.DataFrame,
    *,
    labels: pd.DataFrame | None = None,
    title: str = "常在同一句出现的措施",
    subtitle: str = "Pairs of measures that share sentences more often than chance would have it",
    note: str = "",
    top: int = 20,
) -> Figure:
    """Ranked pairs of codes: the lift as a dot on a logarithmic scale, the number of shared sentences behind it.

    Parameters
    ----------
    frame : DataFrame
        ``code_a``, ``code_b``, ``count`` (sentences that have both codes), ``lift`` (observed over expected, 1 where
        independent); where known ``low``, ``high``.
    labels : DataFrame, optional
        ``code``, ``label``, ``label_en``.
    top : int
        How many pairs are shown, highest lift first.

    Examples
    --------
    >>> frame = pd.DataFrame({"code_a": ["ORG_HQ"], "code_b": ["ORG_TASK"], "count": [7], "lift": [3.2]})
    >>> len(measure_pairs(frame).axes)
    1
    """
    require(frame, ["code_a", "code_b", "count", "lift"], "pairs of measures")
    with house_style():
        table = frame[frame["lift"] > 0].assign(
            low=frame.get("low", float("nan")), high=frame.get("high", float("nan"))
        )
        if table.empty:
            raise NothingToDraw("no pair has a lift above zero", where="pairs of measures", remedy="lower the threshold")
        rows = table.sort_values(["lift", "count"], ascending=False, kind="stable").head(top).to_dict("records")
        both = pd.DataFrame({"code": [row[side] for row in rows for side in ("code_a", "code_b")]})
        names = {code: (first, second) for code, first, second in keyed(both, "code", labels)}
        pairs = [(names[str(row["code_a"])], names[str(row["code_b"])]) for row in rows]
        chinese = [f"{one[0]} × {other[0]}" for one, other in pairs]
        english = [f"{one[1]} × {other[1]}" if one[1] and other[1] else "" for one, other in pairs]
        widths = [text_width(c) + text_width(e, SMALL) for c, e in zip(chinese, english, strict=True)]
        margin = min(108.0, max(widths) + 5)
        sheet = Sheet(title, subtitle, note, body=6 + len(rows) * ROW + 5)
        width = CONTENT - margin - 16
        ends = [value for row in rows for value in (row["lift"], row["low"], row["high"]) if value > 0]
        axes = sheet.axes(margin, 6, width, len(rows) * ROW, xscale="log", ylim=(len(rows), 0),
                          xlim=(min([*ends, 0.9]) / 1.1, max([*ends, 2]) * 1.15))  # fmt: skip
        bare(axes, keep=("bottom",))
        axes.spines["bottom"].set_visible(False)
        axes.xaxis.set_major_locator(FixedLocator([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500]))
        axes.xaxis.set_minor_locator(FixedLocator([]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
        axes.grid(axis="x")
        axes.tick_params(length=0)
        zero_line(axes, 1.0)
        sheet.text(margin, 3.4, "提升度 lift", size=SMALL, color=MUTED)
        sheet.text(CONTENT, 3.4, "同句 sentences", size=SMALL, color=MUTED, ha="right")
        for position, row in enumerate(rows):
            at = 6 + (position + 0.5) * ROW
            sheet.bilingual(0, at, chinese[position], english[position], margin - 2)
            interval(axes, position + 0.5, row["lift"], row["low"], row["high"], ACCENT)
            sheet.text(CONTENT, at, f"{int(row['count'])}", size=SMALL, ha="right", va="center_baseline")
        return sheet.figure
