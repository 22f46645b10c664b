"""What is wrong in the source is flagged and stays."""

from __future__ import annotations

import pytest

from civlib.reading.flags import flag_changes


@pytest.mark.parametrize(
    "date",
    [
        "9月31日", "2月30日", "13月5日", "2023年2月29日", "2021年2月29日", "4月0日", "9月31号", "9月25日至31日", "9月1—31日", "二月三十日",
        "九月三十一日", "13月份",
    ],
)  # fmt: skip
def test_impossible_dates(date: str) -> None:
    text = f"从8月15日起至{date}，集中整治。"
    assert [(flag.step, flag.after) for flag in flag_changes(text)] == [("flag/impossible-date", date)]


@pytest.mark.parametrize("text", [
        "2024年2月29日，大会召开。", "2月29日，大会召开。", "12月31日前完成。", "8月25日至31日，集中整治。", "十二月三十一日前完成。",
        "农历二月三十日，庙会开场。", "腊月三十日，居民吃团圆饭。", "编号119月31日。", "12月份完成。", "历时13个月建成。",
    ])
def test_possible_dates(text: str) -> None:
    assert flag_changes(text) == []


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("整改完成12处。全区落实沿街商铺“门", ["全区落实沿街商铺“门"]),
        ("市场已改造三处。\n下一步计划年底前完成家禽、蔬菜、海鲜、肉类区域改造，新增摊", ["下一步计划年底前完成家禽、蔬菜、海鲜、肉类区域改造，新增摊"]),
        ("市场已改造三处。\n坚持以上率下，奏响创建最强音", []),
        ("居民都说好……", []),
    ],
)
def test_what_breaks_off_is_flagged_and_stays(text: str, flagged: list[str]) -> None:
    flags = [flag for flag in flag_changes(text) if flag.step == "flag/truncated"]
    assert [flag.after for flag in flags] == flagged
    assert all(text[flag.start : flag.end] == flag.after for flag in flags)
