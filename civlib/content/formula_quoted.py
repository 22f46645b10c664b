"""What a quotation of one line is or ends in, if that is a numbered formula."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise

from civlib.content.formula_rules import NUMERAL, FormulaRules
from civlib.content.numerals import read_numeral

Reading = tuple[int, int, str, str]
"""Start and end within the quotation, kind, number."""

PLUS = re.compile(r"(?<![A-Za-z0-9.+])(?:[0-9]{1,4}|[NXn])(?:[++](?:[0-9]{1,4}|[NXnx])(?![0-9A-Za-z.]))+(?![+>=＞])")
# “1名片长+3名巡查员+N名居民”
_TEAM = re.compile(r"(?:[0-9]{1,3}|[Nn])[\u4e00-\u9fff]{2,8}(?:[+](?:[0-9]{1,3}|[Nn])[\u4e00-\u9fff]{2,8})+")
FIGURE = re.compile(rf"[{NUMERAL}]{{1,3}}|[0-9]{{1,3}}|双")
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
# “治堵六招”, “网格八法”: what is done, and in how many ways; near miss: “想了三招”
_WAYS = ("招", "策", "法", "诀", "字诀", "式", "招法", "步法", "步曲", "部曲", "字经", "字方针")
_COUNTED = re.compile("[个项名支条家处座人户次台辆万亿]|公里|平方|小时|分钟")


@lru_cache(maxsize=1024)
def value_of(figure: str) -> int | None:
    """The number behind a figure of a formula: 双 is 2, 百 is 100."""
    if figure == "双":
        return 2
    value = read_numeral(figure)
    return value if isinstance(value, int) and value > 0 else None


def joined(figures: Iterable[str]) -> str | None:
    """The number of a structure, or None where a figure has no value."""
    numbers = [value_of(figure) for figure in figures]
    return None if None in numbers else "+".join(map(str, numbers))


def read_quotation(content: str, rules: FormulaRules, is_excluded: Callable[[int], bool]) -> Reading | None:
    """The formula that a quotation is or ends in.

    Parameters
    ----------
    content : str
        The quotation, without its marks and with digits of normal width.
    rules : FormulaRules
    is_excluded : callable
        Whether the figure at a place opens a word, a feast or an idiom.

    Examples
    --------
    >>> from civlib.content.formula_rules import load_formula_rules
    >>> [read_quotation(text, load_formula_rules(), lambda place: False) for text in ("五心服务", "一网三员", "欢迎")]
    [(0, 4, 'set', '5'), (0, 4, 'structure', '1+3'), None]
    """
    if _UNLIKE.search(content) or (not FIGURE.search(content) and not rules.known_pattern.search(content)):
        return None
    if plus := PLUS.search(content):
        return plus.start(), plus.end(), "structure", plus.group().upper()
    if _TEAM.fullmatch(content):
        return 0, len(content), "structure", "+".join(re.findall(r"(?:^|[+])([0-9]{1,3}|[Nn])", content)).upper()
    if content in rules.known:
        return 0, len(content), *rules.known[content]
    if is_excluded(0):
        return None
    if scale := _form_or_scale(content, rules):
        return scale
    segments = [segment for segment in _SPLIT.split(content) if segment]
    if len(segments) > 1:
        return _several_clauses(content, segments, rules)
    if segments and (first := FIGURE.match(segments[0])):
        return _whole_quotation(content, content.index(segments[0]), first.group(), rules)
    return _inner_figure(content, rules, is_excluded)


def _form_or_scale(content: str, rules: FormulaRules) -> Reading | None:
    """A form that the rules know, or figures one after the other: 一二三四, 十百千, 三百工程."""
    for pattern, kind in rules.forms:
        if (form := pattern.fullmatch(content)) and (figure := FIGURE.match(form.group())):
            return 0, len(content), kind, str(value_of(figure.group()))
    if hundreds := _HUNDREDS.match(content):
        return 0, len(content), "structure", str(value_of(hundreds[1]))
    row = _LADDER.match(content) or _SCALE.match(content) or re.fullmatch(r"[一二三四五六七八九]{3,6}", content)
    number = joined(row.group()) if row else None
    return (0, len(content), "structure", number) if number else None


def _several_clauses(content: str, segments: list[str], rules: FormulaRules) -> Reading | None:
    """一动态、二清单、三台账 is a structure; 奋斗两个五年、跨入第一方阵 a slogan."""
    leading = [FIGURE.match(segment) for segment in segments]
    if all(figure and len(figure.group()) < len(segment) for figure, segment in zip(leading, segments, strict=True)):
        # 1个指挥部、11个督导组 are counted: quantities
        figures = [figure.group() for figure in leading if figure]
        number = None if any(figure[0].isdigit() for figure in figures) else joined(figures)
        return (0, len(content), "structure", number) if number else None
    if all(FIGURE.search(segment) for segment in segments) and not any(sign.isdigit() for sign in content):
        # each clause has its figure, none leads with it
        cardinals = [m for m in FIGURE.finditer(content) if content[m.start() - 1 : m.start()] != "第"]
        if cardinals and not rules.known_pattern.search(content) and value_of(cardinals[0].group()):
            return 0, len(content), "slogan", str(value_of(cardinals[0].group()))
    return None


def _inner_figure(content: str, rules: FormulaRules, is_excluded: Callable[[int], bool]) -> Reading | None:
    """门前五包 and the like keep their 门前, “滨城三景” its place; 漳州五种精神 begins at its figure."""
    for figure in FIGURE.finditer(content):
        start, sign, number = figure.start(), figure.group(), value_of(figure.group())
        if is_excluded(start) or content[start - 1] in "第每星期周" or number in (None, 1):
            continue
        rest = content[figure.end() :]
        if re.fullmatch(r"[门楼店房]前", content[:start]) and 1 <= len(rest) <= 3:
            return 0, len(content), "set", str(number)
        named = re.match(rules.classifier, rest)
        is_set = named and len(rest) > named.end() and rules.head_end.search(rest) and not _MEASURE.match(rest)
        if named and is_set and (not sign.isdigit() or named.group() == "大"):
            return start, len(content), "set", str(number)
        way = rest in _WAYS and not re.search("[了过着出的有这那]", content[:start])
        short = rest == "条" or way or (len(rest) < 3 and rules.noun.fullmatch(rest))
        if 2 <= start <= 4 and not sign.isdigit() and short:
            return 0, len(content), "set", str(number)
        if sign == "双" and rules.double.fullmatch(content[start:]):
            return start, len(content), "structure", "2"
    return None


def _whole_quotation(content: str, start: int, sign: str, rules: FormulaRules) -> Reading | None:
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
    figures = list(FIGURE.finditer(body))
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
