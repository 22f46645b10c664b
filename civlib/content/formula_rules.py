"""The rules for numbered formulas, read from a data file that a scholar may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civlib.content.formula_entries import (
    Example,
    alternatives,
    entries_in,
    examples_of,
    mapping_of,
    pattern_of,
    rules_of,
    words_in,
)
from civlib.errors import ResourceError

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
_GROUPS = ("slogans", "known", "patterns", "not_formulas")
_KINDS = ("set", "structure", "slogan")


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
    noun: re.Pattern[str] = field(repr=False)
    examples: tuple[Example, ...] = field(repr=False)


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
    return rules_of(source, FormulaRules, "formulas.yaml", _parse)


def _parse(text: str, path: str) -> FormulaRules:
    data = mapping_of(text, path, "formulas.yaml")
    words = {name: words_in(data, name, path) for name in _LISTS}
    groups = {group: entries_in(data, group, path) for group in _GROUPS}
    known, not_before = _named(groups, path)
    forms = [
        (re.compile(pattern_of(entry, "patterns", path)), _kind(entry, path, "set")) for entry in groups["patterns"]
    ]
    patterns = [pattern_of(entry, "not_formulas", path) for entry in groups["not_formulas"]]
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
            rf"({figure}){small}([\u4e00-\u9fff]{{0,4}}?){alternatives(words['listing_heads'])}(?![\u4e00-\u9fff])"
        ),
        breaks=re.compile(alternatives(words["breaks"])),
        structure=re.compile(rf"(?:[一二两三四五六七八九十双]{noun}){{2,6}}"),
        double=re.compile(rf"双{alternatives(words['double'])}"),
        slogan=re.compile(alternatives(words["slogan_openers"])),
        head_end=re.compile(f"{heads}+$"),
        noun=re.compile(noun),
        examples=tuple(example for group in _GROUPS for example in examples_of(groups[group], group)),
    )


def _named(groups: dict[str, list[dict[str, Any]]], path: str) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Formulas known by name, with kind and number, and the characters that make another word of each."""
    known, not_before = {}, {}
    for group, kind in (("slogans", "slogan"), ("known", "set")):
        for entry in groups[group]:
            if group == "known" and "number" not in entry:
                raise ResourceError(
                    "the entry has no number", where=f"{path}, known, {entry['name']!r}", remedy='number: "3"'
                )
            known[entry["name"]] = _kind(entry, path, kind), str(entry.get("number", "1"))
            not_before[entry["name"]] = str(entry.get("not_before", ""))
    return known, not_before


def _kind(entry: dict[str, Any], path: str, default: str) -> str:
    kind = entry.get("kind", default)
    if kind not in _KINDS:
        raise ResourceError(
            f"the kind {kind!r} is not known", where=f"{path}, {entry['name']!r}", remedy=f"one of {', '.join(_KINDS)}"
        )
    return str(kind)
