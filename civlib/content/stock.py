"""Stock: the names and formulas that every report of the campaign must use, so that sharing them is no borrowing.

What stock is, ``civlib/data/stock_phrases.csv`` says: names and formulas word for word, patterns for those that come in
many forms (党的二十大, 第七届全国文明城市, the name of a place), and the little words between them. The title of a document,
in 《》, is stock whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from civlib.content.letters import HAN, TITLE
from civlib.errors import ResourceError
from civlib.resources import parse_csv, read_text, shipped

# What may stand in a pattern: Chinese characters and the signs of regular expressions that need no other letters.
_PATTERN = re.compile(rf"(?:{HAN.pattern}|[\[\](){{}}|?*+:!<=^,0-9-])+")
_ROLES = ("phrase", "link", "opener", "phrase pattern", "link pattern")


@dataclass(frozen=True)
class StockPhrases:
    """Phrases that every report of the campaign uses, so that sharing them is no borrowing.

    Attributes
    ----------
    phrases : tuple of str
        What may make up a stock passage: 全国文明城市, 创建工作.
    links : tuple of str
        Little words that may stand before, between or after: 的, 工作, 推进.
    openers : tuple of str
        Words that may stand before or between, not last: 深入 (推进文明城市创建工作), 全力.
    phrase_patterns, link_patterns : tuple of str
        Phrases and links that come in many forms, as regular expressions: 党的[一二三四五六七八九十]+大.
    """

    phrases: tuple[str, ...]
    links: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    phrase_patterns: tuple[str, ...] = ()
    link_patterns: tuple[str, ...] = ()

    def covers(self, letters: str, names: Sequence[str] = (), spare: int = 0) -> bool:
        """Whether ``letters`` consist of stock phrases, links and ``names`` only, with at least one phrase.

        Up to ``spare`` letters may be left over.

        Examples
        --------
        >>> stock = StockPhrases(("全国文明城市", "创建工作"), ("的",))
        >>> stock.covers("全国文明城市的创建工作"), stock.covers("全国文明城市创建的知晓率")
        (True, False)
        """
        words, patterns = _words(self, tuple(names)), _patterns(self)
        # place → ways to get there: was a phrase among the words, was the last an opener; and the fewest left over
        reached: dict[int, dict[tuple[bool, bool], int]] = {0: {(False, True): 0}}
        for place in range(len(letters)):
            if place not in reached:
                continue
            steps = [(place + len(word), role, 0) for word, role in words.get(letters[place], ())
                     if letters.startswith(word, place)]  # fmt: skip
            steps += [(match.end(), role, 0) for pattern, role in patterns if (match := pattern.match(letters, place))]
            if spare:
                steps.append((place + 1, "left over", 1))
            for end, role, more in steps:
                ways = reached.setdefault(end, {})
                for (phrase, _), left in reached[place].items():
                    way = phrase or role == "phrase", role == "opener"
                    if left + more <= min(spare, ways.get(way, spare)):
                        ways[way] = left + more
        return any(phrase and not opener for phrase, opener in reached.get(len(letters), {}))

    def find(self, letters: str) -> list[tuple[int, int]]:
        """The spans of stock phrases, from left to right, the longest at each place.

        Examples
        --------
        >>> StockPhrases(("文明城市", "文明城市创建"), phrase_patterns=("党的[一二三]+大",)).find("党的二大，文明城市创建")
        [(0, 4), (5, 11)]
        """
        words, patterns = _words(self, ()), _patterns(self)
        found = []
        place = 0
        while place < len(letters):
            ends = [place + len(word) for word, role in words.get(letters[place], ())
                    if role == "phrase" and letters.startswith(word, place)]  # fmt: skip
            ends += [match.end() for pattern, role in patterns if role == "phrase" and (match := pattern.match(letters, place))]
            if ends:
                found.append((place, max(ends)))
            place = max(ends, default=place + 1)
        return found


@lru_cache(maxsize=256)
def _words(stock: StockPhrases, names: tuple[str, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    """All words and their roles, by their first letter."""
    found: dict[str, tuple[tuple[str, str], ...]] = {TITLE: ((TITLE, "phrase"),)}
    roles = ((stock.phrases, "phrase"), (stock.links, "link"), (stock.openers, "opener"), (names, "link"))
    for words, role in roles:
        for word in words:
            found[word[0]] = (*found.get(word[0], ()), (word, role))
    return found


@lru_cache(maxsize=8)
def _patterns(stock: StockPhrases) -> tuple[tuple[re.Pattern[str], str], ...]:
    roles = ((stock.phrase_patterns, "phrase"), (stock.link_patterns, "link"))
    return tuple((re.compile(pattern), role) for patterns, role in roles for pattern in patterns)


@lru_cache(maxsize=8)
def _parse_stock(text: str, source: str) -> StockPhrases:
    roles: dict[str, list[str]] = {role: [] for role in _ROLES}
    for row in parse_csv(text, source, ("phrase", "role", "example", "near_miss")):
        phrase, role = row["phrase"], row["role"]
        where = f"{source}, phrase {phrase!r}"
        if role not in roles:
            raise ResourceError(
                f"the role {role!r} is not known",
                where=where,
                remedy=f"write one of {', '.join(_ROLES)}: a link or opener is a little word that may stand beside a phrase",
            )
        if role.endswith("pattern"):
            _check_pattern(phrase, where)
        elif not phrase or "".join(HAN.findall(phrase)) != phrase:
            raise ResourceError(
                "a stock phrase must consist of Chinese characters",
                where=where,
                remedy="leave out punctuation and spaces; they are ignored in matching anyway",
            )
        if any(phrase in known for known in roles.values()):
            raise ResourceError("the phrase is listed twice", where=where, remedy="remove one")
        roles[role].append(phrase)
    return StockPhrases(*(tuple(roles[role]) for role in _ROLES))


def _check_pattern(pattern: str, where: str) -> None:
    remedy = "write a regular expression of Chinese characters that matches at least one of them"
    if not _PATTERN.fullmatch(pattern):
        raise ResourceError("the pattern has letters other than Chinese characters", where=where, remedy=remedy)
    try:
        if re.compile(pattern).match(""):
            raise ResourceError("the pattern matches where there is nothing", where=where, remedy=remedy)
    except re.error as error:
        raise ResourceError(f"the pattern is no regular expression: {error}", where=where, remedy=remedy) from None


def load_stock(source: str | Path | StockPhrases | None = None) -> StockPhrases:
    """The stock phrases of a CSV file with the columns phrase, role, example, near_miss; None is the shipped file.

    Examples
    --------
    >>> load_stock().covers("全国文明城市创建工作")
    True
    """
    if isinstance(source, StockPhrases):
        return source
    path = source if source is not None else shipped("stock_phrases.csv")
    return _parse_stock(read_text(path), str(path))
