"""How much of each report speaks of each theme, and whether it does so in blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from civlib.errors import ArgumentError
from civlib.statistics.intervals import CONFIDENCE, DRAWS, SEED, resampled_shares, wilson
from civlib.tables import table

COLUMNS = {
    "report_id": "str",
    "theme": "str",
    "mentions": "int64",
    "count": "int64",
    "total": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
}

RUN_COLUMNS = {
    "report_id": "str", "theme": "str", "count": "int64", "total": "int64", "neighbours": "int64", "expected": "float64",
}  # fmt: skip


def _checked(frame: pd.DataFrame, name: str, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in frame.columns:
            raise ArgumentError(
                f"the column {column!r} is missing from {name}", remedy=f"{name} must have {', '.join(columns)}"
            )


def theme_runs(mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """How often sentences on the same theme stand next to each other, and how often they would in any order.

    The join count of spatial statistics (Moran 1948) on the line of sentences: of ``count`` sentences among ``total``,
    count · (count - 1) / total neighbours are expected when all orders are equally likely.

    Parameters
    ----------
    mentions : DataFrame
        As ``cv.themes`` gives it: report_id, sentence, theme.
    sentences : DataFrame
        As ``cv.sentences`` gives it: report_id, sentence.

    Returns
    -------
    DataFrame
        One row a report and theme that it speaks of: ``count`` of ``total`` sentences touch the theme; ``neighbours``,
        how many of them are followed by another; ``expected``.

    Examples
    --------
    >>> said = pd.DataFrame({"report_id": ["a"] * 6, "sentence": range(6)})
    >>> spoken = pd.DataFrame({"report_id": ["a"] * 3, "sentence": [1, 2, 3], "theme": "ecology"})
    >>> theme_runs(spoken, said)[["count", "neighbours", "expected"]].values.tolist()
    [[3.0, 2.0, 1.0]]
    """
    _checked(mentions, "mentions", ("report_id", "sentence", "theme"))
    _checked(sentences, "sentences", ("report_id", "sentence"))
    totals = sentences.groupby("report_id", sort=False).size().to_dict()
    rows = []
    touched = mentions[["report_id", "theme", "sentence"]].drop_duplicates()
    for report, total in totals.items():
        for theme, own in touched[touched["report_id"] == report].groupby("theme", sort=True):
            places = set(own["sentence"])
            count, neighbours = len(places), sum(place + 1 in places for place in places)
            rows.append((report, theme, count, total, neighbours, count * (count - 1) / total))
    return table(rows, RUN_COLUMNS)


def theme_profile(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    themes: Sequence[str] | None = None,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Share of a report's sentences that speak of each theme, with an interval.

    Parameters
    ----------
    mentions : DataFrame
        As ``cv.themes`` gives it: report_id, sentence, theme.
    sentences : DataFrame
        As ``cv.sentences`` gives it: report_id, sentence, paragraph.
    themes : sequence of str, optional
        The themes to show, in this order, also where a report is silent on them; by default those that occur.
    confidence, draws, seed

    Returns
    -------
    DataFrame
        One row a report and theme: ``mentions``, how many words; ``count`` of ``total`` sentences touch the theme;
        ``share``; ``low`` and ``high``, the wider on either side of Wilson's interval and of the one found by drawing
        whole paragraphs again (the first knows that a silent report might have spoken, the second that a paragraph
        keeps to its theme).

    Examples
    --------
    >>> said = pd.DataFrame({"report_id": ["a"] * 4, "sentence": range(4), "paragraph": [0, 0, 1, 1]})
    >>> spoken = pd.DataFrame({"report_id": ["a", "a"], "sentence": [1, 1], "theme": ["ecology", "ecology"]})
    >>> theme_profile(spoken, said)[["theme", "mentions", "count", "total", "share"]].values.tolist()
    [['ecology', 2, 1, 4, 0.25]]
    """
    _checked(mentions, "mentions", ("report_id", "sentence", "theme"))
    _checked(sentences, "sentences", ("report_id", "sentence", "paragraph"))
    order = list(themes) if themes is not None else list(dict.fromkeys(sorted(mentions["theme"])))
    rows = []
    for report, own in sentences.groupby("report_id", sort=False):
        paragraphs = {number: index for index, number in enumerate(dict.fromkeys(own["paragraph"]))}
        place = {s: paragraphs[p] for s, p in zip(own["sentence"], own["paragraph"], strict=True)}
        sizes = np.bincount(list(place.values()), minlength=len(paragraphs))
        spoken = mentions[mentions["report_id"] == report]
        for theme in order:
            here = spoken.loc[spoken["theme"] == theme, "sentence"]
            touched = [place[sentence] for sentence in here.unique()]
            hits = np.bincount(touched, minlength=len(paragraphs)) if touched else np.zeros(len(paragraphs), int)
            exact = wilson([len(touched)], [len(own)], confidence=confidence).iloc[0]
            drawn = resampled_shares(
                hits.tolist(), sizes.tolist(), confidence=confidence, draws=draws, seed=seed
            ).iloc[0]
            rows.append((
                report, theme, len(here), len(touched), len(own), exact["share"],
                min(exact["low"], drawn["low"]), max(exact["high"], drawn["high"]),
            ))
    return table(rows, COLUMNS)
