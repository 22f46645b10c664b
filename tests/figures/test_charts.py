"""Every chart draws what its table holds, for one report and for twelve, and refuses an empty table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from civlib.errors import FigureError
from civlib.figures import charts_counts, charts_measures, charts_promises, charts_text, clouds
from civlib.figures.saving import check_glyphs, png_bytes
from civlib.figures.style import MILLIMETRE, PAGE, house_style
from tests.figures.examples import CODES, THEMES, WORDS, some_places, tables, words

NAMES = sorted(tables(2))


def draw(name: str, count: int) -> Figure:
    chart, table, further = tables(count)[name]
    return chart(table, *further)


def dots(figure: Figure) -> int:
    return sum(line.get_gid() == "dot" for axes in figure.axes for line in axes.lines)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_draws_for_any_number_of_reports(name: str, count: int) -> None:
    if name not in tables(count):
        pytest.skip("needs two reports")
    figure = draw(name, count)
    assert figure.get_figwidth() == pytest.approx(PAGE * MILLIMETRE)
    with house_style():
        figure.draw_without_rendering()
        check_glyphs(figure)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_smaller_than_eight_points(name: str) -> None:
    assert min(text.get_fontsize() for text in draw(name, 5).findobj(Text) if text.get_text()) >= 8


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [1, 5, 12])
def test_no_text_leaves_the_sheet(name: str, count: int) -> None:
    if name not in tables(count):
        pytest.skip("needs two reports")
    figure = draw(name, count)
    with house_style():
        figure.draw_without_rendering()
        # ticks beyond the ends of an axis exist, but are not drawn
        outside = {
            id(label)
            for axes in figure.axes
            for axis in (axes.xaxis, axes.yaxis)
            for tick in axis.get_major_ticks()
            for label in (tick.label1, tick.label2)
            if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        }
        for text in figure.findobj(Text):
            if text.get_text().strip() and text.get_visible() and id(text) not in outside:
                box = text.get_window_extent()
                assert box.x0 >= -1 and box.x1 <= figure.bbox.x1 + 1, text.get_text()
                assert box.y0 >= -1 and box.y1 <= figure.bbox.y1 + 1, text.get_text()


@pytest.mark.parametrize("name", NAMES)
def test_empty_table_is_refused_with_a_remedy(name: str) -> None:
    chart, table, further = tables(2)[name]
    with pytest.raises(FigureError, match="remedy"):
        chart(table.iloc[:0], *further)


@pytest.mark.parametrize("name", NAMES)
def test_missing_column_is_named(name: str) -> None:
    chart, table, further = tables(2)[name]
    first = next(column for column in ("kind", "code", "word", "report_id", "lift", "topic") if column in table)
    with pytest.raises(FigureError, match=first):
        chart(table.drop(columns=first), *further)


@pytest.mark.parametrize("name", NAMES)
def test_the_table_is_not_changed(name: str) -> None:
    chart, table, further = tables(5)[name]
    before = table.copy(deep=True)
    chart(table, *further)
    pd.testing.assert_frame_equal(table, before)


def test_unknown_report_is_refused() -> None:
    chart, table, _ = tables(5)["theme_profile"]
    with pytest.raises(FigureError, match="'004'"):
        chart(table, some_places(4))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("theme_profile", 5 * len(THEMES)),
        ("measure_shares", 5 * len(CODES)),
        ("instrument_profile", 5 * 4),
        ("keyness_bars", 5 * len(WORDS)),
        ("report_sizes", 5 * 3),
        ("commitments", 5 * 2),
        ("dimension_shares", 5 * 2),
        ("approximation_shares", 5 * 2),
        ("measure_pairs", 3),
        ("agreement", 3),  # the fourth code has no value
    ],
)
def test_one_dot_a_row(name: str, expected: int) -> None:
    assert dots(draw(name, 5)) == expected


def test_shares_of_repairs_fill_the_bar() -> None:
    bars = draw("repairs_share", 5).axes[0].patches
    assert len(bars) == 15
    assert sum(bar.get_width() for bar in bars) == pytest.approx(5)


def test_word_bars_are_as_long_as_their_counts() -> None:
    table = words(["000"])
    figure = charts_text.word_bars(table, some_places(1))
    assert sorted(bar.get_width() for bar in figure.axes[0].patches) == sorted(table["count"])


def test_unmentioned_measure_has_a_dash_and_small_share_has_not() -> None:
    frame = pd.DataFrame({"report_id": ["000", "001"], "code": ["ORG_HQ", "RES_LAW"], "share": [0.2, 0.004]})
    shown = texts(charts_measures.measure_matrix(frame, some_places(2)))
    # two places by two codes, two of the four cells empty; one more dash stands in the key
    assert shown.count("–") == 3
    assert "20%" in shown and "<1%" in shown


def test_strip_marks_every_sentence_once() -> None:
    figure = draw("theme_strip", 1)
    grounds = len(THEMES)
    assert len(figure.axes[0].patches) == grounds + 3 * len(THEMES)


def test_links_join_every_passage() -> None:
    figure = draw("passage_links", 2)
    assert sum(isinstance(patch, Polygon) and patch.get_gid() == "passage" for patch in figure.axes[0].patches) == 2


def test_a_pair_that_shares_nothing_is_shown_as_such() -> None:
    chart, table, further = tables(5)["sharing_matrix"]
    figure = chart(table[table["report_b"] != "004"], *further)
    assert texts(figure).count("–") == 4 + 4  # and four of the five repeat nothing of themselves


def test_overlapping_passages_count_once_and_repetition_is_shown() -> None:
    figure = draw("sharing_matrix", 2)
    assert [text.get_text() for text in figure.axes[0].texts] == ["30字\n2段", "30字\n2段", "–"]


def test_comparison_cloud_puts_a_word_in_one_field_and_commonality_takes_what_all_have() -> None:
    frame = pd.DataFrame(
        [("000", "文明", 10), ("001", "文明", 10), ("000", "书院", 9), ("001", "古城", 7), ("001", "书院", 1)],
        columns=["report_id", "word", "count"],
    )
    some = some_places(2)
    figure = clouds.comparison_cloud(frame, some)
    drawn = {text.get_text(): text.get_color() for text in figure.texts if text.get_gid() == "word"}
    assert drawn == {"文明": some[1].color, "书院": some[0].color, "古城": some[1].color}
    shared = clouds.commonality_cloud(frame)
    assert {text.get_text() for text in shared.texts if text.get_gid() == "word"} == {"文明", "书院"}
    with pytest.raises(FigureError, match="no word stands in every report"):
        clouds.commonality_cloud(frame[frame["word"] != "文明"].iloc[:2])


def test_codes_that_nobody_names_get_a_row_where_labels_are_given() -> None:
    labels = pd.DataFrame(
        {"code": ["ORG_HQ", "RES_LAW"], "label": ["指挥部", "执法治安"], "label_en": ["HQ", "law"], "instrument": "O"}
    )
    frame = pd.DataFrame({"report_id": ["000"], "code": ["ORG_HQ"], "share": [0.2]})
    figure = charts_measures.measure_matrix(frame, some_places(1), labels=labels)
    assert "执法治安" in texts(figure) and texts(figure).count("–") == 2


def test_labels_give_names_and_order() -> None:
    chart, table, further = tables(2)["theme_profile"]
    labels = pd.DataFrame({"theme": ["mech", "gov", "law"], "chinese": ["丙", "甲", "乙"], "english": ["c", "a", "b"]})
    shown = texts(chart(table, *further, labels=labels))
    assert [text for text in shown if text in "甲乙丙"] == ["丙", "甲", "乙"]


def test_places_keep_their_colour_when_one_is_missing() -> None:
    chart, table, further = tables(5)["theme_profile"]
    figure = chart(table[table["report_id"] != "001"], *further)
    colors = [{line.get_color() for line in axes.lines if len(line.get_xdata()) == 2 and line.get_alpha()}
              for axes in figure.axes]  # fmt: skip
    assert colors == [{place.color} if place.report_id != "001" else set() for place in further[0]]


def test_quantities_below_zero_are_left_out() -> None:
    chart, table, further = tables(2)["commitments"]
    with pytest.raises(FigureError, match="above zero"):
        chart(table.assign(base_value=0.0), *further)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(3e9, "元", "30亿元"), (9999, "米", "9,999米"), (10000, "人", "1万人"), (0.5, "", "0.5"), (1.2e8, "", "1.2亿")],
)
def test_amounts_read_as_in_chinese(value: float, unit: str, expected: str) -> None:
    assert charts_counts.amount(value, unit) == expected


def test_members_are_never_broken_between_lines() -> None:
    members = ("环境卫生整治", "交通秩序整治", "市容秩序整治", "农贸市场整治", "老旧小区提升", "公益广告宣传") * 2
    frame = pd.DataFrame({"report_id": ["000"], "surface": ["十二项行动"], "number": ["12"], "members": [members],
                          "complete": [True]})  # fmt: skip
    shown = texts(charts_counts.formula_table(frame, some_places(1)))
    listed = [text for line in shown for text in line.split("　") if text in members]
    assert listed == list(members)


def test_repeated_formula_stands_once_and_the_rest_is_counted() -> None:
    frame = pd.DataFrame(
        {"report_id": "000", "surface": ["五大机制", "三清单", "五大机制", "双随机"], "number": ["5", "3", "5", "2"],
         "members": [(), ("任务清单",), ("包联", "督查"), ()], "complete": [None, False, False, None]}
    )  # fmt: skip
    shown = texts(charts_counts.formula_table(frame, some_places(1), top=2))
    assert [text for text in shown if text in set(frame["surface"])] == ["三清单", "五大机制"]
    assert "包联　督查" in shown and "另有1个 1 more" in shown


def test_numbers_of_a_measure_stand_once_and_the_fullest_measures_first() -> None:
    frame = pd.DataFrame(
        {"report_id": "000", "code": ["RES_FUND", "ENV_ROAD", "ENV_ROAD", "ENV_ROAD"], "item": ["投资", "道路", "道路", None],
         "surface": ["30亿元", "26条", "26条", "3公里"]}
    )  # fmt: skip
    shown = texts(charts_promises.measures_in_numbers(frame, some_places(1)))
    assert [text for text in shown if text in ("ENV_ROAD", "RES_FUND")] == ["ENV_ROAD", "RES_FUND"]
    assert "道路 26条　3公里" in shown
    assert "投资 30亿元" not in texts(charts_promises.measures_in_numbers(frame, some_places(1), top=1))


def test_a_formula_is_one_square_however_often_it_is_repeated() -> None:
    frame = pd.DataFrame(
        {"report_id": "000", "surface": ["五大机制", "五大机制", "三清单", "一盘棋"], "kind": ["set", "set", "set", "slogan"],
         "complete": [False, False, True, None]}
    )  # fmt: skip
    figure = charts_promises.formula_states(frame, some_places(2))
    blocks = [artist for artist in figure.artists if isinstance(artist, Rectangle)]
    squares = [block.get_facecolor() for block in blocks if round(block.get_width() * PAGE, 1) == 2.9]
    assert len(squares) == 3 and len(set(squares)) == 3
    assert texts(figure).count("0") == 2  # the second place has none of either kind


def test_ticks_at_the_end_of_a_panel_keep_clear_of_the_next() -> None:
    frame = pd.DataFrame({"report_id": ["000", "001", "002", "003", "004"], "approx": "exact", "share": 1.0})
    for axes in charts_counts.approximation_shares(frame, some_places(5)).axes:
        assert 1.0 not in axes.get_xticks() and 0.0 in axes.get_xticks()


def test_cloud_words_do_not_overlap_and_lie_within() -> None:
    weights = {f"{word}{number}": 30 // (number + 1) for number in range(6) for word in WORDS[:4]}
    frame = pd.DataFrame({"word": list(weights), "count": list(weights.values())})
    figure = clouds.word_cloud(frame, some_places(1)[0])
    words_drawn = [text for text in figure.texts if text.get_gid() == "word"]
    assert len(words_drawn) == len(weights)
    ink = []
    for text in words_drawn:  # each word alone on an empty sheet; no pixel may be inked twice
        for other in figure.texts:
            other.set_visible(other is text)
        for axes in figure.axes:
            axes.set_visible(False)
        for artist in (*figure.lines, *figure.artists, *figure.patches[1:]):
            artist.set_visible(False)
        with house_style():
            canvas = FigureCanvasAgg(figure)
            canvas.draw()
        ink.append(np.asarray(canvas.buffer_rgba())[..., :3].min(axis=2) < 128)
    assert all(mark.any() for mark in ink)
    assert (np.sum(ink, axis=0) <= 1).all()
    assert not np.any(ink, axis=0)[:, int(figure.bbox.width * 0.7) :].any()


def test_cloud_is_the_same_every_time() -> None:
    weights = {word: 9.0 - number for number, word in enumerate(WORDS)}
    assert clouds.lay_out(weights, 100, 70) == clouds.lay_out(dict(weights), 100, 70)
    assert clouds.lay_out(weights, 100, 70) != clouds.lay_out(weights, 100, 70, seed=7)


def test_larger_weight_is_never_smaller() -> None:
    placed = {word.word: word.size for word in clouds.lay_out({"文明": 50, "创建": 20, "社区": 3}, 100, 70)}
    assert placed["文明"] > placed["创建"] > placed["社区"]


@pytest.mark.parametrize("name", ["measure_matrix", "comparison_cloud", "theme_strip"])
def test_drawing_again_gives_the_same_bytes(name: str) -> None:
    assert png_bytes(draw(name, 2)) == png_bytes(draw(name, 2))


def test_a_network_joins_only_what_keeps_company_and_every_name_keeps_its_place() -> None:
    chart, table, _ = tables(1)["co_occurrence_network"]
    whole = chart(table)
    assert len(whole.axes[0].patches) == 3, "a pair below chance has no line"
    fewer = chart(table.assign(p_corrected=[0.01, 0.9, 0.9, 0.9]))
    assert len(fewer.axes[0].patches) == 1
    places = [{t.get_text(): t.get_position() for t in figure.texts if t.get_text() in ("gov", "law", "ORG_HQ")}
              for figure in (whole, fewer)]  # fmt: skip
    assert places[0] == places[1]
    assert len(chart(table, top=2).axes[0].patches) == 2
    with pytest.raises(FigureError, match="no pair"):
        chart(table.assign(p_corrected=1.0))


def test_words_of_a_topic_are_darker_the_more_often_they_come_back() -> None:
    chart, table, further = tables(1)["topic_stability"]
    figure = chart(table, *further)
    shades = [sum(t.get_color()[:3]) for t in figure.texts if t.get_text() in WORDS and not isinstance(t.get_color(), str)]
    assert len(shades) == 2 * len(WORDS) and shades[: len(WORDS)] == sorted(shades[: len(WORDS)])
    assert sum("fragile" in text for text in texts(figure)) == 1


def test_words_of_a_comparison_cloud_that_could_be_chance_are_grey() -> None:
    frame = pd.DataFrame({"report_id": "000", "word": ["书院", "古城"], "weight": [9.0, 4.0], "count": [9, 5], "low": [0.4, -0.2]})
    figure = clouds.comparison_cloud(frame, some_places(1))
    colors = {t.get_text(): t.get_color() for t in figure.texts if t.get_gid() == "word"}
    assert colors["书院"] == some_places(1)[0].color != colors["古城"]
