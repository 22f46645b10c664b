"""Word lists to compare reports with: official Chinese of 1998, and general Chinese.

Both are counts made from elsewhere, civlib/data/official_words.tsv.xz and general_words.tsv.xz; civlib/data/README.md
says from what and how.
"""

from __future__ import annotations

import lzma
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from civlib.errors import ArgumentError, ResourceError
from civlib.language.segmentation import Lexicon, load_lexicon, load_stopwords, segment, tag_of, tags_of
from civlib.resources import shipped

LISTS: Mapping[str, str] = MappingProxyType({
    "official": "1998年1月《人民日报》 People's Daily, January 1998",
    "general": "通用汉语 general Chinese (wordfreq)",
})
"""The word lists by name, with a bilingual label."""

GENERAL_SIZE = 10_000_000
"""How many running words the frequencies of the general list are written out for."""

_HEAD = "# derived"
_BREAK = 10.0  # by how much a place where no blank tells words apart makes a compound rarer, as wordfreq has it


@dataclass(frozen=True, eq=False)
class WordList:
    """How often words stand in a body of text that is itself not at hand.

    Attributes
    ----------
    name : str
    counts : mapping of str to int
        Words that would be counted in a report too: no stop words, numbers, measure words, unlisted single characters.
    dispersion : mapping of str to float
        Normalised deviation of proportions over the lines of the source (0 even, towards 1 in one place); empty where
        the source has no lines.
    estimated : frozenset of str
        Words that the source does not count as one and whose frequency comes from that of their parts.
    """

    name: str
    counts: Mapping[str, int]
    dispersion: Mapping[str, float]
    estimated: frozenset[str] = frozenset()


def _lines(name: str) -> Iterable[tuple[str, ...]]:
    path = shipped(f"{name}_words.tsv.xz")
    try:
        head, *lines = lzma.decompress(path.read_bytes()).decode("utf-8").split("\n")
    except (OSError, lzma.LZMAError, UnicodeDecodeError):
        head, lines = "", []
    if head != _HEAD:
        raise ResourceError("the word list cannot be read", where=str(path), remedy="take it from the repository again")
    return (tuple(line.split("\t")) for line in lines)


@lru_cache(maxsize=1)
def _official() -> tuple[Mapping[str, int], Mapping[str, float]]:
    rows = [(word, int(count), float(spread)) for word, count, spread in _lines("official")]
    return {word: count for word, count, _ in rows}, {word: spread for word, _, spread in rows}


@lru_cache(maxsize=1)
def _general() -> Mapping[str, float]:
    return {word: 10 ** (-int(level) / 100) for level, words in _lines("general") for word in words.split()}


def compound_frequency(parts: Iterable[str], frequencies: Mapping[str, float]) -> float:
    """The frequency of a compound from that of its parts, as the package wordfreq reckons it; 0 if one is unknown.

    Examples
    --------
    >>> round(compound_frequency(["城市", "管理"], {"城市": 2e-4, "管理": 2e-4}), 7)
    1e-05
    """
    known = [frequencies.get(part, 0.0) for part in parts]
    if not known or min(known) <= 0:
        return 0.0
    return 1 / sum(1 / value for value in known) / _BREAK ** (len(known) - 1)


def word_list(
    name: str, words: Iterable[str] = (), *, stopwords: Collection[str] | None = None, lexicon: Lexicon | None = None
) -> WordList:
    """A word list that civlib ships, as counts of the words that a report would count.

    Parameters
    ----------
    name : {"official", "general"}
        The People's Daily of January 1998, cut as civlib cuts the reports; or the large Chinese list of the package
        wordfreq 3.1.1 (subtitles, web, news, books, encyclopaedia), per ten million words.
    words : iterable of str
        Words that are asked for. One that the general list does not have, because it was cut in another way there, gets
        the frequency that wordfreq reckons from its parts.
    stopwords : collection of str, optional
        Words that do not count; by default those that civlib ships.
    lexicon : Lexicon, optional
        Its single characters count; by default that of civlib.

    Examples
    --------
    >>> counts = word_list("official").counts
    >>> counts["社区"], counts.get("创城", 0), "的" in counts
    (47, 0, False)
    """
    if name not in LISTS:
        raise ArgumentError(f"there is no word list {name!r}", remedy=f"choose one of {', '.join(LISTS)}")
    stops = load_stopwords() if stopwords is None else frozenset(stopwords)
    entries = load_lexicon() if lexicon is None else lexicon
    listed, tags = {word for word, _ in entries.entries}, tags_of(entries)

    def counted(word: str) -> bool:
        return word not in stops and (len(word) > 1 or word in listed) and tag_of(word, tags) not in ("x", "m", "q")

    if name == "official":
        counts, spread = _official()
        return WordList(name, {word: count for word, count in counts.items() if counted(word)}, spread)
    known = _general()
    found = {word: frequency for word, frequency in known.items() if counted(word)}
    estimated = {}
    for word in words:
        if word not in known:
            pieces = segment(word, lexicon=Lexicon(()))
            if len(pieces) > 1 and (frequency := compound_frequency(pieces, known)) > 0:
                estimated[word] = frequency
    scaled = {word: round(value * GENERAL_SIZE) for word, value in (found | estimated).items()}
    return WordList(name, scaled, {}, frozenset(estimated))
