"""Measures of contrast between two bodies of text: one formula a function, on arrays of counts.

Log-likelihood after Dunning (1993) in the two-cell form of Rayson and Garside (2000); log-odds with an informative
Dirichlet prior after Monroe, Colaresi and Quinn (2008), "Fightin' Words"; effect size as Hardie's Log Ratio (2014);
dispersion as Gries' deviation of proportions (2008), normalised after Lijffijt and Gries (2012); the cost of drawing
paragraphs instead of words after Rao and Scott (1984).
"""

from __future__ import annotations

from typing import Any

import numpy as np


def log_likelihood(count: Any, size: Any, reference_count: Any, reference_size: Any) -> np.ndarray:
    """Dunning's log-likelihood G² of a word in two corpora, in the two cells that Rayson and Garside (2000) use.

    Parameters
    ----------
    count, reference_count : array of numbers
        How often the word stands in either corpus.
    size, reference_size : array of numbers
        How many words either corpus has.

    Returns
    -------
    array
        0 where the rates are equal, larger the less they agree; the sign of the contrast is in ``log_ratio``.

    Examples
    --------
    >>> log_likelihood(10, 1000, 10, 1000).item(), log_likelihood(20, 1000, 5, 1000).round(2).item()
    (0.0, 9.64)
    """
    a, b = np.asarray(count, dtype=float), np.asarray(reference_count, dtype=float)
    c, d = np.asarray(size, dtype=float), np.asarray(reference_size, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = (a + b) / (c + d)
        first = np.where(a > 0, a * np.log(a / (c * rate)), 0.0)
        second = np.where(b > 0, b * np.log(b / (d * rate)), 0.0)
    return np.maximum(2 * (first + second), 0.0)


def log_ratio(count: Any, size: Any, reference_count: Any, reference_size: Any) -> np.ndarray:
    """Hardie's Log Ratio: the binary logarithm of the ratio of the two rates; each point doubles it.

    A count of 0 is taken as half an occurrence, as Hardie proposes.

    Examples
    --------
    >>> log_ratio(8, 1000, 2, 1000).item()
    2.0
    """
    a, b = np.asarray(count, dtype=float), np.asarray(reference_count, dtype=float)
    a, b = np.where(a == 0, 0.5, a), np.where(b == 0, 0.5, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2((a / size) / (b / reference_size))


def log_odds(
    count: Any, size: Any, reference_count: Any, reference_size: Any, prior: Any, prior_size: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds-ratio with an informative Dirichlet prior, and its standard error for independent draws.

    Equations 16 and 20 of Monroe, Colaresi and Quinn (2008).

    Parameters
    ----------
    count, size, reference_count, reference_size : array of numbers
    prior : array of numbers
        Pseudo-counts of the words, which sum to ``prior_size`` over the vocabulary.
    prior_size : number

    Returns
    -------
    tuple of two arrays
        The difference of the log-odds and its standard error; their quotient is the z of the paper.

    Examples
    --------
    >>> difference, error = log_odds(20, 100, 10, 100, 3, 20)
    >>> difference.round(4).item(), error.round(4).item()
    (0.6687, 0.347)
    """
    a = np.asarray(count, dtype=float) + prior
    b = np.asarray(reference_count, dtype=float) + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = np.log(a / (size + prior_size - a)) - np.log(b / (reference_size + prior_size - b))
        return difference, np.sqrt(1 / a + 1 / b)


def deviation_of_proportions(counts: Any, sizes: Any) -> np.ndarray:
    """Gries' DP, normalised: 0 for a word spread as evenly as the parts allow, towards 1 for one that clumps.

    Parameters
    ----------
    counts : array, parts × words (or parts)
        How often a word stands in each part.
    sizes : array, one number a part
        How many words each part has.

    Returns
    -------
    array
        One number a word; missing where the word does not occur or there is only one part.

    Notes
    -----
    Gries, S. Th. (2008), "Dispersions and adjusted frequencies in corpora", IJCL 13; the division by
    ``1 - smallest part`` after Lijffijt and Gries (2012), IJCL 17.

    Examples
    --------
    >>> deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(3).item()
    0.22
    """
    k = np.asarray(counts, dtype=float)
    s = np.asarray(sizes, dtype=float)
    k = k[s > 0]
    s = s[s > 0] / s.sum() if s.sum() else s[s > 0]
    totals = k.sum(axis=0)
    if len(s) < 2:
        return np.full(np.shape(totals), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = k / totals
        expected = s.reshape((-1,) + (1,) * (k.ndim - 1))
        return np.abs(observed - expected).sum(axis=0) / 2 / (1 - s.min())


def _rate_variance(counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The variance of a rate when whole parts are drawn: the linearised ratio estimator (Cochran 1977, 6.13)."""
    size, parts = sizes.sum(), len(sizes)
    deviation = counts - np.outer(sizes, counts.sum(axis=0) / size)
    return np.asarray((deviation**2).sum(axis=0) / size**2 * parts / max(parts - 1, 1))


def design_effect(
    counts: np.ndarray, sizes: np.ndarray, reference_counts: np.ndarray | None, reference_sizes: np.ndarray | None
) -> np.ndarray:
    """How many times more the difference of two rates varies because words come in parts and not one by one.

    Parameters
    ----------
    counts, reference_counts : array, parts × words
        The reference is None where it is taken as known for sure.
    sizes, reference_sizes : array
        How many words each part has.

    Returns
    -------
    array
        Variance when parts are drawn divided by variance if words were, at least 1. Log-likelihood divided by it can be
        looked up as usual (Rao and Scott 1984).

    Examples
    --------
    >>> clumped, even = np.array([[4, 1], [0, 1], [0, 1], [0, 1]]), np.array([50, 50, 50, 50])
    >>> design_effect(clumped, even, None, None).round(1).tolist()
    [4.1, 1.0]
    """
    among, alone = np.zeros(counts.shape[1]), np.zeros(counts.shape[1])
    for matrix, own in ((counts, sizes), (reference_counts, reference_sizes)):
        if matrix is not None and own is not None:
            rate = matrix.sum(axis=0) / own.sum()
            among = among + _rate_variance(matrix, own)
            alone = alone + rate * (1 - rate) / own.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(alone > 0, np.maximum(among / alone, 1.0), 1.0)
