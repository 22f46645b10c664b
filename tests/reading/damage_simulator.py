"""Damage text the way the pages of reports 000 to 002 were damaged; a tool for tests.

Simplified text is turned into traditional characters and into GBK bytes; behind the bytes of each key of a table of
annotated characters, wherever they stand, its pinyin is put in brackets; at some marks something is put in front that is
later stripped; then the bytes are decoded as the republishing site decoded them.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache

import opencc
from pypinyin import Style, pinyin

from civlib.reading.gbk import inventory
from civlib.reading.notes import TONED
from civlib.reading.script import simplify

# Where OpenCC's standard form is not the one that such pages use.
_FORMS = str.maketrans("爲衆僞羣裏着", "為眾偽群里著")
_MARKS = (b"\xa3\xac", b"\xa3\xa1", b"\xa3\xbf")


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


def key_table(seed: int, size: int = 150) -> dict[str, str]:
    """Annotated characters and their pinyin: a choice that differs with the seed."""
    chosen = random.Random(seed).sample(_annotatable(), size)
    table = {char: pinyin(char, style=Style.TONE)[0][0] for char in chosen}
    return {char: syllable for char, syllable in table.items() if re.search(f"[{TONED}]", syllable)}


def damage(text: str, keys: dict[str, str], marked: random.Random) -> str:
    """Simplified text as such a page shows it."""
    data = traditional(text).encode("gbk")
    for char, syllable in keys.items():
        key = char.encode("gbk")
        data = data.replace(key, key + b"(" + syllable.encode("gbk") + b")")
    stream, at = bytearray(), 0
    while at < len(data):
        if data[at : at + 2] in _MARKS:
            stream += b"\x01" if marked.random() < 0.3 else b""
            stream += data[at : at + 2]
            at += 2
        else:
            stream.append(data[at])
            at += 1
    return _decode(bytes(stream)).replace("\x01", "")


def _decode(data: bytes) -> str:
    """A lead byte before an ASCII byte below 40 becomes "?" and takes it along; pairs without a character vanish."""
    shown, at = [], 0
    while at < len(data):
        first, second = data[at], data[at + 1] if at + 1 < len(data) else 0
        if first < 0x80:
            shown.append(chr(first))
        elif first == 0x80:
            shown.append("€")
        elif second < 0x40:
            shown.append("?")
            at += 1
        else:
            try:
                shown.append(data[at : at + 2].decode("gbk"))
            except UnicodeDecodeError:
                pass
            at += 1
        at += 1
    text = "".join(shown)
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
