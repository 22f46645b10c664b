"""Which reading of a stretch of shifted bytes is the right one, and how sure that is.

A log-linear model weighs what is known of each candidate: how its characters follow each other, whether it falls into
words, whether its quotes open and close, and how much of what is shown it leaves unexplained. The weights and the
calibration are fitted by ``derivations/damage_survey.py`` on text that was damaged on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from civlib.reading.script import simplify
from civlib.reading.word_model import prose_log_probability

# How much each feature counts, in the order of :func:`features`.
WEIGHTS = (0.71, 1.09, 0.42, 0.4, 6.09, 0.81, 0.75, 6.47, 4.0, 8.08)
# Marks that fit nearly anywhere, so that the model sees more of them than there were.
_MARKS = "，、。；："
# The candidates that are weighed; those behind them are out of reach.
_WEIGHED = 80
# Confidence from probability: the logistic function of _CALIBRATION[0] + _CALIBRATION[1] * log odds, because the right
# reading is not always among the candidates.
_CALIBRATION = (-0.02, 0.56)


class Candidate(NamedTuple):
    """One way to read a damaged stretch, as the search found it.

    Attributes
    ----------
    end : int
        Where the stretch ends on the page.
    text : str
        What it said, in the page's own script.
    score, following : float
        Log probabilities (natural) of its characters, less what the reading has to assume, and of those behind it.
    absence : float
        How telling it is that pairs of its characters were never seen.
    rest : str
        The sound text behind it, up to a common horizon, simplified.
    skipped, openings : int
        How many characters are shown between ``rest`` and the horizon, and how many stretches begin there.
    strange : int
        How many lost bytes behind it begin no stretch, so that this reading does not explain them.
    right : str
        The sound text behind it, where quotes are looked for.
    closed : bool
        Whether the line ends behind ``right``.
    """

    end: int
    text: str
    score: float
    following: float
    absence: float
    rest: str
    skipped: int
    openings: int
    strange: int
    right: str
    closed: bool


class Reading(NamedTuple):
    """What a damaged stretch most likely said: how sure that is (0 to 1), where the stretch ends, and its text."""

    confidence: float
    end: int
    text: str


def features(candidate: Candidate, left: str) -> tuple[float, ...]:
    """What speaks for a candidate, one number a weight."""
    return (
        candidate.score,
        candidate.following,
        -candidate.absence,
        prose_log_probability(left[-4:].replace("\n", "") + simplify(candidate.text) + candidate.rest),
        -misquoted(left, candidate.text, candidate.right, candidate.closed),
        len(candidate.text),
        -sum(char in _MARKS for char in candidate.text),
        -candidate.skipped,
        -candidate.openings,
        -candidate.strange,
    )


def weighed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates worth weighing: the best by their characters alone."""

    def rough(candidate: Candidate) -> tuple[float, int, str]:
        assumed = 5.0 * candidate.skipped + 5.0 * candidate.openings + 12.0 * candidate.strange
        score = candidate.score + candidate.following - assumed
        return (score, candidate.end, candidate.text)

    return sorted(candidates, key=rough, reverse=True)[:_WEIGHED]


def ranked(candidates: Sequence[Candidate], left: str) -> list[Reading]:
    """Readings with their confidence, surest first; candidates that say the same in simplified characters are one.

    Examples
    --------
    >>> few = [(9, "亮。”", -9.0, -4.0, 0.0, "居住", 0, 0, 0, "", False), (9, "亮担”", -19.0, -5.0, 6.5, "居住", 0, 0, 0, "", False)]
    >>> readings = ranked([Candidate(*values) for values in few], "他说：“透着")
    >>> [(reading.text, reading.confidence > 0.9) for reading in readings]
    [('亮。”', True), ('亮担”', False)]
    """
    best = weighed(candidates)
    if not best:
        return []
    scores = np.array([features(candidate, left) for candidate in best]) @ np.array(WEIGHTS)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    meanings: dict[tuple[int, str], list[int]] = {}
    for place in np.argsort(-shares, kind="stable").tolist():
        meanings.setdefault((best[place].end, simplify(best[place].text)), []).append(place)
    readings = [
        Reading(calibrated(float(shares[places].sum())), best[places[0]].end, best[places[0]].text)
        for places in meanings.values()
    ]
    return sorted(readings, key=lambda reading: -reading.confidence)


def calibrated(probability: float) -> float:
    """The confidence that goes with a probability of the model."""
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    odds = np.log(bounded / (1 - bounded))
    return float(1 / (1 + np.exp(-(_CALIBRATION[0] + _CALIBRATION[1] * odds))))


def misquoted(left: str, text: str, right: str, closed: bool) -> int:
    """How many quotes of a reading do not fit: closed before they are opened, opened twice, or open at the end.

    Examples
    --------
    >>> misquoted("他说：“亮", "。”", "居住", False), misquoted("他说：“亮", "担“", "居住", False)
    (0, 1)
    >>> misquoted("开展“活", "动。", "", True), misquoted("开展“活", "动”", "", True)
    (1, 0)
    >>> misquoted("说：“‘谁家的孩子谁抱走", "’，", "今晚就清”", False), misquoted("说：“‘谁家的孩子谁抱走", "—，", "今晚就清”", True)
    (0, 1)
    """
    return sum(_unpaired(opening, closing, left, text, right, closed) for opening, closing in ("“”", "‘’"))


def _unpaired(opening: str, closing: str, left: str, text: str, right: str, closed: bool) -> int:
    """How many marks of one pair do not fit."""
    opened = left.rfind(opening) > left.rfind(closing)
    faults = 0
    for char in text:
        if char == "\n":
            faults, opened = faults + opened, False
        elif char in (opening, closing):
            faults += opened == (char == opening)
            opened = char == opening
    following = next((char for char in right if char in (opening, closing)), "")
    if following:
        return faults + (opened == (following == opening))
    return faults + (opened and closed)
