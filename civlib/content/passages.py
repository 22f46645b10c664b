"""What a sentence stands under: a section that tells of problems, and the matters that its title and heading name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civlib.content.codebook_records import Codebook
from civlib.language.sentences import Sentence

# 三、存在问题 is opened and closed by headings of its rank; （一） and 1. stand below it.
_RANKS = (
    re.compile(r"\s*[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\s*\d+\s*[.．、]"),
)
# A longer heading is a sentence that happens to speak of problems.
_LONGEST = 24
# 自查报告（二〇二三年）: what may follow the word on which the title of a paper ends.
_AFTER_TITLE = re.compile(r"[（(][^（()）]*[)）]$")
# 一是建阵地。 is a heading that shares its line with others.
_POINT = re.compile(r"\s*[一二三四五六七八九十]+[是要][^，,、。；;]{2,6}[。；;]?$")
# A shorter heading that ends so names an act: 定方案.
_SHORTEST_TITLE = 9
_NONE: frozenset[str] = frozenset()


def uncoded(text: str, units: Sequence[Sentence], codebook: Codebook) -> dict[int, str]:
    """The numbers of the sentences in which no measure is sought, and why.

    These are sentences in sections that tell of problems, from a heading with one of the codebook's ``problems`` to the
    next heading of the same rank or a higher one, sentences that ask, sentences that begin with one of the
    ``reproaches``, and the title of the paper itself, which ends on one of the ``papers``. A sentence with one of the
    ``concessions`` names an act that was done, and is left out: 虽已开展两次督查，乱堆仍有反弹.

    Examples
    --------
    >>> from civlib.content.codebook import load_codebook
    >>> from civlib.language.sentences import split_sentences
    >>> text = "一、做法\\n建立台账。\\n二、存在问题\\n停车秩序整治不够。\\n三、打算\\n建立台账。"
    >>> sorted(uncoded(text, split_sentences(text), load_codebook()))
    [2, 3]
    """
    found = {}
    told = any(word in text for word in codebook.problems)
    rank = 0
    for unit in units:
        if told and unit.heading:
            surface = text[unit.start : unit.end]
            own = next((number for number, mark in enumerate(_RANKS, 2) if mark.match(surface)), 1)
            if not rank or own <= rank:
                opens = len(surface) <= _LONGEST and any(word in surface for word in codebook.problems)
                rank = own if opens else 0
        if rank and not any(word in text[unit.start : unit.end] for word in codebook.concessions):
            found[unit.number] = "it stands in a section that tells of problems"
        elif "？" in text[unit.end - 2 : unit.end]:
            found[unit.number] = "the sentence asks"
        elif codebook.reproaches and text.startswith(codebook.reproaches, unit.start):
            found[unit.number] = "the sentence tells of a shortcoming"
        elif unit.heading and _names_paper(text[unit.start : unit.end], codebook):
            found[unit.number] = "it is the title of a paper"
    return found


def _names_paper(surface: str, codebook: Codebook) -> bool:
    """Whether a heading is the title of the paper: 创建工作自查报告, but not （三）定方案."""
    bare = _AFTER_TITLE.sub("", surface.strip())
    return bool(codebook.papers) and len(bare) > _SHORTEST_TITLE and bare.endswith(codebook.papers)


def headed(text: str, units: Sequence[Sentence]) -> list[bool]:
    """For each sentence, whether it is coded as a heading: it is one, or a point of a few characters.

    Examples
    --------
    >>> from civlib.language.sentences import split_sentences
    >>> text = "抓了两件事。一是建阵地。二是把各村的阵地逐一建起来。"
    >>> headed(text, split_sentences(text))
    [False, True, False]
    """
    return [unit.heading or bool(_POINT.match(text[unit.start : unit.end])) for unit in units]


def settings(text: str, units: Sequence[Sentence], codebook: Codebook, title: str = "") -> list[frozenset[str]]:
    """For each sentence, the codes whose matter the title or the heading above it names.

    The first line of the text counts as its title where it is a heading.

    Examples
    --------
    >>> from civlib.content.codebook import load_codebook
    >>> from civlib.language.sentences import split_sentences
    >>> text = "志愿服务有力量\\n十二支队伍轮流上街。\\n停车治理\\n拖走僵尸车。"
    >>> [sorted(codes) for codes in settings(text, split_sentences(text), load_codebook())][1]
    ['PAR_VOL']
    """
    wanted = [(code.code, code.sections) for code in codebook.codes if code.sections]

    def named(words: str) -> frozenset[str]:
        return frozenset(code for code, sections in wanted if any(word in words for word in sections))

    whole = named(title)
    found = []
    here = _NONE
    for unit in units:
        if unit.heading:
            here = named(text[unit.start : unit.end])
            if not unit.number:
                whole |= here
        found.append(whole | here if whole or here else _NONE)
    return found
