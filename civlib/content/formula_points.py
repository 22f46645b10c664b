"""Members that stand apart from their formula: numbered points, sentences that open alike, counted parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from civlib.content.formula_entries import alternatives
from civlib.content.formula_lists import (
    END,
    LINK_AFTER,
    REACH,
    VERB,
    Span,
    clause_start,
    items_of,
    trim,
    unlisted,
    without_common_lead,
    without_lead,
)
from civlib.content.formula_mentions import Mention
from civlib.content.formula_quoted import value_of
from civlib.content.formula_rules import FormulaRules
from civlib.content.quantity_words import words_of

_FAR = 1600
_ORDINALS = "一二三四五六七八九十"
_HAN = r"[\u4e00-\u9fff]"
_LED = re.compile(r"[\u4e00-\u9fff]{2}(?:了|出)|下设|把|将|由|以")


class Outline:
    """Where the clauses of a text that may open a member begin, found once for all formulas of the text."""

    def __init__(self, text: str) -> None:
        self.starts = [
            match.end() for match in re.finditer(r"(?:^|[。；\n！？](?:[”’])?)[ \u3000]{0,4}(?=[\u4e00-\u9fff“])", text)
        ]


@lru_cache(maxsize=8)
def _heads(heads: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(alternatives(heads) + "$")


def head_of(text: str, mention: Mention, rules: FormulaRules) -> str:
    """The last word of the formula's name: 攻坚战 of 六大攻坚战, 清单 of 三清单."""
    name = text[mention.start : mention.end]
    match = _heads(rules.heads).search(name)
    head = match.group() if match else name[-2:]
    return head if len(name) > len(head) else ""


_FORMS = (
    r"{}是",
    r"[（(]{}[）)]",
    r"第{}(?:[，,、：:]|(?:件|个|条|项|类|种|步|招|把|张|道|大|方面)?[\u4e00-\u9fff]{{0,2}}?是(?![否非]))",
    r"其{}[，,：:是]",
    r"①②③④⑤⑥⑦⑧⑨⑩",
    r"{arabic}[.．、](?![0-9])",
    r"(?<=[，。；：,;:\n]){}为(?!了|[何此])",
)
_POINT, _BRACKETED, _WITH_CLAUSES = _FORMS[0], _FORMS[1], (_FORMS[0], _FORMS[2], _FORMS[3], _FORMS[6])
# 首先是…，其次是…，再次是…，最后是…
_IN_TURN = ("首先", "其次", "(?:再次|再者|然后|接着)", "最后")
# A heading that opens another part of the report: points within a paragraph do not reach across it
_HEADING = re.compile(r"\n[ \u3000]{0,4}(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")


def points(text: str, mention: Mention, total: int) -> list[Span]:
    """一是…。二是…。, （一）…, 1.…: numbered points after the formula."""
    limit = min(len(text), mention.end + _FAR)
    heading = _HEADING.search(text, mention.end, limit)
    line = text[text.rfind("\n", 0, mention.start) + 1 : mention.start][:8]
    found: list[list[Span]] = []
    for form in _FORMS:
        if form.startswith("{arabic}") and re.match(r"[ \u3000]{0,4}[0-9]{1,2}[.．、]", line):
            # a point of the list is not its heading: 3.清零“两违”
            continue
        within = heading.start() if heading and form in _WITH_CLAUSES else limit
        spans = _numbered(text, mention.end, within, form, total)
        listed = len(spans) == total or (len(spans) > 1 and form == _POINT)
        # four points are no list of “三件实事”
        if listed and not _goes_on(text, spans, within, form):
            found.append(spans)
    found.append(_in_turn(text, mention.end, heading.start() if heading else limit, total))
    nearest = min((spans for spans in found if spans), key=lambda spans: spans[0][0], default=None)
    if nearest:
        return without_common_lead(text, nearest)
    return _by_verb(text, mention, total) or _lines(text, mention, total) or _subheadings(text, mention, total)


def _subheadings(text: str, mention: Mention, total: int) -> list[Span]:
    """健全六项长效机制⏎（一）经费保障机制。…（二）…: what is numbered below a heading that ends in the formula."""
    below = re.compile(r"[”’]?[ \u3000]*\n[ \u3000]*(?=[（(]一[）)])").match(text, mention.end)
    if not below:
        return []
    spans = _numbered(text, below.end(), min(len(text), mention.end + 2 * _FAR), _BRACKETED, 10)
    # not as many as claimed: only where all are named alike
    alike = all(text[low:high].endswith(text[mention.end - 2 : mention.end]) for low, high in spans)
    return spans if len(spans) == total or (len(spans) > 1 and alike) else []


def _marker(form: str, number: int) -> re.Pattern[str]:
    sign = form[number - 1] if form[0] == "①" else form.format(_ORDINALS[number - 1], arabic=number)
    return re.compile(r"(?<![一二三四五六七八九十0-9])(?:" + sign + ")")


