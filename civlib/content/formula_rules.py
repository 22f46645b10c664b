"""The rules for numbered formulas, read from a data file that a scholar may change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from civlib.content.numerals import normal_width
from civlib.errors import ResourceError
from civlib.resources import parse_yaml, read_text, shipped

NUMERAL = "一二两三四五六七八九十百千万"
_LISTS = (
    "classifiers",
    "heads",
    "policy_heads",
    "listing_heads",
    "breaks",
    "structure_nouns",
    "double",
    "slogan_openers",
)
_KINDS = ("set", "structure", "slogan")


@dataclass(frozen=True, slots=True)
class Example:
    """What an entry is for, and what it must leave alone."""

    name: str
    group: str
    example: str
    near_miss: str


@dataclass(frozen=True, slots=True, eq=False)
class FormulaRules:
    """Compiled rules: word lists, formulas known by name, and what is no formula."""

    known: dict[str, tuple[str, str]] = field(repr=False)
    not_before: dict[str, str] = field(repr=False)
    known_pattern: re.Pattern[str] = field(repr=False)
    forms: tuple[tuple[re.Pattern[str], str], ...] = field(repr=False)
    excluded: re.Pattern[str] = field(repr=False)
    classifier: str = field(repr=False)
    heads: tuple[str, ...] = field(repr=False)
    big_set: re.Pattern[str] = field(repr=False)
    policy_set: re.Pattern[str] = field(repr=False)
    open_set: re.Pattern[str] = field(repr=False)
    listed_set: re.Pattern[str] = field(repr=False)
    breaks: re.Pattern[str] = field(repr=False)
    structure: re.Pattern[str] = field(repr=False)
    double: re.Pattern[str] = field(repr=False)
    slogan: re.Pattern[str] = field(repr=False)
    head_end: re.Pattern[str] = field(repr=False)
    examples: tuple[Example, ...] = field(repr=False)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) + ")"


def load_formula_rules(source: str | Path | FormulaRules | None = None) -> FormulaRules:
    """The rules for numbered formulas: the shipped ones, or one's own.

    Parameters
    ----------
    source : str, Path or FormulaRules, optional
        A YAML file of the form of ``civlib/data/formulas.yaml``, or rules already loaded.

    Raises
    ------
    ResourceError
        Where an entry is broken; the error names it.
    """
    if isinstance(source, FormulaRules):
        return source
    path = source or shipped("formulas.yaml")
    return _parse(read_text(path), str(path))


@lru_cache(maxsize=8)
def _parse(text: str, path: str) -> FormulaRules:
    data = parse_yaml(text, path)
    if not isinstance(data, dict):
        raise ResourceError("the file is not a set of lists", where=path, remedy="see civlib/data/formulas.yaml")
    words: dict[str, list[str]] = {}
    for name in _LISTS:
        entry = data.get(name)
        if not isinstance(entry, list) or not entry or not all(isinstance(word, str) and word for word in entry):
            raise ResourceError(
                "this list of words is missing or broken", where=f"{path}, {name}", remedy="give a list of words"
            )
        words[name] = entry
    known: dict[str, tuple[str, str]] = {}
    not_before: dict[str, str] = {}
    examples: list[Example] = []
    for entry in _entries(data, "slogans", path):
        known[entry["name"]] = _kind(entry, path, "slogan"), str(entry.get("number", "1"))
        not_before[entry["name"]] = str(entry.get("not_before", ""))
        examples.append(Example(entry["name"], "slogans", entry["example"], entry["near_miss"]))
    for entry in _entries(data, "known", path):
        if "number" not in entry:
            raise ResourceError(
                "the entry has no number", where=f"{path}, known, {entry['name']!r}", remedy='number: "3"'
            )
        known[entry["name"]] = _kind(entry, path, "set"), str(entry["number"])
        not_before[entry["name"]] = str(entry.get("not_before", ""))
        examples.append(Example(entry["name"], "known", entry["example"], entry["near_miss"]))
    forms = []
    for entry in _entries(data, "patterns", path):
        forms.append((re.compile(_pattern(entry, f"{path}, patterns, {entry['name']!r}")), _kind(entry, path, "set")))
        examples.append(Example(entry["name"], "patterns", entry["example"], entry["near_miss"]))
    patterns = []
    for entry in _entries(data, "not_formulas", path):
        patterns.append(_pattern(entry, f"{path}, not_formulas, {entry['name']!r}"))
        examples.append(Example(entry["name"], "not_formulas", entry["example"], entry["near_miss"]))
    classifier, heads = alternatives(words["classifiers"]), alternatives(words["heads"])
    figure = f"[{NUMERAL}]{{1,3}}"
    noun = alternatives(words["structure_nouns"])
    fill = r"[\u4e00-\u9fffA-Za-z]{0,8}?"
    small = alternatives(word for word in words["classifiers"] if word not in ("大", "方面"))
    return FormulaRules(
        known=known,
        not_before=not_before,
        known_pattern=re.compile(alternatives(known)),
        forms=tuple(forms),
        excluded=re.compile(f"(?<![{NUMERAL}])(?:" + "|".join(patterns) + ")"),
        classifier=classifier,
        heads=tuple(words["heads"]),
        big_set=re.compile(rf"({figure}|(?<![0-9.])[1-9][0-9]?)大(?!类|小)({fill}){heads}+"),
        policy_set=re.compile(
            rf"({figure}){small}({fill}){alternatives(words['policy_heads'])}{heads}*"
            # 八个专项行动小组 are counted, and no set of actions
            r"(?!(?:工作|领导|推进)?(?:小?组|专班|中心|队|办公室|指挥部|方案|点位|岗|站|单位))"
        ),
        # a big set whose last word no list holds: it ends where its clause ends, 三大亮丽品格，
        open_set=re.compile(
            rf"({figure}|(?<![0-9.])[1-9][0-9]?)大(?![类小道街桥学楼门厦厅爷妈伯哥众人型批多队堂洲洋国军运棚院巷河湖山])"
            r"([\u4e00-\u9fff]{2,8})(?=[，。；：、！？”’）,;:)\n]|$)"
        ),
        listed_set=re.compile(
            rf"({figure}){small}(?:[\u4e00-\u9fff]{{0,4}}?){alternatives(words['listing_heads'])}(?![\u4e00-\u9fff])"
        ),
        breaks=re.compile(alternatives(words["breaks"])),
        structure=re.compile(rf"(?:[一二两三四五六七八九十双]{noun}){{2,6}}"),
        double=re.compile(rf"双{alternatives(words['double'])}"),
        slogan=re.compile(alternatives(words["slogan_openers"])),
        head_end=re.compile(f"{heads}+$"),
        examples=tuple(examples),
    )


def _entries(data: dict[str, Any], group: str, path: str) -> list[dict[str, Any]]:
    entries = data.get(group)
    if not isinstance(entries, list):
        raise ResourceError(
            "this list of entries is missing", where=f"{path}, {group}", remedy="give a list of entries"
        )
    for position, entry in enumerate(entries):
        where = f"{path}, {group}, entry {position + 1}"
        if not isinstance(entry, dict):
            raise ResourceError(
                "the entry is not a set of fields", where=where, remedy="{name: …, example: …, near_miss: …}"
            )
        for key in ("name", "example", "near_miss"):
            if not isinstance(entry.get(key), str) or not entry[key]:
                raise ResourceError(
                    f"the entry has no {key}", where=f"{where}, {entry.get('name')!r}", remedy=f"add {key}"
                )
    return entries


def _kind(entry: dict[str, Any], path: str, default: str) -> str:
    kind = entry.get("kind", default)
    if kind not in _KINDS:
        raise ResourceError(
            f"the kind {kind!r} is not known", where=f"{path}, {entry['name']!r}", remedy=f"one of {', '.join(_KINDS)}"
        )
    return str(kind)


def _pattern(entry: dict[str, Any], where: str) -> str:
    match = entry.get("match")
    try:
        re.compile(match if isinstance(match, str) else "(")
    except re.error as error:
        raise ResourceError(f"the pattern cannot be read: {error}", where=where, remedy="check its brackets") from None
    return f"(?:{normal_width(str(match))})"
