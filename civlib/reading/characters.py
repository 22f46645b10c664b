"""Characters that no reader sees: line ends, control and zero-width characters, HTML entities, look-alikes."""

from __future__ import annotations

import html
import re
import unicodedata

from civlib.reading.ledger import Change

# Removed: control characters but line feed and tab, soft hyphen, zero-width and direction marks, byte-order mark.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
# &amp;nbsp; was written by a page that escaped its text twice
_ENTITY = re.compile(r"&(?:amp;)*(?P<name>(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)")
_SURROGATE = re.compile("[\ud800-\udfff]+")
# Kangxi radicals and compatibility ideographs look like the characters they stand for: ⼯作 is 工作.
_LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]+")


def character_changes(text: str) -> list[Change]:
    """Changes that leave only characters a reader sees.

    Line ends become ``"\\n"``; invisible characters go; a lone surrogate, which no encoding can hold, becomes U+FFFD;
    radicals and compatibility forms become the characters they look like.

    Examples
    --------
    >>> [(c.step, c.start, c.after) for c in character_changes("创\\u200b城\\r\\n")]
    [('characters/invisible', 1, ''), ('characters/line-end', 3, '\\n')]
    """
    changes = [Change(m.start(), m.end(), "\n", "characters/line-end") for m in _LINE_END.finditer(text)]
    taken = {change.start for change in changes}
    changes += [
        Change(m.start(), m.end(), "", "characters/invisible")
        for m in _INVISIBLE.finditer(text)
        if m.start() not in taken
    ]
    changes += [
        Change(m.start(), m.end(), "\ufffd" * len(m.group()), "characters/surrogate", charwise=True)
        for m in _SURROGATE.finditer(text)
    ]
    for match in _LOOKALIKE.finditer(text):
        plain = "".join(_plain(char) for char in match.group())
        if plain != match.group():
            changes.append(Change(match.start(), match.end(), plain, "characters/look-alike", charwise=True))
    return sorted(changes)


def _plain(char: str) -> str:
    """The character that a look-alike stands for; a few have no single one and stay."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def entity_changes(text: str) -> list[Change]:
    """Changes that read HTML entities: ``&ldquo;`` and ``&#8220;`` are “.

    Examples
    --------
    >>> [(c.start, c.end, c.after) for c in entity_changes("&ldquo;创城&rdquo; AT&T;")]
    [(0, 7, '“'), (9, 16, '”')]
    """
    changes = []
    for match in _ENTITY.finditer(text):
        plain = html.unescape("&" + match.group("name"))
        if plain != match.group() and "\ufffd" not in plain:
            changes.append(Change(match.start(), match.end(), plain, "characters/entity"))
    return changes
