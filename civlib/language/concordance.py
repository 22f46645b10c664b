"""Findings in their context: a word between its neighbours, a row in its sentence and paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.sentences import split_sentences
from civlib.reading.lines import split_lines
from civlib.records import Corpus, Report, as_corpus
from civlib.tables import table

COLUMNS = {
    "report_id": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "left": "str",
    "surface": "str",
    "right": "str",
}

_SHOWN = ("report_id", "sentence", "left", "surface", "right")

WINDOW = 20
"""Characters shown on either side."""


class Concordance(pd.DataFrame):
    """A concordance that shows itself in a notebook with its hits in one column under another."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return Concordance  # so that its first rows show themselves in the same way

    def _repr_html_(self) -> str:
        if not set(_SHOWN) <= set(self.columns):
            return str(pd.DataFrame(self).to_html())
        shown = self.head(pd.get_option("display.max_rows") or len(self))  # as pandas, so that a page stays a page
        cell = "padding:1px 4px;white-space:pre;font-family:sans-serif;"
        rows = "".join(
            f"<tr><td style='{cell}color:#888'>{escape(str(report_id))}:{sentence}</td>"
            f"<td style='{cell}text-align:right'>{escape(str(left))}</td>"
            f"<td style='{cell}text-align:center'><b>{escape(str(surface))}</b></td>"
            f"<td style='{cell}text-align:left'>{escape(str(right))}</td></tr>"
            for report_id, sentence, left, surface, right in zip(*(shown[name] for name in _SHOWN), strict=True)
        )
        if len(shown) < len(self):
            rows += f"<tr><td colspan='4' style='{cell}color:#888'>… {len(self) - len(shown)} more</td></tr>"
        return f"<table><caption>{len(self)} places</caption>{rows}</table>"


def kwic(
    corpus: Corpus | Report | str,
    pattern: str | re.Pattern[str],
    *,
    window: int = WINDOW,
    tokens: pd.DataFrame | None = None,
) -> Concordance:
    """Every place of a word, with what stands before and after it (keyword in context).

    Parameters
    ----------
    corpus : Corpus, Report or str
    pattern : str or compiled pattern
        A word, taken as it is written; or a pattern compiled with ``re.compile``.
    window : int
        How many characters to show on either side, within the paragraph.
    tokens : DataFrame, optional
        A table of ``cv.tokens``: only places where it has the whole match as one word that counts. These are the places
        that word counts and ``cv.keyness`` speak of; without it 文明 is found in 文明城市 too.

    Returns
    -------
    DataFrame
        ``report_id``, ``sentence``, ``start``, ``end``, ``left``, ``surface``, ``right``; in order of place.

    Examples
    --------
    >>> kwic("完善机制，建立台账；对照台账整改。", "台账", window=4)[["left", "surface", "right"]].values.tolist()
    [['制，建立', '台账', '；对照台'], ['账；对照', '台账', '整改。']]
    >>> from civlib.language.segmentation import tokens
    >>> text = "文明城市，文明校园，传播文明。"
    >>> len(kwic(text, "文明")), len(kwic(text, "文明", tokens=tokens(text)))
    (3, 1)
    """
    if window < 0:
        raise ArgumentError(f"the window is {window}", remedy="give a number of characters, 0 or more")
    if isinstance(pattern, str):
        if not pattern:
            raise ArgumentError("the word to look for is empty", remedy="give a word, or a pattern by re.compile")
        pattern = re.compile(re.escape(pattern))
    if not isinstance(pattern, re.Pattern):
        raise ArgumentError(f"expected a word, got {pattern!r}", remedy="give a word, or a pattern by re.compile")
    words = None if tokens is None else _words(tokens)
    rows = []
    for report in as_corpus(corpus):
        text = report.text
        starts = [sentence.start for sentence in split_sentences(text)]
        lines = [(line.start, line.end) for line in split_lines(text)]
        line_starts = [start for start, _ in lines]
        for hit in pattern.finditer(text):
            start, end = hit.span()
            sentence = bisect_right(starts, start) - 1
            if start == end or sentence < 0 or (words is not None and (report.id, start, end) not in words):
                continue
            first = lines[bisect_right(line_starts, start) - 1][0]
            last = lines[bisect_right(line_starts, end - 1) - 1][1]
            rows.append((
                report.id, sentence, start, end,
                text[max(first, start - window) : start], hit.group(), text[end : max(end, min(last, end + window))],
            ))
    return Concordance(table(rows, COLUMNS))


