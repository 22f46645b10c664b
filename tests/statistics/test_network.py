"""Which themes and measures keep company: counts by hand, and what makes a pair sure or not."""

import numpy as np
import pandas as pd
import pytest

from civlib.errors import ArgumentError
from civlib.statistics.network import COLUMNS, network


def frames(themes, codes, number=20, paragraph=lambda sentence: sentence, spans=((0, 2), (5, 9))):
    said = pd.DataFrame({"report_id": "a", "sentence": range(number), "paragraph": [paragraph(s) for s in range(number)]})
    (start, end), (first, last) = spans
    spoken = pd.DataFrame({"report_id": "a", "sentence": themes, "theme": "law", "start": start, "end": end})
    coded = pd.DataFrame({"report_id": "a", "sentence": codes, "code": "X", "start": first, "end": last})
    return spoken, coded, said


def test_counts_and_lift_by_hand():
    row = network(*frames([0, 1, 2, 3, 10], [0, 1, 2, 11])).iloc[0]
    assert (row["count"], row["count_a"], row["count_b"], row["total"]) == (3, 5, 4, 20)
    assert row["expected"] == 1 and row["lift"] == 3
    assert row["low"] < 3 < row["high"]
    assert row["p_corrected"] >= row["p"]


def test_the_interval_is_the_jackknife_of_the_logarithm():
    a, b = np.isin(np.arange(20), [0, 1, 2, 3, 10]), np.isin(np.arange(20), [0, 1, 2, 11])
    without = []
    for left in range(20):
        kept = np.arange(20) != left
        without.append(np.log((a & b)[kept].sum() * 19 / (a[kept].sum() * b[kept].sum())))
    error = np.sqrt(19 / 20 * ((without - np.mean(without)) ** 2).sum())
    row = network(*frames([0, 1, 2, 3, 10], [0, 1, 2, 11])).iloc[0]
    assert row["high"] == pytest.approx(3 * np.exp(2.093024 * error), rel=1e-5)  # Student's t for 19


def test_the_same_words_are_no_company():
    assert network(*frames([0, 1, 2], [0, 1, 2], spans=((5, 7), (4, 9)))).empty


def test_one_paragraph_alone_makes_nothing_sure():
    row = network(*frames([0, 1, 2], [0, 1, 2], paragraph=lambda sentence: sentence // 5)).iloc[0]
    assert np.isnan(row["low"]) and row["p_corrected"] == 1


def test_pairs_of_one_kind_and_empty_tables():
    spoken, coded, said = frames([0, 1, 2, 3], [8])
    twice = pd.concat([spoken, spoken.assign(theme="market")])
    row = network(twice, coded, said).iloc[0]
    assert (row["kind_a"], row["kind_b"], row["count"]) == ("theme", "theme", 4)
    assert list(network(spoken.head(0), coded.head(0), said).columns) == list(COLUMNS)
    assert network(spoken.head(0), coded.head(0), said.head(0)).empty
    with pytest.raises(ArgumentError, match="'theme' is missing"):
        network(spoken.drop(columns="theme"), coded, said)
    with pytest.raises(ArgumentError, match="does not exist"):
        network(spoken.assign(sentence=99), coded, said)
