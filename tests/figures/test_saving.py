"""Figures are saved the same to the byte, and never with a missing glyph."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from civlib.errors import FigureError
from civlib.figures.charts_themes import theme_profile
from civlib.figures.saving import png_bytes, save_figure, svg_bytes
from civlib.figures.sheet import Sheet
from civlib.figures.style import house_style
from tests.figures.examples import some_places


def figure(title: str = "主题"):
    frame = pd.DataFrame({"report_id": ["000", "001"], "theme": "环境", "share": [0.4, 0.2]})
    return theme_profile(frame, some_places(2), title=title)


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = save_figure(figure(), "themes", tmp_path / "a")
    time.sleep(1.1)  # a time in the file would differ by now
    second = save_figure(figure(), "themes", tmp_path / "b")
    assert first.png.read_bytes() == second.png.read_bytes()
    assert first.svg.read_bytes() == second.svg.read_bytes()


def test_saving_one_figure_twice_gives_the_same_bytes() -> None:
    drawn = figure()
    assert (png_bytes(drawn), svg_bytes(drawn)) == (png_bytes(drawn), svg_bytes(drawn))


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.figures.test_saving import figure, svg_bytes, png_bytes;"
        "print(hashlib.sha256(svg_bytes(figure()) + png_bytes(figure())).hexdigest())"
    )
    root = Path(__file__).parents[2]
    other = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == hashlib.sha256(svg_bytes(figure()) + png_bytes(figure())).hexdigest()


def test_nothing_of_time_program_or_machine_is_in_the_files() -> None:
    svg = svg_bytes(figure()).decode()
    assert "<dc:date>" not in svg and "matplotlib.org" not in svg.split("-->")[-1] and str(Path.home()) not in svg
    assert "<text" not in svg, "text must be outlines"
    png = png_bytes(figure())
    assert b"Software" not in png and b"tEXt" not in png and b"tIME" not in png


def test_png_is_fit_for_print() -> None:
    import io

    image = Image.open(io.BytesIO(png_bytes(figure())))
    assert image.width == pytest.approx(180 / 25.4 * 220, abs=2)
    assert image.info["dpi"][0] == pytest.approx(220, abs=0.1)


@pytest.mark.parametrize(
    ("character", "code"), [("\U0001f600", "U+1F600"), ("ཨ", "U+0F68"), ("\ue000", "U+E000")]
)
def test_missing_glyph_is_named_with_its_text(character: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(FigureError) as caught:
        save_figure(figure(f"文明{character}城市"), "broken", tmp_path)
    assert code in str(caught.value)
    assert f"文明{character}城市" in (caught.value.where or "") or code == "U+E000"
    assert not list(tmp_path.iterdir()), "nothing may be written"


def test_missing_glyph_in_a_tick_label_is_found() -> None:
    with house_style():
        sheet = Sheet("标题", "title", "", body=30)
        axes = sheet.axes(10, 0, 100, 20)
        axes.set_xticks([0, 1], ["甲", "\U0001f600"])
    with pytest.raises(FigureError, match="U\\+1F600"):
        svg_bytes(sheet.figure)


def test_characters_that_reports_use_have_glyphs() -> None:
    assert png_bytes(figure("《“1+11+7”》——①③％℃㎡·…～＋×—－−‘’〔2022〕5号；$100 α β 廊坊 漳州 卧龙 昉 堃 喆 鼋 镕"))


@pytest.mark.parametrize("name", ["", "a/b", "../a", "图", "a b", "a.png"])
def test_unfit_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FigureError, match="not fit"):
        save_figure(figure(), name, tmp_path)


def test_surfaces_keep_their_exact_colour() -> None:
    import io

    from civlib.figures.style import GROUND, SEQUENTIAL
    from tests.figures.examples import tables

    chart, table, further = tables(12)["measure_matrix"]
    table = table.assign(share=table["share"].where(table["report_id"] != "003", 0.0))
    image = Image.open(io.BytesIO(png_bytes(chart(table, *further)))).convert("RGB")
    colors = {"#{:02x}{:02x}{:02x}".format(*color) for count, color in image.getcolors(1 << 24) if count > 300}
    darkest = "#{:02x}{:02x}{:02x}".format(*(round(part * 255) for part in SEQUENTIAL(0.95)[:3]))
    assert {"#ffffff", GROUND, darkest} <= colors
