"""One automaton for all words of a codebook: which words there are, and what each is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick

from civlib.content.codebook_records import Code, Codebook, Hold, Rule

# A clause ends at a comma, not at 、 which joins the members of a list: 开展环境卫生治理、志愿服务、文明宣传等活动.
BOUNDARIES = "，,；;：:。！？!?…\n"
# What a hit of the automaton is.
WORD, LEAD, BOUNDARY, TOPIC, OPEN, CLOSE = range(6)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What a word of the codebook is for: a word may be a term of one code and the thing or act of others.

    Groups of acts are bits of an integer, so that one operation tells whether an act belongs to a rule.
    """

    text: str
    terms: tuple[Rule, ...]
    headings: tuple[Rule, ...]
    things: tuple[tuple[Rule, int], ...]
    groups: int
    holds: tuple[Hold, ...]
    name: bool
    unless: frozenset[str]
    not_with: frozenset[str]
    context: bool
    leads: bool


# A word found in the text: start, end, the word.
Hit = tuple[int, int, Word]


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """The automaton of a codebook and what its decisions need.

    ``short`` are the acts of one character, looked up right before a thing; ``entangled`` are the codes that yield to
    others or prevail over them, of which the first cue is not enough.
    """

    automaton: ahocorasick.Automaton
    codes: dict[str, Code]
    short: dict[str, Word]
    entangled: frozenset[str]


@lru_cache(maxsize=8)
def matcher(codebook: Codebook) -> Matcher:
    """The matcher of a codebook, built once."""
    bits = {name: 1 << number for number, name in enumerate(codebook.groups)}
    shared = sum(bits[name] for name in codebook.acts)
    roles: dict[str, dict[str, list[Any]]] = {}

    def add(words: Iterable[str], role: str, value: Any) -> None:
        for word in words:
            roles.setdefault(word, {}).setdefault(role, []).append(value)

    for name, words in codebook.groups.items():
        add(words, "groups", bits[name])
    for code in codebook.codes:
        for rule in code.rules:
            if rule.kind == "pair":
                add(rule.words, "things", (rule, sum(bits[name] for name in rule.groups)))
            elif rule.kind == "noun":
                add(rule.words, "things", (rule, shared))
            else:
                add(rule.words, rule.kind, rule)
        add(code.unless, "unless", code.code)
        add(code.not_with, "not_with", code.code)
    for hold in codebook.holds:
        add(hold.words, "holds", hold)
    add(codebook.names, "name", True)
    topics = frozenset(codebook.topics)
    add(topics, "topic", True)

    automaton = ahocorasick.Automaton()
    short: dict[str, Word] = {}
    for text, role in roles.items():
        leads = any(key in role for key in ("term", "heading", "things"))
        if len(text) == 1 and "groups" in role:
            short[text] = _word(text, {"groups": role["groups"]})
            if set(role) == {"groups"}:
                continue
        kind = TOPIC if text in topics else LEAD if leads else WORD
        automaton.add_word(text, (kind, len(text), _word(text, role)))
    for mark in BOUNDARIES:
        automaton.add_word(mark, (BOUNDARY, 1, None))
    automaton.add_word("《", (OPEN, 1, None))
    automaton.add_word("》", (CLOSE, 1, None))
    automaton.make_automaton()
    entangled = {code.code for code in codebook.codes if code.yields_to}
    entangled |= {other for code in codebook.codes for other in code.yields_to}
    return Matcher(automaton, {code.code: code for code in codebook.codes}, short, frozenset(entangled))


def _word(text: str, role: dict[str, list[Any]]) -> Word:
    return Word(
        text,
        terms=tuple(role.get("term", ())),
        headings=tuple(role.get("heading", ())),
        things=tuple(role.get("things", ())),
        groups=sum(role.get("groups", ())),
        holds=tuple(role.get("holds", ())),
        name="name" in role,
        unless=frozenset(role.get("unless", ())),
        not_with=frozenset(role.get("not_with", ())),
        context=any(key in role for key in ("holds", "name", "unless", "not_with")),
        leads=any(key in role for key in ("term", "heading", "things")),
    )
