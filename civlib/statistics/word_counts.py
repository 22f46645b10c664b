"""Words counted: part by part, and those that all reports share."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.segmentation import tokens as token_table
from civlib.language.sentences import sentences
from civlib.records import Corpus, as_corpus
from civlib.tables import table

UNITS = ("paragraph", "sentence")

COMMON_COLUMNS = {"word": "str", "count": "int64", "reports": "int64", "per_10k": "float64", "weight": "float64"}


def part_counts(corpus: Corpus, tokens: pd.DataFrame, unit: str = "paragraph") -> dict[str, list[Counter[str]]]:
    """For each report the words of its paragraphs or sentences, counted, stop words left out.

    Parameters
    ----------
    corpus : Corpus
    tokens : DataFrame
        As ``cv.tokens`` gives it: report_id, sentence, surface, stop.
    unit : {"paragraph", "sentence"}
    """
    if unit not in UNITS:
        raise ArgumentError(f"there is no unit {unit!r}", remedy=f"choose one of {', '.join(UNITS)}")
    missing = [column for column in ("report_id", "sentence", "surface", "stop") if column not in tokens.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from tokens", remedy="pass a table of cv.tokens")
    frame = sentences(corpus)
    number = dict(zip(zip(frame["report_id"], frame["sentence"], strict=True), frame[unit], strict=True))
    counted: dict[str, dict[int, Counter[str]]] = {report.id: {} for report in corpus}
    kept = tokens[~tokens["stop"].astype(bool)]
    for report_id, sentence, surface in zip(kept["report_id"], kept["sentence"], kept["surface"], strict=True):
        part = number[report_id, sentence]
        counted[report_id].setdefault(int(part), Counter())[surface] += 1
    return {report_id: [parts[number] for number in sorted(parts)] for report_id, parts in counted.items()}


def common_words(corpus: Corpus, *, tokens: pd.DataFrame | None = None, reports: int | None = None) -> pd.DataFrame:
    """The words that the reports have in common.

    Parameters
    ----------
    corpus : Corpus
    tokens : DataFrame, optional
        A table of ``cv.tokens``.
    reports : int, optional
        In how many reports a word must stand; by default in all.

    Returns
    -------
    DataFrame
        Largest weight first. ``word``; ``count`` in all reports together; ``reports``, in how many it stands; ``per_10k``,
        its rate in all together; ``weight``, its lowest rate per ten thousand words among all reports (0 where one
        lacks it), so that a word is large only if no report is sparing with it.

    Examples
    --------
    >>> common_words("志愿服务。志愿服务。垃圾。")[["word", "count", "weight"]].values.tolist()
    [['志愿服务', 2, 6666.666666666666], ['垃圾', 1, 3333.333333333333]]
    """
    corpus = as_corpus(corpus)
    counted = part_counts(corpus, token_table(corpus) if tokens is None else tokens)
    totals = {name: sum(parts, Counter()) for name, parts in counted.items()}
    sizes = {name: sum(total.values()) for name, total in totals.items()}
    together: Counter[str] = sum(totals.values(), Counter())
    least = len(totals) if reports is None else reports
    rows = []
    for word, count in together.items():
        standing = sum(word in total for total in totals.values())
        if standing >= least:
            lowest = min(totals[name][word] / sizes[name] if sizes[name] else 0.0 for name in totals)
            rows.append((word, count, standing, count / sum(sizes.values()) * 1e4, lowest * 1e4))
    return table(sorted(rows, key=lambda row: (-row[4], -row[1], row[0])), COMMON_COLUMNS)
