"""The codebook of policy measures: what each code means and by which cues it is found. A scholar changes the file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from civlib.errors import ArgumentError, ResourceError
from civlib.resources import read_text, read_yaml
from civlib.tables import table

DEFAULT = "codebook.yaml"
INSTRUMENTS = {"N": "nodality", "A": "authority", "T": "treasure", "O": "organisation"}
ORDERS = ("any", "act first", "thing first")
SIDES = ("before", "after", "any")
WITHIN = 20
# How far the act of a noun may stand, since a clause may list much between the two.
NOUN_WITHIN = 30

COLUMNS = {
    "code": "str", "label": "str", "label_en": "str", "instrument": "str", "definition": "str", "definition_en": "str",
    "include": "str", "exclude": "str", "example": "str", "near_miss": "str", "rules": "int64", "words": "int64",
}  # fmt: skip

_TEXTS = (
    "label", "label_en", "instrument", "definition", "definition_en", "include", "exclude", "example", "near_miss",
)  # fmt: skip
_LISTS = ("terms", "nouns", "headings", "unless", "not_with", "yields_to", "ignores")
_CODE_KEYS = frozenset((*_TEXTS, *_LISTS, "pairs", "titles"))
_PAIR_KEYS = frozenset(("name", "act", "thing", "order", "within", "across"))
_HOLD_KEYS = frozenset(("words", "side", "within", "why", "only", "example", "near_miss"))
_TOP_KEYS = frozenset(("about", "groups", "acts", "names", "topics", "holds", "codes"))


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to a code: any of ``words`` alone, or one of them near an act within a clause.

    Attributes
    ----------
    code, name : str
        The code it leads to, and its name within the code.
    kind : str
        ``term`` (a word suffices), ``noun`` (it suffices where any act stands in its clause), ``heading`` (it suffices in a
        heading), ``pair`` (a thing and an act of certain groups).
    words : tuple of str
        The terms, or the things of a pair.
    groups : tuple of str
        For a pair, the names of the groups of acts; words written out in the file form a group of their own.
    order : str
        For a pair, ``any``, ``act first`` (改造老旧小区) or ``thing first`` (区委书记靠前指挥).
    within : int
        For a pair, how many characters may stand between the two.
    across : bool
        For a pair, whether the act may stand in another clause of the sentence: 机关干部脱下皮鞋，回居住地认领岗位.
    """

    code: str
    name: str
    kind: str
    words: tuple[str, ...]
    groups: tuple[str, ...] = ()
    order: str = "any"
    within: int = WITHIN
    across: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """A context that holds cues back: negation, a wish, a question, a scene, the bygone state.

    A cue is held back where one of ``words`` stands on the given ``side`` of it, at most ``within`` characters away,
    in the same clause. Where ``only`` names codes, it concerns those alone.
    """

    name: str
    words: tuple[str, ...]
    side: str
    within: int
    why: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """One code: labels, definition, what it takes in and leaves out, and its rules."""

    code: str
    label: str
    label_en: str
    instrument: str
    definition: str
    definition_en: str
    include: str
    exclude: str
    example: str
    near_miss: str
    rules: tuple[Rule, ...]
    unless: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    titles: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """A codebook as loaded: its codes, the groups of acts they share, and the contexts that hold cues back.

    Attributes
    ----------
    version : str
        The first twelve digits of the SHA-256 of the file; notebooks print it beside their results.
    where : str
        The file it was read from.
    codes : tuple of Code
    groups : mapping of str to tuple of str
        Acts by the name of their group, those written out within a pair included.
    acts : tuple of str
        The groups whose acts make a noun count.
    names : tuple of str
        Longer words that are no cue although one stands in them: 宣传部, 建设银行, 未成年人.
    topics : tuple of str
        Words that open a clause which the next one completes: 针对农贸市场脏乱问题，开展整治.
    holds : tuple of Hold
    """

    version: str
    where: str
    codes: tuple[Code, ...]
    groups: Mapping[str, tuple[str, ...]] = field(repr=False)
    acts: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    topics: tuple[str, ...] = field(repr=False)
    holds: tuple[Hold, ...] = field(repr=False)

    def __getitem__(self, code: str) -> Code:
        for entry in self.codes:
            if entry.code == code:
                return entry
        known = ", ".join(entry.code for entry in self.codes)
        raise ArgumentError(f"the codebook has no code {code!r}", where=self.where, remedy=f"its codes are {known}")

    def __len__(self) -> int:
        return len(self.codes)


