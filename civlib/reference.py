"""The reference: what careful readers noted of some reports, and which reports of a corpus it speaks of.

It is a folder of tab-separated files: ``measures.tsv`` (every sentence with its codings), ``quantities.tsv``,
``formulas.tsv``, ``reuse.tsv`` and, where somebody read the passages that were found beyond it, ``reuse_judged.tsv``.
``measures_heldout.tsv`` holds coded sentences in the wording of other cities. Quotation marks are plain characters.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from civlib.agreement import bare, locate, read_reference
from civlib.errors import ResourceError
from civlib.language.sentences import sentences
from civlib.records import Alignment, Corpus, Report, as_corpus
from civlib.resources import read_text
from civlib.tables import table

COVERAGE = {
    "report_id": "str", "sentences": "int64", "reference": "int64", "placed": "int64", "unread": "int64", "judged": "bool",
}  # fmt: skip
UNPLACED = {
    "report_id": "str", "unit": "int64", "surface": "str", "sentence": "int64", "nearest": "str", "similarity": "float64",
}  # fmt: skip


def read_rows(folder: str | Path, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a reference file, which must have these columns."""
    path = Path(folder) / name
    reader = csv.DictReader(read_text(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise ResourceError(
            f"the column {missing[0]!r} is missing", where=str(path), remedy=f"the header must name {', '.join(columns)}"
        )
    rows = list(reader)
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ResourceError(
                "the line has not as many fields as the header", where=f"{path}, line {number}", remedy="part fields by tabs"
            )
    return rows


def stand_in(folder: str | Path) -> Corpus:
    """The reference's own sentences, one a line, in the place of the reports.

    What is scored on them is scored apart from cleaning: the difference to the score on the corpus is what damage in the
    text costs.
    """
    reference = read_reference(Path(folder) / "measures.tsv")
    texts = {str(report_id): "\n".join(own["surface"]) for report_id, own in reference.groupby("report_id")}
    return Corpus(tuple(Report(name, text, text, Alignment.identity(len(text))) for name, text in texts.items()))


def coverage(corpus: Corpus | Report | str, folder: str | Path) -> pd.DataFrame:
    """Which reports the reference speaks of, and how many of its sentences they hold.

    Returns
    -------
    DataFrame
        One row a report: ``sentences`` it has; ``reference``, the sentences that the reference has under its id;
        ``placed``, how many of these it holds; ``unread``, how many of its own nobody coded; ``judged``, whether at least
        half of the reference's sentences are in it, so that it can be scored. A report of other text under the same id is
        not judged.
    """
    whole = as_corpus(corpus)
    reference = read_reference(Path(folder) / "measures.tsv")
    reference = reference.assign(sentence=locate(whole, reference))
    lengths = sentences(whole).groupby("report_id").size().to_dict()
    rows = []
    for report in whole:
        own = reference[reference["report_id"] == report.id]
        placed = own[own["sentence"] >= 0]
        count = int(lengths.get(report.id, 0))
        judged = len(own) > 0 and 2 * len(placed) >= len(own)
        rows.append((report.id, count, len(own), len(placed), count - placed["sentence"].nunique(), judged))
    return table(rows, COVERAGE)


def judged_reports(corpus: Corpus | Report | str, folder: str | Path) -> Corpus:
    """The reports of a corpus that the reference speaks of; a corpus without reports where it speaks of none."""
    whole = as_corpus(corpus)
    known = coverage(whole, folder)
    kept = set(known.loc[known["judged"], "report_id"])
    return Corpus(tuple(report for report in whole if report.id in kept))


def unplaced(corpus: Corpus | Report | str, folder: str | Path) -> pd.DataFrame:
    """Sentences of the reference that the judged reports do not hold as they stand, with what comes nearest.

    Returns
    -------
    DataFrame
        ``report_id``; ``unit``, the number of the reference's sentence; ``surface``, the sentence; ``sentence`` and
        ``nearest``, the report's sentence most like it, -1 and empty where the report is empty; ``similarity`` of the two,
        0 to 1. These sentences are in no agreement with the program's coding.
    """
    whole = judged_reports(corpus, folder)
    reference = read_reference(Path(folder) / "measures.tsv")
    reference = reference.assign(sentence=locate(whole, reference))
    units = sentences(whole)
    rows = []
    for report in whole:
        own = units[units["report_id"] == report.id]
        lost = reference[(reference["report_id"] == report.id) & (reference["sentence"] < 0)]
        for unit, surface in zip(lost["unit"], lost["surface"], strict=True):
            others = zip(own["sentence"], own["surface"], strict=True)
            likest = max(((_likeness(surface, other), -number, other) for number, other in others), default=(0.0, 1, ""))
            rows.append((report.id, unit, surface, -likest[1], likest[2], likest[0]))
    return table(rows, UNPLACED)


def _likeness(one: str, other: str) -> float:
    """Share of characters in common and in order: 2 · matches / (length + length)."""
    return SequenceMatcher(None, bare(one), bare(other), autojunk=False).ratio()
