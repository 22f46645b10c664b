"""Whole pages, the gold reading, and what must hold for every text."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.language.sentences import split_sentences
from civlib.reading.cleaning import clean
from civlib.reading.corpus import repairs
from civlib.reading.ledger import replay
from civlib.records import Corpus, Report

ROOT = Path(__file__).parents[2]
CASE_FILE = "pages.json"
# Where bytes of these reports were lost: a piece of each sentence that the loss touches.
DAMAGED = (
    "转变为“提升模式”", "更不安全”。", "现在“抬头见网”", "廊坊开发区帼华屯小区", "第一粒扣子", "转变为主动发现", "实在太方便了。”",
    "作为一名每月", "最佳回应。”", "市文明办负责同志", "正是因为每一个区域", "从“要我创”到“我要创”",
)  # fmt: skip

PIECES = (
    "滨江区坚持创建为民", "云岭县清运垃圾3吨", "發現問題", "向著更高目標", "显著提升", "投入3,000元", "App上线", "（一）健全机制", "一、主要做法",
    "“创城 我们一起”", "图①：邻里节", "来源：滨江网", "本报记者 王小云", "首页 > 要闻", "2023-05-12", "相关推荐", "责任编辑：李立", "◆◇◆",
    "(fā)", "(de)", "&ldquo;", "&nbsp;", "滨江网5月12日讯", "AT&T", "1+11+7", "12:30", "9月31日", "“", "”", "（", "）", "(", ")", ",", ".",
    ";", ":", "!", "?", "，", "。", "；", "：", "！", "？", "、", "…", "——", "\"", "「", "」", "Ａ", "％", "张晓明 摄", "图为", "第03版：要闻",
    "分享至", "版权所有", "滨江区创城工作纪实", "——小记", " ", "\n", "\n\n", "　", "\n　　", "\t", "smart city",
)  # fmt: skip
genre = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
anything = st.text(st.characters(codec=None), max_size=120) | st.text(
    st.sampled_from("创城發著(fā)（）[]?,，.。:;！“”\"' \n\t　①&amp;#\u200b\ufeff二1ａ月日>《》…—·◆|％+\r\x00\x85\u2028\ud800⼯图摄"), max_size=40
)


@lru_cache(maxsize=1)
def gold() -> dict[str, list[str]]:
    sentences: dict[str, list[str]] = {}
    with (ROOT / "tests/gold/measures.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            sentences.setdefault(row["doc"], []).append(row["sentence"])
    return sentences


def sentences_of(report: Report) -> list[str]:
    return [report.text[s.start : s.end] for s in split_sentences(report.text)]


def test_pages(case: dict[str, Any]) -> None:
    result = clean(case["input"])
    assert result.text == case["expected"]
    assert result.metadata.get("title") == case["title"]


@pytest.mark.parametrize("report_id", ["003", "004"])
def test_sound_reports_equal_the_hand_reading(report_id: str, corpus: Corpus) -> None:
    assert sentences_of(corpus[report_id]) == gold()[report_id]


@pytest.mark.parametrize("report_id", ["000", "001", "002"])
def test_damaged_reports_equal_the_hand_reading_elsewhere(report_id: str, corpus: Corpus) -> None:
    missing = set(gold()[report_id]) - set(sentences_of(corpus[report_id]))
    assert [sentence for sentence in missing if not any(piece in sentence for piece in DAMAGED)] == []


@pytest.mark.parametrize("report_id", ["000", "001", "002", "003", "004"])
def test_every_edit_and_span_of_a_report_holds(report_id: str, corpus: Corpus) -> None:
    report = corpus[report_id]
    assert replay(report.raw, report.edits) == report.text
    holds(report.raw, report)
    rows = repairs(report)
    assert ((rows.start >= 0) & (rows.start <= rows.end) & (rows.end <= len(report.text))).all()
    for row in rows.itertuples():
        # a pass sees the text that earlier passes left, so that only first-hand stretches stand in the raw file as they are
        if row.stage == 0:
            assert report.raw[row.raw_start : row.raw_end] == row.before
    for start in range(0, len(report.text) - 1, 97):
        end = min(start + 13, len(report.text))
        low, high = report.raw_span(start, end)
        assert 0 <= low < high <= len(report.raw)
        assert all(low <= a < b <= high for a, b in report.raw_spans(start, end))


def test_raw_span_leads_to_the_same_words(corpus: Corpus) -> None:
    report = corpus["004"]
    for words in ("星期六文明行动", "老旧小区改造工程", "百舸争流千帆渡"):
        start = report.text.index(words)
        low, high = report.raw_span(start, start + len(words))
        assert report.raw[low:high].strip() == words


def test_moved_text_leads_to_where_it_was_moved_from(corpus: Corpus) -> None:
    report = corpus["003"]
    start = report.text.index("二是文明劝导")
    spans = report.raw_spans(start, start + 6)
    assert len(spans) == 2
    assert [report.raw[low:high] for low, high in spans] == ["二", "是文明劝导"]


def test_no_furniture_reaches_the_text(corpus: Corpus) -> None:
    for words in ("相关推荐", "网易首页", "头条要闻", "本报记者", "分享至", "资料图片", "官方抖音", "供图", "◆"):
        assert all(words not in report.text for report in corpus)


def test_layout_false_leaves_the_page_alone() -> None:
    page = "首页 > 要闻\n滨江区创城纪实\n2023-05-12\n清理小廣告,規范停車."
    assert clean(page, layout=False).text == "首页>要闻\n滨江区创城纪实\n2023-05-12\n清理小广告，规范停车。"


def test_empty_text() -> None:
    assert clean("").text == "" and clean("").edits == ()


def holds(raw: str, result: Any) -> None:
    size = len(result.text)
    assert len(result.alignment.starts) == len(result.alignment.ends) == size
    assert ((result.alignment.starts >= 0) & (result.alignment.ends <= len(raw))).all()
    for edit in result.edits:
        assert 0 <= edit.start <= edit.end <= size
        assert 0 <= edit.raw_start <= edit.raw_end <= len(raw)
        assert 0 <= edit.confidence <= 1


@given(anything | genre)
@settings(max_examples=300)
def test_any_text_is_cleaned_and_its_ledger_replays(raw: str) -> None:
    result = clean(raw)
    assert replay(raw, result.edits) == result.text
    holds(raw, result)


@given(genre | anything)
@settings(max_examples=300)
def test_clean_text_stays_as_it_is(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


@pytest.mark.parametrize("report_id", ["003", "004"])
def test_clean_reports_stay_as_they_are(report_id: str, corpus: Corpus) -> None:
    text = corpus[report_id].text
    again = clean(text)
    assert again.text == text
    assert all(edit.before == edit.after for edit in again.edits)
