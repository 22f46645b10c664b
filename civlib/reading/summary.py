"""What cleaning did to each report, in shares of its raw characters."""

from __future__ import annotations

import numpy as np
import pandas as pd

from civlib.records import Corpus, Report, as_corpus
from civlib.tables import table

KINDS = ("kept", "converted", "restored", "moved", "removed", "blank")
PLACE_COLUMNS = {"report_id": "str", "step": "str", "raw": "str", "clean": "str", "confidence": "float64"}
COLUMNS = {"report_id": "str", "kind": "str", "characters": "int64", "share": "float64"}

# What the steps of a family do to the characters they touch. Later kinds prevail: a converted character that is then
# removed with its line counts as removed.
_FAMILIES = {
    "script": "converted",
    "punctuation": "converted",
    "characters": "converted",
    "damage": "restored",
    "layout": "moved",
    "notes": "removed",
    "furniture": "removed",
    "page": "removed",
}


def repair_shares(corpus: Corpus | Report | str) -> pd.DataFrame:
    """What became of every character of the raw text.

    Returns
    -------
    DataFrame
        ``report_id``; ``kind``: ``kept`` as it was, ``converted`` to another form of itself, ``restored`` from shifted
        bytes, ``moved``, ``removed`` (notes, furniture, the title), ``blank`` (line feeds and spaces, not counted in the
        shares); ``characters``; ``share`` of the report's raw characters other than blanks, from 0 to 1.

    Examples
    --------
    >>> repair_shares("创城").set_index("kind")["characters"].to_dict()["kept"]
    2
    """
    rows = []
    for report in as_corpus(corpus):
        kinds = _kinds(report)
        counts = np.bincount(kinds, minlength=len(KINDS))
        whole = int(counts[:-1].sum())
        for kind, count in zip(KINDS, counts.tolist(), strict=True):
            share = count / whole if whole and kind != "blank" else 0.0
            rows.append((report.id, kind, count, share))
    return table(rows, COLUMNS)


def _kinds(report: Report) -> np.ndarray:
    """For every raw character the number of its kind."""
    kinds = np.zeros(len(report.raw), dtype=np.int64)
    for edit in report.edits:
        kind = _FAMILIES.get(edit.step.split("/")[0])
        if kind is None or (edit.before == edit.after and edit.destination is None):
            continue
        if kind == "moved" and edit.destination is None:
            continue  # a join takes out a line feed and moves nothing
        span = slice(edit.raw_start, edit.raw_end)
        kinds[span] = np.maximum(kinds[span], KINDS.index(kind))
    blank = np.fromiter((char.isspace() for char in report.raw), dtype=bool, count=len(report.raw))
    kinds[blank] = KINDS.index("blank")
    return kinds


def before_after(corpus: Corpus | Report | str, ledger: pd.DataFrame, *, window: int = 12, longest: int = 36) -> pd.DataFrame:
    """Rows of the ledger for reading: the place in the raw text beside the same place in the clean text.

    Parameters
    ----------
    corpus : Corpus, Report or str
    ledger : DataFrame
        Rows of ``cv.repairs`` of the same corpus.
    window : int
        How many characters to show on either side; line feeds are shown as ⏎.
    longest : int
        A longer stretch is shown by its first and last characters only.

    Returns
    -------
    DataFrame
        The index of ``ledger``; ``report_id``; ``step``; ``raw`` and ``clean``: the place, in 【】, between its neighbours;
        ``confidence``.

    Examples
    --------
    >>> from civlib.reading.corpus import repairs
    >>> before_after("创城", repairs("创城")).columns.tolist()
    ['report_id', 'step', 'raw', 'clean', 'confidence']
    """
    corpus = as_corpus(corpus)
    rows = []
    for edit in ledger.to_dict("records"):
        report = corpus[str(edit["report_id"])]
        raw = _marked(report.raw, edit["raw_start"], edit["raw_end"], window, longest)
        clean = _marked(report.text, edit["start"], edit["end"], window, longest)
        rows.append((report.id, edit["step"], raw, clean, edit["confidence"]))
    found = table(rows, PLACE_COLUMNS)
    found.index = ledger.index
    return found


def _marked(text: str, start: int, end: int, window: int, longest: int) -> str:
    """``text[start:end]`` in 【】 between its neighbours, on one line."""
    inside = text[start:end]
    if len(inside) > longest:
        inside = f"{inside[: longest // 2]}……{inside[-(longest // 2) :]}"
    return f"{text[max(0, start - window) : start]}【{inside}】{text[end : end + window]}".replace("\n", "⏎")
