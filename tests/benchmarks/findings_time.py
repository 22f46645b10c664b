"""How long the finders take for hostile text, as a ratio between two lengths in one run.

Run by hand: ``python tests/benchmarks/findings_time.py``. Eight times the length should take about eight times as long; a
ratio far above that means that some rule is not linear. The last line compares the coder with jieba on the same text.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from civlib.content.borrowing import find_shared
from civlib.content.coding import code_sentences
from civlib.content.formula import find_formulas
from civlib.content.numerals import read_numeral
from civlib.content.quantity import find_quantities
from civlib.language.segmentation import segment

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


def main() -> None:
    for name, finder in FINDERS.items():
        finder(PROSE)
        for piece in HOSTILE:
            short = seconds(finder, piece * (SHORT // len(piece)))
            long = seconds(finder, piece * (SHORT * FACTOR // len(piece)), rounds=1)
            print(f"{name:16} {piece.strip()[:8]!r:14} {FACTOR} times the length, {long / max(short, 1e-4):5.1f} times the time")
    text = PROSE * 500
    segment(text)
    print(f"code_sentences / segment = {seconds(code_sentences, text) / seconds(segment, text):.2f} on {len(text):,} characters")


if __name__ == "__main__":
    main()
