"""Broken lines and interleaved columns."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from civlib.reading.cleaning import clean
from civlib.reading.joining import join_changes

CASE_FILE = "joining.json"


def test_cases(case: dict[str, Any]) -> None:
    assert clean(case["input"]).text == case["expected"]


def test_what_breaks_off_is_flagged() -> None:
    flags = [edit for edit in clean("全区完成整治12处。全区落实沿街商铺“门").edits if edit.step == "flag/truncated"]
    assert [(flag.before, flag.after) for flag in flags] == [("全区落实沿街商铺“门", "全区落实沿街商铺“门")]


@given(st.lists(st.text("创城，。、二是“”一\n ", max_size=60), max_size=12).map("\n".join))
def test_only_gaps_between_lines_go(text: str) -> None:
    for change in join_changes(text):
        if change.destination is None:
            assert change.after == "" and not text[change.start : change.end].strip()
        else:
            assert change.after == text[change.start : change.end]
