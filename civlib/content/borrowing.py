"""Borrowings: the passages that two reports share, or that one report repeats.

Only Chinese characters are compared: punctuation, quotes, digits and line ends are looked through. Names and formulas
that every report of the campaign must use are no borrowing and are set apart as stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from civlib.content.alignment import MINIMUM, THRESHOLD, Found, search
from civlib.content.letters import HAN, Source, common_length, common_letters
from civlib.content.seeds import SEED
from civlib.content.stock import StockPhrases, load_stock
from civlib.errors import ArgumentError
from civlib.language.segmentation import place_words
from civlib.records import Corpus, Report, as_corpus
from civlib.tables import table

COLUMNS = {
    "report_a": "str",
    "start_a": "int64",
    "end_a": "int64",
    "surface_a": "str",
    "report_b": "str",
    "start_b": "int64",
    "end_b": "int64",
    "surface_b": "str",
    "similarity": "float64",
    "kind": "str",
    "sentence_a": "int64",
    "sentence_b": "int64",
}

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "「": "」", "『": "』", "【": "】", "〈": "〉", "(": ")"}


class SharedPassage(NamedTuple):
    """A passage that stands in two places.

    Attributes
    ----------
    start_a, end_a, start_b, end_b : int
        Its two spans, each in its own text.
    similarity : float
        2 · matches / (length a + length b), counted in Chinese characters, matches in their order.
    kind : str
        ``identical``: the same characters and digits, whatever the punctuation; ``near``: at least ``threshold``
        similar; ``stock``: nothing but stock phrases of the campaign on both sides.
    """

    start_a: int
    end_a: int
    start_b: int
    end_b: int
    similarity: float
    kind: str


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the quote or bracket taken in whose partner lies inside: 全国文明城市“金字招牌” with its ”."""
    while end < len(text) and text[end] in _PAIRS.values():
        opening = next(mark for mark, partner in _PAIRS.items() if partner == text[end])
        if text.count(opening, start, end) <= text.count(text[end], start, end):
            break
        end += 1
    while start > 0 and text[start - 1] in _PAIRS:
        partner = _PAIRS[text[start - 1]]
        if text.count(partner, start, end) <= text.count(text[start - 1], start, end):
            break
        start -= 1
    return start, end


def _signature(text: str) -> str:
    """The letters and digits of a passage, punctuation and spaces left out."""
    return "".join(letter for letter in text if letter.isalnum())


_LONGEST_STOCK = 80  # longer near passages are no mere strings of names
_STRAY = 1  # so many letters that two sides have in common beside stock make no borrowing: 深推进 / 深入推进


def _bare(letters: str, names: Sequence[str]) -> str:
    """The letters without the names of the place: they are its own and borrowed from nobody."""
    for name in sorted(names, key=len, reverse=True):
        letters = letters.replace(name, "")
    return letters


def _is_stock(a: str, b: str, stock: StockPhrases, names: Sequence[str]) -> bool:
    """Whether two sides of a passage have nothing in common but stock."""
    if a == b:
        return stock.covers(a, names)
    covered = stock.covers(a, names), stock.covers(b, names)
    if all(covered):
        return True
    if max(len(a), len(b)) > _LONGEST_STOCK:
        return False
    # or next to nothing but stock: 创[建]全国文明城市 / [开]创全国文明城市
    return stock.covers(common_letters(a, b), names, _STRAY)


@dataclass(frozen=True)
class _Judge:
    """Says of the letters of two places whether they are a passage, and how similar; the same letters only once."""

    stock: StockPhrases
    least: float
    known: dict[tuple[object, ...], tuple[float, bool] | None] = field(default_factory=dict)

    def judge(
        self, letters: tuple[str, str], named: tuple[str, str], names: tuple[str, ...]
    ) -> tuple[float, bool] | None:
        """Similarity, and whether it is stock; None for what is only near and mostly the name of the place."""
        key = (letters, named, names)
        if key not in self.known:
            self.known[key] = self._judge(letters, named, names)
        return self.known[key]

    def _judge(
        self, letters: tuple[str, str], named: tuple[str, str], names: tuple[str, ...]
    ) -> tuple[float, bool] | None:
        a, b = letters
        if a == b:
            matched = len(a)
        elif max(len(a), len(b)) <= _LONGEST_STOCK:
            common = common_letters(a, b)
            matched = len(common)
            if len(_bare(common, names)) < self.least:
                return None
        else:
            matched = common_length(a, b)
        is_stock = _is_stock(a, b, self.stock, names) or (named != letters and _is_stock(*named, self.stock, names))
        return 2 * matched / (len(a) + len(b)), is_stock


def _passage(one: Source, other: Source, row: Found, judge: _Judge) -> SharedPassage | None:
    letters = one.letters.letters[row.start_a : row.end_a], other.letters.letters[row.start_b : row.end_b]
    named = one.letters.named(row.start_a, row.end_a), other.letters.named(row.start_b, row.end_b)
    judged = judge.judge(letters, named, one.names + other.names)
    if judged is None:
        return None
    start_a, end_a = _balanced(one.text, one.letters.offsets[row.start_a], one.letters.offsets[row.end_a - 1] + 1)
    start_b, end_b = _balanced(other.text, other.letters.offsets[row.start_b], other.letters.offsets[row.end_b - 1] + 1)
    similarity, is_stock = judged
    if is_stock:
        kind = "stock"
    elif letters[0] == letters[1] and _signature(one.text[start_a:end_a]) == _signature(other.text[start_b:end_b]):
        kind = "identical"
    else:
        kind = "near"
    return SharedPassage(start_a, end_a, start_b, end_b, similarity, kind)


