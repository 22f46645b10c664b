"""Themes and measures that keep company: which pairs share sentences more often than chance would have them.

Fisher's exact test, for most pairs share few sentences, with the design effect of Clifford, Richardson and Hémon (1989);
the formulas are in civlib.statistics.association.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from civlib.statistics.association import deflated, exact_p, pair_effect, widened
from civlib.statistics.codings import checked, hits_of
from civlib.statistics.intervals import CONFIDENCE, check_confidence, corrected, jackknife_variance
from civlib.tables import table

COLUMNS = {
    "a": "str", "kind_a": "str", "b": "str", "kind_b": "str", "count": "int64", "count_a": "int64", "count_b": "int64",
    "total": "int64", "paragraphs": "int64", "reports": "int64", "expected": "float64", "lift": "float64",
    "low": "float64", "high": "float64", "p": "float64", "p_corrected": "float64",
}  # fmt: skip

Place = tuple[str, int]


def network(
    mentions: pd.DataFrame,
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    minimum: int = 3,
    correction: str = "holm",
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Pairs of themes and measures by the sentences they share, tested with regard to paragraphs.

    Parameters
    ----------
    mentions : DataFrame
        As ``cv.themes`` gives it.
    codings : DataFrame
        As ``cv.measures`` gives it.
    sentences : DataFrame
        As ``cv.sentences`` gives it.
    minimum : int
        Leave out pairs that share fewer sentences.
    correction : {"holm", "benjamini_hochberg"}
        How p is corrected for the number of all pairs that could be, also those that share too few sentences.
    confidence : float
        Of the interval of ``lift``.

    Returns
    -------
    DataFrame
        Surest first. ``a`` and ``b``, ids of themes or codes; ``kind_a``, ``kind_b``, theme or measure; ``count`` of
        sentences with both, ``count_a`` and ``count_b`` with either, ``total``; in how many ``paragraphs`` and
        ``reports`` they share a sentence; ``expected`` = count_a · count_b / total; ``lift`` = count / expected;
        ``low``, ``high``, the wider on either side of the interval from leaving out each paragraph in turn (no draws, so
        no seed) and of Wilson's for the share of the rarer that is with the other; ``p`` of Fisher's exact test, its
        chi-square divided by how much more the count varies because both come in paragraphs; ``p_corrected``. A theme
        that a sentence names only by the very words that are the cue of a measure does not count as keeping company with
        that measure. A pair that shares sentences of one paragraph alone has neither interval nor p: nothing tells
        whether it would come again.

    Examples
    --------
    >>> said = pd.DataFrame({"report_id": "a", "sentence": range(6), "paragraph": range(6)})
    >>> spoken = pd.DataFrame({"report_id": "a", "sentence": [0, 1, 2], "theme": "law", "start": 0, "end": 2})
    >>> coded = pd.DataFrame({"report_id": "a", "sentence": [0, 1, 2], "code": "X", "start": 5, "end": 9})
    >>> network(spoken, coded, said)[["a", "b", "count", "lift"]].values.tolist()
    [['law', 'X', 3, 2.0]]
    """
    check_confidence(confidence)
    checked(mentions, ("report_id", "sentence", "theme", "start", "end"), "mentions")
    checked(codings, ("report_id", "sentence", "code", "start", "end"), "codings")
    checked(sentences, ("report_id", "sentence", "paragraph"), "sentences")
    themes = _sets(hits_of(mentions.rename(columns={"theme": "code"}), sentences))
    codes = _sets(hits_of(codings, sentences))
    kinds = [("theme", name, places) for name, places in themes.items()]
    kinds += [("measure", name, places) for name, places in codes.items()]
    own_words = _apart(mentions, codings)
    order: dict[Place, int] = {}
    for key in zip(sentences["report_id"], sentences["paragraph"], strict=True):
        order.setdefault(key, len(order))
    keys = zip(sentences["report_id"], sentences["sentence"], sentences["paragraph"], strict=True)
    part = {(report, sentence): order[report, paragraph] for report, sentence, paragraph in keys}
    sizes = np.bincount(list(part.values()), minlength=len(order)).astype(float)
    rows = []
    for (kind_a, one, a), (kind_b, other, b) in combinations(kinds, 2):
        both = own_words.get((one, other), set()) & a & b if kind_a != kind_b else a & b
        if len(both) < max(minimum, 1):
            continue
        where = {part[place] for place in both}
        counts = [_counted(places, part, len(order)) for places in (both, a, b)]
        lift, low, high, p = _judged(counts, sizes, confidence)
        rows.append((
            one, kind_a, other, kind_b, len(both), len(a), len(b), len(part), len(where), len({r for r, _ in both}),
            len(a) * len(b) / len(part), lift, low, high, p, p,
        ))
    frame = table(rows, COLUMNS)
    # those that share few sentences were looked at too, and must not make the others look better
    every = [*frame["p"].fillna(1.0), *[1.0] * (len(kinds) * (len(kinds) - 1) // 2 - len(frame))]
    frame = frame.assign(p_corrected=corrected(every, correction)[: len(frame)])
    # a p that differs in its last digits only ties, whatever the machine
    frame = frame.assign(_p=[float(f"{p:.9g}") for p in frame["p"]])
    frame = frame.sort_values(["_p", "count", "a", "b"], ascending=[True, False, True, True], kind="stable")
    return frame.drop(columns="_p").reset_index(drop=True)


def _sets(hits: pd.DataFrame) -> Mapping[str, set[Place]]:
    return {
        str(code): set(zip(own["report_id"], own["sentence"], strict=True))
        for code, own in hits.groupby("code", sort=True)
    }


def _apart(mentions: pd.DataFrame, codings: pd.DataFrame) -> dict[tuple[str, str], set[Place]]:
    """For each theme and code the sentences in which a word of the theme lies outside the cue of the code."""
    spoken: dict[Place, list[tuple[str, int, int]]] = {}
    for report, sentence, theme, start, end in zip(
        *(mentions[name] for name in ("report_id", "sentence", "theme", "start", "end")), strict=True
    ):
        spoken.setdefault((report, sentence), []).append((str(theme), start, end))
    found: dict[tuple[str, str], set[Place]] = {}
    for report, sentence, code, first, last in zip(
        *(codings[name] for name in ("report_id", "sentence", "code", "start", "end")), strict=True
    ):
        for theme, start, end in spoken.get((report, sentence), ()):
            if end <= first or start >= last:
                found.setdefault((theme, str(code)), set()).add((report, sentence))
    return found


def _counted(places: set[Place], part: Mapping[Place, int], number: int) -> np.ndarray:
    return np.bincount([part[place] for place in places], minlength=number).astype(float)


def _judged(counts: list[np.ndarray], sizes: np.ndarray, confidence: float) -> tuple[float, float, float, float]:
    """Lift, its interval, and p that it is 1, from the counts of both, of either, and of all in each paragraph."""
    both, a, b = counts
    table_of = both.sum(), a.sum(), b.sum(), sizes.sum()
    lift = float(both.sum() * sizes.sum() / (a.sum() * b.sum()))
    with np.errstate(divide="ignore", invalid="ignore"):
        without = np.log(
            (both.sum() - both) * (sizes.sum() - sizes) / ((a.sum() - a) * (b.sum() - b))
        )
    if not np.isfinite(without).all():
        return lift, float("nan"), float("nan"), float("nan")
    error = float(np.sqrt(jackknife_variance(without[:, None])[0]))
    reach = float(stdtrit(len(sizes) - 1, 0.5 + confidence / 2)) * error
    low, high = widened(lift * np.exp(-reach), lift * np.exp(reach), *table_of, confidence=confidence)
    p = deflated(exact_p(*table_of), pair_effect(a, b, sizes))
    return lift, float(low[0]), float(high[0]), float(p)
