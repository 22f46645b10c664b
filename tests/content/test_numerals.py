"""The numeral reader: cases from a file, and every whole number up to 10^16 in its written forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.content.numerals import normal_width, read_numeral
from tests.content.numeral_writer import bare, chinese_forms, forms, full

CASES = json.loads((Path(__file__).parents[1] / "cases" / "numerals.json").read_text(encoding="utf-8"))
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'] or 'empty'}: {case['why']}")
def test_case(case: dict) -> None:
    value = read_numeral(case["text"])
    if case["expected"] is None:
        assert value is None
    else:
        assert value is not None
        assert value == pytest.approx(case["expected"], rel=1e-12)


WHOLE = st.one_of(
    st.integers(0, 10**5),
    st.integers(0, 10**16),
    st.integers(1, 9999).flatmap(lambda n: st.sampled_from([n * 10**k for k in range(13)])),
    # figures with gaps in odd places: 30,000,507
    st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, 9]), min_size=1, max_size=16).map(lambda d: int("".join(map(str, d)))),
)


@settings(max_examples=800, deadline=None)
@given(WHOLE)
def test_every_form_of_a_number_reads_as_that_number(number: int) -> None:
    for form in forms(number):
        if len(form) <= 48:
            assert read_numeral(form) == number, form


@settings(max_examples=300, deadline=None)
@given(WHOLE, st.sampled_from(["个", "余", "多", "约", "第", "百百", "万万亿万", "点", "、", "年", "。"]))
def test_a_numeral_with_something_beside_it_is_none(number: int, other: str) -> None:
    for form in (full(number), str(number)):
        assert read_numeral(form + other) is None
        assert read_numeral("约" + form) is None
        assert read_numeral(form + " " + form) is None


@settings(max_examples=3000, deadline=None)
@given(st.text(alphabet="零〇一二两三九十百千万亿", min_size=1, max_size=9))
def test_what_is_read_can_be_written_so(text: str) -> None:
    """A string of numerals at random is read only if it is one of the forms of the number that is read."""
    value = read_numeral(text)
    if value is not None and value <= 10**16:
        assert isinstance(value, int)
        assert bare(text) in {bare(form) for form in chinese_forms(value)}, (text, value)


def test_the_largest_number_reads() -> None:
    assert full(10**16) == "一亿亿"
    assert read_numeral("一亿亿") == read_numeral("１００００００００００００００００") == 10**16


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="零一二两三五九十百千万亿点分之成半数0159.,，%负又壹佰余多 个", max_size=12))
def test_what_is_read_is_one_number_and_stays_it(text: str) -> None:
    value = read_numeral(text)
    assert value is None or isinstance(value, int | float)
    assert value == read_numeral(text)
    if value is not None:
        # an unit, a marker or a second numeral that does not belong makes it no numeral any more
        assert read_numeral(text + "个") is None
        assert read_numeral("约" + text) is None


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    read_numeral(text)
    assert len(normal_width(text)) == len(text)


@pytest.mark.parametrize("sign", ["一", "1", "亿", "万", "零", "十", "点", "分之", ",", "成"])
def test_hostile_length_is_read_as_nothing(sign: str) -> None:
    assert read_numeral(sign * 100_000) is None
