"""Export: Chinese intact, nothing runs, nothing lost."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.errors import ArgumentError
from civlib.spreadsheet import export, safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "　+", "＝", "＠"])
def test_what_would_run_is_quoted(start):
    assert safe_cell(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("value", ["1+11+7", "创城", "", "a=b", "一动态、二清单", -5, 3.5, None, True])
def test_what_would_not_run_is_left_alone(value):
    assert safe_cell(value) is value


def test_tuples_are_joined_and_then_looked_at():
    assert safe_cell(("问题清单", "整改清单")) == "问题清单 | 整改清单"
    assert safe_cell(("=1", "2")) == "'=1 | 2"


def test_a_table_comes_back(tmp_path):
    frame = pd.DataFrame({
        "report_id": ["000", "001"],
        "surface": ["含“引号”,逗号", "两\n行"],
        "value": [3.5, None],
        "members": [("甲", "乙"), ()],
        "complete": [True, None],
    })
    before = frame.copy()
    path = export(frame, tmp_path / "deep" / "table.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert back["surface"].tolist() == frame["surface"].tolist()
    assert back["report_id"].tolist() == ["000", "001"]
    assert back["members"].tolist() == ["甲 | 乙", ""]
    assert back["value"].tolist() == ["3.5", ""]
    assert frame.equals(before)


def test_whole_numbers_stay_whole(tmp_path):
    frame = pd.DataFrame({"start": pd.array([1, 2], dtype="int64")})
    assert export(frame, tmp_path / "t.csv").read_text("utf-8-sig").split() == ["start", "1", "2"]


def test_an_empty_table_keeps_its_header(tmp_path):
    path = export(pd.DataFrame({"report_id": [], "surface": []}), tmp_path / "t.csv")
    assert path.read_text("utf-8-sig").strip() == "report_id,surface"


def test_headers_are_safe_too(tmp_path):
    assert export(pd.DataFrame({"=1+1": ["x"]}), tmp_path / "t.csv").read_text("utf-8-sig").startswith("'=1+1")


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(ArgumentError, match="csv"):
        export(pd.DataFrame({"a": [1]}), tmp_path / "table.xlsx")


@given(st.text(max_size=30))
def test_no_text_starts_a_formula(text):
    cell = safe_cell(text)
    assert not cell.lstrip(" \u3000")[:1] or cell.lstrip(" \u3000")[0] not in "=+-@\t\r\n＝＋－＠"
    assert cell in (text, f"'{text}")


def test_labels_in_the_index_are_written(tmp_path: Path) -> None:
    counts = pd.DataFrame({"label_en": ["markets", "roads"], "report_id": ["a", "b"]}).value_counts().unstack(fill_value=0)
    lines = export(counts, tmp_path / "counts.csv").read_text("utf-8-sig").splitlines()
    assert lines == ["label_en,a,b", "markets,1,0", "roads,0,1"]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="expected a table, got str"):
        export("x", tmp_path / "x.csv")  # type: ignore[arg-type]


def test_a_lone_surrogate_does_not_stop_the_file(tmp_path: Path) -> None:
    assert "\ufffd" in export(pd.DataFrame({"surface": ["\ud800"]}), tmp_path / "x.csv").read_text("utf-8-sig")