def _names(report: Report) -> tuple[str, ...]:
    """How a report calls its own place: 卧龙区, 卧龙."""
    return tuple(sorted("".join(HAN.findall(name)) for name in place_words(report) if HAN.search(name)))


def _check(minimum: int, threshold: float) -> None:
    if minimum < SEED:
        raise ArgumentError(f"minimum is {minimum}", remedy=f"ask for passages of at least {SEED} characters")
    if not 0.8 <= threshold <= 1:
        raise ArgumentError(f"threshold is {threshold}", remedy="choose a similarity between 0.8 and 1")


def find_shared(
    text_a: str,
    text_b: str | None = None,
    *,
    stock: str | Path | StockPhrases | None = None,
    minimum: int = MINIMUM,
    threshold: float = THRESHOLD,
) -> list[SharedPassage]:
    """Passages that two texts share, or, given one text, that it repeats.

    Parameters
    ----------
    text_a, text_b : str
    stock : path or StockPhrases, optional
        Stock phrases instead of the shipped ones.
    minimum : int
        Least length on either side, in Chinese characters.
    threshold : float
        Least similarity, from 0.8 to 1.

    Returns
    -------
    list of SharedPassage
        In order of their place in ``text_a``. Inside one text the two spans of a passage never overlap.

    Examples
    --------
    >>> one, other = "沿街商户落实“门前三包”责任。", "要求落实“门前五包”责任。"
    >>> [(one[p.start_a:p.end_a], p.similarity, p.kind) for p in find_shared(one, other)]
    [('落实“门前三包”责任', 0.875, 'near')]
    """
    _check(minimum, threshold)
    judge = _Judge(load_stock(stock), threshold * minimum)
    one = Source.of(text_a)
    other = one if text_b is None else Source.of(text_b)
    inside = text_b is None
    found = search([one] if inside else [one, other], minimum, threshold, inside=inside, across=not inside)
    rows = {_passage(one, other, row, judge) for group in found.values() for row in group}
    return sorted(row for row in rows if row is not None)


def reuse(
    corpus: Corpus | Report | str,
    *,
    stock: str | Path | StockPhrases | None = None,
    minimum: int = MINIMUM,
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """Every passage that two reports share or that a report repeats, one a row.

    Parameters
    ----------
    corpus : Corpus, Report or str
        A plain ``str`` is taken as clean text with the id ``"text"``.
    stock : path or StockPhrases, optional
        Stock phrases instead of the shipped ``stock_phrases.csv``.
    minimum : int
        Least length on either side, in Chinese characters.
    threshold : float
        Least similarity, from 0.8 to 1.

    Returns
    -------
    DataFrame
        ``report_a``, ``start_a``, ``end_a``, ``surface_a`` and the same for ``b``: the two places; ``report_a`` comes
        before ``report_b`` in the corpus, or is the same report with the two places apart. ``similarity``:
        2 · matches / (length a + length b) in Chinese characters. ``kind``: ``identical`` (the same characters and
        digits, whatever the punctuation), ``near``, or ``stock`` (nothing but stock phrases of the campaign).
        ``sentence_a``, ``sentence_b``: the sentences in which the two places start.

    Notes
    -----
    A row says that two texts have the same words. Which took them from which needs their dates, and both may have
    them from a third. The names of the places that the reports are about do not count towards the least length of a
    near passage. A passage that stands in more than 32 places is compared with its next 32 neighbours, not with all, so
    that time grows with the number of reports and not with its square.

    Examples
    --------
    >>> reuse("干净整洁、文明有序。街道干净整洁，文明有序。")[["surface_a", "surface_b", "kind"]].values.tolist()
    [['干净整洁、文明有序', '干净整洁，文明有序', 'identical']]
    """
    _check(minimum, threshold)
    judge = _Judge(load_stock(stock), threshold * minimum)
    reports = as_corpus(corpus).reports
    sources = [Source.of(report.text, _names(report)) for report in reports]
    rows = []
    for (a, b), found in search(sources, minimum, threshold, inside=True, across=True).items():
        one, other = sources[a], sources[b]
        passages = {_passage(one, other, row, judge) for row in found}
        for passage in (one_passage for one_passage in passages if one_passage is not None):
            start_a, end_a, start_b, end_b, similarity, kind = passage
            rows.append((
                (a, start_a, b, start_b),
                (reports[a].id, start_a, end_a, one.text[start_a:end_a],
                 reports[b].id, start_b, end_b, other.text[start_b:end_b],
                 similarity, kind, one.words.sentence(start_a), other.words.sentence(start_b)),
            ))
    return table((row for _, row in sorted(rows)), COLUMNS)
