"""Quantities: cases from a file, the reference readings, and what must hold for any text."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.content.quantity import COLUMNS, find_quantities, quantities
from civlib.content.quantity_rules import load_quantity_rules
from civlib.content.units import load_units
from civlib.errors import ArgumentError, ResourceError
from civlib.evaluation import differences, score_quantities
from civlib.reference import stand_in

GOLD = Path(__file__).parents[1] / "gold"
CASES = json.loads((Path(__file__).parents[1] / "cases" / "quantities.json").read_text(encoding="utf-8"))
ITEMS = json.loads((Path(__file__).parents[1] / "cases" / "quantity_items.json").read_text(encoding="utf-8"))
ALPHABET = "一二三两十百千万亿零半成分之余多约近至0129.,，%、—-~（）“”个人次平方米元年月日第由到提高大项老旧小区\n "


def found_in(text: str) -> list[list]:
    """What is found, in the form of the cases."""
    return [
        [text[q.start : q.end], q.value, q.unit, q.approx] + ([] if q.value_high is None else [q.value_high])
        for q in find_quantities(text)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_case(case: dict) -> None:
    found = found_in(case["text"])
    assert [row[0] for row in found] == [row[0] for row in case["expected"]]
    for row, expected in zip(found, case["expected"], strict=True):
        assert row[1] == pytest.approx(expected[1])
        assert row[2:4] == expected[2:4]
        assert row[4:] == pytest.approx(expected[4:])


def test_score_on_the_reference_does_not_drop() -> None:
    texts = stand_in(GOLD)
    assert score_quantities(texts, GOLD).set_index("report_id").loc["all", "f1"] >= 0.97, differences(texts, GOLD)


@pytest.mark.parametrize("example", load_quantity_rules().examples, ids=lambda example: example.name)
def test_every_rule_leaves_its_near_miss_alone(example: object) -> None:
    assert find_quantities(example.example) == [], example.example  # type: ignore[attr-defined]
    assert find_quantities(example.near_miss) != [], example.near_miss  # type: ignore[attr-defined]


def test_a_change_links_two_rows() -> None:
    frame = quantities("满意率由82%提高到96.5%，车位从1.2万个增至3.8万个，另建公厕9座。")
    assert frame["change"].tolist()[:4] == [1, 1, 2, 2]
    assert frame["change"].isna().tolist() == [False, False, False, False, True]


@pytest.mark.parametrize("case", ITEMS, ids=lambda case: case["why"] + ": " + case["text"][:12])
def test_item(case: dict) -> None:
    frame = quantities(case["text"])
    assert frame["item"].tolist() == case["expected"]
    for row in frame.itertuples():
        assert row.item == ("" if row.item_start is pd.NA else case["text"][row.item_start : row.item_end])


def test_items_on_the_reference_do_not_drop() -> None:
    texts = stand_in(GOLD)
    score = score_quantities(texts, GOLD, fields=("value", "unit", "item")).set_index("report_id").loc["all"]
    assert score["recall"] >= 0.82


def test_table_keeps_its_columns() -> None:
    assert list(quantities("").columns) == list(COLUMNS)
    frame = quantities("建成公园3个。\n新增绿地2公顷。")
    assert frame["sentence"].tolist() == [0, 1]
    assert frame["dimension"].tolist() == ["things", "area"]
    assert frame["base_value"].tolist() == [3.0, 20000.0]


def test_a_count_without_classifier_is_no_share() -> None:
    frame = quantities("逾30万市民参与，七成满意，满意率70%。")
    assert frame["dimension"].tolist() == ["", "share", "share"]
    assert frame["base_value"].tolist() == pytest.approx([300_000, 0.7, 0.7])
    assert frame["item"].tolist()[0] == "市民"


def test_units_compare_within_a_dimension_only() -> None:
    units = load_units()
    assert units.convert(15, "亩", "公顷") == pytest.approx(1.0)
    assert units.convert(1, "公顷", "平方米") == 10_000
    assert units.convert(3, "亿元", "万元") == pytest.approx(30_000)
    assert units.compare(1, "公里", 1000, "米") == 0
    assert units.compare(2, "亩", 1, "公顷") == -1
    for one, two in (("亩", "元"), ("%", "个百分点"), ("人", "人次"), ("元", "美元"), ("株", "辆"), ("元/月", "元"), ("元/月", "元/年")):
        with pytest.raises(ArgumentError, match="cannot be compared"):
            units.convert(1, one, two)
    with pytest.raises(ArgumentError, match="not known"):
        units.convert(1, "光年", "米")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("米,length,x,yes", "positive number"),
        ("米,length,-1,yes", "positive number"),
        (",length,1,yes", "no name"),
        ("米,length,1,maybe", "small is"),
        ("米,length,1,yes\n米,length,1,yes", "twice"),
    ],
)
def test_a_broken_unit_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"unit,dimension,factor,small\n{row}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=complaint):
        load_units(path)


def test_own_units_replace_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("unit,dimension,factor,small\n桌,tables,1,yes\n", encoding="utf-8")
    frame = quantities("摆下长街宴200桌、彩旗300面。", units=path)
    assert frame["surface"].tolist() == ["200桌"]


def test_broken_rules_are_named(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("markers: {before: {}, after: {}}\nnot_quantities: [{name: x, match: '('}]\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="entry 1"):
        quantities("3个", rules=path)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(alphabet=ALPHABET, max_size=60)))
def test_spans_hold_for_any_text(text: str) -> None:
    last = 0
    for q in find_quantities(text):
        assert last <= q.start < q.end <= len(text)
        last = q.end
        assert q.value_high is None or q.value <= q.value_high
        assert (q.approx == "range") == (q.value_high is not None)
        assert q.approx in ("exact", "over", "under", "about", "range")
        if q.item_start is not None and q.item_end is not None:
            assert 0 <= q.item_start < q.item_end <= len(text)
            assert q.item_end <= q.start or q.end <= q.item_start


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "1",
        "“",
        "、",
        "由1个到",
        "1,",
        "百分之",
        "3至",
        "第",
        "\n",
        "（",
        "近",
        "1.",
        "三五",
        "万",
        "2个、",
        "年",
        "分之",
    ],
)
def test_hostile_text_keeps_its_spans(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(0 <= found.start < found.end <= len(text) for found in find_quantities(text))


def test_where_and_when_is_not_what_is_counted() -> None:
    """The clause says the place and the time of the count, not its thing: no item rather than a wrong one."""
    (row,) = quantities("春节期间全县有2.6万人参与线上寄语。").itertuples()
    assert (row.value, row.item) == (26000.0, "")
    (near,) = quantities("全县志愿者有2.6万人。").itertuples()
    assert near.item == "全县志愿者" or near.item == "志愿者"
