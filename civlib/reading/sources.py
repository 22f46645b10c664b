"""Files to text: find them, decode them, and read the manifest that says what they are."""

from __future__ import annotations

import glob
import hashlib
import io
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from civlib.errors import SourceError
from civlib.reading.lost_bytes import rarities

TEXT_SUFFIXES = (".txt", ".md", ".text")
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl")
MANIFEST = "manifest.csv"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Tried in this order, so that the first wins a tie. Big5 comes with the signs of Hong Kong, and as Windows has it.
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
# One place in so many characters may be broken, and one in a file of some lines; it is U+FFFD in the text, and flagged.
_SOUND_FOR_ONE_BROKEN, _SHORTEST_BROKEN = 100, 20
_BROKEN = re.compile("\ufffd+|[\x00-\x08\x0e-\x1f]")
# As much text as tells encodings from each other, in characters.
_SAMPLE = 10_000
# Log probabilities: of a character that no Chinese text has, of a broken one, and of the average one at least if the
# bytes are to be UTF-16, as which nearly any bytes can be read.
_UNKNOWN, _WORSE, _READABLE = -16.5, -30.0, -11.0
_ID_COLUMNS = ("report_id", "id", "file", "name")


class Source(NamedTuple):
    """One report as it was found: its id, its decoded text, and what a manifest or table says of it."""

    id: str
    text: str
    metadata: Mapping[str, Any]


def read_sources(path: str | Path, manifest: str | Path | None = None) -> list[Source]:
    """Every report that ``path`` names, ordered by file name.

    Parameters
    ----------
    path : str or Path
        A folder of text files, one text file, a glob pattern, or a table file (csv, tsv, jsonl) with a column ``text``.
    manifest : str or Path, optional
        A CSV file with a column ``file``; by default the ``manifest.csv`` that lies beside the files, if one does.

    Raises
    ------
    SourceError
        Naming the file, what is wrong with it, and what to do.
    """
    location = Path(path)
    if location.is_file() and location.suffix.lower() in TABLE_SUFFIXES:
        return _read_table(location)
    found = _find_files(str(path), location)
    folders = dict.fromkeys(file.parent for file in found)
    listed = {folder: _read_manifest(manifest, folder) for folder in folders}
    if location.is_dir():
        _check_complete(listed[found[0].parent], found, location)
    identifiers = _identifiers(found)
    sources = []
    for file, identifier in zip(found, identifiers, strict=True):
        data = _read_bytes(file)
        entry = listed[file.parent].get(file.name, {})
        _check_hash(file, data, entry)
        text = decode(data, file)
        if not text.strip("\ufeff \t\r\n\u3000"):
            raise SourceError("the file is empty", where=str(file), remedy="remove it, or fetch the report again")
        sources.append(Source(identifier, text, {"file": file.name, **entry}))
    return sources


def _find_files(path: str, location: Path) -> list[Path]:
    if location.is_dir():
        files = sorted(p for p in location.iterdir() if p.is_file())
        found = [p for p in files if p.suffix.lower() in TEXT_SUFFIXES]
        if not found:
            others = f"; it holds {', '.join(p.name for p in files[:3])}" if files else ""
            raise SourceError(
                f"the folder holds no text file{others}",
                where=path,
                remedy=f"put reports there as {', '.join(TEXT_SUFFIXES)}",
            )
        return found
    if location.is_file():
        return [location]
    named = [Path(name) for name in glob.glob(path, recursive=True)]
    matched = sorted(p for p in named if p.is_file() and p.suffix.lower() in TEXT_SUFFIXES)
    if matched:
        return matched
    if named:
        raise SourceError(
            f"the pattern matches no text file, but {named[0].name}",
            where=path,
            remedy=f"match files that end in {', '.join(TEXT_SUFFIXES)}; load a table by its own name",
        )
    kind = "no file matches the pattern" if any(char in path for char in "*?[") else "there is no such folder or file"
    raise SourceError(kind, where=path, remedy="check the path; it is taken from the folder you run in")


def _identifiers(files: list[Path]) -> list[str]:
    """The part of each name before the first ``_``, or the whole stem where that would name two files alike."""
    short = [file.stem.split("_", 1)[0] or file.stem for file in files]
    identifiers = [name if short.count(name) == 1 else file.stem for name, file in zip(short, files, strict=True)]
    for spell in (lambda file: file.name, lambda file: file.as_posix()):
        if len(set(identifiers)) < len(identifiers):
            identifiers = [spell(file) for file in files]
    return identifiers


def _read_bytes(file: Path) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SourceError(f"the file cannot be read: {error.strerror}", where=str(file), remedy="check its permissions") from None
    if not data.strip():
        raise SourceError("the file is empty", where=str(file), remedy="remove it, or fetch the report again")
    return data


