"""Clouds: sizes follow the numbers, ties are drawn alike, and a figure says when there is nothing to draw."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from civlib.errors import FigureError
from civlib.figures.attempt import drawn
from civlib.figures.clouds import commonality_cloud, comparison_cloud, lay_out, word_cloud
from civlib.figures.saving import stem
from civlib.figures.style import MUTED, Place

PLACE = Place("1", "漳州市", "Zhangzhou", "#0072B2")
WORDS = ["创建", "文明城市", "志愿服务", "老旧小区", "新时代文明实践中心", "道路", "社区", "整改", "公园", "垃圾"]


def cloud_words(figure):
    return {text.get_text(): text for text in figure.texts if text.get_gid() == "word"}


def test_the_area_of_a_word_follows_its_weight_and_none_is_left_out():
    weights = {f"{word}{number}": 40 // (number + 1) for number in range(5) for word in WORDS}
    placed = lay_out(weights, 118, 72)
    assert len(placed) == len(weights)
    sizes = {}
    for word in placed:
        sizes.setdefault(weights[word.word], set()).add(word.size)
    assert all(len(size) == 1 for size in sizes.values())
    largest = max(sizes)
    for weight, (size,) in sizes.items():
        assert size == pytest.approx(max(sizes[largest].copy().pop() * (weight / largest) ** 0.5, 17), abs=1.6)


def test_words_that_tie_across_the_limit_stay_out_together():
    frame = pd.DataFrame({"word": WORDS[:5], "count": [9, 4, 2, 2, 2]})
    assert set(cloud_words(word_cloud(frame, PLACE, words=3))) == set(WORDS[:2])
    assert len(cloud_words(word_cloud(frame.assign(count=1), PLACE, words=3))) == 3


def test_words_that_tie_have_one_colour():
    frame = pd.DataFrame({"word": WORDS, "count": [9, 6, *[2] * 8]})
    colors = [text.get_color() for word, text in cloud_words(word_cloud(frame, PLACE)).items() if word in WORDS[2:]]
    assert len(set(colors)) == 1
    assert MUTED not in {cloud_words(word_cloud(frame.assign(count=1), PLACE))[word].get_color() for word in WORDS}


def test_the_numbers_beside_a_cloud_are_its_weights_with_counts_in_brackets():
    frame = pd.DataFrame({"report_id": "1", "word": WORDS[:2], "count": [14, 3], "weight": [83.4, 0.25]})
    axes = comparison_cloud(frame, [PLACE]).axes[0]
    assert [float(bar.get_width()) for bar in axes.patches] == [83.4, 0.25]
    assert [text.get_text() for text in axes.texts] == ["83 (14)", "0.25 (3)"]
    axes = commonality_cloud(frame.drop(columns="report_id")).axes[0]
    assert [text.get_text() for text in axes.texts] == ["83 (14)", "0.25 (3)"]


def test_nothing_to_draw_is_said_on_a_sheet_and_other_errors_are_raised():
    frame = pd.DataFrame({"report_id": ["1"], "word": ["文明"], "count": [3], "weight": [0.0]})
    shown = [text.get_text() for text in drawn(comparison_cloud, frame, [PLACE], title="对比").texts]
    assert shown[0] == "对比" and "no word has a weight above zero" in shown
    with pytest.raises(FigureError, match="'count'"):
        drawn(comparison_cloud, frame.drop(columns="count"), [PLACE])


def test_file_names_are_ascii_and_stay_apart():
    assert stem("03-cloud", "000") == "03-cloud-000"
    names = {stem("03-cloud", name) for name in ("云溪县", "滨江区", "a b", "ab", "a-b")}
    assert len(names) == 5 and all(name.isascii() and name.replace("-", "").isalnum() for name in names)


def test_what_could_be_chance_is_grey_in_the_cloud_and_in_the_list():
    frame = pd.DataFrame({"report_id": "1", "word": ["书院", "古城"], "weight": [2.1, 1.4], "count": [9, 5], "low": [0.3, -0.2]})
    figure = comparison_cloud(frame, [PLACE])
    words = {word: to_hex(text.get_color()) for word, text in cloud_words(figure).items()}
    assert words == {"书院": PLACE.color.lower(), "古城": to_hex(MUTED)}
    assert [to_hex(bar.get_facecolor()) for bar in figure.axes[0].patches] == list(words.values())
