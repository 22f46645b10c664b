"""How long cleaning takes for hostile text, against sound Chinese prose of the same length.

Run by hand: ``python tests/benchmarks/reading_time.py 200000``. A ratio that grows with the length means that some pass is
not linear.
"""

from __future__ import annotations

import sys
import time

from civlib.reading.cleaning import clean

PROSE = "滨江区坚持创建为民、创建惠民，组织志愿者走进社区清理小广告，规范停车秩序，受到居民好评。老旧小区改造完成12个，惠及居民3000余户。\n"
HOSTILE = (
    "?", "(", "發(fā)", "。", "\n", "一", "> ", "“", " ", "①", "著", "&amp;", "创 ", "本报记者 ", "首页 > ", "\"创", "字(ā", "创\n", "创城，\n",
    "◆创\n", "\ud800", "⼯",
)  # fmt: skip


def seconds(text: str) -> float:
    begin = time.perf_counter()
    clean(text)
    return time.perf_counter() - begin


def main(length: int) -> None:
    clean("预热")
    sound = seconds(PROSE * (length // len(PROSE)))
    print(f"prose {sound:.2f} s for {length:,} characters")
    for unit in HOSTILE:
        taken = seconds(unit * (length // len(unit)))
        print(f"{unit!r:14} {taken:6.2f} s  {taken / sound:5.1f} times prose")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
