"""How long the search for shared passages takes: by the number of reports, and for hostile text.

Run by hand: ``python tests/benchmarks/borrowing_time.py``. Reports are made by drawing sentences from a common stock, a
part of them with changed characters, as offices do that write from one model. Where only reports of one province have
sentences in common, twice the reports should take little more than twice the time; where all have, the passages themselves
grow with the square until they stand in 32 places. ``--profile 100`` shows where the time goes for so many reports instead.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import pstats
import random
import sys
import time
from pathlib import Path

from civlib.content.borrowing import reuse
from civlib.language.sentences import split_sentences
from civlib.reading.corpus import load
from civlib.records import Alignment, Corpus, Report

ROOT = Path(__file__).parents[2]
SIZES = (25, 50, 100, 200, 400)
SENTENCES = 40
CHANGED = 0.5
"""Share of the sentences that are drawn with changes."""
BOILERPLATE = "为进一步巩固创建成果，补齐短板弱项，结合实际制定如下安排：各单位要高度重视，压实责任，逐项对照，限时整改。"


def stock() -> list[str]:
    """Sentences of the five reports and of the passages nothing was fitted to."""
    with (ROOT / "tests/cases/clean_chinese.tsv").open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    texts += [report.text for report in load(ROOT / "seeds")]
    return [text[one.start : one.end].strip() for text in texts for one in split_sentences(text)]


def changed(rng: random.Random, sentence: str, share: float, letters: str) -> str:
    """A sentence with so many of its characters replaced, left out or doubled."""
    parts = []
    for letter in sentence:
        way = rng.random() / share if share else 9
        parts.append(letter if way >= 1 else "" if way < 0.3 else rng.choice(letters) + (letter if way < 0.6 else ""))
    return "".join(parts)


def corpus(texts: list[str]) -> Corpus:
    """Reports with these texts."""
    return Corpus(tuple(
        Report(f"r{number:04}", text, text, Alignment.identity(len(text))) for number, text in enumerate(texts)
    ))


def recombined(count: int, seed: int = 1) -> Corpus:
    """Reports of sentences drawn from the stock, half of them with 2 to 15 % of their characters changed."""
    rng = random.Random(seed)
    sentences = stock()
    letters = "".join(sentences)
    texts = []
    for _ in range(count):
        drawn = rng.sample(sentences, min(SENTENCES, len(sentences)))
        drawn = [
            changed(rng, one, rng.uniform(0.02, 0.15), letters) if rng.random() < CHANGED else one for one in drawn
        ]
        texts.append("\n".join("".join(drawn[start : start + 4]) for start in range(0, len(drawn), 4)))
    return corpus(texts)


def by_provinces(count: int, size: int = 25) -> Corpus:
    """Groups of reports that recombine sentences within each group only, as offices of one province do."""
    texts = []
    for group in range(0, count, size):
        shift = 37 * (group // size)  # every group has characters of its own
        moved = {code: 0x4E00 + (code - 0x4E00 + shift) % 0x5200 for code in range(0x4E00, 0xA000)}
        texts += [report.text.translate(moved) for report in recombined(min(size, count - group), seed=group)]
    return corpus(texts)


def hostile() -> dict[str, Corpus]:
    """Texts that are cheap to write and dear to compare."""
    rng = random.Random(2)
    sentences = stock()
    long = ""
    while len(long) < 200_000:
        long += rng.choice(sentences)
    return {
        "one sentence 10,000 times": corpus(["街道干净整洁，秩序井然有序。" * 10_000]),
        "one character 100,000 times": corpus(["的" * 100_000]),
        "two characters 50,000 times": corpus(["文明" * 50_000]),
        "one report of 200,000 characters": corpus([long[:200_000]]),
        "one report 100 times": corpus([BOILERPLATE * 10 + "".join(sentences[:60])] * 100),
        "300 reports around one paragraph": corpus([
            "".join(rng.sample(sentences, 5)) + BOILERPLATE * 3 + "".join(rng.sample(sentences, 5)) for _ in range(300)
        ]),
        "2,000 short reports": corpus(["".join(rng.sample(sentences, 2)) for _ in range(2_000)]),
    }


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--profile", type=int, metavar="REPORTS", help="show where the time goes")
    parser.add_argument("--hostile", action="store_true", help="the hostile texts only")
    options = parser.parse_args()
    reuse("街道干净整洁，秩序井然有序。" * 2)  # the dictionary is read
    if options.profile:
        reports = recombined(options.profile)
        with cProfile.Profile() as profile:
            reuse(reports)
        pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(25)
        return
    if not options.hostile:
        for name, make in (("of one stock", recombined), ("by provinces", by_provinces)):
            for size in SIZES:
                reports = make(size)
                began = time.perf_counter()
                rows = len(reuse(reports))
                took = time.perf_counter() - began
                letters = sum(len(report.text) for report in reports)
                print(f"{size:5} reports {name} {letters:9,} characters {rows:8,} rows {took:7.1f} s "
                      f"{1e6 * took / letters:6.1f} µs a character", flush=True)  # fmt: skip
    for name, reports in hostile().items():
        began = time.perf_counter()
        rows = len(reuse(reports))
        letters = sum(len(report.text) for report in reports)
        print(f"{name:34} {letters:10,} characters {rows:9,} rows {time.perf_counter() - began:8.1f} s", flush=True)


if __name__ == "__main__":
    main()
