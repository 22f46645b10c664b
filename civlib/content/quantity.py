"""Quantities: every measured number of a report, with its unit and what it counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from civlib.content.formula_entries import located
from civlib.content.formula_mentions import excluded_spans, find_mentions
from civlib.content.formula_rules import FormulaRules, load_formula_rules
from civlib.content.numerals import normal_width
from civlib.content.quantity_items import RELATIVE, find_item
from civlib.content.quantity_joining import join_amounts
from civlib.content.quantity_markers import approximation
from civlib.content.quantity_numbers import Amount, find_amounts
from civlib.content.quantity_rules import QuantityRules, load_quantity_rules
from civlib.content.units import Units, load_units
from civlib.records import Corpus, Report
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

# 老旧小区49个、256万平方米: what is counted is named once in its sentence
_NEXT_SIZE = re.compile(r"[^。！？\n\u4e00-\u9fff]{0,2}(?:共计|合计|总计|共|约|逾|近|超|计)?")


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
    joined = join_amounts(plain, amounts, changes)
    found: list[Quantity] = []
    for amount in joined:
        if amount.unit is None:
            continue
        dimension = _dimension(units, amount.unit, amount.value)
        change = changes.get(amount.start)
        item = _item(text, amount, change, dimension, rules, units, found)
        if item and item[0] < amount.end and item[1] > amount.start:
            item = None  # of 1成“0%” the quoted name is the number itself
        found.append(
            Quantity(
                amount.start,
                amount.end,
                amount.value,
                amount.value_high,
                amount.unit,
                approximation(plain, amount, dimension, rules),
                item[0] if item else None,
                item[1] if item else None,
                change,
            )
        )
    return found


def _item(
    text: str,
    amount: Amount,
    change: int | None,
    dimension: str,
    rules: QuantityRules,
    units: Units,
    found: list[Quantity],
) -> tuple[int, int] | None:
    """What is counted; the second number of a change counts what the first does."""
    previous = found[-1] if found else None
    if previous and change is not None and previous.change == change:
        return _item_of(previous)
    floor = _floor(found, units)
    item = find_item(text, amount.start, amount.end, dimension, rules, floor)
    if item is None and previous and _continues(text, amount, dimension, previous, units, rules):
        return _item_of(previous)
    return item


def _floor(found: list[Quantity], units: Units) -> int:
    """Where the quantity before ends; a length of time that counts nothing may stand between: 能耗|五年|下降16%."""
    for quantity in found[:-3:-1]:
        if quantity.item_start is not None or not _dimension(units, quantity.unit, quantity.value).startswith("duration"):
            return quantity.end
    return 0


def _continues(text: str, amount: Amount, dimension: str, previous: Quantity, units: Units, rules: QuantityRules) -> bool:
    """Whether what was counted last is counted once more: 老旧小区49个、256万平方米、3.2万户; 16条，总长9公里."""
    between = text[previous.end : amount.start] if amount.start - previous.end < 48 else "。"
    if dimension.startswith("duration") or re.search(r"[。；！？\n]", between):
        return False
    # 总投资1.12亿元，398栋: a sum is no building
    before = _dimension(units, previous.unit, previous.value)
    if before.startswith(("money", *RELATIVE)) and not dimension.startswith(("money", *RELATIVE)):
        return False
    if _NEXT_SIZE.fullmatch(text, max(previous.end, previous.item_end or 0), amount.start):
        return True
    if dimension in RELATIVE or dimension == before:
        return True
    return re.sub(r"^.*[，,、]|[共约逾近超达为]+$", "", between) in rules.words["sizes"]


def _dimension(units: Units, unit: str, value: float) -> str:
    """The dimension of a quantity: without a unit a share of one (七成), or a count that has no classifier (30万市民)."""
    return units.dimension(unit) if unit or value <= 1 else ""


def _item_of(quantity: Quantity) -> tuple[int, int] | None:
    if quantity.item_start is None or quantity.item_end is None:
        return None
    return quantity.item_start, quantity.item_end


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
    find = partial(find_quantities, units=known, rules=vocabulary, formula_rules=formulas)
    rows = [
        (
            *place,
            q.start,
            q.end,
            text[q.start : q.end],
            q.value,
            q.value_high,
            q.unit,
            q.approx,
            "" if q.item_start is None else text[q.item_start : q.item_end],
            q.item_start,
            q.item_end,
            q.change,
            _dimension(known, q.unit, q.value),
            known.base_value(q.value, q.unit),
        )
        for text, place, q in located(corpus, find)
    ]
    return table(rows, COLUMNS)