def load_codebook(path: str | Path | None = None) -> Codebook:
    """The codebook in a YAML file, checked entry by entry.

    Parameters
    ----------
    path : str or Path, optional
        A codebook of one's own; without it, the one that civlib ships. ``civlib/data/codebook.yaml`` says at its top
        how the file is built.

    Raises
    ------
    ResourceError
        An entry is missing, misspelt or of the wrong kind; the message names the file, the entry and the remedy.

    Examples
    --------
    >>> book = load_codebook()
    >>> len(book), book["ENV_ESTATE"].label_en
    (37, 'old estates')
    """
    name = path if path is not None else DEFAULT
    return _parse(read_text(name), str(name))


def as_codebook(codebook: Codebook | str | Path | None) -> Codebook:
    """A codebook of whatever a function was given: None for the shipped one, a path, or one already loaded."""
    return codebook if isinstance(codebook, Codebook) else load_codebook(codebook)


def codes(codebook: Codebook | str | Path | None = None) -> pd.DataFrame:
    """The codebook as a table, one code a row.

    Parameters
    ----------
    codebook : Codebook, str or Path, optional
        A loaded codebook or the path of one; without it, the shipped one.

    Returns
    -------
    DataFrame
        ``code``; ``label`` and ``label_en``; ``instrument``, Hood's NATO class (N nodality, A authority, T treasure,
        O organisation); ``definition`` and ``definition_en``; ``include`` and ``exclude``, what belongs to it and what
        does not; ``example``, a sentence that must get it; ``near_miss``, one that must not; ``rules`` and ``words``,
        the number of its rules and of the different words in them.

    Examples
    --------
    >>> codes().loc[0, ["code", "label", "instrument"]].tolist()
    ['ORG_HQ', '指挥部', 'O']
    """
    book = as_codebook(codebook)
    return table(
        (
            (
                entry.code, *(getattr(entry, key) for key in _TEXTS), len(entry.rules),
                len({word for rule in entry.rules for word in rule.words}),
            )
            for entry in book.codes
        ),
        COLUMNS,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _parse(text: str, where: str) -> Codebook:
    """The codebook in ``text``; kept for the next call with the very same text."""
    data = read_yaml(where)
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
        names=_words(data.get("names") or [], f"{where}, names"),
        topics=_words(data.get("topics") or [], f"{where}, topics"),
        holds=holds,
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
    return Hold(name, words, side, _number(fields.get("within", WITHIN), where), str(fields.get("why", "")), only)


def _code(name: str, entry: Any, groups: dict[str, tuple[str, ...]], where: str) -> Code:
    fields = _mapping(entry, where)
    _known(fields, _CODE_KEYS, where)
    for key in _TEXTS:
        value = fields.get(key)
        _check(
            isinstance(value, str) and (value.strip() != "" or key in ("include", "exclude")),
            f"{key} is missing or no text", where, f"add a line '{key}: …'",
        )  # fmt: skip
    instrument = fields["instrument"]
    _check(instrument in INSTRUMENTS, f"instrument is {instrument!r}", where, f"write one of {', '.join(INSTRUMENTS)}")
    titles = fields.get("titles", False)
    _check(isinstance(titles, bool), f"titles is {titles!r}", where, "write true or false")
    lists = {key: _words(fields.get(key) or [], f"{where}, {key}") for key in _LISTS}
    rules = [
        Rule(name, kind, kind, lists[key], within=NOUN_WITHIN)
        for kind, key in (("term", "terms"), ("noun", "nouns"), ("heading", "headings"))
        if lists[key]
    ]
    pairs = fields.get("pairs") or []
    _check(isinstance(pairs, list), "pairs is not a list", where, "start each pair with '- name: …'")
    rules += [_pair(name, pair, groups, f"{where}, pair {number}") for number, pair in enumerate(pairs, 1)]
    _check(bool(rules), "there are no cues", where, "add terms, nouns, headings or pairs")
    names = [rule.name for rule in rules]
    _check(len(set(names)) == len(names), "two pairs have the same name", where, "give each a name of its own")
    label, label_en, _, definition, definition_en, include, exclude, example, near_miss = (
        fields[key].strip() for key in _TEXTS
    )
    return Code(
        name, label, label_en, instrument, definition, definition_en, include, exclude, example, near_miss,
        rules=tuple(rules), unless=lists["unless"], not_with=lists["not_with"], yields_to=lists["yields_to"],
        ignores=lists["ignores"], titles=titles,
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
