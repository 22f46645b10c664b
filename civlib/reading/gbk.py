"""GBK at the level of bytes: which characters there are, and what becomes of a pair read out of step."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from civlib.reading.character_model import character_model
from civlib.reading.script import simplify

_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_HIGH = range(0x81, 0xFF)


@lru_cache(maxsize=1)
def pair_table() -> dict[tuple[int, int], str]:
    """Byte pair → character, for every assigned pair; the others vanish when a page is decoded."""
    table = {}
    for lead in _HIGH:
        for trail in _TRAILS:
            try:
                table[lead, trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return table


@lru_cache(maxsize=1)
def _byte_table() -> dict[str, tuple[int, int]]:
    return {char: pair for pair, char in pair_table().items()}


def bytes_of(char: str) -> tuple[int, int] | None:
    """The two bytes a visible character was read from, or None.

    A half-width sign was a full-width one before the page was folded: J is Ｊ, A3 CA.

    Examples
    --------
    >>> [f"{byte:02x}" for byte in bytes_of("變")], [f"{byte:02x}" for byte in bytes_of("J")]
    (['d7', '83'], ['a3', 'ca'])
    """
    if "!" <= char <= "~":
        return 0xA3, ord(char) + 0x80
    return _byte_table().get(char)


def _in_big5(char: str) -> bool:
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


class Inventory:
    """The characters that a restored text may consist of, as arrays that are searched by byte.

    Attributes
    ----------
    characters : list of str
        Characters of GBK, traditional and simplified, whose simplified form the language model knows.
    trails : array of int
        Their second bytes.
    model_index : array of int
        The index of their simplified form in the language model.
    traditional : array of bool
        Whether traditional text has them, which is to say Big5: 債 and 里 it has, 债 it has not.
    """

    def __init__(self) -> None:
        model = character_model()
        self.characters: list[str] = []
        leads, trails, indices = [], [], []
        for (lead, trail), char in pair_table().items():
            index = model.index(simplify(char))
            if index:
                self.characters.append(char)
                leads.append(lead)
                trails.append(trail)
                indices.append(index)
        self.trails = np.array(trails)
        self.model_index = np.array(indices)
        self.traditional = np.array([_in_big5(char) for char in self.characters])
        self._leads = np.array(leads)
        self._by_lead = {lead: np.flatnonzero(self._leads == lead) for lead in set(leads)}
        self._places = {char: place for place, char in enumerate(self.characters)}
        self._vanishing: dict[int, np.ndarray] = {}

    def with_lead(self, lead: int) -> np.ndarray:
        """Places of the characters whose first byte is ``lead``."""
        return self._by_lead.get(lead, np.zeros(0, dtype=int))

    def with_trail(self, trail: int) -> np.ndarray:
        """Places of the characters whose second byte is ``trail``."""
        return np.flatnonzero(self.trails == trail)

    def places(self, characters: Iterable[str]) -> np.ndarray:
        """Places of given characters, those that are not here left out."""
        return np.array([self._places[char] for char in characters if char in self._places], dtype=int)

    def vanishing_after(self, trail: int) -> np.ndarray:
        """Places of the characters whose first byte forms with ``trail`` a pair that no character has."""
        if trail not in self._vanishing:
            leads = [lead for lead in _HIGH if trail > 0x80 and (trail, lead) not in pair_table()]
            parts = [self.with_lead(lead) for lead in leads]
            self._vanishing[trail] = np.concatenate([np.zeros(0, dtype=int), *parts])
        return self._vanishing[trail]

    def can_vanish(self, trail: int) -> bool:
        """Whether a second byte can be the first of a pair that no character has."""
        return bool(len(self.vanishing_after(trail)))


@lru_cache(maxsize=1)
def inventory() -> Inventory:
    """The inventory, built once."""
    return Inventory()
