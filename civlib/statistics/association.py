"""How surely two things keep company: an exact test of a two-by-two table, and what it is worth when they come in parts.

Fisher's exact test (1935), for counts are small; the cost of a text that comes in paragraphs after Rao and Scott (1984),
for two properties at once after Clifford, Richardson and Hémon (1989).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import chdtrc, chdtri
from scipy.stats import hypergeom

from civlib.statistics.intervals import CONFIDENCE, wilson


def exact_p(together: Any, first: Any, second: Any, total: Any) -> np.ndarray:
    """Fisher's exact test of a two-by-two table, from its corner and its margins: twice the smaller tail.

    Parameters
    ----------
    together, first, second, total : array of int
        How many have both, the one, the other; of how many.

    Examples
    --------
    >>> exact_p(3, 3, 3, 20).round(5).item(), exact_p(1, 5, 4, 20).item()
    (0.00175, 1.0)
    """
    k, r, c, n = (np.asarray(value, dtype=np.int64) for value in (together, first, second, total))
    above, below = hypergeom.sf(k - 1, n, r, c), hypergeom.cdf(k, n, r, c)
    return np.asarray(np.minimum(2 * np.minimum(above, below), 1.0))


def deflated(p: Any, effect: Any) -> np.ndarray:
    """A probability whose chi-square is divided by a design effect (Rao and Scott 1984); by 1 it stays as it is.

    Examples
    --------
    >>> deflated([0.001, 0.001], [1.0, 2.0]).round(4).tolist()
    [0.001, 0.02]
    """
    chi = chdtri(1, np.asarray(p, dtype=float))
    return np.asarray(chdtrc(1, chi / np.asarray(effect, dtype=float)))


def pair_effect(first: np.ndarray, second: np.ndarray, sizes: np.ndarray) -> float:
    """How many times more the count of two things together varies because both come in parts and not one by one.

    Parameters
    ----------
    first, second, sizes : array, one number a part
        How many units of each part (sentences of a paragraph) have the one, the other, and how many it has.

    Returns
    -------
    float
        1 + (companions of a unit) · (intraclass correlation of the one) · (of the other), at least 1: to come in blocks
        costs only where both do.

    Examples
    --------
    >>> blocks, even, sizes = np.array([4, 0, 0, 0]), np.array([1, 1, 1, 1]), np.array([4, 4, 4, 4])
    >>> pair_effect(blocks, blocks, sizes), pair_effect(blocks, even, sizes)
    (4.0, 1.0)
    """
    total, neighbours = sizes.sum(), (sizes * (sizes - 1)).sum()
    if not neighbours:
        return 1.0
    correlation = 1.0
    for counts in (first, second):
        share = counts.sum() / total
        spread = share * (1 - share)
        if spread <= 0:
            return 1.0
        # the sum over pairs of units in one part of (x - share) · (y - share), x and y being 0 or 1
        joint = ((counts - sizes * share) ** 2 - counts * (1 - 2 * share) - sizes * share**2).sum()
        correlation *= max(joint / neighbours / spread, 0.0)
    return float(max(1 + neighbours / total * correlation, 1.0))


def widened(
    low: Any, high: Any, together: Any, first: Any, second: Any, total: Any, *, confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of a lift, no narrower than Wilson's interval of the share of the rarer that is with the other.

    Resampling sees no doubt where all three sentences on the one speak of the other too.

    Parameters
    ----------
    low, high : array
        Ends found by resampling; one that is missing stays missing.
    together, first, second, total : array of numbers
        How many have both, the one, the other; of how many.
    confidence : float

    Examples
    --------
    >>> [end.round(2).item() for end in widened(3.9, 4.1, 3, 3, 5, 20)]
    [1.75, 4.1]
    """
    k, r, c, n = (np.atleast_1d(np.asarray(value, dtype=float)) for value in (together, first, second, total))
    rarer, other = np.minimum(r, c), np.maximum(r, c)
    bounds = wilson(k.tolist(), rarer.tolist(), confidence=confidence)
    lower, upper = bounds["low"].to_numpy() * n / other, bounds["high"].to_numpy() * n / other
    return np.minimum(low, lower), np.maximum(high, upper)  # a missing end stays missing
