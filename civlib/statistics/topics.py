"""Topics found in the text itself, each with how surely it comes back when chance or a few paragraphs change.

Stability as Greene, O'Callaghan and Cunningham (2014), "How Many Topics? Stability Analysis for Topic Models", measure
it, on matched topics; what chance alone would give is found by the same steps on paragraphs whose words were dealt out
anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.segmentation import place_words
from civlib.language.segmentation import tokens as token_table
from civlib.records import Corpus, Report, as_corpus
from civlib.statistics.intervals import SEED, wilson
from civlib.statistics.topic_model import (
    SAME,
    WordMatrix,
    factors,
    parts_of,
    returns,
    shuffled,
    top_words,
    weighted,
    word_matrix,
)
from civlib.tables import table

NUMBERS = (2, 3, 4, 5, 6, 7, 8)
"""Numbers of topics that are compared."""

SHARE = 0.8
"""Of the paragraphs, that a resample holds (Greene and others 2014)."""

FIRM = 0.9
"""In which share of random starts, and of resamples, a topic must come back to be called firm."""

TOP = 10
"""How many words stand for a topic."""

LEAST = 20
"""With fewer paragraphs, or fewer words that come back in three of them, there are no topics to find."""

_DRAWS, _FEWEST = 100, 30
_TEXTS = 20  # whose words were dealt out anew
_STARTS = 20  # random starts of each number of topics that is tried

NUMBER_COLUMNS = {
    "number": "int64", "paragraphs": "int64", "words": "int64", "starts": "float64", "resamples": "float64",
    "chance": "float64", "excess": "float64", "chosen": "bool",
}  # fmt: skip
TOPIC_COLUMNS = {
    "topic": "int64", "label": "str", "words": "object", "paragraphs": "int64", "reports": "int64",
    "starts": "float64", "resamples": "float64", "low": "float64", "high": "float64", "likeness": "float64",
    "chance": "float64", "chance_likeness": "float64", "firm": "bool",
}  # fmt: skip
WORD_COLUMNS = {
    "topic": "int64", "rank": "int64", "word": "str", "weight": "float64", "count": "int64", "paragraphs": "int64",
    "starts": "float64", "resamples": "float64",
}  # fmt: skip
PARAGRAPH_COLUMNS = {
    "report_id": "str", "paragraph": "int64", "topic": "int64", "weight": "float64", "share": "float64",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics with all that is needed to judge them, in four tables.

    Attributes
    ----------
    numbers : DataFrame
        One row a number of topics that was tried: ``number``; ``paragraphs`` and ``words`` it was tried on; ``starts``,
        mean likeness (Jaccard of the top words of matched topics) over random starts; ``resamples``, the same over
        resamples of the paragraphs; ``chance``, the same over resamples of paragraphs whose words were dealt out anew;
        ``excess`` = resamples - chance; ``chosen``, the number with the largest excess, or the one that was asked for.
    topics : DataFrame
        One row a topic of the chosen number: ``topic``, from 0, the largest first; ``label``, its three heaviest words;
        ``words``, its top words; ``paragraphs`` in which it is the strongest, in how many ``reports``; in which share of
        random ``starts`` and of ``resamples`` it comes back, with Wilson interval ``low``, ``high`` of the latter;
        ``likeness``, mean Jaccard over resamples; ``chance`` and ``chance_likeness``, the share and the likeness that the
        best topic of paragraphs whose words were dealt out anew reaches, in all but one of twenty such texts;
        ``firm``, whether the topic comes back in nine of ten of both, and with a likeness above that of chance.
    words : DataFrame
        One row a topic and top word: ``rank``; ``weight``; ``count`` and ``paragraphs`` of the word in the paragraphs that
        were used; the share of ``starts`` and ``resamples`` in which it is again a top word of this topic.
    paragraphs : DataFrame
        One row a paragraph: the strongest ``topic``, its ``weight``, and its ``share`` of the weights of all topics.
    """

    numbers: pd.DataFrame
    topics: pd.DataFrame
    words: pd.DataFrame
    paragraphs: pd.DataFrame

    def _repr_html_(self) -> str:
        return str(self.topics.assign(words=self.topics["words"].map("、".join)).to_html(index=False, float_format="{:.2f}".format))