def decode(data: bytes, file: str | Path = "text") -> str:
    """Text of the bytes of a file: UTF-8, UTF-16, GB 18030 or Big5, whichever reads best as Chinese.

    A byte-order mark says what it is, and so does text that is valid UTF-8. Else every encoding is tried. A text still
    counts if one place in a hundred characters is broken, or one in twenty characters and more; it is U+FFFD there.

    Raises
    ------
    SourceError
        If the bytes are no text at all.

    Examples
    --------
    >>> decode("创城".encode("gb18030")), decode("创城".encode("utf-16-le"))
    ('创城', '创城')
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            if _is_text(text):
                return text
    if b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    best, reading = -math.inf, None
    for encoding in _ENCODINGS:
        text = data.decode(encoding, "replace")
        score = _readability(text) if _is_text(text) else -math.inf
        if score > best and (score > _READABLE or not encoding.startswith("utf-16")):
            best, reading = score, text
    if reading is None:
        binary = b"\x00" in data
        raise SourceError(
            "the file is binary, not text" if binary else "the bytes are neither UTF-8 nor GB 18030 nor Big5",
            where=str(file),
            remedy="save the report as plain text in UTF-8",
        )
    return reading


def _is_text(text: str) -> bool:
    """Whether hardly a place is broken or holds a character that only binary files have."""
    broken = len(_BROKEN.findall(text))
    allowed = max(len(text) // _SOUND_FOR_ONE_BROKEN, len(text) >= _SHORTEST_BROKEN)
    return broken <= allowed


def _readability(text: str) -> float:
    """The mean log probability of the characters that are not ASCII, in either script; 0 if there are none."""
    costs = rarities() | {"\ufffd": _WORSE}
    foreign = [char for char in text[:_SAMPLE] if not char.isascii()]
    return sum(costs.get(char, _UNKNOWN) for char in foreign) / max(1, len(foreign))


def _read_manifest(manifest: str | Path | None, folder: Path) -> dict[str, dict[str, Any]]:
    path = Path(manifest) if manifest is not None else folder / MANIFEST
    if not path.is_file():
        if manifest is None:
            return {}
        raise SourceError("there is no such manifest", where=str(path), remedy="check the path, or leave manifest out")
    frame = _read_frame(path)
    if "file" not in frame.columns:
        raise SourceError("the manifest has no column 'file'", where=str(path), remedy="name one row's file in each row")
    repeated = frame["file"][frame["file"].duplicated()]
    if len(repeated):
        raise SourceError(
            f"the manifest names {repeated.iloc[0]!r} twice", where=str(path), remedy="keep one row for each file"
        )
    return {row["file"]: _metadata(row) for row in frame.to_dict("records")}


def _read_frame(path: Path) -> pd.DataFrame:
    """A table of strings, with empty cells as empty strings."""
    try:
        if path.suffix.lower() == ".jsonl":
            return pd.read_json(path, lines=True, dtype=False).astype("object").map(_as_written)
        separator = "\t" if path.suffix.lower() == ".tsv" else ","
        text = decode(_read_bytes(path), path).removeprefix("\ufeff")
        return pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError) as error:
        raise SourceError(
            f"the table cannot be read: {error}", where=str(path), remedy="save it as UTF-8, with a header row"
        ) from None


def _as_written(value: Any) -> str:
    """A value of a JSON line as a table of strings holds it: 2020, not 2020.0; nothing for null."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _metadata(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row's values by column, with None for what it leaves blank."""
    return {str(key): (value if value not in ("", None) else None) for key, value in row.items() if key != "text"}


def _check_complete(listed: Mapping[str, Any], found: list[Path], folder: Path) -> None:
    missing = sorted(set(listed) - {file.name for file in found})
    if missing:
        raise SourceError(
            f"the manifest names {missing[0]}, which is not there",
            where=str(folder),
            remedy="restore the file, or take its row out of the manifest",
        )


def _check_hash(file: Path, data: bytes, entry: Mapping[str, Any]) -> None:
    expected = entry.get("sha256")
    actual = hashlib.sha256(data).hexdigest()
    if expected and actual != expected.lower():
        raise SourceError(
            f"the file has changed: its SHA-256 is {actual[:12]}…, the manifest says {expected[:12]}…",
            where=str(file),
            remedy="restore the file from version control, or enter the new SHA-256 if the change is meant",
        )


def _read_table(path: Path) -> list[Source]:
    frame = _read_frame(path)
    if "text" not in frame.columns:
        raise SourceError("the table has no column 'text'", where=str(path), remedy="put one report's text in each row")
    if frame.empty:
        raise SourceError("the table holds no row", where=str(path), remedy="put one report's text in each row")
    column = next((name for name in _ID_COLUMNS if name in frame.columns), None)
    sources = []
    for number, row in enumerate(frame.to_dict("records")):
        if not str(row["text"]).strip():
            raise SourceError("the text is empty", where=f"{path}, row {number + 1}", remedy="fill it, or drop the row")
        identifier = str(row[column]) if column else f"{number:03d}"
        sources.append(Source(identifier, str(row["text"]), _metadata({k: v for k, v in row.items() if k != column})))
    names = [source.id for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SourceError(f"the id {name!r} stands in two rows", where=str(path), remedy="give each row its own id")
    return sources
