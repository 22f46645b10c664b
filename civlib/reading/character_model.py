"""How well a string reads as simplified Chinese: a character trigram model, one row of scores at a time.

The counts are derived from the People's Daily of January 1998 and from jieba's dictionary; civlib/data/README.md says
how. Letters count as ``A``, digits as ``0``, half-width marks as full-width ones.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import numpy as np

from civlib.resources import shipped

_TRUST, _TRUST2 = 6.0, 4.0
_UNSEEN = 0.3
_Tables = dict[str, tuple[np.ndarray, np.ndarray]]
_NONE = (np.zeros(0, dtype=np.int64), np.zeros(0))
_ROWS_KEPT = 1000
_ONE_FORM = str.maketrans(",!?;:()．％－／＋著", "，！？；：（）.%-/+着")


def normalise(char: str) -> str:
    """The class under which the model counts a character.

    Examples
    --------
    >>> normalise("7"), normalise("b"), normalise(","), normalise("创")
    ('0', 'A', '，', '创')
    """
    if char.isascii():
        if char.isdigit():
            return "0"
        if char.isalpha():
            return "A"
    return char.translate(_ONE_FORM)


class CharacterModel:
    """Log probabilities of the next character, for all characters at once.

    Interpolated trigrams: a context passes on to the shorter one as much weight as it has had different followers
    (Witten and Bell 1991), because 一, which nearly anything follows, says less of what it was never seen before.

    Attributes
    ----------
    characters : tuple of str
        The vocabulary; position in it is a character's index. Index 0 stands for all characters that are not in it.
    """

    def __init__(self, unigrams: dict[str, float], bigrams: dict[str, float], trigrams: dict[str, float]) -> None:
        self.characters = ("\ufffd", *unigrams)
        self._index = {char: index for index, char in enumerate(self.characters)}
        counts = np.array([0.0, *unigrams.values()])
        self._unigram = (counts + _UNSEEN) / (counts.sum() + _UNSEEN * 20_000)
        self._after_one = self._followers(bigrams)
        self._after_two = self._followers(trigrams)
        self._rows: dict[int, np.ndarray] = {}

    def _followers(self, counts: dict[str, float]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Context → indices of what follows it, and how often."""
        collected: dict[str, tuple[list[int], list[float]]] = {}
        for gram, count in counts.items():
            indices, values = collected.setdefault(gram[:-1], ([], []))
            indices.append(self._index[gram[-1]])
            values.append(count)
        tables = {}
        for context, (indices, values) in collected.items():
            order = np.argsort(indices)
            tables[context] = np.array(indices)[order], np.array(values)[order]
        return tables

    def adapted(self, text: str, weight: float) -> CharacterModel:
        """The model with the sequences of one text counted in, each ``weight`` times; this one stays as it is.

        What a page says elsewhere is the best guide to what it said where bytes were lost: its names, its slogans.
        """
        lines = ("".join(normalise(char) for char in f"\n{line}\n") for line in text.split("\n") if line)
        threes = [line[at : at + 3] for line in lines for at in range(len(line) - 1)]
        other = CharacterModel.__new__(CharacterModel)
        other.characters, other._index, other._unigram = self.characters, self._index, self._unigram
        other._after_one = self._with(self._after_one, (three[:2] for three in threes), weight)
        other._after_two = self._with(self._after_two, (three for three in threes if len(three) == 3), weight)
        other._rows = {}
        return other

    def _with(self, tables: _Tables, grams: Iterable[str], weight: float) -> _Tables:
        """Followers with further sequences counted in."""
        further: dict[str, dict[int, float]] = {}
        for gram in grams:
            index = self._index.get(gram[-1], 0)
            if index:
                followers = further.setdefault(gram[:-1], {})
                followers[index] = followers.get(index, 0.0) + weight
        joined = {}
        for context, followers in further.items():
            known, values = tables.get(context, _NONE)
            indices = np.concatenate([known, np.array(list(followers), dtype=np.int64)])
            counts = np.concatenate([values, np.array(list(followers.values()))])
            unique, places = np.unique(indices, return_inverse=True)
            joined[context] = unique, np.bincount(places, weights=counts)
        return {**tables, **joined}

    def index(self, char: str) -> int:
        """The index of a character."""
        return self._index.get(normalise(char), 0)

    def log_probabilities(self, before: int, last: int, wanted: np.ndarray) -> np.ndarray:
        """Log probabilities (natural) of the characters with the indices ``wanted`` after two given ones."""
        weights = self._bigram_row(last)[wanted]
        known, values = self._after_two.get(self.characters[before] + self.characters[last], _NONE)
        kinds = _TRUST * max(1, len(known))
        weights = kinds * weights
        if len(known):
            places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
            weights = weights + np.where(known[places] == wanted, values[places], 0.0)
        return np.asarray(np.log(weights / (values.sum() + kinds)))

    def _bigram_row(self, last: int) -> np.ndarray:
        if last not in self._rows:
            if len(self._rows) >= _ROWS_KEPT:
                self._rows.clear()
            known, values = self._after_one.get(self.characters[last], _NONE)
            kinds = _TRUST2 * max(1, len(known))
            row = kinds * self._unigram
            row[known] += values
            self._rows[last] = row / (values.sum() + kinds)
        return self._rows[last]

    def score(self, text: str, before: int, last: int) -> float:
        """Log probability of a text after two given characters."""
        total = 0.0
        for char in text:
            here = self.index(char)
            total += float(self.log_probabilities(before, last, np.array([here]))[0])
            before, last = last, here
        return total

    def absence(self, text: str) -> float:
        """How telling it is that pairs of a text were never seen, though both their characters are frequent.

        The sum of log(1 + e) over unseen pairs, where e is how often the pair would stand if its characters met by
        chance: 一每 would 15 times and never does; 名每 would once.

        Examples
        --------
        >>> model = character_model()
        >>> model.absence("作为一每月") > model.absence("作为一名每月") + 1
        True
        """
        total = 0.0
        for first, second in pairwise(text):
            index = self.index(second)
            known, values = self._after_one.get(normalise(first), _NONE)
            if index and len(known):
                place = int(np.searchsorted(known, index))
                if place == len(known) or known[place] != index:
                    total += float(np.log1p(values.sum() * self._unigram[index]))
        return total


@lru_cache(maxsize=1)
def character_model() -> CharacterModel:
    """The shipped model, read once."""
    tables: tuple[dict[str, float], ...] = ({}, {}, {})
    text = lzma.decompress(shipped("character_counts.tsv.xz").read_bytes()).decode("utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            gram, count = line.split("\t")
            tables[len(gram) - 1][gram.replace("\u2424", "\n")] = float(count)
    return CharacterModel(*tables)
