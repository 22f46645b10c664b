"""Words ranked and compared: rates, ties, and what each report exceeds."""

import pandas as pd
import pytest

from civlib.errors import ArgumentError
from civlib.language.segmentation import tokens
from civlib.records import Alignment, Corpus, Report
from civlib.statistics.keyness import keyness
from civlib.statistics.word_counts import EXCEEDING_COLUMNS, RANKED_COLUMNS, exceeding_words, ranked_words


def corpus(**texts):
    return Corpus(tuple(Report(name, text, text, Alignment.identity(len(text))) for name, text in texts.items()))


def test_words_that_occur_equally_often_have_one_rank():
    frame = ranked_words(tokens("垃圾，垃圾。道路，花卉，花卉。"))
    assert frame[["rank", "word", "count"]].to_numpy().tolist() == [[1, "垃圾", 2], [1, "花卉", 2], [3, "道路", 1]]


def test_what_is_left_out_counts_in_no_rate():
    frame = ranked_words(tokens("道路，道路，花卉，垃圾。"), leave_out=["道路"])
    assert frame[["word", "per_10k"]].to_numpy().tolist() == [["垃圾", 5000.0], ["花卉", 5000.0]]


def test_ranks_begin_anew_with_each_report():
    frame = ranked_words(tokens(corpus(a="道路。道路。", b="花卉。")))
    assert frame[["report_id", "rank"]].to_numpy().tolist() == [["a", 1], ["b", 1]]


def test_a_word_belongs_to_the_report_that_exceeds_the_mean_most():
    frame = exceeding_words(ranked_words(tokens(corpus(a="道路。花卉。", b="道路。道路。道路。花卉。", c="垃圾。"))))
    assert frame.columns.tolist() == list(EXCEEDING_COLUMNS)
    assert dict(frame[["word", "report_id"]].to_numpy()) == {"花卉": "a", "道路": "b", "垃圾": "c"}
    road = frame.set_index("word").loc["道路"]
    assert road["mean_per_10k"] == pytest.approx((5000 + 7500 + 0) / 3)
    assert road["weight"] == pytest.approx(7500 - road["mean_per_10k"])


def test_one_report_exceeds_nothing():
    assert exceeding_words(ranked_words(tokens("道路，花卉。"))).empty


def test_nothing_to_rank_keeps_the_columns_and_a_missing_column_is_named():
    assert ranked_words(tokens("")).columns.tolist() == list(RANKED_COLUMNS)
    assert exceeding_words(ranked_words(tokens(""))).columns.tolist() == list(EXCEEDING_COLUMNS)
    with pytest.raises(ArgumentError, match="'stop'"):
        ranked_words(pd.DataFrame({"report_id": [], "surface": []}))
    with pytest.raises(ArgumentError, match="'per_10k'"):
        exceeding_words(pd.DataFrame(columns=["report_id", "rank", "word", "count"]))


def test_keyness_of_all_reports_is_that_of_each_with_p_corrected_for_all():
    several = corpus(a="花卉。\n花卉，绿植。\n花卉。", b="道路。\n道路。\n沥青，道路。")
    every = keyness(several, minimum=1)
    alone = pd.concat([keyness(several, name, minimum=1) for name in "ab"], ignore_index=True)
    same = [column for column in every.columns if column != "p_corrected"]
    pd.testing.assert_frame_equal(every[same], alone[same])
    assert (every["p_corrected"] >= alone["p_corrected"]).all() and (every["p_corrected"] > alone["p_corrected"]).any()


def test_reports_that_cannot_be_compared_have_no_rows():
    assert keyness(corpus(a="花卉。\n绿植。")).columns[0] == "report_id"
    assert set(keyness(corpus(a="花卉。\n绿植。", b="道路。", c="道路。"), minimum=1)["report_id"]) == {"a"}
