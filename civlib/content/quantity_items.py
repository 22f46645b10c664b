"""What a quantity counts: the noun phrase beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civlib.content.quantity_before import (
    BEFORE_FIRST,
    BRACKET,
    CLAUSE,
    LONGEST,
    RATIO,
    Span,
    ends_in,
    is_measure,
    name_before,
)
from civlib.content.quantity_rules import QuantityRules
from civlib.content.quantity_words import Word, words_of, written

_STOP = re.compile(r"[，。；：！？…、\n;:!?（）(),]")
# A number that only says how much more or less: 较上年增长12.5%
RELATIVE = ("share", "percentage points", "multiple", "doublings")
_MODIFIER = re.compile(r"(?:以上|之上|左右|上下|以内|之内|以下|之下|内(?!部)|余(?!款)|多(?!媒|功)|各类|各种|各级|当地|类似)+")
# 104个老旧小区|改造: the thing counted is the place, not what is done to it
_DONE = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:的?(?:提升|整修|清扫|综合|升级|更新|维修){0,2}(?:改造|整治|整修|保洁|建设|治理|修缮)(?:任务|工作)?)$"
)


def find_item(
    text: str, start: int, end: int, dimension: str, rules: QuantityRules, floor: int = 0
) -> tuple[int, int] | None:
    """The span of what a quantity at ``start:end`` counts, or None where its clause does not say.

    What follows a classifier is counted by it (7369名|党员); where nothing follows, or for sums of money and
    shares, what stands before the number (投资|30亿元). ``floor`` is the end of the quantity before.

    Examples
    --------
    >>> from civlib.content.quantity_rules import load_quantity_rules
    >>> text = "新划停车泊位800个，96座灯箱先后更新。"
    >>> a, b = find_item(text, 6, 10, "things", load_quantity_rules())
    >>> c, d = find_item(text, 11, 14, "buildings, bridges", load_quantity_rules(), 10)
    >>> text[a:b], text[c:d]
    ('停车泊位', '灯箱')
    """
    if dimension.startswith(("duration", "age")):
        return _of_a_span(text, start, end, dimension, rules, floor)
    if dimension.startswith(BEFORE_FIRST):
        return _of_a_sum(text, start, end, dimension, rules, floor)
    after = _after(text, end, rules)
    if text.startswith("的", end):
        # 日处理能力|600吨的厂
        before = name_before(text, start, dimension, rules, floor)
        if before and is_measure(text[before[0] : before[1]], rules):
            return before
    return after or name_before(text, start, dimension, rules, floor)


def _of_a_sum(text: str, start: int, end: int, dimension: str, rules: QuantityRules, floor: int) -> Span | None:
    """Sums and shares are of what stands before, but 1.8亿元|创建经费, 不低于60%的|年度任务."""
    after = _after(text, end, rules)
    before = name_before(text, start, dimension, rules, floor)
    if after and text.startswith("的", end) and not (before and RATIO.search(text[before[0] : before[1]])):
        return after
    if dimension.startswith("money"):
        return after if after and ends_in(text[after[0] : after[1]], rules.words["money"]) else before
    return before or after


def _of_a_span(text: str, start: int, end: int, dimension: str, rules: QuantityRules, floor: int) -> Span | None:
    """Lengths of time measure a time limit, name a plan, or tell somebody's age; else they count nothing."""
    if dimension.startswith("age"):
        return _after(text, end, rules) or name_before(text, start, dimension, rules, floor)
    after = _after(text, end, rules)
    if after and after[0] == end and ends_in(text[after[0] : after[1]], rules.words["plans"]):
        return after
    before = name_before(text, start, dimension, rules, floor)
    return before if before and ends_in(text[before[0] : before[1]], rules.words["spans"]) else None


# What follows the number


