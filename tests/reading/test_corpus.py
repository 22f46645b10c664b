"""Loading, the table of documents, the table of repairs."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from civlib.errors import ArgumentError
from civlib.reading.cleaning import clean
from civlib.reading.corpus import REPAIRS, documents, load, repairs
from civlib.records import Corpus

ROOT = Path(__file__).parents[2]


def test_load_cleans_as_clean_does(corpus: Corpus) -> None:
    for report in corpus:
        assert report.text == clean(report.raw).text


def test_documents(corpus: Corpus) -> None:
    frame = documents(corpus)
    assert frame.report_id.tolist() == ["000", "001", "002", "003", "004"]
    assert frame.place.tolist() == ["廊坊开发区", "漳州市", "卧龙区", "平城区", "安次区"]
    assert (frame.characters > 1000).all() and (frame.raw_characters >= frame.characters).all()


def test_the_manifest_goes_before_the_page(tmp_path: Path) -> None:
    page = "滨江区街巷焕然一新\n2023-05-12\n滨江区清理小广告，规范停车秩序。"
    (tmp_path / "a.txt").write_text(page, encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,date,title\na.txt,2023,\n", encoding="utf-8")
    report = load(tmp_path)["a"]
    assert (report.date, report.title) == ("2023", "滨江区街巷焕然一新")


def test_repairs_have_their_columns_and_order(corpus: Corpus) -> None:
    frame = repairs(corpus)
    assert frame.columns.tolist() == list(REPAIRS)
    for _, rows in frame.groupby("report_id"):
        assert rows.start.is_monotonic_increasing
        made = rows.sort_values("order")
        assert made.order.tolist() == list(range(len(rows)))
        assert made.stage.is_monotonic_increasing
    assert repairs("滨江区").columns.tolist() == list(REPAIRS)


def test_an_unknown_id_names_those_there_are(corpus: Corpus) -> None:
    with pytest.raises(ArgumentError, match="000, 001, 002, 003, 004"):
        corpus["005"]


def test_layout_false_keeps_every_line() -> None:
    report = load(ROOT / "seeds" / "004_6e64803b7c8c2d21.txt", layout=False)["004"]
    assert "相关推荐" in report.text and "网易首页" in report.text


def test_a_corpus_can_be_pickled_and_copied(corpus: Corpus) -> None:
    again = pickle.loads(pickle.dumps(corpus))
    assert [report.text for report in again] == [report.text for report in corpus]
    assert again["001"].place == copy.deepcopy(corpus)["001"].place == corpus["001"].place
    assert again["003"].raw_spans(0, 40) == corpus["003"].raw_spans(0, 40)


def test_a_manifest_column_gives_way_to_a_column_of_the_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("滨江区清理小广告。", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,characters,report_id\na.txt,many,x\n", encoding="utf-8")
    frame = documents(load(tmp_path))
    assert frame.report_id.tolist() == ["a"] and frame.characters.tolist() == [9]
