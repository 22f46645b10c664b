"""Cases of spacing, through the whole chain of passes."""

from __future__ import annotations

from typing import Any

from civlib.reading.cleaning import clean

CASE_FILE = "spacing.json"


def test_cases(case: dict[str, Any]) -> None:
    assert clean(case["input"]).text == case["expected"]
