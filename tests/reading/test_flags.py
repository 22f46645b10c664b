"""What is wrong in the source is flagged and stays."""

from __future__ import annotations

import pytest

from civlib.reading.flags import flag_changes


@pytest.mark.parametrize("date", ["9月31日", "2月30日", "13月1日", "2023年2月29日", "4月0日"])
def test_impossible_dates(date: str) -> None:
    text = f"从8月15日起至{date}，集中整治。"
    assert [(flag.step, flag.after) for flag in flag_changes(text)] == [("flag/impossible-date", date)]


@pytest.mark.parametrize("text", ["2024年2月29日，大会召开。", "2月29日，大会召开。", "12月31日前完成。"])
def test_possible_dates(text: str) -> None:
    assert flag_changes(text) == []
