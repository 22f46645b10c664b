"""Words: that they join back, that the lexicon keeps its words, that stop words are flagged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.errors import ResourceError
from civlib.language.segmentation import COLUMNS, Lexicon, load_lexicon, load_stopwords, place_words, segment, tokens
from civlib.records import Alignment, Corpus, Report


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
