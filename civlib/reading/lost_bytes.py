"""What a character was of which a byte is lost: the candidates are weighed by the characters around them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from civlib.reading.character_model import character_model, normalise
from civlib.reading.gbk import inventory
from civlib.reading.script import simplify
from civlib.reading.word_model import prose_log_probability

LOST = "\ufffd"
# How far characters are looked at around an open one, and how many open ones are weighed together.
_BEFORE, _BEHIND, _TOGETHER = 4, 3, 6
_SAMPLED = 500
# How many partial readings are kept, and how far behind the best, in natural log units.
_BEAM, _SLACK = 24, 10.0
# Characters and words are not two independent witnesses; with this, of what is said to be 0.9 sure nine in ten are right.
_TEMPER, _SILENT = 0.85, 4
# How much the words count beside the characters, and what it costs to fall out of the script of the page.
_WORD_WEIGHT, _OTHER_SCRIPT = 0.7, -6.0


class Piece(NamedTuple):
    """Characters of the right reading that are whole, or one that is not, or a run of ASCII.

    Attributes
    ----------
    start, end : int
        The bytes in the byte text.
    kind : str
        ``whole``, ``small`` (two bytes in UTF-8), ``ascii``, or how a character was damaged.
    text : str
        What it says; empty where a byte is lost.
    candidates : str
        The characters it may be, where a byte is lost.
    """

    start: int
    end: int
    kind: str
    text: str
    candidates: str = ""


@lru_cache(maxsize=1)
def known_characters() -> dict[str, int]:
    """Character, in either script, → its index in the language model."""
    model, stock = character_model(), inventory()
    known = {char: index for index, char in enumerate(model.characters) if index}
    known.update(zip(stock.characters, stock.model_index.tolist(), strict=True))
    return known


@lru_cache(maxsize=1)
def rarities() -> dict[str, float]:
    """Character, in either script, → log probability on its own. What is not there is rarer than all that is."""
    model = character_model()
    alone = model.log_probabilities(0, 0, np.arange(len(model.characters)))
    return {char: float(alone[index]) for char, index in known_characters().items()}


def model_index(char: str) -> int:
    """The index of a character, in either script, in the language model; 0 where it has none."""
    return known_characters().get(normalise(char), 0)


def fill(pieces: Sequence[Piece], behind: str) -> tuple[list[str], list[float]]:
    """What each piece says, and how sure it is: characters with a lost byte are weighed by their neighbours.

    Parameters
    ----------
    pieces : sequence of Piece
    behind : str
        What stands behind them.

    Returns
    -------
    texts : list of str
        The likeliest character; U+FFFD where there is no candidate.
    shares : list of float
        Its share of the probability of all candidates; 1.0 where nothing is lost.
    """
    texts, shares = [piece.text or LOST for piece in pieces], [1.0] * len(pieces)
    open_ = [number for number, piece in enumerate(pieces) if piece.candidates]
    if not open_:
        return texts, shares
    sample = "".join(piece.text for piece in pieces[:_SAMPLED])[:_SAMPLED]
    traditional = sum(char in _traditional() for char in sample) * 20 > len(sample)
    first = 0
    for place, number in enumerate(open_):
        # candidates whose neighbours are open too are weighed together
        between = pieces[number + 1 : open_[place + 1]] if place + 1 < len(open_) else pieces
        near = place - first < _TOGETHER and len(between) < _BEHIND and sum(len(p.text) for p in between) < _BEHIND
        if not near:
            low = open_[first]
            left = "".join(text[-_BEFORE:] for text in texts[max(0, low - _BEFORE) : low])[-_BEFORE:]
            window = list(pieces[low : number + 1 + _BEHIND])
            if number + 1 + _BEHIND > len(pieces):
                window.append(Piece(0, 0, "behind", behind))
            for offset, (char, share) in _weighed(left, window, traditional).items():
                # where nothing marks the loss, more may be gone than was looked for
                silent = pieces[low + offset].kind in ("unmarked", "stub")
                texts[low + offset], shares[low + offset] = char, share**_SILENT if silent else share
            first = place + 1
    return texts, shares


def _weighed(left: str, window: Sequence[Piece], traditional: bool) -> dict[int, tuple[str, float]]:
    """The likeliest candidate of each open piece of a window, with its share, by a beam search."""
    model = character_model()
    earlier, last = (model_index(char) for char in ("\n\n" + left)[-2:])
    beam: list[tuple[float, int, int, str]] = [(0.0, earlier, last, "")]
    ends, size = [], 0
    for piece in window:
        options = piece.candidates or (piece.text or LOST)[:_BEHIND]
        if piece.candidates:
            indices = np.array([model_index(char) for char in options])
            other = np.array([_OTHER_SCRIPT * ((char in _traditional()) != traditional) for char in options])
            other[np.array([char in _both_scripts() for char in options])] = 0.0
            grown = []
            for score, earlier, last, said in beam:
                scores = score + other + model.log_probabilities(earlier, last, indices)
                likely = np.flatnonzero(scores > scores.max() - _SLACK)
                for place in likely[np.argsort(-scores[likely], kind="stable")][:_BEAM].tolist():
                    grown.append((float(scores[place]), last, int(indices[place]), said + options[place]))
            beam = grown
        else:
            beam = [_extended(state, options) for state in beam]
        least = max(state[0] for state in beam) - _SLACK
        beam = sorted((state for state in beam if state[0] > least), key=lambda state: -state[0])[:_BEAM]
        ends.append((size, piece))
        size += 1 if piece.candidates else len(options)
    simple = simplify(left).split(LOST)[-1]
    weights = np.array([s[0] + _WORD_WEIGHT * prose_log_probability(simple + simplify(s[3])) for s in beam])
    shares = np.exp(_TEMPER * (weights - weights.max()))
    shares /= shares.sum()
    found = {}
    for number, (place, piece) in enumerate(ends):
        if piece.candidates:
            votes: dict[str, float] = {}
            for state, share in zip(beam, shares.tolist(), strict=True):
                votes[state[3][place]] = votes.get(state[3][place], 0.0) + share
            found[number] = max(votes.items(), key=lambda vote: vote[1])
    return found


def _extended(state: tuple[float, int, int, str], text: str) -> tuple[float, int, int, str]:
    score, earlier, last, said = state
    for char in text:
        gain, here = _step(earlier, last, char)
        score, earlier, last = score + gain, last, here
    return score, earlier, last, said + text


@lru_cache(maxsize=65536)
def _step(earlier: int, last: int, char: str) -> tuple[float, int]:
    here = model_index(char)
    return float(character_model().log_probabilities(earlier, last, np.array([here]))[0]), here


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    """Characters that simplified text does not have."""
    return frozenset(char for char in inventory().characters if simplify(char) != char)


@lru_cache(maxsize=1)
def _both_scripts() -> frozenset[str]:
    """Characters that either script has, and all that are no characters of either."""
    stock = inventory()
    shared = {char for char, has in zip(stock.characters, stock.traditional.tolist(), strict=True) if has}
    return frozenset(shared - _traditional()) | frozenset(known_characters().keys() - set(stock.characters))


def trigram_gain(text: str, each: float, before: str = "") -> float:
    """How much better a text reads as Chinese behind ``before`` than as characters that cost ``-each``, in nats."""
    earlier, last = map(model_index, ("\n\n" + before)[-2:])
    return _extended((each * len(text), earlier, last, ""), text)[0]
