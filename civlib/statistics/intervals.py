"""How sure a share or a contrast is: Wilson intervals, and resampling of whole sentences or paragraphs.

Words of one paragraph are no independent draws: a report that says 志愿服务 once says it five times in a row. What is
drawn again is therefore always a whole part of a text, a sentence or a paragraph, with everything that is in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from civlib.errors import ArgumentError
from civlib.tables import table

SEED = 20211231
"""The seed of every resampling, so that a table is the same on every run."""

DRAWS = 2000
"""How often parts are drawn again."""

CONFIDENCE = 0.95
"""The share of intervals that hold the true value."""

SHARE_COLUMNS = {"count": "int64", "total": "int64", "share": "float64", "low": "float64", "high": "float64"}


def check_confidence(confidence: float) -> float:
    """The share itself, if it is one.

    Examples
    --------
    >>> check_confidence(0.9)
    0.9
    """
    if not 0 < confidence < 1:
        raise ArgumentError(f"confidence is {confidence}", remedy="choose a number between 0 and 1, such as 0.95")
    return confidence


def normal_quantile(confidence: float) -> float:
    """How many standard errors an interval of this confidence reaches to either side.

    Examples
    --------
    >>> round(normal_quantile(0.95), 2)
    1.96
    """
    return float(ndtri(0.5 + check_confidence(confidence) / 2))


def wilson(counts: Sequence[int], totals: Sequence[int], *, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Shares with the score interval of Wilson (1927), which stays inside 0 and 1 and holds for small counts.

    Parameters
    ----------
    counts, totals : sequences of int
        How many of how many, one pair a row.
    confidence : float

    Returns
    -------
    DataFrame
        ``count``, ``total``, ``share``, ``low``, ``high``; where the total is 0 the share is missing and the
        interval is 0 to 1, for nothing is known.

    Examples
    --------
    >>> wilson([0, 5], [10, 10]).round(3).values.tolist()
    [[0.0, 10.0, 0.0, 0.0, 0.278], [5.0, 10.0, 0.5, 0.237, 0.763]]
    """
    k, n = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    if k.shape != n.shape or k.ndim != 1:
        raise ArgumentError("counts and totals differ in length", remedy="give one total for each count")
    if (k < 0).any() or (k > n).any():
        raise ArgumentError("a count is below 0 or above its total", remedy="check what was counted against what")
    z = normal_quantile(confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = k / n
        centre = (k + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * np.sqrt(np.where(n > 0, k * (n - k) / n, 0) + z * z / 4)
    low, high = np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
    low, high = np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)
    return table(zip(k, n, share, low, high, strict=True), SHARE_COLUMNS)


def part_weights(parts: int, *, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """How often each part is drawn in each resample: ``draws`` rows, ``parts`` columns, each row sums to ``parts``.

    Examples
    --------
    >>> part_weights(4, draws=2).sum(axis=1).tolist()
    [4, 4]
    """
    if parts < 1 or draws < 2:
        raise ArgumentError(
            f"cannot draw {draws} times from {parts} parts", remedy="at least one part and two draws are needed"
        )
    return np.random.default_rng(seed).multinomial(parts, np.full(parts, 1 / parts), size=draws)


def resampled_shares(
    hits: Sequence[int],
    sizes: Sequence[int],
    *,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of units that have a property, with an interval by drawing whole parts again (cluster bootstrap).

    Parameters
    ----------
    hits, sizes : sequences of int
        For each part (paragraph) how many of its units (sentences) have the property, and how many it has.
    confidence, draws, seed

    Returns
    -------
    DataFrame
        One row: ``count``, ``total``, ``share``, and the percentile interval ``low``, ``high``.

    Examples
    --------
    >>> resampled_shares([2, 2, 2], [4, 4, 4]).values.tolist()
    [[6.0, 12.0, 0.5, 0.5, 0.5]]
    """
    k, n = np.asarray(hits, dtype=float), np.asarray(sizes, dtype=float)
    if k.shape != n.shape or k.ndim != 1 or (k < 0).any() or (k > n).any():
        raise ArgumentError("hits and sizes do not fit together", remedy="give hits ≤ size for each part")
    total = n.sum()
    if not total:
        return table([(0, 0, float("nan"), 0.0, 1.0)], SHARE_COLUMNS)
    weights = part_weights(len(n), draws=draws, seed=seed)
    drawn = weights @ n
    shares = (weights @ k)[drawn > 0] / drawn[drawn > 0]
    low, high = np.quantile(shares, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return table([(k.sum(), total, k.sum() / total, low, high)], SHARE_COLUMNS)


def jackknife_variance(without: np.ndarray) -> np.ndarray:
    """The variance of an estimate from its values when each part in turn is left out (Tukey 1958).

    It needs no random numbers, so that what is sure does not hang on a seed.

    Parameters
    ----------
    without : array, parts × estimates
        Row ``i`` holds the estimates made without part ``i``.

    Examples
    --------
    >>> parts = np.array([[1.0], [2.0], [6.0]])
    >>> jackknife_variance((parts.sum(axis=0) - parts) / 2).round(3).tolist()  # of a mean: s² / n
    [2.333]
    """
    count = len(without)
    if count < 2:
        return np.zeros(np.shape(without)[1:])
    return np.asarray((count - 1) / count * ((without - without.mean(axis=0)) ** 2).sum(axis=0))


def holm(probabilities: Sequence[float]) -> np.ndarray:
    """Probabilities corrected for their number by Holm (1979): safe whatever the dependence between them.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(probabilities, dtype=float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(stepped, 1)
    return corrected


def benjamini_hochberg(probabilities: Sequence[float]) -> np.ndarray:
    """Probabilities corrected by Benjamini and Hochberg (1995): the share of false finds among the finds.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(probabilities, dtype=float)
    order = np.argsort(-p, kind="stable")
    stepped = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(stepped, 1)
    return corrected


CORRECTIONS = {"holm": holm, "benjamini_hochberg": benjamini_hochberg}
"""Ways to correct for the number of comparisons, by name."""


def corrected(probabilities: Sequence[float], correction: str) -> np.ndarray:
    """Probabilities corrected in the way that is named."""
    if correction not in CORRECTIONS:
        raise ArgumentError(f"there is no correction {correction!r}", remedy=f"choose one of {', '.join(CORRECTIONS)}")
    return CORRECTIONS[correction](probabilities)
