"""facts.json holds figures and numbers, the same to the byte on every run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from civlib.errors import ArgumentError, FigureError, ResourceError
from civlib.figures.sheet import Sheet
from civlib.figures.style import house_style
from civlib.publishing.facts import FACTS, plain, publish, read_facts, record


def figure(title: str = "标题"):
    with house_style():
        return Sheet(title, "title", "", body=20).figure


def publish_one(folder: Path, name: str = "themes", **changes: str):
    given = {"caption": "主题 themes", "takeaway": "41%", "notebook": "02_themes.ipynb"} | changes
    return publish(figure(), name, folder=folder, **given)


def test_publish_saves_and_registers(tmp_path: Path) -> None:
    shown = publish_one(tmp_path)
    assert shown.png == tmp_path / "themes.png" and shown.png.is_file() and shown.svg.is_file()
    assert read_facts(tmp_path)["figures"]["themes"] == {
        "caption": "主题 themes", "takeaway": "41%", "notebook": "02_themes.ipynb", "png": "themes.png",
        "svg": "themes.svg",
    }  # fmt: skip


def test_order_of_publishing_leaves_no_trace(tmp_path: Path) -> None:
    for folder, names in ((tmp_path / "a", ("one", "two")), (tmp_path / "b", ("two", "one"))):
        for name in names:
            publish_one(folder, name)
        record(folder, "words", {"b": 2, "a": 1})
    assert (tmp_path / "a" / FACTS).read_bytes() == (tmp_path / "b" / FACTS).read_bytes()


def test_running_again_changes_no_byte(tmp_path: Path) -> None:
    def run() -> dict[str, bytes]:
        publish_one(tmp_path)
        record(tmp_path, "words", {"share": 1 / 3})
        return {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert run() == run()


def test_publishing_replaces_its_own_entry_and_keeps_the_others(tmp_path: Path) -> None:
    publish_one(tmp_path, "one")
    publish_one(tmp_path, "two")
    publish_one(tmp_path, "one", takeaway="42%")
    figures = read_facts(tmp_path)["figures"]
    assert figures["one"]["takeaway"] == "42%" and figures["two"]["takeaway"] == "41%"


def test_notebook_shows_picture_and_words(tmp_path: Path) -> None:
    InteractiveShell.instance()
    shown = publish_one(tmp_path)
    with capture_output() as captured:
        shown._ipython_display_()
    picture, words = captured.outputs
    assert "image/png" in picture.data and picture.metadata["image/png"]["width"] == 709
    assert "主题 themes" in words.data["text/markdown"] and "41%" in words.data["text/markdown"]


@pytest.mark.parametrize("part", ["caption", "takeaway"])
def test_figure_needs_words(part: str, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=part):
        publish_one(tmp_path, **{part: "  "})
    assert not list(tmp_path.iterdir())


def test_failed_figure_is_not_registered(tmp_path: Path) -> None:
    with pytest.raises(FigureError):
        publish(figure("\U0001f600"), "themes", folder=tmp_path, caption="c", takeaway="t")
    assert not list(tmp_path.iterdir())


def test_pyplot_figure_is_closed(tmp_path: Path) -> None:
    import matplotlib.pyplot as plt

    with house_style():
        drawn = plt.figure()
    publish(drawn, "themes", folder=tmp_path, caption="c", takeaway="t")
    assert drawn.number not in plt.get_fignums()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (np.float64(0.1 + 0.2), 0.3),
        (0.30000000000000004, 0.3),
        (123456789.0, 123457000),
        (np.array([1.0, 2.5]), [1, 2.5]),
        (pd.Series([1, 2]), [1, 2]),
        (float("inf"), None),
        (-0.0, 0),
        (np.bool_(True), True),
        ({"b", "a"}, ["a", "b"]),
        (("漳州市", None), ["漳州市", None]),
    ],
)
def test_values_become_plain(value: object, expected: object) -> None:
    assert plain(value) == expected
    assert json.dumps(plain(value)) == json.dumps(expected)


@given(st.floats())
def test_last_bits_of_a_float_do_not_matter(value: float) -> None:
    assert plain(plain(value)) == plain(value)


def test_object_that_is_no_number_is_refused() -> None:
    with pytest.raises(ArgumentError, match="Path"):
        plain(Path("."))


def test_empty_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError):
        record(tmp_path, " ", {})


def test_chinese_stays_readable(tmp_path: Path) -> None:
    record(tmp_path, "places", {"first": "漳州市"})
    assert "漳州市" in (tmp_path / FACTS).read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["{", "[]", "3"])
def test_broken_file_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / FACTS).write_text(content)
    with pytest.raises(ResourceError, match=r"facts\.json"):
        read_facts(tmp_path)
