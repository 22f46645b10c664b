"""Traditional to simplified, the particle 著, pinyin notes."""

from __future__ import annotations

from typing import Any

from civlib.reading.cleaning import clean

CASE_FILE = "script.json"


def test_cases(case: dict[str, Any]) -> None:
    assert clean(case["input"]).text == case["expected"]


def test_every_conversion_is_an_edit() -> None:
    result = clean("發(fā)現問題,向著目標")
    steps = {(edit.step, edit.before, edit.after) for edit in result.edits}
    assert ("notes/pinyin", "(fā)", "") in steps
    assert ("script/particle", "著", "着") in steps
