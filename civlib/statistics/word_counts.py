"""Words counted: part by part, and those that all reports share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.segmentation import tokens as token_table
from civlib.language.sentences import sentences
from civlib.records import Corpus, as_corpus
from civlib.tables import table

UNITS = ("paragraph", "sentence")

RANKED_COLUMNS = {"report_id": "str", "rank": "int64", "word": "str", "count": "int64", "per_10k": "float64"}
EXCEEDING_COLUMNS = {**RANKED_COLUMNS, "mean_per_10k": "float64", "weight": "float64"}
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


def ranked_words(tokens: pd.DataFrame, *, leave_out: Iterable[str] = ()) -> pd.DataFrame:
    """The words of each report, the most frequent first.

    Parameters
    ----------
    tokens : DataFrame
        As ``cv.tokens`` gives it: report_id, surface, stop.
    leave_out : iterable of str
        Words to leave out beside the stop words, such as the names of the places; they do not count in rates either.

    Returns
    -------
    DataFrame
        ``report_id``; ``rank``, 1 for the most frequent, the same for words that occur equally often; ``word``;
        ``count``; ``per_10k``, per ten thousand of the words counted here.

    Examples
    --------
    >>> from civlib.language.segmentation import tokens
    >>> ranked_words(tokens("志愿服务。志愿服务。清运垃圾。"))[["rank", "word", "count"]].values.tolist()
    [[1, '志愿服务', 2], [2, '垃圾', 1], [2, '清运', 1]]
    """
    missing = [column for column in ("report_id", "surface", "stop") if column not in tokens.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from tokens", remedy="pass a table of cv.tokens")
    kept = tokens[~tokens["stop"].astype(bool) & ~tokens["surface"].isin(list(leave_out))]
    rows: list[tuple[Any, ...]] = []
    for report_id, own in kept.groupby("report_id", sort=False):
        ordered = sorted(Counter(own["surface"]).items(), key=lambda entry: (-entry[1], entry[0]))
        rank = 0
        for position, (word, count) in enumerate(ordered, start=1):
            rank = rank if position > 1 and rows[-1][3] == count else position
            rows.append((report_id, rank, word, count, count / len(own) * 1e4))
    return table(rows, RANKED_COLUMNS)


def exceeding_words(ranked: pd.DataFrame) -> pd.DataFrame:
    """For every word the report that uses it most, and by how much it exceeds the mean of the reports.

    This is the weight of a word in Fellows' comparison cloud (R package wordcloud); it says nothing of how sure the
    excess is, for which there is ``cv.keyness``.

    Parameters
    ----------
    ranked : DataFrame
        As :func:`ranked_words` gives it.

    Returns
    -------
    DataFrame
        The rows of ``ranked`` of the report that exceeds the mean most, each word once, with ``mean_per_10k``, the mean
        of its rates in all reports (0 where one lacks it), and ``weight``, ``per_10k`` less that mean; largest weight
        first within each report. Words that all use alike are left out.

    Examples
    --------
    >>> ranked = pd.DataFrame({"report_id": ["a", "a", "b"], "rank": [1, 2, 1], "word": ["创城", "垃圾", "创城"],
    ...                        "count": [3, 1, 5], "per_10k": [7500.0, 2500.0, 10000.0]})
    >>> exceeding_words(ranked)[["report_id", "word", "weight"]].values.tolist()
    [['a', '垃圾', 1250.0], ['b', '创城', 1250.0]]
    """
    missing = [column for column in RANKED_COLUMNS if column not in ranked.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from ranked", remedy="pass a table of ranked_words")
    order = {report_id: index for index, report_id in enumerate(dict.fromkeys(ranked["report_id"]))}
    sums: Counter[str] = Counter()
    best: dict[str, tuple[Any, ...]] = {}
    for row in ranked[list(RANKED_COLUMNS)].itertuples(index=False, name=None):
        sums[row[2]] += row[4]
        if row[2] not in best or row[4] > best[row[2]][4]:
            best[row[2]] = row
    rows = [(*row, sums[word] / len(order), row[4] - sums[word] / len(order)) for word, row in best.items()]
    kept = [row for row in rows if row[-1] > 0]
    return table(sorted(kept, key=lambda row: (order[row[0]], -row[-1], row[2])), EXCEEDING_COLUMNS)


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
