"""Text that remembers where it came from: apply changes, keep every one of them as an edit.

Cleaning is a chain of passes. A pass looks at a text and lists the changes it wants; :func:`apply_changes` carries
them out at once, moves the alignment with the raw text along, and writes one :class:`~civlib.records.Edit` each.
:func:`replay` does the same from the edits alone, so that the ledger can be checked against the text it explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class TrackedText:
    """A text on its way from raw to clean, with its alignment and the edits so far."""

    text: str
    alignment: Alignment
    edits: tuple[Edit, ...] = ()
    stage: int = 0

    @classmethod
    def of(cls, raw: str) -> TrackedText:
        """A raw text before the first pass."""
        return cls(raw, Alignment.identity(len(raw)))


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
    size = len(text)
    low, high = np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1, dtype=np.int64)
    starts, ends, offset = [], [], 0
    pieces = _pieces(text, ordered)
    for piece in pieces:
        length, span = len(piece.text), slice(piece.start, piece.end)
        if piece.aligned:
            starts.append(old.starts[span])
            ends.append(old.ends[span])
            low[span] = np.arange(offset, offset + length)
            high[span] = low[span] + 1
        else:
            raw_low, raw_high = _raw_interval(old, piece.start, piece.end)
            starts.append(np.full(length, raw_low, dtype=np.int64))
            ends.append(np.full(length, raw_high, dtype=np.int64))
            low[span], high[span] = offset, offset + length
        offset += length
    low[size] = high[size] = offset
    new_text = "".join(piece.text for piece in pieces)
    empty = np.zeros(0, dtype=np.int64)
    alignment = Alignment(np.concatenate([empty, *starts]), np.concatenate([empty, *ends]))

    def landed(start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the old text stands in the new text."""
        first = int(low[start])
        return first, max(first, int(high[end - 1])) if end > start else first

    earlier = tuple(replace(e, start=s, end=t) for e in tracked.edits for s, t in [landed(e.start, e.end)])
    inserted = _inserted(pieces)
    latest = []
    for change in ordered:
        raw_low, raw_high = _raw_interval(old, change.start, change.end)
        start, end = landed(change.start, change.end)
        if change.start == change.end:
            start = inserted.get(change.start, start)
            end = start + len(change.after)
        latest.append(
            Edit(
                tracked.stage, change.step, change.start, text[change.start : change.end], change.after,
                change.destination, raw_low, raw_high, start, end, change.confidence, change.note,
            )
        )  # fmt: skip
    return TrackedText(new_text, alignment, earlier + tuple(latest), tracked.stage + 1)


def _inserted(pieces: Sequence[_Piece]) -> dict[int, int]:
    """Where in the new text each insertion stands, by its place in the old text."""
    places, offset = {}, 0
    for piece in pieces:
        if piece.start == piece.end:
            places[piece.start] = offset
        offset += len(piece.text)
    return places


def _raw_interval(alignment: Alignment, start: int, end: int) -> tuple[int, int]:
    """The smallest raw interval that covers a stretch; where the stretch is empty, the place between its neighbours."""
    if end > start:
        return int(alignment.starts[start:end].min()), int(alignment.ends[start:end].max())
    if start < len(alignment.starts):
        at = int(alignment.starts[start])
    else:
        at = int(alignment.ends[-1]) if len(alignment.ends) else 0
    return at, at


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
