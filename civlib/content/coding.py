"""Policy measures: which sentence says that which measure is taken, by which cue, under which rule."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from civlib.content.codebook import Codebook, as_codebook
from civlib.content.cue_automaton import Matcher, matcher
from civlib.content.matching import Cue, Held, decide
from civlib.content.passages import headed, settings, uncoded
from civlib.errors import ArgumentError
from civlib.language.sentences import split_sentences
from civlib.records import Corpus, Report, as_corpus
from civlib.tables import table

COLUMNS = {
    "report_id": "str", "sentence": "int64", "code": "str", "start": "int64", "end": "int64", "surface": "str",
    "rule": "str", "cue": "str", "label": "str", "label_en": "str", "instrument": "str", "heading": "bool",
}  # fmt: skip

EXPLANATION = {
    "code": "str", "label": "str", "verdict": "str", "cue": "str", "start": "int64", "end": "int64", "surface": "str",
    "rule": "str", "reason": "str",
}  # fmt: skip

_PLACE = attrgetter("start", "end", "code")


class Coding(NamedTuple):
    """One code of one sentence, with the cue that decided it."""

    sentence: int
    code: str
    start: int
    end: int
    surface: str
    rule: str
    cue: str
    heading: bool


def code_sentences(
    text: str, codebook: Codebook | str | Path | None = None, *, title: str | None = None
) -> list[Coding]:
    """The measures that the sentences of a text name.

    Parameters
    ----------
    text : str
        Clean text.
    codebook : Codebook, str or Path, optional
        A loaded codebook or the path of one; without it, the shipped one.
    title : str, optional
        The title of the report, where it does not stand in the text.

    Returns
    -------
    list of Coding
        Ordered by sentence, then by the place of the cue. ``text[start:end] == surface``.

    Examples
    --------
    >>> [(c.code, c.surface) for c in code_sentences("我市改造老旧小区三十个，增设停车泊位。")]
    [('ENV_ESTATE', '改造老旧小区'), ('ENV_TRAFFIC', '增设停车泊位')]
    """
    book = as_codebook(codebook)
    machine = matcher(book)
    found = []
    units = split_sentences(text)
    silent = uncoded(text, units, book)
    matters = settings(text, units, book, title or "")
    for unit, setting, heading in zip(units, matters, headed(text, units), strict=True):
        if unit.number in silent:
            continue
        for cue in find_cues(text[unit.start : unit.end], heading, machine, setting):
            start, end = unit.start + cue.start, unit.start + cue.end
            found.append(Coding(unit.number, cue.code, start, end, text[start:end], cue.rule.name, cue.words, unit.heading))
    return found


@lru_cache(maxsize=4096)
def find_cues(sentence: str, heading: bool, machine: Matcher, setting: frozenset[str] = frozenset()) -> tuple[Cue, ...]:
    """The first cue of each code in a sentence, in order of place; kept for the next time the same sentence stands so.

    Examples
    --------
    >>> from civlib.content.codebook import load_codebook
    >>> [cue.words for cue in find_cues("改造老旧小区三十个。", False, matcher(load_codebook()))]
    ['改造 × 老旧小区']
    """
    cues = decide(sentence, 0, len(sentence), heading, machine, setting=setting)
    return tuple(sorted(cues.values(), key=_PLACE)) if len(cues) > 1 else tuple(cues.values())


def measures(corpus: Corpus | Report | str, *, codebook: Codebook | str | Path | None = None) -> pd.DataFrame:
    """The policy measures of a corpus, one row for each sentence and code.

    The unit is the sentence and coding is multi-label. A code is given where one of its rules finds a cue: a term that
    suffices alone, or a thing and an act near each other within a clause. Cues are held back in wishes, negations,
    questions, scenes and titles of documents, and where they are part of a longer name. Absence of a code means that the
    report does not mention the measure, not that the place did not take it.

    Parameters
    ----------
    corpus : Corpus, Report or str
        A plain ``str`` is taken as clean text with the id ``"text"``.
    codebook : Codebook, str or Path, optional
        A loaded codebook or the path of one; without it, the shipped one (see ``codes``).

    Returns
    -------
    DataFrame
        ``report_id``; ``sentence``, its number within the report; ``code``; ``start``, ``end`` and ``surface``, the cue
        that decided it; ``rule``, the name of the rule within the code; ``cue``, the words of the cue (act × thing for a
        pair); ``label``, ``label_en`` and ``instrument`` of the code; ``heading``, whether the sentence is a heading.

    Notes
    -----
    Instruments are the classes of C. Hood, *The Tools of Government* (1983).

    Examples
    --------
    >>> measures("建立问题台账，逐项销号。")[["sentence", "code", "surface"]].values.tolist()
    [[0, 'RUL_LIST', '台账']]
    """
    book = as_codebook(codebook)
    return table(
        (
            (report.id, *coding[:7], entry.label, entry.label_en, entry.instrument, coding.heading)
            for report in as_corpus(corpus)
            for coding in code_sentences(report.text, book, title=report.title)
            for entry in (book[coding.code],)
        ),
        COLUMNS,
    )


def explain(
    source: Corpus | Report | str, sentence: int, *, codebook: Codebook | str | Path | None = None
) -> pd.DataFrame:
    """Why a sentence got its codes, and which near-misses were held back.

    Parameters
    ----------
    source : Corpus, Report or str
        One report (a corpus must hold just one), or a text.
    sentence : int
        The number of the sentence, as in ``sentences`` and ``measures``.
    codebook : Codebook, str or Path, optional

    Returns
    -------
    DataFrame
        ``code``, ``label``; ``verdict``, ``coded`` or ``held back``; ``cue``, the words; ``start``, ``end``, ``surface``,
        where they stand; ``rule``; ``reason``, in words.

    Examples
    --------
    >>> table = explain("居民希望改造老旧小区。", 0)
    >>> table.loc[0, ["code", "verdict", "reason"]].tolist()
    ['ENV_ESTATE', 'held back', '希望 marks a wish: it is wished for, not undertaken']
    """
    reports = as_corpus(source).reports
    if len(reports) != 1:
        raise ArgumentError(
            f"the corpus holds {len(reports)} reports",
            remedy=f"pass one of them, for instance corpus[{reports[0].id!r}]" if reports else "load some reports"
        )
    text = reports[0].text
    units = split_sentences(text)
    if not isinstance(sentence, int | np.integer):
        raise ArgumentError(f"expected the number of a sentence, got {sentence!r}", remedy="pass a whole number")
    if not units:
        raise ArgumentError("the text has no sentences", where=f"report {reports[0].id}", remedy="pass a text that has some")
    if not 0 <= sentence < len(units):
        raise ArgumentError(
            f"there is no sentence {sentence}", where=f"report {reports[0].id}",
            remedy=f"its sentences are numbered from 0 to {len(units) - 1}",
        )  # fmt: skip
    unit = units[sentence]
    book = as_codebook(codebook)
    held: list[Held] = []
    setting = settings(text, units, book, reports[0].title or "")[sentence]
    heading = headed(text, units)[sentence]
    cues = decide(text, unit.start, unit.end, heading, matcher(book), held, setting)
    silent = uncoded(text, units, book)
    if sentence in silent:
        held[:0] = [Held(*cue, silent[sentence]) for cue in cues.values()]
        cues = {}
    rows = [
        (cue.code, book[cue.code].label, "coded", cue.words, cue.start, cue.end, text[cue.start : cue.end],
         cue.rule.name, _reason(cue.rule.kind, cue.words))
        for cue in sorted(cues.values(), key=lambda cue: cue.start)
    ]  # fmt: skip
    seen = set(cues)
    # A cue that was held back says more than a thing without its act, so it comes first.
    for near in sorted(held, key=lambda near: (" × " not in near.words and near.rule.kind in ("pair", "noun"), near.start)):
        if near.code not in seen:
            seen.add(near.code)
            rows.append(
                (near.code, book[near.code].label, "held back", near.words, near.start, near.end,
                 text[near.start : near.end], near.rule.name, near.reason)
            )  # fmt: skip
    return table(rows, EXPLANATION)


def _reason(kind: str, words: str) -> str:
    if kind in ("pair", "noun"):
        act, _, thing = words.partition(" × ")
        return f"the act {act} and the thing {thing} stand near each other in one clause"
    where = {"heading": "in a heading", "local": "under a title or heading that names the matter"}
    return f"{words} suffices {where.get(kind, 'by itself')}"
