"""Tables for the spreadsheet: CSV that opens with its Chinese intact and runs nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from civlib.errors import ArgumentError

SEPARATOR = " | "
"""What stands between the members of a tuple in one cell."""

# A spreadsheet takes a cell that starts so for a formula; full-width forms and line ends are taken for it as well
# (OWASP, CSV Injection). Near-miss: 1+11+7 starts with a digit.
_SURROGATE = re.compile("[\ud800-\udfff]")  # no file can hold one alone
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Any) -> Any:
    """A value as it may stand in a spreadsheet: tuples joined, text that would run as a formula quoted.

    Numbers stay numbers, also negative ones.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("1+11+7"), safe_cell(-5), safe_cell(("问题清单", "整改清单"))
    ("'=1+1", '1+11+7', -5, '问题清单 | 整改清单')
    """
    if isinstance(value, (tuple, list)):
        value = SEPARATOR.join(str(member) for member in value)
    if isinstance(value, str) and _SURROGATE.search(value):
        value = _SURROGATE.sub("\ufffd", value)
    if isinstance(value, str) and value.lstrip(" \u3000").startswith(_DANGEROUS):
        return f"'{value}"
    return value


def export(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV that Excel, LibreOffice and WPS open with its Chinese intact.

    Parameters
    ----------
    frame : DataFrame
        Any table of civlib. It is not changed. An index that has a name is written as columns in front.
    path : str or Path
        Where to, with the ending ``.csv``; its folder is made if need be. An existing file is replaced.

    Returns
    -------
    Path
        The file: UTF-8 with a byte-order mark, comma-separated, missing values empty, tuples joined by `` | ``. A cell
        that a spreadsheet would take for a formula (it starts with = + - @ or a tab) has an apostrophe before it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export(pd.DataFrame({"surface": ["创城"]}), Path(folder) / "table.csv").read_bytes()[:3]
    b'\\xef\\xbb\\xbf'
    """
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"expected a table, got {type(frame).__name__}", remedy="pass a DataFrame; frame.to_frame() makes one")
    # the labels of counts by measure and report are its index; a plain 0, 1, 2 says nothing
    frame = frame.reset_index() if any(name is not None for name in frame.index.names) else frame
    target = Path(path)
    if target.suffix.lower() != ".csv":
        raise ArgumentError(
            f"cannot write a table to a file that ends in {target.suffix!r}", where=str(target),
            remedy="give a path that ends in .csv",
        )
    safe = pd.DataFrame(
        {number: [safe_cell(value) for value in frame.iloc[:, number]] for number in range(frame.shape[1])},
        dtype="object",
    )
    safe.columns = pd.Index([safe_cell(str(column)) for column in frame.columns])
    target.parent.mkdir(parents=True, exist_ok=True)
    safe.to_csv(target, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return target
