"""Writes whole numbers the ways Chinese writes them: what the reader of numerals is tested against.

It knows nothing of the reader. It goes from the number to the strings, section by section, and gives every choice that
writers have: 二 or 两, 零 or 〇, 十 or 一十, 万亿 or 亿万's proper forms, capitals, digit strings, mixed writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

DIGITS = "零一二三四五六七八九"
CAPITALS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("两万亿", "兩萬億")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
SIGNS = ((10**8, "亿"), (10**4, "万"))


def section(number: int, leading: bool = True) -> str:
    """A number below ten thousand: 三千零五十; with ``leading`` false 零 opens it where its thousands lack."""
    written, gap = "", False
    for size, place in PLACES:
        digit = number // size % 10
        if not digit:
            gap = True
            continue
        written += ("零" if gap and (written or not leading) else "") + DIGITS[digit] + place
        gap = False
    return written


def full(number: int) -> str:
    """The full form: 一亿零五百, 十 always with its 一."""
    if number == 0:
        return "零"
    for size, sign in SIGNS:
        if number >= size:
            above, below = divmod(number, size)
            gap = "零" if 0 < below < size // 10 else ""
            return full(above) + sign + gap + (full(below) if below else "")
    return section(number)


def doubled(written: str) -> set[str]:
    """With 两 where a writer may choose it: before 百, 千, 万, 亿 and alone; never before or after 十."""
    places = [
        k
        for k, sign in enumerate(written)
        if sign == "二" and written[k + 1 : k + 2] in ("百", "千", "万", "亿") and written[k - 1 : k] not in ("十", "零")
    ]
    found = {"两"} if written == "二" else set()
    for choice in product((False, True), repeat=min(len(places), 4)):
        signs = list(written)
        for chosen, place in zip(choice, places, strict=False):
            if chosen:
                signs[place] = "两"
        found.add("".join(signs))
    return found


def shortened(number: int) -> set[str]:
    """With the last place understood: 三千五 is 3500, 一万二 is 12000, 一亿三 is 130000000."""
    found = set()
    for size, sign in (*SIGNS, (1000, "千"), (100, "百")):
        above, below = divmod(number, size)
        digit, rest = divmod(below, size // 10)
        if above and digit and not rest and (size >= 10**4 or above < 10 or size * 10 <= number):
            head = full(number - below)
            if head.endswith(sign):
                found.add(head + DIGITS[digit])
    return found


def digit_string(number: int) -> set[str]:
    """Digit by digit, 二〇二五; three digits only with a zero, fewer never."""
    text = "".join(DIGITS[int(sign)] for sign in str(number))
    if len(text) < (3 if "零" in text else 4):
        return set()
    return {text, text.replace("零", "〇"), text.replace("零", "○")}


def mixed(number: int) -> set[str]:
    """Figures with multipliers: 3千万, 1.25亿, 1亿2000万, 35百."""
    found = set()
    for size, sign in ((10**12, "万亿"), (10**8, "亿"), (10**7, "千万"), (10**6, "百万"), (10**4, "万"), (1000, "千"), (100, "百")):
        hundredths, rest = divmod(number * 100, size)
        if number >= size and not rest:
            figure = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
            found.add(figure + sign)
    above, below = divmod(number, 10**8)
    if 0 < above < 10**4 and below and below % 10**4 == 0:
        found.add(f"{above}亿{below // 10**4}万")
    return found


def chinese_forms(number: int) -> set[str]:
    """All forms in Chinese numerals, before capitals and traditional characters."""
    found: set[str] = set()
    for written in {full(number)} | shortened(number):
        found |= doubled(written)
    found |= {written[1:] for written in set(found) if written.startswith("一十")}
    found |= {written.replace("零", "〇") for written in found}
    return found | digit_string(number)


def forms(number: int) -> Iterator[str]:
    """Every form of a number this writer knows."""
    for written in chinese_forms(number):
        yield written
        yield written.translate(TRADITIONAL)
        yield written.translate(CAPITALS)
    yield from (str(number), f"{number:,}", str(number).translate(WIDE))
    for written in mixed(number):
        yield written
        yield written.translate(WIDE)


def bare(written: str) -> str:
    """Without what a writer may leave out or choose, and no more: 两, 十 without 一, a 零 before a place, a leading 一."""
    written = written.translate(str.maketrans("〇○两", "零零二")).replace("廿", "二十").replace("卅", "三十")
    written = re.sub("零(?=[一二三四五六七八九]?[十百千万亿])", "", written.replace("万万", "亿"))
    written = written.replace("一十", "十")
    return re.sub("^一(?=[百千万亿])", "", written)