_EMPTY = Topics(
    table([], NUMBER_COLUMNS), table([], TOPIC_COLUMNS), table([], WORD_COLUMNS), table([], PARAGRAPH_COLUMNS)
)


def topics(
    corpus: Corpus | Report | str,
    number: int | None = None,
    *,
    numbers: Sequence[int] = NUMBERS,
    tokens: pd.DataFrame | None = None,
    unit: str = "paragraph",
    leave_out: Iterable[str] | None = None,
    top: int = TOP,
    draws: int | None = None,
    seed: int = SEED,
    **segmentation: Any,
) -> Topics:
    """Topics over the paragraphs of all reports, with their stability.

    Parameters
    ----------
    corpus : Corpus, Report or str
    number : int, optional
        Of topics; by default that of ``numbers`` whose topics come back most beyond chance.
    numbers : sequence of int
        Which numbers of topics to try.
    tokens : DataFrame, optional
        A table of ``cv.tokens``.
    unit : {"paragraph", "sentence"}
        What a topic is a property of, and what is drawn again.
    leave_out : iterable of str, optional
        Words that do not count; by default the names of the places.
    top : int
        How many words stand for a topic.
    draws : int, optional
        Random starts and resamples by which the topics are judged; by default 100, and from 120 paragraphs on fewer, at
        least 30, for each takes longer then.
    seed : int
        Of these; the topics themselves are found without drawing.
    **segmentation
        Passed on to ``cv.tokens``.

    Returns
    -------
    Topics
        Its four tables are empty where there is too little text: fewer than 20 paragraphs of eight counted words, or
        fewer than 20 words that stand in three of them.

    Examples
    --------
    >>> topics("整治背街小巷。").topics.empty
    True
    """
    if (number is not None and number < 2) or any(each < 2 for each in numbers) or not numbers:
        raise ArgumentError("there must be two topics at least", remedy="leave number out, or give 2 or more")
    if (draws is not None and draws < 2) or top < 1:
        raise ArgumentError("draws and top are too small", remedy="give at least 2 draws and 1 word")
    corpus = as_corpus(corpus)
    tokens = token_table(corpus, **segmentation) if tokens is None else tokens
    left_out = place_words(corpus) if leave_out is None else leave_out
    matrix = word_matrix(corpus, tokens, unit=unit, leave_out=left_out)
    if min(matrix.counts.shape) < LEAST:
        return _EMPTY
    tried = sorted({each for each in ([*numbers, number] if number else numbers) if each <= min(matrix.counts.shape) // 2})
    if number is not None and number not in tried:
        raise ArgumentError(
            f"{number} topics are too many for {len(matrix.places)} {unit}s and {len(matrix.words)} words",
            remedy="ask for fewer, or load more reports",
        )
    draws = draws or min(_DRAWS, max(_FEWEST, _DRAWS * 120 // len(matrix.places)))
    compared = _numbers(matrix, tried, number, top, draws, seed)
    chosen = int(compared.loc[compared["chosen"], "number"].iloc[0])
    return _judged(matrix, compared, chosen, top, draws, seed)


def _numbers(
    matrix: WordMatrix, tried: Sequence[int], asked: int | None, top: int, draws: int, seed: int
) -> pd.DataFrame:
    """How stable each number of topics is, against what chance would give."""
    weights = weighted(matrix.counts)
    rows = []
    for number in tried:
        reference = factors(weights, number)[0]
        starts = returns(reference, (factors(weights, number, seed + run)[0] for run in range(_STARTS)), top)[0]
        # the same resamples for every number, so that numbers are compared and not draws
        generator = np.random.default_rng([seed, 0])
        again = returns(reference, (factors(parts_of(weights, SHARE, generator), number)[0] for _ in range(draws)), top)[0]
        chance = _chance(matrix, number, top, draws, seed)
        rows.append((number, again.mean(), starts.mean(), chance.mean()))
    best = asked or max(rows, key=lambda row: (round(row[1] - row[3], 6), -row[0]))[0]
    return table(
        ((n, *matrix.counts.shape, start, again, by_chance, again - by_chance, n == best)
         for n, again, start, by_chance in rows),
        NUMBER_COLUMNS,
    )  # fmt: skip


def _chance(matrix: WordMatrix, number: int, top: int, draws: int, seed: int) -> np.ndarray:
    """Likeness of topics to those of resamples where each word was dealt out over the paragraphs by itself."""
    generator = np.random.default_rng([seed, 1])
    found = []
    for _ in range(draws):
        weights = weighted(shuffled(matrix.counts, generator))
        again = factors(parts_of(weights, SHARE, generator), number)[0]
        found.append(returns(factors(weights, number)[0], [again], top)[0])
    return np.concatenate(found)


def _best_by_chance(matrix: WordMatrix, number: int, top: int, draws: int, seed: int) -> tuple[float, float]:
    """How often the best topic of dealt-out words comes back, and how alike, in all but one of twenty texts.

    The best of several topics comes back often by mere luck: that is what a topic must outdo.
    """
    generator = np.random.default_rng([seed, 3])
    best = []
    for _ in range(_TEXTS):
        weights = weighted(shuffled(matrix.counts, generator))
        runs = (factors(parts_of(weights, SHARE, generator), number)[0] for _ in range(max(2, draws // 4)))
        likeness = returns(factors(weights, number)[0], runs, top)[0]
        best.append(((likeness > SAME).mean(axis=0).max(), likeness.mean(axis=0).max()))
    often, alike = np.quantile(best, 0.95, axis=0)
    return float(often), float(alike)


def _judged(matrix: WordMatrix, compared: pd.DataFrame, number: int, top: int, draws: int, seed: int) -> Topics:
    """The topics of one number, each judged by random starts and by resamples."""
    weights = weighted(matrix.counts)
    found, strength = factors(weights, number)
    strongest = np.argmax(strength, axis=1)
    order = sorted(range(number), key=lambda topic: (-int((strongest == topic).sum()), topic))
    found, strength = found[order], strength[:, order]
    strongest = np.argmax(strength, axis=1)
    by_start, start_words = returns(found, (factors(weights, number, seed + run)[0] for run in range(draws)), top)
    generator = np.random.default_rng([seed, 2])
    runs = (factors(parts_of(weights, SHARE, generator), number)[0] for _ in range(draws))
    by_part, part_words = returns(found, runs, top)
    chance, chance_likeness = _best_by_chance(matrix, number, top, draws, seed)
    back = by_part > SAME
    between = wilson(back.sum(axis=0).tolist(), [draws] * number)
    totals, standing = np.asarray(matrix.counts.sum(axis=0)).ravel(), matrix.counts.getnnz(axis=0)
    topic_rows, word_rows = [], []
    for topic, words in enumerate(top_words(found, top)):
        ranked = sorted(words, key=lambda index: (-found[topic, index], matrix.words[index]))
        names = tuple(matrix.words[index] for index in ranked)
        own = np.flatnonzero(strongest == topic)
        starts, parts = float((by_start[:, topic] > SAME).mean()), float(back[:, topic].mean())
        topic_rows.append((
            topic, " ".join(names[:3]), names, len(own), len({matrix.places[row][0] for row in own}), starts, parts,
            between["low"].iloc[topic], between["high"].iloc[topic], by_part[:, topic].mean(), chance, chance_likeness,
            starts >= FIRM and parts >= FIRM and by_part[:, topic].mean() > chance_likeness,
        ))
        word_rows += [
            (topic, rank, matrix.words[index], found[topic, index], totals[index], standing[index],
             start_words[topic, index] / draws, part_words[topic, index] / draws)
            for rank, index in enumerate(ranked, start=1)
        ]  # fmt: skip
    share = strength.max(axis=1) / np.maximum(strength.sum(axis=1), 1e-12)
    places = ((*place, *rest) for place, *rest in zip(matrix.places, strongest, strength.max(axis=1), share, strict=True))
    return Topics(
        compared, table(topic_rows, TOPIC_COLUMNS), table(word_rows, WORD_COLUMNS), table(places, PARAGRAPH_COLUMNS)
    )
