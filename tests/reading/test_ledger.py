"""Changes, alignment, replay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.errors import CivlibError
from civlib.reading.ledger import Change, TrackedText, apply_changes, replay


def run(raw: str, *passes: list[Change]) -> TrackedText:
    tracked = TrackedText.of(raw)
    for changes in passes:
        tracked = apply_changes(tracked, changes)
    return tracked


def test_insertion_replacement_removal_and_move() -> None:
    tracked = run(
        "甲乙丙丁戊",
        [
            Change(0, 0, "（", "t/insert"),
            Change(1, 2, "", "t/remove"),
            Change(2, 3, "丙丙", "t/replace"),
            Change(4, 5, "戊", "t/move", destination=1),
        ],
    )
    assert tracked.text == "（甲戊丙丙丁"
    assert replay("甲乙丙丁戊", tracked.edits) == tracked.text
    assert tracked.alignment.spans(2, 3) == [(4, 5)]
    assert tracked.alignment.spans(3, 5) == [(2, 3)]
    assert [(edit.step, tracked.text[edit.start : edit.end]) for edit in tracked.edits] == [
        ("t/insert", "（"), ("t/remove", ""), ("t/replace", "丙丙"), ("t/move", "戊"),
    ]  # fmt: skip


def test_later_passes_carry_earlier_edits_along() -> None:
    tracked = run("創城文明", [Change(0, 1, "创", "t/one", charwise=True)], [Change(0, 0, "——", "t/two")])
    first = tracked.edits[0]
    assert (first.start, first.end, tracked.text[first.start : first.end]) == (2, 3, "创")
    assert (first.raw_start, first.raw_end) == (0, 1)


def test_flags_change_nothing() -> None:
    tracked = run("9月31日", [Change(0, 5, "9月31日", "flag/date")])
    assert tracked.text == "9月31日" and tracked.edits[0].before == tracked.edits[0].after


def test_overlapping_changes_are_a_fault() -> None:
    with pytest.raises(CivlibError, match="overlap"):
        run("甲乙丙", [Change(0, 2, "", "t/one"), Change(1, 3, "", "t/two")])


def test_replay_notices_another_text() -> None:
    tracked = run("甲乙", [Change(0, 1, "", "t/one")])
    with pytest.raises(CivlibError, match="expects"):
        replay("丙乙", tracked.edits)


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, list[list[tuple[int, int, str, int | None]]]]:
    """A text, and for each of a few passes fractions that are turned into changes of the text of the time."""
    raw = draw(st.text("甲乙丙丁12\n", max_size=20))
    change = st.tuples(st.integers(0, 3), st.integers(0, 3), st.text("子丑", max_size=3), st.none() | st.integers(0, 20))
    return raw, draw(st.lists(st.lists(change, max_size=5), max_size=4))


@given(chains())
def test_any_chain_of_changes_replays(chain: tuple[str, list[list[tuple[int, int, str, int | None]]]]) -> None:
    raw, passes = chain
    tracked = TrackedText.of(raw)
    for wanted in passes:
        changes, cursor = [], 0
        for gap, length, after, target in wanted:
            start, end = cursor + gap, cursor + gap + length
            if end > len(tracked.text) or start < cursor:
                break
            moved = target is not None and end > start and target <= cursor - 0 and not changes
            stretch = tracked.text[start:end]
            changes.append(
                Change(start, end, stretch if moved else after, "t/any", destination=0 if moved else None)
            )
            cursor = end + 1
        tracked = apply_changes(tracked, changes)
    assert replay(raw, tracked.edits) == tracked.text
    assert len(tracked.alignment.starts) == len(tracked.text)
    for edit in tracked.edits:
        assert 0 <= edit.start <= edit.end <= len(tracked.text)
        assert 0 <= edit.raw_start <= edit.raw_end <= len(raw)
