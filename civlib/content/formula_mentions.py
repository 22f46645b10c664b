"""Where a text names a numbered formula: in quotation marks, or by its form alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from civlib.content.formula_rules import NUMERAL, FormulaRules, load_formula_rules
from civlib.content.numerals import normal_width, read_numeral


class Mention(NamedTuple):
    """One mention of a formula: its span, its kind (set, structure, slogan), its number as a string."""

    start: int
    end: int
    kind: str
    number: str
    quoted: bool


_QUOTED = re.compile(r"[“「『‘]([^“”「」『』‘’\n]{2,26})[”」』’]|\"([^\"\n“”]{2,26})\"")
_PLUS = re.compile(r"(?<![A-Za-z0-9.+])(?:[0-9]{1,4}|[NXn])(?:[++](?:[0-9]{1,4}|[NXnx])(?![0-9A-Za-z.]))+(?![+>=＞])")
_FIGURE = re.compile(rf"[{NUMERAL}]{{1,3}}|[0-9]{{1,3}}|双")
_LADDER = re.compile(r"(?:1234?5?6?7?8?9?|一二三四?五?六?七?八?)(?=$|[^0-9一二三四五六七八九十])")
_SCALE = re.compile(r"十?百千万?|万?千百十?")
# 双百工程 is two times a hundred, and so is 三百工程 three times
_HUNDREDS = re.compile(r"([三四五六])[百千](?:工程|行动|活动|计划)$")
_UNLIKE = re.compile(r"[。！？；：:?!;《》]")
_SPLIT = re.compile(r"[、，,\s·/]+")
# 三年行动, 三届, 24小时: durations and counts of people are quantities, also in quotation marks
_MEASURE = re.compile(
    r"(?:年|月|尺|秒|刻钟|个月|天|日|岁|小时|分钟|点半|点钟|公里|米|亩|元|届|周|名|人(?!物)|位(?!一体)|余|多|几|成|分之|%|连冠|连续)"
)
_TOGETHER = re.compile(r"(?:位一体|轮驱动|[级社端方]联[动创]|方联动|治融合|核)")
_VERBAL_TAIL = re.compile(
    r"(?:提升|建设|整治|治理|保障|改造|创建|服务|教育|突破|升级|改革|支撑|攻坚|转变|要求|工作|重点|关键)$"
)
_COUNTED = re.compile("[个项名支条家处座人户次台辆万亿]|公里|平方|小时|分钟")
_LIST = re.compile(
    r"(?<![\u4e00-\u9fff第])一[个条项张大](?:[\u4e00-\u9fff]{1,8})(?:、[二两][个条项张大套](?:[\u4e00-\u9fff]{1,8}))"
    r"(?:、[三四五六七八九十][个条项张大套](?:[\u4e00-\u9fff]{1,8})){1,5}"
)
# “吃、住、行、游、购、娱”六要素: a bare noun after the list that it sums up
_DIRECT = re.compile(r"(?<=[”等])([二两三四五六七八九十])([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")
_CLOSED = re.compile(r"[^\u4e00-\u9fff]|$|[的等和与及中为是]")


def value_of(figure: str) -> int | None:
    """The number behind a figure of a formula: 双 is 2, 百 is 100."""
    if figure == "双":
        return 2
    value = read_numeral(figure)
    return value if isinstance(value, int) and value > 0 else None


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
        found.extend(_in_quotes(match[group], match.start(group), excluded, rules))
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


def _in_quotes(content: str, offset: int, excluded: _Spans, rules: FormulaRules) -> Iterator[Mention]:
    """The formula that a quotation of one line is or ends in."""
    if _UNLIKE.search(content) or (not _FIGURE.search(content) and not rules.known_pattern.search(content)):
        return

    def mention(start: int, end: int, kind: str, number: str) -> Mention:
        return Mention(offset + start, offset + end, kind, number, True)

    def is_excluded(start: int, end: int) -> bool:
        return excluded.overlaps(offset + start, offset + end)

    if plus := _PLUS.search(content):
        yield mention(plus.start(), plus.end(), "structure", plus.group().replace("+", "+").upper())
        return
    if content in rules.known:
        yield mention(0, len(content), *rules.known[content])
        return
    if is_excluded(0, 1):
        return
    for pattern, kind in rules.forms:
        if (form := pattern.fullmatch(content)) and (figure := _FIGURE.match(form.group())):
            yield mention(0, len(content), kind, str(value_of(figure.group())))
            return
    if hundreds := _HUNDREDS.match(content):
        yield mention(0, len(content), "structure", str(value_of(hundreds[1])))
        return
    if ladder := _LADDER.match(content) or _SCALE.match(content):
        yield mention(0, len(content), "structure", "+".join(str(value_of(sign)) for sign in ladder.group()))
        return
    if re.fullmatch(r"[一二三四五六七八九]{3,6}", content):
        # “一三五”行动: one figure after the other
        yield mention(0, len(content), "structure", "+".join(str(value_of(sign)) for sign in content))
        return
    segments = [segment for segment in _SPLIT.split(content) if segment]
    leading = [_FIGURE.match(segment) for segment in segments]
    if len(segments) > 1:
        if all(
            figure and len(figure.group()) < len(segment) for figure, segment in zip(leading, segments, strict=True)
        ):
            # 1个指挥部、11个督导组 are counted: quantities
            if not any(figure.group()[0].isdigit() for figure in leading if figure):
                numbers = [value_of(figure.group()) for figure in leading if figure]
                if None not in numbers:
                    yield mention(0, len(content), "structure", "+".join(map(str, numbers)))
            return
        if all(_FIGURE.search(segment) for segment in segments) and not any(sign.isdigit() for sign in content):
            # 奋斗两个五年、跨入第一方阵: each clause has its figure, none leads with it
            cardinals = [m for m in _FIGURE.finditer(content) if content[m.start() - 1 : m.start()] != "第"]
            if cardinals and not rules.known_pattern.search(content) and value_of(cardinals[0].group()):
                yield mention(0, len(content), "slogan", str(value_of(cardinals[0].group())))
            return
        return
    first = leading[0] if leading else None
    if first:
        start = content.index(segments[0])
        if whole := _whole_quotation(content, start, first.group(), rules):
            yield mention(*whole)
        return
    # 门前五包 and the like keep their 门前; 漳州五种精神 begins at its figure
    for figure in _FIGURE.finditer(content):
        start, sign = figure.start(), figure.group()
        if is_excluded(start, start + 1) or content[start - 1] in "第每星期周" or value_of(sign) in (None, 1):
            continue
        rest = content[figure.end() :]
        if re.fullmatch(r"[门楼店房]前", content[:start]) and 1 <= len(rest) <= 3:
            yield mention(0, len(content), "set", str(value_of(sign)))
            return
        named = re.match(rules.classifier, rest)
        if named and len(rest) > named.end() and rules.head_end.search(rest) and not _MEASURE.match(rest):
            if not sign.isdigit() or named.group() == "大":
                yield mention(start, len(content), "set", str(value_of(sign)))
                return
        if sign == "双" and rules.double.fullmatch(content[start:]):
            yield mention(start, len(content), "structure", "2")
            return


def _whole_quotation(content: str, start: int, sign: str, rules: FormulaRules) -> tuple[int, int, str, str] | None:
    """A quotation of one clause that opens with a figure."""
    body = content[start:].rstrip()
    rest, number = body[len(sign) :], value_of(sign)
    if number is None or not rest:
        return None
    end = start + len(body)
    if re.match(r"个(?:一百|一(?![个些定起])|百|有|带头|坚持|全面|必)", rest):
        if number > 1:
            return start, end, "set", str(number)
        return None
    figures = list(_FIGURE.finditer(body))
    pairs = [body[one.end() : two.start()] for one, two in pairwise(figures)] + [body[figures[-1].end() :]]
    if sign.isdigit():
        if rest[0] == "大" and len(rest) > 1:
            return start, end, "set", str(number)
        # 1办8组 is a structure, but 1个中心8个站 are counted
        if len(figures) > 1 and all(1 <= len(noun) <= 2 and not _COUNTED.match(noun) for noun in pairs):
            return start, end, "structure", "+".join(str(value_of(figure.group())) for figure in figures)
        return None
    if len(figures) > 1 and rest[0] == "个" and number > 1:
        # 三个100%, 三个百分百
        return start, end, "set", str(number)
    if (
        len(figures) > 1
        and all(0 < len(noun) <= 6 for noun in pairs)
        and not re.match(rules.classifier + "[一二三四五六七八九十]", rest)
    ):
        numbers = [value_of(figure.group()) for figure in figures]
        ordinal = any(body[figure.start() - 1] in "第点" for figure in figures[1:])
        if None not in numbers and not ordinal and not re.match(r"[年天个]", rest):
            return start, end, "structure", "+".join(map(str, numbers))
        return None
    if sign == "双":
        if len(rest) <= 8:
            return start, end, "structure", "2"
        return None
    if _TOGETHER.match(rest):
        return start, end, "structure", str(number)
    if len(rest) > 12 or _MEASURE.match(rest) or number > 40 or sign[0] in "百千万":
        return None
    if number == 1:
        if 2 <= len(rest) <= 6 and rules.slogan.match(rest) and not rules.breaks.search(rest):
            return start, end, "slogan", "1"
        return None
    if not re.fullmatch(rules.classifier, rest) or rest in ("大", "会", "步", "门", "环"):
        return start, end, "set", str(number)
    return None


def _outside_quotes(plain: str, rules: FormulaRules) -> Iterator[Mention]:
    """Formulas that their form alone gives away."""
    for match in _PLUS.finditer(plain):
        yield Mention(match.start(), match.end(), "structure", match.group().upper(), False)
    for match in rules.known_pattern.finditer(plain):
        if not _inside_word(plain, match.start(), match.end(), rules.not_before[match.group()]):
            yield Mention(match.start(), match.end(), *rules.known[match.group()], False)
    for match in _LIST.finditer(plain):
        numbers = [value_of(_FIGURE.match(part).group()) for part in match.group().split("、")]  # type: ignore[union-attr]
        yield Mention(match.start(), match.end(), "structure", "+".join(map(str, numbers)), False)
    named: set[int] = set()
    for pattern in (rules.big_set, rules.policy_set):
        for match in pattern.finditer(plain):
            number = value_of(match[1])
            named.add(match.start())
            if number is None or number < 2 or rules.breaks.search(match[2]) or _led_by_figure(plain, match.start()):
                continue
            yield Mention(match.start(), _name_end(plain, match.start(), match.end()), "set", str(number), False)
    for match in rules.open_set.finditer(plain):
        number = value_of(match[1])
        free = match.start() not in named and not rules.breaks.search(match[2])
        if number and number > 1 and free and not _led_by_figure(plain, match.start()):
            yield Mention(match.start(), match.end(), "set", str(number), False)
    for match in _DIRECT.finditer(plain):
        number = value_of(match[1])
        if (
            number
            and not re.match(rules.classifier, match[2])
            and _lists_as_many(plain, match.start(), match.end(), number)
        ):
            yield Mention(match.start(), match.end(), "set", str(number), False)
    for match in rules.listed_set.finditer(plain):
        number = value_of(match[1])
        if (
            number
            and number > 1
            and not _led_by_figure(plain, match.start())
            and _lists_as_many(plain, match.start(), match.end(), number)
        ):
            yield Mention(match.start(), match.end(), "set", str(number), False)
    for pattern, kind in rules.forms:
        for match in pattern.finditer(plain):
            figure = _FIGURE.match(match.group())
            form_number = value_of(figure.group()) if figure else None
            if form_number and not _led_by_figure(plain, match.start()):
                yield Mention(match.start(), match.end(), kind, str(form_number), False)
    for match in rules.structure.finditer(plain):
        if _led_by_figure(plain, match.start()) or plain[match.start() + 1] == "点":
            continue
        numbers = [value_of(figure.group()) for figure in _FIGURE.finditer(match.group())]
        yield Mention(match.start(), match.end(), "structure", "+".join(map(str, numbers)), False)
    for match in rules.double.finditer(plain):
        if not (
            "\u4e00" <= plain[match.start() - 1 : match.start()] <= "\u9fff" and plain[match.start() - 1] in "成无一第"
        ):
            yield Mention(match.start(), match.end(), "structure", "2", False)


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
