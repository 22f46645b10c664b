"""Members of a formula of several figures: one clause for each figure, pairs, and what a thing is made up of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civlib.content.formula_lists import LINK_AFTER, REACH, Span, items_of, split, trim, unlisted, without_lead
from civlib.content.formula_mentions import Mention


def _up_to(text: str, start: int, end: int, noun: str) -> Span:
    """文明委|定方向, 宣传办|分头抓落实: the name up to the noun of the formula, if it has a name before that."""
    if said := re.compile(r"由|负责|担任|兼任").search(text, start + 2, end):
        # 站长|由支书兼任
        end = said.start()
    at = text.find(noun, start + 1, end)
    opens = text.startswith(noun, start)
    return (start, at + len(noun)) if at > start and not opens else (start, end)


def by_group(text: str, mention: Mention, numbers: list[int]) -> list[Span]:
    """“四清一建”，即清…、清…、清…、清…，建…: one clause for each figure, with as many items."""
    link = LINK_AFTER.match(text, mention.end, min(len(text), mention.end + 40))
    named = link is not None
    link = link or re.compile(r"[”’]?[\u4e00-\u9fff]{0,12}(?:[，,]|\n[ \u3000]{0,4})").match(text, mention.end)
    nouns = [noun for noun in re.split("[一二两三四五六七八九十双、，]+", text[mention.start : mention.end]) if noun]
    if not link or len(nouns) != len(numbers):
        return []
    stop = re.compile(r"[。！？\n）)]").search(text, link.end(), link.end() + REACH)
    end = stop.start() if stop else min(len(text), link.end() + REACH)
    clauses = split(text, link.end(), end, "，；,;")
    if len(clauses) < len(numbers):
        return []
    found: list[Span] = []
    for number, clause, noun in zip(numbers, clauses, nouns, strict=False):
        spans = items_of(text, *clause, number) if number > 1 else [trim(text, *clause)]
        if len(spans) == number:
            if all(text.endswith(noun, *span) for span in spans[:-1]):
                spans[-1] = _up_to(text, *spans[-1], noun)
            if number > 1:
                spans[0] = _from_noun(text, spans, noun)
        if len(spans) != number or any(high - low > 16 for low, high in spans):
            return []
        if not named and not all(text.startswith(noun, low) or text.endswith(noun, low, high) for low, high in spans):
            # 党员联户、干部联片: short names with the noun within
            if not all(high - low <= 6 and noun in text[low + 1 : high] for low, high in spans) or number < 2:
                return []
        found += [unlisted(text, *span) for span in spans]
    return found


def _from_noun(text: str, spans: Sequence[Span], noun: str) -> Span:
    """逐村|定责任、定标准 and 下设|宣传员、保洁员: the first item without the words before it."""
    low, high = spans[0]
    if all(text.startswith(noun, start) for start, _ in spans[1:]):
        at = text.find(noun, low, high)
        return (at, high) if at >= 0 else (low, high)
    if len({text[start] for start, _ in spans}) == 1:
        return low, high
    return trim(text, *without_lead(text, spans[0], spans[1:]))


def in_pairs(text: str, mention: Mention, numbers: Sequence[int]) -> list[Span]:
    """三多三少: 突击多、常态少，行政多、群众少，部署多、落实少: as many pairs of one of each."""
    nouns = [noun for noun in re.split("[一二两三四五六七八九十双、，]+", text[mention.start : mention.end]) if noun]
    start, end = mention.end, min(len(text), mention.end + 120)
    if len(nouns) != 2 or len(numbers) != 2 or numbers[0] != numbers[1] or numbers[0] < 2 or nouns[0] == nouns[1]:
        return []
    name = r"[\u4e00-\u9fff]{1,16}?"
    pair = re.compile(rf"({name}{re.escape(nouns[0])})[、，,]({name}{re.escape(nouns[1])})(?=[、，,；;的。\n]|$)[、，,；;]?")
    found: list[Span] = []
    position = start
    for _ in range(numbers[0]):
        match = pair.search(text, position, end) if not found else pair.match(text, position, end)
        if not match:
            return []
        found += [match.span(1), match.span(2)]
        position = match.end()
    lengths = {high - low for low, high in found[1:]}
    low, high = found[0]
    found[0] = (max(low, high - lengths.pop()), high) if len(lengths) == 1 else without_lead(text, found[0], found[1:])
    return found


def made_up_of(text: str, mention: Mention, total: int) -> list[Span]:
    """“1+3”网络|由|学校和校级委、年级委、班级委|构成."""
    made = re.compile(
        r"[”’]?[\u4e00-\u9fff]{0,12}?由([^，。；：！？\n]{4,100}?)(?:共同)?(?:构成|组成)(?=[，。；\n]|$)"
    ).match(text, mention.end)
    if not made:
        return []
    spans, low = [], made.start(1)
    for joint in re.compile(r"、|和(?!谐|睦|平|美)|以及|与|及").finditer(text, *made.span(1)):
        spans.append((low, joint.start()))
        low = joint.end()
    spans.append((low, made.end(1)))
    fits = len(spans) == total and all(2 <= high - low <= 14 for low, high in spans)
    return spans if fits and not re.search("[0-9]", made[1]) else []
