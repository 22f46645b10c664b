"""What shared passages add up to: for every pair of reports, and for the stock phrases that all of them use."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations_with_replacement
from pathlib import Path

import pandas as pd

from civlib.content.letters import HAN
from civlib.content.stock import StockPhrases, load_stock
from civlib.records import Corpus, Report, as_corpus
from civlib.statistics.codings import checked
from civlib.tables import table

STOCK = "stock"

PAIRS = {
    "report_a": "str", "report_b": "str", "within": "bool", "same_city": "bool", "passages": "int64", "characters": "int64",
    "longest": "int64", "stock": "int64",
}  # fmt: skip
PLACES = {"report_id": "str", "start": "int64", "end": "int64", "surface": "str", "phrase": "str"}

_NEEDED = ("report_a", "start_a", "end_a", "report_b", "start_b", "end_b", "kind")


def pair_shares(corpus: Corpus | Report | str, passages: pd.DataFrame) -> pd.DataFrame:
    """How much any two reports share, and how much each repeats of itself, stock phrases counted apart.

    Parameters
    ----------
    corpus : Corpus, Report or str
        The corpus that the passages were found in.
    passages : DataFrame
        As ``reuse`` gives it.

    Returns
    -------
    DataFrame
        One row for every pair, also where nothing is shared, and for every report with itself (``within``). ``same_city``:
        both are known to belong to the same city. Without stock phrases: ``passages``, their number; ``characters`` of the
        first report in at least one of them; ``longest``, the characters of the longest. ``stock``: passages that are
        nothing but stock phrases.

    Examples
    --------
    >>> from civlib.content.borrowing import reuse
    >>> text = "干净整洁、文明有序。街道干净整洁，文明有序。"
    >>> pair_shares(text, reuse(text))[["within", "passages", "characters", "stock"]].values.tolist()
    [[True, 1, 9, 0]]
    """
    checked(passages, _NEEDED, "the passages")
    found = {
        (str(a), str(b)): own
        for (a, b), own in passages.groupby([passages["report_a"].astype(str), passages["report_b"].astype(str)], sort=False)
    }
    rows = []
    for a, b in combinations_with_replacement(as_corpus(corpus).reports, 2):
        own = found.get((a.id, b.id), passages.iloc[:0])
        said = own[own["kind"] != STOCK]
        spans = list(zip(said["start_a"].tolist(), said["end_a"].tolist(), strict=True))
        covered = sum(end - start for start, end in _merged(spans))
        longest = max((end - start for start, end in spans), default=0)
        city = a is not b and a.city is not None and a.city == b.city
        rows.append((a.id, b.id, a is b, city, len(said), covered, longest, len(own) - len(said)))
    return table(rows, PAIRS)


def strongest_pair(pairs: pd.DataFrame) -> tuple[str, str]:
    """The two reports that share the most characters; a report with itself where there is only one.

    Parameters
    ----------
    pairs : DataFrame
        As ``pair_shares`` gives it, or some of its rows.
    """
    checked(pairs, ("report_a", "report_b", "within", "characters"), "the pairs")
    between = pairs[~pairs["within"]] if not pairs["within"].all() else pairs
    best = between.sort_values("characters", ascending=False, kind="stable").iloc[0]
    return str(best["report_a"]), str(best["report_b"])


def stock_places(
    corpus: Corpus | Report | str, passages: pd.DataFrame, *, stock: str | Path | StockPhrases | None = None
) -> pd.DataFrame:
    """The stock phrases of shared passages, every place once, however many other places it recurs in.

    Pairs of places grow with the square of the places: a name that stands in 20 places is 190 passages.

    Parameters
    ----------
    corpus, passages
        As for ``pair_shares``.
    stock : path or StockPhrases, optional
        The phrases that the passages were judged by; without it, the shipped ones.

    Returns
    -------
    DataFrame
        ``report_id``, ``start``, ``end``, ``surface``; ``phrase``, its Chinese characters: an entry of the list, the
        longest where one is part of another, or what one of its patterns matches. A phrase in no passage, because it
        stands in one place only, has no row.

    Examples
    --------
    >>> from civlib.content.borrowing import reuse
    >>> text = "创建全国文明城市。" * 3
    >>> len(reuse(text)), stock_places(text, reuse(text))["start"].tolist()
    (3, [2, 11, 20])
    """
    checked(passages, _NEEDED, "the passages")
    phrases = load_stock(stock)
    own = passages[passages["kind"] == STOCK]
    rows = []
    for report in as_corpus(corpus):
        spans: list[tuple[int, int]] = []
        for side in ("a", "b"):
            here = own[own[f"report_{side}"] == report.id]
            spans += zip(here[f"start_{side}"].tolist(), here[f"end_{side}"].tolist(), strict=True)
        for low, high in _merged(spans):
            # punctuation is looked through: “不忘初心、牢记使命”
            places = [low + at for at, sign in enumerate(report.text[low:high]) if HAN.match(sign)]
            letters = "".join(report.text[at] for at in places)
            for first, end in phrases.find(letters):
                start, stop = places[first], places[end - 1] + 1
                rows.append((report.id, start, stop, report.text[start:stop], letters[first:end]))
    return table(rows, PLACES)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap made one.

    Examples
    --------
    >>> _merged([(8, 9), (3, 6), (0, 4)])
    [(0, 6), (8, 9)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
