"""What others build on: the public names, their columns, and that every row points into a report."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import opencc
import pandas as pd
import pytest

import civlib as cv

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
DATA = ROOT / "civlib" / "data"

FOUND = ["report_id", "sentence", "start", "end", "surface"]
COLUMNS = {
    "documents": ["report_id"],
    "repairs": ["report_id", "order", "step", "raw_start", "raw_end", "start", "end", "before", "after", "confidence"],
    "sentences": ["report_id", "sentence", "paragraph", "start", "end", "surface", "heading"],
    "tokens": [*FOUND, "pos", "stop"],
    "measures": ["report_id", "sentence", "code", "start", "end", "surface", "rule"],
    "quantities": [*FOUND, "value", "value_high", "unit", "approx", "item"],
    "formulas": [*FOUND, "kind", "number", "members", "complete"],
    "reuse": [
        "report_a", "start_a", "end_a", "surface_a", "report_b", "start_b", "end_b", "surface_b", "similarity", "kind",
    ],
    # beyond the contract, and held to the same rules
    "themes": ["report_id", "sentence", "theme", "start", "end", "surface"],
}  # fmt: skip
TABLES = tuple(COLUMNS)
POINTING = ("sentences", "tokens", "measures", "quantities", "formulas", "themes")
NAMES = (*TABLES, "load", "clean", "segment", "context", "export", "Report", "Corpus", "CivlibError")

# something for every table to find, the same sentence twice for reuse
RICH = (
    "投入资金30亿元，改造老旧小区65个，组织志愿者清理垃圾。\n"
    "建立“三清单”：问题清单、整改清单、责任清单。\n"
    "投入资金30亿元，改造老旧小区65个，组织志愿者清理垃圾。"
)
POOR = ["", "\n", "\u3000 \n", "好。"]


@pytest.fixture(scope="module")
def tables(corpus: cv.Corpus) -> dict[str, pd.DataFrame]:
    return {name: getattr(cv, name)(corpus) for name in TABLES}


# --- names and columns -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_name_is_public_and_described(name: str) -> None:
    assert name in cv.__all__
    assert not inspect.ismodule(getattr(cv, name)), "a module hides the name"
    assert inspect.getdoc(getattr(cv, name))


def test_all_that_is_listed_is_there_and_nothing_twice() -> None:
    assert len(set(cv.__all__)) == len(cv.__all__)
    for name in cv.__all__:
        assert hasattr(cv, name)


@pytest.mark.parametrize("name", TABLES)
def test_columns_keep_their_names_and_order(name: str, tables: dict[str, pd.DataFrame]) -> None:
    kept = [column for column in tables[name].columns if column in COLUMNS[name]]
    assert kept == COLUMNS[name]
    assert tables[name].columns.is_unique
    assert len(tables[name]), "the five reports leave the table empty"
    assert tables[name].index.equals(pd.RangeIndex(len(tables[name])))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("text", POOR)
def test_an_empty_result_keeps_columns_and_types(name: str, text: str) -> None:
    empty, full = getattr(cv, name)(text), getattr(cv, name)(RICH)
    if name not in ("documents", "sentences", "tokens"):  # 好。 is a document, a sentence and two words
        assert len(empty) == 0
    if name != "repairs":  # no text that is taken as it is has repairs
        assert len(full) > 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


# --- what is given ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("reuse", "repairs")])
def test_a_str_is_a_corpus_of_one_report_with_the_id_text(name: str) -> None:
    assert set(getattr(cv, name)(RICH)["report_id"]) == {"text"}


def test_a_str_is_one_report_for_reuse_too() -> None:
    passages = cv.reuse(RICH)
    assert set(passages["report_a"]) | set(passages["report_b"]) == {"text"}


def test_a_str_is_taken_as_it_is() -> None:
    page = "首页 > 新闻\n創建文明城市,我們一起.\n（記者 王小明）"
    lines = cv.sentences(page)
    assert "".join(page.split()) == "".join("".join(lines["surface"]).split())
    assert all(page[start:end] == surface for start, end, surface in zip(*_span(lines), strict=True))
    assert len(cv.repairs(page)) == 0


@pytest.mark.parametrize("name", TABLES)
def test_a_single_report_is_taken_too(name: str, corpus: cv.Corpus, tables: dict[str, pd.DataFrame]) -> None:
    report = corpus["003"]
    alone = getattr(cv, name)(report)
    if name == "reuse":
        assert set(alone["report_a"]) | set(alone["report_b"]) <= {"003"}
        return
    # documents and all findings of a report do not hang on the others, but for the names of the other places
    assert set(alone["report_id"]) == {"003"}
    if name in ("documents", "repairs", "sentences", "quantities", "formulas", "measures"):
        whole = tables[name][tables[name]["report_id"] == "003"].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, whole)


@pytest.mark.parametrize("name", TABLES)
def test_anything_else_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(cv.CivlibError, match="remedy"):
        getattr(cv, name)(7)


# --- corpus and report -----------------------------------------------------------------------------------------------


def test_reports_are_in_order_and_found_by_id(corpus: cv.Corpus) -> None:
    assert isinstance(corpus.reports, tuple)
    assert [report.id for report in corpus.reports] == ["000", "001", "002", "003", "004"]
    assert all(isinstance(report, cv.Report) and corpus[report.id] is report for report in corpus)
    with pytest.raises(cv.CivlibError, match="000"):
        corpus["nowhere"]


def test_one_file_and_a_pattern_give_the_same_reports(corpus: cv.Corpus) -> None:
    file = next(SEEDS.glob("004_*.txt"))
    assert cv.load(str(file))["004"].text == corpus["004"].text
    assert [report.id for report in cv.load(str(SEEDS / "00[34]_*.txt"))] == ["003", "004"]


def test_a_table_file_and_ids_that_would_collide(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("id,text\n甲,创城为民。\n乙,共建共享。\n", encoding="utf-8")
    assert [report.id for report in cv.load(tmp_path / "reports.csv")] == ["甲", "乙"]
    for name in ("a_1.txt", "a_2.txt", "b_1.txt"):
        (tmp_path / name).write_text("创城为民。", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,place\nb_1.txt,滨江市\n", encoding="utf-8")
    corpus = cv.load(tmp_path)
    assert [report.id for report in corpus] == ["a_1", "a_2", "b"]
    assert (corpus["b"].place, corpus["b"].date, corpus["a_1"].place) == ("滨江市", None, None)
    elsewhere = tmp_path / "mine" / "list.csv"
    elsewhere.parent.mkdir()
    elsewhere.write_text("file,place\na_1.txt,江北区\n", encoding="utf-8")
    assert cv.load(tmp_path, manifest=elsewhere)["a_1"].place == "江北区"


def test_the_raw_text_is_the_file_and_cleaning_it_gives_the_text(corpus: cv.Corpus) -> None:
    for report in corpus:
        assert report.raw == (SEEDS / report.file).read_bytes().decode("utf-8")
        again = cv.clean(report.raw)
        assert again.text == report.text
        assert list(again.edits) == list(report.edits)


def test_without_layout_no_line_is_taken_away(corpus: cv.Corpus, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("首页 > 新闻 > 正文\n创城为民。\n", encoding="utf-8")
    assert cv.load(tmp_path)["page"].text == "创城为民。"
    assert "首页" in cv.load(tmp_path, layout=False)["page"].text


def test_the_title_is_not_in_the_text(corpus: cv.Corpus) -> None:
    titled = [report for report in corpus if report.title]
    assert titled
    for report in titled:
        assert report.title not in report.text.split("\n")


# --- spans -----------------------------------------------------------------------------------------------------------


def _span(frame: pd.DataFrame, side: str = "") -> tuple[pd.Series, pd.Series, pd.Series]:
    return frame[f"start{side}"], frame[f"end{side}"], frame[f"surface{side}"]


def _misplaced(corpus: cv.Corpus, frame: pd.DataFrame, side: str = "") -> list[tuple[str, int, str]]:
    reports = frame[f"report{side}" if side else "report_id"]
    return [
        (report_id, start, surface)
        for report_id, start, end, surface in zip(reports, *_span(frame, side), strict=True)
        if corpus[report_id].text[start:end] != surface or not surface
    ]


@pytest.mark.parametrize("name", POINTING)
def test_spans_hold(name: str, corpus: cv.Corpus, tables: dict[str, pd.DataFrame]) -> None:
    assert _misplaced(corpus, tables[name]) == []


@pytest.mark.parametrize("side", ["_a", "_b"])
def test_spans_of_shared_passages_hold_on_both_sides(
    side: str, corpus: cv.Corpus, tables: dict[str, pd.DataFrame]
) -> None:
    assert _misplaced(corpus, tables["reuse"], side) == []


def test_spans_of_a_concordance_hold(corpus: cv.Corpus) -> None:
    places = cv.kwic(corpus, "创")
    assert len(places) and _misplaced(corpus, places) == []


@pytest.mark.parametrize("name", POINTING)
def test_findings_lie_in_the_sentence_they_name(
    name: str, tables: dict[str, pd.DataFrame]
) -> None:
    whole = tables["sentences"][["report_id", "sentence", "start", "end"]]
    frame = tables[name].merge(whole, on=["report_id", "sentence"], how="left", suffixes=("", "_sentence"))
    if name == "sentences":
        frame = frame.assign(start_sentence=frame["start"], end_sentence=frame["end"])
    assert len(frame) == len(tables[name]) and frame["end_sentence"].notna().all()
    assert ((frame["start_sentence"] <= frame["start"]) & (frame["start"] < frame["end_sentence"])).all()


def test_sentences_are_numbered_from_0_and_leave_only_blanks_between(
    corpus: cv.Corpus, tables: dict[str, pd.DataFrame]
) -> None:
    for report_id, lines in tables["sentences"].groupby("report_id"):
        assert lines["sentence"].tolist() == list(range(len(lines)))
        text = corpus[report_id].text
        edges = [0, *lines["end"]]
        for before, after in zip(edges, [*lines["start"], len(text)], strict=True):
            assert text[before:after].strip() == ""


def test_words_cover_their_sentences(tables: dict[str, pd.DataFrame]) -> None:
    words = tables["tokens"].groupby(["report_id", "sentence"])["surface"].agg("".join)
    lines = tables["sentences"].set_index(["report_id", "sentence"])["surface"]
    bare = lines.map(lambda line: "".join(line.split()))
    assert words.to_dict() == {key: line for key, line in bare.items() if line}


@pytest.mark.parametrize("text", [RICH, "", "创城 our city 2021！", "\n\u3000\x00"])
def test_segments_join_back(text: str) -> None:
    assert "".join(cv.segment(text)) == text


# --- the way back to the source --------------------------------------------------------------------------------------


def _every_span(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, int, int]]:
    for name in POINTING:
        yield from zip(tables[name]["report_id"], tables[name]["start"], tables[name]["end"], strict=True)


def test_every_finding_leads_to_the_raw_text(corpus: cv.Corpus, tables: dict[str, pd.DataFrame]) -> None:
    for report_id, start, end in _every_span(tables):
        report = corpus[report_id]
        spans = report.raw_spans(start, end)
        assert spans, f"{report_id} {start}:{end} leads nowhere"
        assert all(0 <= low < high <= len(report.raw) for low, high in spans)
        assert report.raw_span(start, end) == (min(low for low, _ in spans), max(high for _, high in spans))


def test_what_it_leads_to_is_the_same_word(corpus: cv.Corpus, tables: dict[str, pd.DataFrame]) -> None:
    """But for what was repaired, a Chinese word of the text stands in the raw text, in one script or the other."""
    simplified = opencc.OpenCC("t2s")
    words = tables["tokens"]
    words = words[words["surface"].str.fullmatch("[一-鿿]+")]
    for report_id, found in words.groupby("report_id"):
        report = corpus[report_id]
        same = 0
        for start, end, surface in zip(*_span(found), strict=True):
            raw = "".join(report.raw[low:high] for low, high in report.raw_spans(start, end))
            same += surface in (raw, simplified.convert(raw))
        assert same > 0.95 * len(found)


def test_neighbours_lead_to_pieces_in_text_order() -> None:
    result = cv.clean("創(chuàng)建文明城市,我們一起.")
    report = cv.Report("page", result.text, "創(chuàng)建文明城市,我們一起.", result.alignment, result.edits)
    assert report.text == "创建文明城市，我们一起。"
    pieces = [report.raw[low:high] for low, high in report.raw_spans(0, 2)]
    assert pieces == ["創", "建"] and report.raw_span(0, 2) == (0, 10)


@pytest.mark.parametrize("span", [(-1, 2), (2, 1), (0, 10**9)])
def test_a_span_outside_the_text_is_refused(corpus: cv.Corpus, span: tuple[int, int]) -> None:
    with pytest.raises(cv.CivlibError, match="000"):
        corpus["000"].raw_spans(*span)


def test_repairs_lie_in_both_texts(corpus: cv.Corpus, tables: dict[str, pd.DataFrame]) -> None:
    for report_id, rows in tables["repairs"].groupby("report_id"):
        report = corpus[report_id]
        assert sorted(rows["order"]) == list(range(len(rows)))
        assert rows["raw_start"].between(0, len(report.raw)).all() and rows["raw_end"].le(len(report.raw)).all()
        assert (rows["raw_start"] <= rows["raw_end"]).all()
        assert rows["start"].between(0, len(report.text)).all() and rows["end"].le(len(report.text)).all()
        assert (rows["start"] <= rows["end"]).all()
    assert tables["repairs"]["confidence"].between(0, 1).all()
    only_flags = tables["repairs"][tables["repairs"]["step"].str.startswith("flag/")]
    assert len(only_flags) and (only_flags["before"] == only_flags["after"]).all()


def test_a_removal_shows_what_it_took(corpus: cv.Corpus, tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["repairs"]
    rows = rows[(rows["step"] == "notes/pinyin") & (rows["after"] == "")]
    assert len(rows)
    raw = [corpus[i].raw[a:b] for i, a, b in zip(rows["report_id"], rows["raw_start"], rows["raw_end"], strict=True)]
    assert raw == rows["before"].tolist()


# --- order and content of rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*POINTING, "repairs", "reuse", "documents"])
def test_rows_are_ordered_by_report_and_start(
    name: str, corpus: cv.Corpus, tables: dict[str, pd.DataFrame]
) -> None:
    place = {report.id: number for number, report in enumerate(corpus)}
    report, start = {
        "reuse": ("report_a", "start_a"),
        "documents": ("report_id", "report_id"),
    }.get(name, ("report_id", "start"))
    rows = [(place[r], s) for r, s in zip(tables[name][report], tables[name][start], strict=True)]
    assert rows == sorted(rows)


def test_measures_have_one_row_for_each_sentence_and_code(tables: dict[str, pd.DataFrame]) -> None:
    assert not tables["measures"].duplicated(["report_id", "sentence", "code"]).any()
    assert set(tables["measures"]["code"]) <= set(cv.codes()["code"])
    assert tables["measures"]["rule"].str.len().gt(0).all()


@pytest.mark.parametrize(
    ("text", "surface", "value", "high", "unit", "approx"),
    [
        ("投资30亿元。", "30亿元", 3e9, None, "元", "exact"),
        ("占比55%。", "55%", 55, None, "%", "exact"),
        ("占比百分之五十五。", "百分之五十五", 55, None, "%", "exact"),
        ("三分之二的住户参加。", "三分之二", 2 / 3, None, "", "exact"),
        ("七成的住户参加。", "七成", 0.7, None, "", "exact"),
        ("半数的住户参加。", "半数", 0.5, None, "", "exact"),
        ("改造小区逾65个。", "65个", 65, None, "个", "over"),
        ("改造小区60余个。", "60余个", 60, None, "个", "over"),
        ("用时不足20天。", "20天", 20, None, "天", "under"),
        ("改造小区约65个。", "65个", 65, None, "个", "about"),
        ("每天巡查3至5次。", "3至5次", 3, 5, "次", "range"),
    ],
)
def test_a_quantity_is_read_as_agreed(
    text: str, surface: str, value: float, high: float | None, unit: str, approx: str
) -> None:
    (row,) = cv.quantities(text).to_dict("records")
    assert (row["surface"], row["unit"], row["approx"]) == (surface, unit, approx)
    assert row["value"] == pytest.approx(value, abs=1e-3)
    assert pd.isna(row["value_high"]) if high is None else row["value_high"] == high


@pytest.mark.parametrize(
    ("text", "number", "members", "complete"),
    [
        ("建立“三清单”：问题清单、整改清单、责任清单。", "3", ("问题清单", "整改清单", "责任清单"), True),
        ("健全指挥调度、督查考核等“五大机制”。", "5", ("指挥调度", "督查考核"), False),
        ("实施“八大工程”。", "8", (), None),
        ("构建“1+11+7”指挥体系。", "1+11+7", (), None),
    ],
)
def test_a_formula_is_read_as_agreed(text: str, number: str, members: tuple[str, ...], complete: bool | None) -> None:
    (row,) = cv.formulas(text).to_dict("records")
    assert (row["number"], row["members"], row["complete"]) == (number, members, complete)
    assert isinstance(row["number"], str) and isinstance(row["members"], tuple)


def test_kinds_of_values(tables: dict[str, pd.DataFrame]) -> None:
    assert set(tables["quantities"]["approx"]) <= {"exact", "over", "under", "about", "range"}
    ranged = tables["quantities"]["approx"] == "range"
    assert (tables["quantities"]["value_high"].notna() == ranged).all()
    assert set(tables["reuse"]["kind"]) <= {"identical", "near", "stock"}
    for members, complete in zip(tables["formulas"]["members"], tables["formulas"]["complete"], strict=True):
        assert (complete is None) == (members == ())


def test_similarity_counts_chinese_characters_and_identical_means_all_of_them(
    tables: dict[str, pd.DataFrame],
) -> None:
    rows = tables["reuse"]
    chinese = [rows[side].str.replace("[^一-鿿]", "", regex=True) for side in ("surface_a", "surface_b")]
    assert rows["similarity"].between(0, 1).all()
    assert (rows["similarity"].eq(1) == (chinese[0] == chinese[1])).all()
    signs = [rows[side].str.replace(r"[\W_]", "", regex=True) for side in ("surface_a", "surface_b")]
    alike = signs[0] == signs[1]
    assert alike[rows["kind"] == "identical"].all()
    assert not alike[rows["kind"] == "near"].any()  # near may differ in a number alone: 5个小区, 6个小区


# --- what can be replaced --------------------------------------------------------------------------------------------


def test_the_lexicon_can_be_replaced(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("word,pos\n创城蓝图,n\n", encoding="utf-8")
    text = "绘就创城蓝图。"
    assert "创城蓝图" not in cv.segment(text)
    for lexicon in (own, str(own), cv.load_lexicon(own)):
        assert "创城蓝图" in cv.segment(text, lexicon=lexicon)
        assert "创城蓝图" in cv.tokens(text, lexicon=lexicon)["surface"].tolist()
    assert "创城蓝图" not in cv.segment(text), "a lexicon of one's own stays"


def test_the_stop_words_can_be_replaced(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("word\n垃圾\n", encoding="utf-8")

    def stopped(**replaced: object) -> set[str]:
        words = cv.tokens("切实清理垃圾。", **replaced)
        return set(words["surface"][words["stop"]])

    assert stopped() == {"切实", "。"}
    for stopwords in (own, str(own), cv.load_stopwords(own), frozenset({"垃圾"})):
        assert stopped(stopwords=stopwords) == {"垃圾", "。"}


def test_the_themes_can_be_replaced(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "- {id: sport, name: 全民健身, chinese: 健身, english: Sport, definition: Sport for all, words: [健身步道]}\n",
        encoding="utf-8",
    )
    text = "建成健身步道，清理垃圾。"
    assert "sport" not in set(cv.themes(text)["theme"])
    for themes in (own, str(own), cv.load_themes(own)):
        assert cv.themes(text, themes=themes)[["theme", "surface"]].values.tolist() == [["sport", "健身步道"]]


CODEBOOK = """
about: Kites.
groups: {FLY: 放飞}
acts: [FLY]
codes:
  KITE:
    label: 风筝
    label_en: Kites
    instrument: N
    definition: 放风筝
    definition_en: Kites are flown
    include: 放飞风筝
    exclude: 无
    example: 放飞风筝。
    near_miss: 风筝挂在墙上。
    nouns: 风筝
