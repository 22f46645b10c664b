"""Keyness as a table: what it holds, what it may not claim, and that the seed decides nothing."""

from collections import Counter

import numpy as np
import pytest

from civlib.errors import ArgumentError
from civlib.language.segmentation import Lexicon, tokens
from civlib.records import Alignment, Corpus, Report
from civlib.statistics.keyness import ALL, KEYNESS_COLUMNS, key_words, keyness, shared_words
from civlib.statistics.word_contrast import COLUMNS, contrast
from civlib.statistics.word_counts import common_words, part_counts


def report(name, text):
    return Report(name, text, text, Alignment.identity(len(text)))


GREEN = "种植花卉绿植。\n建设口袋公园。\n公园绿化美化。\n修缮公园步道。\n公园里花卉盛开。\n栽种花卉。"
ROADS = "修补破损路面。\n拓宽道路。\n道路畅通。\n铺设沥青路面。\n公园旁道路平整。\n检查道路照明。"


@pytest.fixture
def corpus():
    return Corpus((report("green", GREEN), report("roads", ROADS)))


def test_counts_are_the_counts_of_the_text(corpus):
    frame = keyness(corpus, "green", minimum=1)
    assert list(frame.columns) == list(KEYNESS_COLUMNS)
    for row in frame.to_dict("records"):
        assert row["count"] + row["reference_count"] > 0
    words = frame.set_index("word")
    assert words.loc["花卉", "count"] == GREEN.count("花卉")
    assert words.loc["公园", "reference_count"] == ROADS.count("公园")


def test_what_sets_a_report_apart_stands_first_and_what_the_others_have_last(corpus):
    frame = keyness(corpus, "green", minimum=1)
    assert frame["word"].iloc[0] in ("花卉", "公园")
    assert frame["word"].iloc[-1] == "道路"
    assert frame["log_odds"].iloc[0] > 0 > frame["log_odds"].iloc[-1]


def test_contrast_is_symmetric():
    a, b = [Counter(志愿=4, 服务=2), Counter(志愿=1, 道路=1)], [Counter(道路=5), Counter(道路=2, 服务=2)]
    one = contrast(a, b).set_index("word")
    other = contrast(b, a).set_index("word").loc[one.index]
    assert one["log_odds"].to_numpy() == pytest.approx(-other["log_odds"].to_numpy())
    assert one["log_likelihood"].to_numpy() == pytest.approx(other["log_likelihood"].to_numpy())
    assert one["p"].to_numpy() == pytest.approx(other["p"].to_numpy())


def test_a_word_said_in_one_breath_counts_for_less_than_one_said_everywhere():
    filler = {"其他": 20}
    breath = [Counter(filler, 口号=8)] + [Counter(filler) for _ in range(7)]
    everywhere = [Counter(filler, 主张=1) for _ in range(8)]
    target = [x + y for x, y in zip(breath, everywhere, strict=True)]
    reference = [Counter({"其他": 21}) for _ in range(16)]
    words = contrast(target, reference).set_index("word")
    assert words.loc["口号", "count"] == words.loc["主张", "count"]
    assert words.loc["口号", "log_likelihood"] == pytest.approx(words.loc["主张", "log_likelihood"])
    assert words.loc["口号", "p"] > 50 * words.loc["主张", "p"]
    assert words.loc["口号", "dispersion"] > words.loc["主张", "dispersion"]
    assert words.loc["口号", "error"] >= words.loc["主张", "error"]


def test_two_halves_of_one_text_have_no_key_words():
    rng = np.random.default_rng(7)
    words = [f"词{number}" for number in range(150)]
    rate = 1 / np.arange(1, 151)
    parts = [Counter(rng.choice(words, size=30, p=rate / rate.sum()).tolist()) for _ in range(60)]
    frame = contrast(parts[::2], parts[1::2])
    assert (frame["p_corrected"] > 0.05).all()
    assert (frame["p"] < 0.05).mean() < 0.1


