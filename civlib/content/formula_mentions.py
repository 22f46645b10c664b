"""Where a text names a numbered formula: in quotation marks, or by its form alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from civlib.content.formula_quoted import FIGURE, PLUS, read_quotation, value_of
from civlib.content.formula_rules import FormulaRules, load_formula_rules
from civlib.content.numerals import normal_width


class Mention(NamedTuple):
    """One mention of a formula: its span, its kind (set, structure, slogan), its number as a string."""

    start: int
    end: int
    kind: str
    number: str
    quoted: bool


_QUOTED = re.compile(r"[“「『‘]([^“”「」『』‘’\n]{2,26})[”」』’]|\"([^\"\n“”]{2,26})\"")
_VERBAL_TAIL = re.compile(
    r"(?:提升|建设|整治|治理|保障|改造|创建|服务|教育|突破|升级|改革|支撑|攻坚|转变|要求|工作|重点|关键)$"
)
_LIST = re.compile(
    r"(?<![\u4e00-\u9fff第])一[个条项张大](?:[\u4e00-\u9fff]{1,8})(?:、[二两][个条项张大套](?:[\u4e00-\u9fff]{1,8}))"
    r"(?:、[三四五六七八九十][个条项张大套](?:[\u4e00-\u9fff]{1,8})){1,5}"
)
# 一日一巡查、一周一讲评: of each pair the first figure counts, as in a quotation
_CALENDAR = re.compile(
    r"(?<![二三四五六七八九十第])一[日天周旬月季年]一[\u4e00-\u9fff]{1,3}(?:、一[日天周旬月季年]一[\u4e00-\u9fff]{1,3}){1,5}"
    r"(?=[，。；！？”\n制]|$)"
)
# “吃、住、行、游、购、娱”六要素: a bare noun after the list that it sums up
_DIRECT = re.compile(r"(?<=[”等])([二两三四五六七八九十])([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")
_CLOSED = re.compile(r"[^\u4e00-\u9fff]|$|[的等和与及中为是]")


def excluded_spans(text: str, rules: FormulaRules | None = None) -> list[tuple[int, int]]:
    """Stretches whose figures open a word, a feast, a plan or an idiom (“十四五”, “七一”, 四面八方)."""
    return [
        match.span() for match in (rules or load_formula_rules()).excluded.finditer(normal_width(text)) if match.group()
    ]


class _Spans:
    """Disjoint spans in order, asked whether a place lies in one of them."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]

    def overlaps(self, start: int, end: int) -> bool:
        position = bisect_right(self.starts, end - 1) - 1
        return position >= 0 and self.ends[position] > start


def find_mentions(text: str, rules: FormulaRules | None = None) -> list[Mention]:
    """Every mention of a numbered formula in a text, in order, without overlap.

    Examples
    --------
    >>> [text[m.start:m.end] for text in ["推行“一动态、二清单”，打好六大攻坚战。"] for m in find_mentions(text)]
    ['一动态、二清单', '六大攻坚战']
    """
    rules = rules or load_formula_rules()
    plain = normal_width(text)
    excluded = _Spans(excluded_spans(text, rules))
    found: list[Mention] = []
    for match in _QUOTED.finditer(plain):
        group = 1 if match[1] is not None else 2
        offset = match.start(group)
        reading = read_quotation(match[group], rules, partial(_at, excluded, offset))
        if reading:
            found.append(Mention(offset + reading[0], offset + reading[1], reading[2], reading[3], True))
    taken = _Spans(sorted((m.start, m.end) for m in found))
    bare: list[Mention] = []
    for mention in _outside_quotes(plain, rules):
        if taken.overlaps(mention.start, mention.end) or plain[mention.start - 1 : mention.start] == "第":
            continue
        if mention.kind == "slogan" or not excluded.overlaps(mention.start, mention.start + 1):
            bare.append(mention)
    # where two readings overlap, the one that starts first stands, a known name before others, then the longer
    bare.sort(key=lambda m: (m.start, text[m.start : m.end] not in rules.known, -m.end))
    end = 0
    for mention in bare:
        if mention.start >= end:
            found.append(mention)
            end = mention.end
    return sorted(found)


def _at(excluded: _Spans, offset: int, place: int) -> bool:
    return excluded.overlaps(offset + place, offset + place + 1)


def _outside_quotes(plain: str, rules: FormulaRules) -> Iterator[Mention]:
    """Formulas that their form alone gives away."""
    for match in rules.known_pattern.finditer(plain):
        if not _inside_word(plain, match.start(), match.end(), rules.not_before[match.group()]):
            yield Mention(match.start(), match.end(), *rules.known[match.group()], False)
    for pattern, kind in rules.forms:
        for match in pattern.finditer(plain):
            figure = FIGURE.match(match.group())
            number = value_of(figure.group()) if figure else None
            if number and not _led_by_figure(plain, match.start()):
                yield Mention(match.start(), match.end(), kind, str(number), False)
    yield from _structures(plain, rules)
    yield from _named_sets(plain, rules)
    yield from _listed_sets(plain, rules)


