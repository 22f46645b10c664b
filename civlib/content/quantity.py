"""Quantities: every measured number of a report, with its unit and what it counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from civlib.content.formula_mentions import excluded_spans, find_mentions
from civlib.content.formula_rules import FormulaRules, load_formula_rules
from civlib.content.numerals import normal_width
from civlib.content.quantity_items import find_item
from civlib.content.quantity_numbers import Amount, find_amounts
from civlib.content.quantity_rules import QuantityRules, load_quantity_rules
from civlib.content.units import Units, load_units
from civlib.language.sentences import split_sentences
from civlib.records import Corpus, Report, as_corpus
from civlib.tables import table

COLUMNS = {
    "report_id": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "surface": "str",
    "value": "float64",
    "value_high": "float64",
    "unit": "str",
    "approx": "str",
    "item": "str",
    "item_start": "Int64",
    "item_end": "Int64",
    "change": "Int64",
    "dimension": "str",
    "base_value": "float64",
}

_RANGE = re.compile(r"(?:至|到|[—–-]{1,2}|[~～－])")
_LIST = re.compile(r"、|和|及|以及|与")
_FROM = re.compile(r"(?:由|从|自)[^，。；！？\n]{0,24}$")
_RISE = re.compile(
    r"(?:[^，。；！？\n]{0,12}?)(?:提高|提升|增加|增长|上升|扩大|扩展|扩充|拓展|发展|壮大|跃升|攀升|升级|升|增|涨|下降|降低|减少|压减|压缩|缩短|缩减|精简|"
    r"降|减|调整|优化|延伸|延长|变)?(?:到|至|为|成)(?:了|现在的|目前的|今年的|如今的|[0-9]{4}年的|20[0-9]{2}年底?的?|近|约|逾)?$"
)
# 近三年 is the last three years where it opens its clause or 来 follows, and almost three years elsewhere: 住了近40年
_OPENS = re.compile(r"(?:^|[，。；：！？、\n“（])$")
_SINCE = re.compile(r"以?来|里|间")
# 节约2000吨 and 最近3年 hold no marker, though they end in 约 and 近
_NO_MARKER = re.compile(r"(?:[节预签履契公制集违邀民]约|[最附邻就临靠亲远相贴]近|赶超|反超)$")
_NEXT_SIZE = re.compile(r"[^。！？\n\u4e00-\u9fff]{0,2}(?:共计|合计|总计|共|约|逾|近|超|计)?")
_DURATION = ("duration", "length")


class Quantity(NamedTuple):
    """One measured number.

    Attributes
    ----------
    start, end : int
        Its span: number and unit, with an inner 余 or 多.
    value : float
        With multipliers applied; the lower end of a range; the least that is said (十几个 is 10, over).
    value_high : float or None
        The upper end of a range.
    unit : str
        As written, without multiplier; ``""`` for a share of one (三分之二) and where no classifier stands.
    approx : str
        exact, over, under, about or range.
    item_start, item_end : int or None
        The span of what is counted.
    change : int or None
        The same number for the two quantities of one change, 由A提高到B.
    """

    start: int
    end: int
    value: float
    value_high: float | None
    unit: str
    approx: str
    item_start: int | None
    item_end: int | None
    change: int | None


class _Excluded:
    """Stretches whose figures measure nothing, merged and in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def overlaps(self, start: int, end: int) -> bool:
        position = bisect_right(self.starts, end - 1) - 1
        return position >= 0 and self.ends[position] > start


def find_quantities(
    text: str,
    *,
    units: Units | None = None,
    rules: QuantityRules | None = None,
    formula_rules: FormulaRules | None = None,
) -> list[Quantity]:
    """Every quantity of a text, in order.

    Dates, times, ordinals, document and telephone numbers, names, idioms, the 一 of 一项 and the numbers of formulas
    are no quantities. A vague number that cannot be read (数百名, 几十个) gives no row.

    Examples
    --------
    >>> text = "2021年投资30亿元，改造老旧小区138个，惠及逾1.2万户。"
    >>> [(text[q.start:q.end], q.value, q.unit, q.approx) for q in find_quantities(text)]
    [('30亿元', 3000000000.0, '元', 'exact'), ('138个', 138.0, '个', 'exact'), ('1.2万户', 12000.0, '户', 'over')]
    """
    units, rules = units or load_units(), rules or load_quantity_rules()
    formula_rules = formula_rules or load_formula_rules()
    plain = normal_width(text)
    spans = [match.span() for _, pattern in rules.excluded for match in pattern.finditer(plain) if match.group()]
    spans += excluded_spans(text, formula_rules)
    spans += [(mention.start, mention.end) for mention in find_mentions(text, formula_rules)]
    excluded = _Excluded(spans)
    amounts = [a for a in find_amounts(plain, units) if not excluded.overlaps(a.start, max(a.start + 1, a.end - 1))]
    changes: dict[int, int] = {}
    joined = _join(plain, amounts, changes)
    found: list[Quantity] = []
    for amount in joined:
        if amount.unit is None:
            continue
        dimension = units.dimension(amount.unit)
        change = changes.get(amount.start)
        item = _item(text, amount, change, dimension, rules, found[-1] if found else None)
        found.append(
            Quantity(
                amount.start,
                amount.end,
                amount.value,
                amount.value_high,
                amount.unit,
                _approx(plain, amount, dimension, rules),
                item[0] if item else None,
                item[1] if item else None,
                change,
            )
        )
    return found


