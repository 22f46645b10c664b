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


@pytest.mark.parametrize(("second", "stays"), [("03-04 21:18", True), ("", False)])
def test_the_heading_below_a_list_with_times_stays(second: str, stays: bool) -> None:
    rest = "经过三个月的努力，滨江区的主次干道全部完成改造，新增车位1200个，停车不再难，居民点赞。"
    listed = f"外地游客点赞夜市 03-05 06:40 滨江网\n三座公园开门迎客 {second}".strip()
    text = clean(f"{BODY}\n热门推荐\n{listed}\n街巷治理“不断档”\n{rest}").text
    assert "夜市" not in text and "公园" not in text and text.endswith(rest)
    assert ("不断档" in text) is stays


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


@pytest.mark.parametrize("above", ["云岭日报数字报\n往期回顾\n返回目录\n第A02版：要闻\n本报记者 王小云\n", "云岭日报数字报\n本报记者 王小云\n"])
def test_the_title_stands_below_the_byline_where_only_a_site_stands_above(above: str) -> None:
    result = clean(f"{above}寻常巷陌总关情\n——云岭县创城综述\n{BODY}")
    assert result.metadata["title"] == "寻常巷陌总关情 ——云岭县创城综述"
    assert result.text == BODY.replace("\n\n", "\n")


@pytest.mark.parametrize("account", ["云岭县融媒体中心\n2023-05-12 09:30", "2023-05-12 09:30\n云岭县融媒体中心"])
def test_the_name_of_an_account_is_no_title(account: str) -> None:
    result = clean(f"云岭县老街焕然一新\n{account}\n{BODY}")
    assert result.metadata["title"] == "云岭县老街焕然一新"
    assert result.text == BODY.replace("\n\n", "\n")


def test_verses_between_title_and_text_stay() -> None:
    verses = "他们\n提着长夹\n走过清晨的河堤\n他们是同一支队伍的人"
    result = clean(f"河堤上的人，你见过吗？\n原创 云岭发布 2023-05-12 09:30\n收听本文\n{verses}\n▼\n01\n河堤的清晨\n{BODY}")
    assert result.metadata["title"] == "河堤上的人，你见过吗？"
    assert result.text.startswith(f"{verses}\n河堤的清晨\n滨江区")


def test_comments_below_the_imprint_go() -> None:
    long = "经过三个月的努力，滨江区的主次干道全部完成改造，新增车位1200个，停车不再难，居民纷纷点赞。"
    page = f"{long}\n编辑：李立\n审核：王小云\n小城人\n05-12 09:30\n真不错，早该修了。\n回复 赞3"
    assert clean(page).text == long
    short = f"{long}\n记者：王小云\n居民都说好。"
    assert clean(short).text.endswith("居民都说好。")


def test_a_notice_above_the_trail_of_a_page_goes() -> None:
    head = "云岭在线\n时政\n您正在浏览的是旧版网站，内容不再更新。\n当前位置：首页 > 要闻\n"
    result = clean(f"{head}云岭县老街焕然一新\n2023-05-12\n{BODY}")
    assert result.metadata["title"] == "云岭县老街焕然一新"
    assert result.text == BODY.replace("\n\n", "\n")
