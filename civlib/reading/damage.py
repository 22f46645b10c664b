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

from civlib.reading.character_model import character_model
from civlib.reading.damage_page import HALF_NOTE, NOTE, OPENING, Page
from civlib.reading.damage_ranking import Reading
from civlib.reading.damage_search import LOST, Search
from civlib.reading.ledger import Change
from civlib.reading.notes import SYLLABLE
from civlib.reading.script import simplify

# What is sure to be out of step, and what may be, up to the next mark.
_OUT_OF_STEP = re.compile(r"\?[,，;；:：!！?？]?[^\n，。,、；;：:?]{0,20}")
_NOTED = re.compile(rf"([\u3400-\u9fff])\(({SYLLABLE})\)")
_DOUBLED = re.compile(",[，。]")
# 摘? ?要, once 摘　　要: what is left of blanks of full width.
_LOST_BLANKS = re.compile(r"(?<!\?) ?\?(?: \?)+(?!\?) ?")

# A text without a few notes was not treated this way; its "?" are question marks.
_EVIDENCE = 3
# A page has a dozen such stretches. What holds hundreds, or one in every few characters, is something else.
_MOST_SEARCHES = 100
_FEWEST_APART = 12
# How often a sequence of the page itself counts, beside the counts of the language.
_PAGE_WEIGHT = 3.0
# A reading is taken when it is at least so sure.
SURE = 0.75


def restorations(text: str) -> Iterator[tuple[int, Reading]]:
    """The damaged stretches of a text, with the likeliest reading of each.

    Parameters
    ----------
    text : str
        As decoded: notes still in it, nothing converted.

    Yields
    ------
    start : int
    reading : Reading
        With its confidence, where the stretch ends, and what it said.

    Examples
    --------
    >>> page = "創(chuàng)建、網(wǎng)格、優(yōu)化：從被動轉變?yōu)橹鲃?dòng)發(fā)現(xiàn)"
    >>> [(reading.text, reading.confidence > 0.9) for start, reading in restorations(page)]
    [('為主動', True)]
    """
    notes = dict(_NOTED.findall(text))
    if len(notes) < _EVIDENCE or len(OPENING.findall(text)) * _FEWEST_APART > len(text):
        return
    sound = _OUT_OF_STEP.sub("\n", text)
    page = Page(
        text,
        notes,
        frozenset(_NOTED.sub("", sound)) - notes.keys(),
        sum(char != simplify(char) for char in notes) >= _EVIDENCE,
        character_model().adapted(simplify(NOTE.sub("", sound)), _PAGE_WEIGHT),
    )
    doubled = len(_DOUBLED.findall(text)) >= _EVIDENCE
    left, behind = "", 0
    for searched, match in enumerate(OPENING.finditer(text)):
        if match.start() < behind:
            continue
        if searched >= _MOST_SEARCHES:
            return
        left += simplify(NOTE.sub("", text[behind : match.start()]))
        left = "\n\n" + left.rsplit("\n", 1)[-1].removesuffix("," if doubled else "")
        behind = match.start()
        readings = Search(page, match.start(), left).readings()
        if readings and readings[0].text != "?":
            yield match.start(), readings[0]
            left, behind = left + simplify(readings[0].text), readings[0].end


def damage_changes(text: str) -> list[Change]:
    """Changes that restore stretches of shifted bytes, where one reading is sure enough.

    Any other stretch is left as found and flagged: ``flag/damaged``. A figure that was lost with a byte shows as □.

    Examples
    --------
    >>> page = "創(chuàng)建、網(wǎng)格、優(yōu)化：因?yàn)槊恳粋€(gè)區(qū)域"
    >>> [(page[c.start:c.end], c.after) for c in damage_changes(page)]
    [('?yàn)槊恳粋€', '為每一個')]
    """
    changes = []
    for start, reading in restorations(text):
        if reading.confidence >= SURE:
            after, step, note = reading.text, "damage/shifted-bytes", ""
            if LOST in after:
                note = "a half-width character is lost here and cannot be told"
        else:
            after, step = text[start : reading.end], "flag/damaged"
            note = f"perhaps {simplify(reading.text)}, but another reading is nearly as good"
        changes.append(Change(start, reading.end, after, step, confidence=round(reading.confidence, 2), note=note))
    changes = sorted([*changes, *_lost_blanks(text, changes)], key=lambda change: change.start)
    return sorted([*changes, *_unread(text, changes)], key=lambda change: change.start)


def _lost_blanks(text: str, read: list[Change]) -> Iterator[Change]:
    """Changes that put a blank where blanks of full width were lost: 文獻標識碼:A ? ? 文章編號."""
    if len(dict(_NOTED.findall(text))) >= _EVIDENCE:
        taken = {place for change in read for place in range(change.start, change.end)}
        for match in _LOST_BLANKS.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                yield Change(match.start(), match.end(), " ", "damage/lost-blanks", confidence=0.9)


def _unread(text: str, read: list[Change]) -> Iterator[Change]:
    """Flags where half a note shows that something is damaged and no reading was found or looked for."""
    if len(dict(_NOTED.findall(text))) < _EVIDENCE:
        return
    ends = iter([*((change.start, change.end) for change in read), (len(text), len(text))])
    start, end = next(ends)
    for match in HALF_NOTE.finditer(text):
        while end <= match.start():
            start, end = next(ends)
        if match.end() <= start:
            yield Change(match.start(), match.end(), match.group(), "flag/damaged", note="no reading was found for this")
