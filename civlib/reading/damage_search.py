"""Search the readings of one stretch of shifted bytes, from left to right, with a beam.

:mod:`civlib.reading.damage` says how such stretches came about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from pypinyin import Style, pinyin

from civlib.reading.character_model import character_model
from civlib.reading.gbk import bytes_of, inventory, pair_table
from civlib.reading.notes import SYLLABLE
from civlib.reading.script import simplify
from civlib.reading.word_model import prose_log_probability

_NOTE = re.compile(rf"\(({SYLLABLE})\)")
HALF_NOTE = re.compile(rf"\?({SYLLABLE})\)")
# The marks that something may have been put in front of, and their second bytes; the first is A3.
_MARKS = {",": 0xAC, "，": 0xAC, "!": 0xA1, "！": 0xA1, "?": 0xBF, "？": 0xBF}
_MARK_LEAD = 0xA3

_BEAM = 300
_LONGEST = 160
# How far the text behind a restored stretch is read to judge the joint, in characters.
_HORIZON = 3
# Costs in natural log units: a byte lost with no straddling pair to explain it; a note that the text's other notes do
# not have; a swallowed letter.
_LONE, _UNKNOWN_NOTE, _LETTER = 6.0, 6.0, 3.0
# What a vanished pair adds to a reading: the model is too hard on text that it must not leave out.
_VANISHED = 1.0
# How much the words count beside the characters, and how many readings are weighed by both.
_WORD_WEIGHT, _WEIGHED = 0.7, 60


class Reading(NamedTuple):
    """One way to read a damaged stretch: its score (natural log), where the stretch ends, and what it said."""

    score: float
    end: int
    text: str


class _State(NamedTuple):
    """A partial reading that is out of step: the byte that waits for its partner, and the last two characters."""

    score: float
    pending: int
    before: int
    last: int
    text: str


@cache
def _syllables(char: str) -> frozenset[str]:
    return frozenset(pinyin(char, heteronym=True, style=Style.TONE)[0])


@lru_cache(maxsize=512)
def _characters_read(syllable: str) -> tuple[str, ...]:
    return tuple(char for char in inventory().characters if syllable in _syllables(char))


@lru_cache(maxsize=4096)
def _read_unseen(pending: int, syllable: str) -> np.ndarray:
    """Places of the characters read so whose first byte forms no character with the pending one."""
    read = inventory().places(_characters_read(syllable))
    return np.intersect1d(inventory().vanishing_after(pending), read)


@dataclass(frozen=True)
class Page:
    """A damaged text, the notes that it shows elsewhere, and whether it is in traditional characters."""

    text: str
    notes: Mapping[str, str]
    traditional: bool

    def note_cost(self, char: str, syllable: str) -> float:
        """What it costs to hold that ``char`` bore a note: nothing where the text shows it."""
        return 0.0 if self.notes.get(char) == syllable else _UNKNOWN_NOTE

    def context(self, at: int) -> tuple[int, int]:
        """Model indices of the two characters in front of a place, notes left out."""
        model = character_model()
        shown = "\n\n" + _NOTE.sub("", self.text[max(0, at - 40) : at]).rsplit("\n", 1)[-1]
        return model.index(simplify(shown[-2])), model.index(simplify(shown[-1]))

    def trails(self, at: int) -> np.ndarray | None:
        """Which second bytes a character may have if ``text[at]`` comes next; None if any."""
        allowed = np.zeros(256, dtype=bool)
        if at >= len(self.text) or self.text[at] == "\n":
            return allowed
        char = self.text[at]
        if char == "?":
            return None
        allowed |= _can_vanish()
        pair = bytes_of(char)
        if pair:
            allowed[pair[0]] = True
        if char.isascii():
            allowed[ord(char)] = True
        if char == "€":
            allowed[0x80] = True
        return allowed


@lru_cache(maxsize=1)
def _can_vanish() -> np.ndarray:
    return np.array([inventory().can_vanish(trail) for trail in range(256)])


class Search:
    """Beam search for the readings of one stretch, from left to right over what the page shows."""

    def __init__(self, page: Page, start: int) -> None:
        self.page, self.start = page, start
        self.model, self.inventory = character_model(), inventory()
        self.agenda: dict[int, dict[tuple[int, str, int], _State]] = {}
        self.done: dict[tuple[int, str], tuple[float, int, int]] = {}

    def readings(self) -> list[Reading]:
        """All readings found, best first."""
        self._open()
        while self.agenda:
            at = min(self.agenda)
            states = sorted(self.agenda.pop(at).values(), reverse=True)[:_BEAM]
            if at < len(self.page.text) and at - self.start < _LONGEST and self.page.text[at] != "\n":
                self._advance(at, states)
        return self._ranked()

    def _grow(self, states: list[_State], places: Sequence[np.ndarray], trails: np.ndarray | None,
              bonus: float = 0.0) -> list[_State]:  # fmt: skip
        """Continue each reading by the characters at its ``places`` whose second byte is allowed; the best are kept."""
        scores, owners, chosen = [], [], []
        for number, (state, here) in enumerate(zip(states, places, strict=True)):
            if trails is not None:
                here = here[trails[self.inventory.trails[here]]]
            if self.page.traditional:
                here = here[self.inventory.traditional[here]]
            if len(here):
                wanted = self.inventory.model_index[here]
                scores.append(state.score + bonus + self.model.log_probabilities(state.before, state.last, wanted))
                owners.append(np.full(len(here), number))
                chosen.append(here)
        if not scores:
            return []
        score, owner, place = np.concatenate(scores), np.concatenate(owners), np.concatenate(chosen)
        grown = []
        kept = np.argpartition(-score, 2 * _BEAM)[: 2 * _BEAM] if len(score) > 2 * _BEAM else np.arange(len(score))
        for best in kept[np.argsort(-score[kept], kind="stable")].tolist():
            state, at = states[owner[best]], int(place[best])
            grown.append(
                _State(
                    float(score[best]), int(self.inventory.trails[at]), state.last,
                    int(self.inventory.model_index[at]), state.text + self.inventory.characters[at],
                )
            )  # fmt: skip
        return grown

    def _push(self, at: int, state: _State) -> None:
        waiting = self.agenda.setdefault(at, {})
        key = (state.pending, state.text[-3:], len(state.text))
        if key not in waiting or waiting[key] < state:
            waiting[key] = state

    def _finish(self, at: int, score: float, before: int, last: int, text: str) -> None:
        key = (at, text)
        if key not in self.done or self.done[key][0] < score:
            self.done[key] = (score, before, last)

    def _open(self) -> None:
        """How the text can get out of step at a "?"."""
        text, start = self.page.text, self.start
        before, last = self.page.context(start)
        note = HALF_NOTE.match(text, start)
        if note:
            self._open_at_note(note, before, last)
        elif text[start + 1 : start + 2] and text[start + 1 : start + 2] in _MARKS:
            # perhaps it is a question mark, and nothing is out of step
            asked = self.model.index("?")
            self._finish(start + 1, self.model.score("?", before, last), last, asked, "?")
            # 。” is A1 A3 A1 B1: something came between A1 and the mark A3 A1
            lead = _MARKS[text[start + 1]]
            fresh = [_State(0.0, 0, before, last, "")]
            first = self._grow(fresh, [self.inventory.with_trail(_MARK_LEAD)], None)
            follows = [self.inventory.with_lead(lead)] * len(first)
            for state in self._grow(first, follows, self.page.trails(start + 2)):
                self._push(start + 2, state)

    def _open_at_note(self, note: re.Match[str], before: int, last: int) -> None:
        """變為 is D7 83 9E E9: 83 9E is 優, so (yōu) came between 9E and E9."""
        syllable, end = note.group(1), note.end()
        shown = _NOTE.sub("", self.page.text[max(0, self.start - 10) : self.start])
        pair = bytes_of(shown[-1]) if shown else None
        trails = self.page.trails(end)
        if pair and pair[1] > 0x80:
            for lead in range(0x81, 0xFF):
                key = pair_table().get((pair[1], lead))
                if key and syllable in _syllables(key):
                    fresh = [_State(-self.page.note_cost(key, syllable), 0, before, last, "")]
                    for state in self._grow(fresh, [self.inventory.with_lead(lead)], trails):
                        self._push(end, state)
        # 爭?chuàng): the noted character lost its first byte, and no straddling pair says why
        for char in _characters_read(syllable):
            index = self.model.index(simplify(char))
            score = self.model.score(simplify(char), before, last) if index else -np.inf
            score -= _LONE + self.page.note_cost(char, syllable)
            self._finish(end, score, last, index, char)

    def _advance(self, at: int, states: list[_State]) -> None:
        """Read what the page shows at ``at``, for every partial reading."""
        char = self.page.text[at]
        pair = bytes_of(char)
        here = self.page.trails(at)
        half_note = HALF_NOTE.match(self.page.text, at)  # which no character out of step can show
        for round_ in range(3):
            for state in states:
                self._close(at, char, state)
            fitting = [state for state in states if pair and pair[0] == state.pending and not half_note]
            if pair and fitting:
                end, follows = self._behind_note(at, char), [self.inventory.with_lead(pair[1])] * len(fitting)
                if chr(pair[1]).isascii() and chr(pair[1]).isalpha():
                    for state in fitting:
                        self._swallow(at, pair[1], state)
                for state in self._grow(fitting, follows, self.page.trails(end)):
                    self._push(end, state)
            if round_ == 2:
                break
            able = [state for state in states if self.inventory.can_vanish(state.pending)]
            unseen = [self._vanishing(state.pending, half_note) for state in able]
            vanished = self._grow(able, unseen, here, _VANISHED)
            best: dict[tuple[int, str, int], _State] = {}
            for state in vanished:
                best.setdefault((state.pending, state.text[-3:], len(state.text)), state)
            states = list(best.values())[:_BEAM]

    def _vanishing(self, pending: int, half_note: re.Match[str] | None) -> np.ndarray:
        """What may follow unseen; in front of half a note, only what is read so."""
        if half_note is None:
            return self.inventory.vanishing_after(pending)
        return _read_unseen(pending, half_note.group(1))

    def _behind_note(self, at: int, char: str) -> int:
        """The place behind a character that is shown out of step, and behind its note if it has one."""
        note = _NOTE.match(self.page.text, at + 1)
        return note.end() if note and note.group(1) in _syllables(char) else at + 1

    def _swallow(self, at: int, trail: int, state: _State) -> None:
        """A letter became the second byte of a character; behind it the text is in step again."""
        index = self.model.index(chr(trail))
        score = state.score + self.model.score(chr(trail), state.before, state.last) - _LETTER
        self._finish(at + 1, score, state.last, index, state.text + chr(trail))

    def _close(self, at: int, char: str, state: _State) -> None:
        """How the text can get back in step at ``at``."""
        tail = (state.before, state.last, state.text)
        if char == "?" and state.pending > 0x80:
            note = HALF_NOTE.match(self.page.text, at)
            if note and note.group(1) in _syllables(state.text[-1]):
                cost = self.page.note_cost(state.text[-1], note.group(1))
                self._finish(note.end(), state.score - cost, *tail)
            elif self.page.text[at + 1 : at + 2] in ("", "\n", *_MARKS):
                self._finish(at + 1, state.score, *tail)
        if (char.isascii() and ord(char) == state.pending) or (char == "€" and state.pending == 0x80):
            self._finish(at + 1, state.score, *tail)

    def _ranked(self) -> list[Reading]:
        """Readings by the score of all that they leave to be read, up to where the longest of them ends."""
        horizon = max((end for end, _ in self.done), default=0)
        ranked = []
        for (end, text), (score, before, last) in self.done.items():
            rest = self.page.text[end:horizon]
            unexplained = rest.count("?") + rest.count("€")
            score -= unexplained * 2 * _LONE
            follow = self.page.text[horizon : horizon + 40].split("\n")[0].split("?")[0] + "\n"
            rest = simplify(_NOTE.sub("", HALF_NOTE.sub("", rest) + follow)[: horizon - end + _HORIZON])
            ranked.append((Reading(score + self.model.score(rest, before, last), end, text), rest))
        ranked.sort(reverse=True)
        left = simplify(_NOTE.sub("", self.page.text[max(0, self.start - 40) : self.start]))[-4:]
        return sorted(
            (
                Reading(r.score + _WORD_WEIGHT * prose_log_probability(left + simplify(r.text) + rest), r.end, r.text)
                for r, rest in ranked[:_WEIGHED]
            ),
            reverse=True,
        )
