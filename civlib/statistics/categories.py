"""How the rows of a table fall into classes, report by report: kinds of quantities, approximations, kinds of formulas."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from civlib.statistics.codings import checked
from civlib.statistics.intervals import CONFIDENCE, wilson
from civlib.tables import table


def category_shares(
    frame: pd.DataFrame,
    column: str,
    *,
    categories: Sequence[str] | None = None,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Share of each report's rows that fall into each class of a column, with Wilson intervals.

    Parameters
    ----------
    frame : DataFrame
        Any table of findings with ``report_id`` and the column; rows where the column is missing do not count.
    column : str
        Such as ``"dimension"`` or ``"approx"`` of quantities, ``"kind"`` of formulas.
    categories : sequence of str, optional
        The classes to show, in this order, also where nothing has them; by default those that occur, commonest
        first. Others count in the total all the same.
    confidence : float

    Returns
    -------
    DataFrame
        One row a report and class: ``report_id``, the class under the name of the column, ``count`` of ``total`` rows,
        ``share``, ``low``, ``high``. A report without rows is not among them.

    Examples
    --------
    >>> found = pd.DataFrame({"report_id": ["a", "a", "b"], "approx": ["exact", "over", "exact"]})
    >>> category_shares(found, "approx")[["report_id", "approx", "count", "total", "share"]].values.tolist()
    [['a', 'exact', 1, 2, 0.5], ['a', 'over', 1, 2, 0.5], ['b', 'exact', 1, 1, 1.0], ['b', 'over', 0, 1, 0.0]]
    """
    rows = checked(frame, ("report_id", column), "the table")[["report_id", column]].dropna()
    # of equally common classes the first in the alphabet comes first, so that the order is the same on every run
    common = rows[column].value_counts().rename_axis("name").reset_index(name="times")
    common = common.sort_values(["times", "name"], ascending=[False, True])
    names = list(categories) if categories is not None else common["name"].tolist()
    totals = rows.groupby("report_id", sort=False).size()
    counts = rows.groupby(["report_id", column]).size()
    keys = [(report, name) for report in totals.index for name in names]
    intervals = wilson(
        [int(counts.get(key, 0)) for key in keys], [int(totals[report]) for report, _ in keys], confidence=confidence
    )
    columns = {"report_id": "str", column: "str", "count": "int64", "total": "int64",
               "share": "float64", "low": "float64", "high": "float64"}  # fmt: skip
    return table(((*key, *row) for key, row in zip(keys, intervals.itertuples(index=False), strict=True)), columns)
