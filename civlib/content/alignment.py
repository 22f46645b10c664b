"""Passages that stand in two places, found by seed and extend over Chinese characters.

As in plagiarism detection and sequence search: a seed is a stretch of characters that stands in two places. Characters
are grouped by four; a group that stands in too many places to be telling (文明城市) is lengthened character by
character until it is rare enough, so the number of seeds grows with the length of the corpus and not with its square.
A seed is extended to both sides with the fewest insertions and deletions (Myers 1986, "An O(ND) difference algorithm
and its variations", Algorithmica 1), and of all extensions that stay similar enough the longest is kept that does not
cut words in two.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from civlib.content.letters import Source, common_length

MINIMUM = 8
"""A passage has at least this many Chinese characters on either side."""

THRESHOLD = 0.8
"""The least similarity of a near passage."""

SEED = 4
"""Length of the shortest seed: 背街里巷老旧小区 and 背街小巷老旧小区 still share 巷老旧小, 老旧小区."""

LONGEST_SEED = 24
"""A seed that is still too common at this length is linked to its next neighbours only."""

COMMON = 32
"""A seed that stands in more places than this is lengthened before it is used."""

_DROP = 6  # an extension is given up when it has lost this much: three characters inserted or deleted in a row
_TAIL = 6  # an end may lose this much to reach its last match: 问题[及]时 / 问题[随]时, “[平安]平城” / “[微笑]平城”
_AROUND = 10  # within so many letters on either side of a seed a passage has most of its least matches
_WORD_PART = 3  # how many letters an end may draw back to stand between two words
_CUT = (0, 1, 4)  # how many letters it is worth not to cut a word in one text, in both: 实[行] / 推[行]
_DANGLING = 2  # a clause of which no more letters are in the passage dangles from it
_GAP = 0.25  # how many letters an unmatched character takes away: [向着]更高层次 gains, a lone 的 far off does not
_SURE = 12  # a near passage with fewer matches may not cut a word on both sides nor reach over the end of a sentence



def _seeds(letters: str, begins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of places (first < second) where the same characters start; ``\\0`` parts the texts."""
    first: dict[str, list[int]] = defaultdict(list)
    for place in range(len(letters) - SEED + 1):
        gram = letters[place : place + SEED]
        if "\0" not in gram:
            first[gram].append(place)
    waiting = [(SEED, places) for places in first.values() if len(places) > 1]
    while waiting:
        length, places = waiting.pop()
        if len(places) > COMMON and length < LONGEST_SEED:
            longer: dict[str, list[int]] = defaultdict(list)
            for place in places:
                following = letters[place + length : place + length + 1]
                if following and following != "\0":
                    longer[following].append(place)
            waiting += [(length + 1, group) for group in longer.values() if len(group) > 1]
            continue
        if len(places) > COMMON:
            places = _interleaved(places, begins)
        for index, place in enumerate(places):
            for other in places[index + 1 : index + 1 + COMMON]:
                yield (place, other) if place < other else (other, place)


def _interleaved(places: list[int], begins: Sequence[int]) -> list[int]:
    """The first place in every text, then the second in every text, …: neighbours stand in different texts."""
    seen: dict[int, int] = defaultdict(int)
    ranked = []
    for place in places:
        text = bisect_right(begins, place)
        ranked.append((seen[text], text, place))
        seen[text] += 1
    return [place for _, _, place in sorted(ranked)]


class _End(NamedTuple):
    """One way to end an extension: its unmatched and matched characters and how far it reaches on either side."""

    unmatched: int
    matched: int
    along_a: int
    along_b: int
    lost: int
    run: int


def _extend(letters: str, a: int, b: int, room_a: int, room_b: int, step: int) -> list[_End]:
    """Ways to extend a match from ``letters[a]`` and ``letters[b]`` onwards (step 1) or backwards (step -1).

    Myers' furthest-reaching waves: wave ``d`` holds, for each diagonal, how far one gets with ``d`` characters
    inserted or deleted. A match is worth 1 and an unmatched character costs 2, so that a sum of at least 0 is the
    same as a similarity of at least 0.8.
    """
    ends = [_End(0, 0, 0, 0, 0, 0)]
    best = 0
    wave = {0: 0}
    unmatched = 0
    while wave:
        unmatched += 1
        following: dict[int, int] = {}
        top: _End | None = None
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
            if x > begin and (top is None or matched > top.matched):
                top = _End(unmatched, matched, x, y, best - score, x - begin)
        if top is not None:
            ends.append(top)
            best = max(best, top.matched - 2 * top.unmatched)
        wave = following
    return ends


class Found(NamedTuple):
    """A passage in places of the joined letters."""

    matched: int
    start_a: int
    end_a: int
    start_b: int
    end_b: int


