"""Profiles of themes."""

import pandas as pd
import pytest

from civlib.errors import ArgumentError
from civlib.statistics.intervals import wilson
from civlib.statistics.profiles import theme_profile

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
