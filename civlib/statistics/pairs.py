"""Which measures go together: co-occurrence within a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from civlib.statistics.association import widened
from civlib.statistics.codings import codes_of, hits_of
from civlib.statistics.intervals import CONFIDENCE, DRAWS, SEED, check_confidence, part_weights
from civlib.tables import table

COLUMNS = {
    "code_a": "str", "code_b": "str", "count": "int64", "count_a": "int64", "count_b": "int64", "total": "int64",
    "expected": "float64", "lift": "float64", "low": "float64", "high": "float64", "pmi": "float64", "phi": "float64",
}


def co_occurrence(
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    minimum: int = 1,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """How often two measures stand in one sentence, and how often they would if they had nothing to do with each other.

    Parameters
    ----------
    codings, sentences : DataFrame
    codes : sequence of str, optional
        Only pairs of these, in this order.
    minimum : int
        Leave out pairs that stand together less often; 0 keeps all.
    confidence, draws, seed
        Of the interval of ``lift``: the wider on either side of the one found by drawing whole paragraphs again
        (sentences, where ``sentences`` has no ``paragraph``) and of Wilson's for the share of the rarer that is with the
        other.

    Returns
    -------
    DataFrame
        One row a pair: ``count`` of sentences with both, ``count_a`` and ``count_b`` with either, ``total`` sentences;
        ``expected`` = count_a · count_b / total; ``lift`` = count / expected, ``low``, ``high``; ``pmi``, its binary logarithm (minus
        infinity for 0); ``phi``, the correlation of the two, from -1 to 1, missing where one stands in all sentences or
        in none.

    Examples
    --------
    >>> said = pd.DataFrame({"report_id": ["a"] * 4, "sentence": range(4)})
    >>> coded = pd.DataFrame({"report_id": ["a"] * 4, "sentence": [0, 0, 1, 1], "code": ["X", "Y", "X", "Y"]})
    >>> co_occurrence(coded, said)[["count", "expected", "lift", "pmi", "phi"]].values.tolist()
    [[2.0, 1.0, 2.0, 1.0, 1.0]]
    """
    check_confidence(confidence)
    hits = hits_of(codings, sentences)
    names = codes_of(hits, codes)
    sets = {
        code: set(zip(group["report_id"], group["sentence"], strict=True)) for code, group in hits.groupby("code")
    }
    total = len(sentences)
    unit = "paragraph" if "paragraph" in sentences.columns else "sentence"
    order: dict[tuple[str, int], int] = {}
    for key in zip(sentences["report_id"], sentences[unit], strict=True):
        order.setdefault(key, len(order))
    keys = zip(sentences["report_id"], sentences["sentence"], sentences[unit], strict=True)
    parts = {(report, sentence): order[report, part] for report, sentence, part in keys}
    number = len(order)
    weights = part_weights(max(number, 1), draws=draws, seed=seed)
    rows = []
    for one, other in combinations(names, 2):
        a, b = sets.get(one, set()), sets.get(other, set())
        both = len(a & b)
        if both < minimum:
            continue
        expected = len(a) * len(b) / total if total else 0.0
        lift = both / expected if expected else float("nan")
        spread = float(len(a) * len(b) * (total - len(a)) * (total - len(b)))
        phi = (total * both - len(a) * len(b)) / spread**0.5 if spread else float("nan")
        pmi = float(np.log2(lift)) if lift > 0 else (float("-inf") if lift == 0 else float("nan"))
        low, high = _lift_interval(_per_part(parts, number, (a & b, a, b)), weights, confidence)
        if a and b:
            low, high = (float(end[0]) for end in widened(low, high, both, len(a), len(b), total, confidence=confidence))
        rows.append((one, other, both, len(a), len(b), total, expected, lift, low, high, pmi, phi))
    return table(rows, COLUMNS)


def _per_part(
    parts: Mapping[tuple[str, int], int], number: int, sets: Sequence[set[tuple[str, int]]]
) -> list[np.ndarray]:
    """For each set of sentences how many of them each part has, and how many sentences it has in all."""
    counted = [np.bincount([parts[key] for key in keys] or [0], minlength=number) for keys in sets]
    counted = [count if keys else count * 0 for count, keys in zip(counted, sets, strict=True)]
    return [*counted, np.bincount(list(parts.values()), minlength=number)]


def _lift_interval(counts: Sequence[np.ndarray], weights: np.ndarray, confidence: float) -> tuple[float, float]:
    both, first, second, size = (weights @ count for count in counts)
    drawn = (first > 0) & (second > 0)
    if not drawn.any():
        return float("nan"), float("nan")
    lifts = both[drawn] * size[drawn] / (first[drawn] * second[drawn])
    low, high = np.quantile(lifts, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)
