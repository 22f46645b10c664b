"""Score found rows against the reference readings in tests/gold; takes any text per report."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from civlib.content.formula import find_formulas
from civlib.content.quantity import find_quantities

GOLD = Path(__file__).parents[1] / "gold"


class Score(NamedTuple):
    """Agreement of found and expected rows, and the rows on which they differ."""

    right: int
    expected: int
    found: int
    differences: list[str]

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.expected + self.found) if self.expected + self.found else 1.0


def read_gold(name: str) -> list[dict[str, str]]:
    """Rows of a reference file; quotation marks in it are plain characters."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def stand_in_texts() -> dict[str, str]:
    """The sentences of the reference coding, joined: the text that the references were read on."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in read_gold("measures.tsv"):
        sentences[row["doc"]].append(row["sentence"])
    return {report: "\n".join(lines) for report, lines in sentences.items()}


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stood."""
    kept = [position for position, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[position] for position in kept), kept


def score_quantities(texts: Mapping[str, str]) -> Score:
    """Quantities with span, value and unit right; the context of a reference row locates it."""
    expected: Counter[tuple[str, int, str, float, str]] = Counter()
    rows = [row for row in read_gold("quantities.tsv") if row["doc"] in texts]
    lost = []
    for row in rows:
        squeezed, places = _squeezed(texts[row["doc"]])
        context, quote = _squeezed(row["context"])[0], row["quote"]
        at = squeezed.find(context)
        if at < 0:
            lost.append(f"{row['doc']} not in the text: {row['context']}")
            continue
        start = places[at + context.find(quote)]
        expected[(row["doc"], start, quote, round(float(row["value"]), 3), row["unit"])] += 1
    found: Counter[tuple[str, int, str, float, str]] = Counter()
    for report in {row["doc"] for row in rows}:
        text = texts[report]
        for q in find_quantities(text):
            found[(report, q.start, text[q.start : q.end], round(q.value, 3), q.unit)] += 1
    return _score(expected, found, lost)


def score_formulas(texts: Mapping[str, str]) -> Score:
    """Mentions of formulas with surface, kind and number right."""
    expected: Counter[tuple[str, str, str, str]] = Counter()
    for row in read_gold("formulas.tsv"):
        if row["doc"] in texts:
            expected[(row["doc"], row["quote"], row["kind"], row["number"])] += 1
    found = Counter(
        (report, text[f.start : f.end], f.kind, f.number) for report, text in texts.items() for f in find_formulas(text)
    )
    return _score(expected, found, [])


def score_members(texts: Mapping[str, str]) -> Score:
    """Of the reference rows with members, those with exactly these members and this completeness."""
    wanted = Counter(
        (row["doc"], row["quote"], row["members"], row["complete"])
        for row in read_gold("formulas.tsv")
        if row["members"]
    )
    found: Counter[tuple[str, str, str, str]] = Counter()
    for report, text in texts.items():
        for f in find_formulas(text):
            if f.members:
                members = " | ".join(text[start:end] for start, end in f.members)
                found[(report, text[f.start : f.end], members, "yes" if f.complete else "no")] += 1
    return _score(wanted, found, [])


def _score(expected: Counter, found: Counter, lost: list[str]) -> Score:
    differences = [f"missed {row}" for row in (expected - found)] + [f"extra {row}" for row in (found - expected)]
    return Score((expected & found).total(), expected.total() + len(lost), found.total(), lost + sorted(differences))
