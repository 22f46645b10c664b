"""Measure how well shared passages are found: passages planted in texts that nothing was fitted to, copied or edited.

Run by hand when the search or its weights change. From the repository::

    .venv/bin/python -m derivations.borrowing_survey
    .venv/bin/python -m derivations.borrowing_survey --trials 2000 --examples 20

The passages of tests/cases/clean_chinese.tsv are joined to pairs of texts. A stretch of the one, at clause ends or
anywhere between two words, is edited (words replaced, put in, left out; clauses keep their order) and planted in the
other between two sentences or in the midst of one. Where what was planted is still at least 0.8 similar, it must be found;
``exact`` is the share of found ones whose four ends lie where the planted passage has its first and last common
character, ``within 2`` the share whose ends are at most two characters off. ``else`` counts the rows beside it.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

from civlib.content.borrowing import SharedPassage, find_shared
from civlib.content.letters import HAN, common_length
from civlib.language.segmentation import segment

ROOT = Path(__file__).parents[1]
LENGTHS = (8, 10, 12, 16, 24, 40, 80, 120)
EDITS = (0.0, 0.05, 0.1, 0.15, 0.2)
_MARKS = "，。；：！？、\n"
_ENDS = set("。！？；\n")
_ONE_SENTENCE = 16  # a passage of no more letters is taken from within a sentence


class Plant(NamedTuple):
    """Two texts and where in them the planted passage lies, in Chinese characters, with its similarity."""

    one: str
    other: str
    span_one: tuple[int, int]
    span_other: tuple[int, int]
    similarity: float


class Outcome(NamedTuple):
    """What became of a planted passage: the best row, how far its four ends are off, and the rows beside it."""

    found: SharedPassage | None
    off: tuple[int, int, int, int]
    others: tuple[SharedPassage, ...]


def letters(text: str) -> str:
    """The Chinese characters of a text."""
    return "".join(HAN.findall(text))


@cache
def passages() -> tuple[str, ...]:
    """The passages of every kind."""
    with (ROOT / "tests/cases/clean_chinese.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(row["text"] for row in rows)


@cache
def _vocabulary() -> tuple[str, ...]:
    words = (word for text in passages() for word in segment(text))
    return tuple(word for word in words if len(word) <= 4 and letters(word) == word)


def edited(rng: random.Random, words: list[str], share: float) -> list[str]:
    """Words of which some are replaced, left out, or have another before them: ``share`` of the characters."""
    words = list(words)
    left = share * len(letters("".join(words)))
    places = [place for place, word in enumerate(words) if letters(word)]
    rng.shuffle(places)
    for place in places:
        size = len(letters(words[place]))
        fitting = [word for word in _vocabulary() if len(word) == size]
        if left < size * 0.75 or not fitting:
            continue
        way = rng.random()
        if way < 0.5:
            words[place] = rng.choice([word for word in fitting if word != words[place]])
        elif way < 0.75:
            words[place] = ""
        else:
            words[place] = rng.choice(fitting) + words[place]
        left -= size
    return words


def plant(rng: random.Random, length: int, share: float) -> Plant | None:
    """A pair of texts with a passage of about ``length`` Chinese characters in both; None if the draw has none so long."""
    drawn = rng.sample(passages(), 8)
    one, other = "\n".join(drawn[:4]), drawn[4:]
    words = segment(one)
    by_clause = rng.random() < 0.5
    starts = [0] + [n + 1 for n, word in enumerate(words[:-1]) if not by_clause or word in _MARKS]
    starts = [n for n in starts if letters(words[n][:1])]
    rng.shuffle(starts)
    for first in starts:
        last, size = first, 0
        while last < len(words) and size < length:
            size += len(letters(words[last]))
            last += 1
        if length <= _ONE_SENTENCE and _ENDS.intersection("".join(words[first:last])):
            continue
        if size >= length and size <= length + (length // 4) and letters(words[last - 1][-1:]):
            break
    else:
        return None
    copy = edited(rng, words[first:last], share)
    where = rng.randrange(len(other))
    hosts = segment(other[where])
    at = len(hosts) if by_clause else rng.randrange(len(hosts))
    before = "\n".join([*other[:where], "".join(hosts[:at])])
    after = "\n".join(["".join(hosts[at:]), *other[where + 1 :]])
    ahead = "".join(words[:first])
    return _measured(ahead, "".join(words[first:last]), one, before, "".join(copy), after)


def _measured(ahead: str, passage: str, one: str, before: str, copy: str, after: str) -> Plant | None:
    a, b = letters(passage), letters(copy)
    blocks = [block for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() if block.size]
    if not blocks:
        return None
    low_a, low_b, high_a, high_b = (
        blocks[0].a, blocks[0].b, blocks[-1].a + blocks[-1].size, blocks[-1].b + blocks[-1].size,
    )  # fmt: skip
    if min(high_a - low_a, high_b - low_b) < 8:
        return None
    matched = common_length(a[low_a:high_a], b[low_b:high_b])
    similarity = 2 * matched / (high_a - low_a + high_b - low_b)
    shift_a, shift_b = len(letters(ahead)), len(letters(before))
    return Plant(
        one, before + copy + after, (shift_a + low_a, shift_a + high_a), (shift_b + low_b, shift_b + high_b), similarity
    )


def outcome(planted: Plant) -> Outcome:
    """Look for the planted passage."""
    best: tuple[int, SharedPassage, tuple[int, int, int, int]] | None = None
    others = []
    for row in find_shared(planted.one, planted.other):
        a = len(letters(planted.one[: row.start_a])), len(letters(planted.one[: row.end_a]))
        b = len(letters(planted.other[: row.start_b])), len(letters(planted.other[: row.end_b]))
        over = min(
            min(a[1], planted.span_one[1]) - max(a[0], planted.span_one[0]),
            min(b[1], planted.span_other[1]) - max(b[0], planted.span_other[0]),
        )
        if over <= 0:
            others.append(row)
        elif best is None or over > best[0]:
            off = (
                a[0] - planted.span_one[0], a[1] - planted.span_one[1],
                b[0] - planted.span_other[0], b[1] - planted.span_other[1],
            )  # fmt: skip
            best = over, row, off
    size = min(planted.span_one[1] - planted.span_one[0], planted.span_other[1] - planted.span_other[0])
    if best is None or 2 * best[0] < size:  # less than half of it is no finding
        return Outcome(None, (0, 0, 0, 0), tuple(others))
    return Outcome(best[1], best[2], tuple(others))


def survey(trials: int, seed: int = 1) -> Iterator[tuple[int, float, Plant, Outcome]]:
    """Length, share edited, what was planted and what became of it."""
    rng = random.Random(seed)
    for length in LENGTHS:
        for share in EDITS:
            done = 0
            for _ in range(20 * trials):
                planted = plant(rng, length, share)
                if planted is not None and planted.similarity >= 0.8:
                    yield length, share, planted, outcome(planted)
                    done += 1
                if done == trials:
                    break


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=100, help="passages for each length and share (%(default)s)")
    parser.add_argument("--examples", type=int, default=0, help="show so many that were missed or cut wrongly, and others")
    options = parser.parse_args()
    cells: dict[tuple[int, float], list[Outcome]] = defaultdict(list)
    shown: dict[str, list[str]] = defaultdict(list)
    for length, share, planted, result in survey(options.trials):
        cells[length, share].append(result)
        wanted = (
            f"{letters(planted.one)[slice(*planted.span_one)]} / {letters(planted.other)[slice(*planted.span_other)]}"
        )
        if result.found is None:
            shown["missed"].append(f"{planted.similarity:.2f} {wanted}")
        else:
            row = result.found
            got = f"{planted.one[row.start_a : row.end_a]} / {planted.other[row.start_b : row.end_b]}"
            if max(map(abs, result.off)) > 2:
                shown["cut"].append(f"{result.off}\n  {wanted}\n  {got}".replace("\n ", "\n    "))
            shown["else"] += [
                f"{one.kind} {one.similarity:.2f} {planted.one[one.start_a : one.end_a]} / "
                f"{planted.other[one.start_b : one.end_b]}" for one in result.others
            ]  # fmt: skip
    print("length edited  planted  recall   exact  within 2  kept  else")
    for (length, share), results in cells.items():
        found = [result for result in results if result.found]
        ends = [max(map(abs, result.off)) for result in found]
        whole = max(len(found), 1)
        print(
            f"{length:6} {share:6.0%} {len(results):8} {len(found) / len(results):7.3f} {ends.count(0) / whole:7.3f}"
            f" {sum(end <= 2 for end in ends) / whole:9.3f}"
            f" {sum(result.found.kind != 'stock' for result in found if result.found) / whole:5.2f}"
            f" {sum(len(result.others) for result in results):5}"
        )
    rng = random.Random(1)
    for kind, lines in shown.items():
        for line in rng.sample(lines, min(options.examples, len(lines))):
            print(kind, line)


if __name__ == "__main__":
    main()