@dataclass(frozen=True, slots=True)
class _Ground:
    """All texts of a search in one string: its letters, and what stands between them."""

    letters: str
    sentence: Sequence[int]
    clause: Sequence[int]
    cuts: Callable[[int, bool], bool]
    minimum: int
    threshold: float

    def holds(self, end: _End, at_a: int, at_b: int, step: int) -> bool:
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

    def dangles(self, last: int, step: int) -> bool:
        """Whether a passage that ends here has but the first word of a clause: 责任制，[确保]全覆盖."""
        inner, outer = last - step * _DANGLING, last + step
        if not (0 <= inner < len(self.clause) and 0 <= outer < len(self.clause)):
            return False
        return self.clause[inner] != self.clause[last] == self.clause[outer]

    def ends(self, a: int, b: int, room_a: int, room_b: int, step: int, length: int) -> list[tuple[_End, int]]:
        """Ways to end on one side of a match of ``length`` whose last letters are ``a`` and ``b``.

        Each with the number of texts in which it cuts a word in two. An end may draw back from the part of a word:
        推[行“一动态…”精细化管理] / 实[行“一动态…”精细化管理].
        """
        found = []
        for end in _extend(self.letters, a + step, b + step, room_a, room_b, step):
            if not self.holds(end, a, b, step):
                continue
            for back in range(min(_WORD_PART, (end.run or length) - 1) + 1):
                reach = end._replace(
                    matched=end.matched - back, along_a=end.along_a - back, along_b=end.along_b - back
                )
                last_a, last_b = a + step * reach.along_a, b + step * reach.along_b
                if self.dangles(last_a, step) or self.dangles(last_b, step):
                    cut = 2
                else:
                    cut = self.cuts(last_a, step > 0) + self.cuts(last_b, step > 0)
                found.append((reach, cut))
                if not cut:
                    break
        return found

    def fit(self, a: int, b: int, length: int, borders: tuple[int, int, int, int]) -> Found | None:
        """The longest passage around the match of ``length`` at ``a`` and ``b`` that is similar enough.

        ``borders`` are the first and last places that either side may reach.
        """
        first_a, last_a, first_b, last_b = borders
        left = self.ends(a, b, a - first_a, b - first_b, -1, length)
        right = self.ends(a + length - 1, b + length - 1, last_a - a - length, last_b - b - length, 1, length)
        chosen: Found | None = None
        rank = (float("-inf"), 0)
        for before, cut_before in left:
            for after, cut_after in right:
                start_a, end_a = a - before.along_a, a + length + after.along_a
                start_b, end_b = b - before.along_b, b + length + after.along_b
                matched = before.matched + length + after.matched
                size_a, size_b = end_a - start_a, end_b - start_b
                if min(size_a, size_b) < self.minimum or 2 * matched < self.threshold * (size_a + size_b) - 1e-9:
                    continue
                if end_a > start_b:  # inside one text the two places must not overlap
                    continue
                if size_a + size_b > 2 * matched and matched < _SURE and (
                    2 in (cut_before, cut_after)
                    or self.sentence[start_a] != self.sentence[end_a - 1]
                    or self.sentence[start_b] != self.sentence[end_b - 1]
                ):
                    continue
                worth = matched - _GAP * (before.unmatched + after.unmatched) - _CUT[cut_before] - _CUT[cut_after]
                value = (worth, -size_a - size_b)
                if value > rank:
                    rank = value
                    chosen = Found(matched, start_a, end_a, start_b, end_b)
        return chosen


def search(
    sources: Sequence[Source], minimum: int, threshold: float, inside: bool, across: bool
) -> dict[tuple[int, int], list[Found]]:
    """For each pair of texts (numbers, first ≤ second) the passages they share, in places of their own letters."""
    begins: list[int] = []
    ends: list[int] = []
    sentence: list[int] = []
    clause: list[int] = []
    parts: list[str] = []
    size = 0
    for one in (source.letters for source in sources):
        begins.append(size)
        size += len(one.letters) + 1
        ends.append(size - 1)
        parts.append(one.letters)
        sentence += [*one.sentence, -1]
        clause += [*one.clause, -1]
    letters = "\0".join(parts) + "\0"

    def cuts(place: int, behind: bool) -> bool:
        text = bisect_right(begins, place) - 1
        return sources[text].words.cut(sources[text].letters.offsets[place - begins[text]] + behind)

    ground = _Ground(letters, sentence, clause, cuts, minimum, threshold)

    done: dict[int, int] = {}  # distance between the two places → how far matches at that distance were looked at
    found: dict[tuple[int, int], list[Found]] = defaultdict(list)
    for a, b in sorted(_seeds(letters, begins)):
        if done.get(b - a, 0) > a:
            continue
        text_a, text_b = bisect_right(begins, a) - 1, bisect_right(begins, b) - 1
        same = text_a == text_b
        if (same and not inside) or (not same and not across):
            continue
        first_a, first_b, last_b = begins[text_a], begins[text_b], ends[text_b]
        last_a = b if same else ends[text_a]
        length = 0
        while a + length < last_a and b + length < last_b and letters[a + length] == letters[b + length]:
            length += 1
        done[b - a] = a + max(length, 1)
        if length < SEED:
            continue
        if length < minimum:
            # most seeds stand alone; whether enough of their neighbours agree too is quickly counted
            around_a = letters[max(first_a, a - _AROUND) : min(last_a, a + length + _AROUND)]
            around_b = letters[max(first_b, b - _AROUND) : min(last_b, b + length + _AROUND)]
            if common_length(around_a, around_b) < threshold * minimum:
                continue
        passage = ground.fit(a, b, length, (first_a, last_a, a + length if same else first_b, last_b))
        if passage:
            found[text_a, text_b].append(passage)
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
    for row in sorted(set(rows), key=lambda row: (-row.matched, row.end_a - row.start_a, row.start_a, row.start_b)):
        touched = range(row.start_a // _BUCKET, (row.end_a - 1) // _BUCKET + 1)
        if any(_doubles(row, other) for bucket in touched for other in buckets[bucket]):
            continue
        kept.append(row)
        for bucket in touched:
            buckets[bucket].append(row)
    return sorted(kept, key=lambda row: row[1:])


def _doubles(row: Found, other: Found) -> bool:
    over_a = min(row.end_a, other.end_a) - max(row.start_a, other.start_a)
    over_b = min(row.end_b, other.end_b) - max(row.start_b, other.start_b)
    return 2 * over_a >= row.end_a - row.start_a and 2 * over_b >= row.end_b - row.start_b


