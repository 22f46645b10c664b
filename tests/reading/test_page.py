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
