"""Undo shifted bytes: 變?yōu)椤疤嵘J健?, was 變為“提升模式”，

A republishing site held its pages as GBK bytes and put a pinyin note behind certain byte pairs without minding where
characters begin. Where such a pair straddles two characters the note lands inside a character, and from there the
stream is one byte out of step until an ASCII byte, or a mark that something was put in front of, sets it right. What
the page shows then still holds most of the bytes: paired the other way they give the text back. Missing are one byte
for each "?" and two for each pair that no character has; a language model chooses among the few characters that fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from civlib.reading.damage_search import HALF_NOTE, Page, Reading, Search
from civlib.reading.ledger import Change
from civlib.reading.notes import SYLLABLE
from civlib.reading.script import simplify

# Where a text can get out of step: 變?yōu), 。?!
_OPENING = re.compile(rf"\?(?={SYLLABLE}\)|[,，!！?？])")
_NOTED = re.compile(rf"([\u3400-\u9fff])\(({SYLLABLE})\)")

# A text without a few notes was not treated this way; its "?" are question marks.
_EVIDENCE = 3
# A page has a dozen such stretches. What holds hundreds is something else, and is left as found.
_MOST_SEARCHES = 200
# How clearly the best reading must beat the next, in natural log units. Behind a mark more is open than behind half a
# note: both characters around it are known by one byte only.
_MARGIN, _MARGIN_AT_MARK = 2.0, 5.0


def restorations(text: str) -> Iterator[tuple[int, Reading, float]]:
    """The damaged stretches of a text, with the best reading of each and its margin over the next.

    Parameters
    ----------
    text : str
        As decoded: notes still in it, nothing converted.

    Yields
    ------
    start : int
    reading : Reading
    margin : float
        In natural log units: how much better the best reading is than the best that says something else.

    Examples
    --------
    >>> page = "創(chuàng)建、網(wǎng)格、優(yōu)化：從被動轉變?yōu)橹鲃?dòng)發(fā)現(xiàn)"
    >>> [(reading.text, margin > 5) for start, reading, margin in restorations(page)]
    [('為主動', True)]
    """
    notes = dict(_NOTED.findall(text))
    if len(notes) < _EVIDENCE:
        return
    page = Page(text, notes, sum(char != simplify(char) for char in notes) >= _EVIDENCE)
    behind = 0
    for searched, match in enumerate(_OPENING.finditer(text)):
        if match.start() < behind:
            continue
        if searched >= _MOST_SEARCHES:
            return
        readings = Search(page, match.start()).readings()
        if readings and readings[0].text != "?":
            best = readings[0]
            meaning = simplify(best.text)
            other = next((r for r in readings[1:] if r.end != best.end or simplify(r.text) != meaning), None)
            yield match.start(), best, best.score - other.score if other else np.inf
            behind = best.end


def damage_changes(text: str) -> list[Change]:
    """Changes that restore stretches of shifted bytes, where one reading clearly beats the next.

    A stretch whose best reading does not is left as found and flagged: ``flag/damaged``.

    Examples
    --------
    >>> page = "創(chuàng)建、網(wǎng)格、優(yōu)化：因?yàn)槊恳粋€(gè)區(qū)域"
    >>> [(page[c.start:c.end], c.after) for c in damage_changes(page)]
    [('?yàn)槊恳粋€', '為每一個')]
    """
    changes = []
    for start, reading, margin in restorations(text):
        clear = margin >= (_MARGIN if HALF_NOTE.match(text, start) else _MARGIN_AT_MARK)
        after, step = (reading.text, "damage/shifted-bytes") if clear else (text[start : reading.end], "flag/damaged")
        note = "" if clear else f"perhaps {simplify(reading.text)}, but another reading is nearly as good"
        changes.append(Change(start, reading.end, after, step, confidence=round(_confidence(margin), 2), note=note))
    return changes


def _confidence(margin: float) -> float:
    """A margin in natural log units as a probability, by the logistic function."""
    return float(1 / (1 + np.exp(-min(margin, 30.0))))
