"""Places that are wrong in the source and stay as they are: flagged, never completed or corrected."""

from __future__ import annotations

import calendar
import re

from civlib.reading.ledger import Change
from civlib.reading.lines import is_body, is_closed, split_lines

_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_SENTENCE_TAIL = re.compile(r"[^。！？；\n]*$")


def flag_changes(text: str) -> list[Change]:
    """Flags: changes that change nothing, for truncated paragraphs and impossible dates.

    Examples
    --------
    >>> [(c.step, text[c.start:c.end]) for text in ["至9月31日。"] for c in flag_changes(text)]
    [('flag/impossible-date', '9月31日')]
    """
    flags = []
    for match in _DATE.finditer(text):
        if not _possible(*match.groups()):
            flags.append((match.start(), match.end(), "flag/impossible-date", "no calendar has this day"))
    for line in split_lines(text):
        if is_body(line.text) and not is_closed(line.text):
            tail = _SENTENCE_TAIL.search(line.text)
            start = line.start + (tail.start() if tail else 0)
            flags.append((start, line.end, "flag/truncated", "the paragraph breaks off in the source"))
    changes: list[Change] = []
    for start, end, step, note in sorted(flags):
        if not changes or start >= changes[-1].end:
            changes.append(Change(start, end, text[start:end], step, note=note))
    return changes


def _possible(year: str | None, month: str, day: str) -> bool:
    if not 1 <= int(month) <= 12:
        return False
    return 1 <= int(day) <= calendar.monthrange(int(year) if year and int(year) else 2000, int(month))[1]
