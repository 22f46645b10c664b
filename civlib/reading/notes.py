"""Pinyin notes: 發(fā)區(qū) is 發區."""

from __future__ import annotations

import re

from civlib.reading.ledger import Change

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# The pattern of a syllable with its tone mark.
SYLLABLE = rf"[a-zü]{{0,4}}[{TONED}][a-zü]{{0,4}}"
# One syllable in brackets right behind the character it explains: 發(fā). A note has at most six letters
# (zhuāng) and exactly one tone mark, or none behind a particle. Near-misses: 手機(App), 卧龍(Wòlóng), 區(A).
_NOTE = re.compile(
    rf"(?<=[\u3400-\u9fff])[ \u3000]{{0,2}}[(（](?:[a-zü]{{0,4}}[{TONED}][a-zü]{{0,4}}"
    # syllables without a tone, behind the very characters that are read so: 的(de), 著(zhe)
    r"|(?<=[的地得][(（])de|(?<=[了][(（])le|(?<=[着著][(（])zhe|(?<=[们們][(（])men|(?<=[么麼][(（])me|(?<=[子][(（])zi"
    r"|(?<=[个個][(（])ge|(?<=[吗嗎][(（])ma|(?<=[吧][(（])ba|(?<=[呢][(（])ne|(?<=[里裡裏][(（])li|(?<=[头頭][(（])tou)[)）]"
)


def note_changes(text: str) -> list[Change]:
    """Changes that remove pinyin notes.

    Examples
    --------
    >>> [(c.start, c.end) for c in note_changes("開發(fā)區(qū)的App(手機端)")]
    [(2, 6), (7, 11)]
    """
    return [Change(m.start(), m.end(), "", "notes/pinyin") for m in _NOTE.finditer(text)]
