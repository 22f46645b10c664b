"""Interleave articles the way the columns of a newspaper page come out of a scraper; a tool for tests.

Each article is broken at places inside its sentences, and the pieces of the articles take turns. By hand:
``python tests/reading/column_simulator.py 300`` prints how the joins of so many pages come out.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from civlib.reading.cleaning import clean

ARTICLES = Path(__file__).parents[1] / "cases" / "articles.json"
# A column does not break behind the end of a sentence only, but there is nothing to join then.
_CLOSING = "。！？；：…”）》，、"
_NO_START = "，。、；：！？”’）》%…"
# How much of a paragraph stands on either side of a break at least.
_LEAST = 4


class Break(NamedTuple):
    """A place where a paragraph was broken: its last characters before, its first characters after."""

    left: str
    right: str


class Page(NamedTuple):
    """An interleaved page, and what it was made of."""

    text: str
    breaks: tuple[Break, ...]
    paragraphs: tuple[str, ...]


def read_articles(path: Path = ARTICLES) -> list[list[str]]:
    """The invented articles: title and paragraphs."""
    articles = json.loads(path.read_text(encoding="utf-8"))
    return [[article["title"], *article["paragraphs"]] for article in articles]


def _pieces(article: list[str], count: int, rng: random.Random) -> tuple[list[list[str]], list[Break]]:
    """An article in pieces, broken inside as many different paragraphs."""
    chosen = sorted(rng.sample(range(1, len(article)), min(count, len(article) - 1)))
    pieces: list[list[str]] = [[]]
    breaks = []
    for index, paragraph in enumerate(article):
        if index not in chosen:
            pieces[-1].append(paragraph)
            continue
        places = [
            at
            for at in range(_LEAST, len(paragraph) - _LEAST)
            if paragraph[at - 1] not in _CLOSING and paragraph[at] not in _NO_START
        ]
        at = rng.choice(places)
        pieces[-1].append(paragraph[:at])
        pieces.append([paragraph[at:]])
        breaks.append(Break(paragraph[:at], paragraph[at:]))
    return pieces, breaks


def interleave(articles: list[list[str]], seed: int) -> Page:
    """Two or three of the articles, broken once or twice each, their pieces taking turns."""
    rng = random.Random(seed)
    chosen = rng.sample(articles, rng.choice((2, 2, 3)))
    columns, breaks = [], []
    for article in chosen:
        pieces, made = _pieces(article, rng.choice((1, 1, 2)), rng)
        columns.append(pieces)
        breaks += made
    lines: list[str] = []
    for turn in range(max(len(pieces) for pieces in columns)):
        for pieces in columns:
            if turn < len(pieces):
                lines += pieces[turn]
    return Page("\n".join(lines), tuple(breaks), tuple(p for article in chosen for p in article[1:]))


def cut_off(articles: list[list[str]], seed: int) -> str:
    """Two or three articles one below the other, one or two of them cut off: nothing belongs together."""
    rng = random.Random(seed)
    chosen = rng.sample(articles, rng.choice((2, 3)))
    lines: list[str] = []
    for article, cut in zip(chosen, (True, rng.random() < 0.5, False), strict=False):
        pieces, _ = _pieces(article, 1, rng)
        lines += pieces[0] if cut else article
    return "\n".join(lines)


def page_breaks(articles: list[list[str]], seed: int) -> Page:
    """One article with line feeds inside one to three of its paragraphs: each goes on in the next line."""
    rng = random.Random(seed)
    article = rng.choice(articles)
    pieces, breaks = _pieces(article, rng.choice((1, 2, 3)), rng)
    return Page("\n".join(line for piece in pieces for line in piece), tuple(breaks), tuple(article[1:]))


def outcome(page: Page, text: str) -> Counter[str]:
    """How the breaks of a page came out: ``right``, ``wrong`` (joined to something else), ``open``; paragraphs restored."""
    result: Counter[str] = Counter()
    starts = {b.right: b for b in page.breaks}
    lines = text.split("\n")
    for b in page.breaks:
        left, right = b.left[-12:], b.right[:12]
        if any(left + right in line for line in lines):
            result["right"] += 1
        elif any(re.search(re.escape(left) + "(?!$)", line) for line in lines) or any(
            re.search("(?<!^)" + re.escape(right), line) for line in lines
        ):
            result["wrong"] += 1
        else:
            result["open"] += 1
    result["breaks"] = len(starts)
    result["paragraphs"] = len(page.paragraphs)
    result["restored"] = sum(paragraph in lines for paragraph in page.paragraphs)
    return result


def measure(
    articles: list[list[str]], pages: int, seed: int = 0, make: Callable[[list[list[str]], int], Page] = interleave
) -> Counter[str]:
    """The outcomes of many pages together."""
    total: Counter[str] = Counter()
    for number in range(pages):
        page = make(articles, seed + number)
        total += outcome(page, clean(page.text).text)
    return total


def wrong_joins(articles: list[list[str]], pages: int, seed: int = 0) -> tuple[int, int]:
    """How many pages with nothing to join were changed, of how many."""
    texts = [cut_off(articles, seed + number) for number in range(pages)]
    return sum(clean(text).text.count("\n") != text.count("\n") for text in texts), pages


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for name, make in (("columns", interleave), ("page breaks", page_breaks)):
        counts = measure(read_articles(), size, make=make)
        shares = {key: f"{counts[key] / counts['breaks']:.1%}" for key in ("right", "wrong", "open")}
        print(name, shares, f"paragraphs restored {counts['restored'] / counts['paragraphs']:.1%}")
    joined, pages_cut = wrong_joins(read_articles(), size)
    print(f"cut off: {joined} of {pages_cut} pages joined")
