"""Passages that stand in two places: seeds, extended as far as they stay similar, each passage once.

As in plagiarism detection and sequence search: a seed is a stretch of characters that stands in two places. It is
extended to both sides, and of all extensions that stay similar enough the longest is kept that does not cut words in
two. Long seeds come first; a seed that lies on the way of a passage already found leads to nothing new.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from civlib.content.extension import Anchors, End, Ground
from civlib.content.letters import Source, common_length
from civlib.content.seeds import Seeds, find_seeds

MINIMUM = 8
"""A passage has at least this many Chinese characters on either side."""

THRESHOLD = 0.8
"""The least similarity of a near passage."""

_AROUND = 10  # within so many letters on either side of a seed a passage has most of its least matches
_BAND = 6  # how far the counterparts of those letters may be shifted
_CUT = (0, 1, 4)  # how many letters it is worth not to cut a word in one text, in both: 实[行] / 推[行]
_GAP = 0.25  # how many letters an unmatched character takes away: [向着]更高层次 gains, a lone 的 far off does not
_SURE = 12  # a near passage with fewer matches may not cut a word on both sides nor reach over the end of a sentence
_ASIDE = 3  # letters by which a seed may lie beside the way of a passage and still belong to it
_LOOK = 6  # of the passages that begin before a seed, so many are looked at


class Found(NamedTuple):
    """A passage in places of the joined letters."""

    matched: int
    start_a: int
    end_a: int
    start_b: int
    end_b: int


class _Limits(NamedTuple):
    minimum: int
    threshold: float


def _fit(
    ground: Ground, limits: _Limits, seed: tuple[int, int, int], borders: tuple[int, int, int, int]
) -> tuple[Found, int, int] | None:
    """The longest passage around a seed that is similar enough; of two that are worth the same, the longer.

    ``borders`` are the first and last places that either side may reach. With the passage, the least and the greatest
    distance between places that belong together.
    """
    a, b, length = seed
    first_a, last_a, first_b, last_b = borders
    left = ground.ends(a, b, a - first_a, b - first_b, -1, length)
    right = ground.ends(a + length - 1, b + length - 1, last_a - a - length, last_b - b - length, 1, length)
    # the best that two ends can be worth: ends that cut words are only worth less
    ways = [
        (before.matched + length + after.matched - _GAP * (before.unmatched + after.unmatched), before, after)
        for before in left for after in right
        if 2 * (before.matched + length + after.matched) * (1 - limits.threshold) / limits.threshold + 1e-9
        >= before.unmatched + after.unmatched
    ]  # fmt: skip
    ways.sort(key=lambda way: -way[0])
    looked: dict[tuple[End, int], list[tuple[End, int]]] = {}

    def variants(end: End, step: int) -> list[tuple[End, int]]:
        if (end, step) not in looked:
            shift = 0 if step < 0 else length - 1
            looked[end, step] = ground.variants(end, a + shift, b + shift, step, length)
        return looked[end, step]

    chosen: tuple[Found, int, int] | None = None
    rank = (float("-inf"), 0)
    for bound, before, after in ways:
        if bound < rank[0]:
            break
        for back, cut_before in variants(before, -1):
            for on, cut_after in variants(after, 1):
                start_a, end_a = a - back.along_a, a + length + on.along_a
                start_b, end_b = b - back.along_b, b + length + on.along_b
                matched = back.matched + length + on.matched
                size_a, size_b = end_a - start_a, end_b - start_b
                if min(size_a, size_b) < limits.minimum:
                    continue
                if 2 * matched < limits.threshold * (size_a + size_b) - 1e-9:
                    continue
                if end_a > start_b:  # inside one text the two places must not overlap
                    continue
                if size_a + size_b > 2 * matched and matched < _SURE and (
                    2 in (cut_before, cut_after)
                    or ground.sentence[start_a] != ground.sentence[end_a - 1]
                    or ground.sentence[start_b] != ground.sentence[end_b - 1]
                ):
                    continue
                worth = matched - _GAP * (back.unmatched + on.unmatched) - _CUT[cut_before] - _CUT[cut_after]
                value = (worth, matched)
                new = Found(matched, start_a, end_a, start_b, end_b)
                if value > rank or (
                    value == rank and chosen and _sides(ground.letters, new) < _sides(ground.letters, chosen[0])
                ):
                    rank = value
                    aside = (0, on.low, on.high, -back.low, -back.high, start_b - start_a - b + a, end_b - end_a - b + a)
                    chosen = new, b - a + min(aside), b - a + max(aside)
    return chosen


def _sides(letters: str, found: Found) -> list[str]:
    """The two sides of a passage in an order that does not depend on which text comes first."""
    return sorted((letters[found.start_a : found.end_a], letters[found.start_b : found.end_b]))


def _promising(codes: np.ndarray, seeds: Seeds, minimum: int, threshold: float) -> np.ndarray:
    """Which seeds may grow into a passage: they are long, or enough of the letters around have a counterpart near by."""
    short = np.flatnonzero(seeds.size < minimum)
    a, b, size = seeds.a[short], seeds.b[short], seeds.size[short]
    padded = np.concatenate([np.full(_AROUND + _BAND, -1), codes, np.full(_AROUND + _BAND, -1)])
    count = size.copy()
    for side in (-1, 1):
        for away in range(1, _AROUND + 1):
            at_a = a - away if side < 0 else a + size - 1 + away
            at_b = b - away if side < 0 else b + size - 1 + away
            letter = padded[at_a + _AROUND + _BAND]
            near = np.zeros(len(short), dtype=bool)
            for shift in range(-_BAND, _BAND + 1):
                near |= padded[at_b + shift + _AROUND + _BAND] == letter
            count += near
    keep = np.ones(len(seeds.a), dtype=bool)
    keep[short] = count >= threshold * minimum
    return keep


class _Ways:
    """The ways of the passages found so far, to know which seeds lie on one."""

    def __init__(self) -> None:
        self._rows: dict[int, list[tuple[int, int, int, int, int, int]]] = defaultdict(list)

    def add(self, found: Found, low: int, high: int) -> None:
        low, high = low - _ASIDE, high + _ASIDE
        for bucket in range(low >> 5, (high >> 5) + 1):
            insort(self._rows[bucket], (found.start_a, found.end_a, found.start_b, found.end_b, low, high))

    def holds(self, a: int, b: int, size: int) -> bool:
        rows = self._rows.get((b - a) >> 5)
        if not rows:
            return False
        last = bisect_right(rows, (a + 1,))
        return any(
            start_a <= a and a + size <= end_a and start_b <= b and b + size <= end_b and low <= b - a <= high
            for start_a, end_a, start_b, end_b, low, high in rows[max(0, last - _LOOK) : last]
        )


def search(
    sources: Sequence[Source], minimum: int, threshold: float, inside: bool, across: bool
) -> dict[tuple[int, int], list[Found]]:
    """For each pair of texts (numbers, first ≤ second) the passages they share, in places of their own letters."""
    begins: list[int] = []
    ends: list[int] = []
    sentence: list[int] = []
    clause: list[int] = []
    size = 0
    for one in (source.letters for source in sources):
        begins.append(size)
        size += len(one.letters) + 1
        ends.append(size - 1)
        sentence += [*one.sentence, -1]
        clause += [*one.clause, -1]
    letters = "".join(f"{source.letters.letters}\0" for source in sources)

    def cuts(place: int, behind: bool) -> bool:
        text = bisect_right(begins, place) - 1
        return sources[text].words.cut(sources[text].letters.offsets[place - begins[text]] + behind)

    seeds = find_seeds(letters, begins, minimum)
    starts = np.asarray(begins, dtype=np.int64)
    text_a, text_b = (np.searchsorted(starts, places, side="right") - 1 for places in (seeds.a, seeds.b))
    wanted = ((text_a == text_b) & inside) | ((text_a != text_b) & across)
    seeds = Seeds(*(part[wanted] for part in seeds))
    text_a, text_b = text_a[wanted], text_b[wanted]
    ground = Ground(letters, sentence, clause, cuts, Anchors(seeds))
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    keep = np.flatnonzero(_promising(codes, seeds, minimum, threshold))
    keep = keep[np.lexsort((seeds.b[keep], seeds.a[keep], -seeds.size[keep]))]
    ways = _Ways()
    found: dict[tuple[int, int], list[Found]] = defaultdict(list)
    for a, b, length, one, other in zip(
        *(part[keep].tolist() for part in (*seeds, text_a, text_b)), strict=True
    ):
        if ways.holds(a, b, length):
            continue
        first_a, first_b, last_b = begins[one], begins[other], ends[other]
        last_a = b if one == other else ends[one]
        if length < minimum:
            # most seeds stand alone; whether enough of their neighbours agree too is quickly counted
            around_a = letters[max(first_a, a - _AROUND) : min(last_a, a + length + _AROUND)]
            around_b = letters[max(first_b, b - _AROUND) : min(last_b, b + length + _AROUND)]
            if common_length(around_a, around_b) < threshold * minimum:
                continue
        borders = (first_a, last_a, a + length if one == other else first_b, last_b)
        fitted = _fit(ground, _Limits(minimum, threshold), (a, b, length), borders)
        if fitted:
            found[one, other].append(fitted[0])
            ways.add(*fitted)
    return {
        (one, other): _without_doubles(
            [
                Found(row.matched, row.start_a - begins[one], row.end_a - begins[one],
                       row.start_b - begins[other], row.end_b - begins[other])
                for row in rows
            ]
        )
        for (one, other), rows in found.items()
    }


_BUCKET = 64


def _without_doubles(rows: list[Found]) -> list[Found]:
    """Of passages that overlap by half or more on both sides, the one with most matches; in order of place."""
    kept: list[Found] = []
    buckets: dict[int, list[Found]] = defaultdict(list)
    for row in sorted(set(rows), key=_precedence):
        touched = range(row.start_a // _BUCKET, (row.end_a - 1) // _BUCKET + 1)
        if any(_doubles(row, other) for bucket in touched for other in buckets[bucket]):
            continue
        kept.append(row)
        for bucket in touched:
            buckets[bucket].append(row)
    return sorted(kept, key=lambda row: row[1:])


def _precedence(row: Found) -> tuple[int, ...]:
    # the same whichever of the two texts comes first
    size = row.end_a - row.start_a + row.end_b - row.start_b
    return (-row.matched, size, row.start_a + row.start_b, abs(row.start_a - row.start_b), row.start_a)


def _doubles(row: Found, other: Found) -> bool:
    over_a = min(row.end_a, other.end_a) - max(row.start_a, other.start_a)
    over_b = min(row.end_b, other.end_b) - max(row.start_b, other.start_b)
    return 2 * over_a >= row.end_a - row.start_a and 2 * over_b >= row.end_b - row.start_b
