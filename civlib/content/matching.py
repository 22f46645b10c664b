"""Find the cues of a codebook in one pass over a text, and decide clause by clause which of them count."""

from __future__ import annotations

from typing import NamedTuple

from civlib.content.codebook_records import Code, Rule
from civlib.content.cue_automaton import BOUNDARIES, BOUNDARY, LEAD, OPEN, TOPIC, Hit, Matcher, Word

# 针对农贸市场脏乱，开展整治: a topic opens its clause, at most one character in.
_TOPIC_DEPTH = 1
# An act of one character counts only right before its object: 换管线, 栽大树; near-miss: 必修课, 发展.
_SHORT_REACH = 4


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


class _Clause(NamedTuple):
    hits: list[Hit]
    leads: bool
    titles: list[tuple[int, int]]


def decide(
    text: str, start: int, end: int, heading: bool, machine: Matcher, held: list[Held] | None = None
) -> dict[str, Cue]:
    """The codes of the sentence ``text[start:end]`` and the first cue of each.

    Parameters
    ----------
    text, start, end, heading
        The text, the span of the sentence, and whether it is a heading.
    machine : Matcher
    held : list of Held, optional
        Where given, what was held back is added to it.
    """
    cues: list[Cue] = []
    done: set[str] = set()
    clauses = _clauses(text, start, end, machine)
    for clause in clauses:
        if clause.leads:
            found = len(cues)
            _decide_clause(text, clause, clauses, heading, machine, cues, done, held)
            if held is None:
                done.update(cue.code for cue in cues[found:] if cue.code not in machine.entangled)
    return _settle(cues, machine, held) if cues else {}


def _clauses(text: str, start: int, end: int, machine: Matcher) -> list[_Clause]:
    """The words of the codebook found in a sentence, clause by clause, and whether any of them can lead to a code."""
    clauses: list[_Clause] = []
    hits: list[Hit] = []
    titles: list[tuple[int, int]] = []
    opens = start
    title = -1
    leads = joined = False
    for last, (kind, size, word) in machine.automaton.iter(text, start, end):
        if kind <= LEAD:
            hits.append((last + 1 - size, last + 1, word))
            if kind:
                leads = True
        elif kind == BOUNDARY:
            if title >= 0:
                continue
            if joined and text[last] in "，,":
                joined = False
                continue
            if hits:
                clauses.append(_Clause(hits, leads, titles))
                hits = []
            leads, joined, opens = False, False, last + 1
        elif kind == TOPIC:
            hits.append((last + 1 - size, last + 1, word))
            leads = True
            joined = joined or last + 1 - size <= opens + _TOPIC_DEPTH
        elif kind == OPEN:
            title = last
        elif title >= 0:
            titles.append((title, last))
            title = -1
    if hits:
        clauses.append(_Clause(hits, leads, titles))
    return clauses


def _decide_clause(
    text: str,
    clause: _Clause,
    clauses: list[_Clause],
    heading: bool,
    machine: Matcher,
    cues: list[Cue],
    done: set[str],
    held: list[Held] | None,
) -> None:
    """Add the cues of one clause to ``cues``, but none of the codes in ``done``."""
    hits = clause.hits
    context = [hit for hit in hits if hit[2].context]
    if context:
        names = [hit for hit in context if hit[2].name]
        if names:
            hits = _without_names(hits, names, held)
            context = [hit for hit in hits if hit[2].context]
    acts = [hit for hit in hits if hit[2].groups]
    anywhere: list[Hit] | None = None
    for hit in hits:
        start, end, word = hit
        if not word.leads:
            continue
        for rule in word.terms + word.headings if heading else word.terms:
            if rule.code not in done:
                _add(Cue(rule.code, rule, start, end, word.text), clause.titles, context, machine, cues, held)
        for rule, groups in word.things:
            if rule.code in done:
                continue
            if not rule.across:
                act = _nearest(text, hit, rule, groups, acts, clause.hits, machine.short)
            else:
                if anywhere is None:
                    anywhere = [other for others in clauses for other in others.hits if other[2].groups]
                act = _nearest(text, hit, rule, groups, anywhere, clause.hits, machine.short)
            if act is not None:
                low, high = min(start, act[0]), max(end, act[1])
                cue = Cue(rule.code, rule, low, high, f"{act[2].text} × {word.text}")
                _add(cue, clause.titles, context, machine, cues, held)
            elif held is not None:
                lacking = f"act of {', '.join(rule.groups)}" if rule.groups else "act"
                reason = f"{word.text} is named, but no {lacking} stands within reach"
                held.append(Held(rule.code, rule, start, end, word.text, reason))


