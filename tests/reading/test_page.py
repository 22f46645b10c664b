"""The page as a whole: titles, headers, tails, lists of headlines."""

from __future__ import annotations

import pytest

from civlib.reading.cleaning import clean

BODY = "滨江区把每条街都划进网格，专人巡查，居民出门舒心。\n\n志愿者走上街头，劝导停车。"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("滨江区创城工作纪实\n2023-05-12\n", "滨江区创城工作纪实"),
        ("2023-05-12\n滨江区街巷焕然一新\n", "滨江区街巷焕然一新"),
        ("首页 > 要闻\n滨江区街巷焕然一新\n来源：滨江网\n", "滨江区街巷焕然一新"),
        ("首页 > 要闻\n停车难怎么破解？\n来源：滨江网\n", "停车难怎么破解？"),
        ("今日滨江特刊创刊号\n滨江区街巷焕然一新\n本报记者 王小云\n", "滨江区街巷焕然一新"),
        ("添彩滨江 你我同行\n——滨江区创城侧记\n本报记者 王小云\n", "添彩滨江 你我同行 ——滨江区创城侧记"),
        ("滨江区街巷焕然一新\n\n", "滨江区街巷焕然一新"),
        ("一、主要做法和成效\n\n", None),
        ("", None),
    ],
)
def test_title(above: str, title: str | None) -> None:
    result = clean(above + BODY)
    assert result.metadata.get("title") == title
    assert result.text == ("一、主要做法和成效\n" if above.startswith("一") else "") + BODY.replace("\n\n", "\n")


def test_a_heading_below_the_byline_is_no_title() -> None:
    result = clean(f"滨江区街巷焕然一新\n本报记者 王小云\n补短板 强弱项\n{BODY}")
    assert result.metadata["title"] == "滨江区街巷焕然一新"
    assert result.text.startswith("补短板 强弱项\n")


def test_a_list_of_headlines_ends_where_text_resumes() -> None:
    page = f"{BODY}\n相关阅读\n外地游客点赞夜市\n三座公园开门迎客\n经过三个月的努力，滨江区的主次干道全部完成改造，新增车位1200个，停车不再难，居民点赞。\n居民都说好。"
    assert "游客" not in clean(page).text
    assert clean(page).text.endswith("停车不再难，居民点赞。\n居民都说好。")


def test_headings_at_the_end_stay_without_other_furniture() -> None:
    assert clean(f"{BODY}\n创城永远在路上").text.endswith("创城永远在路上")


def test_names_under_the_text_are_a_byline() -> None:
    result = clean(f"{BODY}\n张晓明 李立")
    assert result.text.endswith("劝导停车。")
    assert ("furniture/byline", "张晓明 李立") in [(edit.step, edit.before) for edit in result.edits]


def test_the_manifestless_page_says_date_and_publisher() -> None:
    said = clean(f"滨江区街巷焕然一新\n2023年5月12日 星期五\n滨江文明网5月12日讯 {BODY}").metadata
    assert said["date"] == "2023年5月12日" and said["publisher"] == "滨江文明网"


def test_labels_of_pictures_go_and_the_first_of_them_is_the_title() -> None:
    label = "难道还有人不知道这条小巷？"
    result = clean(f"{label}\n在滨江区\n有这样一条小巷\n{label}\n{label}\n{BODY}\n{label}\n居民都说好。")
    assert result.metadata["title"] == label
    assert label not in result.text and "在滨江区\n有这样一条小巷" in result.text


def test_headings_that_return_stay() -> None:
    page = "\n".join(f"任务{number}。\n责任单位：区城管局和各街道\n主要做法" for number in "一二三四")
    assert clean(page).text == page


def test_a_paragraph_that_stands_twice_running_goes_once() -> None:
    paragraph = "经过三个月的努力，滨江区的主次干道全部完成改造，新增车位1200个，停车不再难，居民纷纷点赞。"
    assert clean(f"{paragraph}\n{paragraph}\n居民都说好。").text == f"{paragraph}\n居民都说好。"


@pytest.mark.parametrize("day", ["2023年5月12日", "2023年5月"])
def test_what_signs_a_document_goes(day: str) -> None:
    assert clean(f"{BODY}\n滨江区文明办\n{day}").text == BODY.replace("\n\n", "\n")
    assert clean(f"{BODY}\n滨江区文明办").text.endswith("滨江区文明办")


def test_the_last_line_of_a_report_stays_above_furniture() -> None:
    assert clean(f"{BODY}\n创城永远在路上\n责任编辑：李立\n阅读 3021").text.endswith("创城永远在路上")


def test_headlines_with_times_go_without_a_word_that_heads_them() -> None:
    tail = "\n".join(f"{title}\n05-{day} 09:30" for title, day in (("外地游客点赞夜市", 12), ("暴雨要来了？最新消息", 13), ("公园开门迎客", 14)))
    assert clean(f"{BODY}\n{tail}").text == BODY.replace("\n\n", "\n")


def test_the_title_of_a_document_stands_below_its_number() -> None:
    page = f"滨江区文明办文件\n滨文明办〔2021〕17号\n关于开展\n集中整治的通知\n各街道：\n{BODY}"
    result = clean(page)
    assert result.metadata["title"] == "关于开展 集中整治的通知"
    assert result.text.startswith("各街道：\n滨江区")


def test_a_site_named_like_a_list_does_not_swallow_the_title() -> None:
    result = clean(f"今日头条\n首页 / 民生\n滨江区街巷焕然一新\n滨江融媒\n2023-05-12 09:30\n{BODY}")
    assert result.metadata["title"] == "滨江区街巷焕然一新"
    assert result.text == BODY.replace("\n\n", "\n")


def test_a_line_of_date_and_source_says_both() -> None:
    page = "云川县：绣出新图景\n2024-05-18 09:12　来源：云川融媒　作者：钱一鸣\n拆除违建棚房，增划停车泊位，居民出行方便多了。"
    said = clean(page).metadata
    assert (said["date"], said["publisher"]) == ("2024-05-18", "云川融媒")
