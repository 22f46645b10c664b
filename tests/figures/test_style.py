"""The house style holds within its block alone; measures of text are true."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.errors import FigureError
from civlib.figures.style import PALETTE, font_path, house_style, places, shorten, text_width, wrap


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_settings_are_gone_after_the_block() -> None:
    before = dict(mpl.rcParams)
    with house_style():
        assert mpl.rcParams["svg.hashsalt"] == "civlib"
    assert dict(mpl.rcParams) == before


def test_settings_of_the_reader_do_not_leak_in() -> None:
    with mpl.rc_context({"lines.markersize": 40, "text.usetex": False, "axes.grid": True}), house_style():
        assert mpl.rcParams["lines.markersize"] == mpl.rcParamsDefault["lines.markersize"]
        assert mpl.rcParams["axes.grid"] is False


def test_settings_of_the_process_stay_and_pyplot_is_left_alone() -> None:
    code = (
        "import sys, matplotlib as m; from tests.figures.test_saving import figure, svg_bytes;"
        "assert all(m.rcParams[k] == m.rcParamsDefault[k] for k in m.rcParams if k != 'backend');"
        "svg_bytes(figure());"
        "assert all(m.rcParams[k] == m.rcParamsDefault[k] for k in m.rcParams if k != 'backend');"
        "assert 'matplotlib.pyplot' not in sys.modules; assert 'mplfonts' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_font_comes_with_a_package() -> None:
    assert font_path().name == "NotoSansCJKsc-Regular.otf"
    assert "mplfonts" in font_path().parts


def test_colours_are_distinct_and_stand_out_from_white() -> None:
    assert len(set(PALETTE)) == len(PALETTE) >= 12
    assert min(1.05 / (luminance(color) + 0.05) for color in PALETTE) >= 2.9


def test_places_keep_order_and_fall_back_to_the_id() -> None:
    table = pd.DataFrame(
        {"report_id": ["b", "a"], "place": ["漳州市", None], "place_en": ["Zhangzhou", float("nan")]}
    )
    first, second = places(table)
    assert (first.report_id, first.label) == ("b", "漳州市 Zhangzhou")
    assert (second.chinese, second.english) == ("a", "")
    assert first.color != second.color


def test_more_places_than_colours_come_round_again() -> None:
    many = places(pd.DataFrame({"report_id": [str(number) for number in range(30)]}))
    assert len(many) == 30 and many[0].color == many[len(PALETTE)].color


def test_no_places_is_refused() -> None:
    with pytest.raises(FigureError):
        places(pd.DataFrame())


def test_width_grows_with_size_and_length() -> None:
    assert text_width("文明", 20) == pytest.approx(2 * text_width("文明", 10), rel=0.02)
    assert text_width("文" * 10, 10) == pytest.approx(10 * 10 * 25.4 / 72, rel=0.03)


@given(st.text(alphabet=st.sampled_from("文明城市创建，。abc 12+（）“”\n"), max_size=60), st.floats(15, 80))
def test_wrapped_lines_fit_and_keep_every_character(text: str, width: float) -> None:
    lines = wrap(text, width, 8)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        hanging = line.rstrip("，。；：、）”！？…")
        assert text_width(hanging, 8) <= width + 0.1 or " " not in hanging.strip()


@given(st.text(alphabet=st.sampled_from("文明城市abc "), max_size=40), st.floats(8, 60))
def test_shortened_text_fits(text: str, width: float) -> None:
    assert text_width(shorten(text, width, 8), 8) <= width + 0.1


def test_neighbouring_colours_differ_for_the_colour_blind() -> None:
    # deuteranopia after Machado et al. (2009), on linear light
    matrix = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]

    def seen(color: str) -> list[float]:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        mixed = [min(1, max(0, sum(m * x for m, x in zip(row, linear, strict=True)))) for row in matrix]
        return [x ** (1 / 2.2) for x in mixed]

    for one, two in itertools.combinations(PALETTE[:5], 2):
        assert sum((a - b) ** 2 for a, b in zip(seen(one), seen(two), strict=True)) ** 0.5 > 0.12, (one, two)
