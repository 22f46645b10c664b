"""Files, tables, manifests, encodings, and what is said of broken ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from civlib.errors import CivlibError, SourceError
from civlib.reading.corpus import load
from civlib.reading.sources import decode, read_sources

Folder = Callable[..., Path]
ROOT = Path(__file__).parents[2]
TEXT = "滨江区清理小广告，规范停车秩序。"


def fails(path: Path | str, *said: str, manifest: Path | None = None) -> None:
    with pytest.raises(CivlibError) as error:
        load(path, manifest=manifest)
    assert isinstance(error.value, SourceError)
    assert error.value.where and error.value.remedy
    for words in said:
        assert words in str(error.value)


def test_missing_folder(tmp_path: Path) -> None:
    fails(tmp_path / "nothing", "no such folder", "nothing")


def test_pattern_without_match(tmp_path: Path) -> None:
    fails(str(tmp_path / "*.txt"), "no file matches")


def test_empty_folder(tmp_path: Path) -> None:
    fails(tmp_path, "no text file", str(tmp_path))


@pytest.mark.parametrize("content", ["", "  \n\n"])
def test_empty_file(folder: Folder, content: str) -> None:
    fails(folder(a__txt=TEXT, b__txt=content), "empty", "b.txt")


def test_binary_file(folder: Folder) -> None:
    fails(folder(a__txt=b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "binary", "a.txt")


def test_bytes_that_are_no_text(folder: Folder) -> None:
    fails(folder(a__txt=b"\xff\xff\x81\x20\xfe"), "a.txt")


def test_changed_file(folder: Folder) -> None:
    path = folder(a__txt=TEXT, manifest__csv=f"file,sha256\na.txt,{'0' * 64}\n")
    fails(path, "changed", "a.txt", "000000000000")


def test_right_hash(folder: Folder) -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest().upper()
    path = folder(a__txt=TEXT, manifest__csv=f"file,sha256,place\na.txt,{digest},滨江区\n")
    assert load(path)["a"].place == "滨江区"


def test_manifest_names_a_missing_file(folder: Folder) -> None:
    fails(folder(a__txt=TEXT, manifest__csv="file\na.txt\nb.txt\n"), "b.txt", "not there")


def test_manifest_with_a_row_twice(folder: Folder) -> None:
    fails(folder(a__txt=TEXT, manifest__csv="file\na.txt\na.txt\n"), "twice", "manifest.csv")


def test_manifest_without_its_column(folder: Folder) -> None:
    fails(folder(a__txt=TEXT, manifest__csv="name\na.txt\n"), "'file'", "manifest.csv")


def test_missing_manifest(folder: Folder) -> None:
    path = folder(a__txt=TEXT)
    fails(path, "no such manifest", manifest=path / "other.csv")


def test_manifest_elsewhere(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    manifest = tmp_path_factory.mktemp("elsewhere") / "list.csv"
    manifest.write_text("file,place\na.txt,云岭县\n", encoding="utf-8")
    assert load(folder(a__txt=TEXT), manifest=manifest)["a"].place == "云岭县"


def test_the_manifest_is_no_report(folder: Folder) -> None:
    path = folder(a__txt=TEXT, manifest__csv="file\na.txt\n")
    assert [report.id for report in load(path)] == ["a"]
    assert [report.id for report in load(str(path / "*.*"))] == ["a"]


def test_one_file_a_pattern_a_folder(folder: Folder) -> None:
    path = folder(**{"000_a__txt": TEXT, "001_b__txt": TEXT, "notes__pdf": b"%PDF"})
    assert [report.id for report in load(path)] == ["000", "001"]
    assert [report.id for report in load(path / "001_b.txt")] == ["001"]
    assert [report.id for report in load(str(path / "*_b.txt"))] == ["001"]


def test_ids_that_would_collide(folder: Folder) -> None:
    path = folder(滨江_上__txt=TEXT, 滨江_下__txt=TEXT, 云岭_全__txt=TEXT)
    assert [report.id for report in load(path)] == ["云岭", "滨江_上", "滨江_下"]


def test_same_stem_with_two_endings(folder: Folder) -> None:
    assert [report.id for report in load(folder(a__txt=TEXT, a__md=TEXT))] == ["a.md", "a.txt"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", f"id,place,text\n甲,滨江区,{TEXT}\n乙,云岭县,{TEXT}\n"),
        ("t.tsv", f"id\tplace\ttext\n甲\t滨江区\t{TEXT}\n乙\t云岭县\t{TEXT}\n"),
        (
            "t.jsonl",
            "\n".join(json.dumps({"id": i, "place": p, "text": TEXT}, ensure_ascii=False) for i, p in (("甲", "滨江区"), ("乙", "云岭县"))),
        ),
    ],
)
def test_tables(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    corpus = load(tmp_path / name)
    assert [(report.id, report.place, report.text) for report in corpus] == [("甲", "滨江区", TEXT), ("乙", "云岭县", TEXT)]


def test_a_table_without_ids_is_numbered(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"text\n{TEXT}\n{TEXT}\n", encoding="utf-8")
    assert [report.id for report in load(tmp_path / "t.csv")] == ["000", "001"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,body\n甲,一\n", "no column 'text'"),
        ("id,text\n", "no row"),
        ("id,text\n甲,\n", "row 1"),
        (f"id,text\n甲,{TEXT}\n甲,{TEXT}\n", "'甲' stands in two rows"),
    ],
)
def test_broken_tables(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    fails(tmp_path / "t.csv", said, "t.csv")


def test_a_table_that_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text("{not json", encoding="utf-8")
    fails(tmp_path / "t.jsonl", "t.jsonl")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(folder: Folder, encoding: str) -> None:
    assert load(folder(a__txt=TEXT.encode(encoding)))["a"].raw == TEXT


def test_big5() -> None:
    text = "文明城市創建，讓生活更美好。市民參與，共同維護環境。"
    assert decode(text.encode("big5")) == text


SIMPLIFIED = (
    "文明城市创建工作有序推进", "滨江区清理小广告，规范停车秩序。居民好评如潮。", "云岭县召开动员大会\n县委书记李立出席并讲话。", "累计出动2000余人次，清运垃圾35吨。",
    "“创城 我们一起”活动启动（截至5月12日）。", "老旧小区改造完成12个，App上线。", "图①：邻里节现场。", "窗口工作人员王淼、赵喆、李堃获评“最美职工”。",
    "镇村两级书记抓创建，网格员每日巡查", "群众满意度达到97%。",
)  # fmt: skip
TRADITIONAL = (
    "文明城市創建工作有序推進", "濱江區清理小廣告，規範停車秩序。居民好評如潮。", "雲嶺縣召開動員大會\n縣委書記李立出席並講話。", "累計出動2000餘人次，清運垃圾35噸。",
    "「創城 我們一起」活動啟動（截至5月12日）。", "老舊小區改造完成12個，App上線。", "窗口工作人員王淼獲評「最美職工」。", "鎮村兩級書記抓創建，網格員每日巡查", "群眾滿意度達到97%。",
    "讓生活更美好",
)  # fmt: skip


@pytest.mark.parametrize("size", [8, 400])
@pytest.mark.parametrize(
    ("texts", "encodings"),
    [
        (SIMPLIFIED, ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030")),
        (TRADITIONAL, ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "big5", "big5hkscs", "cp950")),
    ],
)
def test_every_encoding_is_told(texts: tuple[str, ...], encodings: tuple[str, ...], size: int) -> None:
    for text in texts:
        sized = (text * (size // len(text) + 1))[:size] if size > len(text) else text[:size]
        for encoding in encodings:
            assert decode(sized.encode(encoding)) == sized, encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_few_broken_bytes_are_shown(encoding: str) -> None:
    text = "".join(SIMPLIFIED) * 3
    data = bytearray(text.encode(encoding))
    data[300:302] = b"\xd8\xd8" if encoding == "utf-16" else b"\xff\xff"
    found = decode(bytes(data))
    assert "\ufffd" in found and len(found) - found.count("\ufffd") >= len(text) - 4
    assert decode(text.encode(encoding)[:-1]).startswith(text[:-1])


def test_too_many_broken_bytes_are_refused() -> None:
    data = TEXT.encode("utf-8").replace("，".encode(), b"\xff") + b"\xfe\xfe"
    with pytest.raises(SourceError, match="neither UTF-8"):
        decode(data[:30])


def test_a_broken_byte_is_flagged(folder: Folder) -> None:
    report = load(folder(a__txt=(TEXT * 10).encode()[:-1] + b"\xff"))["a"]
    assert "flag/lost-bytes" in [edit.step for edit in report.edits]


def test_seeds_are_never_written() -> None:
    def state() -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((ROOT / "seeds").iterdir())}

    before = state()
    load(ROOT / "seeds")
    read_sources(ROOT / "seeds")
    assert state() == before


def test_two_folders_bring_their_own_manifests_and_ids(tmp_path: Path) -> None:
    for place in ("甲区", "乙区"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "001_x.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / place / "manifest.csv").write_text(f"file,place\n001_x.txt,{place}\n", encoding="utf-8")
    corpus = load(str(tmp_path / "*" / "*.txt"))
    assert len({report.id for report in corpus}) == 2
    assert {report.place for report in corpus} == {"甲区", "乙区"}


def test_a_pattern_that_matches_only_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\n创城\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.csv"):
        load(str(tmp_path / "*.csv"))


def test_a_file_with_nothing_but_a_mark_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf\n")
    with pytest.raises(SourceError, match="empty"):
        load(tmp_path)


def test_json_lines_hold_strings(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "创城。", "period": 2020}\n{"id": 2, "text": "好。"}\n', encoding="utf-8")
    corpus = load(tmp_path / "a.jsonl")
    assert [report.id for report in corpus] == ["1", "2"]
    assert [report.period for report in corpus] == ["2020", None]


@pytest.mark.parametrize("path", [None, 3, ["a"], ""])
def test_what_is_no_path_is_refused(path: object) -> None:
    with pytest.raises(CivlibError, match="remedy"):
        load(path)  # type: ignore[arg-type]


def test_tables_are_recognised_in_gbk_as_spreadsheets_save_them(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_bytes("id,text\n甲,创建全国文明城市工作有序推进。\n".encode("gb18030"))
    assert [(source.id, source.text) for source in read_sources(tmp_path / "reports.csv")] == [("甲", "创建全国文明城市工作有序推进。")]
