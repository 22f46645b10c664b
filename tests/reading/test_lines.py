"""What the shape of a line says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.reading.lines import is_body, is_closed, is_heading, split_lines


@pytest.mark.parametrize("line", ["全域覆盖 精细创建", "一、主要做法", "坚持以上率下，高位统筹，凝聚合力", "——滨江区侧记"])
def test_headings(line: str) -> None:
    assert is_heading(line) and not is_body(line)


@pytest.mark.parametrize("line", ["文明创建，事关你我。", "如何补齐短板？", "街道为居民提供义诊、理发服务，", "创" * 46])
def test_body(line: str) -> None:
    assert is_body(line) and not is_heading(line)


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("太方便了。”", True), ("居民点赞。（王小云 摄）", True), ("共投入300元（含税）", False), ("市区领导包联街", False), ("如下：", True),
    ],
)  # fmt: skip
def test_closed(line: str, closed: bool) -> None:
    assert is_closed(line) is closed


@given(st.text("创 \n\t。", max_size=40))
def test_lines_stand_where_they_say(text: str) -> None:
    for line in split_lines(text):
        assert text[line.start : line.end] == line.text == line.text.strip() != ""
