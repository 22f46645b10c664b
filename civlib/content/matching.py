"""Find the cues of a codebook in one pass over a text, and decide clause by clause which of them count."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from civlib.content.clauses import Clause, find_clauses
from civlib.content.codebook_records import Code, Rule
from civlib.content.cue_automaton import Hit, Matcher, Word

# An act of one character counts only right before its object, a count between them apart: 换管线, 装一千二百盏灯;
# near-miss: 必修课, 发展.
_SHORT_REACH = 3
_COUNT_REACH = 12
# 改造25个老旧小区、8条背街小巷: how far the act of a list may stand from a later member, and how near the 、 must be.
_LIST_REACH = 40
_MEMBER_REACH = 12
# 还有几处早市，我们搭了顶棚: how far the act of a thing may stand in the next clause.
_NEXT_REACH = 20
# The longest of the words that keep one of their characters from being an act.
_GUARD_LENGTH = 10
# No cue is longer; what stands further away cannot overlap it.
_CUE_REACH = 120


class Cue(NamedTuple):
    """A place where a rule applies: the stretch of the text that decides, and the words that make the cue."""

    code: str
    rule: Rule
    start: int
    end: int
    words: str


class Held(NamedTuple):
    """A cue that was held back, or a thing that lacks its act, and why, in words."""

    code: str
    rule: Rule
    start: int
    end: int
    words: str
    reason: str


def decide(
    text: str,
    start: int,
    end: int,
    heading: bool,
    machine: Matcher,
    held: list[Held] | None = None,
    setting: frozenset[str] = frozenset(),
) -> dict[str, Cue]:
    """The codes of the sentence ``text[start:end]`` and the first cue of each.

    Parameters
    ----------
    text, start, end, heading
        The text, the span of the sentence, and whether it is a heading.
    machine : Matcher
    held : list of Held, optional
        Where given, what was held back is added to it.
    setting : frozenset of str
        The codes whose matter the title or the heading above names: their local words suffice.
    """
    cues: list[Cue] = []
    done: set[str] = set()
    clauses = find_clauses(text, start, end, machine)
    for number, clause in enumerate(clauses):
        if clause.leading:
            found = len(cues)
            _decide_clause(text, number, clauses, heading, setting, machine, cues, done, held)
            if held is None and len(cues) > found:
                done.update([cue.code for cue in cues[found:] if cue.code not in machine.entangled])
    return _settle(cues, machine, held) if cues else {}


def _decide_clause(
    text: str,
    number: int,
    clauses: list[Clause],
    heading: bool,
    setting: frozenset[str],
    machine: Matcher,
    cues: list[Cue],
    done: set[str],
    held: list[Held] | None,
) -> None:
    """Add the cues of one clause to ``cues``, but none of the codes in ``done``."""
    hits, leading, acts, present, context, names, titles = clauses[number]
    if names:
        leading, acts, context = (_without_names(part, names, held) for part in (leading, acts, context))
        present = 0
        for _, _, word in acts:
            present |= word.groups
    free = not context and not titles
    around: list[Hit] | None = None
    nearby = 0
    after: list[Hit] | None = None
    for hit in leading:
        start, end, word = hit
        rules = word.terms
        if heading:
            rules += word.headings
        if setting and word.local:
            rules += tuple(rule for rule in word.local if rule.code in setting)
        for rule in rules:
            if rule.code not in done:
                cue = Cue(rule.code, rule, start, end, word.text)
                if free or _counts(cue, "", titles, present, context, machine, held):
                    cues.append(cue)
        for rule, groups, brief in word.things:
            if rule.code in done:
                continue
            act = None
            if rule.across:
                if around is None:
                    near = clauses[max(number - 2, 0) : number + 3]
                    around = [act for other in near for act in other.acts]
                    for other in near:
                        nearby |= other.present
                if nearby & groups:
                    act = _nearest(text, hit, rule, groups, around)
            elif present & groups:
                act = _nearest(text, hit, rule, groups, acts)
                if act is None and rule.kind == "pair" and rule.order != "thing first":
                    act = _in_list(text, hit, rule, groups, acts)
            if act is None:
                if brief:
                    act = _short(text, hit, brief, hits, machine.signs, machine.guards)
                if act is None and rule.kind == "noun" and not present & groups:
                    if after is None:
                        after = _acts_after(clauses, number)
                    act = _nearest(text, hit, rule, groups, after, _NEXT_REACH) if after else None
            if act is not None:
                low, high = min(start, act[0]), max(end, act[1])
                cue = Cue(rule.code, rule, low, high, f"{act[2].text} × {word.text}")
                follows = act[2].text if act[0] > start else ""
                if free or _counts(cue, follows, titles, present, context, machine, held):
                    cues.append(cue)
            elif held is not None:
                lacking = f"act of {', '.join(rule.groups)}" if rule.groups else "act"
                reason = f"{word.text} is named, but no {lacking} stands within reach"
                held.append(Held(rule.code, rule, start, end, word.text, reason))


def _acts_after(clauses: list[Clause], number: int) -> list[Hit]:
    """The acts of the next clause, without those in longer names, 为了 in 成为了, and those held back: 暂时无法拆除."""
    if number + 1 >= len(clauses):
        return []
    clause = clauses[number + 1]
    acts = _without_names(clause.acts, clause.names, None) if clause.names else clause.acts
    holds = [
        (end, hold.within)
        for _, end, word in clause.context
        for hold in word.holds
        if hold.side == "before" and hold.between and not hold.only
    ]
    return [act for act in acts if not any(0 <= act[0] - end <= within for end, within in holds)] if holds else acts


def _without_names(hits: list[Hit], names: list[Hit], held: list[Held] | None) -> list[Hit]:
    """``hits`` without those that are part of a longer name: 宣传 in 宣传部."""
    kept = []
    for hit in hits:
        start, end, word = hit
        for low, high, name in names:
            if low <= start and end <= high and end - start < high - low:
                if held is not None:
                    for rule in (*word.terms, *(thing[0] for thing in word.things)):
                        reason = f"{word.text} is part of {name.text}, which names something else"
                        held.append(Held(rule.code, rule, start, end, word.text, reason))
                break
        else:
            kept.append(hit)
    return kept


def _nearest(
    text: str, thing: Hit, rule: Rule, groups: int, acts: list[Hit], within: int | None = None
) -> Hit | None:
    """The act nearest to a thing that satisfies the rule's groups, order and distance.

    An act that closes a member of a list is not that of the next one: 交通秩序整治、小区环境, but 拆除、清运违建.
    """
    start, end, _ = thing
    best, distance = None, (rule.within if within is None else within) + 1
    order = rule.order
    for act in acts:
        low, high, word = act
        if not word.groups & groups:
            continue
        if high <= start:
            closes = text[high] == "、" and low > 0 and text[low - 1].isalpha()
            gap = distance if closes or order == "thing first" else start - high
        elif low >= end:
            gap = distance if order == "act first" else low - end
        else:
            continue
        if gap < distance:
            best, distance = act, gap
    return best


def _in_list(text: str, thing: Hit, rule: Rule, groups: int, acts: list[Hit]) -> Hit | None:
    """The act before a list of which the thing is a later member: 改造25个老旧小区、8条背街小巷."""
    start = thing[0]
    mark = text.rfind("、", max(start - _MEMBER_REACH, 0), start)
    if mark < 0:
        return None
    before = [act for act in acts if act[1] <= mark]
    return _nearest(text, thing, rule, groups, before, _LIST_REACH) if before else None


def _short(
    text: str, thing: Hit, groups: int, around: list[Hit], signs: dict[str, tuple[Word | None, bool]], guards: frozenset[str]
) -> Hit | None:
    """An act of one character right before a thing, or before its count: 栽大树, 栽一千二百棵大树."""
    at = thing[0] - 1
    stop = max(at - _COUNT_REACH, -1)
    limit = at - _SHORT_REACH
    while at > stop and at > limit:
        what = signs.get(text[at])
        if what:
            word, counts = what
            if word is None and not counts:
                break
            # 查 in 排查, 铺 in 商铺 are no acts of their own
            if (
                word
                and word.groups & groups
                and not any(low <= at < high for low, high, _ in around)
                and not _guarded(text, at, guards)
            ):
                return at, at + 1, word
            if counts:
                limit = at - 1 - _SHORT_REACH
        at -= 1
    return None


def _guarded(text: str, at: int, guards: frozenset[str]) -> bool:
    """Whether a character is part of one of the longer words: 建 in 创建."""
    for size in range(2, _GUARD_LENGTH + 1):
        for low in range(max(at - size + 1, 0), at + 1):
            if text[low : low + size] in guards:
                return True
    return False


def _counts(
    cue: Cue,
    follows: str,
    titles: list[tuple[int, int]],
    acts: int,
    context: list[Hit],
    machine: Matcher,
    held: list[Held] | None,
) -> bool:
    """Whether nothing in its clause, which has these groups of acts, holds a cue back; its act ``follows`` the thing."""
    reason = ""
    if (
        titles
        and any(low < cue.start and cue.end <= high for low, high in titles)
        and not _counts_in_title(machine.titles[cue.code], acts)
    ):
        reason = "it stands within the title of a document"
    elif context:
        reason = _held_by(cue, follows, machine.codes[cue.code], context)
    if reason and held is not None:
        held.append(Held(cue.code, cue.rule, cue.start, cue.end, cue.words, reason))
    return not reason


def _counts_in_title(groups: int, acts: int) -> bool:
    return groups < 0 or bool(acts & groups)


def _held_by(cue: Cue, follows: str, code: Code, context: list[Hit]) -> str:
    """Why the words around a cue hold it back, or an empty text."""
    name, _, low, high, words = cue
    for start, end, word in context:
        if name in word.unless:
            if start <= low and high <= end:
                return f"it is part of {word.text}, which the codebook excepts"
            if " × " in words and start < high and low < end:
                return f"it touches {word.text}, which the codebook excepts"
        if name in word.not_with:
            return f"{word.text} stands in the same clause"
        for hold in word.holds:
            if (hold.only and name not in hold.only) or hold.name in code.ignores:
                continue
            if hold.acts and follows not in hold.acts:
                continue
            if hold.but and any(hold.name in other.lifts and at <= low for at, _, other in context):
                continue
            # 停车难问题仍未解决: it stands between the two words of the cue
            if hold.between and low <= start and end <= high:
                return f"{word.text} marks a {hold.name}: {hold.why}"
            # 深入老旧小区 holds back although 深入 is an act: it begins where the cue does.
            if start <= low and end <= high and hold.side != "after" and low - end <= hold.within:
                return f"{word.text} marks a {hold.name}: {hold.why}"
            if start >= high and hold.side != "before" and start - high <= hold.within:
                return f"{word.text} marks a {hold.name}: {hold.why}"
    return ""


def _settle(cues: list[Cue], machine: Matcher, held: list[Held] | None) -> dict[str, Cue]:
    """The first cue of each code, after codes have yielded to others that decide the same words."""
    settled: dict[str, Cue] = {}
    stretches: dict[str, list[tuple[int, int]]] = {}
    for cue in cues:
        name = cue.code
        if name in machine.yielding:
            stretches = stretches or _stretches(cues, machine)
            other = next((one for one in machine.codes[name].yields_to if _overlap(stretches.get(one, []), cue)), "")
            if other:
                if held is not None:
                    reason = f"the same words decide {other}, to which {name} yields"
                    held.append(Held(name, cue.rule, cue.start, cue.end, cue.words, reason))
                continue
        first = settled.get(name)
        if first is None or (cue.start, -cue.end) < (first.start, -first.end):
            settled[name] = cue
    return settled


def _stretches(cues: list[Cue], machine: Matcher) -> dict[str, list[tuple[int, int]]]:
    """Where the cues of codes that prevail stand, in order."""
    found: dict[str, list[tuple[int, int]]] = {}
    for cue in cues:
        if cue.code in machine.entangled:
            found.setdefault(cue.code, []).append((cue.start, cue.end))
    for stretches in found.values():
        stretches.sort()
    return found


def _overlap(stretches: list[tuple[int, int]], cue: Cue) -> bool:
    """Whether one of the sorted stretches shares a character with a cue."""
    first = bisect_left(stretches, (cue.start - _CUE_REACH, 0))
    return any(high > cue.start for _, high in stretches[first : bisect_left(stretches, (cue.end, 0))])