def _words(tokens: pd.DataFrame) -> frozenset[tuple[str, int, int]]:
    """The places of the words that count: no stop words."""
    names = ["report_id", "start", "end", "stop"]
    missing = [name for name in names if name not in tokens.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from tokens", remedy="pass a table of cv.tokens")
    return frozenset(row[:3] for row in tokens[names].itertuples(index=False, name=None) if not row[3])


class _Units(NamedTuple):
    """The sentences or the paragraphs of a text: where they start and where they end."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> _Units:
        pairs = list(spans)
        return cls([start for start, _ in pairs], [end for _, end in pairs])

    def covering(self, text: str, start: int, end: int) -> str:
        """The text of all units that a span touches."""
        if not self.starts:
            return ""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, first)
        return text[self.starts[first] : self.ends[last]]


CONTEXT_COLUMNS = {
    "sentence_surface": "str",
    "paragraph_surface": "str",
    "raw_start": "int64",
    "raw_end": "int64",
}


def context(corpus: Corpus | Report | str, frame: pd.DataFrame, *, side: str = "") -> pd.DataFrame:
    """Rows of any table with the sentence and the paragraph they stand in, and their place in the raw source.

    Parameters
    ----------
    corpus : Corpus, Report or str
        The corpus that the table was made from.
    frame : DataFrame
        Any table with ``report_id``, ``start`` and ``end``. It is not changed.
    side : {"", "a", "b"}
        Which side of a table of shared passages: ``"a"`` looks at ``report_a``, ``start_a``, ``end_a``.

    Returns
    -------
    DataFrame
        The same rows and index, with ``sentence_surface`` (all sentences that the span touches), ``paragraph_surface``,
        ``raw_start`` and ``raw_end`` added; for a side, these names end in ``_a`` or ``_b``.

    Examples
    --------
    >>> text = "完善机制\\n建立台账。限时整改。"
    >>> context(text, kwic(text, "台账"))[["sentence_surface", "paragraph_surface"]].values.tolist()
    [['建立台账。', '建立台账。限时整改。']]
    """
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"expected a table, got {type(frame).__name__}", remedy="the corpus comes first, then the table")
    if side not in ("", "a", "b"):
        raise ArgumentError(f"there is no side {side!r}", remedy='leave it out, or choose "a" or "b"')
    names = ("report_id", "start", "end") if not side else (f"report_{side}", f"start_{side}", f"end_{side}")
    for name in names:
        if name not in frame.columns:
            pair = not side and "report_a" in frame.columns
            raise ArgumentError(
                f"the table has no column {name!r}",
                remedy='a table of shared passages has two sides: choose side="a" or side="b"'
                if pair else f"context needs {', '.join(names)}",
            )
    corpus = as_corpus(corpus)
    units: dict[str, tuple[_Units, _Units]] = {}
    rows = []
    for report_id, start, end in zip(*(frame[name] for name in names), strict=True):
        report = corpus[report_id]
        raw_start, raw_end = report.raw_span(int(start), int(end))
        if report_id not in units:
            units[report_id] = (
                _Units.of((sentence.start, sentence.end) for sentence in split_sentences(report.text)),
                _Units.of((line.start, line.end) for line in split_lines(report.text)),
            )
        around = (unit.covering(report.text, int(start), int(end)) for unit in units[report_id])
        rows.append((*around, raw_start, raw_end))
    added = table(rows, CONTEXT_COLUMNS)
    added.index = frame.index
    added = added.rename(columns={name: f"{name}_{side}" if side else name for name in CONTEXT_COLUMNS})
    kept = pd.DataFrame(frame).drop(columns=[name for name in added.columns if name in frame.columns])
    return pd.concat([kept, added], axis=1)
