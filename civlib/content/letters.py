"""A text as the search for borrowings sees it: its Chinese characters, where they stand, and where words begin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from civlib.language.segmentation import segment
from civlib.language.sentences import split_sentences

HAN = re.compile("[〇㐀-䶿一-鿿豈-龎\U00020000-\U0003ffff]")
"""A Chinese character."""

_SENTENCE_END = re.compile(r"[。！？；!?;\n]")
_CLAUSE_END = re.compile(r"[，。！？；：…,!?;:\n]")


@dataclass(frozen=True, slots=True)
class Letters:
    """The Chinese characters of one text: which, where, and how many sentences and clauses end before each."""

    letters: str
    offsets: tuple[int, ...]
    sentence: tuple[int, ...]
    clause: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """The Chinese characters of a text."""
        found = [(m.group(), m.start()) for m in HAN.finditer(text)]
        offsets = tuple(offset for _, offset in found)
        counts = []
        for mark in (_SENTENCE_END, _CLAUSE_END):
            ends = [m.start() for m in mark.finditer(text)]
            counts.append(tuple(bisect_left(ends, offset) for offset in offsets))
        return cls("".join(letter for letter, _ in found), offsets, counts[0], counts[1])


class Words:
    """Where the words of one text begin, looked up sentence by sentence and only where a passage starts or ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = split_sentences(text)
        self._starts = [sentence.start for sentence in self._sentences]
        self._edges: dict[int, frozenset[int]] = {}

    def sentence(self, offset: int) -> int:
        """The number of the sentence that holds a place of the text."""
        return bisect_right(self._starts, offset) - 1

    def cut(self, offset: int) -> bool:
        """Whether the place lies inside a word."""
        number = self.sentence(offset)
        if number < 0:
            return False
        if number not in self._edges:
            start, end = self._sentences[number].start, self._sentences[number].end
            edges = set(accumulate((len(word) for word in segment(self._text[start:end])), initial=start))
            self._edges[number] = frozenset(range(start, end)) - edges
        return offset in self._edges[number]


@dataclass(frozen=True, slots=True)
class Source:
    """A text made ready for the search.

    Attributes
    ----------
    text : str
    letters : Letters
    words : Words
    names : tuple of str
        How the text calls its own place.
    """

    text: str
    letters: Letters
    words: Words
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, names: tuple[str, ...] = ()) -> Source:
        """A text, taken apart."""
        return cls(text, Letters.of(text), Words(text), names)


def common_length(a: str, b: str) -> int:
    """How many characters of ``a`` stand in ``b`` in the same order: the longest common subsequence.

    Bit-parallel (Hyyrö 2004), one machine-word operation for a whole row of the table.

    Examples
    --------
    >>> common_length("文明城市创建永远在路上", "文明创建卧龙永远在路上")
    9
    """
    places: dict[str, int] = {}
    bit = 1
    for letter in a:
        places[letter] = places.get(letter, 0) | bit
        bit <<= 1
    full = row = bit - 1
    for letter in b:
        if letter in places:
            hit = row & places[letter]
            row = ((row + hit) | (row - hit)) & full
    return len(a) - row.bit_count()