def _after(text: str, end: int, rules: QuantityRules) -> Span | None:
    """The phrase after the unit, up to the first predicate or mark."""
    if modifier := _MODIFIER.match(text, end):
        end = modifier.end()
    direct = text.startswith("的", end)
    end += direct
    limit = min(len(text), end + LONGEST)
    stop = CLAUSE.search(text, end, limit)
    words = words_of(text, end, stop.start() if stop else limit)
    if not words or words[0].part in ("comma", "number", "mark", "bracket", "of") or words[0].text in rules.words["closers"]:
        return None
    name = _name(words, rules)
    at = next((k for k, word in enumerate(words) if word.part == "of"), None)
    if at is not None and (owner := _past_of(words, at, name, rules)):
        return owner
    return _span(name)


def _past_of(words: Sequence[Word], at: int, name: Sequence[Word], rules: QuantityRules) -> Span | None:
    """The head behind 的: 45名|常年值守的|网格员, 设立9座|设施齐全的|“驿站”; near-miss: 8块|屏幕|播放公益的广告."""
    if any(word.part in ("comma", "mark", "number") for word in words[:at]):
        return None
    head = _name(words[at + 1 :], rules)
    if not head:
        return None
    whole = len(name) == at
    if name and whole and name[-1].text in rules.words["places"]:
        return None
    # a noun before 的 after a verb: that verb has the thing counted as its subject
    if name and not whole and words[at - 1].part in ("name", "quote"):
        return None
    return _span(head)


def _name(words: Sequence[Word], rules: QuantityRules) -> list[Word]:
    """The words of a name from the first one on."""
    found: list[Word] = []
    for k, word in enumerate(words):
        following = next((other.part for other in words[k + 1 :] if other.part != "adjective"), "")
        nominal = following in ("name", "quote")
        if k and word.text in rules.words["deeds"] and found and _acts_on_more(words[k + 1 :]):
            # 1.1万名|党员|包联群众9.6万户
            break
        if word.text in rules.words["closers"] or (word.text in rules.words["acts"] and not (k and nominal and word.part == "name")):
            break
        if word.part in ("name", "quote") or (word.part == "bracket" and k and len(word.text) <= BRACKET):
            found.append(word)
        elif word.part in ("adjective", "classifier") or word.text in rules.words["deeds"]:
            # 26个|改造项目, 9个|流动|摊点
            if not nominal:
                break
            found.append(word)
        elif not k and word.part == "verb" and nominal:
            # 12支|暗访队
            found.append(word)
        elif not k and word.part == "verb" and (len(words) == len(word.text) == 1 or following == "side"):
            # 栽了2000棵|树, 4200件|诉求|中
            found.append(word)
            break
        elif word.part in ("and", "comma") and k and _joins(words[k + 1 :]):
            found.append(word)
        else:
            break
    return found if len(found) == 1 and found[0].part == "verb" else _trimmed(found)


def _acts_on_more(rest: Sequence[Word]) -> bool:
    """Whether a name and its own number follow: what comes before them is a predicate."""
    count = next((k for k, word in enumerate(rest) if word.part not in ("name", "quote", "adjective")), len(rest))
    return 0 < count < len(rest) and rest[count].part == "number"


def _joins(rest: Sequence[Word]) -> bool:
    """公示牌|和|承诺书, but 道路|和|广场等重点部位: another name that ends its clause or meets its predicate."""
    count = 0
    while count < len(rest) and rest[count].part in ("name", "quote", "adjective"):
        count += 1
    return 0 < count and (count == len(rest) or rest[count].part in ("verb", "adverb", "preposition"))


def _trimmed(words: list[Word]) -> list[Word]:
    """Without what is done to the thing, and without a joint at the end."""
    while words and words[-1].part in ("and", "comma", "verb", "side", "adjective", "classifier"):
        words.pop()
    return words


def _span(words: Sequence[Word]) -> Span | None:
    """The span of a name; of a quotation alone, what stands within."""
    if not words:
        return None
    start, end = words[0].start, words[-1].end
    if words[0].part == "quote":
        if len(words) == 1:
            return start + 1, end - 1
        # 11条“门前五包”|工作示范路
        return words[1].start, end
    done = _DONE.search(written(words)) if words[-1].part != "bracket" else None
    return start, end - (len(done.group()) if done else 0)
