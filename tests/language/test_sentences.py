"""Sentences and paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib.language.sentences import COLUMNS, sentences, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“好。”大家笑了。", ["他说：“好。”", "大家笑了。"]),
        ("建立台账；限时整改！行吗？", ["建立台账；", "限时整改！", "行吗？"]),
        ("全域覆盖 精细创建\n城市之变，功在精细。", ["全域覆盖 精细创建", "城市之变，功在精细。"]),
        ("真好！！（笑）他走了", ["真好！！", "（笑）他走了"]),
        ("比分14;00结束。", ["比分14;00结束。"]),
        ("（他说“行。”）散会。", ["（他说“行。”）", "散会。"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in split_sentences(text)] == expected


@given(st.text("创城。！？；，\n ”“）a1;?", max_size=80) | st.text(max_size=60))
def test_sentences_lose_nothing_but_blanks(text: str) -> None:
    end = 0
    for number, sentence in enumerate(split_sentences(text)):
        assert sentence.number == number
        assert end <= sentence.start < sentence.end <= len(text)
        assert not text[end : sentence.start].strip()
        assert "\n" not in text[sentence.start : sentence.end]
        end = sentence.end
    assert not text[end:].strip()


def test_table() -> None:
    frame = sentences("完善机制\n建立台账；限时整改。")
    assert frame.columns.tolist() == list(COLUMNS)
    assert frame.heading.tolist() == [True, False, False]
    assert frame.paragraph.tolist() == [0, 1, 1]
    assert sentences("").columns.tolist() == list(COLUMNS)
