"""Characters that no reader sees: line ends, control and zero-width characters, HTML entities, look-alikes."""

from __future__ import annotations

import html
import re
import unicodedata

from civlib.reading.ledger import Change

# Removed: control characters but line feed and tab, soft hyphen, zero-width and direction marks, byte-order mark.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    # Hangul fillers, variation selectors, and what stands for a picture in copied text
    "\u3164\uffa0\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e01ef]+"
)
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
# &amp;nbsp; was written by a page that escaped its text twice; ＆ldquo；by one that made all marks full-width
_ENTITY = re.compile(
    r"[&＆](?:amp[;；])*(?P<name>(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30})[;；])"
    # &nbsp without its semicolon, or & nbsp; but not ?lang=zh&lt=3
    r"|[&＆] ?(?:amp[;；])*(?P<known>(?:#8\d{3}|nbsp|ensp|emsp|[lr]dquo|[lr]squo|[mn]dash|hellip|middot|quot|lt|gt)(?![A-Za-z0-9=])[;；]?)"
)
# <p>, </h3>, <br/>, <img src="…">; near-misses: 1<2>0, <创城>, <App>
_TAG = re.compile(
    r"</?(?:(?P<block>p|div|br|h[1-6]|li|tr|ul|ol|table|section|article|html|body|head|title|hr)"
    r"|span|strong|b|i|em|u|a|img|font|td|th|tbody|center|sup|sub)(?:\s[^<>\n]{0,300})?\s?/?>",
    re.IGNORECASE,
)
_SURROGATE = re.compile("[\ud800-\udfff]+")
# Kangxi radicals and compatibility ideographs look like the characters they stand for: ⼯作 is 工作.
# Vertical, small and half-width forms are marks drawn otherwise: ︵ ﹐ ｡ are （ ， 。
_LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe31\ufe35-\ufe44\ufe47\ufe48\ufe50-\ufe6b\uff61-\uff65]+")
_UNREADABLE = re.compile(
    "(?P<lost_bytes>(?:\ufffd|ï¿½|锟斤拷[锟斤拷]*)(?:.{0,3}(?:\ufffd|ï¿½|锟斤拷[锟斤拷]*))*)"
    "|(?P<private_use>[\ue000-\uf8ff\U000f0000-\U0010ffff]+)"
    "|(?P<wrong_codec>[\xa1-\xff]{6,})"
)
# Letters and signs in one run: ÀÉÈÙÂÊ has no sign, ······ no letter.
_LETTER_AND_SIGN = re.compile("[\xa1-\xbf][\xc0-\xff]|[\xc0-\xff][\xa1-\xbf]")
_WHY = {
    "lost_bytes": "bytes were lost before the page was saved",
    "private_use": "a character that only a font of the site can draw",
    "wrong_codec": "the page was read by a wrong codec, and too much of it is lost",
}


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


def tag_changes(text: str) -> list[Change]:
    """Changes that take out HTML tags which a scraper left: a tag that ends a line becomes a line end.

    Examples
    --------
    >>> [(c.start, c.end, c.after) for c in tag_changes("<p>创城</p><b>我们</b>一起，1<2>0")]
    [(0, 3, '\\n'), (5, 9, '\\n'), (9, 12, ''), (14, 18, '')]
    """
    return [
        Change(m.start(), m.end(), "\n" if m["block"] else "", "characters/tag") for m in _TAG.finditer(text)
    ]


def entity_changes(text: str) -> list[Change]:
    """Changes that read HTML entities: ``&ldquo;`` and ``&#8220;`` are “.

    Examples
    --------
    >>> [(c.start, c.end, c.after) for c in entity_changes("&ldquo;创城&rdquo; AT&T;")]
    [(0, 7, '“'), (9, 16, '”')]
    """
    changes = []
    for match in _ENTITY.finditer(text):
        name = match["name"] or match["known"]
        plain = html.unescape("&" + name.rstrip(";；") + ";")
        if plain != match.group() and "\ufffd" not in plain:
            changes.append(Change(match.start(), match.end(), plain, "characters/entity"))
    return changes


def unreadable_flags(text: str) -> list[Change]:
    """Flags: changes that change nothing, for what cannot be read and cannot be restored.

    U+FFFD and 锟斤拷 (the same, saved and read once more by another codec) stand for bytes that are gone; characters for
    private use are drawn by a font that did not come with the text; a run such as Ã¥Â›Â½ was read by a wrong codec and
    has lost too much to be told.

    Examples
    --------
    >>> [(c.step, c.start, c.end) for c in unreadable_flags("建\\ufffd\\ufffd市，开始锟斤拷\\ue000")]
    [('flag/lost-bytes', 1, 3), ('flag/lost-bytes', 7, 10), ('flag/private-use', 10, 11)]
    """
    flags = []
    for match in _UNREADABLE.finditer(text):
        kind = match.lastgroup or ""
        if kind != "wrong_codec" or _LETTER_AND_SIGN.search(match.group()):
            step = f"flag/{kind.replace('_', '-')}"
            flags.append(Change(match.start(), match.end(), match.group(), step, note=_WHY[kind]))
    return flags
