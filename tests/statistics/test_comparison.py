"""Comparison of measures between places, each number counted by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from civlib.errors import ArgumentError
from civlib.statistics.comparison import (
    distinctive_codes,
    instrument_profile,
    shares,
    unique_codes,
)
from civlib.statistics.pairs import co_occurrence


def said(**reports):
    """Sentences of reports, two a paragraph."""
    return pd.DataFrame(
        [(name, number, number // 2) for name, length in reports.items() for number in range(length)],
        columns=["report_id", "sentence", "paragraph"],
    )


def coded(*rows):
    return pd.DataFrame(rows, columns=["report_id", "sentence", "code"])


def test_shares_show_silence_too():
    frame = shares(coded(("a", 0, "X"), ("a", 0, "X"), ("a", 3, "X"), ("b", 1, "Y")), said(a=4, b=2))
    assert frame[["report_id", "code", "count", "total", "share"]].values.tolist() == [
        ["a", "X", 2, 4, 0.5], ["a", "Y", 0, 4, 0.0], ["b", "X", 0, 2, 0.0], ["b", "Y", 1, 2, 0.5],
    ]
    assert ((frame["low"] <= frame["share"]) & (frame["share"] <= frame["high"])).all()


def test_shares_of_named_codes_keep_their_order():
    assert shares(coded(), said(a=2), codes=["Z", "Y"])["code"].tolist() == ["Z", "Y"]


def test_a_coding_of_another_corpus_is_refused():
    with pytest.raises(ArgumentError, match="does not exist"):
        shares(coded(("a", 9, "X")), said(a=4))


def test_missing_columns_are_named():
    with pytest.raises(ArgumentError, match="code"):
        unique_codes(pd.DataFrame({"report_id": ["a"], "sentence": [1]}))


def test_instruments_add_up():
    frame = instrument_profile(
        coded(("a", 0, "X"), ("a", 1, "X"), ("a", 1, "Y"), ("b", 0, "Y")), {"X": "O", "Y": "N"}
    )
    assert frame.groupby("report_id")["share"].sum().tolist() == [1.0, 1.0]
    assert frame[frame["report_id"] == "a"].set_index("instrument")["count"].to_dict() == {"N": 1, "A": 0, "T": 0, "O": 2}


def test_a_code_without_instrument_is_refused():
    with pytest.raises(ArgumentError, match="Y has no instrument"):
        instrument_profile(coded(("a", 0, "Y")), {"X": "O"})


def test_co_occurrence_by_hand():
    # X in 0 1 2, Y in 0 1, Z in 5, of 6 sentences
    rows = [("a", s, "X") for s in (0, 1, 2)] + [("a", s, "Y") for s in (0, 1)] + [("a", 5, "Z")]
    frame = co_occurrence(coded(*rows), said(a=6), minimum=0)
    pair = frame[(frame["code_a"] == "X") & (frame["code_b"] == "Y")].iloc[0]
    assert (pair["count"], pair["expected"], pair["lift"], pair["pmi"]) == (2, 1.0, 2.0, 1.0)
    flags = np.array([[1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0]])
    assert pair["phi"] == pytest.approx(np.corrcoef(flags)[0, 1])
    never = frame[(frame["code_a"] == "X") & (frame["code_b"] == "Z")].iloc[0]
    assert never["count"] == 0
    assert never["pmi"] == -np.inf


def test_a_code_in_every_sentence_has_no_phi():
    rows = [("a", s, "X") for s in range(4)] + [("a", 1, "Y")]
    assert np.isnan(co_occurrence(coded(*rows), said(a=4)).iloc[0]["phi"])


def test_the_interval_of_the_lift_knows_how_often_two_codes_met():
    often = [("a", s, code) for s in range(0, 60, 3) for code in "XY"] + [("a", s, "X") for s in range(1, 60, 12)]
    seldom = [("a", s, code) for s in (0, 3) for code in "VW"] + [("a", 7, "V"), ("a", 9, "W")]
    frame = co_occurrence(coded(*often, *seldom), said(a=60)).set_index(["code_a", "code_b"])
    assert (frame["low"] <= frame["lift"]).all()
    assert (frame["lift"] <= frame["high"]).all()
    sure, unsure = frame.loc[("X", "Y")], frame.loc[("V", "W")]
    assert sure["low"] > 1
    assert unsure["high"] / max(unsure["low"], 0.01) > sure["high"] / sure["low"]


def test_unique_codes():
    frame = unique_codes(coded(("b", 0, "X"), ("b", 1, "X"), ("b", 1, "Y"), ("a", 0, "Y"), ("a", 1, "W")))
    assert frame.values.tolist() == [["b", "X", 2], ["a", "W", 1]]


def test_distinctive_codes_point_the_right_way():
    rows = [("a", s, "X") for s in range(0, 20, 2)] + [("b", 3, "X")] + [(r, s, "Y") for r in "ab" for s in (1, 5, 9)]
    frame = distinctive_codes(coded(*rows), said(a=24, b=24)).set_index(["report_id", "code"])
    assert frame.loc[("a", "X"), "low"] > 0 > frame.loc[("b", "X"), "high"]
    assert frame.loc[("a", "Y"), "log_odds"] == pytest.approx(0)
    assert (frame["p_corrected"] >= frame["p"]).all()


def test_distinctive_codes_by_hand():
    # X in 2 of 4 here and 0 of 4 there; prior 10 · 2/8 = 2.5 of 10
    frame = distinctive_codes(coded(("a", 0, "X"), ("a", 2, "X")), said(a=4, b=4))
    assert frame["log_odds"].iloc[0] == pytest.approx(np.log(4.5 / 9.5) - np.log(2.5 / 11.5))
    assert frame["error"].iloc[0] >= (1 / 4.5 + 1 / 9.5 + 1 / 2.5 + 1 / 11.5) ** 0.5 - 1e-12


def test_p_of_codes_that_do_not_clump_is_the_likelihood_ratio_test():
    rows = [("a", s, "X") for s in range(1, 24, 2)] + [("b", s, "X") for s in range(1, 24, 6)]
    frame = distinctive_codes(coded(*rows), said(a=24, b=24))
    assert (frame["design_effect"] == 1).all()
    other = chi2_contingency([[12, 12], [4, 20]], correction=False, lambda_="log-likelihood").pvalue
    assert frame["p"].tolist() == pytest.approx([other, other])


def test_one_report_sets_itself_apart_from_nothing():
    assert distinctive_codes(coded(("a", 0, "X")), said(a=4)).empty


def test_codings_are_not_changed():
    codings, sentences = coded(("a", 0, "X")), said(a=4, b=2)
    before = codings.copy(), sentences.copy()
    shares(codings, sentences)
    distinctive_codes(codings, sentences)
    assert codings.equals(before[0])
    assert sentences.equals(before[1])