def _goes_on(text: str, spans: Sequence[Span], limit: int, form: str) -> bool:
    """Whether one more point of the same list follows, before a list begins anew."""
    if not 0 < len(spans) < 10:
        return False
    end = spans[-1][1]
    following = _marker(form, len(spans) + 1).search(text, end, min(limit, end + 700))
    anew = _marker(form, 1).search(text, end, min(limit, end + 700))
    return following is not None and not (anew and anew.start() < following.start())


def _in_turn(text: str, position: int, limit: int, total: int) -> list[Span]:
    """首先是…；其次是…；最后是…: as many as the formula claims, three or four."""
    if total not in (3, 4):
        return []
    spans: list[Span] = []
    for word in _IN_TURN if total == 4 else (*_IN_TURN[:2], _IN_TURN[3]):
        reach = min(limit, position + (60 if not spans else 700))
        found = re.compile(rf"(?<=[，。；：,;:\n\u3000 ]){word}是(?![否非])").search(text, position, reach)
        if not found or (spans and total == 3 and re.search(r"[，。；\n](?:再次|再者)是", text[position : found.start()])):
            return []
        stop = END.search(text, found.end(), found.end() + 60)
        spans.append(trim(text, found.end(), stop.start() if stop else min(len(text), found.end() + 30)))
        position = found.end()
    return spans


def _by_verb(text: str, mention: Mention, total: int) -> list[Span]:
    """“三查”：一|查管线，二|查电路，三|查堆物: the figures count clauses that open with the word of the formula."""
    word = text[mention.end - 1]
    spans = []
    position = mention.end
    for sign in _ORDINALS[: min(total, 10)]:
        found = re.compile(rf"(?<=[，。；：”’\n、]){sign}({word}[^，。；：！？\n]{{1,16}})").search(text, position, position + 60)
        if not found:
            return []
        spans.append(found.span(1))
        position = found.end()
    return spans


def _lines(text: str, mention: Mention, total: int) -> list[Span]:
    """——由突击向常态转变。 ——… or 【城东片区】… 【城西片区】…: as many lines that open with the same mark."""
    for mark in (r"——([^，。；：！？\n—]{2,30})", r"[●◆■▲★]([^，。；：！？\n]{2,30})", r"【([^】\n]{2,16})】"):
        pattern = re.compile(rf"\n[ \u3000]{{0,4}}{mark}")
        spans = [match.span(1) for match in pattern.finditer(text, mention.end, min(len(text), mention.end + _FAR))]
        if len(spans) == total:
            return spans
    return []


def _numbered(text: str, position: int, limit: int, form: str, total: int) -> list[Span]:
    """The points 一, 二, 三 … of one form, as far as they go."""
    spans: list[Span] = []
    for number in range(1, min(total, 10) + 1):
        near = 260 if form == _FORMS[0] else 60
        reach = min(limit, position + (near if number == 1 else 700)) if number == 1 or limit < len(text) else len(text)
        found = _marker(form, number).search(text, position, min(reach, position + 700))
        if not found:
            break
        stop = END.search(text, found.end(), found.end() + 60)
        spans.append(trim(text, found.end(), stop.start() if stop else min(len(text), found.end() + 30)))
        position = found.end()
    return spans


def openings(text: str, mention: Mention, total: int, outline: Outline) -> list[Span]:
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
        # the first of them opens the next sentence, or all open with the verb before the formula: 聚焦|六大难题
        near = starts[0] == outline.starts[first] or word in text[max(0, mention.start - 4) : mention.start]
        if len(starts) == total and near and VERB.fullmatch(word):
            spans = []
            for start in starts:
                stop = END.search(text, start, start + 40)
                spans.append((start + 2, stop.start() if stop else start + 2))
            if all(high - low >= 2 for low, high in spans):
                return spans
    return []


