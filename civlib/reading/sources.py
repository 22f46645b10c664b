"""Files to text: find them, decode them, and read the manifest that says what they are."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from civlib.errors import SourceError

TEXT_SUFFIXES = (".txt", ".md", ".text")
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl")
MANIFEST = "manifest.csv"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_COMMON = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後"
    "多定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二理起小现現实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還"
    "因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反你明看原又么麼利比或但质質气氣第向道命此变變条條只没沒结結解问問"
    "意建月公无無系系军軍很情者最立代想已通并並提直题題党黨程展五果料象员員革位入常文总總次品式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统統"
    "接知较較将將组組见見计計别別她手角期根论論运運农農指几幾九区區强強放决決西被干做必战戰先回则則任取据據处處队隊南给給色光门門即保治北造百规規热熱领領"
    "，。、：；（）《》“”「」！？"
)
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
    """Text of the bytes of a file: UTF-8, UTF-16 with a mark, GB 18030 or Big5, whichever holds.

    Raises
    ------
    SourceError
        If the bytes are no text at all.

    Examples
    --------
    >>> decode("创城".encode("gb18030"))
    '创城'
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\x00" in data:
        raise SourceError(
            "the file is binary, not text", where=str(file), remedy="save the report as plain text in UTF-8"
        )
    readings = []
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return readings[0]
    if readings:
        # nearly every Big5 text is valid GB 18030 too, but reads as characters nobody uses; GB 18030 wins ties
        return max(readings, key=_common_share)
    raise SourceError(
        "the bytes are neither UTF-8 nor GB 18030 nor Big5", where=str(file), remedy="save the report as text in UTF-8"
    )


def _common_share(text: str) -> float:
    """The share of characters that every Chinese text is full of, in either script."""
    return sum(char in _COMMON for char in text) / max(1, len(text))


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
        return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
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
