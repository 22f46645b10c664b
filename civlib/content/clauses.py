"""Take a sentence apart into clauses, with the words of the codebook that each holds."""

from __future__ import annotations

from typing import NamedTuple

from civlib.content.cue_automaton import BOUNDARY, LEAD, OPEN, TOPIC, Hit, Matcher

# 针对农贸市场脏乱，开展整治: a topic opens its clause, at most one character in.
_TOPIC_DEPTH = 1
# A clause of more words than this is no prose; it is cut, so that the time stays proportional to the length.
_CLAUSE_HITS = 120


class Clause(NamedTuple):
    """The words found in a clause, whether any of them can lead to a code, and the titles of documents so far."""

    hits: list[Hit]
    leads: bool
    titles: list[tuple[int, int]]


def find_clauses(text: str, start: int, end: int, machine: Matcher) -> list[Clause]:
    """The clauses of a sentence that hold words of the codebook.

    Examples
    --------
    >>> from civlib.content.codebook import load_codebook
    >>> from civlib.content.cue_automaton import matcher
    >>> text = "改造老旧小区、背街小巷，居民拍手叫好。"
    >>> [clause.leads for clause in find_clauses(text, 0, len(text), matcher(load_codebook()))][0]
    True
    """
    clauses: list[Clause] = []
    hits: list[Hit] = []
    titles: list[tuple[int, int]] = []
    opens = start
    title = -1
    leads = joined = False
    for last, (kind, size, word) in machine.automaton.iter(text, start, end):
        if kind <= LEAD:
            last += 1
            hits.append((last - size, last, word))
            if kind:
                leads = True
        elif kind == BOUNDARY:
            if title >= 0:
                continue
            if joined and text[last] in "，,":
                joined = False
                continue
            if hits:
                if len(hits) > _CLAUSE_HITS:
                    _cut(clauses, hits, leads, titles)
                else:
                    clauses.append(Clause(hits, leads, titles))
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
        _cut(clauses, hits, leads, titles)
    return clauses


def _cut(clauses: list[Clause], hits: list[Hit], leads: bool, titles: list[tuple[int, int]]) -> None:
    """Add a clause, in pieces where it is too long to be one."""
    for at in range(0, len(hits), _CLAUSE_HITS):
        clauses.append(Clause(hits[at : at + _CLAUSE_HITS], leads, titles))
