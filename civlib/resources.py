"""Read the data files a scholar may change; an error cites the file and the entry."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from civlib.errors import ResourceError


def shipped(name: str) -> Path:
    """The path of a data file that civlib ships, whatever lies in the folder one works in.

    Examples
    --------
    >>> shipped("codebook.yaml").name
    'codebook.yaml'
    """
    return Path(str(files("civlib") / "data" / name))


def read_text(path: str | Path) -> str:
    """The whole text of a data file, which must be UTF-8."""
    if not isinstance(path, str | Path):
        raise ResourceError(f"expected the path of a data file, got {type(path).__name__}", remedy="pass a path")
    file = Path(path)
    if not file.is_file():
        raise ResourceError("there is no such data file", where=str(path), remedy="check the path")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ResourceError(
            f"the file is not UTF-8 (byte {error.start})", where=str(path), remedy="save it as UTF-8"
        ) from None


def parse_yaml(text: str, where: str) -> Any:
    """The content of a YAML text.

    Parameters
    ----------
    text : str
    where : str
        The file it came from, for the message of an error.
    """
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ResourceError(
            f"the file is not valid YAML: {getattr(error, 'problem', None) or error}",
            where=f"{where}{line}",
            remedy="check the indentation and the quotes there",
        ) from None


def parse_csv(text: str, where: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a CSV text as dictionaries; lines that start with ``#`` are comments.

    Parameters
    ----------
    text : str
    where : str
        The file it came from, for the message of an error.
    columns : sequence of str
        The columns the file must have; others are kept too.

    Examples
    --------
    >>> parse_csv("# words to keep whole\\nword,pos\\n创城,n", "lexicon.csv", ("word", "pos"))
    [{'word': '创城', 'pos': 'n'}]
    """
    # a spreadsheet puts a comment that holds a comma in quotes: "# word,pos"
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("#", '"#'))]
    reader = csv.DictReader(lines)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise ResourceError(
            f"the column {missing[0]!r} is missing", where=where, remedy=f"the header must name {', '.join(columns)}"
        )
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise ResourceError(
                "the row has not as many fields as the header",
                where=f"{where}, row that starts with {next(iter(row.values()))!r}",
                remedy="put a field that holds a comma in double quotes",
            )
        rows.append({key: value.strip() for key, value in row.items()})
    return rows
