"""Charts of how far to trust the coding: machine against reference."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from civlib.figures.panels import CONTENT
from civlib.figures.sheet import ROW, Sheet, interval, keyed, require, value_axis
from civlib.figures.style import ACCENT, CONTRAST, FAINT, MUTED, SMALL, house_style, widest


def agreement(
    frame: pd.DataFrame,
    *,
    value: str = "alpha",
    labels: pd.DataFrame | None = None,
    title: str = "程序编码与参照编码的一致程度",
    subtitle: str = "Agreement of the machine's coding with the reference, by code, best first",
    note: str = "",
    thresholds: Sequence[float] = (),
    axis: str = "Krippendorff α",
) -> Figure:
    """Ordered dots with intervals: one measure of agreement for each code, and on how many cases it rests.

    Parameters
    ----------
    frame : DataFrame
        ``code``, the column named by ``value`` (at most 1), ``reference`` (sentences that have the code in the
        reference); where known the ends of the interval, ``alpha_low`` and ``alpha_high`` for the value ``alpha``. The
        row of the code ``all`` stands first. A code without a value is listed last.
    value : str
        For instance ``"alpha"``, ``"f1"``.
    labels : DataFrame, optional
        ``code``, ``label``, ``label_en``; by default what the table itself has.
    thresholds : sequence of float
        Values to be marked by a line, for instance 0.667 and 0.8 for Krippendorff's alpha; dots below the first are
        drawn in the colour of contrast.
    axis : str
        Name of the measure.

    Examples
    --------
    >>> frame = pd.DataFrame({"code": ["PAR_VOL", "RES_LAW"], "alpha": [0.9, 0.7], "reference": [31, 12]})
    >>> len(agreement(frame).axes)
    1
    """
    require(frame, ["code", value, "reference"], "agreement")
    with house_style():
        nothing = float("nan")
        table = frame.drop_duplicates("code").assign(
            low=frame.get(f"{value}_low", nothing), high=frame.get(f"{value}_high", nothing), one=frame["code"] != "all"
        )
        table = table.sort_values(["one", value, "code"], ascending=[True, False, True], na_position="last")
        named = {name[0]: name for name in keyed(table, "code", labels)}
        names = [named[str(code)] for code in table["code"]]
        margin = min(78.0, widest(f"{chinese} {english}" for _, chinese, english in names) + 3)
        sheet = Sheet(title, subtitle, note, body=7 + len(names) * ROW + 5)
        width, top = CONTENT - margin - 20, 7.0
        floor = min(0.0, float(table[[value, "low"]].min().min()))
        axes = sheet.axes(margin, top, width, len(names) * ROW, xlim=(floor - 0.02, 1.02), ylim=(len(names), 0))
        value_axis(axes, steps=5)
        sheet.text(margin, top - 3, axis, size=SMALL, color=MUTED)
        sheet.text(CONTENT, top - 3, "参照数 cases", size=SMALL, color=MUTED, ha="right")
        for threshold in thresholds:
            axes.axvline(threshold, color=FAINT, lw=0.9, ls=(0, (3, 2)))
            axes.annotate(f"{threshold:g}", (threshold, 0), xytext=(0, 2), textcoords="offset points", size=SMALL,
                          color=MUTED, ha="center", va="bottom")  # fmt: skip
        rows = table.to_dict("records")
        for position, (row, (_, chinese, english)) in enumerate(zip(rows, names, strict=True)):
            at = top + (position + 0.5) * ROW
            sheet.bilingual(0, at, chinese, english, margin - 2)
            sheet.rule(0, top + (position + 1) * ROW, CONTENT)
            sheet.text(CONTENT, at, f"{int(row['reference'])}", size=SMALL, ha="right", va="center_baseline")
            if pd.isna(row[value]):
                sheet.text(margin, at, "– 无参照 not in the reference", size=SMALL, color=MUTED, va="center_baseline")
                continue
            weak = bool(thresholds) and row[value] < thresholds[0]
            interval(axes, position + 0.5, row[value], row["low"], row["high"], CONTRAST if weak else ACCENT)
        return sheet.figure
