"""Text that remembers where it came from: apply changes, keep every one of them as an edit.

Cleaning is a chain of passes. A pass looks at a text and lists the changes it wants; :func:`apply_changes` carries
them out at once, moves the alignment with the raw text along, and writes one :class:`~civlib.records.Edit` each.
:func:`replay` does the same from the edits alone, so that the ledger can be checked against the text it explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from civlib.errors import CivlibError
from civlib.records import Alignment, Edit


class Change(NamedTuple):
    """What a pass wants done with ``text[start:end]`` of the text it was given.

    Attributes
    ----------
    start, end : int
        The stretch; empty for an insertion.
    after : str
        What shall stand there instead; the stretch itself for a flag or a move.
    step : str
        Name of the rule, as ``family/rule``.
    confidence : float
        1.0 where the rule leaves no doubt.
    destination : int or None
        Where the stretch is moved to, as an offset into the text the pass was given.
    charwise : bool
        Whether character ``i`` of ``after`` stands for character ``i`` of the stretch.
    note : str
        Why, in words.
    """

    start: int
    end: int
    after: str
    step: str
    confidence: float = 1.0
    destination: int | None = None
    charwise: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TrackedText:
    """A text on its way from raw to clean, with its alignment and the edits so far.

    Attributes
    ----------
    text : str
    alignment : Alignment
    stage : int
        How many passes have changed it.
    ledger : tuple of tuple of Edit
        The edits pass by pass, as they stood when they were made.
    starts, ends : ndarray
        Where the stretches of all these edits stand in ``text`` now.
    """

    text: str
    alignment: Alignment
    stage: int = 0
    ledger: tuple[tuple[Edit, ...], ...] = ()
    starts: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    ends: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @classmethod
    def of(cls, raw: str) -> TrackedText:
        """A raw text before the first pass."""
        return cls(raw, Alignment.identity(len(raw)))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits in order, with their place in ``text`` as it is now."""
        made = (edit for edits in self.ledger for edit in edits)
        return tuple(
            edit if edit.start == start and edit.end == end else replace(edit, start=start, end=end)
            for edit, start, end in zip(made, self.starts.tolist(), self.ends.tolist(), strict=True)
        )


class _Piece(NamedTuple):
    """A stretch of the new text: what it says, and the stretch of the old text that it stands for."""

    text: str
    start: int
    end: int
    aligned: bool


def _pieces(text: str, changes: Sequence[Change]) -> list[_Piece]:
    """The new text in order, as pieces; every character of the old text lies in exactly one of them."""
    arrivals = sorted((c for c in changes if c.destination is not None), key=lambda c: (c.destination or 0, c.start))
    pieces: list[_Piece] = []
    cursor, waiting = 0, 0

    def keep(until: int) -> None:
        """Copy the old text up to ``until`` and let in what was moved to a place on the way."""
        nonlocal cursor, waiting
        while waiting < len(arrivals) and (arrivals[waiting].destination or 0) <= until:
            arrival = arrivals[waiting]
            at = max(arrival.destination or 0, cursor)
            pieces.append(_Piece(text[cursor:at], cursor, at, True))
            pieces.append(_Piece(text[arrival.start : arrival.end], arrival.start, arrival.end, True))
            cursor, waiting = at, waiting + 1
        pieces.append(_Piece(text[cursor:until], cursor, until, True))
        cursor = until

    for change in changes:
        if change.start < cursor:
            raise CivlibError(
                f"two changes of one pass overlap at {change.start}: {change.step} and the one before it",
                where=repr(text[max(0, change.start - 10) : change.end + 10]),
                remedy="this is a fault in a rule; report it with the text",
            )
        keep(change.start)
        if change.destination is None:
            aligned = change.after == text[change.start : change.end] or (
                change.charwise and len(change.after) == change.end - change.start
            )
            pieces.append(_Piece(change.after, change.start, change.end, aligned))
        cursor = change.end
    keep(len(text))
    return [piece for piece in pieces if piece.text or piece.end > piece.start]


def apply_changes(tracked: TrackedText, changes: Iterable[Change]) -> TrackedText:
    """Carry out the changes of one pass.

    Parameters
    ----------
    tracked : TrackedText
    changes : iterable of Change
        Offsets refer to ``tracked.text``; stretches must not overlap. Rows that change nothing are flags.

    Returns
    -------
    TrackedText
        With the new text, its alignment with the raw text, and one more edit for each change.

    Examples
    --------
    >>> before = TrackedText.of("創城(chuàng)")
    >>> after = apply_changes(before, [Change(0, 1, "创", "script/simplified"), Change(2, 10, "", "notes/pinyin")])
    >>> after.text, after.alignment.spans(0, 2), [edit.before for edit in after.edits]
    ('创城', [(0, 2)], ['創', '(chuàng)'])
    """
    ordered = sorted(changes, key=lambda change: (change.start, change.end))
    if not ordered:
        return tracked
    text, old = tracked.text, tracked.alignment
    pieces = _pieces(text, ordered)
    new_text = "".join(piece.text for piece in pieces)
    layout = _Layout.of(pieces, len(text))
    alignment = layout.alignment(old)
    places = np.array([(change.start, change.end) for change in ordered], dtype=np.int64)
    raw_low, raw_high = _raw_intervals(old, places[:, 0], places[:, 1])
    landed_low, landed_high = layout.landed(places[:, 0], places[:, 1])
    inserted = _inserted(pieces)
    latest = []
    for change, low, high, start, end in zip(
        ordered, raw_low.tolist(), raw_high.tolist(), landed_low.tolist(), landed_high.tolist(), strict=True
    ):
        if change.start == change.end:
            start = inserted.get(change.start, start)
            end = start + len(change.after)
        latest.append(
            Edit(
                tracked.stage, change.step, change.start, text[change.start : change.end], change.after,
                change.destination, low, high, start, end, change.confidence, change.note,
            )
        )  # fmt: skip
    earlier_low, earlier_high = layout.landed(tracked.starts, tracked.ends)
    return TrackedText(
        new_text,
        alignment,
        tracked.stage + 1,
        (*tracked.ledger, tuple(latest)),
        np.concatenate([earlier_low, np.array([edit.start for edit in latest], dtype=np.int64)]),
        np.concatenate([earlier_high, np.array([edit.end for edit in latest], dtype=np.int64)]),
    )