def test_the_error_is_near_what_drawing_the_parts_again_gives():
    rng = np.random.default_rng(11)
    words = ["志愿", "道路", "花卉", "其他"]
    clumps = rng.dirichlet([0.8, 0.5, 0.4, 2], size=80)
    parts = [Counter(rng.choice(words, size=40, p=p).tolist()) for p in clumps]
    target, reference = parts[:40], parts[40:]
    prior = sum(parts, Counter())
    frame = contrast(target, reference, prior=prior).set_index("word")

    def drawn(pool):
        return [pool[place] for place in rng.integers(len(pool), size=len(pool))]

    again = [
        contrast(sum(drawn(target), Counter()), sum(drawn(reference), Counter()), prior=prior).set_index("word")["log_odds"]
        for _ in range(300)
    ]
    for word in words:
        assert frame.loc[word, "error"] == pytest.approx(np.std([row[word] for row in again]), rel=0.2)


def test_the_same_seed_gives_the_same_table(corpus):
    assert keyness(corpus, "green").equals(keyness(corpus, "green"))


def test_corrected_p_is_never_smaller(corpus):
    for correction in ("holm", "benjamini_hochberg"):
        frame = keyness(corpus, "roads", minimum=1, correction=correction)
        assert (frame["p_corrected"] >= frame["p"]).all()


def test_a_reference_of_ones_own_and_a_prior():
    frame = contrast({"花卉": 5, "道路": 1}, {"花卉": 10, "道路": 90}, prior={"花卉": 1, "道路": 9})
    words = frame.set_index("word")
    # prior 50 of 500 for 花卉: (5 + 50) / (6 + 500 - 55) against (10 + 50) / (100 + 500 - 60)
    assert words.loc["花卉", "log_odds"] == pytest.approx(np.log(55 / 451) - np.log(60 / 540))
    assert words["dispersion"].isna().all()


def test_words_left_out_still_count_in_the_size():
    target, reference = {"平城": 5, "花卉": 5}, {"花卉": 5, "道路": 5}
    frame = contrast(target, reference, leave_out=["平城"])
    assert "平城" not in set(frame["word"])
    assert frame.set_index("word").loc["花卉", "per_10k"] == 5000


def test_stop_words_are_left_out(corpus):
    counted = part_counts(corpus, tokens(corpus))
    assert sum(sum(part.values()) for part in counted["green"]) == (
        (~tokens(corpus["green"])["stop"]).sum()
    )


def test_a_report_of_one_paragraph_is_taken_by_its_sentences():
    texts = (report("one", GREEN.replace("\n", "")), report("other", ROADS))
    with pytest.raises(ArgumentError, match="only 1 paragraph"):
        keyness(Corpus(texts), "one")
    assert not keyness(Corpus(texts), "one", unit="sentence", minimum=1).empty


def test_arguments_are_checked(corpus):
    with pytest.raises(ArgumentError, match="no report with the id"):
        keyness(corpus, "999")
    with pytest.raises(ArgumentError, match="reference"):
        keyness(corpus, "green", reference="general English")
    with pytest.raises(ArgumentError, match="unit"):
        keyness(corpus, "green", unit="chapter")
    with pytest.raises(ArgumentError, match="other report"):
        keyness(corpus["green"], "green")
    with pytest.raises(ArgumentError, match="whole report"):
        keyness(corpus, unit="report")
    with pytest.raises(ArgumentError, match="confidence is 95"):
        keyness(corpus, confidence=95)
    with pytest.raises(ArgumentError, match="below 0"):
        keyness(corpus, reference={"道路": -1})
    with pytest.raises(ArgumentError, match="no words"):
        contrast({}, {"道路": 1})
    with pytest.raises(ArgumentError, match="prior"):
        contrast({"道路": 1}, {"道路": 1}, prior={})


def test_nothing_frequent_enough_keeps_the_columns():
    assert list(contrast({"花卉": 1}, {"道路": 1}, minimum=5).columns) == list(COLUMNS)


def test_common_words_weigh_what_the_most_sparing_report_gives_them(corpus):
    frame = common_words(corpus)
    assert frame["word"].tolist() == ["公园"]
    roads = (~tokens(corpus["roads"])["stop"]).sum()
    assert frame["weight"].iloc[0] == pytest.approx(1e4 / roads)
    assert set(common_words(corpus, reports=1)["word"]) > {"公园", "花卉", "道路"}


