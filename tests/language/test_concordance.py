"""Concordance and context."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.content.borrowing import reuse
from civlib.errors import ArgumentError
from civlib.language.concordance import COLUMNS, context, kwic
from civlib.language.segmentation import tokens
from civlib.records import Alignment, Corpus, Report

TEXT = "健全机制\n建立台账，对照台账整改。限期销号；\n台账公开"


def test_every_place_with_its_neighbours():
    frame = kwic(TEXT, "台账", window=3)
    assert frame[["sentence", "left", "surface", "right"]].values.tolist() == [
        [1, "建立", "台账", "，对照"], [1, "，对照", "台账", "整改。"], [3, "", "台账", "公开"],
    ]
    assert list(frame.columns) == list(COLUMNS)


def test_a_word_is_taken_as_written_and_a_pattern_as_pattern():
    assert len(kwic("1+11+7 与 11", "1+1")) == 1
    assert kwic(TEXT, re.compile("台账|机制"))["surface"].tolist() == ["机制", "台账", "台账", "台账"]


def test_an_empty_word_and_a_negative_window_are_refused():
    with pytest.raises(ArgumentError):
        kwic(TEXT, "")
    with pytest.raises(ArgumentError):
        kwic(TEXT, "台账", window=-1)


def test_no_place_keeps_the_columns():
    assert list(kwic(TEXT, "公园").columns) == list(COLUMNS)


def test_the_notebook_view_shows_hits_in_one_column_and_escapes_them():
    html = kwic("路长<b>负责", "<b>")._repr_html_()
    assert "1 places" in html
    assert "<b>&lt;b&gt;</b>" in html


def test_a_long_concordance_shows_its_first_places_and_says_how_many_are_left():
    frame = kwic("台账。" * 70, "台账")
    with pd.option_context("display.max_rows", 60):
        html = frame._repr_html_()
    assert "70 places" in html and "… 10 more" in html and html.count("<tr>") == 61
    with pd.option_context("display.max_rows", None):
        assert frame._repr_html_().count("<tr>") == 70


def test_context_of_any_table():
    frame = pd.DataFrame({"report_id": ["text"], "start": [7], "end": [9], "code": ["RUL_LIST"]}, index=[5])
    shown = context(TEXT, frame)
    assert shown.loc[5, "sentence_surface"] == "建立台账，对照台账整改。"
    assert shown.loc[5, "paragraph_surface"] == "建立台账，对照台账整改。限期销号；"
    assert shown.loc[5, ["raw_start", "raw_end"]].tolist() == [7, 9]
    assert frame.columns.tolist() == ["report_id", "start", "end", "code"]


def test_context_of_a_span_over_two_sentences_shows_both():
    shown = context(TEXT, pd.DataFrame({"report_id": ["text"], "start": [14], "end": [20]}))
    assert shown["sentence_surface"].tolist() == ["建立台账，对照台账整改。限期销号；"]


def test_context_leads_to_the_raw_source():
    raw = "  清单 台账"
    report = Report("r", "清单台账", raw, Alignment(*(pd.array(x).to_numpy() for x in ([2, 3, 5, 6], [3, 4, 6, 7]))))
    shown = context(Corpus((report,)), pd.DataFrame({"report_id": ["r"], "start": [1], "end": [3]}))
    assert raw[shown["raw_start"][0] : shown["raw_end"][0]] == "单 台"


def test_context_of_both_sides_of_a_borrowing():
    text = "街道干净整洁、文明有序。\n小巷干净整洁，文明有序！"
    frame = reuse(text)
    shown = context(text, context(text, frame, side="a"), side="b")
    assert shown["sentence_surface_a"].tolist() == ["街道干净整洁、文明有序。"]
    assert shown["sentence_surface_b"].tolist() == ["小巷干净整洁，文明有序！"]


def test_context_twice_is_context_once():
    once = context(TEXT, kwic(TEXT, "台账"))
    assert pd.DataFrame(context(TEXT, once)).equals(pd.DataFrame(once))


def test_a_table_without_places_is_refused():
    with pytest.raises(ArgumentError, match="end"):
        context(TEXT, pd.DataFrame({"report_id": ["text"], "start": [1]}))
    with pytest.raises(ArgumentError, match="side"):
        context(TEXT, pd.DataFrame(), side="c")


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="台账。\n ，a", max_size=80), st.integers(0, 9))
def test_what_holds_for_any_text(text, window):
    frame = kwic(text, "账", window=window)
    for row in frame.itertuples():
        assert text[row.start : row.end] == row.surface
        assert text[row.start - len(row.left) : row.end + len(row.right)] == row.left + row.surface + row.right
        assert "\n" not in row.left + row.right
        assert max(len(row.left), len(row.right)) <= window
    assert len(frame) == text.count("账")
    assert len(context(text, frame)) == len(frame)


def test_with_tokens_only_words_that_count_are_found():
    text = "文明城市，传播文明。文明是底色。"
    words = tokens(text)
    frame = kwic(text, "文明", tokens=words)
    assert frame["start"].tolist() == [7, 10]
    assert len(kwic(text, "文明")) == 3
    assert len(kwic(text, "是", tokens=words)) == 0, "a stop word is not counted"
    with pytest.raises(ArgumentError, match="missing from tokens"):
        kwic(text, "文明", tokens=words.drop(columns="stop"))


def test_the_places_are_as_many_as_the_counts(corpus):
    words = tokens(corpus)
    counts = words[~words["stop"]]["surface"].value_counts()
    for word in ("创建", "文明", "志愿者"):
        assert len(kwic(corpus, word, tokens=words)) == counts[word]
