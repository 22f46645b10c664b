"""Texts as the bytes they were read from: what a wrong codec showed, and what a right one makes of it.

A *byte text* is a str in which the characters U+0080 to U+00FF stand for bytes, U+FFFD for a byte that was lost, and
everything above for a character that the wrong codec cannot have shown. :mod:`civlib.reading.mojibake` looks for
stretches that are sound in another codec; this module takes them apart, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from civlib.reading.gbk import pair_table
from civlib.reading.lost_bytes import LOST, Piece, known_characters

_UNREADABLE = "\uffff"
# The euro sign stands for 80 alone and for A2 E3. In front of another it is the latter: 探》 is E6 8E A2 E3 80 8B.
_EURO_PAIR, _EURO = re.compile("€(?=€)"), "\ufffe"
# The bytes that cp1252 leaves without a character: a decoder shows U+FFFD for them, or nothing.
_UNASSIGNED = "\x81\x8d\x8f\x90\x9d"
_CP1252 = {ord(bytes([code]).decode("cp1252")): chr(code) for code in range(0x80, 0xA0) if chr(code) not in _UNASSIGNED}
CP1252_SIGNS = re.compile("[" + "".join(map(chr, _CP1252)) + "]")

# In UTF-8 a Chinese character is a lead byte E4 to E9 and two of 80 to BF; marks begin with E2, E3 or EF.
_BROKEN_UTF8 = (
    "|(?P<marked>[\xe2-\xef](?:[\x80-\xbf][\ufffd?]|[\ufffd?][\x80-\xbf]))"
    "|(?P<short>[\xe2-\xef][\x80-\xbf](?![\x80-\xbf]))"
    "|(?P<small>[\xc2-\xcf][\x80-\xbf])"
    "|(?P<ascii>[\t\x20-\x7e]+)"
    "|(?P<lost>\ufffd+)"
)


def _whole(behind: str) -> str:
    """The pattern of whole characters up to a mark, each in front of ``behind``: 。 is E3 80 82, ， is EF BC 8C."""
    words = f"(?:[\xe0-\xe2\xe4-\xed][\x80-\xbf]{{2}}|\xf0[\x9f-\xb1][\x80-\xbf]{{2}}){behind}"
    mark = f"[\xe3\xef][\x80-\xbf]{{2}}{behind}"
    return f"(?P<whole>(?:{words}){{1,60}}(?:{mark})?|{mark})"


_UTF8_BY_PAIRS = re.compile(
    _whole("(?![\x80-\xbf])")
    # a pair that GBK has no character for is gone, and with it the end of one character and the lead byte of the next
    + "|(?P<bridged>[\xe2-\xef][\x80-\xbf][\ufffd?]?[\x80-\xbf]{2}(?![\x80-\xbf]))"
    + _BROKEN_UTF8
    # the first byte of a character can be all that is left of it
    + "|(?P<stub>[\xe2-\xef][\ufffd?]{0,2})"
)
# A no-break space may have become a space: 惠 is E6 83 A0.
_UTF8_BY_BYTES = re.compile(
    _whole("")
    + "|(?P<folded>[\xe2-\xef](?:[\x80-\xbf] | [\x80-\xbf]))"
    # of 提, E6 8F 90, cp1252 has but the first byte
    + "|(?P<gutted>[\xe2-\xef]\ufffd{2}|(?<=[\x80-\xbf])[\xe2-\xef](?=[\xe2-\xef][\x80-\xbf]))"
    + _BROKEN_UTF8
)
_PAIR = re.compile("[\x81-\xfe][\x40-\x7e\x80-\xfe\ufffd]|\ufffd[\x40-\x7e\x80-\xfe]")
PAIR_RUN = re.compile(f"(?:{_PAIR.pattern})+")
FOUR_PAIRS = re.compile(f"(?:{_PAIR.pattern}){{4}}")
_PAIRS = re.compile("(?P<whole>(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+)|" + _PAIR.pattern)
_CLAUSE = re.compile(f"{_UNREADABLE}+|[^，。；：！？、{_UNREADABLE}]{{1,60}}[，。；：！？、]?|[，。；：！？、]")


@lru_cache(maxsize=1)
def _gbk_bytes() -> dict[int, str]:
    """Character → the bytes that a reader of GBK had before it, for ``str.translate``."""
    table = dict.fromkeys(range(0x80, 0x100), _UNREADABLE)
    for lead in range(0x81, 0xFF):  # browsers also show what GB 18030 added, and private-use characters
        for trail in range(0x80, 0xFF):
            shown = bytes((lead, trail)).decode("gb18030", "ignore")
            if len(shown) == 1:
                table[ord(shown)] = chr(lead) + chr(trail)
    for (lead, trail), char in pair_table().items():
        table[ord(char)] = chr(lead) + chr(trail)
    table[ord(_EURO)] = "\xa2\xe3"
    table[0x20AC] = "\x80"  # the one byte of the euro sign in Windows' GBK: 涓€ is E4 B8 80, 一
    return table


def latin_bytes(text: str) -> str:
    """The byte text of what was read as Latin-1 or cp1252, character for character.

    Examples
    --------
    >>> latin_bytes("æ–‡").encode("latin-1").decode("utf-8")
    '文'
    """
    return text.translate(_CP1252)


def gbk_bytes(text: str) -> tuple[str, list[int]]:
    """The byte text of what was read as GBK, and where in it each character of ``text`` begins.

    Examples
    --------
    >>> shown, places = gbk_bytes("鏂囨槑")
    >>> shown.encode("latin-1").decode("utf-8"), places
    ('文明', [0, 2, 4, 6])
    """
    table = _gbk_bytes()
    parts = [table.get(code, chr(code)) for code in map(ord, _EURO_PAIR.sub(_EURO, text))]
    return "".join(parts), [0, *accumulate(map(len, parts))]


def utf8_pieces(shown: str, *, pairs: bool) -> Iterator[Piece]:
    """What a byte text says as UTF-8. Between pieces that do not touch, it says nothing.

    Parameters
    ----------
    shown : str
    pairs : bool
        Whether it was read two bytes at a time, as GBK; else one at a time, as Latin-1 or cp1252.
    """
    single = None if pairs else _single_losses(shown)
    for match in (_UTF8_BY_PAIRS if pairs else _UTF8_BY_BYTES).finditer(shown):
        kind, found = match.lastgroup or "", match.group()
        if kind == "ascii":
            yield Piece(match.start(), match.end(), kind, found)
        elif kind == "lost":
            yield Piece(match.start(), match.end(), kind, "")
        elif kind == "gutted":
            options = (_utf8(found[0] + first + second) for first in _UNASSIGNED for second in _UNASSIGNED)
            kind = "marked" if LOST in found else "unmarked"
            yield Piece(match.start(), match.end(), kind, "", "".join(filter(known_characters().get, options)))
        elif kind == "bridged":
            first, second = _bridged(found[:2], found[-2:])
            kind = "marked" if len(found) > 4 else "unmarked"
            yield Piece(match.start(), match.start() + 2, kind, "", first)
            yield Piece(match.start() + 2, match.end(), kind, "", second)
        elif kind == "stub":
            yield Piece(
                match.start(), match.end(), kind, "", _completed_twice(found[0], shown[match.end() : match.end() + 1])
            )
        elif kind in ("whole", "small"):
            text = _utf8(found)
            if text:
                yield Piece(match.start(), match.end(), kind, text)
        elif kind == "folded":
            text = _utf8(found.replace(" ", "\xa0"))
            if text in known_characters():
                yield Piece(match.start(), match.end(), "whole", text)
        else:
            behind = shown[match.end() : match.end() + 1]
            kind = "unmarked" if kind == "short" and pairs else kind
            yield Piece(match.start(), match.end(), kind, "", _completed(found, behind, single))


def gbk_pieces(shown: str, start: int) -> Iterator[Piece]:
    """What a byte text that stands at ``start`` says as GBK, pair by pair."""
    for match in _PAIRS.finditer(shown):
        low = match.start() + start
        if match.lastgroup == "whole":
            try:
                text = match.group().encode("latin-1").decode("gbk")
            except UnicodeDecodeError:
                text = _pair_by_pair(match.group())
            for clause in _CLAUSE.finditer(text):
                if _UNREADABLE not in clause.group():
                    yield Piece(low + 2 * clause.start(), low + 2 * clause.end(), "whole", clause.group())
        else:
            options = _pair_by_pair("".join(match.group().replace(LOST, byte) for byte in _UNASSIGNED))
            yield Piece(low, low + 2, "marked", "", "".join(char for char in options if char in known_characters()))


def _pair_by_pair(shown: str) -> str:
    """Pairs of bytes as characters, and a mark for each that has none."""
    pairs = zip(shown[::2], shown[1::2], strict=False)
    return "".join(pair_table().get((ord(lead), ord(trail)), _UNREADABLE) for lead, trail in pairs)


def _utf8(shown: str) -> str:
    try:
        return shown.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""


def _single_losses(shown: str) -> str:
    """The bytes that can have been lost where each was read on its own."""
    return "".join(map(chr, range(0x80, 0xA0))) if re.search("[\x80-\x9f]", shown) is None else _UNASSIGNED


@lru_cache(maxsize=8192)
def _completed(found: str, after: str, single: str | None) -> str:
    """The characters that a sequence of three bytes may have been, of which one is lost, in front of another byte."""
    kept = found.replace(LOST, "").replace("?", "")
    middle = not "\x80" <= found[1] <= "\xbf"
    known = known_characters()
    options = []
    for place in (1,) if middle else (2,) if len(found) == 3 else (1, 2):
        behind = kept[1] if place == 1 else after
        for byte in single if single is not None else _pair_losses(behind):
            char = _utf8(kept[:place] + byte + kept[place:])
            if char in known:
                options.append(char)
    return "".join(dict.fromkeys(options))


@lru_cache(maxsize=1024)
def _completed_twice(lead: str, behind: str) -> str:
    """The characters of three bytes of which a reader of pairs can have lost two: 。 is E3 80 82, 议 is E8 AE AE."""
    table, last = pair_table(), _pair_losses(behind)
    inner = range(0x80, 0xC0)
    pairs = [(a, b) for b in inner for a in inner if (a, b) not in table and (a > 0x80 or chr(b) in last)]
    return "".join(filter(known_characters().get, (_utf8(lead + chr(a) + chr(b)) for a, b in pairs)))


@lru_cache(maxsize=8192)
def _bridged(head: str, tail: str) -> tuple[str, str]:
    """What two characters may be of which the last and the first byte are gone together: 是我 is E6 98 AF E6 88 91."""
    table, known = pair_table(), known_characters()
    lost = [(b, lead) for b in range(0x80, 0xC0) for lead in range(0xE2, 0xF0) if (b, lead) not in table]
    first = (_utf8(head + chr(byte)) for byte, _ in lost)
    second = (_utf8(chr(lead) + tail) for _, lead in lost)
    return "".join(dict.fromkeys(filter(known.get, first))), "".join(dict.fromkeys(filter(known.get, second)))


@lru_cache(maxsize=256)
def _pair_losses(behind: str) -> str:
    """The bytes that a reader of pairs cannot have shown in front of a given byte: 80, and what forms no character."""
    table = pair_table()
    follows = ord(behind) if behind and behind <= "\xff" else 0
    return "\x80" + "".join(chr(byte) for byte in range(0x81, 0xC0) if (byte, follows) not in table)


def runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that touch, together."""
    run: list[Piece] = []
    for piece in pieces:
        if run and piece.start != run[-1].end:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def trimmed(run: Sequence[Piece], places: Mapping[int, int] | range) -> Sequence[Piece]:
    """A run without what may belong to the sound text around it, from one character of the wrong reading to another."""
    low, high = 0, len(run)
    first = last = None
    while low < high and first is None:
        first = (
            _cut(run[low], places, at_end=False) if run[low].kind in ("whole", "marked", "unmarked", "short") else None
        )
        low += 1
    while low <= high and first is not None and last is None:
        piece = first if low == high else run[high - 1]
        able = piece.kind not in ("ascii", "small", "lost") and (piece.kind != "stub" or piece.start not in places)
        last = _cut(piece, places, at_end=True) if able else None
        high -= 1
    if first is None or last is None:
        return []
    return [last] if high < low else [first, *run[low:high], last]


def _cut(piece: Piece, places: Mapping[int, int] | range, *, at_end: bool) -> Piece | None:
    """A piece without the characters at one end that the wrong reading shows only in part; None if nothing is left."""
    while (piece.end if at_end else piece.start) not in places:
        if len(piece.text) < 2:
            return None
        dropped = piece.text[-1] if at_end else piece.text[0]
        size = len(dropped.encode())
        if at_end:
            piece = piece._replace(end=piece.end - size, text=piece.text[:-1])
        else:
            piece = piece._replace(start=piece.start + size, text=piece.text[1:])
    return piece
