"""Two bodies of text, word by word: which words set them apart, how strongly, how surely, and how evenly spread.

Words are no independent draws: what is drawn, for intervals and for p, is a whole paragraph or sentence. The formulas
and where they come from are in civlib.statistics.contrast_measures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csc_matrix
from scipy.special import chdtrc, fdtrc, stdtrit

from civlib.errors import ArgumentError
from civlib.statistics.contrast_measures import (
    design_effect,
    deviation_of_proportions,
    log_likelihood,
    log_odds,
    log_ratio,
)
from civlib.statistics.intervals import CONFIDENCE, check_confidence, corrected, jackknife_variance, normal_quantile
from civlib.tables import table

COLUMNS = {
    "word": "str",
    "count": "int64",
    "reference_count": "int64",
    "per_10k": "float64",
    "reference_per_10k": "float64",
    "log_likelihood": "float64",
    "log_ratio": "float64",
    "log_odds": "float64",
    "z": "float64",
    "error": "float64",
    "low": "float64",
    "high": "float64",
    "design_effect": "float64",
    "p": "float64",
    "p_corrected": "float64",
    "dispersion": "float64",
    "reference_dispersion": "float64",
}
PRIOR_SIZE = 500.0
"""Weight of the prior in words: a contrast needs this much text to outweigh what is known of the word in general."""

_LEAST_PRIOR = 0.01  # a word that the prior does not know

Counts = Mapping[str, int]


def _matrix(parts: Sequence[Counts], place: Mapping[str, int]) -> csc_matrix:
    """Parts × words: how often each word stands in each part."""
    cells = [
        (row, place[word], count) for row, part in enumerate(parts) for word, count in part.items() if word in place
    ]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csc_matrix((values, (rows, columns)), shape=(len(parts), len(place)), dtype=float)


_BLOCK = 256  # words at a time, so that parts × words stays small with thousands of reports


def _part_error(
    own: np.ndarray, sizes: np.ndarray, others: np.ndarray | None, other_sizes: np.ndarray,
    fixed: np.ndarray, prior: np.ndarray, prior_size: float,
) -> np.ndarray:
    """The standard error of the log-odds when whole parts are drawn; a reference without parts stays fixed."""
    counts, size, other_size = own.sum(axis=0), sizes.sum(), other_sizes.sum()
    against = fixed if others is None else others.sum(axis=0)
    without, _ = log_odds(
        counts - own, (size - sizes)[:, None], against, other_size, prior, prior_size
    )
    variance = jackknife_variance(without)
    if others is not None:
        without, _ = log_odds(
            counts, size, against - others, (other_size - other_sizes)[:, None], prior, prior_size
        )
        variance = variance + jackknife_variance(without)
    return np.sqrt(variance)


def _summed(counts: Counts | Sequence[Counts]) -> tuple[Counter[str], list[Counts] | None]:
    for part in [counts] if isinstance(counts, Mapping) else counts:
        below = next((word for word, count in part.items() if count < 0), None)
        if below is not None:
            raise ArgumentError(f"the count of {below!r} is below 0", remedy="give how often each word occurs")
    if isinstance(counts, Mapping):
        return Counter({word: int(count) for word, count in counts.items()}), None
    parts = [part for part in counts if sum(part.values())]
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total, parts


def contrast(
    target: Counts | Sequence[Counts],
    reference: Counts | Sequence[Counts],
    *,
    prior: Counts | None = None,
    prior_size: float = PRIOR_SIZE,
    minimum: int = 1,
    leave_out: Iterable[str] = (),
    vocabulary: Iterable[str] | None = None,
    least_prior: float = _LEAST_PRIOR,
    correction: str = "holm",
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Every word of two bodies of text with all that is needed to judge whether it belongs to one of them.

    Parameters
    ----------
    target, reference : mapping of word to count, or a sequence of such mappings
        A sequence gives the counts of each part (sentence or paragraph). Parts are what is left out in turn for the
        interval, and what dispersion is measured over; a body given as one mapping is taken as known for sure.
    prior : mapping of word to count, optional
        What is known of the words in general; by default target and reference together. Scaled to ``prior_size``.
    prior_size : float
        Weight of the prior, in words.
    minimum : int
        Leave out words that are rarer than this in both together.
    leave_out : iterable of str
        Words to leave out of the table, such as the names of the places; they still count in the size of the texts.
    vocabulary : iterable of str, optional
        The only words to show; by default all of either body.
    least_prior : float
        What a word has of the prior at least, in occurrences.
    correction : {"holm", "benjamini_hochberg"}
        How p is corrected for the number of words in the table.
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        Most typical of the target first. ``word``; ``count`` and ``reference_count``, raw; ``per_10k`` and
        ``reference_per_10k``, per ten thousand words; ``log_likelihood``, G²; ``log_ratio``, Hardie's effect size (1 is
        twice as often); ``log_odds`` with the prior; ``z`` of Monroe, Colaresi and Quinn, as if words were independent
        draws; ``error``, the larger of that standard error and the one found by leaving out each part in turn (the
        first sees that an unseen word could have been seen, the second that words come in clumps); ``low`` and ``high``, the
        interval of ``log_odds`` by ``error`` and Student's t; ``design_effect``, how many times the contrast varies more because words
        come in parts; ``p`` of ``log_likelihood`` divided by it (Rao and Scott 1984), looked up in F, which allows for
        few parts (Thomas and Rao 1987); ``p_corrected`` for the number of words in the table; ``dispersion`` and
        ``reference_dispersion``, normalised deviation of proportions over the
        parts (0 even, towards 1 in one place), missing where no parts are given.

    Examples
    --------
    >>> frame = contrast([{"志愿": 4, "服务": 2}, {"志愿": 3}], [{"道路": 5, "服务": 2}, {"道路": 4}])
    >>> frame[["word", "count", "reference_count"]].values.tolist()
    [['志愿', 7, 0], ['服务', 2, 2], ['道路', 0, 9]]
    """
    check_confidence(confidence)
    counts, parts = _summed(target)
    against, reference_parts = _summed(reference)
    size, reference_size = sum(counts.values()), sum(against.values())
    if not size or not reference_size:
        raise ArgumentError(
            f"the {'target' if not size else 'reference'} has no words", remedy="give two bodies of text with words"
        )
    together = Counter(counts)
    together.update(against)
    base = Counter({word: int(count) for word, count in prior.items()}) if prior is not None else together
    wanted = (set(together) if vocabulary is None else set(vocabulary)) - set(leave_out)
    words = sorted(word for word in wanted if together[word] >= max(minimum, 1))
    if not words:
        return table([], COLUMNS)
    if prior_size <= 0 or not sum(base.values()):
        raise ArgumentError("the prior is empty", remedy="give a prior with words and a prior_size above 0")

    scale = prior_size / sum(base.values())
    alpha = np.array([max(base.get(word, 0) * scale, least_prior) for word in words])
    a = np.array([counts.get(word, 0) for word in words], dtype=float)
    b = np.array([against.get(word, 0) for word in words], dtype=float)
    difference, independent = log_odds(a, size, b, reference_size, alpha, prior_size)
    place = {word: index for index, word in enumerate(words)}
    spread, reference_spread = np.full(len(words), np.nan), np.full(len(words), np.nan)
    effect = np.ones(len(words))
    error = independent.copy()
    own = None if parts is None else _matrix(parts, place)
    others = None if reference_parts is None else _matrix(reference_parts, place)
    sizes = np.array([sum(part.values()) for part in parts or [counts]], dtype=float)
    other_sizes = np.array([sum(part.values()) for part in reference_parts or [against]], dtype=float)
    for first in range(0, len(words), _BLOCK):
        block = slice(first, first + _BLOCK)
        there = None if others is None else others[:, block].toarray()
        if there is not None:
            reference_spread[block] = deviation_of_proportions(there, other_sizes)
        if own is not None:
            here = own[:, block].toarray()
            spread[block] = deviation_of_proportions(here, sizes)
            effect[block] = design_effect(here, sizes, there, other_sizes)
            by_parts = _part_error(here, sizes, there, other_sizes, b[block], alpha[block], prior_size)
            error[block] = np.maximum(independent[block], by_parts)
    likelihood = log_likelihood(a, size, b, reference_size)
    # a variance found from few parts is unsure itself: Student's t and F for their number (Thomas and Rao 1987)
    freedom = sum(len(body) - 1 for body in (parts, reference_parts) if body is not None)
    quantile = float(stdtrit(freedom, 0.5 + confidence / 2)) if freedom else normal_quantile(confidence)
    reach = quantile * error
    p = fdtrc(1, freedom, likelihood / effect) if freedom else chdtrc(1, likelihood / effect)
    frame = table(
        zip(
            words, a, b, a / size * 1e4, b / reference_size * 1e4,
            likelihood, log_ratio(a, size, b, reference_size),
            difference, difference / independent, error, difference - reach, difference + reach,
            effect, p, corrected(p, correction), spread, reference_spread, strict=True,
        ),
        COLUMNS,
    )
    frame = frame.assign(_surety=frame["log_odds"] / frame["error"])
    frame = frame.sort_values(["_surety", "count", "word"], ascending=[False, False, True], kind="stable")
    return frame.drop(columns="_surety").reset_index(drop=True)