def _structures(plain: str, rules: FormulaRules) -> Iterator[Mention]:
    """1+11+7; 一个中心、两条主线、三项行动; 一街一策; 双提升."""
    for match in PLUS.finditer(plain):
        yield Mention(match.start(), match.end(), "structure", match.group().upper(), False)
    for match in _LIST.finditer(plain):
        figures = [part[0] for part in match.group().split("、")]
        yield Mention(match.start(), match.end(), "structure", "+".join(str(value_of(sign)) for sign in figures), False)
    for match in _CALENDAR.finditer(plain):
        yield Mention(match.start(), match.end(), "structure", "+".join("1" for _ in match.group().split("、")), False)
    for match in rules.structure.finditer(plain):
        if _led_by_figure(plain, match.start()) or plain[match.start() + 1] == "点":
            continue
        numbers = [value_of(figure.group()) for figure in FIGURE.finditer(match.group())]
        yield Mention(match.start(), match.end(), "structure", "+".join(map(str, numbers)), False)
    for match in rules.double.finditer(plain):
        if plain[match.start() - 1 : match.start()] not in tuple("成无一第"):
            yield Mention(match.start(), match.end(), "structure", "2", False)


def _named_sets(plain: str, rules: FormulaRules) -> Iterator[Mention]:
    """六大攻坚战, 四项机制: sets by their classifier and the last word of their name."""
    named: set[int] = set()
    for pattern in (rules.big_set, rules.policy_set, rules.open_set):
        for match in pattern.finditer(plain):
            if pattern is rules.open_set and match.start() in named:
                continue
            named.add(match.start())
            number = value_of(match[1])
            if number is None or number < 2 or rules.breaks.search(match[2]) or _led_by_figure(plain, match.start()):
                continue
            end = match.end() if pattern is rules.open_set else _name_end(plain, match.start(), match.end())
            yield Mention(match.start(), end, "set", str(number), False)


def _listed_sets(plain: str, rules: FormulaRules) -> Iterator[Mention]:
    """Abstract nouns that make a set only where as many things are listed beside them."""
    for pattern in (_DIRECT, rules.listed_set):
        for match in pattern.finditer(plain):
            number = value_of(match[1])
            if pattern is _DIRECT:
                fits = number and not re.match(rules.classifier, match[2])
            else:
                fits = number and number > 1 and not re.search("[较很更最比]", match[2])
                fits = fits and not _led_by_figure(plain, match.start())
            if number and fits and _lists_as_many(plain, match.start(), match.end(), number):
                yield Mention(match.start(), match.end(), "set", str(number), False)


def _lists_as_many(plain: str, start: int, end: int, number: int) -> bool:
    """Whether as many things stand beside an abstract noun as it claims: 五个重点：…、…、…, …、…等两个方面."""
    if plain[end : end + 1] in ("：", ":", "（", "—") and plain[end : end + 1]:
        following = re.match(r"[^。！？\n]{0,300}", plain[end + 1 : end + 301])
        text = following.group() if following else ""
        return any(text.count(mark) == number - 1 for mark in "、；，")
    before = plain[max(0, start - 120) : start]
    if before.endswith(("等", "”", "这")):
        clause = re.split(r"[，。；：！？\n]", before)[-1]
        return clause.count("、") + clause.count("和") + clause.count("”“") in (number - 1, number) and "、" in clause
    return False


def _led_by_figure(plain: str, start: int) -> bool:
    """第三大…, 二十六大…: the figure belongs to a longer numeral or an ordinal."""
    return plain[start - 1 : start] in set("第0123456789.一二三四五六七八九十百千每几数") if start else False


def _inside_word(plain: str, start: int, end: int, not_before: str) -> bool:
    """一条心 in 一条心愿 or in 二十一条心: a longer word, not the slogan."""
    if start and plain[start - 1] in "第0123456789一二三四五六七八九十百千":
        return True
    return plain[end : end + 1] in set(not_before)


def _name_end(plain: str, start: int, end: int) -> int:
    """Where the name of a set ends: 五大行动|提升城市品质, but 六大整治，."""
    if _CLOSED.match(plain, end):
        return end
    while tail := _VERBAL_TAIL.search(plain, start + 2, end):
        shorter = tail.start()
        if shorter - start < 4:
            break
        end = shorter
    return end
