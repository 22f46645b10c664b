"""Shared passages shown with their sentences."""

from civlib.content.borrowing import reuse
from civlib.publishing.side_by_side import side_by_side

TEXT = "干净整洁、文明有序<一>。\n街道干净整洁，文明有序，人人称赞。"


def test_the_sentence_stands_whole_with_the_passage_in_bold() -> None:
    html = side_by_side(TEXT, reuse(TEXT))._repr_html_()
    assert "<b>干净整洁、文明有序</b>&lt;一&gt;。" in html
    assert "街道<b>干净整洁，文明有序</b>，人人称赞。" in html
    assert "identical<br>1.00" in html


def test_without_passages_it_says_so() -> None:
    assert "没有共用的段落" in side_by_side("创城", reuse("创城"))._repr_html_()
    assert repr(side_by_side("创城", reuse("创城"))) == "SideBySide"
