"""The order of the passes that turn a raw page into clean text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from civlib.errors import ArgumentError
from civlib.reading.characters import character_changes, entity_changes, tag_changes, unreadable_flags
from civlib.reading.damage import damage_changes
from civlib.reading.flags import flag_changes
from civlib.reading.joining import join_changes
from civlib.reading.ledger import Change, TrackedText, apply_changes
from civlib.reading.mojibake import mojibake_changes
from civlib.reading.notes import note_changes
from civlib.reading.page import page_changes
from civlib.reading.punctuation import doubled_changes, punctuation_changes, width_changes
from civlib.reading.script import particle_changes, script_changes
from civlib.reading.spacing import blank_changes, gap_changes
from civlib.records import Alignment, Edit

# Sound text needs one round, and a second one that finds nothing to do; the rest is for text nobody wrote.
_ROUNDS = 12

Pass = Callable[[str], Iterable[Change]]


@dataclass(frozen=True, slots=True, eq=False)
class CleanText:
    """What :func:`clean` returns.

    Attributes
    ----------
    text : str
        Clean simplified text; paragraphs and headings joined by ``"\\n"``.
    edits : tuple of Edit
        Every change and every flag, in the order in which they were made.
    alignment : Alignment
        For every character of ``text``, where in the raw text it came from.
    metadata : mapping of str to str
        ``title``, ``date``, ``publisher``, where the page itself says them.
    """

    text: str
    edits: tuple[Edit, ...]
    alignment: Alignment = field(repr=False)
    metadata: Mapping[str, str] = field(default_factory=dict)


def clean(raw_text: str, *, layout: bool = True) -> CleanText:
    """Clean one raw page: repair its characters, take the page off it, and keep the ledger.

    The passes run in this order, and each must come before the next: a wrong codec was the last thing that happened to
    a page, and its control characters are bytes; shifted bytes are found by the notes among them, and as they were
    decoded; tags that a scraper left, and characters no reader sees, would hide patterns;
    pinyin notes stand between the characters of a word; OpenCC's phrases need those words whole; the patterns of page
    furniture are written in simplified, full-width text; lines are joined when no byline stands between them; blanks
    close up when every line is what it will be. The passes are repeated until nothing changes any more (a byline with a
    blank in its label shows only when the blank is gone), so that clean text stays as it is when it is cleaned again.

    Parameters
    ----------
    raw_text : str
        Any text; nothing raises.
    layout : bool
        False leaves the page alone, for text that is already clean: no furniture is removed, no line joined.

    Returns
    -------
    CleanText

    Examples
    --------
    >>> result = clean("創(chuàng)城,我們一起.")
    >>> result.text, [edit.step for edit in result.edits][:2]
    ('创城，我们一起。', ['notes/pinyin', 'script/simplified'])
    """
    if not isinstance(raw_text, str):
        raise ArgumentError(f"expected a str, got {type(raw_text).__name__}", remedy="pass the text of one page")
    tracked = TrackedText.of(raw_text)
    said: dict[str, str] = {}
    tracked = apply_changes(tracked, mojibake_changes(raw_text))
    tracked = apply_changes(tracked, damage_changes(tracked.text))
    for _ in range(_ROUNDS):
        before = tracked.text
        tracked = _round(tracked, layout, said)
        if tracked.text == before:
            break
    tracked = apply_changes(tracked, flag_changes(tracked.text))
    tracked = apply_changes(tracked, unreadable_flags(tracked.text))
    return CleanText(tracked.text, tracked.edits, tracked.alignment, MappingProxyType(said))


def _round(tracked: TrackedText, layout: bool, said: dict[str, str]) -> TrackedText:
    """All passes once, in their order; what the page says of its report goes to ``said``."""
    for look in (entity_changes, tag_changes, mojibake_changes, character_changes, note_changes):
        tracked = apply_changes(tracked, look(tracked.text))
    simplified = script_changes(tracked.text)
    tracked = apply_changes(tracked, simplified)
    tracked = apply_changes(tracked, particle_changes(tracked.text, simplified))
    for look in (width_changes, punctuation_changes, doubled_changes):
        tracked = apply_changes(tracked, look(tracked.text))
    if layout:
        changes, found = page_changes(tracked.text)
        for field_name, value in found.items():
            said.setdefault(field_name, value)
        tracked = apply_changes(tracked, changes)
        tracked = apply_changes(tracked, gap_changes(tracked.text))
        tracked = apply_changes(tracked, join_changes(tracked.text))
    for look in (gap_changes, blank_changes, gap_changes):
        tracked = apply_changes(tracked, look(tracked.text))
    return tracked
