"""The numeral reader: cases from a file, and every whole number up to 10^16 in its written forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.content.numerals import normal_width, read_numeral

CASES = json.loads((Path(__file__).parents[1] / "cases" / "numerals.json").read_text(encoding="utf-8"))
DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'] or 'empty'}: {case['why']}")
def test_case(case: dict) -> None:
    value = read_numeral(case["text"])
    if case["expected"] is None:
        assert value is None
    else:
        assert value is not None
        assert value == pytest.approx(case["expected"], rel=1e-12)


def write_section(number: int) -> str:
    """A number below ten thousand in full Chinese form."""
    written, gap = "", False
    for size, place in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + place
            gap = False
        else:
            gap = True
    return written


def write_number(number: int) -> str:
    """A number in full Chinese form, 一千零五十 and 一万零二."""
    for size, sign in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            above, below = divmod(number, size)
            gap = "零" if 0 < below < size // 10 else ""
            return write_number(above) + sign + gap + (write_number(below) if below else "")
    return write_section(number) if number else DIGITS[0]


def spoken_short(written: str, number: int) -> str | None:
    """The form with the last place understood: 三千五 for 三千五百."""
    if number >= 100 and written[-1] in "百千万" and len(written) > 3 and written[-3] in "百千万亿":
        lower = {"百": "千", "千": "万"}.get(written[-1])
        if lower and written[-3] == lower:
            return written[:-1]
    return None


def forms(number: int) -> list[str]:
    """The written forms of a whole number."""
    full = write_number(number)
    found = [full, full.replace("零", "〇"), str(number), f"{number:,}"]
    if full.startswith("一十"):
        found.append(full[1:])
    # 两千, 两万, but not 十两万
    found.append(
        "".join(
            "两"
            if sign == "二"
            and full[k + 1 : k + 2] in ("千", "万", "亿")
            and full[k - 1 : k] not in ("零", "十", "百", "千")
            else sign
            for k, sign in enumerate(full)
        )
    )
    bankers = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
    found.append(full.translate(bankers))
    found.append(full.translate(str.maketrans("万亿", "萬億")))
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    found.append(str(number).translate(wide))
    if short := spoken_short(full, number):
        found.append(short)
    for size, sign in ((10**4, "万"), (10**8, "亿")):
        if number >= size and number % (size // 100) == 0:
            found.append(f"{number / size:.2f}".rstrip("0").rstrip(".") + sign)
    return found


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.integers(0, 10**5),
        st.integers(0, 10**16),
        st.integers(1, 9999).flatmap(lambda n: st.sampled_from([n * 10**k for k in range(13)])),
    )
)
def test_every_form_of_a_number_reads_as_that_number(number: int) -> None:
    for form in forms(number):
        if len(form) <= 48:
            assert read_numeral(form) == number, form


def test_the_largest_number_reads() -> None:
    assert write_number(10**16) == "一亿亿"
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
