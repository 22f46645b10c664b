"""What rules for formulas and for quantities share: how their files are read, and how their findings become rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from civlib.content.numerals import normal_width
from civlib.errors import ResourceError
from civlib.language.sentences import split_sentences
from civlib.records import Corpus, Report, as_corpus
from civlib.resources import parse_yaml, read_text, shipped


class _Found(Protocol):
    @property
    def start(self) -> int: ...


F = TypeVar("F", bound=_Found)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Example:
    """What an entry is for, and what it must leave alone."""

    name: str
    group: str
    example: str
    near_miss: str


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first.

    Examples
    --------
    >>> alternatives(["一", "一样"])
    '(?:一样|一)'
    """
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) + ")"


def rules_of(source: str | Path | R | None, kind: type[R], name: str, parse: Callable[[str, str], R]) -> R:
    """Rules already loaded as they are; else those of a file, by default the shipped one; each text is parsed once."""
    if isinstance(source, kind):
        return source
    path = source or shipped(name)
    return _parsed(parse, read_text(path), str(path))  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def _parsed(parse: Callable[[str, str], R], text: str, path: str) -> R:
    return parse(text, path)


def mapping_of(text: str, path: str, shipped_name: str) -> dict[str, Any]:
    """The content of a rule file, which must be a set of lists."""
    data = parse_yaml(text, path)
    if not isinstance(data, dict):
        raise ResourceError("the file is not a set of lists", where=path, remedy=f"see civlib/data/{shipped_name}")
    return data


def words_in(data: dict[str, Any], name: str, path: str) -> list[str]:
    """A list of words."""
    words = data.get(name)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        raise ResourceError(
            "this list of words is missing or broken",
            where=f"{path}, {name}",
            remedy="give a list of words; in quotation marks what YAML takes for something else",
        )
    return words


def entries_in(data: dict[str, Any], group: str, path: str) -> list[dict[str, Any]]:
    """A list of entries, each with its name, an example and a near miss."""
    entries = data.get(group)
    if not isinstance(entries, list):
        raise ResourceError("this list of entries is missing", where=f"{path}, {group}", remedy="give a list of entries")
    for position, entry in enumerate(entries):
        where = f"{path}, {group}, entry {position + 1}"
        if not isinstance(entry, dict):
            raise ResourceError(
                "the entry is not a set of fields", where=where, remedy="{name: …, example: …, near_miss: …}"
            )
        for key in ("name", "example", "near_miss"):
            if not isinstance(entry.get(key), str) or not entry[key]:
                raise ResourceError(
                    f"the entry has no {key}", where=f"{where}, {entry.get('name')!r}", remedy=f"add {key}"
                )
    return entries


def examples_of(entries: Sequence[dict[str, Any]], group: str) -> list[Example]:
    """The example and the near miss of each entry."""
    return [Example(entry["name"], group, entry["example"], entry["near_miss"]) for entry in entries]


def pattern_of(entry: dict[str, Any], group: str, path: str) -> str:
    """The regular expression of an entry, which must be one."""
    match = entry.get("match")
    try:
        re.compile(match if isinstance(match, str) else "(")
    except re.error as error:
        raise ResourceError(
            f"the pattern cannot be read: {error}",
            where=f"{path}, {group}, {entry['name']!r}",
            remedy="check its brackets",
        ) from None
    return f"(?:{normal_width(str(match))})"


def located(
    corpus: Corpus | Report | str, find: Callable[[str], Iterable[F]]
) -> Iterator[tuple[str, tuple[str, int], F]]:
    """Every finding of a corpus with the text it is in, and its first two fields: report and number of the sentence.

    Examples
    --------
    >>> from civlib.content.formula import find_formulas
    >>> [(place, found.number) for _, place, found in located("开会。下好“一盘棋”。", find_formulas)]
    [(('text', 1), '1')]
    """
    for report in as_corpus(corpus):
        starts = [sentence.start for sentence in split_sentences(report.text)]
        for found in find(report.text):
            yield report.text, (report.id, bisect_right(starts, found.start) - 1), found
