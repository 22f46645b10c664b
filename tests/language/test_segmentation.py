"""Words: that they join back, that the lexicon keeps its words, that stop words are flagged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.errors import ResourceError
from civlib.language.segmentation import COLUMNS, Lexicon, load_lexicon, load_stopwords, place_words, segment, tokens
from civlib.records import Alignment, Corpus, Edit, Report


@settings(deadline=None)  # the first call loads the dictionary
@given(st.text(st.characters(codec=None), max_size=80) | st.text("创城文明市滨江区老旧小区1.5万%AT& \n，。", max_size=60))
def test_words_join_back(text: str) -> None:
    assert "".join(segment(text)) == text


@pytest.mark.parametrize(
    "word",
    ["文明城市", "创城", "老旧小区", "背街小巷", "志愿服务", "分指挥部", "门前三包", "红黑榜", "飞线", "新时代文明实践", "未成年人"],
)
def test_words_of_the_field_stay_whole(word: str) -> None:
    assert word in segment(f"滨江区围绕{word}开展工作。")


def test_every_word_of_the_lexicon_stays_whole() -> None:
    cut = [word for word, _ in load_lexicon().entries if segment(word) != [word]]
    assert cut == []


def test_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("word,pos\n网格议事会,n\n", encoding="utf-8")
    assert "网格议事会" in segment("召开网格议事会", lexicon=path)
    assert "网格议事会" not in segment("召开网格议事会")
    assert segment("召开网格议事会", lexicon=Lexicon((("网格议事会", "n"),))) == ["召开", "网格议事会"]


@pytest.mark.parametrize("row", [",n", "文明 城市,n", "创城,n\n创城,n"])
def test_a_broken_entry_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"word,pos\n{row}\n", encoding="utf-8")
    with pytest.raises(ResourceError) as error:
        load_lexicon(path)
    assert "own.csv" in str(error.value) and repr(row.split("\n")[0].split(",")[0]) in str(error.value)


def test_a_missing_column_and_a_missing_file_are_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("wort,pos\n创城,n\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="'word' is missing"):
        load_lexicon(path)
    with pytest.raises(ResourceError, match="no such data file"):
        load_stopwords(tmp_path / "none.csv")


def test_tokens_stand_where_they_say() -> None:
    text = "整治背街小巷，清运垃圾3吨。\n居民说：“好！”"
    frame = tokens(text)
    assert frame.columns.tolist() == list(COLUMNS)
    assert all(text[row.start : row.end] == row.surface for row in frame.itertuples())
    assert "".join(frame.surface) == text.replace("\n", "")
    flagged = dict(zip(frame.surface, frame.stop, strict=True))
    assert not flagged["背街小巷"] and flagged["，"] and flagged["3"]


def test_a_single_character_counts_only_where_the_lexicon_lists_it() -> None:
    text = "任总指挥，抓整改3次，共12平方米。"
    stop = dict(tokens(text)[["surface", "stop"]].to_numpy())
    assert stop["任"] and stop["抓"] and stop["平方米"] and not stop["整改"]
    listed = tokens(text, lexicon=Lexicon((("抓", "v"),)), stopwords=frozenset())
    assert not dict(listed[["surface", "stop"]].to_numpy())["抓"]


def test_what_stayed_damaged_does_not_count() -> None:
    text = "驼乱码wù大厅整改"
    edit = Edit(0, "flag/damaged", 1, "乱码", "乱码", None, 1, 3, 1, 3, 1.0)
    flagged = Report("a", text, text, Alignment.identity(len(text)), (edit,))
    assert {"乱码", "大厅", "整改"} <= {row.surface for row in tokens(Report("a", text, text, flagged.alignment)).itertuples()
                                    if not row.stop}  # fmt: skip
    assert [row.surface for row in tokens(flagged).itertuples() if not row.stop] == ["大厅", "整改"]


def test_stop_words_of_ones_own() -> None:
    frame = tokens("整治背街小巷", stopwords=frozenset({"整治"}))
    assert dict(zip(frame.surface, frame.stop, strict=True)) == {"整治": True, "背街小巷": False}


def test_places_of_the_corpus_stay_whole() -> None:
    text = "云溪岭区加快建设，云溪岭更美。"
    report = Report("a", text, text, Alignment.identity(len(text)), metadata={"place": "云溪岭区"})
    assert place_words(report) == ["云溪岭区", "云溪岭"]
    words = tokens(Corpus((report,))).surface.tolist()
    assert "云溪岭区" in words and "云溪岭" in words


def test_no_tokens() -> None:
    assert tokens("").columns.tolist() == list(COLUMNS) and len(tokens("")) == 0
