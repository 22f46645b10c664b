"""Phrases that the lexicon may lack: runs of words that keep together and stand free, ranked for a person to judge.

Association as normalised pointwise mutual information (Bouma 2009); freedom as the entropy of what stands before and
after (Huang and Powers 2003; Jin and Tanaka-Ishii 2006 on branching entropy as a mark of Chinese words).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log, log2
from typing import Any

import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.segmentation import load_stopwords, place_words
from civlib.language.segmentation import tokens as token_table
from civlib.records import Corpus, Report, as_corpus
from civlib.tables import table

COLUMNS = {
    "phrase": "str", "count": "int64", "reports": "int64", "now": "str", "npmi": "float64", "left_entropy": "float64",
    "right_entropy": "float64", "score": "float64", "report_id": "str", "start": "int64", "end": "int64",
}  # fmt: skip

LONGEST = 4
"""Words that a proposed phrase may be cut into now."""

_SEPARATOR = " | "
Token = tuple[str, int, int, int, str, bool]  # report, sentence, start, end, word, whether a phrase may begin or end on it


def normalised_pmi(together: float, first: float, second: float, total: float) -> float:
    """Pointwise mutual information divided by its largest value: 1 always together, 0 independent, -1 never.

    Bouma, G. (2009), "Normalized (Pointwise) Mutual Information in Collocation Extraction", GSCL.

    Parameters
    ----------
    together, first, second : float
        How often both, and either, occur.
    total : float
        Of what.

    Examples
    --------
    >>> normalised_pmi(5, 5, 5, 100), round(normalised_pmi(1, 10, 10, 100), 6), normalised_pmi(0, 5, 5, 100)
    (1.0, 0.0, -1.0)
    """
    if together <= 0 or total <= 0:
        return -1.0
    if together >= total:
        return 1.0
    return log(together * total / (first * second)) / -log(together / total)


def entropy(counts: Iterable[int]) -> float:
    """Shannon's entropy in bits.

    Examples
    --------
    >>> entropy([1, 1, 1, 1]), entropy([7])
    (2.0, 0.0)
    """
    values = [count for count in counts if count]
    total = sum(values)
    return sum(-count / total * log2(count / total) for count in values) if len(values) > 1 else 0.0


def phrases(
    corpus: Corpus | Report | str,
    *,
    tokens: pd.DataFrame | None = None,
    minimum: int = 3,
    association: float = 0.3,
    freedom: float = 1.0,
    longest: int = LONGEST,
    **segmentation: Any,
) -> pd.DataFrame:
    """Runs of words that may be words of the field, ranked: proposals for the lexicon, for a person to accept.

    Parameters
    ----------
    corpus : Corpus, Report or str
    tokens : DataFrame, optional
        A table of ``cv.tokens``.
    minimum : int
        How often a phrase must stand.
    association : float
        The least ``npmi``.
    freedom : float
        The least entropy on either side, in bits: 1 is two neighbours equally often.
    longest : int
        How many of the present words a phrase may join.
    **segmentation
        Passed on to ``cv.tokens``.

    Returns
    -------
    DataFrame
        Most promising first. ``phrase``; ``count``; ``reports``, in how many; ``now``, how it is cut; ``npmi``, normalised
        mutual information of the weakest joint between its words, from -1 to 1; ``left_entropy`` and
        ``right_entropy``, in bits, of the word before and after it (an edge of a clause is a neighbour of its own each
        time, for there the phrase stands free); ``score``, npmi times the smaller entropy; ``report_id``, ``start``,
        ``end``, where it first stands. A phrase that stands only within one and the same longer phrase is not proposed,
        nor one that begins or ends with a stop word, a number or a mark, or that names one of the places.

    Examples
    --------
    >>> from civlib.language.segmentation import Lexicon
    >>> text = "优化营商环境。推进营商环境建设。改善营商环境水平。"
    >>> phrases(text, lexicon=Lexicon(()))[["phrase", "count", "now"]].values.tolist()
    [['营商环境', 3, '营商 | 环境']]
    """
    if minimum < 2 or longest < 2:
        raise ArgumentError("minimum and longest are too small", remedy="a phrase stands twice and has two words at least")
    corpus = as_corpus(corpus)
    tokens = token_table(corpus, **segmentation) if tokens is None else tokens
    missing = [name for name in ("report_id", "sentence", "start", "end", "surface", "pos", "stop") if name not in tokens]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from tokens", remedy="pass a table of cv.tokens")
    clauses = list(_clauses(tokens))
    total = sum(len(clause) for clause in clauses)
    grams: Counter[tuple[str, ...]] = Counter()
    for clause in clauses:
        words = [token[4] for token in clause]
        for size in range(1, longest + 1):
            grams.update(tuple(words[at : at + size]) for at in range(len(words) - size + 1))
    names = set(place_words(corpus))
    wanted = {gram for gram, count in grams.items() if len(gram) > 1 and count >= minimum and names.isdisjoint(gram)}
    places, left, right = _neighbours(clauses, wanted, longest)
    rows = []
    for gram, found in places.items():
        if len(found) < minimum:
            continue
        npmi = min(
            normalised_pmi(grams[gram], grams[gram[:at]], grams[gram[at:]], total) for at in range(1, len(gram))
        )
        before, after = entropy(left[gram].values()), entropy(right[gram].values())
        if npmi >= association and min(before, after) >= freedom:
            report_id, start, end = found[0]
            rows.append((
                "".join(gram), len(found), len({place[0] for place in found}), _SEPARATOR.join(gram), npmi, before, after,
                npmi * min(before, after), report_id, start, end,
            ))
    rows = _outer(rows)
    return table(sorted(rows, key=lambda row: (-round(row[7], 9), -row[1], row[0])), COLUMNS)


def _clauses(tokens: pd.DataFrame) -> Iterator[list[Token]]:
    """Words that follow one another without a mark or number between them."""
    stops = load_stopwords()
    clause: list[Token] = []
    names = ["report_id", "sentence", "start", "end", "surface", "pos", "stop"]
    for report, sentence, start, end, word, tag, stop in tokens[names].itertuples(index=False, name=None):
        follows = clause and clause[-1][:2] == (report, sentence) and clause[-1][3] == start
        if clause and not follows:
            yield clause
            clause = []
        if tag in ("x", "m", "eng"):
            if clause:
                yield clause
            clause = []
        else:
            # a single character that no list knows may well be a piece of a word: 芗 of 芗里芗亲
            edge = not stop or (len(word) == 1 and word not in stops and tag != "q")
            clause.append((report, sentence, start, end, word, edge))
    if clause:
        yield clause


_Neighbours = Mapping[tuple[str, ...], Counter[str]]


def _neighbours(
    clauses: Sequence[Sequence[Token]], wanted: set[tuple[str, ...]], longest: int
) -> tuple[Mapping[tuple[str, ...], list[tuple[str, int, int]]], _Neighbours, _Neighbours]:
    """Where each run of words stands, and the words before and after it."""
    places: dict[tuple[str, ...], list[tuple[str, int, int]]] = defaultdict(list)
    left: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    right: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for number, clause in enumerate(clauses):
        words = [token[4] for token in clause]
        for size in range(2, longest + 1):
            for at in range(len(words) - size + 1):
                gram = tuple(words[at : at + size])
                if gram not in wanted or not (clause[at][5] and clause[at + size - 1][5]):
                    continue
                places[gram].append((clause[at][0], clause[at][2], clause[at + size - 1][3]))
                left[gram][words[at - 1] if at else f"\n{number}"] += 1
                right[gram][words[at + size] if at + size < len(words) else f"\n{number}"] += 1
    return places, left, right


def _outer(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Without phrases that stand nowhere but within a longer one of the rows: 文明实 within 文明实践."""
    return [
        row for row in rows
        if not any(row[0] != other[0] and row[0] in other[0] and row[1] <= other[1] for other in rows)
    ]  # fmt: skip
