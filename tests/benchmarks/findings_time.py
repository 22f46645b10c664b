"""How long the finders take for hostile text, as a ratio between two lengths in one run.

Run by hand: ``python tests/benchmarks/findings_time.py``. Eight times the length should take about eight times as long; a
ratio far above that means that some rule is not linear. The last lines compare the coder with jieba on the same text:
given segmented sentences it may take at most a third of the time of plain ``jieba.lcut``. ``--jieba`` prints these alone.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from civlib.content.borrowing import find_shared
from civlib.content.codebook import load_codebook
from civlib.content.coding import code_sentences, find_cues
from civlib.content.cue_automaton import matcher
from civlib.content.formula import find_formulas
from civlib.content.numerals import read_numeral
from civlib.content.quantity import find_quantities
from civlib.language.segmentation import segment
from civlib.language.sentences import Sentence, split_sentences
from civlib.reading.corpus import load

SEEDS = Path(__file__).parents[2] / "seeds"
PROSE = "滨江区坚持创建为民，组织志愿者走进社区清理小广告1200余处，规范停车秩序，健全“四项机制”，受到居民好评。老旧小区改造完成12个。\n"
HOSTILE = ("一", "1", "1,", "百分之", "第", "“", "、", "等五大机制", "三清单，", "“四个一”、", "文明", PROSE)
FINDERS: dict[str, Callable[[str], object]] = {
    "read_numeral": read_numeral,
    "find_quantities": find_quantities,
    "find_formulas": find_formulas,
    "code_sentences": code_sentences,
    "find_shared": find_shared,
}
SHORT, FACTOR = 6_000, 8


def seconds(finder: Callable[[str], object], text: str, rounds: int = 3) -> float:
    """The best of a few rounds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        finder(text)
        best = min(best, time.perf_counter() - begin)
    return best


def in_turns(finders: list[Callable[[str], object]], text: str, rounds: int = 15) -> list[float]:
    """The best processor time of each, measured in turns, so that what else the machine does falls on all alike."""
    best = [float("inf")] * len(finders)
    for _ in range(rounds):
        for number, finder in enumerate(finders):
            begin = time.process_time()
            finder(text)
            best[number] = min(best[number], time.process_time() - begin)
    return best


def main() -> None:
    if "--jieba" in sys.argv:
        compare_with_jieba()
        return
    for name, finder in FINDERS.items():
        finder(PROSE)
        for piece in HOSTILE:
            short = seconds(finder, piece * (SHORT // len(piece)))
            long = seconds(finder, piece * (SHORT * FACTOR // len(piece)), rounds=1)
            print(f"{name:16} {piece.strip()[:8]!r:14} {FACTOR} times the length, {long / max(short, 1e-4):5.1f} times the time")
    compare_with_jieba()


def compare_with_jieba() -> None:
    """The coder against jieba on the five reports, on prose repeated and on prose that is dense and never the same.

    In one run and without rounds of the collector. What the coder keeps of a sentence is forgotten before each round.
    """
    reports = "\n".join(report.text for report in load(SEEDS).reports)
    machine = matcher(load_codebook())
    dense = "".join(PROSE.replace("1200", str(1200 + number)).replace("12个", f"{number}个") for number in range(300))
    texts = (("the five reports", reports), ("one paragraph repeated", PROSE * 300), ("dense, no sentence twice", dense))
    for name, text in texts:
        units = split_sentences(text)

        def code_units(text: str, units: list[Sentence] = units) -> None:
            find_cues.cache_clear()
            for unit in units:
                find_cues(text[unit.start : unit.end], unit.heading, machine)

        def code_whole(text: str) -> None:
            find_cues.cache_clear()
            code_sentences(text)

        jieba.lcut(text)
        segment(text)
        gc.collect()
        gc.freeze()
        plain, ours, coder, whole = in_turns([jieba.lcut, segment, code_units, code_whole], text)
        print(f"{name}, {len(text):,} characters, {len(units):,} sentences:")
        print(f"  coder, given sentences / jieba.lcut   {coder / plain:.2f}")
        print(f"  code_sentences / jieba.lcut           {whole / plain:.2f}")
        print(f"  code_sentences / segment              {whole / ours:.2f}")


if __name__ == "__main__":
    main()
