"""How far a match of two stretches of letters can be extended, and which of the ends that it may have is best.

Three ways lead on from a seed. Letter by letter, with the fewest insertions and deletions (Myers 1986, "An O(ND)
difference algorithm and its variations", Algorithmica 1). From seed to seed over what was put in, left out or replaced
between them, as whole-genome aligners chain their anchors (Li 2018, "Minimap2", Bioinformatics 34). And back by a few
letters, where an end would cut words in two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from civlib.content.letters import common_length
from civlib.content.seeds import SEED, Seeds

_DROP = 6  # an extension is given up when it has lost this much: three characters inserted or deleted in a row
_NEAR = 5  # an extension begins with a match before which fewer letters than this are skipped, on both sides together
_TAIL = 6  # an end may lose this much to reach its last match: 问题[及]时 / 问题[随]时, “[平安]平城” / “[微笑]平城”
_WORD_PART = 3  # how many letters an end may draw back to stand between two words
_DANGLING = 2  # a clause of which no more letters are in the passage dangles from it
_WHOLE = 8  # a seed of so many letters is a passage by itself
_REACH = 40  # how many letters may stand on one side between a seed and the next: a list of names, a short clause
_BRIEF = 4  # how many letters may differ where a clause is put in, left out or replaced
_SLIP = 3  # letters that the end of a seed and the next seed may share: 老旧[小]区 / 老旧[小小]区
_LAST = 8  # so many of the furthest seeds that were reached are extended letter by letter too
_KEPT = 24  # so many of them are weighed, and as many of the nearer ones
_BUCKET = 5  # seeds are looked up by the distance of their places, in steps of 2 to the power of this


class End(NamedTuple):
    """One way to end an extension.

    Attributes
    ----------
    unmatched, matched : int
        Letters that the extension adds, of both sides and in common.
    along_a, along_b : int
        How far it reaches on either side.
    lost : int
        What it lost, at two for each unmatched letter and minus one for each matched, since its best.
    run : int
        The letters of its last stretch of agreement.
    low, high : int
        By how much it got further on the second side than on the first, at the least and at the most.
    """

    unmatched: int
    matched: int
    along_a: int
    along_b: int
    lost: int
    run: int
    low: int = 0
    high: int = 0


HERE = End(0, 0, 0, 0, 0, 0)


class Anchors:
    """Seeds, found by the distance of their two places and then by the first."""

    def __init__(self, seeds: Seeds) -> None:
        self._starts, self._ends = (self._sorted(seeds, shift) for shift in (0, 1))

    @staticmethod
    def _sorted(seeds: Seeds, shift: int) -> dict[int, tuple[list[int], list[tuple[int, int, int]]]]:
        found: dict[int, list[tuple[int, int, int]]] = {}
        for a, b, size in zip(seeds.a.tolist(), seeds.b.tolist(), seeds.size.tolist(), strict=True):
            found.setdefault((b - a) >> _BUCKET, []).append((a, b, size))
        result = {}
        for bucket, rows in found.items():
            rows.sort(key=lambda row: (row[0] + shift * row[2], row[1]))
            result[bucket] = ([a + shift * size for a, _, size in rows], rows)
        return result

    def ahead(self, x: int, y: int, step: int) -> Iterator[tuple[int, int, int]]:
        """How far on from places ``x`` and ``y`` seeds begin on either side, and how long they are.

        Places count from the first letter that is not reached yet; with step -1, backwards.
        """
        index = self._starts if step > 0 else self._ends
        low, high = (x - _SLIP, x + _REACH) if step > 0 else (x + 1 - _REACH, x + 1 + _SLIP)
        for bucket in range((y - x - _REACH) >> _BUCKET, ((y - x + _REACH) >> _BUCKET) + 1):
            keys, rows = index.get(bucket, _NOTHING)
            for number in range(bisect_left(keys, low), bisect_left(keys, high + 1)):
                a, b, size = rows[number]
                on_a, on_b = (a - x, b - y) if step > 0 else (x + 1 - a - size, y + 1 - b - size)
                if -_SLIP <= on_a <= _REACH and -_SLIP <= on_b <= _REACH:
                    yield on_a, on_b, size


_NOTHING: tuple[list[int], list[tuple[int, int, int]]] = ([], [])


def waves(letters: str, a: int, b: int, room_a: int, room_b: int, step: int) -> list[End]:
    """Ways to extend a match from ``letters[a]`` and ``letters[b]`` onwards (step 1) or backwards (step -1).

    Myers' furthest-reaching waves: wave ``d`` holds, for each diagonal, how far one gets with ``d`` characters
    inserted or deleted. A match is worth 1 and an unmatched character costs 2, so that a sum of at least 0 is the
    same as a similarity of at least 0.8.
    """
    ends = [HERE]
    if step > 0:
        near_a, near_b = letters[a : a + min(_NEAR, room_a)], letters[b : b + min(_NEAR, room_b)]
    else:
        near_a = letters[a + 1 - min(_NEAR, room_a) : a + 1][::-1]
        near_b = letters[b + 1 - min(_NEAR, room_b) : b + 1][::-1]
    for skipped, letter in enumerate(near_a):
        if letter in near_b[: _NEAR - skipped]:
            break
    else:
        return ends
    best = 0
    wave = {0: 0}
    unmatched = 0
    while wave:
        unmatched += 1
        following: dict[int, int] = {}
        top: list[End] = []
        for diagonal in range(min(wave) - 1, max(wave) + 2):
            x = max(wave.get(diagonal - 1, -2) + 1, wave.get(diagonal + 1, -1))
            y = x - diagonal
            if x < 0 or y < 0 or x > room_a or y > room_b:
                continue
            begin = x
            while x < room_a and y < room_b and letters[a + step * x] == letters[b + step * y]:
                x += 1
                y += 1
            matched = (x + y - unmatched) // 2
            score = matched - 2 * unmatched
            if score < best - _DROP:
                continue
            following[diagonal] = x
            if x > begin and (not top or matched >= top[0].matched):
                end = End(unmatched, matched, x, y, best - score, x - begin)
                top = [*top, end] if top and matched == top[0].matched else [end]
        if top:
            ends += top
            best = max(best, top[0].matched - 2 * top[0].unmatched)
        wave = following
    return ends


@dataclass(frozen=True, slots=True)
class Ground:
    """All texts of a search in one string: its letters, what stands between them, and its seeds.

    Attributes
    ----------
    letters : str
    sentence, clause : sequence of int
        For each letter, how many sentences and clauses end before it.
    cuts : function of a place and whether it is the last of a stretch
        Whether a word is cut in two there.
    anchors : Anchors
    """

    letters: str
    sentence: Sequence[int]
    clause: Sequence[int]
    cuts: Callable[[int, bool], bool]
    anchors: Anchors

    def _holds(self, end: End, at_a: int, at_b: int, step: int) -> bool:
        """Whether an extension may end here."""
        if end.lost <= 0:
            return True
        # an end that loses more than it gains may not reach into another sentence
        reach_a, reach_b = at_a + step * end.along_a, at_b + step * end.along_b
        sentence, clause = self.sentence, self.clause
        if end.lost > _TAIL or sentence[reach_a] != sentence[at_a] or sentence[reach_b] != sentence[at_b]:
            return False
        # nor win a single character beyond a comma: 精细化管理，[对下]实 / 精细化管理，实
        return end.run > 1 or (clause[reach_a] == clause[reach_a - step] and clause[reach_b] == clause[reach_b - step])

    def _chain(self, a: int, b: int, room_a: int, room_b: int, step: int, length: int) -> list[End]:
        """Ends that are reached from seed to seed after a match of ``length`` whose last letters are ``a`` and ``b``.

        What does not match between two seeds may be no more than what matches before it, and than what matches after it.
        """
        ends: list[End] = []
        gained = best = 0  # at one for each matched and minus one for each unmatched letter
        here = HERE
        while True:
            x, y = a + step * (here.along_a + 1), b + step * (here.along_b + 1)
            budget = min(gained + length, _REACH)
            chosen: tuple[tuple[int, int, int], End] | None = None
            for on_a, on_b, size in self.anchors.ahead(x, y, step):
                slip = max(0, -on_a, -on_b)
                on_a, on_b, size = on_a + slip, on_b + slip, size - slip
                size = min(size, room_a - here.along_a - on_a, room_b - here.along_b - on_b)
                if size < 2 or abs(on_a - on_b) > budget:
                    continue
                common = common_length(self._stretch(x, on_a, step), self._stretch(y, on_b, step))
                unmatched = on_a + on_b - 2 * common
                # words may be replaced; where a whole clause is, the texts go different ways
                other = unmatched > 2 * common and (
                    self._clause_between(x, on_a, step) or self._clause_between(y, on_b, step)
                )
                if unmatched > (_BRIEF if other else budget):
                    continue
                value = (common + size - unmatched, -on_a - on_b, -abs(on_a - on_b))
                if chosen is None or value > chosen[0]:
                    drift = here.along_b + on_b - here.along_a - on_a
                    chosen = value, End(
                        here.unmatched + unmatched, here.matched + common + size, here.along_a + on_a + size,
                        here.along_b + on_b + size, 0, size, min(here.low, drift), max(here.high, drift),
                    )  # fmt: skip
            if chosen is None:
                return ends
            here = chosen[1]
            gained = here.matched - here.unmatched
            inside = self.sentence[a] == self.sentence[a + step * here.along_a] and (
                self.sentence[b] == self.sentence[b + step * here.along_b]
            )
            if gained >= best + (0 if inside else SEED):
                best = gained
                ends.append(here)
            elif gained + length < 0 or gained < best - _REACH:
                return ends

    def _clause_between(self, at: int, on: int, step: int) -> bool:
        """Whether a whole clause stands between the last letter before ``at`` and the one that lies ``on`` further."""
        return abs(self.clause[at - step] - self.clause[at + step * on]) > 1

    def _stretch(self, at: int, size: int, step: int) -> str:
        return self.letters[at : at + size] if step > 0 else self.letters[at + 1 - size : at + 1]

    def ends(self, a: int, b: int, room_a: int, room_b: int, step: int, length: int) -> list[End]:
        """Ways to end on one side of a match of ``length`` whose last letters are ``a`` and ``b``."""
        found = [
            end for end in waves(self.letters, a + step, b + step, room_a, room_b, step) if self._holds(end, a, b, step)
        ]
        chained = self._chain(a, b, room_a, room_b, step, length)
        if len(chained) > 2 * _KEPT:  # of very many the last, and some on the way
            chained = [*chained[: -_KEPT : len(chained) // _KEPT], *chained[-_KEPT:]]
        found += chained
        for way in chained[-_LAST:]:
            at_a, at_b = a + step * way.along_a, b + step * way.along_b
            beyond = waves(
                self.letters, at_a + step, at_b + step, room_a - way.along_a, room_b - way.along_b, step
            )
            found += [
                End(way.unmatched + end.unmatched, way.matched + end.matched, way.along_a + end.along_a,
                    way.along_b + end.along_b, end.lost, end.run, way.low, way.high)
                for end in beyond[1:] if self._holds(end, at_a, at_b, step)
            ]  # fmt: skip
        return list(dict.fromkeys(found))

    def _dangles(self, last: int, step: int) -> bool:
        """Whether a passage that ends here has but the first word of a clause: 责任制，[确保]全覆盖."""
        inner, outer = last - step * _DANGLING, last + step
        if not (0 <= inner < len(self.clause) and 0 <= outer < len(self.clause)):
            return False
        return self.clause[inner] != self.clause[last] == self.clause[outer]

    def variants(self, end: End, a: int, b: int, step: int, length: int) -> list[tuple[End, int]]:
        """An end and those a little before it, each with the number of texts in which it cuts a word in two.

        An end may draw back from the part of a word: 推[行“一动态…”精细化管理] / 实[行“一动态…”精细化管理].
        """
        found = []
        for back in range(min(_WORD_PART, (end.run or length) - 1) + 1):
            reach = end._replace(matched=end.matched - back, along_a=end.along_a - back, along_b=end.along_b - back)
            last_a, last_b = a + step * reach.along_a, b + step * reach.along_b
            # a long seed may: what two texts have in the same words is not cut short
            whole = end == HERE and length >= _WHOLE
            if not whole and (self._dangles(last_a, step) or self._dangles(last_b, step)):
                cut = 2
            else:
                cut = self.cuts(last_a, step > 0) + self.cuts(last_b, step > 0)
            found.append((reach, cut))
            if not cut:
                break
        return found
