"""Pinyin notes: 發(fā)區(qū) is 發區."""

from __future__ import annotations

import re

from civlib.reading.ledger import Change

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# One syllable in brackets right behind the character it explains: 發(fā). A note has at most six letters
# (zhuāng) and exactly one tone mark. Near-misses: 手機(App), 卧龍(Wòlóng), 區(A).
_NOTE = re.compile(rf"(?<=[\u3400-\u9fff])[(（]([a-zü]{{0,4}}[{_TONED}][a-zü]{{0,4}})[)）]")


def note_changes(text: str) -> list[Change]:
    """Changes that remove pinyin notes.

    Examples
    --------
    >>> [(c.start, c.end) for c in note_changes("開發(fā)區(qū)的App(手機端)")]
    [(2, 6), (7, 11)]
    """
    return [Change(m.start(), m.end(), "", "notes/pinyin") for m in _NOTE.finditer(text)]
