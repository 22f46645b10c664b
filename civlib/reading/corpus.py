"""Load a corpus, and show what it is and what was done to its text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from civlib.errors import ArgumentError
from civlib.reading.cleaning import clean
from civlib.reading.sources import Source, read_sources
from civlib.records import METADATA, Corpus, Report, as_corpus
from civlib.tables import table

REPAIRS = {
    "report_id": "str",
    "order": "int64",
    "step": "str",
    "raw_start": "int64",
    "raw_end": "int64",
    "start": "int64",
    "end": "int64",
    "before": "str",
    "after": "str",
    "confidence": "float64",
    "stage": "int64",
    "position": "int64",
    "destination": "Int64",
    "note": "str",
}


# Columns of cv.documents that are not metadata; a manifest column of the same name gives way.
_OWN = ("report_id", "raw_characters", "characters")


def load(path: str | Path, *, manifest: str | Path | None = None, layout: bool = True) -> Corpus:
    """Load reports and clean them.

    Parameters
    ----------
    path : str or Path
        A folder of text files, one file, a glob pattern, or a table file (csv, tsv, jsonl) with a column ``text``.
    manifest : str or Path, optional
        A CSV file that says of each ``file`` what it is; its ``sha256`` is checked. By default the ``manifest.csv``
        beside the files, if there is one.
    layout : bool
        False leaves the page alone, for text that is already clean.

    Returns
    -------
    Corpus
        Reports ordered by file name. A report's id is the part of the file name before the first ``_``.

    Raises
    ------
    SourceError
        A missing or empty folder, an empty, binary or changed file: with the file, what is wrong, what to do.

    Examples
    --------
    >>> corpus = load("seeds")  # doctest: +SKIP
    >>> corpus["001"].place  # doctest: +SKIP
    '漳州市'
    """
    if not isinstance(path, str | Path) or not str(path):
        raise ArgumentError(
            f"expected a path, got {path!r}", remedy='name a folder, a file or a pattern: cv.load("seeds")'
        )
    return Corpus(tuple(_report(source, layout) for source in read_sources(path, manifest)))


def _report(source: Source, layout: bool) -> Report:
    result = clean(source.text, layout=layout)
    metadata = dict(source.metadata)
    for name, value in result.metadata.items():
        if metadata.get(name) is None:
            metadata[name] = value
    return Report(source.id, result.text, source.text, result.alignment, result.edits, metadata)


def _shown(value: object) -> object:
    return "" if value is None else value


def documents(corpus: Corpus | Report | str) -> pd.DataFrame:
    """What each report is, one row a report.

    Returns
    -------
    DataFrame
        ``report_id``; the metadata that manifest or text give (``place``, ``city``, ``province``, ``level``, ``period``,
        ``date``, ``publisher``, ``title``, ``damage`` …), blank where neither says; ``raw_characters`` and
        ``characters``, the length of the source and of the clean text.

    Examples
    --------
    >>> documents("创城，我们一起。")[["report_id", "characters"]].values.tolist()
    [['text', 8]]
    """
    reports = as_corpus(corpus).reports
    extra = dict.fromkeys(name for report in reports for name in report.metadata if name not in (*METADATA, *_OWN))
    columns = {"report_id": "str", **dict.fromkeys((*METADATA, *extra), "object")}
    columns |= {"raw_characters": "int64", "characters": "int64"}
    rows = (
        (report.id, *(_shown(report.metadata.get(name)) for name in (*METADATA, *extra)), len(report.raw), len(report.text))
        for report in reports
    )
    return table(rows, columns)


def repairs(corpus: Corpus | Report | str) -> pd.DataFrame:
    """The ledger: every change between the raw file and the clean text, and every flag.

    Returns
    -------
    DataFrame
        ``report_id``; ``order``, in which the edits were made, from 0 within a report, while rows
        stand in the order of the text; ``step``, the rule as family/name; ``raw_start`` and
        ``raw_end``, the place in the raw text; ``start`` and ``end``, the place in the clean text; ``before`` and
        ``after``, equal where a row only flags or moves; ``confidence``, 1.0 where a rule leaves no doubt. ``stage``,
        ``position`` and ``destination`` let :func:`civlib.reading.ledger.replay` repeat the change; ``note`` says why.

    Examples
    --------
    >>> repairs("创城").columns.tolist()[:3], len(repairs("创城"))
    (['report_id', 'order', 'step'], 0)
    """
    return table(
        (
            (
                report.id, order, e.step, e.raw_start, e.raw_end, e.start, e.end, e.before, e.after, e.confidence,
                e.stage, e.position, e.destination, e.note,
            )
            for report in as_corpus(corpus)
            for order, e in sorted(enumerate(report.edits), key=lambda entry: (entry[1].start, entry[0]))
        ),
        REPAIRS,
    )  # fmt: skip
