"""Lines of a page: where they stand, and what their shape says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A heading is short and closed by nothing: 坚持以上率下，高位统筹，奏响全域创建最强音.
# Near-miss: 许多街道为小哥提供公益体检、免费理发服务， breaks off at its comma and is body text.
HEADING_LENGTH = 45
_BODY_MARK = re.compile(r"[。！？；…!?;]|[，、：,:]$")
# A sentence may be followed by a note in brackets: …砍伐。（张晓明 摄）
_CLOSED = re.compile(r"[。！？；：…!?;:][”’」』）)》】\"']*(?:[（(][^（）()。]{1,60}[）)])?$")


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
        if stripped:
            left = start + len(row) - len(row.lstrip())
            yield Line(left, left + len(stripped), stripped, row[:1].isspace())
        start += len(row) + 1


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
    return bool(paragraph) and not is_heading(paragraph)