"""


def test_the_codebook_can_be_replaced(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(CODEBOOK, encoding="utf-8")
    text = "组织志愿者放飞风筝。"
    assert "KITE" not in set(cv.measures(text)["code"])
    for codebook in (own, str(own), cv.load_codebook(own)):
        assert cv.measures(text, codebook=codebook)["code"].tolist() == ["KITE"]
        assert cv.codes(codebook)["code"].tolist() == ["KITE"]


@pytest.mark.parametrize(
    ("function", "argument", "shipped"),
    [
        ("tokens", "lexicon", "lexicon.csv"),
        ("tokens", "stopwords", "stopwords.csv"),
        ("themes", "themes", "themes.yaml"),
        ("measures", "codebook", "codebook.yaml"),
        ("quantities", "units", "units.csv"),
        ("quantities", "rules", "quantities.yaml"),
        ("formulas", "rules", "formulas.yaml"),
        ("reuse", "stock", "stock_phrases.csv"),
    ],
)
def test_a_copy_of_a_shipped_file_gives_the_same(function: str, argument: str, shipped: str, tmp_path: Path) -> None:
    copy = tmp_path / f"my_{shipped}"
    copy.write_bytes((DATA / shipped).read_bytes())
    expected = getattr(cv, function)(RICH)
    pd.testing.assert_frame_equal(getattr(cv, function)(RICH, **{argument: copy}), expected)
    missing = tmp_path / "missing" / shipped
    with pytest.raises(cv.CivlibError, match=re.escape(str(missing))):
        getattr(cv, function)(RICH, **{argument: missing})


def test_nothing_under_seeds_is_written(corpus: cv.Corpus, tables: dict[str, pd.DataFrame]) -> None:
    assert sorted(path.name for path in SEEDS.iterdir()) == sorted([*(r.file for r in corpus), "manifest.csv"])
