"""What the lexicon keeps whole, what counts as a word, and which words the lexicon lacks."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.errors import ArgumentError
from civlib.language.segmentation import Lexicon, load_stopwords, segment, tokens
from civlib.language.vocabulary import (
    CANDIDATE_COLUMNS,
    KIND_COLUMNS,
    KINDS,
    WHOLE_COLUMNS,
    kept_whole,
    lexicon_candidates,
    stop_kinds,
    word_kinds,
)
from civlib.resources import parse_csv, read_text, shipped

CASES = Path(__file__).parents[1] / "cases" / "words.tsv"
with CASES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t"))

OFFICIAL = st.text(st.sampled_from("创城芗里区的 3，老旧小区\n志愿服务切实"), max_size=40)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_words_of_the_lexicon_and_their_near_misses(row: dict[str, str]) -> None:
    assert segment(row["text"]) == row["expected"].split(), row["why"]


def test_stop_words_have_a_known_kind_and_stand_once() -> None:
    rows = parse_csv(read_text(shipped("stopwords.csv")), "stopwords.csv", ("word", "kind"))
    assert set(stop_kinds().values()) <= set(KINDS)
    assert len(rows) == len(load_stopwords())


def test_only_words_that_would_be_cut_are_reported() -> None:
    frame = kept_whole("改造老旧小区，清运垃圾。")
    assert frame[["start", "end", "surface", "plain"]].values.tolist() == [[2, 6, "老旧小区", "老 | 旧 | 小区"]]
    assert kept_whole("改造老旧小区", lexicon=Lexicon(())).empty


def test_a_piece_may_reach_beyond_the_word() -> None:
    frame = kept_whole("把创城市容抓好", lexicon=Lexicon((("创城", "n"),)))
    assert all("创城" not in plain.split(" | ") for plain in frame["plain"])


@given(OFFICIAL | st.text(max_size=40))
def test_kept_words_stand_where_they_say(text: str) -> None:
    for row in kept_whole(text).to_dict("records"):
        assert text[row["start"] : row["end"]] == row["surface"]
        assert row["surface"] in row["plain"].replace(" | ", "")


@given(OFFICIAL | st.text(max_size=40))
def test_every_token_has_one_kind(text: str) -> None:
    frame = tokens(text)
    kinds = word_kinds(frame)
    assert kinds["tokens"].sum() == len(frame)
    counted = kinds[kinds["kind"].isin(["lexicon", "general"])]["tokens"].sum()
    assert counted == int((~frame["stop"]).sum())


def test_a_stop_list_of_ones_own_may_have_kinds_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("word,kind\n整治,mine\n", encoding="utf-8")
    kinds = word_kinds(tokens("整治背街小巷", stopwords=path), stopwords=path)
    assert dict(zip(kinds["kind"], kinds["tokens"], strict=True)) == {"lexicon": 1, "own": 1}


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ArgumentError, match="'stop'"):
        word_kinds(pd.DataFrame({"report_id": [], "surface": [], "pos": []}))


def test_candidates_are_strings_that_fall_apart_again_and_again() -> None:
    text = "登录“芗里芗亲”，打开的芗里芗亲。用罘罳一次。"
    found = lexicon_candidates(text)
    assert found[["surface", "count", "now"]].values.tolist() == [["芗里芗亲", 2, "芗 | 里 | 芗 | 亲"]]
    assert "芗里芗亲" in segment(text, lexicon=Lexicon((("芗里芗亲", "nz"),)))


@given(OFFICIAL)
def test_candidates_never_begin_or_end_with_a_stop_word(text: str) -> None:
    for surface in lexicon_candidates(text + text)["surface"]:
        assert surface in text + text and not {surface[0], surface[-1]} & load_stopwords()


def test_nothing_found_keeps_its_columns() -> None:
    assert kept_whole("").columns.tolist() == list(WHOLE_COLUMNS)
    assert word_kinds(tokens("")).columns.tolist() == list(KIND_COLUMNS)
    assert lexicon_candidates("").columns.tolist() == list(CANDIDATE_COLUMNS)