def test_a_word_list_gives_counts_of_both_sides_and_rows_for_words_of_the_report(corpus):
    frame = keyness(corpus, "green", reference="official", minimum=1)
    assert list(frame.columns) == list(KEYNESS_COLUMNS)
    words = frame.set_index("word")
    assert words.loc["花卉", "count"] == GREEN.count("花卉") and words.loc["花卉", "reference_count"] > 0
    assert words.loc["绿化", "reference_dispersion"] > 0 and not frame["estimated"].any()
    assert (frame["count"] > 0).all()


def test_a_compound_that_the_general_list_cuts_is_marked(corpus):
    words = keyness(corpus, "green", reference="general", minimum=1).set_index("word")
    assert words.loc["口袋公园", "estimated"] and words.loc["口袋公园", "reference_count"] >= 0
    assert not words.loc["公园", "estimated"]


def test_pooled_reports_are_one_body(corpus):
    frame = keyness(corpus, reference="official", pooled=True, minimum=1)
    assert set(frame["report_id"]) == {ALL}
    words = frame.set_index("word")
    own = tokens(corpus)
    for word in ("花卉", "道路", "公园"):
        assert words.loc[word, "count"] == ((own["surface"] == word) & ~own["stop"]).sum() > 0
    with pytest.raises(ArgumentError, match="no others"):
        keyness(corpus, pooled=True)
    with pytest.raises(ArgumentError, match="no others"):
        keyness(corpus, "green", reference="general", pooled=True)


def test_one_report_that_says_a_word_does_not_make_it_the_language_of_all():
    texts = [report(f"r{n}", "\n".join(["修建道路。", "清理垃圾。"] * 6)) for n in range(5)]
    texts[0] = report("r0", texts[0].text + "\n创文。" * 12)
    lexicon = Lexicon((("创文", "v"),))
    words = keyness(Corpus(tuple(texts)), reference="official", pooled=True, lexicon=lexicon).set_index("word")
    assert words.loc["垃圾", "low"] > 0
    assert words.loc["创文", "dispersion"] > 0.6 > words.loc["垃圾", "dispersion"]
    assert words.loc["创文", "p"] > 100 * words.loc["垃圾", "p"]


def test_few_parts_make_wider_intervals_and_larger_p():
    many = contrast([{"花卉": 2, "其他": 8}] * 40, {"花卉": 300, "其他": 9000}).set_index("word").loc["花卉"]
    few = contrast([{"花卉": 40, "其他": 160}] * 2, {"花卉": 300, "其他": 9000}).set_index("word").loc["花卉"]
    assert many["log_odds"] == pytest.approx(few["log_odds"])
    assert few["low"] < many["low"] and few["p"] > many["p"]
    # one degree of freedom: F(1, 1) of G², by its arc tangent
    assert few["p"] == pytest.approx(1 - 2 / np.pi * np.arctan(np.sqrt(few["log_likelihood"])))


def test_key_words_stand_once_where_the_evidence_is_largest(corpus):
    frame = keyness(corpus, minimum=1)
    found = key_words(frame)
    assert found["word"].is_unique and (found["weight"] > 0).all()
    row = found.set_index("word").loc["花卉"]
    assert row["report_id"] == "green" and row["weight"] == pytest.approx(row["log_likelihood"] / row["design_effect"])
    assert key_words(frame.head(0)).empty
    with pytest.raises(ArgumentError, match="missing"):
        key_words(frame.drop(columns="log_ratio"))


def test_shared_words_are_the_common_words_with_the_same_weights(corpus):
    shared, common = shared_words(keyness(corpus, minimum=1)), common_words(corpus)
    assert shared["word"].tolist() == common["word"].tolist()
    assert shared["weight"].tolist() == pytest.approx(common["weight"].tolist())
    assert shared["count"].tolist() == common["count"].tolist()
    assert shared_words(keyness(corpus, minimum=1).head(0)).empty


@pytest.mark.parametrize("text", ["", "。", "整治背街小巷。", "整治。\n整治。"])
def test_too_little_text_gives_a_table_or_a_remedy(text):
    for options in ({}, {"reference": "official"}, {"reference": "general", "pooled": True}):
        assert list(keyness(text, **options).columns) == list(KEYNESS_COLUMNS)
