"""Tidy tables: fixed columns and types, also when nothing was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

Columns = Mapping[str, str]
"""Column name → pandas dtype, in order."""


def table(rows: Iterable[Sequence[Any]], columns: Columns) -> pd.DataFrame:
    """A frame of ``rows`` with exactly these columns and types.

    Parameters
    ----------
    rows : iterable of sequences
        One value a column, in the order of ``columns``.
    columns : mapping of str to str
        Column name → pandas dtype (``"str"``, ``"int64"``, ``"float64"``, ``"bool"``, ``"object"``).

    Examples
    --------
    >>> table([], {"report_id": "str", "start": "int64"}).columns.tolist()
    ['report_id', 'start']
    """
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype="object")
    return frame.astype(dict(columns))
