"""Rows of the ledger for reading: the place in the source beside the place in the clean text."""

from __future__ import annotations

from civlib.reading.cleaning import clean
from civlib.reading.corpus import repairs
from civlib.reading.summary import PLACE_COLUMNS, before_after
from civlib.records import Corpus, Report

RAW = "創(chuàng)城在路上,向著更高目標邁進。"


def corpus(raw: str) -> Corpus:
    result = clean(raw)
    return Corpus((Report("a", result.text, raw, result.alignment, result.edits),))


def test_both_sides_are_marked_at_the_same_place() -> None:
    reports = corpus(RAW)
    ledger = repairs(reports)
    rows = before_after(reports, ledger[ledger["step"] == "script/particle"], window=2)
    assert rows[["report_id", "raw", "clean"]].values.tolist() == [["a", ",向【著】更高", "，向【着】更高"]]
    assert rows.index.tolist() == ledger.index[ledger["step"] == "script/particle"].tolist()


def test_a_removed_stretch_is_empty_in_the_clean_text() -> None:
    reports = corpus(RAW)
    ledger = repairs(reports)
    rows = before_after(reports, ledger[ledger["step"] == "notes/pinyin"], window=1)
    assert rows[["raw", "clean"]].values.tolist() == [["創【(chuàng)】城", "创【】城"]]


def test_a_long_stretch_shows_its_ends() -> None:
    reports = corpus(RAW)
    ledger = repairs(reports)
    rows = before_after(reports, ledger[ledger["step"] == "notes/pinyin"], window=0, longest=4)
    assert rows["raw"].tolist() == ["【(c……g)】"]


def test_no_row() -> None:
    reports = corpus("创城。")
    assert before_after(reports, repairs(reports)).columns.tolist() == list(PLACE_COLUMNS)
