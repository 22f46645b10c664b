"""How much of each report speaks of each theme."""

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
    for frame, name, columns in (
        (mentions, "mentions", ("report_id", "sentence", "theme")),
        (sentences, "sentences", ("report_id", "sentence", "paragraph")),
    ):
        for column in columns:
            if column not in frame.columns:
                raise ArgumentError(
                    f"the column {column!r} is missing from {name}", remedy=f"{name} must have {', '.join(columns)}"
                )
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
