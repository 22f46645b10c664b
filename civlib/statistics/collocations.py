"""Collocations: the words that keep company with a word, with the measures that corpus linguistics judges them by.

Log-likelihood of the two-by-two table after Dunning (1993); logDice after Rychlý (2008); normalised mutual information
after Bouma (2009). How sure it is, civlib.statistics.association tells: an exact test that allows for paragraphs. The
interval draws whole paragraphs again, for the words of one are no independent draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.segmentation import tokens as token_table
from civlib.language.sentences import sentences
from civlib.records import Corpus, Report, as_corpus
from civlib.statistics.association import deflated, exact_p, widened
from civlib.statistics.intervals import CONFIDENCE, DRAWS, SEED, check_confidence, corrected, part_weights
from civlib.statistics.phrases import normalised_pmi
from civlib.tables import table

COLUMNS = {
    "word": "str", "count": "int64", "left": "int64", "right": "int64", "word_count": "int64", "node_count": "int64",
    "expected": "float64", "lift": "float64", "low": "float64", "high": "float64", "log_likelihood": "float64",
    "log_dice": "float64", "npmi": "float64", "paragraphs": "int64", "reports": "int64", "p": "float64",
    "p_corrected": "float64",
}  # fmt: skip

WINDOW = 5
"""Counted words to either side, within the sentence."""


def table_likelihood(together: Any, first: Any, second: Any, total: Any) -> np.ndarray:
    """Dunning's log-likelihood G² of a two-by-two table, from its corner and its margins.

    Examples
    --------
    >>> table_likelihood(10, 20, 20, 100).round(2).item(), table_likelihood(4, 20, 20, 100).item()
    (12.07, 0.0)
    """
    a, r, c, n = (np.asarray(value, dtype=float) for value in (together, first, second, total))
    cells = ((a, r * c), (r - a, r * (n - c)), (c - a, (n - r) * c), (n - r - c + a, (n - r) * (n - c)))
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [np.where(observed > 0, observed * np.log(observed * n / product), 0.0) for observed, product in cells]
    return np.asarray(np.maximum(2 * sum(terms), 0.0))


def log_dice(together: Any, first: Any, second: Any) -> np.ndarray:
    """Rychlý's logDice: 14 plus the binary logarithm of Dice's coefficient; 14 for words that are always together.

    Examples
    --------
    >>> log_dice(5, 5, 5).item(), log_dice(1, 10, 6).item()
    (14.0, 11.0)
    """
    together = np.asarray(together, dtype=float)
    with np.errstate(divide="ignore"):
        return np.asarray(14 + np.log2(2 * together / (np.asarray(first, dtype=float) + np.asarray(second,
        dtype=float))))


def collocations(
    corpus: Corpus | Report | str,
    node: str,
    *,
    tokens: pd.DataFrame | None = None,
    window: int = WINDOW,
    minimum: int = 3,
    correction: str = "holm",
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = SEED,
    **segmentation: Any,
) -> pd.DataFrame:
    """The words that stand near a word more often than chance would have them.

    Parameters
    ----------
    corpus : Corpus, Report or str
    node : str
        The word whose company is looked at, as the segmentation has it.
    tokens : DataFrame, optional
        A table of ``cv.tokens``.
    window : int
        How many counted words to either side; stop words, numbers and marks do not take up room, and the window ends
        with the sentence.
    minimum : int
        Leave out words that stand near it less often.
    correction : {"holm", "benjamini_hochberg"}
        How p is corrected for the number of all words that occur ``minimum`` times, also those that do not stand near.
    confidence, draws, seed
        Of the interval of ``lift``, found by drawing whole paragraphs again.
    **segmentation
        Passed on to ``cv.tokens``.

    Returns
    -------
    DataFrame
        Surest company first, by ``log_likelihood``, then what keeps away. ``word``; ``count``, how often it stands in the
        window, ``left`` and ``right`` of the node;
        ``word_count``, how often in all, and ``node_count`` of the node; ``expected`` in the windows if it stood
        anywhere else but on the node; ``lift`` = count / expected; ``low``, ``high``, no narrower than Wilson's interval
        of the share of the rarer that stands with the other; ``log_likelihood`` of the two-by-two table of window against
        word; ``log_dice``; ``npmi``; in how many ``paragraphs`` and ``reports`` they stand together; ``p`` of Fisher's
        exact test of that table, its chi-square divided by the mean number of times per paragraph, so that a phrase said
        over and over in one breath counts once; ``p_corrected``.

    Examples
    --------
    >>> text = "整治背街小巷。\\n整治背街小巷环境。\\n整治背街小巷。\\n培训志愿者。"
    >>> collocations(text, "背街小巷")[["word", "count", "left"]].values.tolist()
    [['整治', 3, 3]]
    """
    if window < 1 or minimum < 1:
        raise ArgumentError("window and minimum are too small", remedy="give 1 or more")
    check_confidence(confidence)
    corpus = as_corpus(corpus)
    tokens = token_table(corpus, **segmentation) if tokens is None else tokens
    parts = _parts(corpus, tokens)
    words = Counter(word for _, lines in parts for line in lines for word in line)
    if node not in words:
        raise ArgumentError(
            f"{node!r} is not a counted word of the reports",
            remedy="look it up with cv.kwic, or add it to the lexicon so that it stays whole",
        )
    near = [_near(lines, node, window) for _, lines in parts]
    left, right = (sum((part[side] for part in near), Counter()) for side in (0, 1))
    together = left + right
    kept = sorted(word for word, count in together.items() if count >= minimum)
    if not kept:
        return table([], COLUMNS)
    with_node = _matrix([part[0] + part[1] for part in near], kept)
    alone = _matrix([Counter(word for line in lines for word in line) for _, lines in parts], kept)
    slots = np.array([(part[0] + part[1]).total() for part in near], dtype=float)
    sizes = np.array([sum(word != node for line in lines for word in line) for _, lines in parts], dtype=float)
    a, c, slot, total = with_node.sum(axis=0), alone.sum(axis=0), slots.sum(), sizes.sum()
    expected = slot * c / total
    likelihood = table_likelihood(a, slot, c, total)
    paragraphs = (with_node > 0).sum(axis=0)
    p = deflated(exact_p(a, slot, c, total), a / paragraphs)
    # those that do not stand near were looked at too, and must not make the others look better
    looked_at = sum(word != node and count >= minimum for word, count in words.items())
    every = corrected([*p, *[1.0] * (looked_at - len(kept))], correction)[: len(kept)]
    low, high = _interval(with_node, alone, slots, sizes, confidence, draws, seed)
    low, high = widened(low, high, a, np.full_like(c, slot), c, total, confidence=confidence)
    names = [name for name, _ in parts]
    reports = [len({names[row] for row in np.flatnonzero(with_node[:, column])}) for column in range(len(kept))]
    rows = zip(
        kept, a, (left[word] for word in kept), (right[word] for word in kept), c, [words[node]] * len(kept), expected,
        a / expected, low, high, likelihood, log_dice(a, words[node], c),
        (normalised_pmi(x, slot, y, total) for x, y in zip(a, c, strict=True)),
        paragraphs, reports, p, every, strict=True,
    )
    # what keeps away from the node comes last, however sure that is
    ordered = sorted(rows, key=lambda row: (-round(float(np.copysign(row[10], row[7] - 1)), 9), -row[1], row[0]))
    return table(ordered, COLUMNS)


def _matrix(parts: Sequence[Counter[str]], words: Sequence[str]) -> np.ndarray:
    """Parts × words."""
    return np.array([[part[word] for word in words] for part in parts], dtype=float)


def _parts(corpus: Corpus, tokens: pd.DataFrame) -> list[tuple[str, list[list[str]]]]:
    """For each paragraph its report, and the counted words of each of its sentences in order."""
    missing = [column for column in ("report_id", "sentence", "surface", "stop") if column not in tokens.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from tokens", remedy="pass a table of cv.tokens")
    frame = sentences(corpus)
    number = dict(zip(zip(frame["report_id"], frame["sentence"], strict=True), frame["paragraph"], strict=True))
    found: dict[tuple[str, int], dict[int, list[str]]] = {}
    kept = tokens[~tokens["stop"].astype(bool)]
    for report, sentence, word in zip(kept["report_id"], kept["sentence"], kept["surface"], strict=True):
        found.setdefault((report, int(number[report, sentence])), {}).setdefault(int(sentence), []).append(word)
    return [(report, list(lines.values())) for (report, _), lines in found.items()]


def _near(lines: Sequence[Sequence[str]], node: str, window: int) -> tuple[Counter[str], Counter[str]]:
    """The words before and after the node; one that stands between two counts once, with the nearer."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for line in lines:
        nodes = [at for at, word in enumerate(line) if word == node]
        for at, word in enumerate(line):
            if word != node and nodes:
                nearest = min(nodes, key=lambda place: (abs(place - at), place < at))
                if abs(nearest - at) <= window:
                    (before if at < nearest else after)[word] += 1
    return before, after


def _interval(
    together: np.ndarray, alone: np.ndarray, slots: np.ndarray, sizes: np.ndarray, confidence: float, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of the lift when whole paragraphs are drawn again."""
    weights = part_weights(len(sizes), draws=draws, seed=seed)
    slot, size = weights @ slots, weights @ sizes
    low, high = np.full(together.shape[1], np.nan), np.full(together.shape[1], np.nan)
    for column in range(together.shape[1]):
        both, count = weights @ together[:, column], weights @ alone[:, column]
        drawn = (count > 0) & (slot > 0)
        if drawn.any():
            lifts = both[drawn] * size[drawn] / (slot[drawn] * count[drawn])
            low[column], high[column] = np.quantile(lifts, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return low, high
