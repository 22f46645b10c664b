"""What a codebook file must look like: every fault is told with its file, its entry and the remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from civlib.content.codebook_records import NOUN_WITHIN, TEXTS, WITHIN, Code, Codebook, Hold, Rule
from civlib.errors import ResourceError
from civlib.resources import parse_yaml

INSTRUMENTS = {"N": "nodality", "A": "authority", "T": "treasure", "O": "organisation"}
ORDERS = ("any", "act first", "thing first")
SIDES = ("before", "after", "any")

_LISTS = ("terms", "nouns", "headings", "sections", "locals", "unless", "not_with", "yields_to", "ignores")
_CODE_KEYS = frozenset((*TEXTS, *_LISTS, "acts", "pairs", "titles"))
_PAIR_KEYS = frozenset(("name", "act", "thing", "order", "within", "across"))
_HOLD_KEYS = frozenset(("words", "side", "within", "why", "only", "but", "between", "acts", "example", "near_miss"))
_TOP_LISTS = ("names", "topics", "complements", "counters", "problems", "concessions", "reproaches", "papers")
_TOP_KEYS = frozenset(("about", "groups", "acts", *_TOP_LISTS, "holds", "codes"))


@lru_cache(maxsize=16)
def parse_codebook(text: str, where: str) -> Codebook:
    """The codebook in ``text``; kept for the next call with the very same text."""
    data = parse_yaml(text, where)
    _check(isinstance(data, dict), "the file is not a mapping", where, "start from a copy of the shipped codebook")
    _known(data, _TOP_KEYS, where)
    groups = {
        name: _words(words, f"{where}, groups, {name}")
        for name, words in _mapping(data.get("groups"), f"{where}, groups").items()
    }
    acts = _words(data.get("acts") or [], f"{where}, acts")
    for name in acts:
        _check(name in groups, f"acts names {name!r}, which is no group", f"{where}, acts", f"name some of {', '.join(groups)}")
    holds = tuple(
        _hold(name, entry, f"{where}, holds, {name}")
        for name, entry in _mapping(data.get("holds"), f"{where}, holds").items()
    )
    entries = _mapping(data.get("codes"), f"{where}, codes")
    _check(bool(entries), "there are no codes", f"{where}, codes", "add at least one code")
    found = tuple(_code(name, entry, groups, f"{where}, codes, {name}") for name, entry in entries.items())
    for hold in holds:
        for other in hold.only:
            at = f"{where}, holds, {hold.name}"
            _check(other in entries, f"only names {other!r}, which is no code", at, "name a code of this file")
    for entry in found:
        at = f"{where}, codes, {entry.code}"
        for other in entry.yields_to:
            _check(other in entries, f"yields_to names {other!r}, which is no code", at, "name a code of this file")
        for name in entry.ignores:
            known = [hold.name for hold in holds]
            _check(name in known, f"ignores names {name!r}, which is no hold", at, f"name one of {', '.join(known)}")
    return Codebook(
        version=hashlib.sha256(text.encode("utf-8")).hexdigest()[:12],
        where=where,
        codes=found,
        groups=MappingProxyType(groups),
        acts=acts,
        holds=holds,
        **{key: _words(data.get(key) or [], f"{where}, {key}") for key in _TOP_LISTS},
    )


def _check(holds: bool, what: str, where: str, remedy: str) -> None:
    if not holds:
        raise ResourceError(what, where=where, remedy=remedy)


def _known(entry: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    for key in entry:
        _check(key in keys, f"{key!r} is no known key", where, f"the keys here are {', '.join(sorted(keys))}")


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if value is None:
        return {}
    _check(isinstance(value, dict), "a mapping is expected here", where, "write name: value pairs, indented")
    for name in value:
        _check(isinstance(name, str), f"the name {name!r} is not a text", where, "put it in double quotes")
    return dict(value)


def _words(value: Any, where: str) -> tuple[str, ...]:
    """A list of words; the shorthand of a text with the words parted by white space is a list too."""
    if isinstance(value, str):
        value = value.split()
    _check(isinstance(value, list), "a list of words is expected here", where, "write words parted by blanks")
    words = [word for item in value for word in (item.split() if isinstance(item, str) else [item])]
    for word in words:
        _check(isinstance(word, str), f"{word!r} is not a word", where, "put it in double quotes")
    return tuple(dict.fromkeys(words))


def _number(value: Any, where: str) -> int:
    good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    _check(good, f"within is {value!r}", where, "give a whole number of characters")
    return int(value)


def _hold(name: str, entry: Any, where: str) -> Hold:
    fields = _mapping(entry, where)
    _known(fields, _HOLD_KEYS, where)
    side = fields.get("side", "before")
    _check(side in SIDES, f"side is {side!r}", where, f"write one of {', '.join(SIDES)}")
    words = _words(fields.get("words"), f"{where}, words")
    only = _words(fields.get("only") or [], f"{where}, only")
    but = _words(fields.get("but") or [], f"{where}, but")
    between = fields.get("between", False)
    _check(isinstance(between, bool), f"between is {between!r}", where, "write true or false")
    within = _number(fields.get("within", WITHIN), where)
    acts = frozenset(_words(fields.get("acts") or [], f"{where}, acts"))
    return Hold(name, words, side, within, str(fields.get("why", "")), only, but, between, acts)


def _code(name: str, entry: Any, groups: dict[str, tuple[str, ...]], where: str) -> Code:
    fields = _mapping(entry, where)
    _known(fields, _CODE_KEYS, where)
    for key in TEXTS:
        value = fields.get(key)
        _check(
            isinstance(value, str) and (value.strip() != "" or key in ("include", "exclude")),
            f"{key} is missing or no text", where, f"add a line '{key}: …'",
        )  # fmt: skip
    instrument = fields["instrument"]
    _check(instrument in INSTRUMENTS, f"instrument is {instrument!r}", where, f"write one of {', '.join(INSTRUMENTS)}")
    titles = fields.get("titles", False)
    good = isinstance(titles, bool) or titles in groups
    _check(good, f"titles is {titles!r}", where, f"write true, false, or one of {', '.join(groups)}")
    lists = {key: _words(fields.get(key) or [], f"{where}, {key}") for key in _LISTS}
    acts = _words(fields.get("acts") or [], f"{where}, acts")
    for act in acts:
        _check(act in groups, f"acts names {act!r}, which is no group", f"{where}, acts", f"name some of {', '.join(groups)}")
    rules = [
        Rule(name, kind, kind, lists[key], acts if kind == "noun" else (), within=NOUN_WITHIN)
        for kind, key in (("term", "terms"), ("noun", "nouns"), ("heading", "headings"), ("local", "locals"))
        if lists[key]
    ]
    pairs = fields.get("pairs") or []
    _check(isinstance(pairs, list), "pairs is not a list", where, "start each pair with '- name: …'")
    rules += [_pair(name, pair, groups, f"{where}, pair {number}") for number, pair in enumerate(pairs, 1)]
    _check(bool(rules), "there are no cues", where, "add terms, nouns, headings or pairs")
    names = [rule.name for rule in rules]
    _check(len(set(names)) == len(names), "two pairs have the same name", where, "give each a name of its own")
    label, label_en, _, definition, definition_en, include, exclude, example, near_miss = (
        fields[key].strip() for key in TEXTS
    )
    return Code(
        name, label, label_en, instrument, definition, definition_en, include, exclude, example, near_miss,
        rules=tuple(rules), unless=lists["unless"], not_with=lists["not_with"], yields_to=lists["yields_to"],
        ignores=lists["ignores"], sections=lists["sections"], titles=titles,
    )  # fmt: skip


def _pair(code: str, entry: Any, groups: dict[str, tuple[str, ...]], where: str) -> Rule:
    """A pair; acts in capitals are names of groups, the others form a group named after the pair."""
    fields = _mapping(entry, where)
    _known(fields, _PAIR_KEYS, where)
    name = fields.get("name")
    _check(isinstance(name, str) and bool(name), "name is missing", where, "add 'name: …'")
    order = fields.get("order", "any")
    _check(order in ORDERS, f"order is {order!r}", where, f"write one of {', '.join(ORDERS)}")
    acts = _words(fields.get("act"), f"{where}, act")
    things = _words(fields.get("thing"), f"{where}, thing")
    _check(bool(acts and things), "a pair needs an act and a thing", where, "add words to both")
    named = []
    own = []
    for act in acts:
        if act.isascii():
            _check(act in groups, f"{act} is no group", where, f"name one of {', '.join(groups)}, or write words")
            named.append(act)
        else:
            own.append(act)
    if own:
        key = f"{code}/{name}"
        groups[key] = tuple(own)
        named.append(key)
    across = fields.get("across", False)
    _check(isinstance(across, bool), f"across is {across!r}", where, "write true or false")
    within = _number(fields.get("within", WITHIN), where)
    return Rule(code, str(name), "pair", things, tuple(named), order, within, across)
