"""Read the data files a scholar may change; an error cites the file and the entry."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from civlib.errors import ResourceError


def locate(name: str | Path) -> Path:
    """The path of a data file: a shipped one by its bare name, any other by its path.

    Parameters
    ----------
    name : str or Path
        ``"codebook.yaml"`` for the one that civlib ships; a path with a folder for one's own.
    """
    path = Path(name)
    if path.parent == Path(".") and not path.is_absolute() and not path.exists():
        path = Path(str(files("civlib") / "data" / str(name)))
    if not path.is_file():
        raise ResourceError("there is no such data file", where=str(name), remedy="check the path")
    return path


def read_text(name: str | Path) -> str:
    """The whole text of a data file, which must be UTF-8."""
    path = locate(name)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ResourceError(
            f"the file is not UTF-8 (byte {error.start})", where=str(path), remedy="save it as UTF-8"
        ) from None


def read_yaml(name: str | Path) -> Any:
    """The parsed content of a YAML data file."""
    text = read_text(name)
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ResourceError(
            f"the file is not valid YAML: {getattr(error, 'problem', None) or error}",
            where=f"{name}{line}",
            remedy="check the indentation and the quotes there",
        ) from None


def read_csv(name: str | Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a CSV data file as dictionaries; lines that start with ``#`` are comments.

    Parameters
    ----------
    name : str or Path
    columns : sequence of str
        The columns the file must have; others are kept too.
    """
    lines = [line for line in read_text(name).splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise ResourceError(
            f"the column {missing[0]!r} is missing", where=str(name), remedy=f"the header must name {', '.join(columns)}"
        )
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise ResourceError(
                "the row has not as many fields as the header",
                where=f"{name}, row that starts with {next(iter(row.values()))!r}",
                remedy="put a field that holds a comma in double quotes",
            )
        rows.append({key: value.strip() for key, value in row.items()})
    return rows
