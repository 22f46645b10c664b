"""Shared passages as a reader compares them: the two sentences beside each other, the common words marked."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import pandas as pd

from civlib.language.concordance import context
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
    rows = context(whole, context(whole, passages, side="a"), side="b").to_dict("records")
    body = "".join(
        f"<tr>{_cell(whole, row, 'a')}<td style='text-align:center;vertical-align:top'>{escape(str(row['kind']))}<br>"
        f"{row['similarity']:.2f}</td>{_cell(whole, row, 'b')}</tr>"
        for row in rows
    )
    head = "<tr><th>甲 one</th><th>类别 kind</th><th>乙 other</th></tr>"
    return SideBySide(f"<table>{head}{body}</table>" if rows else "<p>没有共用段落 no shared passage</p>")


def _cell(corpus: Corpus, row: dict, side: str) -> str:  # type: ignore[type-arg]
    report = corpus[row[f"report_{side}"]]
    start, end = int(row[f"start_{side}"]), int(row[f"end_{side}"])
    sentence = str(row[f"sentence_surface_{side}"])
    before = report.text.rfind(sentence, 0, start + 1) if start < len(report.text) else -1
    at = report.text.find(sentence, max(0, end - len(sentence))) if before < 0 else before
    name = escape(f"{report.id} {report.place or ''}".strip())
    parts = sentence[: start - at], report.text[start:end], sentence[end - at :]
    left, passage, right = (escape(part).replace("\n", "<br>") for part in parts)
    return f"<td style='text-align:left;vertical-align:top'>{name}<br>{left}<b>{passage}</b>{right}</td>"
