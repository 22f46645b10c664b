"""The words around a number, each with the part it can play in the name of what is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import jieba

from civlib.language.segmentation import cut, load_lexicon, tag_of, tags_of, tokenizer_of

_WHOLE = re.compile(
    r"“[^“”\n]{1,24}”|‘[^‘’\n]{1,24}’|《[^《》\n]{1,24}》|（[^（）\n]{0,24}）"
    r"|[0-9]*[A-Za-z]+|[0-9][0-9.,]*[%‰]?|建成(?=[区市县镇村]级)|时长|占比|得分|均分"
)
# ICTCLAS tags by their first letter; what is not here may stand in a name
_PARTS = {
    "v": "verb", "d": "adverb", "p": "preposition", "c": "other", "u": "particle", "r": "pronoun", "t": "time", "f": "side",
    "m": "number", "q": "classifier", "y": "particle", "a": "adjective", "z": "adjective", "i": "adjective",
}  # fmt: skip
_FIXED = {"的": "of", "和": "and", "与": "and", "及": "and", "以及": "and", "暨": "and"}
_NEGATIONS = ("不", "未", "非")
_HAPPENING = ("发生", "出现", "收到", "接到", "发现")
_NOMINAL_TAGS = frozenset({"vn", "an", "vi", "ad", "zg"})


class Word(NamedTuple):
    """One word: where it stands, how it is written, and its part.

    ``part`` is one of name, verb, adverb, adjective, preposition, particle, pronoun, time, side, number, classifier, of (的),
    and (和), comma (、), quote, bracket, mark, other.
    """

    start: int
    end: int
    text: str
    part: str


@lru_cache(maxsize=1)
def _cutter() -> jieba.Tokenizer:
    """The tokenizer of ``segment``, kept: looking it up for every clause takes longer than cutting the clause."""
    return tokenizer_of(load_lexicon())


@lru_cache(maxsize=1)
def _tags() -> Mapping[str, str]:
    return tags_of(load_lexicon())


@lru_cache(maxsize=65536)
def _part(word: str) -> str:
    """The part of a word, whatever its context."""
    tag = tag_of(word, _tags())
    if tag == "x":
        return "comma" if word == "、" else "mark"
    if word in _FIXED:
        return _FIXED[word]
    return "name" if tag in _NOMINAL_TAGS else _PARTS.get(tag[0], "name")


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of a stretch; quotations, brackets and figures stay whole.

    Examples
    --------
    >>> [(word.text, word.part) for word in words_of("栽植“同心林”乔木", 0, 9)]
    [('栽植', 'verb'), ('“同心林”', 'quote'), ('乔木', 'name')]
    """
    found: list[Word] = []
    position = start
    for match in _WHOLE.finditer(text, start, end):
        found += _plain(text, position, match.start())
        sign = match.group()[0]
        part = "bracket" if sign == "（" else "quote" if sign in "“‘《" else "number" if match.group()[-1] in "0123456789.,%‰" else "name"
        found.append(Word(match.start(), match.end(), match.group(), part))
        position = match.end()
    return _negated(found + _plain(text, position, end))


def _negated(words: list[Word]) -> list[Word]:
    """Words with 不 and 未 joined to what they negate in front of a name, which is another thing without them.

    查处|不文明|交通行为, 未达标|企业; but 9个|未|解决, and 未|发生|事故, which says that there was none.
    """
    joined: list[Word] = []
    for number, word in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        before = joined[-1] if joined else None
        named = after is not None and after.start == word.end and after.part in ("name", "verb")
        negated = before is not None and before.text in _NEGATIONS and before.end == word.start
        if before and negated and named and word.part in ("name", "verb", "adjective") and word.text not in _HAPPENING:
            joined[-1] = Word(before.start, word.end, before.text + word.text, "name")
        else:
            joined.append(word)
    return joined


def _plain(text: str, start: int, end: int) -> list[Word]:
    found = []
    for word in cut(_cutter(), text[start:end]) if start < end else ():
        found.append(Word(start, start + len(word), word, _part(word)))
        start += len(word)
    return found


def written(words: Sequence[Word]) -> str:
    """The words as they stand in the text."""
    return "".join(word.text for word in words)
