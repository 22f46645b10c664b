"""Lines broken inside a sentence are joined; interleaved newspaper columns are put back."""

from __future__ import annotations

import re
from statistics import mode

from civlib.reading.ledger import Change
from civlib.reading.lines import Line, is_body, is_closed, split_lines
from civlib.reading.word_model import joint_gain

# How far on a broken line may find its continuation, in lines.
_REACH = 8
# How much better, in natural log units, a joint further on must read than the one with the next line.
_MARGIN = 0.5
# 一是…。二 | 是…: an enumeration broken between its number and 是
_COUNTED = re.compile(r"(?:^|[。；，：])[第其]?[一二三四五六七八九十]{1,2}$")
_CANNOT_START = re.compile(r"[，。、；：！？”’）》·%的]")
_NEW_START = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]是|第[一二三四五六七八九十]|[“《（—])")


def join_changes(text: str) -> list[Change]:
    """Changes that join broken lines and move interleaved ones to where they belong.

    A body line that is not closed (…市区领导包联街) goes on in a later one that starts in the middle of a sentence
    (道、街道班子成员…). Which one is settled by how well the joint reads as words; the next line wins ties.

    Examples
    --------
    >>> [(c.step, c.start, c.end) for c in join_changes("建立台账。实行领导包联街\\n\\n道、社区的制度，一抓到底。")]
    [('layout/join', 12, 14)]
    """
    lines = list(split_lines(text))
    width = _wrap_width(lines)
    continues = _continuations(lines, width)
    moved = {after: before for before, after in continues.items() if after != before + 1}
    changes = []
    for before, after in continues.items():
        if after == before + 1:
            changes.append(Change(lines[before].end, lines[after].start, "", "layout/join"))
    for after, before in moved.items():
        changes.append(
            Change(
                lines[after].start, lines[after].end, lines[after].text, "layout/move", confidence=0.9,
                destination=lines[before].end, note="the joint reads as words",
            )
        )  # fmt: skip
    return sorted(changes)


def _wrap_width(lines: list[Line]) -> int | None:
    """The width at which a page was wrapped, or None: most of its longer lines have one length and no end."""
    open_lengths = [len(line.text) for line in lines if len(line.text) >= 15 and not is_closed(line.text)]
    if len(open_lengths) < 6:
        return None
    usual = mode(open_lengths)
    near = sum(abs(length - usual) <= 2 for length in open_lengths)
    return usual if near >= 0.7 * len(open_lengths) and usual <= 60 else None


def _is_open(line: Line, width: int | None) -> bool:
    """Whether a line breaks off inside a sentence."""
    if is_closed(line.text):
        return False
    return is_body(line.text) or (width is not None and len(line.text) >= width - 2)


def _continuations(lines: list[Line], width: int | None) -> dict[int, int]:
    """For every broken line the line it goes on in, as indices."""
    continues: dict[int, int] = {}
    waiting: list[int] = []
    for index, line in enumerate(lines):
        previous = index - 1
        follows_open = previous >= 0 and previous in waiting
        if follows_open and _may_continue(lines[previous], line, width):
            choice = _best_end(waiting, index, lines)
            continues[choice] = index
            waiting.remove(choice)
        waiting = [place for place in waiting if index - place < _REACH]
        if _is_open(line, width):
            waiting.append(index)
    return continues


def _may_continue(before: Line, after: Line, width: int | None) -> bool:
    """Whether a line may be the rest of a sentence rather than a paragraph or heading of its own."""
    if _CANNOT_START.match(after.text) or before.text.endswith(("，", "、")):
        return True
    if after.indented and not before.indented and width is not None:
        return False
    if _NEW_START.match(after.text) and not _COUNTED.search(before.text):
        return False
    return is_body(after.text) or width is not None


def _best_end(waiting: list[int], index: int, lines: list[Line]) -> int:
    """The broken line that this one continues: the next one above, unless an earlier joint reads clearly better."""
    here = lines[index].text

    def gain(place: int) -> float:
        before = lines[place].text
        bonus = 6.0 if _COUNTED.search(before) and here.startswith("是") else 0.0
        return joint_gain(before, here) + bonus

    adjacent = index - 1
    best = max(waiting, key=lambda place: (gain(place), place == adjacent, place))
    return best if gain(best) > gain(adjacent) + _MARGIN else adjacent
