"""Measures between places: how often each is named, by which instruments, what sets a place apart, what goes together.

Everything here works on a table of codings (``report_id``, ``sentence``, ``code``; one row a sentence and code) and a
table of sentences (``report_id``, ``sentence``, ``paragraph``): a coding by hand is compared like one by rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from civlib.errors import ArgumentError
from civlib.statistics.codings import checked, codes_of, hits_of
from civlib.statistics.contrast_measures import design_effect, log_likelihood
from civlib.statistics.intervals import CONFIDENCE, corrected, jackknife_variance, normal_quantile, wilson
from civlib.tables import table

SHARE_COLUMNS = {
    "report_id": "str", "code": "str", "count": "int64", "total": "int64",
    "share": "float64", "low": "float64", "high": "float64",
}
INSTRUMENT_COLUMNS = {
    "report_id": "str", "instrument": "str", "count": "int64", "total": "int64",
    "share": "float64", "low": "float64", "high": "float64",
}
DISTINCTIVE_COLUMNS = {
    "report_id": "str", "code": "str", "count": "int64", "total": "int64", "reference_count": "int64",
    "reference_total": "int64", "log_odds": "float64", "error": "float64", "low": "float64", "high": "float64",
    "design_effect": "float64", "p": "float64", "p_corrected": "float64",
}
UNIQUE_COLUMNS = {"report_id": "str", "code": "str", "count": "int64"}

INSTRUMENTS = ("N", "A", "T", "O")
"""Hood's instruments of government: nodality, authority, treasure, organisation."""

PRIOR_SIZE = 10.0
"""Weight, in sentences, of what is known of a code in the whole corpus."""

_LEAST_PRIOR = 0.5  # half a sentence, as Anscombe adds to a table with an empty cell


