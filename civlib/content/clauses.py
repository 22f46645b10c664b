"""Take a sentence apart into clauses, with the words of the codebook that each holds, sorted by what they are for."""

from __future__ import annotations

from typing import NamedTuple

from civlib.content.cue_automaton import ACT, BOUNDARY, CONTEXT, LEAD, NAME, OPEN, TOPIC, Hit, Matcher

# 针对农贸市场脏乱，开展整治: a topic opens its clause, at most one character in.
_TOPIC_DEPTH = 1
# A clause of more words than this is no prose; it is cut, so that the time stays proportional to the length.
_CLAUSE_HITS = 120


class Clause(NamedTuple):
    """The words found in a clause, and the titles of documents up to it.

    ``leading`` are those that can lead to a code, ``acts`` the acts, ``present`` the groups of these, ``context`` what may
    hold a cue back, ``names`` the longer names that take away the words in them.
    """

    hits: list[Hit]
    leading: list[Hit]
    acts: list[Hit]
    present: int
    context: list[Hit]
    names: list[Hit]
    titles: list[tuple[int, int]]


def find_clauses(text: str, start: int, end: int, machine: Matcher) -> list[Clause]:
    """The clauses of a sentence that hold words of the codebook.

    Examples
    --------
    >>> from civlib.content.codebook import load_codebook
    >>> from civlib.content.cue_automaton import matcher
    >>> text = "改造老旧小区、背街小巷，居民拍手叫好。"
    >>> [word.text for _, _, word in find_clauses(text, 0, len(text), matcher(load_codebook()))[0].acts][:1]
    ['改造']
    """
    clauses: list[Clause] = []
    titles: list[tuple[int, int]] = []
    opens = start
    title = -1
    joined = False
    hits: list[Hit] = []
    leading: list[Hit] = []
    acts: list[Hit] = []
    context: list[Hit] = []
    names: list[Hit] = []
    present = 0
    for last, (kind, size, word) in machine.automaton.iter(text, start, end):
        if kind < BOUNDARY:
            last += 1
            hit = (last - size, last, word)
            hits.append(hit)
            if kind & LEAD:
                leading.append(hit)
            if kind & ACT:
                acts.append(hit)
                present |= word.groups
            if kind >= CONTEXT:
                if kind & CONTEXT:
                    context.append(hit)
                if kind & NAME:
                    names.append(hit)
                if kind & TOPIC:
                    joined = joined or hit[0] <= opens + _TOPIC_DEPTH
        elif kind == BOUNDARY:
            if title >= 0:
                continue
            if joined and text[last] in "，,":
                joined = False
                continue
            if hits:
                if len(hits) > _CLAUSE_HITS:
                    clauses += _cut(hits, titles)
                else:
                    clauses.append(Clause(hits, leading, acts, present, context, names, titles))
                hits, leading, acts, context, names, present = [], [], [], [], [], 0
            joined, opens = False, last + 1
        elif kind == OPEN:
            title = last
        elif title >= 0:
            titles.append((title, last))
            title = -1
    if hits:
        clauses += _cut(hits, titles)
    return clauses


def sort_hits(hits: list[Hit], titles: list[tuple[int, int]]) -> Clause:
    """A clause of these words.

    Examples
    --------
    >>> sort_hits([], []).present
    0
    """
    present = 0
    for hit in hits:
        present |= hit[2].groups
    of = {kind: [hit for hit in hits if hit[2].kind & kind] for kind in (LEAD, ACT, CONTEXT, NAME)}
    return Clause(hits, of[LEAD], of[ACT], present, of[CONTEXT], of[NAME], titles)


def _cut(hits: list[Hit], titles: list[tuple[int, int]]) -> list[Clause]:
    """The clause of these words, in pieces where it is too long to be one."""
    return [sort_hits(hits[at : at + _CLAUSE_HITS], titles) for at in range(0, len(hits), _CLAUSE_HITS)]
