"""The members of a numbered formula: what the report itself lists for it, wherever that stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from civlib.content.formula_mentions import Mention, value_of
from civlib.content.formula_rules import FormulaRules

Span = tuple[int, int]

_OPEN, _CLOSE = "“‘《（(「『", "”’》）)」』"
_PAIRS = dict(zip(_CLOSE, _OPEN, strict=True))
_REACH = 420
_FAR = 1600

# What leads into a list and does not belong to its first item: 开展|社区管理、交通秩序等“八大专项提升工程”.
_LEAD = re.compile(
    r"(?:开展|集|围绕|紧扣|聚焦|健全|建立|完善|实行|实施|推进|推行|推动|抓好|抓实|抓牢|打好|打赢|紧盯|包括|涵盖|包含|通过|按照|坚持|突出|构建|落实|深化|组织|"
    r"持续|建好|做好|做实|做优|统筹|强化|加强|形成|制定|出台|设立|成立|组建|选派|配备|划分|细化|明确|依托|利用|针对|着眼|立足|瞄准|锚定|对标|启动|展开|举办|完成|发起|"
    r"创新|探索|打造|擦亮|叫响|建设|用好|部署|谋划|梳理出|梳理|归纳|分为|划分为|列出|对照|确立|以|从|在|对|将|把|即|为|是|有|与|破解|解决|着力|有效|切实|实现|抓住|破除|消除|根治|治理好|弘扬|倡导|培育|提升|整治|治理)(?:了|出|起)?"
)
_VERB = re.compile(
    r"(?:各[\u4e00-\u9fff]{1,4})?(?:列出|建立|对照|打好|打赢|形成|完善|健全|制定|明确|拉出|开列|梳理|编制|公布|落实|开展|实施|推进|抓好|做好|聚焦|围绕|实行|启动|"
    r"持续|深化|强化|突出|构建|依据|根据|按照|亮出|建好|推行|拧紧|坚持|设立|组织|压实|全面|深入)+(?:了|好)?"
)
_LINK_BEFORE = re.compile(
    r"(?:(?:等等|等|共计|共|这|于一体的|为主要内容的|为重点的|为主的|为内容的|为支撑的|在内的|为代表的|相结合的|的)"
    r"(?:全市|全区|全县|全域|城市|文明|创建|创城|重点|专项)?)?[“‘]?$"
)
_LINK_AFTER = re.compile(
    r"[”’]?(?:[\u4e00-\u9fff]{0,12}?)(?:[，,]?(?:即|也就是|包括|分别是|分别为|分别指|主要包括|主要是|具体为|具体是|具体包括|涵盖|囊括|指的是|(?<=[，,”’])指|就是|其中)[：:，,]?|[：:](?:即|包括)?|——|—|[（(](?:即|包括)?)"
)
_ORDINALS = "一二三四五六七八九十"
_END = re.compile(r"[，。；：！？,;:\n]")
_HAN = r"[\u4e00-\u9fff]"


class Outline:
    """Where the clauses of a text that may open a member begin, found once for all formulas of the text."""

    def __init__(self, text: str) -> None:
        self.starts = [
            match.end() for match in re.finditer(r"(?:^|[。；\n！？](?:[”’])?)[ \u3000]{0,4}(?=[\u4e00-\u9fff“])", text)
        ]


def find_members(text: str, mention: Mention, rules: FormulaRules, outline: Outline) -> list[Span]:
    """Spans of the members that the report lists for one mention; empty where it lists none."""
    numbers = [int(part) for part in mention.number.split("+") if part.isdigit()]
    if mention.kind == "slogan" or not numbers:
        return []
    total = sum(numbers)
    if len(numbers) > 1:
        return _groups(text, mention, numbers) or _exact(_after(text, mention, total, rules), total)
    if total > 60:
        return []
    return (
        _before(text, mention, total)
        or _after(text, mention, total, rules)
        or _points(text, mention, total)
        or _openings(text, mention, total, outline)
        or _same_head(text, mention, total, rules)
    )


def _exact(spans: list[Span], total: int) -> list[Span]:
    return spans if len(spans) == total else []


def _trim(text: str, start: int, end: int) -> Span:
    """Without white space, and without quotation marks that stand around the whole."""
    while start < end and text[start] in " \u3000、，":
        start += 1
    while end > start and text[end - 1] in " \u3000、，":
        end -= 1
    if (
        end - start > 2
        and text[start] in "“‘"
        and text[end - 1] in "”’"
        and not re.search("[“‘”’]", text[start + 1 : end - 1])
    ):
        return start + 1, end - 1
    return start, end


def _split(text: str, start: int, end: int, marks: str) -> list[Span]:
    """Split at marks that stand outside quotation marks and brackets."""
    depth, left, parts = 0, start, []
    for position in range(start, end):
        sign = text[position]
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and sign in marks:
            parts.append((left, position))
            left = position + 1
    parts.append((left, end))
    return [(low, high) for low, high in parts if text[low:high].strip()]


def _items(text: str, start: int, end: int, total: int) -> list[Span]:
    """The items of a list written with 、 and a last 和 or 及."""
    parts = _split(text, start, end, "、")
    if (
        len(parts) == 1
        and len(quoted := list(re.finditer(r"[“‘]([^“”‘’]{1,30})[”’][、，和与及]?", text[start:end]))) > 1
    ):
        if quoted[0].start() == 0 or len(quoted) == total:
            return [(start + match.start(1), start + match.end(1)) for match in quoted]
    if not parts:
        return []
    low, high = parts[-1]
    last = text[low:high]
    joints = [
        match for match in re.finditer(r"以及|和|及|与|、", last) if 2 <= match.start() and match.end() <= len(last) - 2
    ]
    if joints and len(parts) < total:
        joint = joints[-1] if len(parts) + len(joints) != total or len(joints) == 1 else joints[0]
        parts[-1:] = [(low, low + joint.start()), (low + joint.end(), high)]
    return [_trim(text, *part) for part in parts]


def _clause_start(text: str, end: int) -> int:
    """Where the clause before ``end`` begins; marks within quotation marks do not end it."""
    depth = 0
    for position in range(end - 1, max(-1, end - _REACH), -1):
        sign = text[position]
        if sign in _CLOSE:
            depth += 1
        elif sign in _OPEN:
            if depth == 0:
                return position + 1
            depth -= 1
        elif depth == 0 and sign in "，。；：！？\n,;:—":
            return position + 1
        elif sign == "\n":
            return position + 1
    return max(0, end - _REACH)


def _without_lead(text: str, first: Span, others: Sequence[Span]) -> Span:
    """The first item without the words that lead into the list."""
    start, end = first
    quote = text.find("“", start, end)
    limit = quote if quote > start else end
    typical = sorted(high - low for low, high in others)[len(others) // 2] if others else 4
    best = start
    for match in _LEAD.finditer(text, start, limit):
        left = end - match.end()
        if left >= min(2, typical) and left >= typical * 0.4:
            best = match.end()
        if left <= typical + 1:
            break
    # 打造集宣讲、咨询、服务于一体的…, but 集体议事
    if text[best] == "集" and end - best > 2 and text[best + 1] not in "体中市镇贸约":
        best += 1
    return (best, end) if end - best >= min(2, typical) else first


def _before(text: str, mention: Mention, total: int) -> list[Span]:
    """…、…、…等“五大机制”; “生态环境、绿化品质…”等八方面目标; “内涵”“颜值”双提升."""
    window_start = max(0, mention.start - 24)
    link = _LINK_BEFORE.search(text[window_start : mention.start])
    end = window_start + link.start() if link else mention.start
    open_list = bool(link) and link.group().startswith("等")  # type: ignore[union-attr]
    if end <= 0:
        return []
    if text[end - 1] in "”’":
        opening = text.rfind("“" if text[end - 1] == "”" else "‘", max(0, end - _REACH), end)
        if opening >= 0:
            inside = _split(text, opening + 1, end - 1, "、+")
            if len(inside) > 1:
                spans = [_trim(text, *part) for part in inside]
                return spans if open_list or len(spans) == total else []
    start = _clause_start(text, end)
    items = _items(text, start, end, total)
    if len(items) < 2:
        return []
    items[0] = _trim(text, *_without_lead(text, items[0], items[1:]))
    if any(high <= low or high - low > 40 for low, high in items):
        return []
    return items if open_list or len(items) == total else []


def _after(text: str, mention: Mention, total: int, rules: FormulaRules) -> list[Span]:
    """“六大整治”：…；…；…, 即…、…和…, （…、…）."""
    link = _LINK_AFTER.match(text, mention.end, min(len(text), mention.end + 40))
    if not link:
        return []
    start = link.end()
    if text[start - 1 : start] in ("（", "("):
        stop = re.compile(r"[）)。\n]").search(text, start, start + _REACH)
    else:
        stop = re.compile(r"[。！？\n]").search(text, start, start + _REACH)
    end = stop.start() if stop else min(len(text), start + _REACH)
    if end - start < 3:
        return []
    best: list[Span] = []
    for marks in ("；;", "，,", "，、；", "、"):
        if marks == "、":
            comma = _split(text, start, end, "，；,;")
            spans = _items(text, *comma[0], total) if comma else []
        else:
            spans = [_clause_with_head(text, mention, *part, rules) for part in _split(text, start, end, marks)]
        spans = [_unlisted(text, *span) for span in spans]
        if len(spans) == total:
            return spans
        if marks == "、" and len(spans) > 1 and all(2 <= high - low <= 26 for low, high in spans):
            best = spans
    return best


def _unlisted(text: str, start: int, end: int) -> Span:
    """Without a closing 等 and without 一是."""
    if point := re.compile(r"[一二三四五六七八九十]{1,2}是").match(text, start, end):
        start = point.end()
    for tail in ("等等", "等"):
        if text.endswith(tail, start, end) and end - start > len(tail) + 1:
            end -= len(tail)
    return _trim(text, start, end)


def _head(text: str, mention: Mention, rules: FormulaRules) -> str:
    """The last word of the formula's name: 攻坚战 of 六大攻坚战, 清单 of 三清单."""
    name = text[mention.start : mention.end]
    match = re.search("(?:" + "|".join(map(re.escape, sorted(rules.heads, key=len, reverse=True))) + ")$", name)
    head = match.group() if match else name[-2:]
    return head if len(name) > len(head) else ""


