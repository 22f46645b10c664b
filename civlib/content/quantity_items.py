"""What a quantity counts: the noun phrase beside it."""

from __future__ import annotations

import re

from civlib.content.quantity_rules import QuantityRules

_STOP = re.compile(r"[，。；：！？…\n、,;:!?（(）)0-9]")
_CLAUSE = re.compile(r"[，。；：！？…\n,;:!?]")
_QUOTES = "“”‘’《》「」『』"
_SPACE = " \u3000、"
_LONGEST = 30
# Sums of money and shares say how much of what stands before them: 投资30亿元实施…, 参与率达55%
_BEFORE_FIRST = ("money", "share", "percentage points", "multiple", "doublings", "score", "anniversary")
# Durations say how long, not how many: what follows them is no item (三年来, 3年前)
_DURATION = ("duration",)
_AFTER_DURATION = re.compile(r"(?:以?来|前|后|多|内|间|里|时间|的?时光|如一日)")
# What stands between the thing and its number: 参与率|已达到|55%
_LINK = re.compile(
    r"(?:不超过|不足|已经|已|均|都|也|仅|就|共计|总计|合计|累计|共|约为|约|近|逾|超过|超|突破|不足|不到|不少于|不低于|至少|高达|多达|达到|达|(?<![行作因认])为|是|有|至|到|保持在|"
    r"稳定在|控制在|提高|提升|增加|增长|上升|下降|降低|减少|缩短|扩大|(?<!自)由|从|分别|大约|将近|(?<!以)上|等|了|的|过|可|高于|低于|超出|[0-9]{4}年|创建前|"
    r"原来|现在|目前|如今)+$"
)
_MODIFIER = re.compile(r"(?:各类|各种|各级|余|多|的|以上|左右|以内|以下|当地|类似)+")
# 104个老旧小区|改造: the thing counted is the place, not what is done to it
_DONE = re.compile(r"(?<=[\u4e00-\u9fff]{3})(?:的?(?:提升)?改造|整治|清扫保洁|建设任务|改造任务|提升整修|建设|治理)$")
_ACT = re.compile(r"提升|改造|整修|建设|治理|整治|管理|维护|保洁")
# 花卉绿植|面积12万平方米, but 作业面积
_SIZE = re.compile(r"(?<=[\u4e00-\u9fff]{4})(?:(?<![总作])面积|数量|总数|长度)$")
# 节日期间全市|有2万人参与 says where and when, not what; near-miss: 投入全市|首位
_SCOPE = re.compile(r"(?:全[国省市区县州旗镇乡村]|各地|辖区|期间)$")
_TRAILING = re.compile(r"[和及与或并而后等]+$")


def find_item(
    text: str, start: int, end: int, dimension: str, rules: QuantityRules, floor: int = 0
) -> tuple[int, int] | None:
    """The span of what a quantity at ``start:end`` counts, or None where the clause does not say.

    What follows a classifier is counted by it (7369名|党员); where nothing follows, or for sums of money and
    shares, what stands before the number (投资|30亿元). ``floor`` is the end of the quantity before.
    """
    if dimension.startswith(_DURATION):
        if _AFTER_DURATION.match(text, end):
            return None
        return _after(text, end, rules) or _before(text, start, rules, floor)
    if dimension.startswith(_BEFORE_FIRST):
        return _before(text, start, rules, floor) or _after(text, end, rules)
    return _after(text, end, rules) or _before(text, start, rules, floor)


