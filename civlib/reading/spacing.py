"""Blanks: one line a paragraph, no space inside Chinese but between the halves of a heading or slogan."""

from __future__ import annotations

import re

from civlib.reading.ledger import Change
from civlib.reading.lines import is_heading
from civlib.reading.punctuation import CHINESE

_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_GAP = re.compile(r"\s*\n\s*")
_WORD_LEFT = re.compile(rf"[{CHINESE}0-9A-Za-z”’》）%]")
_WORD_RIGHT = re.compile(rf"[{CHINESE}0-9A-Za-z“‘《（]")
_HALF = re.compile(rf"[{CHINESE}0-9A-Za-z“”‘’《》（）+·]+")
_QUOTED = re.compile(r"“([^“”\n]{3,40})”")
_DATE_LEFT = re.compile(r"[第年月共约达近]$")
_DATE_RIGHT = re.compile(r"[年月日时号版期届个名条项次处家户人万亿元米平公里余多%]")


def gap_changes(text: str) -> list[Change]:
    """Changes that leave one line feed between paragraphs, and none at either end.

    Examples
    --------
    >>> [(c.start, c.end, c.after) for c in gap_changes("\\n创城\\n\\n我们\\n")]
    [(0, 1, ''), (3, 5, '\\n'), (7, 8, '')]
    """
    changes = []
    body = text.strip()
    start = len(text) - len(text.lstrip()) if body else 0
    end = start + len(body)
    if start:
        changes.append(Change(0, start, "", "spacing/lines"))
    for match in _LINE_GAP.finditer(text, start, end):
        if match.group() != "\n":
            changes.append(Change(match.start(), match.end(), "\n", "spacing/lines"))
    if end < len(text):
        changes.append(Change(end, len(text), "", "spacing/lines"))
    return changes


def blank_changes(text: str) -> list[Change]:
    """Changes that take blanks out of Chinese.

    Kept, as one space: between Latin words, and between the halves of a heading (全域覆盖 精细创建) or of a quoted slogan
    (“创城 我们一起”). A half is two characters or more, so that 目 录 closes up.

    Examples
    --------
    >>> [(c.start, c.end, c.after) for c in blank_changes("开展“ 星期六行动”，清运 3 吨。")]
    [(3, 4, ''), (13, 14, ''), (15, 16, '')]
    """
    changes = []
    start = 0
    for line in text.split("\n"):
        if _BLANKS.search(line):
            changes += _line_blanks(line, start)
        start += len(line) + 1
    return changes


def _line_blanks(line: str, offset: int) -> list[Change]:
    slogans = [(0, len(line))] if is_heading(line.strip()) else [m.span(1) for m in _QUOTED.finditer(line) if "，" not in m.group()]
    changes, current = [], 0
    for match in _BLANKS.finditer(line):
        left, right = line[max(0, match.start() - 1) : match.start()], line[match.end() : match.end() + 1]
        while current < len(slogans) and slogans[current][1] < match.start():
            current += 1
        inside = current < len(slogans) and slogans[current][0] < match.start() and match.end() < slogans[current][1]
        keep = _western(left) and _western(right) and (left.isalnum() or right.isalnum())
        if not keep and inside and _WORD_LEFT.match(left) and _WORD_RIGHT.match(right):
            keep = _is_joint(line, match.start(), match.end())
        after = " " if keep else ""
        if after != match.group():
            changes.append(Change(offset + match.start(), offset + match.end(), after, "spacing/blanks"))
    return changes


def _western(char: str) -> bool:
    """Whether a character belongs to a script that parts its words by blanks: Nguyễn Ái, « thé »."""
    return "" < char < "\u2000"


def _is_joint(line: str, start: int, end: int) -> bool:
    """Whether a blank stands between two halves of a heading rather than inside a word, a date or a count."""
    halves = [_HALF.findall(line[max(0, start - 12) : start]), _HALF.findall(line[end : end + 12])]
    if not halves[0] or not halves[1] or len(halves[0][-1]) < 2 or len(halves[1][0]) < 2:
        return False
    if line[end].isdigit() and _DATE_LEFT.search(line[:start]):
        return False
    return not (line[start - 1].isdigit() and _DATE_RIGHT.match(line[end]))
