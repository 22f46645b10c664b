"""Profiles of themes."""

from itertools import pairwise, permutations

import pandas as pd
import pytest

from civlib.errors import ArgumentError
from civlib.statistics.intervals import wilson
from civlib.statistics.profiles import RUN_COLUMNS, theme_profile, theme_runs

SAID = pd.DataFrame(
    {"report_id": ["a"] * 6 + ["b"] * 4, "sentence": [*range(6), *range(4)], "paragraph": [0, 0, 0, 1, 1, 1, 0, 0, 1, 1]}
)
SPOKEN = pd.DataFrame(
    {"report_id": ["a", "a", "a", "b"], "sentence": [0, 0, 2, 3], "theme": ["ecology", "ecology", "ecology", "law"]}
)


def test_mentions_and_sentences_are_told_apart():
    frame = theme_profile(SPOKEN, SAID, themes=["law", "ecology"])
    assert frame[["report_id", "theme", "mentions", "count", "total"]].values.tolist() == [
        ["a", "law", 0, 0, 6], ["a", "ecology", 3, 2, 6], ["b", "law", 1, 1, 4], ["b", "ecology", 0, 0, 4],
    ]


def test_intervals_are_never_narrower_than_wilsons():
    frame = theme_profile(SPOKEN, SAID)
    exact = wilson(frame["count"], frame["total"])
    assert (frame["low"] <= exact["low"]).all()
    assert (frame["high"] >= exact["high"]).all()
    # silence is not proof
    assert (frame.loc[frame["count"] == 0, "high"] > 0.2).all()


def test_missing_columns_are_named():
    with pytest.raises(ArgumentError, match="paragraph"):
        theme_profile(SPOKEN, SAID.drop(columns="paragraph"))


def test_neighbours_expected_are_those_of_all_orders():
    row = theme_runs(SPOKEN, SAID).iloc[0]
    assert (row["report_id"], row["theme"], row["count"], row["neighbours"]) == ("a", "ecology", 2, 0)
    orders = [sum(a and b for a, b in pairwise(o)) for o in permutations([1, 1, 0, 0, 0, 0])]
    assert row["expected"] == pytest.approx(sum(orders) / len(orders))


def test_runs_of_nothing_keep_their_columns():
    assert list(theme_runs(SPOKEN.head(0), SAID).columns) == list(RUN_COLUMNS)
    with pytest.raises(ArgumentError, match="theme"):
        theme_runs(SPOKEN.drop(columns="theme"), SAID)
