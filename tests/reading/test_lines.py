"""What the shape of a line says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.reading.lines import is_body, is_closed, is_heading, is_open, split_lines, wrap_width


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


SENTENCE = "滨江区组织志愿者走进社区清理小广告规范停车秩序劝导不文明行为居民都说出门舒心多了也愿意一起守护家园"


@pytest.mark.parametrize("width", [16, 24, 36])
def test_a_wrapped_page_has_a_width(width: int) -> None:
    text = SENTENCE * 4 + "。"
    page = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    found = wrap_width(list(split_lines(page)))
    assert found is not None and abs(found - width) <= 2


def test_paragraphs_have_no_width() -> None:
    assert wrap_width(list(split_lines("\n".join(["补短板 强弱项", SENTENCE + "。", SENTENCE * 2 + "。"] * 5)))) is None


@pytest.mark.parametrize(
    ("line", "width", "broken"),
    [
        ("建立台账。市区领导包联街", None, True), ("街道提供义诊、理发服务，", None, True), ("补短板 强弱项", None, False), ("居民点赞。", None, False),
        ("补短板 强弱项", 30, False), ("坚持创建为民创建惠民创建靠民", 14, True),
    ],
)  # fmt: skip
def test_open(line: str, width: float | None, broken: bool) -> None:
    assert is_open(next(split_lines(line)), width) is broken
