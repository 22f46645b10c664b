"""The members of a numbered formula: what the report itself lists for it, wherever that stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from civlib.content.formula_groups import by_group, in_pairs, made_up_of
from civlib.content.formula_lists import (
    LINK_AFTER,
    REACH,
    VERB,
    Span,
    clause_start,
    items_of,
    split,
    trim,
    unlisted,
    without_common_lead,
    without_figures,
    without_lead,
)
from civlib.content.formula_mentions import Mention
from civlib.content.formula_points import Outline, by_noun, components, groups, head_of, openings, points, same_head
from civlib.content.formula_rules import FormulaRules
from civlib.content.quantity_words import words_of

_LINK_BEFORE = re.compile(
    r"(?:(?:等等|等|共计|共|这|于一体的|为(?:主要内容|重点|主|内容|支撑|核心|抓手|载体|目标|主线)(?:的|[，,]?(?:开展|实施|推行|推进|组织|启动|部署|打造|构建|推动|深化|建立|形成)(?:了|起)?)|在内的|为代表的|相结合的|的)"
    r"(?:全市|全区|全县|全域|城市|文明|创建|创城|重点|专项)?)?[“‘]?$"
)


# “五个全覆盖”，|网格、监控…: a list in the clause behind the formula, with or without a verb
_JOINED = re.compile(r"[\u4e00-\u9fff]{0,14}[，,]|[\u4e00-\u9fff]{0,8}以(?!来|上|下|内|外|及)")
# 政策、岗位、健康|送到家门口: what is said of the whole list
_TAIL = re.compile(
    r"(?:全部|全都|均|都|一并|同步|全面|逐一|一起|共同|送到|送进|送入|办到|办进|落到|融入|纳入|写进|引入|延伸|为(?:标准|重点|主|内容|抓手|目标|载体)"
    r"|到位$|一一|逐项|各尽|各司|落地|见效|上岗|齐抓|并举|并重|齐头|不断|持续|有效|得到|成为|走进|深入|贯穿|工作$|问题$|等).*"
)
# 点位认领、问题抄告等|经验做法: an open list right behind the formula
_OPEN_LIST = re.compile(
    r"[，,]([^，。；：！？\n]{5,80}?)等"
    r"(?:[\u4e00-\u9fff]{0,4}(?:做法|经验|举措|措施|机制|方式|方法|办法|内容|工作|活动|制度))"
)
# 潮汐车道、错时停车，这就是|“城南两招”
_SUMMED_UP = re.compile(
    r"[，,——]{1,2}(?:这|它们)?(?:就是|便是|正是|被称为|被称作|被誉为|合称|统称|并称)"
    r"(?:[\u4e00-\u9fff]{0,10}的)?[“‘]?$"
)
_COUNT = re.compile(r"[0-9](?:余|多)?[万亿]?[\u4e00-\u9fff]?$")
_SAID = ("verb", "adverb", "preposition", "pronoun")
_STRAY = re.compile(
    r"(?:(?:共同|一起|携手)?(?:(?:汇|凝|织|串|连|合|拼|集|汇聚|凝聚|交织)成|形成|构建|构筑|撑起|托起)(?:了)?|担任|任|为|组成|构成|合力|参与|牵头|实行|推行)$"
)


def find_members(
    text: str, mention: Mention, rules: FormulaRules, outline: Outline, others: Sequence[Mention] = ()
) -> list[Span]:
    """Spans of the members that the report lists for one mention; empty where it lists none.

    ``others`` are all mentions of the text, in order: a list that stands apart belongs to the nearest that fits it.
    """
    if "N" in mention.number:
        return components(text, mention)
    numbers = [int(part) for part in mention.number.split("+") if part.isdigit()]
    if mention.kind == "slogan" or not numbers:
        return []
    total = sum(numbers)
    if len(numbers) > 1:
        return (
            groups(text, mention, numbers)
            or components(text, mention)
            or _exact(_after(text, mention, total, rules), total)
            or in_pairs(text, mention, numbers)
            or by_group(text, mention, numbers)
            or made_up_of(text, mention, total)
            or by_noun(text, mention, numbers)
        )
    if total > 60:
        return []
    near = (
        _before(text, mention, total)
        or _after(text, mention, total, rules)
        or _joined(text, mention, total)
        or _named_alike(text, mention, total)
    )
    if near:
        return near
    for far in (
        points(text, mention, total),
        openings(text, mention, total, outline),
        same_head(text, mention, total, rules),
    ):
        if far and _is_own(text, mention, far, total, others):
            return far
    return []


def _is_own(text: str, mention: Mention, spans: Sequence[Span], total: int, others: Sequence[Mention]) -> bool:
    """Whether a list that stands apart is that of the mention, and not of one nearer to it.

    Of several mentions before a list the nearest that claims as many has it; a list of fewer than claimed only the
    nearest. A list of a later paragraph is that of a formula in the last sentence of the paragraph before it.
    """
    first, name = spans[0][0], text[mention.start : mention.end]
    verb = text[max(0, first - 2) : first]
    if VERB.fullmatch(verb) and verb in text[max(0, mention.start - 4) : mention.start] and len(spans) == total:
        # 聚焦|6大问题 … 聚焦|市场治理, …
        return True
    low = bisect_left(others, mention.end, key=lambda other: other.start)
    for other in others[low:]:
        if other.end > first:
            break
        if other.kind == "slogan" or text[other.start : other.end] == name:
            continue
        if len(spans) != total or other.number == str(total):
            return False
    between = text[mention.end : first]
    own, line, later = between.partition("\n")
    if not line:
        return True
    closes = not re.search(r"[。！？][”’）]?[^”’）\s]", own)
    follows = "\n" not in later.strip()
    return closes and follows


def _exact(spans: list[Span], total: int) -> list[Span]:
    return spans if len(spans) == total else []


def _before(text: str, mention: Mention, total: int) -> list[Span]:
    """…、…、…等“五大机制”; “生态环境、绿化品质…”等八方面目标; “内涵”“颜值”双提升."""
    window_start = max(0, mention.start - 24)
    link = _LINK_BEFORE.search(text[window_start : mention.start])
    summed = _SUMMED_UP.search(text[window_start : mention.start])
    link = summed or link
    end = window_start + link.start() if link else mention.start
    open_list = bool(link) and link.group().startswith("等")  # type: ignore[union-attr]
    if end <= 0:
        return []
    if text[end - 1] in "”’":
        opening = text.rfind("“" if text[end - 1] == "”" else "‘", max(0, end - REACH), end)
        if opening >= 0:
            inside = split(text, opening + 1, end - 1, "、+")
            if len(inside) > 1:
                spans = [trim(text, *part) for part in inside]
                return spans if open_list or len(spans) == total else []
    start = clause_start(text, end)
    apart = start == end and text[end - 1] in "，,"
    if apart:
        # 身边好人、岗位标兵、书香人家，|“三类典型”
        end, start = end - 1, clause_start(text, end - 1)
        if total < 3 or (start and text[start - 1] in "，,"):
            return []
    items = items_of(text, start, end, total)
    if len(items) < 2:
        return []
    items[0] = trim(text, *without_lead(text, items[0], items[1:]))
    items[-1] = _without_stray(text, *items[-1])
    lengths = {high - low for low, high in items[1:]}
    if len(lengths) == 1 and len(items) > 2 and _alike(text, items) and items[0][1] - items[0][0] > min(lengths):
        # 创建工作|项目化、清单化、责任化
        items[0] = items[0][1] - min(lengths), items[0][1]
    if any(high <= low or high - low > 40 or _COUNT.search(text, low, high) for low, high in items):
        return []
    if apart and max(high - low for low, high in items) > 12:
        return []
    if open_list or len(items) == total:
        return without_common_lead(text, items) if apart else items
    return []


def _after(text: str, mention: Mention, total: int, rules: FormulaRules) -> list[Span]:
    """“六大整治”：…；…；…, 即…、…和…, （…、…）."""
    link = LINK_AFTER.match(text, mention.end, min(len(text), mention.end + 40))
    if not link:
        return []
    start = link.end()
    if text[start - 1 : start] in ("（", "("):
        stop = re.compile(r"[）)。\n]").search(text, start, start + REACH)
    else:
        stop = re.compile(r"[。！？\n]").search(text, start, start + REACH)
    end = stop.start() if stop else min(len(text), start + REACH)
    if end - start < 3:
        return []
    best: list[Span] = []
    first = _first_clause(text, start, end, total)
    if len(first) == total > 1 or (first and "\n" in link.group()):
        return first
    for marks in ("；;", "，,", "，、；", "、"):
        if marks == "、":
            comma = split(text, start, end, "，；,;")
            spans = items_of(text, *comma[0], total) if comma else []
        else:
            spans = [_clause_with_head(text, mention, *part, rules) for part in split(text, start, end, marks)]
        spans = [unlisted(text, *span) for span in spans]
        if len(spans) == total > 1 and "、" in marks:
            spans[-1] = _without_tail(text, spans)
        if len(spans) == total:
            spans = without_figures(text, spans)
            return spans if marks == "、" else without_common_lead(text, spans)
        if marks == "、" and len(spans) > 1 and all(2 <= high - low <= 26 for low, high in spans):
            best = spans
    return best


def _first_clause(text: str, start: int, end: int, total: int) -> list[Span]:
    """The items of the first clause, if it is a list: 即用心、耐心、恒心，把小事办好."""
    clauses = split(text, start, end, "，；,;")
    if not clauses or not re.search("、|和|与|及" if total == 2 else "、", text[slice(*clauses[0])]):
        return []
    spans = [unlisted(text, *span) for span in items_of(text, *clauses[0], total)]
    if len(spans) == total > 1:
        spans[0] = trim(text, *without_lead(text, spans[0], spans[1:]))
        spans[-1] = _without_tail(text, spans)
        return spans
    # 即一把扫帚、一张笑脸等，全县…: an open list
    return spans if 1 < len(spans) < total and text.endswith("等", *clauses[0]) else []


def _clause_with_head(text: str, mention: Mention, start: int, end: int, rules: FormulaRules) -> Span:
    """Of 清理环境卫生，城市面貌大整治 the clause that ends in the head of the formula, or the whole."""
    head = head_of(text, mention, rules)
    for low, high in split(text, start, end, "，,"):
        if head and text.endswith(head, low, high):
            return trim(text, low, high)
    first = split(text, start, end, "，,")
    return trim(text, *(first[0] if first else (start, end)))


def _without_stray(text: str, start: int, end: int) -> Span:
    """书记、镇长|任|“双组长”: the last item without the word that leads on to the formula."""
    stray = _STRAY.search(text, start, end)
    return (start, stray.start()) if stray and stray.start() - start >= 2 else (start, end)


def _joined(text: str, mention: Mention, total: int) -> list[Span]:
    """“五个到位”，做到思想到位、人员到位…: what follows a comma, if its items are alike or an open list."""
    begin = mention.end + (text[mention.end : mention.end + 1] in ("”", "’"))
    if (listed := _OPEN_LIST.match(text, begin)) and "、" in listed[1]:
        spans = items_of(text, *listed.span(1), total)
        if 3 <= len(spans) <= total and all(2 <= high - low <= 10 for low, high in spans):
            return spans
    link = _JOINED.match(text, begin, begin + 20)
    if not link:
        return []
    stop = re.compile(r"[，。；：！？\n]").search(text, link.end(), link.end() + REACH)
    spans = items_of(text, link.end(), stop.start() if stop else min(len(text), link.end() + REACH), total)
    if not 2 <= len(spans) <= total or any(not 1 <= high - low <= 24 for low, high in spans):
        return []
    spans[0] = trim(text, *without_lead(text, spans[0], spans[1:]))
    whole = spans[-1]
    spans[-1] = _without_tail(text, spans)
    if any(high - low > 14 for low, high in spans):
        return []
    name = text[mention.start : mention.end]
    # near miss: “三清行动”深入人心，街道、社区、学校积极响应: a few that do something
    exact = len(spans) == total > (2 if spans[-1] == whole else 3)
    enough = exact or _alike(text, spans) or _open_alike(text, spans, name)
    return spans if enough else []


def _named_alike(text: str, mention: Mention, total: int) -> list[Span]:
    """Some clause nearby that lists as many things named like the formula: “三定”要求…，…，定人员、定点位、定时限."""
    name = text[mention.start : mention.end]
    if total < 3:
        return []
    low, high = max(0, mention.start - 60), min(len(text), mention.end + 90)
    for match in re.compile(r"[^，。；：！？\n“”]+").finditer(text, low, high):
        if match.group().count("、") != total - 1 or (match.start() < mention.end and match.end() > mention.start):
            continue
        spans = [trim(text, *part) for part in split(text, *match.span(), "、")]
        if len(spans) != total or any(not 1 < end - start <= 12 for start, end in spans[:-1]):
            continue
        spans[0] = trim(text, *without_lead(text, spans[0], spans[1:]))
        spans[-1] = _without_tail(text, spans)
        if _open_alike(text, spans, name) or (_alike(text, spans) and text[spans[0][1] - 1] in name[1:]):
            return without_common_lead(text, spans)
    return []


def _without_tail(text: str, spans: list[Span]) -> Span:
    """The last item without what is said of the whole list."""
    (low, high), longest = spans[-1], max(end - start for start, end in spans[:-1])
    if high - low <= longest:
        return low, high
    if tail := _TAIL.search(text, low + 2, high):
        high = tail.start()
    # 卫生城市、节水城市|创建齐头并进: all others end in one word
    tails = {text[end - 2 : end] for _, end in spans[:-1]}
    if len(tails) == 1 and len(spans) > 2 and (at := text.rfind(tails.pop(), low, high)) > low:
        return low, at + 2
    # 墙面净、设施净|成了商户的自觉: all others are as long and end in one character
    shape = {(end - start, text[end - 1]) for start, end in spans[:-1]}
    if len(shape) == 1 and len(spans) > 2 and longest > 1 and text[low + longest - 1] == text[spans[0][1] - 1]:
        return low, low + longest
    # 奖惩|环环相扣: what goes beyond the length of the others, if it is said of them
    words = words_of(text, low, high)
    for k, word in enumerate(words):
        rest = words[k:]
        if word.start - low == longest and (word.part in _SAID or (len(rest) == 1 and len(word.text) == 4)):
            return low, word.start
    return low, high


def _open_alike(text: str, spans: list[Span], name: str) -> bool:
    """包卫生、包秩序 of “三包”: the items open with what the formula counts."""
    return len({text[low] for low, _ in spans}) == 1 and text[spans[0][0]] in name[1:]


def _alike(text: str, spans: list[Span]) -> bool:
    """Whether all items end in the same word: 思想到位、人员到位."""
    return len({text[high - 1] for _, high in spans}) == 1 and all(high - low > 1 for low, high in spans)