def shares(
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Share of a report's sentences that name each measure, with Wilson intervals.

    Parameters
    ----------
    codings, sentences : DataFrame
    codes : sequence of str, optional
        The codes to show, in this order, also where nothing has them; by default those that occur.
    confidence : float

    Returns
    -------
    DataFrame
        One row a report and code: ``count`` of ``total`` sentences, ``share``, ``low``, ``high``.

    Examples
    --------
    >>> said = pd.DataFrame({"report_id": ["a"] * 4, "sentence": range(4), "paragraph": [0, 0, 1, 1]})
    >>> coded = pd.DataFrame({"report_id": ["a"], "sentence": [1], "code": ["PAR_VOL"]})
    >>> shares(coded, said)[["code", "count", "total", "share"]].values.tolist()
    [['PAR_VOL', 1, 4, 0.25]]
    """
    hits = hits_of(codings, sentences)
    names = codes_of(hits, codes)
    totals = sentences.groupby("report_id", sort=False).size()
    counts = hits.groupby(["report_id", "code"]).size()
    keys = [(report, code) for report in totals.index for code in names]
    intervals = wilson(
        [int(counts.get(key, 0)) for key in keys], [int(totals[report]) for report, _ in keys], confidence=confidence
    )
    return table(
        ((*key, *row) for key, row in zip(keys, intervals.itertuples(index=False), strict=True)), SHARE_COLUMNS
    )


def instrument_profile(
    codings: pd.DataFrame,
    instruments: Mapping[str, str],
    *,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Share of each of Hood's instruments among the measures that a report names.

    Parameters
    ----------
    codings : DataFrame
    instruments : mapping of code to instrument
        ``{"PAR_VOL": "O", …}``, as the codebook says.
    confidence : float

    Returns
    -------
    DataFrame
        One row a report and instrument (N, A, T, O): ``count`` of ``total`` codings, ``share``, ``low``, ``high``.

    Examples
    --------
    >>> coded = pd.DataFrame({"report_id": ["a", "a"], "sentence": [0, 1], "code": ["PAR_VOL", "RUL_PLAN"]})
    >>> instrument_profile(coded, {"PAR_VOL": "O", "RUL_PLAN": "A"})[["instrument", "share"]].values.tolist()
    [['N', 0.0], ['A', 0.5], ['T', 0.0], ['O', 0.5]]
    """
    checked(codings, ("report_id", "sentence", "code"), "codings")
    hits = codings[["report_id", "sentence", "code"]].drop_duplicates()
    unknown = sorted(set(hits["code"]) - set(instruments))
    if unknown:
        raise ArgumentError(f"the code {unknown[0]} has no instrument", remedy="take both from the same codebook")
    order = [*INSTRUMENTS, *sorted(set(instruments.values()) - set(INSTRUMENTS))]
    named = hits["code"].map(dict(instruments))
    totals = hits.groupby("report_id", sort=False).size()
    counts = hits.groupby(["report_id", named]).size()
    keys = [(report, instrument) for report in totals.index for instrument in order]
    intervals = wilson(
        [int(counts.get(key, 0)) for key in keys], [int(totals[report]) for report, _ in keys], confidence=confidence
    )
    return table(
        ((*key, *row) for key, row in zip(keys, intervals.itertuples(index=False), strict=True)), INSTRUMENT_COLUMNS
    )


def distinctive_codes(
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    codes: Sequence[str] | None = None,
    prior_size: float = PRIOR_SIZE,
    correction: str = "holm",
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """What sets each place apart: log-odds of a sentence having a code, here against all other reports.

    Parameters
    ----------
    codings, sentences : DataFrame
        ``sentences`` with ``paragraph``: paragraphs are what is left out in turn for the interval.
    codes : sequence of str, optional
    prior_size : float
        Weight, in sentences, of the code's share in the whole corpus, which pulls rare codes towards 0.
    correction, confidence
        As in the keyness of words; p is corrected for all rows of the table.

    Returns
    -------
    DataFrame
        One row a report and code: ``count`` of ``total`` sentences here, ``reference_count`` of ``reference_total`` in
        the others, ``log_odds``, its ``error`` (the larger of the one for independent sentences and the one found by
        leaving out each paragraph in turn), ``low``, ``high``; ``design_effect``, how many times the contrast varies more because
        a paragraph keeps to its measures; ``p`` of the likelihood ratio divided by it; ``p_corrected``.

    Examples
    --------
    >>> said = pd.DataFrame({"report_id": list("aaaabbbb"), "sentence": [0, 1, 2, 3] * 2})
    >>> said["paragraph"] = said["sentence"] // 2
    >>> coded = pd.DataFrame({"report_id": ["a", "a"], "sentence": [0, 2], "code": ["PAR_VOL", "PAR_VOL"]})
    >>> distinctive_codes(coded, said)[["report_id", "count", "reference_count", "log_odds"]].round(2).values.tolist()
    [['a', 2, 0, 0.78], ['b', 0, 2, -0.78]]
    """
    hits = hits_of(codings, sentences)
    checked(sentences, ("paragraph",), "sentences")
    names = codes_of(hits, codes)
    reports = list(dict.fromkeys(sentences["report_id"]))
    if len(reports) < 2 or not names:
        return table([], DISTINCTIVE_COLUMNS)

    parts = {report: sentences[sentences["report_id"] == report] for report in reports}
    place = {code: index for index, code in enumerate(names)}
    sizes: dict[str, np.ndarray] = {}
    counts: dict[str, np.ndarray] = {}
    for report, frame in parts.items():
        paragraphs = {number: index for index, number in enumerate(dict.fromkeys(frame["paragraph"]))}
        row = {s: paragraphs[p] for s, p in zip(frame["sentence"], frame["paragraph"], strict=True)}
        sizes[report] = np.bincount(list(row.values()), minlength=len(paragraphs)).astype(float)
        counts[report] = np.zeros((len(paragraphs), len(names)))
        own = hits[hits["report_id"] == report]
        for sentence, code in zip(own["sentence"], own["code"], strict=True):
            if code in place:
                counts[report][row[sentence], place[code]] += 1

    count = {report: matrix.sum(axis=0) for report, matrix in counts.items()}
    size = {report: float(vector.sum()) for report, vector in sizes.items()}
    everything, total = np.sum(list(count.values()), axis=0), sum(size.values())
    prior = np.maximum(everything / total * prior_size, _LEAST_PRIOR)

    def odds(k: np.ndarray, n: np.ndarray | float) -> np.ndarray:
        return np.log((k + prior) / (n - k + prior_size - prior))

    rows: list[tuple[Any, ...]] = []
    effects: list[float] = []
    p: list[float] = []
    for report in reports:
        here, others = count[report], everything - count[report]
        difference = odds(here, size[report]) - odds(others, total - size[report])
        independent = np.sqrt(
            1 / (here + prior) + 1 / (size[report] - here + prior_size - prior)
            + 1 / (others + prior) + 1 / (total - size[report] - others + prior_size - prior)
        )
        rest = [other for other in reports if other != report]
        rest_counts = np.vstack([counts[other] for other in rest])
        rest_sizes = np.concatenate([sizes[other] for other in rest])
        error = np.maximum(independent, np.sqrt(
            jackknife_variance(odds(here - counts[report], (size[report] - sizes[report])[:, None]))
            + jackknife_variance(odds(others - rest_counts, (rest_sizes.sum() - rest_sizes)[:, None]))
        ))
        for index, code in enumerate(names):
            rows.append((
                report, code, here[index], size[report], others[index], total - size[report],
                difference[index], error[index],
            ))
        likelihood = log_likelihood(here, size[report], others, total - size[report]) + log_likelihood(
            size[report] - here, size[report], total - size[report] - others, total - size[report]
        )
        effect = design_effect(counts[report], sizes[report], rest_counts, rest_sizes)
        effects += effect.tolist()
        p += chdtrc(1, likelihood / effect).tolist()
    reach = normal_quantile(confidence)
    return table(
        (
            (*row, row[6] - reach * row[7], row[6] + reach * row[7], effect, probability, adjusted)
            for row, effect, probability, adjusted in zip(rows, effects, p, corrected(p, correction), strict=True)
        ),
        DISTINCTIVE_COLUMNS,
    )


def unique_codes(codings: pd.DataFrame) -> pd.DataFrame:
    """Measures that only one report names.

    Parameters
    ----------
    codings : DataFrame

    Returns
    -------
    DataFrame
        ``report_id``, ``code``, and ``count``, the number of its sentences that name it.

    Examples
    --------
    >>> coded = pd.DataFrame({"report_id": ["a", "b", "b"], "sentence": [0, 0, 1], "code": ["X", "X", "Y"]})
    >>> unique_codes(coded).values.tolist()
    [['b', 'Y', 1]]
    """
    checked(codings, ("report_id", "sentence", "code"), "codings")
    hits = codings[["report_id", "sentence", "code"]].drop_duplicates()
    reports = hits.groupby("code")["report_id"].nunique()
    alone = hits[hits["code"].isin(reports[reports == 1].index)]
    order = {report: index for index, report in enumerate(dict.fromkeys(codings["report_id"]))}
    counted = Counter(zip(alone["report_id"], alone["code"], strict=True))
    rows = sorted(((*key, n) for key, n in counted.items()), key=lambda row: (order[row[0]], -row[2], row[1]))
    return table(rows, UNIQUE_COLUMNS)
