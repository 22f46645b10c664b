"""Wrong codecs: what is read again is right, what is sound stays, and what is lost is said to be."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civlib as cv
from civlib.reading.characters import entity_changes, unreadable_flags
from civlib.reading.cleaning import clean
from civlib.reading.ledger import TrackedText, apply_changes, replay
from civlib.reading.mojibake import mojibake_changes
from civlib.reading.wrong_codec import gbk_bytes, latin_bytes

CASE_FILE = "mojibake.json"


def as_cp1252(data: bytes) -> str:
    """Bytes as browsers read them: cp1252, and Latin-1 where it has no character."""
    return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in data)


WRONG: dict[str, Callable[[str], str]] = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as cp1252": lambda text: as_cp1252(text.encode()),
    "UTF-8 as cp1252 twice": lambda text: as_cp1252(as_cp1252(text.encode()).encode()),
    "GBK as Latin-1": lambda text: text.encode("gb18030").decode("latin-1"),
    "GBK as cp1252": lambda text: as_cp1252(text.encode("gb18030")),
}
LOSSY: dict[str, Callable[[str], str]] = {
    "UTF-8 as GBK": lambda text: text.encode().decode("gbk", "replace"),
    "UTF-8 as GBK, bytes as ?": lambda text: text.encode().decode("gbk", "replace").replace("\ufffd", "?"),
    "UTF-8 as GBK, bytes dropped": lambda text: text.encode().decode("gbk", "ignore"),
    "UTF-8 as cp1252, bytes lost": lambda text: text.encode().decode("cp1252", "replace"),
}


def mended(text: str) -> str:
    tracked = TrackedText.of(text)
    for look in (entity_changes, mojibake_changes, mojibake_changes):
        tracked = apply_changes(tracked, look(tracked.text))
    return tracked.text


def test_cases(case: dict[str, Any]) -> None:
    assert mended(case["input"]) == case["expected"]


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("report_id", ["000", "003", "004"])
def test_a_page_comes_back_as_it_was(kind: str, report_id: str, corpus: cv.Corpus) -> None:
    text = corpus[report_id].text
    assert mended(WRONG[kind](text)).replace("©O", "㎡") == text  # ㎡ alone is © and a letter


@pytest.mark.parametrize("kind", LOSSY)
def test_hardly_a_character_with_a_lost_byte_is_read_wrongly(kind: str, corpus: cv.Corpus) -> None:
    """Of the sentences whose characters are all told, nearly all are right to the last; the others show what is lost."""
    sentences = cv.sentences(corpus).query("report_id in ['003', '004']").surface.tolist()
    found = mended(LOSSY[kind]("\n".join(sentences))).split("\n")
    assert len(found) == len(sentences)
    told = [(one, other) for one, other in zip(found, sentences, strict=True) if "\ufffd" not in one]
    assert len(told) >= 0.4 * len(sentences)
    assert sum(one == other for one, other in told) >= 0.9 * len(told)


def test_pairs_that_vanished_without_a_trace_are_told_by_their_neighbours() -> None:
    (change,) = mojibake_changes("鍒涘缓鏂囨槑鍩庡競鏄垜浠殑鐩爣銆�")
    assert change.after == "创建文明城市是我们的目标。"
    assert 0.8 < change.confidence <= 1.0 and "lost a byte" in change.note


def test_what_cannot_be_told_is_flagged() -> None:
    steps = [(edit.step, edit.before) for edit in clean("创建锟斤拷文明城市，全市\ufffd动。").edits if edit.step.startswith("flag/")]
    assert steps == [("flag/lost-bytes", "锟斤拷"), ("flag/lost-bytes", "\ufffd")]
    assert [c.step for c in unreadable_flags("åå»ºå¨å½，图\ue001标")] == ["flag/wrong-codec", "flag/private-use"]
    assert not unreadable_flags("ÀÉÈÙÂÊÎ ······ ¿Qué? naïveté «»")


@pytest.mark.parametrize("kind", [*WRONG, *LOSSY])
def test_the_ledger_replays_and_clean_text_stays(kind: str, corpus: cv.Corpus) -> None:
    wrong = (WRONG | LOSSY)[kind]
    sound = corpus["003"].text.split("\n")
    raw = "\n".join(line if number % 3 else wrong(line) for number, line in enumerate(sound[:30]))
    result = clean(raw)
    assert replay(raw, result.edits) == result.text
    assert clean(result.text).text == result.text
    assert all(0 <= edit.confidence <= 1 for edit in result.edits)


def test_spans_lead_to_the_clause_they_came_from() -> None:
    raw = "今年，" + as_cp1252("创建文明城市，改善民生。".encode())
    result = clean(raw, layout=False)
    assert result.text == "今年，创建文明城市，改善民生。"
    start = result.text.index("改善")
    low, high = int(result.alignment.starts[start]), int(result.alignment.ends[start])
    assert latin_bytes(raw[low:high]).encode("latin-1").decode() == "改善民生。"


def test_bytes_of_what_gbk_shows() -> None:
    shown, places = gbk_bytes("涓€A\ufffdé")
    assert (shown, places) == ("\xe4\xb8\x80A\ufffd\xa8\xa6", [0, 2, 3, 4, 5, 7])


latin = st.text(st.characters(min_codepoint=0xA0, max_codepoint=0x17F) | st.sampled_from("abc ,.“”‘’…–—€"), max_size=60)


@given(st.text(st.characters(codec=None), max_size=80) | latin)
@settings(max_examples=300)
def test_any_text_can_be_looked_at(text: str) -> None:
    changes = mojibake_changes(text)
    assert all(0 <= c.start < c.end <= len(text) and 0 <= c.confidence <= 1 for c in changes)
    assert all(a.end <= b.start for a, b in pairwise(changes))


chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("，。“”0A€?\ufffd"), max_size=40)


@given(chinese | latin | st.text(st.sampled_from("äöüÄÖÜßéèêàçñ «»\xa0“”„…·°"), max_size=40))
@settings(max_examples=300)
def test_sound_text_of_any_language_stays(text: str) -> None:
    assert mojibake_changes(text) == []


@given(st.text(st.sampled_from("åˆ›å»ºæ–‡Ã¥é´½¨È«鍒涘缓鏂囨槑锛�€锟斤拷?涓 \n1A&;#x\x80\x9d"), max_size=40))
@settings(max_examples=300)
def test_scraps_of_mojibake_are_cleaned_once(raw: str) -> None:
    result = clean(raw)
    assert replay(raw, result.edits) == result.text
    assert clean(result.text).text == result.text


def test_strings_of_words_stay(corpus: cv.Corpus) -> None:
    """A few thousand strings: words of the reports in any order, in characters of either script, between accented words."""
    rng = random.Random(3)
    words = [word for report in corpus for word in cv.segment(report.text)]
    foreign = "Café déjà São Tomé Ångström Øresund Łódź Nguyễn Đặng señor naïve «très» „Öl“ l’été –".split()
    for _ in range(3000):
        parts = rng.choices(words, k=20) + rng.choices(foreign, k=rng.randrange(8))
        rng.shuffle(parts)
        text = rng.choice(["", " "]).join(parts)
        assert mojibake_changes(text) == []
