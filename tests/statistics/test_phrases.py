"""Phrases are proposed where words keep together and stand free; the numbers are checked by hand and by scipy."""

import numpy as np
import pytest
from scipy.stats import entropy as scipy_entropy

from civlib.errors import ArgumentError
from civlib.language.segmentation import Lexicon, tokens
from civlib.records import Alignment, Corpus, Report
from civlib.statistics.phrases import COLUMNS, entropy, normalised_pmi, phrases

PLAIN = Lexicon(())
TEXT = "优化营商环境。推进营商环境建设。改善营商环境水平。推进建设。优化水平。"


@pytest.mark.parametrize("counts", [[1, 1, 1, 1], [5, 1], [3], [2, 7, 1]])
def test_entropy_is_scipys(counts):
    assert entropy(counts) == pytest.approx(scipy_entropy(counts, base=2))


def test_normalised_mutual_information_at_its_ends():
    assert normalised_pmi(5, 5, 5, 100) == 1
    assert normalised_pmi(1, 10, 10, 100) == pytest.approx(0)
    assert normalised_pmi(0, 5, 5, 100) == -1
    assert normalised_pmi(3, 3, 3, 3) == 1


def test_a_phrase_with_its_numbers_by_hand():
    row = phrases(TEXT, lexicon=PLAIN).iloc[0]
    assert (row["phrase"], row["count"], row["now"]) == ("营商环境", 3, "营商 | 环境")
    assert row["npmi"] == pytest.approx(1)  # neither word stands without the other
    # three different neighbours on either side, the edge of the clause among them
    assert row["left_entropy"] == pytest.approx(np.log2(3)) == row["right_entropy"]
    assert TEXT[row["start"] : row["end"]] == "营商环境"


def test_what_is_bound_to_a_neighbour_is_proposed_with_it_alone():
    found = phrases("推进优化营商环境。必须优化营商环境建设。全力优化营商环境水平。", lexicon=PLAIN)
    assert found["phrase"].tolist() == ["优化营商环境"]


def test_no_phrase_begins_or_ends_with_a_stop_word_or_crosses_a_mark():
    found = phrases("清运的垃圾。清运的垃圾。清运的垃圾。道路，绿化。道路，绿化。道路，绿化。", lexicon=PLAIN)
    assert all(not phrase.startswith("的") and not phrase.endswith("的") and "，" not in phrase for phrase in found["phrase"])


def test_pieces_of_an_unknown_word_are_put_together():
    found = phrases("登录芗里芗亲。打开芗里芗亲平台。下载芗里芗亲软件。", lexicon=PLAIN)
    assert "芗里芗亲" in set(found["phrase"])


def test_little_text_keeps_the_columns_and_bad_arguments_are_named():
    assert list(phrases("创城。").columns) == list(COLUMNS) == list(phrases("").columns)
    with pytest.raises(ArgumentError, match="too small"):
        phrases(TEXT, minimum=1)
    with pytest.raises(ArgumentError, match="missing from tokens"):
        phrases(TEXT, tokens=tokens(TEXT).drop(columns="pos"))


def test_a_phrase_that_was_accepted_is_proposed_no_more():
    assert "营商环境" in set(phrases(TEXT, lexicon=PLAIN)["phrase"])
    assert "营商环境" not in set(phrases(TEXT, lexicon=Lexicon((("营商环境", "n"),)))["phrase"])


def test_the_names_of_the_places_are_no_proposals():
    text = "文明平城有路灯。建设文明平城。走进文明平城的街。"
    unnamed = Report("a", text, text, Alignment.identity(len(text)))
    named = Report("a", text, text, Alignment.identity(len(text)), metadata={"place": "平城区"})
    assert "文明平城" in set(phrases(Corpus((unnamed,)), lexicon=PLAIN)["phrase"])
    assert phrases(Corpus((named,)), lexicon=PLAIN).empty


def test_ranked_proposals_of_the_five_reports_are_words_of_the_field(corpus):
    found = phrases(corpus)
    assert found["score"].is_monotonic_decreasing
    assert {"主体责任", "社会治理", "干净整洁"} <= set(found["phrase"])
    for row in found.to_dict("records"):
        assert corpus[row["report_id"]].text[row["start"] : row["end"]] == row["phrase"]
