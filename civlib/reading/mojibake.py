"""Undo wrong codecs: 鍒涘缓, åˆ›å»º and ´´½¨ are 创建 in UTF-8 read as GBK, in UTF-8 read as cp1252, and in GBK read as it.

A stretch goes back into the bytes it was read from, and the bytes are read again. What comes out is taken when it is
valid and reads far better as Chinese than what stood there; the rest of the page stays. ftfy 6.3 does this well for
whole texts of UTF-8 read as Latin-1; it leaves 鍒涘缓 alone, makes ÊÐ£¬ of GBK into ÊУ¬, and does not say what it
changed where.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from math import exp, prod
from typing import NamedTuple

from civlib.reading.gbk import pair_table
from civlib.reading.ledger import Change
from civlib.reading.lost_bytes import LOST, Piece, fill, rarities, trigram_gain
from civlib.reading.punctuation import CHINESE
from civlib.reading.wrong_codec import (
    CP1252_SIGNS,
    FOUR_PAIRS,
    PAIR_RUN,
    gbk_bytes,
    gbk_pieces,
    latin_bytes,
    runs,
    trimmed,
    utf8_pieces,
)

# In UTF-8 as Latin-1 a Chinese character is â to ï and two signs that are no letters; no language writes so. Two in a
# line are looked at, and one if it may be a mark: â€œ ã€‚ ï¼Œ
_SIGNS = f"(?:[\x80-\xbf]|{CP1252_SIGNS.pattern}){{2}}"
_ONE = f"[\xe2-\xef]{_SIGNS}"
_UTF8_ONE, _UTF8_SEED = re.compile(_ONE), re.compile(f"[âãï]{_SIGNS}|{_ONE}.{{0,400}}?{_ONE}")
# In GBK as Latin-1 it is two characters, mostly ¡ to þ: ´´½¨ is 创建. Four of them are looked at.
_GBK_SEED = re.compile("[\xa1-\xfe]{4}")
# The same once more is letters and signs of the kind Ã¥, of which Chinese has three and more in a row.
_TWICE_SEED = re.compile(f"(?:[\xc2\xc3](?:[\x80-\xbf]|{CP1252_SIGNS.pattern})){{3}}")
# Marks that come out of three characters are right even alone: â€œ is “, ï¼Œ is ，.
_MARKS = re.compile("[“”‘’—–…•、。《》〈〉「」『』【】，：；！？（）～ -~]+")
# Marks of two: Â· is ·, where Chinese or a number stands beside it.
_SMALL = re.compile(
    f"(?<=[{CHINESE}0-9])(?:Â[\xa0°±²³·]|Ã—)(?![\x80-\xff])|(?<![\x80-\xff])(?:Â[\xa0·](?=[{CHINESE}])|Ã—(?=[0-9]))"
)
_IDEOGRAPH = re.compile(f"[{CHINESE}]")
_TOGETHER = re.compile(r"[^\x00-\xff\ufffd]{2}")
_LETTERS, _ASCII = re.compile("[A-Za-z]"), re.compile("[\x00-\x7f]")
_CLAUSE_END = tuple("，。；：！？、）”》")
_LONGEST_CLAUSE = 60
# What a character costs that the model does not know, and one of which a byte is lost.
_RAREST, _DAMAGED = -16.5, -14.0
# What a sign of the wrong reading costs as text of some language: they hardly ever stand together.
_LATIN_COST = -4.6
# How much better the right reading must be, in natural log units: on its own, and on a page that has clear ones.
_CLEAR, _LATIN_CLEAR, _HELPED = 12.0, 8.0, 2.0
# Two bytes say less than three: by chance they are any of 6,763 characters (log 8.8), and hardly any language has six
# accented letters and signs in a row.
_CHANCE, _PAIRS_CLEAR = 9.8, 11.5
_SCORED, _FEWEST = 40, 4
# What a character of a text costs at most, on average; and how few of them need sound neighbours.
_USUAL, _SHORT = -9.5, 4
# Once the clear stretches of a page come to this, characters are weighed on their own, which is quicker.
_CERTAIN = 200.0
_PAGE = 6.0
# How many characters with a lost byte a stretch may hold for each whole one, at most and if it is to be clear.
_MOST_BROKEN, _CLEAR_BROKEN = 3, 1.5
# Below this probability a character with a lost byte stays lost.
_SURE = 0.9
# More of them than this were not lost by a decoder; they stay lost.
_MOST_GUESSES = 5000


class _Stretch(NamedTuple):
    """Pieces that touch, how much better they read than what stands there, and whether that is evidence enough."""

    pieces: Sequence[Piece]
    gain: float
    clear: bool


def mojibake_changes(text: str) -> list[Change]:
    """Changes that read again what was read by a wrong codec.

    A character of which a byte was lost is restored where its neighbours tell it, with a confidence that says how
    surely; else it becomes U+FFFD. What was read wrongly twice, as UTF-8 often is, is one change.

    Parameters
    ----------
    text : str
        As decoded, with entities read, but with the control characters that carry bytes still in it.

    Examples
    --------
    >>> for text in ("鍒涘缓鏂囨槑鍩庡競", "åˆ›å»ºæ–‡æ˜ŽåŸŽå¸‚", "´´½¨ÎÄÃ÷³ÇÊÐ"):
    ...     [(c.step, c.after) for c in mojibake_changes(text)]
    [('damage/utf-8-as-gbk', '创建文明城市')]
    [('damage/utf-8-as-latin-1', '创建文明城市')]
    [('damage/gbk-as-latin-1', '创建文明城市')]
    """
    return list(_found(text))


# cleaning looks again at the text that it has just looked at
@lru_cache(maxsize=1)
def _found(text: str) -> tuple[Change, ...]:
    """The changes of the three kinds, those of the commonest first."""
    found = [_utf8_as_latin(text), _utf8_as_gbk(text), _gbk_as_latin(text)]
    # a page is mostly of one kind; bytes of the others in it are chance
    found.sort(key=lambda changes: -sum(change.end - change.start for change in changes))
    merged: list[Change] = []
    for changes in found:
        merged += _apart(changes, merged)
    return tuple(sorted(merged))


def _utf8_as_latin(text: str) -> list[Change]:
    step = "damage/utf-8-as-latin-1"
    small = [Change(m.start(), m.end(), _single(m.group()), step) for m in _SMALL.finditer(text)]
    if not (_UTF8_SEED.search(text) or _TWICE_SEED.search(text)):
        return small
    changes, stretches = [], []
    found = list(runs(utf8_pieces(latin_bytes(text), pairs=False)))
    again = [run for run in found if _UTF8_ONE.search(_said(run))]
    if again:
        changes = _twice(again, step)
    for run in found:
        pieces = trimmed(run, range(len(text) + 1))
        whole, broken = _counts(pieces)
        if whole and broken <= _MOST_BROKEN * whole:
            gain = sum(_cost(piece) - _source_cost(piece) for piece in pieces)
            marks = bool(_MARKS.fullmatch(_said(pieces)))
            lone = whole < _SHORT and _besides(text, pieces)
            together = bool(_TOGETHER.search(_said(pieces)))
            lettered = any(piece.kind == "ascii" and _LETTERS.search(piece.text) for piece in pieces)
            likely = (
                gain > _LATIN_CLEAR and whole > 1 and broken <= _CLEAR_BROKEN * whole and (together or not lettered)
            )
            clear = (marks or (likely and _reads(pieces))) and not lone
            stretches.append(_Stretch(pieces, gain, clear))
    for more in (_accepted(text, stretches, range(len(text) + 1), step), small):
        changes += _apart(more, changes)
    return sorted(changes)


def _twice(runs: Sequence[Sequence[Piece]], step: str) -> list[Change]:
    """Runs that were read wrongly twice, which show åˆ› when they are read again: each as a whole."""
    said = [_said(run) for run in runs]
    inner = _utf8_as_latin("\n".join(said))
    changes, behind = [], 0
    for run, shown, end in zip(runs, said, accumulate(len(shown) + 1 for shown in said), strict=True):
        first, behind = behind, bisect_left(inner, (end,))
        start = end - len(shown) - 1
        here = [change._replace(start=change.start - start, end=change.end - start) for change in inner[first:behind]]
        if here:
            confidence = min(change.confidence for change in here)
            after = _carried_out(shown, here)
            changes.append(Change(run[0].start, run[-1].end, after, step, confidence, note="read wrongly twice"))
    return changes


def _utf8_as_gbk(text: str) -> list[Change]:
    if not _utf8_in_pairs().search(text):
        return []
    shown, begins = gbk_bytes(text)
    places = {place: number for number, place in enumerate(begins)}
    costs = rarities()
    stretches = []
    for run in runs(utf8_pieces(shown, pairs=True)):
        pieces = trimmed(run, places)
        whole, broken = _counts(pieces)
        if whole and broken <= _MOST_BROKEN * whole:
            source = text[places[pieces[0].start] : places[pieces[-1].end]]
            wrong = sum(costs.get(char, _RAREST) for char in source if not char.isascii())
            gain = sum(_cost(piece) for piece in pieces) - wrong
            likely = gain > _CLEAR and whole > 1 and broken <= _CLEAR_BROKEN * whole
            stretches.append(_Stretch(pieces, gain, likely and _reads(pieces)))
    return _accepted(text, stretches, places, "damage/utf-8-as-gbk")


def _gbk_as_latin(text: str) -> list[Change]:
    if not _GBK_SEED.search(text):
        return []
    shown = latin_bytes(text)
    if not FOUR_PAIRS.search(shown):
        return []
    stretches = []
    at, certain = 0, 0.0
    while match := PAIR_RUN.search(shown, at):
        at = match.end()
        for start in (match.start(), match.start() + 1):
            stretch = _pairs(shown, start, certain > _CERTAIN)
            if stretch and (stretch.clear or stretch.gain > _HELPED or start == match.start()):
                stretches.append(stretch)
                at = stretch.pieces[-1].end
                certain += stretch.gain if stretch.clear else 0.0
                break
    return _accepted(text, stretches, range(len(text) + 1), "damage/gbk-as-latin-1")


def _pairs(shown: str, start: int, certain: bool) -> _Stretch | None:
    """The pairs from a place on, weighed as Chinese."""
    match = PAIR_RUN.match(shown, start)
    if not match:
        return None
    run = next(runs(gbk_pieces(match.group(), start)), [])
    said = _said(run)[:_SCORED]
    pairs = sum(piece.end - piece.start for piece in run) // 2
    swallowed = len(_ASCII.findall(match.group(), 0, 2 * pairs))
    if not run or run[0].start != start or swallowed == pairs:
        return None
    costs = rarities()
    gain = sum(costs.get(char, _RAREST) + _CHANCE for char in said)
    if not certain and gain > 0:
        gain = trigram_gain(said, _CHANCE, shown[max(0, start - 2) : start])
    clear = len(set(_IDEOGRAPH.findall(said))) >= _FEWEST and 2 * swallowed <= pairs and gain > _PAIRS_CLEAR
    return _Stretch(run, gain, clear)


def _accepted(
    text: str, stretches: Iterable[_Stretch], places: Mapping[int, int] | Sequence[int], step: str
) -> list[Change]:
    """Changes for the stretches that are clear, and for the others if there is one that is."""
    stretches = list(stretches)
    certain = sum(stretch.gain for stretch in stretches if stretch.clear)
    if not certain:
        return []
    changes: list[Change] = []
    guesses = 0
    for stretch in stretches:
        if stretch.clear or stretch.gain > _HELPED or (certain > _CERTAIN and _is_plain(stretch)):
            guesses += sum(not piece.text for piece in stretch.pieces)
            pieces = stretch.pieces
            if guesses > _MOST_GUESSES:
                pieces = [piece._replace(candidates="") for piece in pieces]
            # what a page shows elsewhere speaks for a stretch too
            sure = 1 / (1 + exp(-min(stretch.gain + min(certain, _PAGE), 30.0)))
            changes += _clauses(text, pieces, places, step, sure)
    return changes


def _is_plain(stretch: _Stretch) -> bool:
    """Whether a stretch has nothing but characters that texts have: a name (魏冬妮), a sign (①) need no more evidence."""
    costs = rarities()
    return all(
        piece.kind == "ascii" or (piece.text and all(c in costs or not _IDEOGRAPH.match(c) for c in piece.text))
        for piece in stretch.pieces
    )


def _clauses(
    text: str, pieces: Sequence[Piece], places: Mapping[int, int] | Sequence[int], step: str, sure: float
) -> Iterator[Change]:
    """The changes of one stretch, clause by clause, so that each can be read and leads back to a short place."""
    behind = places[pieces[-1].end]
    texts, shares = fill(pieces, text[behind : behind + 1] or "\n")
    first = size = 0
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        size += len(texts[number])
        ends = texts[number].endswith(_CLAUSE_END) or size >= _LONGEST_CLAUSE
        if not last and (not ends or piece.end not in places or piece.kind == "ascii"):
            continue
        part = slice(first, number + 1)
        told = [share >= _SURE for share in shares[part]]
        after = "".join(said if clear else LOST for said, clear in zip(texts[part], told, strict=True))
        start, end = places[pieces[first].start], places[piece.end]
        if after != text[start:end]:
            confidence = round(sure * prod(share for share in shares[part] if share >= _SURE), 2)
            guessed = sum(not piece.text for piece in pieces[part])
            note = f"{guessed} characters had lost a byte, {after.count(LOST)} stay lost" if guessed else ""
            yield Change(start, end, after, step, confidence=confidence, note=note)
        first, size = number + 1, 0


@lru_cache(maxsize=1)
def _utf8_in_pairs() -> re.Pattern[str]:
    """Three characters of GBK whose bytes are two of UTF-8. No sound text has them in a row.

    The 349,046 words of jieba's dictionary, strung together at random to 1.2 million characters, do not hold one.
    """
    leads, inner = range(0xE2, 0xF0), range(0x80, 0xC0)
    classes = []
    for first, second in ((leads, inner), (inner, leads), (inner, inner)):
        found = "".join(pair_table().get((lead, trail), "") for lead in first for trail in second)
        classes.append(f"[{re.escape(found)}]")
    return re.compile("(?!锟斤拷)" + "".join(classes))


def _counts(pieces: Sequence[Piece]) -> tuple[int, int]:
    """How many characters are whole, and how many are broken."""
    return sum(len(piece.text) for piece in pieces if piece.kind == "whole"), sum(not piece.text for piece in pieces)


def _reads(pieces: Sequence[Piece]) -> bool:
    """Whether the whole characters are such as texts consist of: rare ones (橘螫) may be there by chance."""
    whole = [piece for piece in pieces if piece.kind == "whole"]
    return sum(map(_cost, whole)) > _USUAL * sum(len(piece.text) for piece in whole)


def _besides(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether Latin letters with accents, or signs, touch a stretch: then it may be a part of what they are."""
    start, end = pieces[0].start, pieces[-1].end
    return any("\x80" <= char <= "\xff" for char in latin_bytes(text[max(0, start - 1) : start] + text[end : end + 1]))


def _cost(piece: Piece) -> float:
    """The log probability of what a piece says, on its own; of ASCII, that of the same in the other reading."""
    if piece.kind == "ascii":
        return 0.0
    costs = rarities()
    return sum(costs.get(char, _RAREST) for char in piece.text) if piece.text else _DAMAGED


def _source_cost(piece: Piece) -> float:
    """The log probability of what stands there now, as Latin text."""
    return 0.0 if piece.kind == "ascii" else _LATIN_COST * (piece.end - piece.start)


def _said(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text or LOST for piece in pieces)


def _carried_out(text: str, changes: Iterable[Change]) -> str:
    parts, cursor = [], 0
    for change in changes:
        parts += [text[cursor : change.start], change.after]
        cursor = change.end
    return "".join(parts) + text[cursor:]


def _apart(changes: Iterable[Change], others: Sequence[Change]) -> list[Change]:
    """Those changes that do not touch any of the others."""
    taken = {at for other in others for at in range(other.start, other.end)}
    return [change for change in changes if change.start not in taken and change.end - 1 not in taken]


def _single(shown: str) -> str:
    return latin_bytes(shown).encode("latin-1").decode("utf-8")
