"""Characters no reader sees, entities, look-alikes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.reading.characters import character_changes, entity_changes
from civlib.reading.cleaning import clean
from civlib.reading.ledger import TrackedText, apply_changes

CASE_FILE = "characters.json"


def test_cases(case: dict[str, Any]) -> None:
    assert clean(case["input"], layout=False).text == case["expected"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("创\u200b城\r\n创\r城\u2028文", "创城\n创\n城\n文"),
        ("\x00\x85\x00创", "\n创"),
        ("创\ud800\udfff城", "创\ufffd\ufffd城"),
        ("⼯作⽂明", "工作文明"),
        ("A\tB", "A\tB"),
        ("创\u00ad城\ufeff", "创城"),
    ],
)
def test_characters(raw: str, expected: str) -> None:
    assert apply_changes(TrackedText.of(raw), character_changes(raw)).text == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("&ldquo;创城&rdquo;", "“创城”"),
        ("&#21019;&#x57CE;", "创城"),
        ("&amp;amp;amp;nbsp;", "\u00a0"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("&#xD800;&#0;", "&#xD800;&#0;"),
    ],
)
def test_entities(raw: str, expected: str) -> None:
    assert apply_changes(TrackedText.of(raw), entity_changes(raw)).text == expected


@given(st.text(st.characters(codec=None), max_size=80))
def test_nothing_a_reader_cannot_see_is_left(raw: str) -> None:
    assert not set(clean(raw).text) & set("\x00\r\x85\u200b\ufeff\ud800\u2028")
