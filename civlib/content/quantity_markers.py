"""How exact a number is said to be: 约, 逾, 不足, 以上 and what else stands around it."""

from __future__ import annotations

import re

from civlib.content.quantity_numbers import Amount
from civlib.content.quantity_rules import QuantityRules

# 近三年 is the last three years where it opens its clause or 来 follows, and almost three years elsewhere: 住了近40年
_OPENS = re.compile(r"(?:^|[，。；：！？、\n“（])$")
_SINCE = re.compile(r"以?来|里|间")
# 节约2000吨 and 最近3年 hold no marker, though they end in 约 and 近
_NO_MARKER = re.compile(r"(?:[节预签履契公制集违邀]约|(?<!居)民约|[最附邻就临靠亲远相贴]近|赶超|反超)$")
_DURATION = ("duration", "length")


def approximation(plain: str, amount: Amount, dimension: str, rules: QuantityRules) -> str:
    """How exact the number is said to be."""
    if amount.value_high is not None:
        return "range"
    if amount.inner:
        # 二十来个 is about twenty, 二十多个 and 二十余个 are more
        return "about" if "来" in plain[amount.start : amount.end] else "over"
    before = plain[max(0, amount.start - 8) : amount.start]
    if before.endswith("上") and plain[amount.start] in "百千万十":
        return "over"
    if re.search(r"(?<![通经度路])过$", before) and plain[amount.start] in "半百千万十":
        return "over"
    if (match := rules.before.search(before)) and not _NO_MARKER.search(before):
        marker = _marker(match.group(), rules)
        recent = (
            match.group() == "近"
            and dimension.startswith("duration")
            and bool(_OPENS.search(before[: match.start()]) or _SINCE.match(plain, amount.end))
        )
        if marker and not recent:
            return marker
    if match := rules.after.match(plain, amount.end):
        return rules.markers[match.group()]
    after = plain[amount.end : amount.end + 2]
    if dimension.startswith(_DURATION):
        if after[:1] == "内" and after[1:] not in tuple("部容外涵"):
            return "under"
        if after[:1] == "多" and after[1:] not in tuple("次个种项方"):
            return "over"
    return "exact"


def _marker(words: str, rules: QuantityRules) -> str | None:
    """What the marker says, without the 达 or 有 between it and the number."""
    while words and words not in rules.markers:
        words = words[:-1]
    return rules.markers.get(words)
