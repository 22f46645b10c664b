"""Lists inside a sentence: split into items, without the words that lead into them or close them."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

OPEN, CLOSE = "“‘《（(「『", "”’》）)」』"
REACH = 420
END = re.compile(r"[，。；：！？,;:\n]")

LINK_AFTER = re.compile(
    r"[”’]?是(?![否因])|[”’]?(?:[\u4e00-\u9fff]{0,12}?)"
    r"(?:[，,]?(?:即|也就是|包括|分别是|分别为|分别指"
    r"|主要包括|主要是|具体为|具体是|具体包括|涵盖|囊括|指的是"
    r"|(?<=[，,”’])指|就是|其中)[：:，,]?|[：:](?:即|包括)?"
    r"|。?\n[ \u3000]{0,4}(?:即(?!使|便|将|日|可)|分别是|分别为|就是|具体是)[：:，,]?|——|—|[（(](?:即|包括)?)"
)
# What leads into a list and does not belong to its first item: 开展|社区管理、交通秩序等“八大专项提升工程”.
LEAD = re.compile(
    r"(?:开展|集|围绕|评选|选树|表彰|培树|涌现|做到|营造|达到|把好|严把|守好|守牢|把住|下设|建成|分别|列明|紧扣|聚焦|健全|建立|完善|实行|实施|推进|推行|推动|抓好|抓实|抓牢|打好|打赢|紧盯|包括|涵盖|包含|通过|按照|坚持|突出|构建|落实|深化|组织|"
    r"持续|建好|做好|做实|做优|统筹|强化|加强|形成|制定|出台|设立|成立|组建|选派|配备|划分|细化|明确|依托|利用|针对|着眼|立足|瞄准|锚定|对标|启动|展开|举办|完成|发起|"
    r"创新|探索|打造|擦亮|叫响|建设|用好|部署|谋划|梳理出|梳理|归纳|分为|划分为|列出|对照|确立|以|从|由|在|对|将|把|即|为|是|有|与|破解|解决|着力|有效|切实|实现|抓住|破除|消除|根治|治理好|弘扬|倡导|培育|提升|整治|治理)(?:了|出|起|为|成)?"
)
VERB = re.compile(
    r"(?:各[\u4e00-\u9fff]{1,4})?(?:列出|建立|对照|打好|打赢|形成|完善|健全|制定|明确|拉出|开列|梳理|编制|公布|落实|开展|实施|推进|抓好|做好|聚焦|围绕|实行|启动|"
    r"持续|深化|强化|突出|构建|依据|根据|按照|亮出|建好|推行|拧紧|坚持|设立|组织|压实|全面|深入)+(?:了|好)?"
)



def trim(text: str, start: int, end: int) -> Span:
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


def split(text: str, start: int, end: int, marks: str) -> list[Span]:
    """Split at marks that stand outside quotation marks and brackets."""
    depth, left, parts = 0, start, []
    for position in range(start, end):
        sign = text[position]
        if sign in OPEN:
            depth += 1
        elif sign in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and sign in marks:
            parts.append((left, position))
            left = position + 1
    parts.append((left, end))
    return [(low, high) for low, high in parts if text[low:high].strip()]


def items_of(text: str, start: int, end: int, total: int) -> list[Span]:
    """The items of a list written with 、 and a last 和 or 及."""
    parts = split(text, start, end, "、")
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
    return [trim(text, *part) for part in parts]


def clause_start(text: str, end: int) -> int:
    """Where the clause before ``end`` begins; marks within quotation marks do not end it."""
    depth = 0
    for position in range(end - 1, max(-1, end - REACH), -1):
        sign = text[position]
        if sign in CLOSE:
            depth += 1
        elif sign in OPEN:
            if depth == 0:
                return position + 1
            depth -= 1
        elif depth == 0 and sign in "，。；：！？\n,;:—":
            return position + 1
        elif sign == "\n":
            return position + 1
    return max(0, end - REACH)


def without_lead(text: str, first: Span, others: Sequence[Span]) -> Span:
    """The first item without the words that lead into the list."""
    start, end = first
    if len(others) > 1 and len({text[low] for low, _ in (first, *others)}) == 1:
        # 由突击向常态转变、由治标向治本转变
        return first
    quote = text.find("“", start, end)
    limit = quote if quote > start else end
    typical = sorted(high - low for low, high in others)[len(others) // 2] if others else 4
    best = start
    for match in LEAD.finditer(text, start, limit):
        left = end - match.end()
        if left >= min(2, typical) and left >= typical * 0.4:
            best = match.end()
        if left <= typical + 1:
            break
    if text[best] == "的" and end - best > 1:
        best += 1
    # 深受欢迎的红、黄、蓝: what stands before 的 describes the list
    particle = text.rfind("的", best, limit)
    if particle >= 0 and 1 <= end - particle - 1 <= typical + 1 and end - best > typical + 1:
        return particle + 1, end
    # 打造集宣讲、咨询、服务于一体的…, but 集体议事
    if text[best] == "集" and end - best > 2 and text[best + 1] not in "体中市镇贸约":
        best += 1
    return (best, end) if end - best >= min(2, typical) else first


def unlisted(text: str, start: int, end: int) -> Span:
    """Without a closing 等 and without 一是."""
    if point := re.compile(r"[一二三四五六七八九十]{1,2}是").match(text, start, end):
        start = point.end()
    for tail in ("等等", "等"):
        if text.endswith(tail, start, end) and end - start > len(tail) + 1:
            end -= len(tail)
    return trim(text, start, end)


# Verbs that say no more than that something is done; what is done is the member.
_LIGHT = re.compile(
    r"(?:大力|全力|着力|深入|扎实|全面|持续|广泛|集中|认真)?"
    r"(?:开展|实施|推进|抓好|抓实|抓牢|做到|做好|做实|打好|打赢|实行|推行|推动|组织|落实|完成|建立|健全|完善|把好|严把|守好|守牢|涵养|带动|引领)(?:了|好)?"
)


def without_common_lead(text: str, spans: list[Span]) -> list[Span]:
    """实施…工程, 开展…工程: verbs that open all items, and say nothing of their own, are not part of them."""
    leads = [_LIGHT.match(text, *span) for span in spans]
    if len(spans) < 2:
        return spans
    if all(lead and high - lead.end() >= 2 for lead, (_, high) in zip(leads, spans, strict=True)):
        return [(lead.end(), high) for lead, (_, high) in zip(leads, spans, strict=True) if lead]
    return spans


def without_figures(text: str, spans: list[Span]) -> list[Span]:
    """一|查管线，二|查电路，三|查堆物: the figures that count the items are not part of them."""
    if len(spans) > 10 or any(text[low] != sign for (low, _), sign in zip(spans, "一二三四五六七八九十", strict=False)):
        return spans
    return [(low + 1, high) for low, high in spans]
