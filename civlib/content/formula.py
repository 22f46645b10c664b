"""Numbered formulas: what official Chinese counts off, from “八大工程” to “1+11+7” to “一盘棋”."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from civlib.content.formula_entries import located
from civlib.content.formula_lists import Span
from civlib.content.formula_members import find_members
from civlib.content.formula_mentions import Mention, find_mentions
from civlib.content.formula_points import Outline, is_ladder
from civlib.content.formula_rules import FormulaRules, load_formula_rules
from civlib.records import Corpus, Report
from civlib.tables import table

COLUMNS = {
    "report_id": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "surface": "str",
    "kind": "str",
    "number": "str",
    "members": "object",
    "complete": "object",
    "member_spans": "object",
}


class Formula(NamedTuple):
    """One mention of a numbered formula.

    Attributes
    ----------
    start, end : int
        Its span, without quotation marks.
    kind : str
        set (五大机制), structure (1+11+7, 一办三组, 五位一体), or slogan (一盘棋).
    number : str
        ``"5"``; the figures of a structure are joined: ``"1+11+7"``.
    members : tuple of (int, int)
        The spans of what the report lists for it, here or at another mention of the same formula.
    complete : bool or None
        Whether as many are listed as claimed; None where none is listed.
    """

    start: int
    end: int
    kind: str
    number: str
    members: tuple[Span, ...]
    complete: bool | None


def find_formulas(text: str, *, rules: FormulaRules | None = None) -> list[Formula]:
    """Every mention of a numbered formula in a text, in order, with its members.

    Examples
    --------
    >>> text = "健全指挥调度、督查考核等“五大机制”，下好“一盘棋”。"
    >>> [(text[f.start:f.end], f.kind, [text[a:b] for a, b in f.members], f.complete) for f in find_formulas(text)]
    [('五大机制', 'set', ['指挥调度', '督查考核'], False), ('一盘棋', 'slogan', [], None)]
    """
    rules = rules or load_formula_rules()
    mentions = find_mentions(text, rules)
    outline = Outline(text) if mentions else None
    by_name: dict[str, list[Span]] = {}
    listed = [find_members(text, mention, rules, outline, mentions) if outline else [] for mention in mentions]
    _give_to_one(text, mentions, listed)
    for mention, members in zip(mentions, listed, strict=True):
        name = text[mention.start : mention.end]
        # of several mentions the one that lists most speaks for the others
        if len(members) > len(by_name.get(name, [])):
            by_name[name] = members
    found = []
    for mention, own in zip(mentions, listed, strict=True):
        members = own or by_name.get(text[mention.start : mention.end], [])
        complete = _is_complete(mention.number.split("+"), len(members)) if members else None
        found.append(Formula(mention.start, mention.end, mention.kind, mention.number, tuple(members), complete))
    return found


def _give_to_one(text: str, mentions: list[Mention], listed: list[list[Span]]) -> None:
    """Of two formulas that claim different numbers one has a list: “三大行动”和“五项机制”。一是…机制。二是…机制。

    The later has it, unless the earlier alone claims as many and the items are not named like the later.
    """
    for position in range(1, len(mentions)):
        earlier, later = mentions[position - 1], mentions[position]
        own = listed[position]
        if not own or listed[position - 1] != own or earlier.number == later.number or own[0][0] < later.end:
            continue
        head = text[later.end - 2 : later.end]
        alike = all(text[start:end].endswith(head) for start, end in own)
        fits = earlier.number == str(len(own)) != later.number
        listed[position if fits and not alike else position - 1] = []


def _is_complete(numbers: list[str], listed: int) -> bool:
    """Whether as many are listed as claimed; where N are claimed, or 1, 2, 3 …, the kinds are enough."""
    fixed = sum(int(number) for number in numbers if number.isdecimal())
    if is_ladder(numbers) and listed == len(numbers):
        return True
    if "N" in numbers:
        return listed == len(numbers) or listed == fixed + numbers.count("N")
    return listed == fixed


def formulas(corpus: Corpus | Report | str, *, rules: FormulaRules | str | Path | None = None) -> pd.DataFrame:
    """Every mention of a numbered formula in a corpus, one a row.

    Parameters
    ----------
    corpus : Corpus, Report or str
        A plain ``str`` is taken as clean text with the id ``"text"``.
    rules : FormulaRules, str or Path, optional
        Rules instead of ``civlib/data/formulas.yaml``.

    Returns
    -------
    DataFrame
        ``report_id``; ``sentence``, the number of the sentence within the report, from 0; ``start``, ``end``,
        ``surface``, without quotation marks; ``kind``: set, structure or slogan; ``number``, a string such as
        ``"8"`` or ``"1+2+3"``; ``members``, a tuple of the items that the report lists for it, and
        ``member_spans``, their spans; ``complete``: True when as many are listed as claimed, False when fewer or
        more are, None where the text lists none.

    Raises
    ------
    ResourceError
        Where the list of rules is broken.

    Examples
    --------
    >>> formulas("打造责任、问题、整改“三清单”。")[["surface", "kind", "number", "members", "complete"]].values.tolist()
    [['三清单', 'set', '3', ('责任', '问题', '整改'), True]]
    """
    known = load_formula_rules(rules)
    rows = [
        (
            *place,
            f.start,
            f.end,
            text[f.start : f.end],
            f.kind,
            f.number,
            tuple(text[start:end] for start, end in f.members),
            f.complete,
            f.members,
        )
        for text, place, f in located(corpus, partial(find_formulas, rules=known))
    ]
    return table(rows, COLUMNS)
