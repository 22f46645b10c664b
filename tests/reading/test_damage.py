"""Shifted bytes: what is restored is right, what is sound stays, and what is unclear is left and flagged."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civlib as cv
from civlib.reading.character_model import character_model, normalise
from civlib.reading.damage import damage_changes, restorations
from civlib.reading.gbk import bytes_of, inventory, pair_table
from civlib.reading.notes import note_changes
from civlib.reading.script import simplify
from tests.reading.damage_simulator import damage, key_table, traditional

NOTES = "創(chuàng)建、網(wǎng)格、優(yōu)化的工作\n"
# The damaged stretches of the five reports that are restored, with what they said.
RESTORED = {
    "000": ["為“提升模式”", "創", "。現", "。”居住在廊坊開"],
    "001": ["為主動", "。”市文明辦", "報"],
    "002": ["為每一個", "創"],
}


@pytest.mark.parametrize("report_id", RESTORED)
def test_the_reports_are_restored(corpus: cv.Corpus, report_id: str) -> None:
    edits = [edit for edit in corpus[report_id].edits if edit.step.startswith("damage/")]
    assert [edit.after for edit in edits] == RESTORED[report_id]
    assert all(corpus[report_id].raw[edit.raw_start : edit.raw_end] == edit.before for edit in edits)


def test_what_is_not_clear_is_left_and_flagged(corpus: cv.Corpus) -> None:
    flagged = cv.repairs(corpus).query("step == 'flag/damaged'")
    assert set(flagged.report_id) == {"000", "001"}
    assert (flagged.before == flagged.after).all()


def test_sound_reports_stay(corpus: cv.Corpus) -> None:
    for report_id in ("003", "004"):
        assert not damage_changes(NOTES + corpus[report_id].raw)


@pytest.mark.parametrize(
    "text",
    [
        "真的吗?!他说,好吗?,你们看。",
        "什麼?!“創建文明城市”??大家都問。",
        "How are you?! Fine?, ok??",
        "他问:“为什么?”“怎么办?!”",
        "5%?,3倍?!",
    ],
)
def test_question_marks_stay(text: str) -> None:
    assert not damage_changes(NOTES + text)


def test_text_without_notes_is_not_touched() -> None:
    assert not damage_changes("變?yōu)橹鲃?dòng)")


def test_most_of_what_is_changed_in_simulated_damage_is_right(corpus: cv.Corpus) -> None:
    """Over sentences of the two sound reports; which keys are annotated, and which marks, differs from one to the next."""
    rng = random.Random(7)
    sentences = cv.sentences(corpus).query("report_id in ['003', '004'] and not heading").surface.tolist()
    right = changed = spans = 0
    for number, sentence in enumerate(sentences * 2):
        keys = key_table(number)
        shown = damage(sentence, keys, rng)
        page = shown + "\n" + "".join(f"{char}({syllable})" for char, syllable in keys.items())
        found = [(start, reading) for start, reading, _ in restorations(page) if start < len(shown)]
        spans += len(found)
        whole = {c.start: c for c in damage_changes(page) if c.start < len(shown) and c.step.startswith("damage/")}
        changed += len(whole)
        expected = simplify(traditional(sentence))
        right += sum(simplify(c.after).translate(_half()) in expected.translate(_half()) for c in whole.values())
    assert spans >= 20
    assert changed >= 0.6 * spans
    assert right >= 0.9 * changed


def _half() -> dict[int, int]:
    return {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_never_raises_on_any_text(text: str) -> None:
    for change in damage_changes(NOTES + text):
        assert 0 <= change.start < change.end <= len(NOTES + text)


def test_the_simulator_only_adds_notes_where_nothing_straddles() -> None:
    shown = damage("创建", {"創": "chuàng"}, random.Random(0))
    assert shown == "創(chuàng)建"
    assert [shown[c.start : c.end] for c in note_changes(shown)] == ["(chuàng)"]


def test_tables_of_bytes() -> None:
    assert bytes_of("變") == (0xD7, 0x83) and bytes_of("\ue000") is None
    assert pair_table()[0xD7, 0x83] == "變" and (0xFD, 0xC4) not in pair_table()
    assert inventory().can_vanish(0xFD) and not inventory().can_vanish(0x41)


def test_the_model_prefers_chinese() -> None:
    model = character_model()
    start = model.index("\n")
    assert model.score("文明城市", start, start) > model.score("城明市文", start, start) + 5
    assert normalise("７") == "７" and normalise("7") == "0"
