"""Broken lines and interleaved columns."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from civlib.reading.cleaning import clean
from civlib.reading.joining import join_changes
from tests.reading.column_simulator import interleave, measure, page_breaks, read_articles, wrong_joins

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


def test_interleaved_columns_are_rather_left_than_put_together_wrongly() -> None:
    """On 300 pages 26 of 100 breaks are mended, 5 wrongly; of the rest no reading is clearly the best."""
    found = measure(read_articles(), 60)
    assert found["right"] >= 0.2 * found["breaks"]
    assert found["wrong"] <= 0.1 * found["breaks"]


def test_broken_lines_are_joined_with_the_next() -> None:
    found = measure(read_articles(), 60, make=page_breaks)
    assert found["right"] >= 0.45 * found["breaks"]
    assert found["wrong"] <= 0.05 * found["breaks"]


def test_articles_that_are_cut_off_stay_apart() -> None:
    joined, pages = wrong_joins(read_articles(), 60)
    assert joined <= 0.05 * pages


def test_moves_lose_nothing() -> None:
    for seed in range(30):
        page = interleave(read_articles(), seed)
        moved = clean(page.text, layout=True)
        text = "".join(edit.before for edit in moved.edits if edit.step.startswith(("page/", "furniture/"))) + moved.text
        assert sorted(text.replace("\n", "")) == sorted(page.text.replace("\n", ""))
