"""Search the readings of one stretch of shifted bytes, from left to right, with a beam.

:mod:`civlib.reading.damage` says how such stretches came about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from pypinyin import Style, pinyin

from civlib.reading.damage_page import HALF_NOTE, MARK_LEAD, MARKS, NOTE, OPENING, Page
from civlib.reading.damage_ranking import Candidate, Reading, ranked
from civlib.reading.gbk import bytes_of, inventory, pair_table
from civlib.reading.script import simplify

_BEAM = 300
_LONGEST = 160
# How far the text behind a restored stretch is read to judge the joint, and how far for quotes, in characters.
_HORIZON, _FOLLOWING = 3, 200
# Costs in natural log units: a byte lost with no straddling pair to explain it; a swallowed letter, figure, mark.
_LONE, _LETTER, _FIGURE, _MARK = 6.0, 3.0, 2.0, 5.0
_HALF_MARKS = ",:;"
# What a character of running text costs; added back where readings of different length are compared on the way.
_LENGTH = 1.5
# Stands for a half-width character that is lost and cannot be told.
LOST = "□"
_LOST_BYTE = re.compile("[?€]")
# What is left of a tag or a number whose first character went with a half: </p> and 2020年.
_TAG_WITHOUT_HEAD = re.compile(r"/?[a-z]{1,8}\d? ?/?>")
_NUMBER_WITHOUT_HEAD = re.compile(r"(?=(0\d\d年|9\d\d年)?)\d")


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


def _rank(state: _State) -> float:
    """The score of a state beside others that have read the same: one more character costs what a character costs."""
    return state.score + _LENGTH * len(state.text)


def _highest(rank: np.ndarray, among: np.ndarray) -> list[int]:
    """The places of the highest ranks among some, highest first."""
    if len(among) > 2 * _BEAM:
        among = among[np.argpartition(-rank[among], 2 * _BEAM)[: 2 * _BEAM]]
    return list(among[np.argsort(-rank[among], kind="stable")].tolist())


class Search:
    """Beam search for the readings of one stretch, from left to right over what the page shows."""

    def __init__(self, page: Page, start: int, left: str) -> None:
        self.page, self.start, self.left = page, start, left
        self.model, self.inventory = page.model, inventory()
        self.agenda: dict[int, dict[tuple[int, str, int], _State]] = {}
        self.done: dict[tuple[int, str], tuple[float, int, int]] = {}

    def readings(self) -> list[Reading]:
        """What the stretch may have said, most probable first; readings that say the same count as one."""
        self._open()
        while self.agenda:
            at = min(self.agenda)
            states = self._best(at, self.agenda.pop(at).values())
            if at < len(self.page.text) and at - self.start < _LONGEST and self.page.text[at] != "\n":
                self._advance(at, states)
        return ranked(self._candidates(), self.left)

    def _best(self, at: int, states: Iterable[_State]) -> list[_State]:
        """The states worth going on with: the best that what is shown next fits, and the best that it does not."""
        pair = bytes_of(self.page.text[at]) if at < len(self.page.text) else None
        ordered = sorted(states, key=_rank, reverse=True)
        fitting = [state for state in ordered if pair and state.pending == pair[0]]
        others = [state for state in ordered if not pair or state.pending != pair[0]]
        return fitting[:_BEAM] + others[:_BEAM]

    def _grow(self, states: list[_State], places: Sequence[np.ndarray], at: int | None) -> list[_State]:
        """Continue each reading by the characters at its ``places`` that allow what is shown at ``at`` to come next.

        The best are kept of those that it fits, and of those that need a vanished pair before it.
        """
        trails = None if at is None else self.page.trails(at)
        scores, owners, chosen = [], [], []
        for number, (state, here) in enumerate(zip(states, places, strict=True)):
            if trails is not None:
                here = here[trails[self.inventory.trails[here]]]
            if self.page.traditional:
                here = here[self.inventory.traditional[here]]
            if len(here):
                wanted = self.inventory.model_index[here]
                scores.append(state.score + self.model.log_probabilities(state.before, state.last, wanted))
                owners.append(np.full(len(here), number))
                chosen.append(here)
        if not scores:
            return []
        score, owner, place = np.concatenate(scores), np.concatenate(owners), np.concatenate(chosen)
        rank = score + _LENGTH * np.array([len(state.text) for state in states])[owner]
        pair = bytes_of(self.page.text[at]) if at is not None and at < len(self.page.text) else None
        fits = self.inventory.trails[place] == (pair[0] if pair else -1)
        grown = []
        for best in [*_highest(rank, np.flatnonzero(fits)), *_highest(rank, np.flatnonzero(~fits))]:
            state, character = states[owner[best]], int(place[best])
            grown.append(
                _State(
                    float(score[best]), int(self.inventory.trails[character]), state.last,
                    int(self.inventory.model_index[character]), state.text + self.inventory.characters[character],
                )
            )  # fmt: skip
        return grown

    def _push(self, at: int, state: _State) -> None:
        waiting = self.agenda.setdefault(at, {})
        key = (state.pending, state.text[-9:], len(state.text))
        if key not in waiting or waiting[key] < state:
            waiting[key] = state

    def _finish(self, at: int, score: float, before: int, last: int, text: str) -> None:
        key = (at, text)
        if key not in self.done or self.done[key][0] < score:
            self.done[key] = (score, before, last)

    def _open(self) -> None:
        """How the text can get out of step at a "?"."""
        text, start = self.page.text, self.start
        before, last = self.model.index(self.left[-2]), self.model.index(self.left[-1])
        note = HALF_NOTE.match(text, start)
        if note:
            self._open_at_note(note, before, last)
        elif text[start + 1 : start + 2] and text[start + 1 : start + 2] in MARKS:
            # perhaps it is a question mark, and nothing is out of step
            asked = self.model.index("?")
            self._finish(start + 1, self.model.score("?", before, last), last, asked, "?")
            # 。” is A1 A3 A1 B1: something came between A1 and the mark A3 A1
            lead = MARKS[text[start + 1]]
            fresh = [_State(0.0, 0, before, last, "")]
            first = self._grow(fresh, [self.inventory.with_trail(MARK_LEAD)], None)
            follows = [self.inventory.with_lead(lead)] * len(first)
            for state in self._grow(first, follows, start + 2):
                self._push(start + 2, state)

    def _open_at_note(self, note: re.Match[str], before: int, last: int) -> None:
        """變為 is D7 83 9E E9: 83 9E is 優, so (yōu) came between 9E and E9."""
        syllable, end = note.group(1), note.end()
        shown = NOTE.sub("", self.page.text[max(0, self.start - 10) : self.start])
        pair = bytes_of(shown[-1]) if shown else None
        if pair and pair[1] > 0x80:
            for lead in range(0x81, 0xFF):
                key = pair_table().get((pair[1], lead))
                if key and syllable in _syllables(key):
                    fresh = [_State(-self.page.note_cost(key, syllable), 0, before, last, "")]
                    for state in self._grow(fresh, [self.inventory.with_lead(lead)], end):
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
        half_note = HALF_NOTE.match(self.page.text, at)  # which no character out of step can show
        for round_ in range(4):
            for state in states:
                self._close(at, char, state)
            states = [state for state in states if not self._wants_note(state)]
            fitting = [state for state in states if pair and pair[0] == state.pending and not half_note]
            if pair and fitting:
                end, follows = self._behind_note(at, char), [self.inventory.with_lead(pair[1])] * len(fitting)
                if chr(pair[1]).isascii() and chr(pair[1]).isalpha():
                    for state in fitting:
                        self._swallow(at, pair[1], state)
                for state in self._grow(fitting, follows, end):
                    self._push(end, state)
            if round_ == 3:
                break
            able = [state for state in states if self.inventory.can_vanish(state.pending)]
            unseen = [self._vanishing(state.pending, half_note) for state in able]
            vanished = self._grow(able, unseen, at)
            best: dict[tuple[int, str, int], _State] = {}
            for state in vanished:
                best.setdefault((state.pending, state.text[-9:], len(state.text)), state)
            states = self._best(at, best.values())

    def _wants_note(self, state: _State) -> bool:
        """Whether the last character is one that the page notes, so that the bytes of a note must come next.

        The first is exempt: a note came between its bytes, so that it was not found as a whole.
        """
        return len(state.text) > 1 and state.text[-1] in self.page.notes

    def _vanishing(self, pending: int, half_note: re.Match[str] | None) -> np.ndarray:
        """What may follow unseen; in front of half a note, only what is read so."""
        if half_note is None:
            return self.inventory.vanishing_after(pending)
        return _read_unseen(pending, half_note.group(1))

    def _behind_note(self, at: int, char: str) -> int:
        """The place behind a character that is shown out of step, and behind its note if it has one."""
        note = NOTE.match(self.page.text, at + 1)
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
            self._close_at_lost_half(at, state)
        if (char.isascii() and ord(char) == state.pending) or (char == "€" and state.pending == 0x80):
            if NOTE.match(self.page.text, at + 1) or not self._wants_note(state):
                self._finish(at + 1, state.score, *tail)

    def _close_at_lost_half(self, at: int, state: _State) -> None:
        """A "?" may be the half that waits, and the half-width character behind it that went with it."""
        text, tail = self.page.text, (state.before, state.last, state.text)
        note = HALF_NOTE.match(text, at)
        if note and note.group(1) in _syllables(state.text[-1]):
            cost = self.page.note_cost(state.text[-1], note.group(1))
            self._finish(note.end(), state.score - cost, *tail)
        elif self._wants_note(state):
            return
        elif text[at + 1 : at + 2] in ("", "\n", *MARKS):
            self._finish(at + 1, state.score, *tail)
        elif tag := _TAG_WITHOUT_HEAD.match(text, at + 1):
            self._finish(tag.end(), state.score, *tail)
        else:
            # 貢獻。 and the line end went with its half; of 活?yóng)?600餘次, once 活動1600餘次, the figure did; of
            # 說好??梢?方法 the comma of 。可見, where a page is written with half-width marks
            self._swallowed(at, state, "\n", "\n", 0.0)
            for mark in _HALF_MARKS:
                self._swallowed(at, state, mark, mark, _MARK)
            if number := _NUMBER_WITHOUT_HEAD.match(text, at + 1):
                figure = {"0": "2", "9": "1"}.get(number.group(1)[:1], LOST) if number.group(1) else LOST
                self._swallowed(at, state, figure, "0", _FIGURE)

    def _swallowed(self, at: int, state: _State, shown: str, counted: str, cost: float) -> None:
        """Finish with a half-width character that went with a half; ``counted`` is what the model knows it as."""
        index = self.model.index(counted)
        score = state.score + self.model.score(counted, state.before, state.last) - cost
        self._finish(at + 1, score, state.last, index, state.text + shown)

    def _candidates(self) -> list[Candidate]:
        """All readings found, with what follows each, up to where the longest of them ends.

        Where another stretch begins on the way, what stands from there on says nothing.
        """
        text = self.page.text
        horizon = max((end for end, _ in self.done), default=0)
        line = text[horizon : horizon + _FOLLOWING].split("\n")[0]
        candidates = []
        for (end, said), (score, before, last) in self.done.items():
            behind = text[end:horizon]
            sound = OPENING.split(behind + line, maxsplit=1)[0]
            # a character that is shown counts once, with its note or with half of one
            shown = len(HALF_NOTE.sub("?", NOTE.sub("", behind + line + "\n"))[: horizon - end + _HORIZON])
            whole = len(sound) == len(behind + line)
            rest = simplify(NOTE.sub("", sound + "\n" * whole)[:shown])
            skipped = behind[len(sound) :]
            strange = sum(not OPENING.match(text, end + m.start()) for m in _LOST_BYTE.finditer(behind))
            closed = whole and len(line) < _FOLLOWING
            candidates.append(
                Candidate(
                    end, said, score, self.model.score(rest, before, last),
                    self.model.absence(self.left[-1] + simplify(said) + rest[:1]), rest, shown - len(rest),
                    len(OPENING.findall(skipped)), strange, sound, closed,
                )
            )  # fmt: skip
        return candidates
