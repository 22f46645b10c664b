"""Shared passages as a reader compares them: the two sentences beside each other, the common words marked."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import pandas as pd

from civlib.language.sentences import split_sentences
from civlib.records import Corpus, Report, as_corpus


class SideBySide(NamedTuple):
    """A comparison that shows itself in a notebook.

    Attributes
    ----------
    html : str
        A table with one row a passage.
    """

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return "SideBySide"


def side_by_side(corpus: Corpus | Report | str, passages: pd.DataFrame) -> SideBySide:
    """The sentences of shared passages, left and right, with the passage in bold and its kind and similarity between.

    Parameters
    ----------
    corpus : Corpus, Report or str
        The corpus that the passages were found in.
    passages : DataFrame
        Rows of ``reuse``, in the order to be shown.

    Examples
    --------
    >>> from civlib.content.borrowing import reuse
    >>> text = "干净整洁、文明有序。街道干净整洁，文明有序。"
    >>> print(side_by_side(text, reuse(text)).html.count("<b>"))
    2
    """
    whole = as_corpus(corpus)
    rows = []
    for row in passages.to_dict("records"):
        one, other = (
            _cell(whole[str(row[f"report_{side}"])], int(row[f"start_{side}"]), int(row[f"end_{side}"])) for side in "ab"
        )
        kind = f"{escape(str(row['kind']))}<br>{row['similarity']:.2f}"
        rows.append(f"<tr>{one}<td style='text-align:center;vertical-align:top'>{kind}</td>{other}</tr>")
    head = "<tr><th>甲 one</th><th>类别 kind</th><th>乙 other</th></tr>"
    body = "".join(rows)
    return SideBySide(f"<table>{head}{body}</table>" if rows else "<p>没有共用的段落。There is no shared passage.</p>")


def _cell(report: Report, start: int, end: int) -> str:
    touched = [sentence for sentence in split_sentences(report.text) if sentence.start < end and sentence.end > start]
    low, high = min(start, touched[0].start), max(end, touched[-1].end)
    left, passage, right = (
        escape(report.text[a:b]).replace("\n", "<br>") for a, b in ((low, start), (start, end), (end, high))
    )
    name = escape(f"{report.id} {report.place or ''}".strip())
    return f"<td style='text-align:left;vertical-align:top'>{name}<br>{left}<b>{passage}</b>{right}</td>"
