"""Paragraphs and sentences: the units that every table refers to."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from civlib.reading.lines import is_heading, split_lines
from civlib.records import Corpus, Report, as_corpus
from civlib.tables import table

COLUMNS = {
    "report_id": "str",
    "sentence": "int64",
    "paragraph": "int64",
    "start": "int64",
    "end": "int64",
    "surface": "str",
    "heading": "bool",
}

# A sentence ends at 。！？； or their half-width forms; closing quotes and brackets stay with it: 太方便了。”
_END = re.compile(r"[。！？；!?;]+[”’」』）)》\"']*")

class Sentence(NamedTuple):
    """One sentence of a text: its number, its paragraph, its span, and whether it is a heading."""

    number: int
    paragraph: int
    start: int
    end: int
    heading: bool


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order.

    A sentence ends at 。！？； (or their half-width forms) or at the end of its paragraph; closing quotes stay with
    it. Nothing but white space lies between two sentences.

    Examples
    --------
    >>> [text[s.start:s.end] for text in ["他说：“好。”大家笑了。"] for s in split_sentences(text)]
    ['他说：“好。”', '大家笑了。']
    """
    found: list[Sentence] = []
    for paragraph, line in enumerate(split_lines(text)):
        heading = is_heading(line.text)
        start, right = line.start, line.end
        for mark in _END.finditer(text, line.start, right):
            # 4;5 and 14;00 are no ends of sentences
            if mark.group()[0] in "!?;" and mark.end() < right and text[mark.end()].isascii() and text[mark.end()].isalnum():
                continue
            found.append(Sentence(len(found), paragraph, start, mark.end(), heading))
            start = mark.end()
            while start < right and text[start].isspace():
                start += 1
        if start < right:
            found.append(Sentence(len(found), paragraph, start, right, heading))
    return found


def sentences(corpus: Corpus | Report | str) -> pd.DataFrame:
    """Every sentence of a corpus, one a row.

    Parameters
    ----------
    corpus : Corpus, Report or str
        A plain ``str`` is taken as clean text with the id ``"text"``.

    Returns
    -------
    DataFrame
        ``report_id``; ``sentence``, its number within the report, from 0; ``paragraph``, the number of its line, from
        0; ``start`` and ``end``, its span in the report's text; ``surface``, its words; ``heading``, whether its
        paragraph is a heading.

    Examples
    --------
    >>> sentences("完善机制\\n建立台账；限时整改。")[["paragraph", "surface", "heading"]].values.tolist()
    [[0, '完善机制', True], [1, '建立台账；', False], [1, '限时整改。', False]]
    """
    return table(
        (
            (report.id, s.number, s.paragraph, s.start, s.end, report.text[s.start : s.end], s.heading)
            for report in as_corpus(corpus)
            for s in split_sentences(report.text)
        ),
        COLUMNS,
    )
