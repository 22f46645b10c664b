"""Shared passages: hits, near-misses, the reference judged by reading, and what must hold for any text."""

import csv
import random
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.content.alignment import search
from civlib.content.borrowing import COLUMNS, StockPhrases, find_shared, load_stock, reuse
from civlib.content.letters import HAN, common_length
from civlib.errors import ArgumentError, ResourceError
from civlib.records import Alignment, Corpus, Report

GOLD = Path(__file__).parents[1] / "gold"
CASES = Path(__file__).parents[1] / "cases" / "borrowing.tsv"
JUDGED = GOLD / "reuse_judged.tsv"
STOCK = CASES.with_name("stock.tsv")
SENTENCES = CASES.with_name("clean_chinese.tsv")


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def corpus(texts, **metadata):
    return Corpus(tuple(
        Report(name, text, text, Alignment.identity(len(text)), metadata=metadata.get(f"r{name}", {}))
        for name, text in texts.items()
    ))


def letters(text):
    return "".join(HAN.findall(text))


@pytest.mark.parametrize("case", rows(CASES), ids=lambda case: case["why"])
def test_cases(case):
    found = [
        (case["a"][p.start_a : p.end_a], case["b"][p.start_b : p.end_b], p.kind)
        for p in find_shared(case["a"], case["b"])
    ]
    expected = [(case["surface_a"], case["surface_b"], case["kind"])] if case["kind"] else []
    assert found == expected


PLACES = {"000": "廊坊开发区", "001": "漳州市", "002": "卧龙区", "003": "平城区", "004": "安次区"}


@pytest.fixture(scope="module")
def reference():
    """What the five reports share, found in their sentences as they were read for the reference."""
    texts = defaultdict(list)
    for row in rows(GOLD / "measures.tsv"):
        texts[row["doc"]].append(row["sentence"])
    joined = {name: "\n".join(lines) for name, lines in sorted(texts.items())}
    return reuse(corpus(joined, **{f"r{name}": {"place": place} for name, place in PLACES.items()}))


def covers(surface, quote):
    """Whether a passage is a quotation, but for a few characters at its ends."""
    a, b = letters(surface), letters(quote)
    common = common_length(a, b)
    return 2 * common >= max(len(a), len(b)) and common >= 0.8 * min(len(a), len(b))


def agrees(row, quote):
    """Whether a row of the table is what somebody quoted, on whichever side."""
    a, b = (row["report_a"], row["surface_a"]), (row["report_b"], row["surface_b"])
    x, y = (quote["doc_a"], quote["quote_a"]), (quote["doc_b"], quote["quote_b"])
    return any(
        one[0] == x[0] and other[0] == y[0] and covers(one[1], x[1]) and covers(other[1], y[1])
        for one, other in ((a, b), (b, a))
    )


def test_recall_against_reading(reference):
    found = reference[reference["kind"] != "stock"].to_dict("records")
    missed = [
        (quote["quote_a"], quote["quote_b"])
        for quote in rows(GOLD / "reuse.tsv")
        if not any(agrees(row, quote) for row in found)
    ]
    assert len(missed) <= 2, missed


def test_precision_against_reading(reference):
    """Four rows in five are in the reference, or were read and found right; a row that nobody read counts as wrong."""
    right = rows(GOLD / "reuse.tsv") + [row for row in rows(JUDGED) if row["verdict"] == "right"]
    found = reference[reference["kind"] != "stock"].to_dict("records")
    wrong = [(row["surface_a"], row["surface_b"]) for row in found if not any(agrees(row, quote) for quote in right)]
    assert len(wrong) <= 0.2 * len(found), wrong


def test_the_sentence_that_000_and_001_share_is_found_whole(reference):
    shared = reference[(reference["report_a"] == "000") & (reference["report_b"] == "001")]
    assert "文明是一座城市的内在气质，也是一座城市的幸福底色" in shared["surface_a"].tolist()


def test_order_and_columns(reference):
    assert list(reference.columns) == list(COLUMNS)
    keys = list(zip(reference["report_a"], reference["start_a"], reference["report_b"], reference["start_b"], strict=True))
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_empty_result_keeps_its_columns():
    frame = reuse("创城")
    assert list(frame.columns) == list(COLUMNS)
    assert frame.empty


def test_spans_hold_between_reports():
    texts = {"a": "开头。沿街商户落实“门前三包”责任。", "b": "要求：\n落实“门前五包”责任！"}
    both = corpus(texts)
    frame = reuse(both)
    assert len(frame) == 1
    row = frame.iloc[0]
    assert texts["a"][row["start_a"] : row["end_a"]] == row["surface_a"] == "落实“门前三包”责任"
    assert texts["b"][row["start_b"] : row["end_b"]] == row["surface_b"] == "落实“门前五包”责任"
    assert (row["sentence_a"], row["sentence_b"]) == (1, 1)