def _clause_with_head(text: str, mention: Mention, start: int, end: int, rules: FormulaRules) -> Span:
    """Of 清理环境卫生，城市面貌大整治 the clause that ends in the head of the formula, or the whole."""
    head = _head(text, mention, rules)
    for low, high in _split(text, start, end, "，,"):
        if head and text.endswith(head, low, high):
            return _trim(text, low, high)
    first = _split(text, start, end, "，,")
    return _trim(text, *(first[0] if first else (start, end)))


def _points(text: str, mention: Mention, total: int) -> list[Span]:
    """一是…。二是…。, （一）…, 1.…: numbered points after the formula."""
    limit = min(len(text), mention.end + _FAR)
    for form in (r"{}是", r"[（(]{}[）)]", r"第{}[，,、]", r"其{}[，,]", r"①②③④⑤⑥⑦⑧⑨⑩", r"{arabic}[.．、](?![0-9])"):
        spans: list[Span] = []
        position = mention.end
        for number in range(1, min(total, 10) + 1):
            sign = _ORDINALS[number - 1]
            pattern = form[number - 1] if form[0] == "①" else form.format(sign, arabic=number)
            near = 260 if form == r"{}是" else 60
            reach = min(limit, position + near) if number == 1 else min(len(text), position + 700)
            found = re.compile(r"(?<![一二三四五六七八九十0-9])" + pattern).search(text, position, reach)
            if not found:
                break
            stop = _END.search(text, found.end(), found.end() + 60)
            spans.append(_trim(text, found.end(), stop.start() if stop else min(len(text), found.end() + 30)))
            position = found.end()
        if len(spans) == total or (len(spans) > 1 and form == r"{}是"):
            return spans
    return []