class _Layout(NamedTuple):
    """Where the characters of an old text went, and where those of the new one came from, piece by piece.

    ``low[i]:high[i]`` is the place in the new text of character ``i`` of the old one; the last entry stands for its end.
    """

    starts: np.ndarray
    ends: np.ndarray
    lengths: np.ndarray
    aligned: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, pieces: Sequence[_Piece], size: int) -> _Layout:
        numbers = np.array(
            [(piece.start, piece.end, len(piece.text), piece.aligned) for piece in pieces], dtype=np.int64
        ).reshape(-1, 4)
        starts, ends, lengths, aligned = numbers.T
        offsets = np.cumsum(lengths) - lengths
        spans = ends - starts
        within = _within(spans)
        places = np.repeat(starts, spans) + within
        kept = np.repeat(aligned, spans)
        low = np.zeros(size + 1, dtype=np.int64)
        high = np.zeros(size + 1, dtype=np.int64)
        low[places] = np.repeat(offsets, spans) + within * kept
        high[places] = np.where(kept == 1, low[places] + 1, np.repeat(offsets + lengths, spans))
        low[size] = high[size] = int(lengths.sum())
        return cls(starts, ends, lengths, aligned, low, high)

    def alignment(self, old: Alignment) -> Alignment:
        """For every character of the new text the raw interval it came from."""
        within = _within(self.lengths)
        kept = np.repeat(self.aligned, self.lengths) == 1
        places = (np.repeat(self.starts, self.lengths) + within)[kept]
        raw_low, raw_high = _raw_intervals(old, self.starts, self.ends)
        starts, ends = np.repeat(raw_low, self.lengths), np.repeat(raw_high, self.lengths)
        starts[kept], ends[kept] = old.starts[places], old.ends[places]
        return Alignment(starts, ends)

    def landed(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where stretches of the old text stand in the new text."""
        first = self.low[starts]
        last = np.where(ends > starts, np.maximum(first, self.high[np.maximum(ends - 1, 0)]), first)
        return first, last


def _within(lengths: np.ndarray) -> np.ndarray:
    """0, 1, 2 … anew for each length: [2, 3] gives [0, 1, 0, 1, 2]."""
    begins = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(begins, lengths)


def _inserted(pieces: Sequence[_Piece]) -> dict[int, int]:
    """Where in the new text each insertion stands, by its place in the old text."""
    places, offset = {}, 0
    for piece in pieces:
        if piece.start == piece.end:
            places[piece.start] = offset
        offset += len(piece.text)
    return places


def _raw_intervals(
    alignment: Alignment, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The smallest raw interval that covers each stretch; of an empty one, the place between its neighbours.

    Behind the last character that place is where the last one ends.
    """
    behind = int(alignment.ends[-1]) if len(alignment.ends) else 0
    low = np.append(alignment.starts, behind)
    high = np.append(alignment.ends, behind)
    first = low[starts]
    full = np.flatnonzero(ends > starts)
    raw_low, raw_high = first.copy(), first.copy()
    if len(full):
        bounds = np.stack([starts[full], ends[full]], axis=1).ravel()
        raw_low[full] = np.minimum.reduceat(low, bounds)[::2]
        raw_high[full] = np.maximum.reduceat(high, bounds)[::2]
    return raw_low, raw_high


def replay(raw: str, edits: Iterable[Edit]) -> str:
    """Repeat the edits of a ledger on the raw text.

    Parameters
    ----------
    raw : str
    edits : iterable of Edit
        In order, as ``report.edits`` or ``cv.clean(raw).edits`` hold them.

    Returns
    -------
    str
        The clean text; that it equals ``report.text`` is what makes the ledger complete.

    Raises
    ------
    CivlibError
        If an edit does not find its ``before`` at its position.

    Examples
    --------
    >>> tracked = apply_changes(TrackedText.of("創城"), [Change(0, 1, "创", "script/simplified")])
    >>> replay("創城", tracked.edits)
    '创城'
    """
    text = raw
    by_stage: dict[int, list[Change]] = {}
    for edit in edits:
        by_stage.setdefault(edit.stage, []).append(
            Change(edit.position, edit.position + len(edit.before), edit.after, edit.step, destination=edit.destination,
                   note=edit.before)
        )  # fmt: skip
    for stage in sorted(by_stage):
        for change in by_stage[stage]:
            if text[change.start : change.end] != change.note:
                raise CivlibError(
                    f"the edit {change.step} expects {change.note!r} at {change.start}",
                    where=f"stage {stage}, where there is {text[change.start : change.end]!r}",
                    remedy="replay the whole ledger, in its order, on the raw text that it was made from",
                )
        text = "".join(piece.text for piece in _pieces(text, sorted(by_stage[stage], key=lambda c: (c.start, c.end))))
    return text
