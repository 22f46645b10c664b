"""What a page with shifted bytes shows: its notes, halves of notes, and where it can get out of step.

:mod:`civlib.reading.damage` says how such pages came about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from civlib.reading.character_model import CharacterModel
from civlib.reading.gbk import bytes_of, inventory
from civlib.reading.notes import SYLLABLE

NOTE = re.compile(rf"\(({SYLLABLE})\)")
HALF_NOTE = re.compile(rf"\?({SYLLABLE})\)")
# The marks that something may have been put in front of, and their second bytes; the first is A3. 。基于 is A1 A3 BB F9,
# with A3 BB, ；, across it.
MARKS = {
    ",": 0xAC, "，": 0xAC, "!": 0xA1, "！": 0xA1, "?": 0xBF, "？": 0xBF, ";": 0xBB, "；": 0xBB, ":": 0xBA, "：": 0xBA,
}  # fmt: skip
MARK_LEAD = 0xA3
# Where a text can get out of step: 變?yōu), 。?!
OPENING = re.compile(rf"\?(?={SYLLABLE}\)|[{''.join(MARKS)}])")

# Costs in natural log units: a note that the text's other notes do not have; a note for a character that stands without
# one elsewhere.
_UNKNOWN_NOTE, _BARE = 6.0, 14.0


@dataclass(frozen=True)
class Page:
    """A damaged text, the notes that it shows elsewhere, what it shows bare, and whether it is in traditional characters."""

    text: str
    notes: Mapping[str, str]
    bare: frozenset[str]
    traditional: bool
    model: CharacterModel

    def note_cost(self, char: str, syllable: str) -> float:
        """What it costs to hold that ``char`` bore a note: nothing where the text shows it.

        A page notes every occurrence of a character or none: those noted in reports 000 to 002 stand there 1,344 times in
        step, always with their note.
        """
        if self.notes.get(char) == syllable:
            return 0.0
        return _BARE if char in self.bare else _UNKNOWN_NOTE

    def trails(self, at: int) -> np.ndarray | None:
        """Which second bytes a character may have if ``text[at]`` comes next; None if any."""
        allowed = np.zeros(256, dtype=bool)
        if at >= len(self.text) or self.text[at] == "\n":
            return allowed
        char = self.text[at]
        if char == "?":
            return None
        allowed |= _can_vanish()
        pair = bytes_of(char)
        if pair:
            allowed[pair[0]] = True
        if char.isascii():
            allowed[ord(char)] = True
        if char == "€":
            allowed[0x80] = True
        return allowed


@lru_cache(maxsize=1)
def _can_vanish() -> np.ndarray:
    return np.array([inventory().can_vanish(trail) for trail in range(256)])