def test_the_name_of_the_place_does_not_make_stock_a_borrowing():
    texts = {"a": "全力推进平城区全国文明城市创建工作。", "b": "平城区全国文明城市创建工作启动。"}
    assert reuse(corpus(texts))["kind"].tolist() == ["identical"]
    place = {"place": "平城区"}
    assert reuse(corpus(texts, ra=place, rb=place))["kind"].tolist() == ["stock"]


def test_three_places_make_three_pairs():
    line = "下沉社区包楼栋，进门入户听心声"
    frame = reuse(corpus({"a": f"{line}。", "b": f"清晨，{line}。夜里，{line}。"}))
    assert frame[["report_a", "report_b"]].values.tolist() == [["a", "b"], ["a", "b"], ["b", "b"]]


def test_arguments_are_checked():
    with pytest.raises(ArgumentError, match="minimum"):
        reuse("创城", minimum=2)
    with pytest.raises(ArgumentError, match="threshold"):
        find_shared("创城", "创城", threshold=0.5)


def test_minimum_is_kept():
    a, b = "白墙黛瓦映清流", "白墙黛瓦映清流"
    assert not find_shared(a, b)
    assert [p.kind for p in find_shared(a, b, minimum=7)] == ["identical"]


def test_shipped_stock_phrases_keep_their_examples():
    stock = load_stock()
    with (Path(__file__).parents[2] / "civlib" / "data" / "stock_phrases.csv").open(encoding="utf-8") as lines:
        entries = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(entries) > 100
    for entry in entries:
        assert re.search(entry["phrase"], letters(entry["example"])), entry
        assert stock.covers(letters(entry["example"])), entry
        if entry["near_miss"]:
            assert not stock.covers(letters(entry["near_miss"])), entry


@pytest.mark.parametrize("case", rows(STOCK), ids=lambda case: case["passage"])
def test_stock_in_reports_of_cities_that_nobody_listed(case):
    """Names, formulas and titles are set apart, wherever they stand; what a city says or does of its own is not."""
    frame = reuse(corpus({"a": f"清晨：{case['passage']}。", "b": f"夜里，{case['passage']}！"}))
    assert len(frame) == 1
    assert (frame["kind"][0] == "stock") == (case["stock"] == "yes"), case["why"]


def test_links_alone_are_no_stock():
    stock = StockPhrases(("全国文明城市",), ("的", "工作"), ("深入",))
    assert not stock.covers("的工作的工作的")
    assert stock.covers("深入全国文明城市的工作")
    assert not stock.covers("全国文明城市工作深入")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("phrase,role,example,near_miss\n全国 文明,phrase,,\n", "Chinese characters"),
        ("phrase,role,example,near_miss\n全国文明城市,name,,\n", "role"),
        ("phrase,role,example,near_miss\n文明城市,phrase,,\n文明城市,link,,\n", "twice"),
        ("phrase,example\n文明城市,\n", "missing"),
        ("phrase,role,example,near_miss\n党的[一二大,phrase pattern,,\n", "no regular expression"),
        ("phrase,role,example,near_miss\n(?:文明)?,phrase pattern,,\n", "nothing"),
        ("phrase,role,example,near_miss\n\\w+市,link pattern,,\n", "other than Chinese"),
    ],
)
def test_broken_stock_phrases_are_named(tmp_path, content, message):
    path = tmp_path / "stock.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        load_stock(path)


def test_common_length_against_the_textbook_table():
    def slow(a, b):
        row = [0] * (len(b) + 1)
        for x in a:
            diagonal = 0
            for index, y in enumerate(b, start=1):
                diagonal, row[index] = row[index], diagonal + 1 if x == y else max(row[index], row[index - 1])
        return row[-1]

    for a, b in (("干净整洁文明有序的城市", "干净整洁有序文明的城市"), ("", "城市"), ("文明文明", "明文明文明")):
        assert common_length(a, b) == slow(a, b)


CHINESE = st.text(alphabet="文明城市创建工作的一，。“”\n a1", max_size=120)


