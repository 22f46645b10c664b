"""Collocations against other implementations, arithmetic by hand, and what may not happen with little text."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from civlib.errors import ArgumentError
from civlib.language.segmentation import tokens
from civlib.statistics.collocations import COLUMNS, collocations, log_dice, table_likelihood
from civlib.statistics.phrases import normalised_pmi

TEXT = "整治背街小巷。\n整治背街小巷环境。\n整治背街小巷。\n志愿者清理垃圾。\n志愿者培训。\n整治市场。"


@pytest.mark.parametrize(("a", "r", "c", "n"), [(10, 20, 20, 100), (3, 7, 50, 400), (0, 9, 8, 60), (5, 5, 5, 30)])
def test_likelihood_is_scipys_g_of_the_two_by_two_table(a, r, c, n):
    observed = np.array([[a, r - a], [c - a, n - r - c + a]])
    other = chi2_contingency(observed, correction=False, lambda_="log-likelihood").statistic
    assert table_likelihood(a, r, c, n) == pytest.approx(other)


def test_log_dice_of_rychly():
    # 14 + log2 D with D = 2·f(xy) / (f(x) + f(y)); 14 is the most, one less is half as often
    assert log_dice(8, 8, 8) == 14
    assert log_dice(4, 8, 8) == 13
    assert log_dice(1, 100, 156) == pytest.approx(14 + np.log2(2 / 256))


def test_normalised_mutual_information_by_hand():
    # p(xy) = 0.04, p(x) = p(y) = 0.1: ln(4) / -ln(0.04)
    assert normalised_pmi(4, 10, 10, 100) == pytest.approx(np.log(4) / -np.log(0.04))


def test_counts_are_those_of_the_text():
    row = collocations(TEXT, "背街小巷", minimum=1).set_index("word").loc["整治"]
    assert (row["count"], row["left"], row["right"], row["word_count"], row["node_count"]) == (3, 3, 0, 4, 3)
    words = tokens(TEXT)
    others = int((~words["stop"] & (words["surface"] != "背街小巷")).sum())
    assert row["expected"] == pytest.approx(4 * 4 / others)  # four words stand in the windows: 整治 thrice, 环境
    assert row["lift"] == pytest.approx(row["count"] / row["expected"])
    assert row["low"] <= row["lift"] <= row["high"]
    assert row["paragraphs"] == 3 and row["reports"] == 1


def test_a_word_between_two_nodes_counts_once():
    frame = collocations("社区垃圾社区。" * 3, "社区", minimum=1).set_index("word")
    assert frame.loc["垃圾", "count"] == 3


def test_the_window_ends_with_the_sentence_and_skips_stop_words():
    assert collocations("整治。背街小巷。整治的背街小巷。", "背街小巷", minimum=1)["count"].tolist() == [1]


def test_what_is_said_in_one_breath_counts_for_less():
    breath = "整治市场。" * 6 + "\n" + "\n".join(["清理垃圾。"] * 6)
    spread = "\n".join(["整治市场。"] * 6 + ["清理垃圾。"] * 6)
    once, often = (collocations(text, "整治").set_index("word").loc["市场"] for text in (breath, spread))
    assert once["log_likelihood"] == pytest.approx(often["log_likelihood"])
    assert once["p"] > 10 * often["p"]


def test_little_text_gives_an_empty_table_or_a_remedy():
    assert list(collocations("整治市场。", "整治").columns) == list(COLUMNS)
    with pytest.raises(ArgumentError, match="not a counted word"):
        collocations("。", "整治")
    with pytest.raises(ArgumentError, match="too small"):
        collocations(TEXT, "整治", window=0)
    with pytest.raises(ArgumentError, match="confidence is"):
        collocations(TEXT, "整治", confidence=1.5)
    with pytest.raises(ArgumentError, match="missing from tokens"):
        collocations(TEXT, "整治", tokens=tokens(TEXT).drop(columns="stop"))
