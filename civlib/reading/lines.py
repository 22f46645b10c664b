"""Lines of a page: where they stand, and what their shape says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

# A heading is short and closed by nothing: 坚持以上率下，高位统筹，奏响全域创建最强音.
# Near-miss: 许多街道为小哥提供公益体检、免费理发服务， breaks off at its comma and is body text.
HEADING_LENGTH = 45
_BODY_MARK = re.compile(r"[。！？；…!?;]|[，、：,:]$")
# A sentence may be followed by a note in brackets: …砍伐。（张晓明 摄）
_CLOSED = re.compile(r"[。！？；：…!?;:][”’」』）)》】\"']*(?:[（(][^（）()。]{1,60}[）)])?$")


# A page is wrapped when it has so many lines that break off, none of them short or wide.
_WRAPPED_LINES = 3
_WRAPPED_LEAST = 15
_WRAPPED_MOST = 60
_WRAPPED_SLACK = 2
_WRAPPED_AROUND = range(-_WRAPPED_SLACK, _WRAPPED_SLACK + 1)
_HALF_WIDE = re.compile("[ -~]")


class Line(NamedTuple):
    """One line that holds more than blanks: its span without them, its words, and whether blanks stood before it."""

    start: int
    end: int
    text: str
    indented: bool


def split_lines(text: str) -> Iterator[Line]:
    """The lines of a text that hold more than blanks."""
    start = 0
    for row in text.split("\n"):
        stripped = row.strip()
        size = len(row)
        if len(stripped) == size:
            if size:
                yield Line(start, start + size, row, False)
        elif stripped:
            left = start + size - len(row.lstrip())
            yield Line(left, left + len(stripped), stripped, row[:1].isspace())
        start += size + 1


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph is a heading: short, no sentence mark in it, not broken off at a comma.

    A short paragraph that ends in ？ or ！ is taken as body text: 如何擦亮“文明底色”？

    Examples
    --------
    >>> is_heading("全域覆盖 精细创建"), is_heading("文明创建，事关你我。")
    (True, False)
    """
    return 0 < len(paragraph) <= HEADING_LENGTH and not _BODY_MARK.search(paragraph)


def is_closed(paragraph: str) -> bool:
    """Whether a paragraph ends where a sentence may end.

    Examples
    --------
    >>> is_closed("太方便了。”"), is_closed("建立市区领导包联街")
    (True, False)
    """
    return bool(_CLOSED.search(paragraph))


def is_body(paragraph: str) -> bool:
    """Whether a paragraph is running text: it has a sentence mark, or it is longer than any heading.

    Examples
    --------
    >>> is_body("如何擦亮“文明底色”？"), is_body("补齐短板 做好创城答卷")
    (True, False)
    """
    return len(paragraph) > HEADING_LENGTH or _BODY_MARK.search(paragraph) is not None


def em_width(text: str) -> float:
    """How wide a line is on paper, in Chinese characters: a letter or digit takes half.

    Examples
    --------
    >>> em_width("2022年"), em_width("创城")
    (3.0, 2.0)
    """
    return len(text) - len(_HALF_WIDE.findall(text)) / 2


def wrap_width(lines: list[Line]) -> float | None:
    """The width at which a page was wrapped, or None.

    On such a page hardly any line is wider than that, and most lines that break off are nearly as wide.

    Examples
    --------
    >>> page = "\\n".join(["滨江区坚持创建为民、创建惠民，组织志愿者走"] * 6)
    >>> wrap_width(list(split_lines(page)))
    21.0
    """
    widths = Counter(
        round(em_width(line.text)) for line in lines if len(line.text) >= _WRAPPED_LEAST and not is_closed(line.text)
    )
    if widths.total() < _WRAPPED_LINES:
        return None
    # the first line of a paragraph lacks its indent, a line before a mark may be longer by that mark
    around = {width: sum(widths[width + slack] for slack in _WRAPPED_AROUND) for width in widths}
    near, usual = max((count, width) for width, count in around.items())
    most = usual + _WRAPPED_SLACK
    wider = sum(len(line.text) > most and em_width(line.text) > most for line in lines)
    return (
        float(usual)
        if near >= 0.75 * widths.total() and wider <= 0.05 * len(lines) and usual <= _WRAPPED_MOST
        else None
    )


def is_full(line: Line, width: float) -> bool:
    """Whether a line reaches the width at which its page was wrapped."""
    return em_width(line.text) >= width - _WRAPPED_SLACK


def is_open(line: Line, width: float | None) -> bool:
    """Whether a line breaks off inside a sentence, on a page that was wrapped at a width or on one that was not.

    Examples
    --------
    >>> [is_open(line, None) for line in split_lines("建立台账。实行领导包联街\\n主要做法")]
    [True, False]
    """
    if not is_body(line.text) and (width is None or not is_full(line, width)):
        return False
    return not is_closed(line.text)