def _item(
    text: str, amount: Amount, change: int | None, dimension: str, rules: QuantityRules, previous: Quantity | None
) -> tuple[int, int] | None:
    """What is counted; the second number of a change counts what the first does."""
    inherited = None
    if previous and previous.item_start is not None and previous.item_end is not None:
        inherited = previous.item_start, previous.item_end
    if previous and change is not None and previous.change == change:
        return inherited
    item = find_item(text, amount.start, amount.end, dimension, rules, previous.end if previous else 0)
    if item is None and previous:
        # 老旧小区49个、256万平方米、3.2万户: one thing, counted three times
        between = max(previous.end, previous.item_end or 0)
        return inherited if _NEXT_SIZE.fullmatch(text, between, amount.start) else None
    return item


def _join(plain: str, amounts: list[Amount], changes: dict[int, int]) -> list[Amount]:
    """Ranges as one, lists with the unit they share, changes linked; from the last to the first."""
    done: list[Amount] = []
    for amount in reversed(amounts):
        following = done[-1] if done else None
        if following is None or following.unit is None:
            done.append(amount)
            continue
        between = plain[amount.end : following.start] if following.start - amount.end <= 26 else "\n"
        led = _FROM.search(plain[max(0, amount.start - 26) : amount.start]) is not None
        same = amount.unit in (None, following.unit)
        if same and led and _RISE.match(between):
            changes[following.start] = changes[amount.start] = amount.start
            done.append(_share_unit(amount, following))
        elif same and amount.value_high is None and following.value_high is None and _RANGE.fullmatch(between):
            low = _share_unit(amount, following) if amount.unit is None else amount
            if low.value < following.value:
                done[-1] = Amount(
                    low.start,
                    following.end,
                    low.value,
                    following.value,
                    following.unit,
                    following.inner,
                    following.multiplier,
                    following.bare,
                )
            elif amount.unit is not None:
                done.append(amount)
        elif amount.unit is None and _LIST.fullmatch(between) and plain[amount.start].isdigit():
            done.append(_share_unit(amount, following))
        else:
            done.append(amount)
    # numbered in the order of the text
    order = {key: number for number, key in enumerate(sorted(set(changes.values())), 1)}
    for start, key in changes.items():
        changes[start] = order[key]
    return done[::-1]


def _share_unit(amount: Amount, following: Amount) -> Amount:
    """3—5万元: the first number takes the unit of the second, and its multiplier if it has none of its own."""
    if amount.unit is not None:
        return amount
    shares = amount.multiplier == 1.0 and following.multiplier > 1.0 and amount.bare < max(following.bare, 1000.0)
    if shares and _is_range_like(amount, following):
        value = amount.value * following.multiplier
    else:
        value = amount.value
    return Amount(
        amount.start,
        amount.end,
        value,
        amount.value_high,
        following.unit,
        amount.inner,
        following.multiplier if shares else amount.multiplier,
        amount.bare,
    )


def _is_range_like(amount: Amount, following: Amount) -> bool:
    """5000—1万元 keeps its 5000."""
    return amount.bare < 1000.0 and (amount.bare < following.bare * 100.0)


def _approx(plain: str, amount: Amount, dimension: str, rules: QuantityRules) -> str:
    """How exact the number is said to be."""
    if amount.value_high is not None:
        return "range"
    if amount.inner:
        return "over"
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


def quantities(
    corpus: Corpus | Report | str,
    *,
    units: Units | str | Path | None = None,
    rules: QuantityRules | str | Path | None = None,
    formula_rules: FormulaRules | str | Path | None = None,
) -> pd.DataFrame:
    """Every measured number of a corpus, one a row.

    Parameters
    ----------
    corpus : Corpus, Report or str
        A plain ``str`` is taken as clean text with the id ``"text"``.
    units : Units, str or Path, optional
        A list of units instead of ``civlib/data/units.csv``.
    rules : QuantityRules, str or Path, optional
        Rules instead of ``civlib/data/quantities.yaml``.
    formula_rules : FormulaRules, str or Path, optional
        Rules instead of ``civlib/data/formulas.yaml``; the numbers of formulas are no quantities.

    Returns
    -------
    DataFrame
        ``report_id``; ``sentence``, the number of the sentence within the report, from 0; ``start``, ``end``,
        ``surface``: number and unit with an inner 余 or 多; ``value``, with multipliers applied, and ``value_high``,
        the upper end of a range, both in ``unit``; ``unit``, as written without its multiplier; ``approx``: exact,
        over, under, about or range; ``item``, what is counted, and its span ``item_start``, ``item_end``;
        ``change``, the same number within a report for the two rows of 由A提高到B, in the order of the text;
        ``dimension`` of the unit, ``""`` where it is not known; ``base_value``, ``value`` in the base unit of the
        dimension (元, 平方米, 米, 公斤, 秒, a share of one). Numbers are never added together.

    Raises
    ------
    ResourceError
        Where a list of units or rules is broken.

    Examples
    --------
    >>> quantities("清运垃圾450多方，参与率约七成。")[["surface", "value", "unit", "approx", "item"]].values.tolist()
    [['450多方', 450.0, '方', 'over', '垃圾'], ['七成', 0.7, '', 'about', '参与率']]
    """
    known, vocabulary, formulas = load_units(units), load_quantity_rules(rules), load_formula_rules(formula_rules)
    rows = []
    for report in as_corpus(corpus):
        text = report.text
        starts = [sentence.start for sentence in split_sentences(text)]
        for q in find_quantities(text, units=known, rules=vocabulary, formula_rules=formulas):
            item = text[q.item_start : q.item_end] if q.item_start is not None else ""
            rows.append(
                (
                    report.id,
                    bisect_right(starts, q.start) - 1,
                    q.start,
                    q.end,
                    text[q.start : q.end],
                    q.value,
                    q.value_high,
                    q.unit,
                    q.approx,
                    item,
                    q.item_start,
                    q.item_end,
                    q.change,
                    known.dimension(q.unit),
                    known.base_value(q.value, q.unit),
                )
            )
    return table(rows, COLUMNS)