@settings(max_examples=150, deadline=None)
@given(CHINESE, CHINESE)
def test_what_holds_for_any_two_texts(a, b):
    for passage in find_shared(a, b):
        one, other = a[passage.start_a : passage.end_a], b[passage.start_b : passage.end_b]
        x, y = letters(one), letters(other)
        assert min(len(x), len(y)) >= 8
        assert passage.similarity >= 0.8
        assert passage.similarity == pytest.approx(2 * common_length(x, y) / (len(x) + len(y)))
        assert passage.kind != "identical" or x == y
        assert passage.kind in ("identical", "near", "stock")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_never_raises_and_never_overlaps_itself(text):
    for doubled in (text, text + "。" + text):
        for passage in find_shared(doubled):
            assert 0 <= passage.start_a < passage.end_a <= passage.start_b < passage.end_b <= len(doubled)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏", min_size=8, max_size=40),
    st.text(alphabet="甲乙丙丁戊己庚辛壬癸子丑寅卯", max_size=30),
    st.text(alphabet="赵钱孙李周吴郑王冯陈褚卫", max_size=30),
)
def test_a_planted_passage_is_found_whole(passage, before, after):
    a, b = f"{before}{passage}", f"{passage}{after}"
    found = find_shared(a, b)
    assert any(a[p.start_a : p.end_a] == passage == b[p.start_b : p.end_b] for p in found) or any(
        common_length(letters(a[p.start_a : p.end_a]), passage) >= len(passage) - 3 for p in found
    )


@pytest.mark.parametrize("text", ["的" * 6_000, "文明" * 3_000, "创建文明城市。" * 1_000, "a" * 20_000, "“" * 10_000])
def test_monotonous_texts_keep_their_spans(text):
    assert all(0 <= p.start_a < p.end_a <= p.start_b < p.end_b <= len(text) for p in find_shared(text))


def test_search_keeps_to_what_it_is_asked():
    assert search([], 8, 0.8, inside=True, across=True) == {}


def pairs_of(frame):
    """The rows as pairs of places, whichever stands first."""
    return {
        (*sorted(((row["report_a"], row["start_a"], row["end_a"]), (row["report_b"], row["start_b"], row["end_b"]))),
         row["kind"], row["similarity"])
        for row in frame.to_dict("records")
    }  # fmt: skip


def recombined(count, seed=1):
    """Reports of sentences drawn from a common stock, with characters changed."""
    rng = random.Random(seed)
    sentences = [row["text"] for row in rows(SENTENCES)][:120]
    texts = {}
    for number in range(count):
        drawn = rng.sample(sentences, 12)
        texts[f"r{number:02}"] = "".join("".join("改" if rng.random() < 0.06 else c for c in line) for line in drawn)
    return texts


def test_neither_the_order_of_the_reports_nor_of_two_texts_matters():
    texts = recombined(12)
    backwards = dict(reversed(texts.items()))
    assert pairs_of(reuse(corpus(texts))) == pairs_of(reuse(corpus(backwards)))
    a, b = texts["r00"] + texts["r01"], texts["r02"] + texts["r01"][::-1] + texts["r00"]
    turned = [(p.start_b, p.end_b, p.start_a, p.end_a, p.similarity, p.kind) for p in find_shared(b, a)]
    assert sorted(find_shared(a, b)) == sorted(turned)


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["创城"], ["创城", "创城"], ["", "雨后山色青翠，游人如织。"]])
def test_little_and_no_text(texts):
    frame = reuse(corpus({str(number): text for number, text in enumerate(texts)}))
    assert list(frame.columns) == list(COLUMNS) and frame.empty


def test_thirty_reports_with_one_sentence_in_common():
    line = "深挖本地文脉，讲好街巷往事"
    texts = {f"r{number:02}": f"{text}{line}。" for number, text in enumerate(recombined(30).values())}
    frame = reuse(corpus(texts))
    whole = frame[frame["surface_a"].str.contains(line) & (frame["report_a"] != frame["report_b"])]
    assert len(whole) == 30 * 29 / 2


@pytest.mark.parametrize(("length", "share", "least"), [(8, 0.0, 1.0), (16, 0.1, 0.95), (40, 0.1, 0.95), (120, 0.15, 0.95)])
def test_planted_passages_are_found(length, share, least):
    """The survey in small; ``python -m derivations.borrowing_survey`` is the whole."""
    survey = pytest.importorskip("derivations.borrowing_survey")
    rng = random.Random(7)
    planted = [one for one in (survey.plant(rng, length, share) for _ in range(60)) if one and one.similarity >= 0.8]
    outcomes = [survey.outcome(one) for one in planted]
    found = [one for one in outcomes if one.found]
    assert len(outcomes) >= 20
    assert len(found) >= least * len(outcomes)
    assert sum(len(one.others) for one in outcomes) <= 0.1 * len(outcomes)
    assert sum(max(map(abs, one.off)) <= 2 for one in found) >= 0.6 * len(found)
