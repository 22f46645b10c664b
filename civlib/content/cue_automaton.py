"""One automaton for all words of a codebook: which words there are, and what each is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick

from civlib.content.codebook_records import Code, Codebook, Hold, Rule

# A clause ends at a comma, not at 、 which joins the members of a list: 开展环境卫生治理、志愿服务、文明宣传等活动.
BOUNDARIES = "，。；：！？…\n,;:!?"
# What a hit of the automaton is: a word that may be several of the first five, or a mark.
LEAD, ACT, CONTEXT, NAME, TOPIC, BOUNDARY, OPEN, CLOSE = 1, 2, 4, 8, 16, 32, 33, 34
# Marks, and characters that are so common that the automaton had better know them, though no word begins with them.
_MARKS = (
    *((mark, (BOUNDARY, 1, None)) for mark in BOUNDARIES),
    ("《", (OPEN, 1, None)),
    ("》", (CLOSE, 1, None)),
    *((sign + "\0", (CLOSE, 2, None)) for sign in "的、了是在和“”"),
)
# What makes a word a hit of each kind.
_KINDS = {
    LEAD: ("term", "heading", "local", "things"),
    ACT: ("groups",),
    CONTEXT: ("holds", "unless", "not_with", "lifts"),
    NAME: ("name",),
    TOPIC: ("topic",),
}


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What a word of the codebook is for: a word may be a term of one code and the thing or act of others.

    Groups of acts are bits of an integer, so that one operation tells whether an act belongs to a rule; they stand in
    ``things`` beside the rule, and again those of which an act of one character may stand before the thing.
    """

    text: str
    terms: tuple[Rule, ...]
    headings: tuple[Rule, ...]
    local: tuple[Rule, ...]
    things: tuple[tuple[Rule, int, int], ...]
    groups: int
    holds: tuple[Hold, ...]
    unless: frozenset[str]
    not_with: frozenset[str]
    lifts: frozenset[str]
    kind: int


# A word found in the text: start, end, the word.
Hit = tuple[int, int, Word]


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """The automaton of a codebook and what its decisions need.

    ``signs`` tells what a character before a thing is: an act of one character, part of a count that may stand between
    the two, both, or (neither) the end of a clause; ``guards`` are longer words of which no character is an act, looked up
    only where one was found; ``titles`` are the groups of acts beside which the cues of a code count within the title of a
    document (-1: always); ``entangled`` are the codes that yield to others (``yielding``) or prevail over them, of which
    the first cue is not enough.
    """

    automaton: ahocorasick.Automaton
    codes: dict[str, Code]
    signs: dict[str, tuple[Word | None, bool]]
    guards: frozenset[str]
    titles: dict[str, int]
    entangled: frozenset[str]
    yielding: frozenset[str]


@lru_cache(maxsize=8)
def matcher(codebook: Codebook) -> Matcher:
    """The matcher of a codebook, built once."""
    bits = {name: 1 << number for number, name in enumerate(codebook.groups)}
    shared = sum(bits[name] for name in codebook.acts)
    brief = sum(bits[name] for name, words in codebook.groups.items() if any(len(word) == 1 for word in words))
    roles: dict[str, dict[str, list[Any]]] = {}

    def add(words: Iterable[str], role: str, value: Any) -> None:
        for word in words:
            roles.setdefault(word, {}).setdefault(role, []).append(value)

    for name, words in codebook.groups.items():
        add(words, "groups", bits[name])
        # 装 counts only right before its object, 装上 and 装了 as any other act
        add((word + end for word in words if len(word) == 1 for end in codebook.complements), "groups", bits[name])
    for code in codebook.codes:
        for rule in code.rules:
            if rule.kind == "pair":
                own = sum(bits[name] for name in rule.groups)
                add(rule.words, "things", (rule, own, own & brief if rule.order != "thing first" else 0))
            elif rule.kind == "noun":
                own = sum(bits[name] for name in rule.groups)
                add(rule.words, "things", (rule, own or shared, (own or shared) & brief))
            else:
                add(rule.words, rule.kind, rule)
        add(code.unless, "unless", code.code)
        add(code.not_with, "not_with", code.code)
    for hold in codebook.holds:
        add(hold.words, "holds", hold)
        add(hold.but, "lifts", hold.name)
    add(codebook.topics, "topic", True)
    guards = set()
    for name in codebook.names:
        # 创建 only keeps 建 from being an act; 宣传部 takes away 宣传
        if any(part in roles and _counts(part, roles[part]) for part in _parts(name)):
            add([name], "name", True)
        else:
            guards.add(name)

    automaton = ahocorasick.Automaton()
    for mark in _MARKS:
        automaton.add_word(*mark)
    # The automaton tries the first characters of words one after the other, so the common ones come first.
    common = Counter("".join(roles))
    short: dict[str, Word] = {}
    for text, role in sorted(roles.items(), key=lambda item: -common[item[0][0]]):
        if len(text) == 1 and "groups" in role:
            short[text] = _word(text, {"groups": role["groups"]})
        if not _counts(text, role):
            continue
        word = _word(text, role)
        automaton.add_word(text, (word.kind, len(text), word))
    automaton.make_automaton()
    yielding = frozenset(code.code for code in codebook.codes if code.yields_to)
    entangled = yielding | {other for code in codebook.codes for other in code.yields_to}
    counters = frozenset("".join(codebook.counters))
    # 几点收摊、垃圾谁带走: an act of one character does not reach over the next member of a list
    signs = {sign: (short.get(sign), sign in counters) for sign in (*short, *counters, *BOUNDARIES, "、")}
    titles = {code.code: -1 if code.titles is True else bits.get(code.titles or "", 0) for code in codebook.codes}
    by_name = {code.code: code for code in codebook.codes}
    return Matcher(automaton, by_name, signs, frozenset(guards), titles, entangled, yielding)


def _word(text: str, role: dict[str, list[Any]]) -> Word:
    return Word(
        text,
        terms=tuple(role.get("term", ())),
        headings=tuple(role.get("heading", ())),
        local=tuple(role.get("local", ())),
        things=tuple(role.get("things", ())),
        groups=_union(role.get("groups", ())),
        holds=tuple(role.get("holds", ())),
        unless=frozenset(role.get("unless", ())),
        not_with=frozenset(role.get("not_with", ())),
        lifts=frozenset(role.get("lifts", ())),
        kind=sum(kind for kind, keys in _KINDS.items() if any(key in role for key in keys)),
    )


def _counts(text: str, role: dict[str, list[Any]]) -> bool:
    """Whether a word counts anywhere: an act of one character does only right before its object."""
    return len(text) > 1 or set(role) != {"groups"}


def _parts(word: str) -> Iterator[str]:
    """The proper parts of a word."""
    for size in range(1, len(word)):
        for low in range(len(word) - size + 1):
            yield word[low : low + size]


def _union(bits: Iterable[int]) -> int:
    union = 0
    for bit in bits:
        union |= bit
    return union
