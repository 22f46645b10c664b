"""Damage text the way the pages of reports 000 to 002 were damaged; a tool for tests and derivations.

Simplified text is turned into traditional characters and into GBK bytes; behind the bytes of each key of a table of
annotated characters, wherever they stand, its pinyin is put in brackets; at some marks something is put in front that is
later stripped; then the bytes are decoded as the republishing site decoded them. Every byte remembers which character
it came from, so that what was damaged, and what it said, is known.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import opencc
from pypinyin import Style, pinyin

from civlib.reading.damage import restorations
from civlib.reading.damage_page import HALF_NOTE, NOTE
from civlib.reading.gbk import inventory
from civlib.reading.notes import TONED
from civlib.reading.script import simplify

# Where OpenCC's standard form is not the one that such pages use.
_FORMS = str.maketrans("爲衆僞羣裏着", "為眾偽群里著")
_MARKS = (b"\xa3\xac", b"\xa3\xa1", b"\xa3\xbf")
# How often something was put in front of a mark: of eleven marks that straddle characters in the three files, three.
_MARKED = 0.3
_STRIPPED = 1

# What a byte belongs to: ("text", number of the character), ("note", number of the note), ("mark", 0).
_Owner = tuple[str, int]


class Span(NamedTuple):
    """A stretch of a damaged page that is out of step, and what it said in traditional characters."""

    start: int
    end: int
    said: str


class Outcome(NamedTuple):
    """What became of one or more damaged spans that one reading, or several that touch, answer for."""

    spans: int
    right: bool
    confidence: float
    characters: int
    at_mark: bool
    shown: str
    got: str
    wanted: str


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def traditional(text: str) -> str:
    """The text as the republishing site held it."""
    return "".join(_converter().convert(char).translate(_FORMS) for char in text)


@lru_cache(maxsize=1)
def _annotatable() -> tuple[str, ...]:
    """Traditional characters that differ from their simplified form and that the language model knows."""
    return tuple(char for char in inventory().characters if simplify(char) != char)


def key_table(seed: int, size: int = 500) -> dict[str, str]:
    """Annotated characters and their pinyin: a choice that differs with the seed.

    Of the traditional characters in reports 000 to 002, 8, 28 and 40 in a hundred are annotated, of about 2,640 that
    could be: tables of 200 to 1,000.
    """
    chosen = random.Random(seed).sample(_annotatable(), size)
    table = {char: pinyin(char, style=Style.TONE)[0][0] for char in chosen}
    return {char: syllable for char, syllable in table.items() if re.search(f"[{TONED}]", syllable)}


def damage(text: str, keys: dict[str, str], marked: random.Random) -> str:
    """Simplified text as such a page shows it."""
    return damage_with_spans(text, keys, marked)[0]


def damage_with_spans(text: str, keys: dict[str, str], marked: random.Random) -> tuple[str, list[Span]]:
    """Simplified text as such a page shows it, and what of it is out of step."""
    said = traditional(text)
    stream = [(byte, ("text", number)) for number, char in enumerate(said) for byte in char.encode("gbk")]
    for char, syllable in keys.items():
        stream = _annotated(stream, char.encode("gbk"), b"(" + syllable.encode("gbk") + b")")
    stream = _marked(stream, marked)
    sizes = Counter(owner for _, owner in stream)
    shown = [(char, owners) for char, owners in _decoded(stream) if char != chr(_STRIPPED)]
    page = "".join(char for char, _ in shown)
    page = "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in page)
    return page, _spans(shown, said, sizes)


def _annotated(stream: list[tuple[int, _Owner]], key: bytes, note: bytes) -> list[tuple[int, _Owner]]:
    """The stream with a note behind every occurrence of a key, wherever characters begin."""
    data = bytes(byte for byte, _ in stream)
    number = sum(owner[0] == "note" for _, owner in stream)
    out, at = [], 0
    while (found := data.find(key, at)) >= 0:
        out += stream[at : found + len(key)]
        number += len(note)
        out += [(byte, ("note", number)) for byte in note]
        at = found + len(key)
    return out + stream[at:]


def _marked(stream: list[tuple[int, _Owner]], rng: random.Random) -> list[tuple[int, _Owner]]:
    """The stream with something put in front of some marks, wherever characters begin."""
    data = bytes(byte for byte, _ in stream)
    out, at = [], 0
    while at < len(stream):
        if data[at : at + 2] in _MARKS:
            if rng.random() < _MARKED:
                out.append((_STRIPPED, ("mark", 0)))
            out.append(stream[at])
            at += 1
        out += stream[at : at + 1]
        at += 1
    return out


def _decoded(stream: list[tuple[int, _Owner]]) -> list[tuple[str, list[_Owner]]]:
    """Characters with the owners of their bytes.

    A lead byte before an ASCII byte below 40 becomes "?" and takes it along; pairs without a character vanish.
    """
    shown: list[tuple[str, list[_Owner]]] = []
    at = 0
    while at < len(stream):
        first, owner = stream[at]
        second, partner = stream[at + 1] if at + 1 < len(stream) else (0, owner)
        owners = [owner, partner]
        if first < 0x80:
            shown.append((chr(first), [owner]))
        elif first == 0x80:
            shown.append(("€", [owner]))
        elif second < 0x40:
            shown.append(("?", owners))
            at += 1
        else:
            try:
                shown.append((bytes((first, second)).decode("gbk"), owners))
            except UnicodeDecodeError:
                shown.append(("", owners))
            at += 1
        at += 1
    return shown


def _spans(shown: list[tuple[str, list[_Owner]]], said: str, sizes: Counter[_Owner]) -> list[Span]:
    """The maximal stretches that hold no character of the text, and no note, as it was."""
    whole: Counter[_Owner] = Counter()
    broken: set[_Owner] = set()
    for char, owners in shown:
        whole.update(set(owners) if len(set(owners)) == 1 else ())
        if char in ("", "?") or len(set(owners)) > 1:
            broken.update(owners)

    def sound(char: str, owners: list[_Owner]) -> _Owner | None:
        owner = owners[0]
        if owner[0] == "note":
            return None if owner in broken else owner
        right = char == said[owner[1]] and len(set(owners)) == 1 and len(owners) == sizes[owner] if owner[0] == "text" else False
        return owner if right else None

    spans: list[Span] = []
    place, last, opened = 0, -1, None
    for char, owners in [*shown, ("", [])]:
        owner = sound(char, owners) if owners else ("text", len(said))
        if owner is None:
            opened = place if opened is None else opened
        elif owner[0] == "text":
            if opened is not None or owner[1] != last + 1:
                spans.append(Span(place if opened is None else opened, place, said[last + 1 : owner[1]]))
            opened, last = None, owner[1]
        place += len(char)
    return [span for span in spans if span.said]


def is_right(shown: str, spans: list[Span], start: int, end: int, text: str) -> bool:
    """Whether ``text`` in the place of ``shown[start:end]`` gives what the page said, over all spans it touches."""
    low, high = start, end
    touched: list[Span] = []
    while True:
        more = [s for s in spans if s not in touched and ((s.start < high and s.end > low) or low <= s.start == s.end <= high)]
        if not more:
            break
        touched += more
        low, high = min([low, *(s.start for s in more)]), max([high, *(s.end for s in more)])
    wanted = [(s.start, s.end, s.said, None) for s in sorted(touched)]
    return _patched(shown, low, high, [(start, end, text, None)]) == _patched(shown, low, high, wanted)


def outcomes(text: str, keys: dict[str, str], marked: random.Random) -> list[Outcome]:
    """Damage a text, read it as a page, and say of every damaged span whether its likeliest reading is right."""
    shown, spans = damage_with_spans(text, keys, marked)
    page = shown + "\n" + "".join(f"{char}({syllable})" for char, syllable in keys.items())
    readings = [(start, reading) for start, reading in restorations(page) if start < len(shown)]
    pieces = [(s.start, s.end, s.said, None) for s in spans] + [(start, r.end, r.text, r) for start, r in readings]
    windows: list[list] = []
    for piece in sorted(pieces, key=lambda piece: piece[:2]):
        if windows and piece[0] <= max(other[1] for other in windows[-1]) - (piece[1] > piece[0]):
            windows[-1].append(piece)
        else:
            windows.append([piece])
    found = []
    for window in windows:
        low, high = window[0][0], max(piece[1] for piece in window)
        read = [piece for piece in window if piece[3] is not None]
        wanted = _patched(shown, low, high, [piece for piece in window if piece[3] is None])
        got = _patched(shown, low, high, read)
        found.append(
            Outcome(
                len(window) - len(read),
                bool(read) and got == wanted,
                min((piece[3].confidence for piece in read), default=0.0),
                sum(len(piece[2]) for piece in window if piece[3] is None),
                not HALF_NOTE.match(page, low),
                shown[max(0, low - 8) : high + 8],
                got,
                wanted,
            )
        )
    return found


def _patched(shown: str, low: int, high: int, pieces: list) -> str:
    """A stretch of a page with readings put in, without notes, in simplified characters and half-width signs."""
    out, at = "", low
    for start, end, text, _ in pieces:
        out += shown[at:start] + text
        at = max(at, end)
    out = NOTE.sub("", out + shown[at:high])
    return simplify("".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in out))