def _after(text: str, end: int, rules: QuantityRules) -> tuple[int, int] | None:
    """The phrase after the unit, up to the first verb or mark."""
    if modifier := _MODIFIER.match(text, end):
        end = modifier.end()
    limit = min(len(text), end + _LONGEST)
    if text[end : end + 1] in ("“", "‘", "《"):
        return _quoted(text, end, limit, rules)
    stop = _STOP.search(text, end, limit)
    # 66个社区（村）, 新时代文明实践中心（所、站）: a short bracket belongs to the name
    bracket = re.compile(r"（[\u4e00-\u9fff、]{1,4}）").match(text, stop.start(), limit) if stop else None
    if stop:
        limit = stop.start()
    window = text[end:limit]
    # 一千二百户|三千八百余人: another number follows, not a name
    if not window or re.match(r"[二两三四五六七八九十百千]", window):
        return None
    particle = window.find("的")
    if (
        0 < particle < len(window) - 1
        and not rules.verbs.match(window[particle + 1 :])
        and not _ACT.match(window, particle + 1)
    ):
        tail = _head(window[particle + 1 :], rules)
        if tail and tail[0] in "“‘《":
            return _quoted(text, end + particle + 1, limit, rules)
        if len(tail) > 1:
            return end + particle + 1, end + particle + 1 + len(tail)
    if particle == len(window) - 1 and text[limit : limit + 1] in ("“", "‘", "《"):
        return _quoted(text, limit, min(len(text), limit + _LONGEST), rules)
    if particle > 0:
        window = window[:particle]
    name = _head(window, rules)
    if not name:
        return None
    if bracket and end + len(name) == limit:
        return end, bracket.end()
    return end, end + len(name)


def _head(window: str, rules: QuantityRules) -> str:
    """The window up to the first word that ends a name; the first two characters are part of it: 30个|社区开展."""
    if rules.closers.match(window):
        return ""
    cut = rules.closers.search(window, 2)
    window = window[: cut.start()] if cut else window
    return _DONE.sub("", _TRAILING.sub("", window).strip(_SPACE))


def _quoted(text: str, start: int, limit: int, rules: QuantityRules) -> tuple[int, int] | None:
    """11条“门前五包”|工作示范路, 67个“|小哥爱心角|”."""
    close = text.find({"“": "”", "‘": "’", "《": "》"}[text[start]], start, limit + 12)
    if close <= start + 1:
        return None
    stop = _STOP.search(text, close + 1, close + 12)
    tail = _head(text[close + 1 : stop.start() if stop else close + 12], rules)
    if len(tail) > 1 and tail[0] not in _QUOTES and not rules.verbs.match(tail):
        return close + 1, close + 1 + len(tail)
    return start + 1, close


def _before(text: str, start: int, rules: QuantityRules, floor: int) -> tuple[int, int] | None:
    """The phrase before the number, from the last verb or mark on."""
    low = max(floor, start - _LONGEST, 0)
    for clause in _CLAUSE.finditer(text, low, start):
        low = clause.end()
    high = start
    listed = text[high - 1] == "等"
    while high > low and (link := _LINK.search(text, low, high)):
        high = link.start()
    if size := _SIZE.search(text, low, high):
        high = size.start()
    while high > low and text[high - 1] in _SPACE:
        high -= 1
    if high - low >= 2 and text[high - 1] in "”’》":
        opening = text.rfind({"”": "“", "’": "‘", "》": "《"}[text[high - 1]], low, high)
        if opening >= 0:
            return opening + 1, high - 1
    for verb in rules.verbs.finditer(text, low, high):
        if high - verb.end() >= 2 and not text.startswith(("的", "率", "度"), verb.end()):
            low = verb.end()
    quote = text.rfind("“", low, high)
    # 新时代文明实践中心（所、站）: marks within the bracket do not count
    inner = text.rfind("（", low, high) if text[high - 1 : high] == "）" else -1
    if inner < 0 and (close := text.rfind("）", low, high)) >= 0:
        low = close + 1
    for mark in ("等", "的") if listed else ("、", "等", "的"):
        at = text.rfind(mark, low, inner if inner > low else high)
        if at >= 0 and high - at > 2 and not (quote >= 0 and at < text.find("”", quote, high) and at > quote):
            low = at + 1
    while (opener := rules.openers.match(text, low, high)) and high - opener.end() >= 2:
        low = opener.end()
    if (quote := text.find("“", low, high)) > low and "”" in text[quote:high]:
        low = quote
    while low < high and text[low] in _SPACE + "）)”’":
        low += 1
    while high > low and text[high - 1] in _SPACE + "（(“‘" and inner < 0:
        high -= 1
    if high <= low or _SCOPE.search(text, low, high):
        return None
    return low, high
