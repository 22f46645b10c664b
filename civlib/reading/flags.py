"""Places that are wrong in the source and stay as they are: flagged, never completed or corrected."""

from __future__ import annotations

import calendar
import re

from civlib.reading.ledger import Change
from civlib.reading.lines import is_body, is_closed, split_lines

_NUMERALS = "〇一二三四五六七八九十"
# 2021年2月29日, 9月25日至31日, 二月三十日, 13月份; no month is the end of a longer number. 农历二月三十日 may be.
_DATE = re.compile(
    rf"(?<![\d.])(?<![农阴]历)(?:(?P<year>\d{{4}})年(?:的)?)?(?P<month>\d{{1,2}}|(?<![{_NUMERALS}])[{_NUMERALS}]{{1,3}})月"
    rf"(?:(?P<day>\d{{1,2}}|[{_NUMERALS}]{{1,3}})[日号]?(?:(?:[至到~～]|[—–-]{{1,2}})(?P<last>\d{{1,2}}|[{_NUMERALS}]{{1,3}}))?(?<![日号])[日号]|份)"
)
_SENTENCE_TAIL = re.compile(r"[^。！？；\n]*$")
# The last line of a text that has a comma and is longer than this breaks off, though it may look like a heading.
_HEADING_AT_LAST = 25


def flag_changes(text: str) -> list[Change]:
    """Flags: changes that change nothing, for truncated paragraphs and impossible dates.

    Examples
    --------
    >>> [(c.step, text[c.start:c.end]) for text in ["至9月31日。"] for c in flag_changes(text)]
    [('flag/impossible-date', '9月31日')]
    """
    flags = []
    for match in _DATE.finditer(text):
        if not _possible(match):
            flags.append((match.start(), match.end(), "flag/impossible-date", "no calendar has this day"))
    lines = list(split_lines(text))
    for line in lines:
        if (is_body(line.text) or (line is lines[-1] and _breaks_off(line.text))) and not is_closed(line.text):
            tail = _SENTENCE_TAIL.search(line.text)
            start = line.start + (tail.start() if tail else 0)
            flags.append((start, line.end, "flag/truncated", "the paragraph breaks off in the source"))
    changes: list[Change] = []
    for start, end, step, note in sorted(flags):
        if not changes or start >= changes[-1].end:
            changes.append(Change(start, end, text[start:end], step, note=note))
    return changes


def _breaks_off(text: str) -> bool:
    return len(text) >= _HEADING_AT_LAST and "，" in text


def _number(text: str) -> int:
    """三十一 or 31 as a number; -1 for what is none, such as 一二."""
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    if any(part and (len(part) > 1 or part not in _NUMERALS) for part in (tens, units)):
        return -1
    return (_NUMERALS.index(tens) if tens else 1 if ten else 0) * 10 + (_NUMERALS.index(units) if units else 0)


def _possible(match: re.Match[str]) -> bool:
    """Whether a calendar has the day, or the month if only that is said. What is no number is left alone."""
    month = _number(match["month"])
    days = [_number(day) for day in (match["day"], match["last"]) if day]
    if -1 in (month, *days):
        return True
    if not 1 <= month <= 12:
        return False
    year = int(match["year"]) if match["year"] and int(match["year"]) else 2000
    return all(1 <= day <= calendar.monthrange(year, month)[1] for day in days)
