"""Numbered formulas: cases from a file, the reference readings, and what must hold for any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.content.formula import COLUMNS, find_formulas, formulas
from civlib.content.formula_rules import load_formula_rules
from civlib.errors import ResourceError
from civlib.evaluation import differences, score_formulas, score_members
from civlib.reference import stand_in

GOLD = Path(__file__).parents[1] / "gold"
CASES = json.loads((Path(__file__).parents[1] / "cases" / "formulas.json").read_text(encoding="utf-8"))
MEMBERS = json.loads((Path(__file__).parents[1] / "cases" / "formula_members.json").read_text(encoding="utf-8"))
ALPHABET = "一二三两双十百千万1234+N、，。：；“”（）等即和大项个条机制工程行动清单门前包盘棋是聚焦打好\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"] + ": " + case["text"][:12])
def test_case(case: dict) -> None:
    text = case["text"]
    found = [
        [text[f.start : f.end], f.kind, f.number, [text[start:end] for start, end in f.members], f.complete]
        for f in find_formulas(text)
    ]
    assert [row[: len(expected)] for row, expected in zip(found, case["expected"], strict=False)] == case["expected"]
    assert len(found) == len(case["expected"]), found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.xfail(strict=True)] if case.get("known_failure") else [])
        for case in MEMBERS
    ],
    ids=lambda case: case["why"] + ": " + case["text"][:12],
)
def test_members(case: dict) -> None:
    text = case["text"]
    found = next(f for f in find_formulas(text) if text[f.start : f.end] == case["formula"])
    assert [text[start:end] for start, end in found.members] == case["members"]
    assert found.complete is case["complete"]


def test_scores_on_the_reference_do_not_drop() -> None:
    texts = stand_in(GOLD)
    mentions, members = (score(texts, GOLD).set_index("report_id").loc["all"] for score in (score_formulas, score_members))
    assert mentions["f1"] >= 0.97, differences(texts, GOLD)
    assert members["recall"] >= 0.9, differences(texts, GOLD)


@pytest.mark.parametrize(
    "example", load_formula_rules().examples, ids=lambda example: f"{example.group} {example.name}"
)
def test_every_entry_leaves_its_near_miss_alone(example: object) -> None:
    def names(text: str) -> list[str]:
        return [text[f.start : f.end] for f in find_formulas(text)]

    group, name = example.group, example.name  # type: ignore[attr-defined]
    if group == "not_formulas":
        assert names(example.example) == []  # type: ignore[attr-defined]
        assert names(example.near_miss) != []  # type: ignore[attr-defined]
    elif group == "patterns":
        assert names(example.example) != []  # type: ignore[attr-defined]
        assert names(example.near_miss) == []  # type: ignore[attr-defined]
    else:
        assert name in names(example.example)  # type: ignore[attr-defined]
        assert name not in names(example.near_miss)  # type: ignore[attr-defined]


def test_members_spread_to_other_mentions_of_the_same_formula() -> None:
    frame = formulas("打好“三大战役”。\n全县推进“三大战役”：蓝天战役、碧水战役、净土战役。")
    assert frame["members"].tolist() == [("蓝天战役", "碧水战役", "净土战役")] * 2
    assert frame["complete"].tolist() == [True, True]


def test_members_from_sentences_that_open_alike() -> None:
    text = "紧盯4大重点任务。\n聚焦市场整治，定人定责。\n聚焦飞线治理，销号管理。\n聚焦楼道清理，逐户上门。\n聚焦小区停车，划线归位。"
    assert formulas(text)["members"].tolist() == [("市场整治", "飞线治理", "楼道清理", "小区停车")]


def test_members_of_the_parts_of_a_structure() -> None:
    text = (
        "建立“1+3+2”架构，即设立1个创建工作总指挥部；下设3个专项组，即综合协调组、督导检查组和宣传引导组；"
        "组建市容提升、交通治理2个专班。"
    )
    row = formulas(text).iloc[0]
    assert row["members"] == ("创建工作总指挥部", "综合协调组", "督导检查组", "宣传引导组", "市容提升", "交通治理")
    assert row["complete"] is True


def test_a_list_cut_off_at_the_end_is_not_complete() -> None:
    frame = formulas("实施“四大行动”。一是净化行动。二是绿化行动。三是亮化")
    assert frame["complete"].tolist() == [False]


def test_table_keeps_its_columns() -> None:
    assert list(formulas("").columns) == list(COLUMNS)
    frame = formulas("健全责任、考核等“五大机制”。")
    row = frame.iloc[0]
    assert row["members"] == ("责任", "考核")
    assert row["complete"] is False
    assert formulas("下好“一盘棋”。")["complete"].tolist() == [None]


def test_a_broken_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "formulas.yaml"
    path.write_text("classifiers: [大]\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="heads"):
        formulas("五大机制", rules=path)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(alphabet=ALPHABET, max_size=70)))
def test_spans_hold_for_any_text(text: str) -> None:
    last = 0
    for f in find_formulas(text):
        assert last <= f.start < f.end <= len(text)
        last = f.end
        assert f.kind in ("set", "structure", "slogan")
        assert f.number
        assert (f.complete is None) == (not f.members)
        assert all(0 <= start < end <= len(text) for start, end in f.members)


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "1",
        "“",
        "”",
        "、",
        "五大",
        "三清单，",
        "“三”",
        "1+",
        "双",
        "等五大机制",
        "聚焦。",
        "一是",
        "（一）",
        "“四个一”、",
    ],
)
def test_hostile_text_keeps_its_spans(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    assert all(0 <= found.start < found.end <= len(text) for found in find_formulas(text))
