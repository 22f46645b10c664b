"""Quantities and the measures whose cues stand next to them."""

import pandas as pd
import pytest

from civlib.content.coding import measures
from civlib.content.quantity import quantities
from civlib.errors import ArgumentError
from civlib.statistics.linking import measured

TEXT = "筹措资金2亿元，改造老旧小区12个，清运垃圾300吨。全区共有8个乡镇。"


def linked(text=TEXT, **options):
    return measured(quantities(text), measures(text), **options)


def nearest(frame):
    return frame[frame["nearest"]].set_index("surface")["code"].to_dict()


def test_each_quantity_goes_to_the_measure_beside_it():
    assert nearest(linked()) == {"2亿元": "RES_FUND", "12个": "ENV_ESTATE", "300吨": "ENV_CLEAN"}


def test_every_code_of_the_sentence_has_a_row_and_other_sentences_have_none():
    frame = linked()
    assert frame.groupby("surface")["code"].nunique().to_dict() == {"2亿元": 3, "12个": 3, "300吨": 3}
    assert "8个" not in set(frame["surface"])


def test_spans_and_cues_are_those_of_the_text():
    frame = linked()
    assert all(TEXT[start:end] == surface for start, end, surface in zip(
        frame["start"], frame["end"], frame["surface"], strict=True))  # fmt: skip
    assert all(cue in TEXT for cue in frame["cue"])


def test_a_cue_too_far_off_is_a_row_but_not_nearest():
    frame = linked("投入资金，让沿河两岸的群众在家门口就能走得顺、坐得下、看得见风景、住得安心舒心放心，如今飞来白鹭90只。", within=10)
    far = frame[frame["surface"] == "90只"]
    assert far["distance"].min() > 10 and not far["nearest"].any()


def test_the_item_counts_as_part_of_the_quantity():
    counted = pd.DataFrame({
        "report_id": ["a"], "sentence": [0], "start": [20], "end": [23], "surface": ["12个"], "item": ["老旧小区"],
        "item_start": [4], "item_end": [8], "dimension": ["things"], "base_value": [12.0],
    })  # fmt: skip
    coded = pd.DataFrame({
        "report_id": "a", "sentence": 0, "code": ["ENV_ESTATE", "RES_FUND"], "start": [2, 26], "end": [4, 28],
        "surface": ["改造", "资金"],
    })  # fmt: skip
    assert nearest(measured(counted, coded)) == {"12个": "ENV_ESTATE"}
    without = counted.assign(item_start=pd.NA, item_end=pd.NA)
    assert nearest(measured(without, coded)) == {"12个": "RES_FUND"}


def test_a_cue_that_names_the_item_owns_it():
    text = "老旧小区改造见实效，全区今年共完成老旧小区12个，筹措资金2亿元。"
    assert nearest(linked(text))["12个"] == "ENV_ESTATE"


def test_nothing_found_keeps_the_columns():
    assert measured(quantities("天气晴好。"), measures("天气晴好。")).columns.tolist()[-1] == "nearest"


def test_a_missing_column_is_named():
    with pytest.raises(ArgumentError, match="'code'"):
        measured(quantities(TEXT), measures(TEXT).drop(columns="code"))
