"""What shared passages add up to."""

import pytest

from civlib.content.borrowing import StockPhrases, reuse
from civlib.errors import ArgumentError
from civlib.records import Alignment, Corpus, Report
from civlib.statistics.sharing import pair_shares, stock_places, strongest_pair

CLAUSE = "倾力打造优美环境、优良秩序、优质服务、优秀文化"


def report(name: str, text: str, city: str | None = None) -> Report:
    return Report(name, text, text, Alignment.identity(len(text)), metadata={"city": city})


TEXTS = Corpus((
    report("a", f"我区{CLAUSE}。推进全国文明城市创建工作。", "甲市"),
    report("b", f"各街道{CLAUSE}，人人参与。我们推进全国文明城市创建工作。", "甲市"),
    report("c", "雨后山色青翠，游人如织。"),
))


def test_every_pair_has_a_row_and_stock_is_counted_apart() -> None:
    pairs = pair_shares(TEXTS, reuse(TEXTS)).set_index(["report_a", "report_b"])
    assert len(pairs) == 6
    assert pairs.loc[("a", "b"), ["passages", "characters", "longest"]].tolist() == [1, len(CLAUSE), len(CLAUSE)]
    assert pairs.loc[("a", "b"), "stock"] >= 1
    assert pairs.loc[("a", "c"), ["passages", "characters", "longest", "stock"]].tolist() == [0, 0, 0, 0]
    assert pairs["same_city"].to_dict()["a", "b"] and pairs["same_city"].sum() == 1
    assert pairs["within"].sum() == 3


def test_characters_in_two_passages_count_once() -> None:
    passages = reuse(TEXTS).query("report_a == 'a' and report_b == 'b' and kind != 'stock'")
    doubled = passages.loc[passages.index.repeat(2)]
    assert pair_shares(TEXTS, doubled)["characters"].max() == len(CLAUSE)


def test_the_strongest_pair_is_between_reports_where_there_are_two() -> None:
    assert strongest_pair(pair_shares(TEXTS, reuse(TEXTS))) == ("a", "b")
    alone = Corpus(TEXTS.reports[:1])
    assert strongest_pair(pair_shares(alone, reuse(alone))) == ("a", "a")


def test_places_of_stock_phrases_count_once_and_hold() -> None:
    text = "推进全国文明城市创建工作。" * 6
    places = stock_places(text, reuse(text))
    assert places.groupby("phrase").size().max() == 6
    assert all(text[row["start"] : row["end"]] == row["surface"] for row in places.to_dict("records"))
    assert stock_places(TEXTS.reports[2], reuse(TEXTS.reports[2])).empty


def test_a_stock_phrase_is_known_through_its_punctuation_and_the_list_can_be_replaced() -> None:
    own = StockPhrases(("不忘初心牢记使命",))
    text = "“不忘初心、牢记使命”，" + "雨后山色青翠。" + "不忘初心，牢记使命。"
    places = stock_places(text, reuse(text, stock=own), stock=own)
    assert places["surface"].tolist() == ["不忘初心、牢记使命", "不忘初心，牢记使命"]


def test_a_table_of_another_kind_is_refused() -> None:
    with pytest.raises(ArgumentError, match="'kind'"):
        pair_shares(TEXTS, reuse(TEXTS).drop(columns="kind"))
