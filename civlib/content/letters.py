"""A text as the search for borrowings sees it: its Chinese characters, where they stand, and where words begin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from civlib.language.segmentation import segment
from civlib.language.sentences import split_sentences

HAN = re.compile("[〇㐀-䶿一-鿿豈-龎\U00020000-\U0003ffff]")
"""A Chinese character."""

TITLE = "《"
"""Stands for the letters of a document's title in ``Letters.named``."""

_TITLES = re.compile(r"《[^《》\n]{1,120}》")
_SENTENCE_END = re.compile(r"[。！？；!?;\n]")
_CLAUSE_END = re.compile(r"[，。！？；：…,!?;:\n]")


@dataclass(frozen=True, slots=True)
class Letters:
    """The Chinese characters of one text.

    Attributes
    ----------
    letters : str
    offsets : tuple of int
        Where each stands in the text.
    sentence, clause : tuple of int
        How many sentences and clauses end before each.
    titles : tuple of (int, int)
        The letters that stand in 《》: first and end, in order.
    """

    letters: str
    offsets: tuple[int, ...]
    sentence: tuple[int, ...]
    clause: tuple[int, ...]
    titles: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """The Chinese characters of a text."""
        found = [(m.group(), m.start()) for m in HAN.finditer(text)]
        offsets = tuple(offset for _, offset in found)
        counts = []
        for mark in (_SENTENCE_END, _CLAUSE_END):
            ends = [m.start() for m in mark.finditer(text)]
            counts.append(tuple(bisect_left(ends, offset) for offset in offsets))
        titles = tuple(
            (bisect_left(offsets, m.start()), bisect_left(offsets, m.end())) for m in _TITLES.finditer(text)
        )
        return cls("".join(letter for letter, _ in found), offsets, counts[0], counts[1], titles)

    def named(self, start: int, end: int) -> str:
        """A stretch of the letters with ``TITLE`` for each title of a document, or the part of one.

        Examples
        --------
        >>> Letters.of("印发《文明行为促进条例》的通知").named(0, 13)
        '印发《的通知'
        """
        parts, at = [], start
        for low, high in self.titles[max(bisect_right(self.titles, (start, start)) - 1, 0) :]:
            if low >= end:
                break
            if high > at:
                parts += [self.letters[at:low], TITLE]
                at = min(high, end)
        return "".join([*parts, self.letters[at:end]])


class Words:
    """Where the words of one text begin, looked up sentence by sentence and only where a passage starts or ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = split_sentences(text)
        self._starts = [sentence.start for sentence in self._sentences]
        self._inside = bytearray([_UNKNOWN]) * (len(text) + 1)

    def sentence(self, offset: int) -> int:
        """The number of the sentence that holds a place of the text."""
        return bisect_right(self._starts, offset) - 1

    def cut(self, offset: int) -> bool:
        """Whether the place lies inside a word."""
        state = self._inside[offset]
        if state != _UNKNOWN:
            return state == 1
        number = self.sentence(offset)
        if number < 0 or offset >= self._sentences[number].end:
            self._inside[offset] = 0
            return False
        start, end = self._sentences[number].start, self._sentences[number].end
        self._inside[start:end] = _inside_words(self._text[start:end])
        return self._inside[offset] == 1


_UNKNOWN = 2


@lru_cache(maxsize=1 << 15)
def _inside_words(sentence: str) -> bytes:
    """For each place of a sentence 0 if a word begins there, and 1 if it lies inside of one."""
    return b"".join(b"\0" + b"\1" * (len(word) - 1) for word in segment(sentence))


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
    places = _places(a)
    full = row = (1 << len(a)) - 1
    for letter in b:
        if letter in places:
            hit = row & places[letter]
            row = ((row + hit) | (row - hit)) & full
    return len(a) - row.bit_count()


def _places(text: str) -> dict[str, int]:
    """Character → a bit for each of its places in a text."""
    places: dict[str, int] = {}
    bit = 1
    for letter in text:
        places[letter] = places.get(letter, 0) | bit
        bit <<= 1
    return places


def common_letters(a: str, b: str) -> str:
    """A longest common subsequence of ``a`` and ``b``: as ``common_length``, with the way back through its rows.

    Examples
    --------
    >>> common_letters("文明城市创建永远在路上", "文明创建卧龙永远在路上")
    '文明创建永远在路上'
    """
    places = _places(a)
    full = row = (1 << len(a)) - 1
    rows = [row]
    for letter in b:
        hit = row & places.get(letter, 0)
        row = ((row + hit) | (row - hit)) & full
        rows.append(row)
    common = []
    at, other = len(a), len(b)
    while at and other:
        # a zero in a row says that its letter makes the subsequence longer
        if rows[other] >> (at - 1) & 1:
            at -= 1
        elif not rows[other - 1] >> (at - 1) & 1:
            other -= 1
        else:
            at -= 1
            other -= 1
            common.append(b[other])
    return "".join(reversed(common))
