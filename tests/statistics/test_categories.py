"""Shares of classes, each counted by hand."""

import pandas as pd
import pytest

from civlib.errors import ArgumentError
from civlib.statistics.categories import category_shares


def test_classes_come_by_frequency_and_silence_is_shown():
    found = pd.DataFrame({"report_id": list("aaab"), "approx": ["over", "exact", "exact", "range"]})
    frame = category_shares(found, "approx")
    assert frame[["report_id", "approx", "count", "total"]].values.tolist() == [
        ["a", "exact", 2, 3], ["a", "over", 1, 3], ["a", "range", 0, 3],
        ["b", "exact", 0, 1], ["b", "over", 0, 1], ["b", "range", 1, 1],
    ]
    assert ((frame["low"] <= frame["share"]) & (frame["share"] <= frame["high"])).all()


def test_classes_left_out_count_in_the_total():
    found = pd.DataFrame({"report_id": list("aaa"), "kind": ["set", "slogan", "slogan"]})
    frame = category_shares(found, "kind", categories=["set", "structure"])
    assert frame[["kind", "count", "total"]].values.tolist() == [["set", 1, 3], ["structure", 0, 3]]


def test_missing_values_do_not_count():
    frame = category_shares(pd.DataFrame({"report_id": ["a", "a"], "kind": ["set", None]}), "kind")
    assert frame[["count", "total"]].values.tolist() == [[1, 1]]


def test_an_empty_table_keeps_its_columns():
    empty = category_shares(pd.DataFrame({"report_id": [], "kind": []}), "kind")
    assert empty.columns.tolist() == ["report_id", "kind", "count", "total", "share", "low", "high"] and empty.empty


def test_a_missing_column_is_named():
    with pytest.raises(ArgumentError, match="'kind'"):
        category_shares(pd.DataFrame({"report_id": ["a"]}), "kind")
