"""Seeds: stretches of characters that stand in two places, each as long as it goes.

Characters are grouped by four; a group that stands in too many places to be telling (文明城市) is lengthened character
by by character until it is rare enough. One that is as long as a passage has to be and still stands in many places is a
passage itself; each of its places is linked to the next ones only, so that the number of seeds grows with the length of
the corpus and not with its square. Every step is done for all places at once, in numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

SEED = 4
"""Length of the shortest seed: 背街里巷老旧小区 and 背街小巷老旧小区 still share 巷老旧小, 老旧小区."""

COMMON = 32
"""A group that stands in more places than this is lengthened, and at last linked to so many neighbours only."""

_ON_AND_ON = 16  # a repetition of so many periods and more is told once
_STEP = 16  # letters that two places are first compared by; twice as many each time they all agree


class Seeds(NamedTuple):
    """Stretches that stand in two places: ``letters[a : a + size] == letters[b : b + size]``, ``a`` before ``b``.

    Attributes
    ----------
    a, b, size : ndarray
        Places and length of each. A seed goes as far as it can to both sides; within one text the two places do not
        overlap, and what repeats itself at once (之之之…) is cut into pieces.
    """

    a: np.ndarray
    b: np.ndarray
    size: np.ndarray


def find_seeds(letters: str, begins: Sequence[int], least: int = SEED) -> Seeds:
    """The seeds of texts that stand one after the other, each with one more letter after it.

    Parameters
    ----------
    letters : str
        The texts; what the letters that part them are does not matter.
    begins : sequence of int
        Where each text begins.
    least : int
        How long a passage is at least: two places in one text are at least so far apart, and a common group is not
        lengthened any more.

    Examples
    --------
    >>> seeds = find_seeds("一条龙服务到家 二条龙服务上门 ", [0, 8])
    >>> [part.tolist() for part in seeds]
    [[1], [9], [4]]
    """
    size = len(letters)
    starts = np.asarray(begins, dtype=np.int64)
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    ends = np.append(starts[1:], size) - 1 if len(starts) else starts
    codes[ends] = -1 - np.arange(len(ends))  # each end of a text is like no other letter
    text = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, size)))
    group, order = _groups(codes, ends[text] - np.arange(size) if size else codes, text, least)
    a, b = _pairs(group, order)
    away = (text[a] != text[b]) | (b - a >= least)
    return _maximal(codes, text, a[away], b[away])


def _dense(keys: np.ndarray) -> np.ndarray:
    return np.unique(keys, return_inverse=True)[1].astype(np.int64)


def _groups(codes: np.ndarray, room: np.ndarray, text: np.ndarray, longest: int) -> tuple[np.ndarray, np.ndarray]:
    """For each place the group of places with the same letters (-1 for none), and its rank in the order of linking."""
    size = len(codes)
    label = _dense(codes)
    breadth = int(label.max(initial=0)) + 1
    group = np.full(size, -1, dtype=np.int64)
    places = np.flatnonzero(room >= SEED)
    key = np.zeros(len(places), dtype=np.int64)
    for step in range(SEED):
        key = _dense(key * breadth + label[places + step])
    length, named = SEED, 0
    while len(places):
        counts = np.bincount(key)
        often = counts[key]
        done = (often > 1) & ((often <= COMMON) | (length >= longest))
        group[places[done]] = key[done] + named
        named += len(counts)
        rest = (often > COMMON) & ~done & (room[places] > length)
        places, key = places[rest], key[rest]
        key = _dense(key * breadth + label[places + length])
        length += 1
    order = np.full(size, -1, dtype=np.int64)
    inside = np.flatnonzero(group >= 0)
    # the first place of a group in every text, then the second in every text, …: neighbours stand in different texts
    by_text = inside[np.lexsort((inside, text[inside], group[inside]))]
    fresh = np.ones(len(by_text), dtype=bool)
    fresh[1:] = (group[by_text[1:]] != group[by_text[:-1]]) | (text[by_text[1:]] != text[by_text[:-1]])
    number = np.arange(len(by_text))
    turn = number - np.maximum.accumulate(np.where(fresh, number, 0))
    order[by_text[np.lexsort((text[by_text], turn, group[by_text]))]] = number
    return group, order


def _pairs(group: np.ndarray, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places of one group that are linked, but where the places before them are linked too."""
    ranked = np.argsort(order, kind="stable")[int((order < 0).sum()) :]
    ones, others = [], []
    for step in range(1, COMMON + 1):
        one, other = ranked[:-step], ranked[step:]
        same = group[one] == group[other]
        one, other = one[same], other[same]
        low, high = np.minimum(one, other), np.maximum(one, other)
        before, behind = low - 1, high - 1  # of the first place of all the last one, which has no group
        linked = (group[before] >= 0) & (group[before] == group[behind])
        linked &= np.abs(order[before] - order[behind]) <= COMMON
        ones.append(low[~linked])
        others.append(high[~linked])
    return np.concatenate(ones), np.concatenate(others)


