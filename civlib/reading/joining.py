"""Lines broken inside a sentence are joined; interleaved newspaper columns are put back."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from civlib.reading.character_model import character_model
from civlib.reading.ledger import Change
from civlib.reading.lines import Line, is_body, is_closed, is_full, is_open, split_lines, wrap_width
from civlib.reading.word_model import joint_gain

# How far on a broken line may find its continuation, in lines.
_REACH = 30
_DISTANCE = 0.1
# On a page with more broken lines than this every line goes on in the next one, or nowhere; it is no page of columns.
_MOST = 60
# Beyond so many lines that may be headings, or pairs that may belong together, only neighbours are looked at.
_MOST_HEADINGS = 400
_MOST_PAIRS = 2000
# Scores are in natural log units: how much likelier two lines are one than two. What a joint has to score with the next line
# where nothing else is broken, where more is, and behind a comma; with a line further on that follows another break, that
# follows the end of a column, and that would be the only break of the page.
_NEXT = 0.5
_NEXT_OF_MANY = 1.5
_NEXT_COMMA = -6.0
_AFTER_BREAK = -3.0
_AFTER_END = -1.0
_ALONE = 7.0
# How well the lines of a wrapped page read on, on average, in as many of them as are tried.
_READS_ON = 0.5
_SAMPLE = 20
# A line that may as well be a heading (清晨六点半，云岭县的河堤) needs so much more, unless a word spans the joint.
_HEADING_DOUBT = 8.0
_WORD = 1.0
_WORD_DOUBT = 3.0
# How much the best joints of a page have to be better than any others; a move that may be wrong is not made.
_MARGIN = 3.0
_NEVER = -1e6
# What two stretches of one article share and other columns lack: at most so many pairs of characters count.
_SHARED_LIMIT = 4
_COLUMN = 300
# 关于印发《三年行动 | 计划》的通知
_UNCLOSED = re.compile("《[^《》]*$|（[^（）]*$")
_CLOSES = re.compile("[^《》]*》|[^（）]*）")
_UNCLOSED_GAIN = 10.0
# 一是…。二 | 是…: an enumeration broken between its number and 是
_COUNTED = re.compile(r"(?:^|[。；，：])[第其]?[一二三四五六七八九十]{1,2}$")
_COUNTED_GAIN = 6.0
_CANNOT_START = re.compile(r"[，。、；：！？”’）》·%…的]")
_NEW_START = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、]|[.．](?!\d))|[一二三四五六七八九十]是|第[一二三四五六七八九十]|[“《（—●■◆])"
)
_PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")


class _Joint(NamedTuple):
    """Two lines that may be one, and how well they read so."""

    score: float
    before: int
    after: int


def join_changes(text: str) -> list[Change]:
    """Changes that join broken lines and move interleaved ones to where they belong.

    A body line that is not closed (…市区领导包联街) goes on in a later one that starts in the middle of a sentence
    (道、街道班子成员…). Which one is settled by how well the joint reads as words and characters, and by the words that
    the two stretches share; where two readings are nearly as good, neither is chosen. What follows in the moved column
    moves with it.

    Examples
    --------
    >>> [(c.step, c.start, c.end) for c in join_changes("建立台账。实行领导包联街\\n\\n道、社区的制度，一抓到底。")]
    [('layout/join', 12, 14)]
    """
    lines = list(split_lines(text))
    width = _width(lines)
    broken = [index for index, line in enumerate(lines[:-1]) if is_open(line, width)]
    if width is not None or len(broken) > _MOST:
        continues = dict(_next_lines(lines, broken, width))
    else:
        continues = _best(_joints(lines, broken))
    return _changes(text, lines, continues, broken) if continues else []


def _width(lines: list[Line]) -> float | None:
    """The width at which a page was wrapped, where its lines read on in the next ones. The entries of a list do not."""
    width = wrap_width(lines)
    if width is None:
        return None
    pairs = [
        (before.text, after.text)
        for before, after in pairwise(lines)
        if is_full(before, width) and is_open(before, width) and not _starts_anew(before, after)
    ][:_SAMPLE]
    scores = [joint_score(before[-6:], after[:6]) for before, after in pairs]
    return width if scores and sum(scores) > _READS_ON * len(scores) else None


def _next_lines(lines: list[Line], broken: list[int], width: float | None) -> Iterator[tuple[int, int]]:
    """On a page of broken lines every one goes on in the next, unless that one starts anew."""
    for index in broken:
        before, after = lines[index], lines[index + 1]
        if _may_continue(before, after) or (width is not None and not _starts_anew(before, after)):
            yield index, index + 1


def _starts_anew(before: Line, after: Line) -> bool:
    """Whether a line has the look of a beginning: a number, an indent."""
    if _CANNOT_START.match(after.text):
        return False
    return bool(_NEW_START.match(after.text) and not _COUNTED.search(before.text)) or (
        after.indented and not before.indented
    )


def _may_continue(before: Line, after: Line) -> bool:
    """Whether a line may be the rest of a sentence rather than a paragraph or heading of its own."""
    if _CANNOT_START.match(after.text) or before.text.endswith(("，", "、")) or _closes(before.text, after.text):
        return True
    return is_body(after.text) and not (_NEW_START.match(after.text) and not _COUNTED.search(before.text))


@lru_cache(maxsize=4096)
def joint_score(left: str, right: str) -> float:
    """How much better two strings read as one than as two lines, by words and by characters.

    The gain of the words that span the joint, and how much likelier the first characters on the right are behind those
    on the left than at the beginning of a line.

    Examples
    --------
    >>> joint_score("市区领导包联街", "道、街道班子成员") > joint_score("市区领导包联街", "区扎下了根")
    True
    """
    model = character_model()
    start = model.index("\n")
    last, right_head = [model.index(char) for char in left[-2:].rjust(2, "\n")], right[:3]
    behind = model.score(right_head, last[0], last[1])
    return joint_gain(left, right) + behind - model.score(right_head, start, start)


def _score(before: str, after: str) -> float:
    score = joint_score(before[-6:], after[:6])
    if after.startswith("是") and _COUNTED.search(before):
        score += _COUNTED_GAIN
    if _closes(before, after):
        score += _UNCLOSED_GAIN
    return score


def _closes(before: str, after: str) -> bool:
    """Whether a line closes the title or the bracket that another one leaves open."""
    opened, closed = _UNCLOSED.search(before[-_COLUMN:]), _CLOSES.match(after[:_COLUMN])
    return opened is not None and closed is not None and (opened.group()[0] == "《") == (closed.group()[-1] == "》")


def _pairs(text: str) -> set[str]:
    return set(_PAIR.findall(text))


def _above(lines: list[Line], index: int, broken: set[int]) -> str:
    """The end of the column that breaks off in a line."""
    text, at = lines[index].text, index - 1
    while at >= 0 and at not in broken and len(text) < _COLUMN:
        text, at = f"{lines[at].text}\n{text}", at - 1
    return text[-_COLUMN:]


def _below(lines: list[Line], index: int, broken: set[int]) -> str:
    """The beginning of the column that goes on in a line."""
    text, at = lines[index].text, index
    while at + 1 < len(lines) and at not in broken and len(text) < _COLUMN:
        at += 1
        text = f"{text}\n{lines[at].text}"
    return text[:_COLUMN]


def _joints(lines: list[Line], broken: list[int]) -> list[_Joint]:
    """The pairs of lines that may be one, with what speaks for it beyond what has to."""
    ends = set(broken)
    doubtful = (index for index, line in enumerate(lines[:-1]) if index not in ends and not is_closed(line.text))
    headings = list(islice(doubtful, _MOST_HEADINGS + 1))
    if len(headings) > _MOST_HEADINGS:
        headings = []
        if not broken:
            return []
    starts = [
        index for index in range(1, len(lines)) if is_body(lines[index].text) or _CANNOT_START.match(lines[index].text)
    ]
    near = not broken or (len(broken) + len(headings)) * min(len(starts), _REACH) > _MOST_PAIRS
    tails = {index: _pairs(_above(lines, index, ends)) for index in broken} if len(broken) > 1 else {}
    heads: dict[int, set[str]] = {}
    # in how many columns two characters stand side by side: what stands in one only tells it from the others
    columns = Counter(pair for pairs in tails.values() for pair in pairs)
    joints = []
    for before in sorted(broken + headings):
        reach = before + 2 if near else before + 1 + _REACH
        candidates = starts[bisect_left(starts, before + 1) : bisect_left(starts, reach)]
        if before + 1 not in candidates:
            candidates = [before + 1, *candidates]
        for after in candidates:
            if not _may_continue(lines[before], lines[after]):
                continue
            score = _score(lines[before].text, lines[after].text)
            if before not in ends:
                word = joint_gain(lines[before].text, lines[after].text) >= _WORD
                score -= _WORD_DOUBT if word else _HEADING_DOUBT
            elif tails:
                if after not in heads:
                    heads[after] = _pairs(_below(lines, after, ends))
                shared = sum(columns[pair] == 1 for pair in tails[before] & heads[after])
                score += min(shared, _SHARED_LIMIT)
            if after == before + 1:
                # the margin is for moves; a join leaves its line where it is
                comma = lines[before].text.endswith(("，", "、"))
                score += _MARGIN - (_NEXT_COMMA if comma else _NEXT if len(broken) == 1 else _NEXT_OF_MANY)
            elif len(broken) == 1:
                score -= _ALONE
            else:
                score -= _AFTER_BREAK if after - 1 in ends else _AFTER_END
            joints.append(_Joint(score - _DISTANCE * (after - before - 1), before, after))
    return [joint for joint in joints if joint.score > 0]


def _best(joints: list[_Joint]) -> dict[int, int]:
    """The joints that read best together, without those that could be left out or exchanged at little cost."""
    if not joints:
        return {}
    rows = {before: row for row, before in enumerate(sorted({joint.before for joint in joints}))}
    columns = {after: column for column, after in enumerate(sorted({joint.after for joint in joints}))}
    # a line may also go on nowhere: one more column each, at no gain
    gains = np.full((len(rows), len(columns) + len(rows)), _NEVER)
    gains[np.arange(len(rows)), len(columns) + np.arange(len(rows))] = 0.0
    for joint in joints:
        gains[rows[joint.before], columns[joint.after]] = joint.score
    befores, afters = list(rows), list(columns)
    total, pairs = _assigned(gains)
    chosen = {}
    for row, column in pairs:
        if column < len(columns):
            kept, gains[row, column] = gains[row, column], _NEVER
            if total - _assigned(gains)[0] >= _MARGIN:
                chosen[befores[row]] = afters[column]
            gains[row, column] = kept
    return chosen


def _assigned(gains: np.ndarray) -> tuple[float, list[tuple[int, int]]]:
    """The largest sum of gains with one column a row, and which column each row has."""
    rows, columns = linear_sum_assignment(gains, maximize=True)
    return float(gains[rows, columns].sum()), list(zip(rows.tolist(), columns.tolist(), strict=True))


def _changes(text: str, lines: list[Line], continues: dict[int, int], broken: list[int]) -> list[Change]:
    """The joins as changes; a continuation that is not the next line moves, with the rest of its column behind it."""
    joined = {after: before for before, after in continues.items()}
    lost = {index for index in broken if index not in continues}
    target: dict[int, int] = {}
    changes = []
    ends, waiting = set(broken), False
    for index, line in enumerate(lines):
        before = joined.get(index)
        if before is not None and before != index - 1:
            target[index] = target.get(before, lines[before].end)
        elif index - 1 in target and (before is not None or (not waiting and index - 1 not in ends)):
            target[index] = target[index - 1]
        waiting = waiting or index in lost
        if before == index - 1:
            changes.append(Change(lines[before].end, line.start, "", "layout/join"))
        if index in target:
            start = line.start if before is not None else lines[index - 1].end
            changes.append(
                Change(
                    start, line.end, text[start : line.end], "layout/move", confidence=0.9, destination=target[index],
                    note="the joint reads as words" if before is not None else "the column goes on",
                )
            )  # fmt: skip
    return sorted(changes)