def _openings(text: str, mention: Mention, total: int, outline: Outline) -> list[Span]:
    """Sentences that open alike, as many as the formula claims: 聚焦…，聚焦…，聚焦…; 打好…攻坚战 six times."""
    if total < 3:
        return []
    first = bisect_left(outline.starts, mention.end)
    by_word: dict[str, list[int]] = {}
    for start in outline.starts[first : first + 60]:
        if start - mention.end > 2 * _FAR:
            break
        by_word.setdefault(text[start : start + 2], []).append(start)
    for word, starts in by_word.items():
        if len(starts) == total and _VERB.fullmatch(word):
            spans = []
            for start in starts:
                stop = _END.search(text, start, start + 40)
                spans.append((start + 2, stop.start() if stop else start + 2))
            if all(high - low >= 2 for low, high in spans):
                return spans
    return []


def _same_head(text: str, mention: Mention, total: int, rules: FormulaRules) -> list[Span]:
    """三清单: 列出责任清单…建立问题清单…对照整改清单."""
    head = _head(text, mention, rules)
    if not head or total < 2:
        return []
    found: dict[str, Span] = {}
    pattern = re.compile(rf"(?<!{_HAN})({_HAN}{{2,14}}?){re.escape(head)}(?=[，。；：、“”\n]|$)")
    for match in pattern.finditer(text, mention.end, min(len(text), mention.end + _FAR // 2)):
        start = match.start()
        while verb := _VERB.match(text, start, match.end() - len(head)):
            start = verb.end()
        name = text[start : match.end()]
        if len(name) > len(head) and value_of(name[0]) is None:
            found.setdefault(name, (start, match.end()))
    spans = list(found.values())
    return spans if len(spans) == total else []


def _groups(text: str, mention: Mention, numbers: Sequence[int]) -> list[Span]:
    """The parts of 1+11+7: 设立1个…指挥部；下设11个…组，即…、…和…；成立…、…和…7个…专班."""
    position, members = mention.end, []
    limit = min(len(text), mention.end + _FAR)
    for number in numbers:
        found = next(_counted(text, number, position, limit), None)
        if found is None:
            return []
        start, end = found
        stop = _END.search(text, end, limit)
        name_end = stop.start() if stop else limit
        if number == 1:
            members.append(_trim(text, end, name_end))
            position = end
            continue
        listed: list[Span] = []
        link = _LINK_AFTER.match(text, end, min(limit, end + 60))
        if link:
            stop = re.compile(r"[，。；\n]").search(text, link.end(), min(limit, link.end() + _REACH))
            listed = _items(text, link.end(), stop.start() if stop else link.end(), number)
        if len(listed) < 2:
            clause = _clause_start(text, start)
            listed = _items(text, clause, start, number)
            if len(listed) > 1:
                listed[0] = _trim(text, *_without_lead(text, listed[0], listed[1:]))
        if len(listed) < 2:
            return []
        members.extend(_unlisted(text, *span) for span in listed)
        position = max(end, listed[-1][1])
    return members


def _counted(text: str, number: int, position: int, limit: int) -> Iterator[Span]:
    """Where the text counts that many of something: 11个, 十一支."""
    for match in re.compile(
        r"(?<![0-9.第])([0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:个|支|项|大|条|名|家|套|类)"
    ).finditer(text, position, limit):
        if value_of(match[1]) == number:
            yield match.span()
