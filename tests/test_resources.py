"""Data files: the shipped ones wherever one works, one's own by their path, and errors that cite file and entry."""

from __future__ import annotations

from pathlib import Path

import pytest

import civlib as cv
from civlib.resources import parse_csv, parse_yaml, read_text, shipped


def test_a_file_in_the_working_folder_does_not_replace_a_shipped_one(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "lexicon.csv").write_text("word,pos\n城市更新新,n\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cv.segment("城市更新新思路") == cv.segment("城市更新新思路", lexicon=shipped("lexicon.csv"))
    assert cv.segment("城市更新新思路", lexicon="lexicon.csv")[0] == "城市更新新"


def test_a_file_changed_while_one_works_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("word,pos\n暖心驿家,n\n", encoding="utf-8")
    assert "暖心驿家" in cv.segment("走进暖心驿家歇脚", lexicon=path)
    path.write_text("word,pos\n驿家歇脚,n\n", encoding="utf-8")
    assert "驿家歇脚" in cv.segment("走进暖心驿家歇脚", lexicon=path)


def test_comments_are_skipped_also_where_a_spreadsheet_quoted_them() -> None:
    text = '# plain\n"# quoted, with a comma"\nword,pos\n创城,n\n'
    assert parse_csv(text, "a.csv", ("word",)) == [{"word": "创城", "pos": "n"}]


@pytest.mark.parametrize(
    ("text", "part"), [("word,pos\n创城\n", "创城"), ("word\n创城\n", "pos"), ("word,pos\n创城,n,x\n", "创城")]
)
def test_a_broken_row_is_cited(text: str, part: str) -> None:
    with pytest.raises(cv.ResourceError, match=part) as caught:
        parse_csv(text, "mine.csv", ("word", "pos"))
    assert "mine.csv" in str(caught.value) and caught.value.remedy


def test_broken_yaml_cites_its_line() -> None:
    with pytest.raises(cv.ResourceError, match=r"mine\.yaml, line 2"):
        parse_yaml("a: 1\n b: : 2", "mine.yaml")


def test_a_missing_file_and_a_wrong_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(cv.ResourceError, match="no such data file"):
        read_text(tmp_path / "none.csv")
    (tmp_path / "gbk.csv").write_bytes("创城".encode("gb18030"))
    with pytest.raises(cv.ResourceError, match="not UTF-8"):
        read_text(tmp_path / "gbk.csv")