def _maximal(codes: np.ndarray, text: np.ndarray, a: np.ndarray, b: np.ndarray) -> Seeds:
    """The pairs of places as the longest stretches around them, each once."""
    back = _agree(codes, a - 1, b - 1, -1)
    size = back + _agree(codes, a, b, 1)
    a, b = a - back, b - back
    once = np.unique(np.stack([b - a, a, size]), axis=1)
    apart, a, size = once[0], once[1], once[2]
    same = text[a] == text[a + apart]
    kept = ~_echoes(a, size, apart, same & (size > apart))
    apart, a, size, same = apart[kept], a[kept], size[kept], same[kept]
    # what overlaps itself is a repetition: pieces of its period
    period = np.where(same, np.minimum(apart, size), size)
    pieces = -(-size // np.maximum(period, 1))
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    shift = (np.arange(len(first)) - first) * np.repeat(period, pieces)
    size = np.minimum(np.repeat(period, pieces), np.repeat(size, pieces) - shift)
    a, b = np.repeat(a, pieces) + shift, np.repeat(a + apart, pieces) + shift
    long = size >= SEED
    return Seeds(a[long], b[long], size[long])


def _echoes(a: np.ndarray, size: np.ndarray, apart: np.ndarray, periodic: np.ndarray) -> np.ndarray:
    """Which repetitions lie within one of a shorter period that goes on and on: each 之之 in 之之之之之之之之…"""
    echo = np.zeros(len(a), dtype=bool)
    runs = np.flatnonzero(periodic)
    runs = runs[np.argsort(a[runs], kind="stable")]
    starts = a[runs]
    for run in sorted(runs[size[runs] >= _ON_AND_ON * apart[runs]].tolist(), key=lambda run: (apart[run], a[run])):
        if not echo[run]:
            end = a[run] + size[run] + apart[run]
            near = runs[np.searchsorted(starts, a[run]) : np.searchsorted(starts, end)]
            echo[near[(apart[near] > apart[run]) & (a[near] + size[near] + apart[near] <= end)]] = True
    return echo


def _agree(codes: np.ndarray, a: np.ndarray, b: np.ndarray, step: int) -> np.ndarray:
    """How many letters agree from each pair of places onwards or backwards."""
    total = len(codes)
    length = np.zeros(len(a), dtype=np.int64)
    active = np.arange(len(a))
    width = _STEP
    while len(active):
        following = []
        block = max(1, 4_000_000 // width)
        for start in range(0, len(active), block):
            part = active[start : start + block]
            reach = length[part][:, None] + np.arange(width)[None, :]
            x, y = a[part][:, None] + step * reach, b[part][:, None] + step * reach
            out = (np.minimum(x, y) < 0) | (np.maximum(x, y) >= total)
            differ = (codes[x.clip(0, total - 1)] != codes[y.clip(0, total - 1)]) | out
            stops = differ.any(axis=1)
            length[part] += np.where(stops, differ.argmax(axis=1), width)
            following.append(part[~stops])
        active = np.concatenate(following)
        width *= 2
    return length