def _without_names(hits: list[Hit], names: list[Hit], held: list[Held] | None) -> list[Hit]:
    """``hits`` without those that are part of a longer name: 宣传 in 宣传部."""
    kept = []
    for hit in hits:
        start, end, word = hit
        for low, high, name in names:
            if low <= start and end <= high and end - start < high - low:
                if held is not None:
                    for rule in (*word.terms, *(rule for rule, _ in word.things)):
                        reason = f"{word.text} is part of {name.text}, which names something else"
                        held.append(Held(rule.code, rule, start, end, word.text, reason))
                break
        else:
            kept.append(hit)
    return kept


def _nearest(
    text: str, thing: Hit, rule: Rule, groups: int, acts: list[Hit], around: list[Hit], short: dict[str, Word]
) -> Hit | None:
    """The act nearest to a thing that satisfies the rule's groups, order and distance."""
    start, end, _ = thing
    best, distance = None, rule.within + 1
    for act in acts:
        if not act[2].groups & groups:
            continue
        low, high, _ = act
        if high <= start:
            gap = distance if rule.order == "thing first" else start - high
        elif low >= end:
            gap = distance if rule.order == "act first" else low - end
        else:
            continue
        if gap < distance:
            best, distance = act, gap
    if best is not None or rule.order == "thing first":
        return best
    for at in range(start - 1, max(start - _SHORT_REACH, 0) - 1, -1):
        sign = text[at]
        if sign in BOUNDARIES:
            break
        word = short.get(sign)
        # 查 in 排查, 铺 in 商铺 are no acts of their own
        if word and word.groups & groups and not any(low <= at < high for low, high, _ in around):
            return at, at + 1, word
    return best


def _add(
    cue: Cue,
    titles: list[tuple[int, int]],
    context: list[Hit],
    machine: Matcher,
    cues: list[Cue],
    held: list[Held] | None,
) -> None:
    """Add a cue, unless something in its clause holds it back."""
    code = machine.codes[cue.code]
    reason = ""
    if titles and not code.titles and any(low < cue.start and cue.end <= high for low, high in titles):
        reason = "it stands within the title of a document"
    elif context:
        reason = _held_by(cue, code, context)
    if not reason:
        cues.append(cue)
    elif held is not None:
        held.append(Held(cue.code, cue.rule, cue.start, cue.end, cue.words, reason))


def _held_by(cue: Cue, code: Code, context: list[Hit]) -> str:
    """Why the words around a cue hold it back, or an empty text."""
    for start, end, word in context:
        if cue.code in word.unless:
            if start <= cue.start and cue.end <= end:
                return f"it is part of {word.text}, which the codebook excepts"
            if " × " in cue.words and start < cue.end and cue.start < end:
                return f"it touches {word.text}, which the codebook excepts"
        if cue.code in word.not_with:
            return f"{word.text} stands in the same clause"
        for hold in word.holds:
            if hold.name in code.ignores or (hold.only and cue.code not in hold.only):
                continue
            # 深入老旧小区 holds back although 深入 is an act: it begins where the cue does.
            if start <= cue.start and end <= cue.end and hold.side != "after" and cue.start - end <= hold.within:
                return f"{word.text} marks a {hold.name}: {hold.why}"
            if start >= cue.end and hold.side != "before" and start - cue.end <= hold.within:
                return f"{word.text} marks a {hold.name}: {hold.why}"
    return ""


def _settle(cues: list[Cue], machine: Matcher, held: list[Held] | None) -> dict[str, Cue]:
    """The first cue of each code, after codes have yielded to others that decide the same words."""
    settled: dict[str, Cue] = {}
    for cue in cues:
        name = cue.code
        for other in machine.codes[name].yields_to:
            if any(one.code == other and one.start < cue.end and cue.start < one.end for one in cues):
                if held is not None:
                    reason = f"the same words decide {other}, to which {name} yields"
                    held.append(Held(name, cue.rule, cue.start, cue.end, cue.words, reason))
                break
        else:
            first = settled.get(name)
            if first is None or (cue.start, -cue.end) < (first.start, -first.end):
                settled[name] = cue
    return settled
