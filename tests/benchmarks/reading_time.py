"""How long cleaning takes for hostile text, against sound Chinese prose of the same length.

Run by hand: ``python tests/benchmarks/reading_time.py 200000``. A ratio that grows with the length means that some pass is
not linear.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import deque

from civlib.reading.characters import character_changes, entity_changes, unreadable_flags
from civlib.reading.cleaning import clean
from civlib.reading.mojibake import mojibake_changes
from civlib.reading.punctuation import doubled_changes, width_changes

PROSE = "滨江区坚持创建为民、创建惠民，组织志愿者走进社区清理小广告，规范停车秩序，受到居民好评。老旧小区改造完成12个，惠及居民3000余户。\n"
HOSTILE = (
    "?", "(", "發(fā)", "。", "\n", "一", "> ", "“", " ", "①", "著", "&amp;", "创 ", "本报记者 ", "首页 > ", "\"创", "字(ā", "创\n", "创城，\n",
    "◆创\n", "\ud800", "⼯",
)  # fmt: skip


# Text read by a wrong codec, as one line and as many short ones; bytes that do not decode are U+FFFD.
CODECS = (("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "gbk"), ("gbk", "latin-1"), ("gbk", "cp1252"))
CODEC_HOSTILE = (
    "锟斤拷", "é", "é\n", "´´", "´´½¨\n", "å»º", "å»º\n", "鍒涘缓", "鍒涘缓\n", "鍒涘缓鍒�", "鍒�", "涓€", "â€œ", "创Â·", "Ã¥Ë†â€º", "ÀÉÊÎ ÔÛÈ", "\ue000",
    "��创", "&#228;&#184;", "，，", "。。",
)  # fmt: skip


def seconds(text: str) -> float:
    begin = time.perf_counter()
    clean(text)
    return time.perf_counter() - begin


def passes(text: str) -> float:
    """Seconds for the passes that look at single characters and at what wrong codecs made of them."""
    begin = time.perf_counter()
    for look in (mojibake_changes, entity_changes, character_changes, width_changes, doubled_changes, unreadable_flags):
        deque(look(text), maxlen=0)
    return time.perf_counter() - begin


def varied(length: int) -> str:
    """Sound prose that does not repeat a sentence before every other one has been there, cut to a length."""
    rng = random.Random(0)
    clauses = [part for part in re.split("[，。、]", PROSE.strip()) if part]
    return "".join(rng.choice(clauses) + rng.choice("，，，。") + "\n" * (rng.random() < 0.05) for _ in range(length // 8))[:length]


def main(length: int) -> None:
    clean("预热，´´½¨ÎÄÃ÷³ÇÊÐ\n鍒涘缓鏂囨槑鍩庡競鍒�")
    prose = varied(length)
    sound, own = seconds(prose), passes(prose)
    print(f"prose {sound:.2f} s for {len(prose):,} characters, {own:.2f} s of it in the passes over characters and codecs")

    def report(name: str, text: str) -> None:
        taken, here = seconds(text), passes(text)
        share = len(prose) / len(text)
        print(f"{name:26} {taken:6.2f} s  {taken / sound * share:5.1f} times prose; these passes {here:5.2f} s", flush=True)

    for unit in (*HOSTILE, *CODEC_HOSTILE):
        report(repr(unit), unit * (length // len(unit)))
    for right, wrong in CODECS:
        for shape, text in (("one line", prose.replace("\n", "")), ("short lines", re.sub("(.{4})", r"\1\n", prose))):
            report(f"{right} as {wrong}, {shape}", text.encode(right).decode(wrong, "replace")[:length])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