def same_head(text: str, mention: Mention, total: int, rules: FormulaRules) -> list[Span]:
    """三清单: 列出责任清单…建立问题清单…对照整改清单."""
    head = head_of(text, mention, rules)
    if not head or total < 2:
        return []
    found: dict[str, Span] = {}
    pattern = re.compile(rf"(?<!{_HAN})({_HAN}{{2,14}}?){re.escape(head)}(?=[，。；：、“”\n]|$)")
    for match in pattern.finditer(text, mention.end, min(len(text), mention.end + _FAR // 2)):
        start = match.start()
        while verb := VERB.match(text, start, match.end() - len(head)):
            start = verb.end()
        name = text[start : match.end()]
        if len(name) > len(head) and value_of(name[0]) is None:
            found.setdefault(name, (start, match.end()))
    spans = list(found.values())
    return spans if len(spans) == total else []


def groups(text: str, mention: Mention, numbers: Sequence[int]) -> list[Span]:
    """The parts of 1+11+7: 设立1个…指挥部；下设11个…组，即…、…和…；成立…、…和…7个…专班."""
    if max(numbers) < 2:
        return []
    position, members = mention.end, []
    limit = min(len(text), mention.end + _FAR)
    for number in numbers:
        found = next(_counted(text, number, position, limit), None)
        if found is None:
            return []
        start, end = found
        stop = END.search(text, end, limit)
        name_end = stop.start() if stop else limit
        if number == 1:
            members.append(trim(text, end, name_end))
            position = end
            continue
        listed: list[Span] = []
        link = LINK_AFTER.match(text, end, min(limit, end + 60))
        if link:
            stop = re.compile(r"[，。；\n]").search(text, link.end(), min(limit, link.end() + REACH))
            listed = items_of(text, link.end(), stop.start() if stop else link.end(), number)
        if len(listed) < 2:
            clause = clause_start(text, start)
            listed = items_of(text, clause, start, number)
            if len(listed) > 1:
                listed[0] = trim(text, *without_lead(text, listed[0], listed[1:]))
        if len(listed) < 2:
            return []
        members.extend(unlisted(text, *span) for span in listed)
        position = max(end, listed[-1][1])
    return members


def _counted(text: str, number: int, position: int, limit: int) -> Iterator[Span]:
    """Where the text counts that many of something: 11个, 十一支."""
    for match in re.compile(
        r"(?<![0-9.第])([0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:个|支|项|大|条|名|家|套|类)"
    ).finditer(text, position, limit):
        if value_of(match[1]) == number:
            yield match.span()


def by_noun(text: str, mention: Mention, numbers: Sequence[int]) -> list[Span]:
    """“一核三带” … 城区文明核，滨河生态带、临山文旅带…: as many names in each of its nouns as it claims."""
    name = text[mention.start : mention.end]
    nouns = [noun for noun in re.split(r"[一二两三四五六七八九十双、，]+", name) if noun]
    if max(numbers) < 2 or len(nouns) != len(numbers) or len(set(nouns)) < len(nouns) or any(len(noun) > 2 for noun in nouns):
        return []
    near = text[mention.end : mention.end + 240]
    members: list[Span] = []
    for noun, number in zip(nouns, numbers, strict=True):
        pattern = rf"(?:^|[，、。：；\n和及与])((?:(?![和及与]){_HAN}){{1,14}}?{noun})(?={_HAN}{{0,12}}[，、。；\n和及与0-9]|$)"
        names = [match.span(1) for match in re.finditer(pattern, near)]
        names = [span for span in names if value_of(near[span[0]]) is None][:number]
        if len(names) < number:
            # 村规民约 ends in 约; the noun itself may stand for one name
            return []
        members += [_named(text, mention.end + low, mention.end + high) for low, high in names]
    return sorted(members)


def _named(text: str, start: int, end: int) -> Span:
    """The name without the verb before it: 规划了|县城文明核, 把|村规民约."""
    while (lead := VERB.match(text, start, end) or _LED.match(text, start, end)) and end - lead.end() >= 3:
        start = lead.end()
    return start, end


_COMPONENT = re.compile(
    r"([0-9]{1,3}|[一二两三四五六七八九十]{1,3}|[Nn])"
    r"(?:个|名|支|项|条|套|张|类|大|家|位|本|座|处|种)([\u4e00-\u9fff]{2,14})"
)


def components(text: str, mention: Mention) -> list[Span]:
    """1+5+N, 即|1个|总体方案、|5个|专项计划、|N个|配套办法: what there is so many of; 1名|片长+3名|巡查员 names it itself."""
    numbers = mention.number.split("+")
    own = list(_COMPONENT.finditer(text, mention.start, mention.end))
    if len(own) == len(numbers):
        return [match.span(2) for match in own]
    link = LINK_AFTER.match(text, mention.end, min(len(text), mention.end + 40))
    if not link:
        return []
    stop = re.compile(r"[。！？\n]").search(text, link.end(), link.end() + REACH)
    end = stop.start() if stop else min(len(text), link.end() + REACH)
    found: list[Span] = []
    for match in _COMPONENT.finditer(text, link.end(), end):
        if len(found) < len(numbers) and _same_figure(match[1], numbers[len(found)]):
            found.append(_kind(text, match) if is_ladder(numbers) else match.span(2))
    return found if len(found) == len(numbers) else []


def is_ladder(numbers: Sequence[str]) -> bool:
    """Whether the figures are 1, 2, 3 …: each stands for one line of work."""
    return len(numbers) > 2 and list(numbers) == [str(number) for number in range(1, len(numbers) + 1)]


def _kind(text: str, match: re.Match[str]) -> Span:
    """一条主线|贯穿始终: the figure of a ladder with its noun."""
    words = words_of(text, *match.span(2))
    end = next((word.start for word in words[1:] if word.part in ("verb", "adverb", "time", "other")), match.end())
    return match.start(), end


def _same_figure(figure: str, number: str) -> bool:
    return figure.upper() == number if number == "N" else str(value_of(figure)) == number
