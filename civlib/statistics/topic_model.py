"""The machinery of topics: paragraphs as rows of weighted words, factors of them, and which factor is which again.

Non-negative matrix factorisation after Lee and Seung (1999), as scikit-learn does it, over term weights (tf-idf).
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer

from civlib.errors import ArgumentError
from civlib.language.sentences import sentences
from civlib.records import Corpus

SAME = 0.5
"""Two lists of top words that share more than this of all their words (Jaccard) are the same topic (Hennig 2007)."""

_ITERATIONS = 300
_DIGITS = 6  # of a weight; what differs beyond differs between machines


@dataclass(frozen=True, eq=False)
class WordMatrix:
    """How often each word of a vocabulary stands in each paragraph that is long enough.

    Attributes
    ----------
    places : tuple of (report_id, paragraph)
    words : tuple of str
    counts : sparse array, places × words
    """

    places: tuple[tuple[str, int], ...]
    words: tuple[str, ...]
    counts: csr_matrix


def word_matrix(
    corpus: Corpus,
    tokens: pd.DataFrame,
    *,
    unit: str = "paragraph",
    length: int = 8,
    minimum: int = 3,
    most: int = 500,
    leave_out: Iterable[str] = (),
) -> WordMatrix:
    """The words that are counted, by paragraph.

    Parameters
    ----------
    corpus : Corpus
    tokens : DataFrame
        As ``cv.tokens`` gives it.
    unit : {"paragraph", "sentence"}
    length : int
        Paragraphs with fewer counted words, headings for the most part, are left out.
    minimum : int
        In how many of them a word must stand.
    most : int
        How many words there may be; those that stand in the most paragraphs are kept, for rare ones take long and tell
        little of what keeps together.
    leave_out : iterable of str
        Such as the names of the places.
    """
    if unit not in ("paragraph", "sentence"):
        raise ArgumentError(f"there is no unit {unit!r}", remedy="choose one of paragraph, sentence")
    missing = [column for column in ("report_id", "sentence", "surface", "stop") if column not in tokens.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from tokens", remedy="pass a table of cv.tokens")
    frame = sentences(corpus)
    number = dict(zip(zip(frame["report_id"], frame["sentence"], strict=True), frame[unit], strict=True))
    unwanted = set(leave_out)
    parts: dict[tuple[str, int], Counter[str]] = {}
    kept = tokens[~tokens["stop"].astype(bool)]
    for report_id, sentence, word in zip(kept["report_id"], kept["sentence"], kept["surface"], strict=True):
        if word not in unwanted:
            parts.setdefault((report_id, int(number[report_id, sentence])), Counter())[word] += 1
    long = {place: part for place, part in parts.items() if sum(part.values()) >= length}
    standing = Counter(word for part in long.values() for word in part)
    widespread = sorted(standing, key=lambda word: (-standing[word], word))[:most]
    words = tuple(sorted(word for word in widespread if standing[word] >= minimum))
    column = {word: index for index, word in enumerate(words)}
    places = tuple(place for place, part in long.items() if not column.keys().isdisjoint(part))
    cells = [(row, column[w], n) for row, place in enumerate(places) for w, n in long[place].items() if w in column]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return WordMatrix(places, words, csr_matrix((values, (rows, columns)), shape=(len(places), len(words)), dtype=float))


def weighted(counts: csr_matrix) -> csr_matrix:
    """Term weights: logarithm of the count, times how rare the word is over the paragraphs, rows of length 1."""
    return csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counts))


def factors(weights: csr_matrix, number: int, seed: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Topics × words, and paragraphs × topics.

    Parameters
    ----------
    weights : sparse array
    number : int
        Of topics.
    seed : int, optional
        Of a random start; without it the start is the singular value decomposition (Boutsidis and Gallopoulos 2008),
        which needs no lot.
    """
    start = "nndsvda" if seed is None else "random"
    model = NMF(number, init=start, random_state=0 if seed is None else seed, max_iter=_ITERATIONS)
    with warnings.catch_warnings():
        # what has not settled after so many steps comes out as unstable, which is what is measured
        warnings.simplefilter("ignore", ConvergenceWarning)
        rows = model.fit_transform(weights)
    return np.round(model.components_, _DIGITS), np.round(rows, _DIGITS)


def top_words(topics: np.ndarray, top: int) -> list[frozenset[int]]:
    """The indices of the heaviest words of each topic; a word without weight is none of them.

    Examples
    --------
    >>> [sorted(words) for words in top_words(np.array([[0.0, 3.0, 2.0], [1.0, 0.0, 0.0]]), 2)]
    [[1, 2], [0]]
    """
    return [frozenset(int(i) for i in np.argsort(-row, kind="stable")[:top] if row[i] > 0) for row in topics]


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """What two sets share of all their members together; 0 for two empty ones."""
    return len(one & other) / len(one | other) if one or other else 0.0


def matched(topics: np.ndarray, others: np.ndarray) -> list[int]:
    """For each topic the one of the others that is most like it, none taken twice.

    The assignment with the largest sum of cosines (Kuhn 1955, the Hungarian method), as Greene, O'Callaghan and
    Cunningham (2014) match topics.

    Examples
    --------
    >>> matched(np.array([[1.0, 0.0], [0.2, 1.0]]), np.array([[0.0, 2.0], [3.0, 0.1]]))
    [1, 0]
    """
    lengths = [np.linalg.norm(array, axis=1, keepdims=True) for array in (topics, others)]
    one, other = (array / np.where(length > 0, length, 1) for array, length in zip((topics, others), lengths, strict=True))
    return [int(index) for index in linear_sum_assignment(-(one @ other.T))[1]]


def shuffled(counts: csr_matrix, generator: np.random.Generator) -> csr_matrix:
    """The same words as often and as clumped, but each dealt out over the paragraphs by itself.

    What topics such paragraphs have, chance alone has made.
    """
    columns = counts.tocsc()
    rows, starts, size = columns.indices.copy(), columns.indptr, columns.shape[0]
    for first, last in pairwise(starts):
        rows[first:last] = generator.choice(size, int(last - first), replace=False)
    dealt = csr_matrix(type(columns)((columns.data, rows, starts), shape=columns.shape))
    dealt.sort_indices()
    return dealt[np.flatnonzero(dealt.getnnz(axis=1))]


def returns(reference: np.ndarray, runs: Iterable[np.ndarray], top: int) -> tuple[np.ndarray, np.ndarray]:
    """How much of each topic comes back in each run, and how often each of its top words does.

    Returns
    -------
    tuple of two arrays
        Runs × topics: Jaccard of the top words with those of the matched topic. Topics × words: in how many runs the
        word is among the top words of the matched topic.
    """
    own = top_words(reference, top)
    again = np.zeros(reference.shape)
    likeness = []
    for run in runs:
        tops = top_words(run, top)
        pairs = [tops[index] for index in matched(reference, run)]
        likeness.append([jaccard(one, other) for one, other in zip(own, pairs, strict=True)])
        for topic, words in enumerate(pairs):
            again[topic, sorted(words)] += 1
    return np.array(likeness), again


def parts_of(weights: csr_matrix, share: float, generator: np.random.Generator) -> csr_matrix:
    """A share of the paragraphs, drawn without putting back."""
    count = max(1, round(share * weights.shape[0]))
    drawn: Sequence[int] = np.sort(generator.choice(weights.shape[0], count, replace=False)).tolist()
    return weights[drawn]
