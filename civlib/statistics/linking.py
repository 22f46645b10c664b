"""Quantities and the measures they belong to: what a place spent, renovated, cleared, mobilised."""

from __future__ import annotations

import pandas as pd

from civlib.statistics.codings import checked
from civlib.tables import table

COLUMNS = {
    "report_id": "str", "sentence": "int64", "start": "int64", "end": "int64", "surface": "str", "item": "str",
    "dimension": "str", "base_value": "float64", "code": "str", "cue": "str", "distance": "int64", "nearest": "bool",
}  # fmt: skip


WITHIN = 30
"""How many characters may lie between a quantity and the cue of its measure, as in the rules of the codebook."""


def measured(quantities: pd.DataFrame, codings: pd.DataFrame, *, within: int = WITHIN) -> pd.DataFrame:
    """Every quantity with the measures that its sentence names.

    A sentence may name several measures and several quantities. Nothing in the words says for sure which belongs to
    which; the measure whose cue stands nearest is marked, as the most likely one.

    Parameters
    ----------
    quantities : DataFrame
        As ``cv.quantities`` gives it.
    codings : DataFrame
        As ``cv.measures`` gives it.
    within : int
        At which distance a cue is too far off for its measure to be taken as the quantity's own.

    Returns
    -------
    DataFrame
        One row a quantity and code of its sentence: the quantity's ``report_id``, ``sentence``, ``start``, ``end``,
        ``surface``, ``item``, ``dimension``, ``base_value``; ``code``; ``cue``, the words that decided it;
        ``distance``, how many characters lie between the cue and the quantity with its item (0 where they touch, or
        where the cue names an item of three characters or more); ``nearest``, True for at most one code of each
        quantity: the one at the least distance, the earlier of two, if it is no farther than ``within``. A quantity
        in a sentence without measure is not among them.

    Examples
    --------
    >>> counted = pd.DataFrame({"report_id": ["a"], "sentence": [0], "start": [6], "end": [9], "surface": ["30亿"],
    ...                         "item": ["资金"], "item_start": [4], "item_end": [6], "dimension": ["money"],
    ...                         "base_value": [3e9]})
    >>> coded = pd.DataFrame({"report_id": ["a", "a"], "sentence": [0, 0], "code": ["RES_FUND", "ENV_ROAD"],
    ...                       "start": [2, 14], "end": [6, 18], "surface": ["投入资金", "修建道路"]})
    >>> measured(counted, coded)[["surface", "code", "distance", "nearest"]].values.tolist()
    [['30亿', 'RES_FUND', 0, True], ['30亿', 'ENV_ROAD', 5, False]]
    """
    own = ["report_id", "sentence", "start", "end", "surface", "item", "dimension", "base_value"]
    checked(quantities, [*own, "item_start", "item_end"], "quantities")
    checked(codings, ("report_id", "sentence", "code", "start", "end", "surface"), "codings")
    cues: dict[tuple[str, int], list[tuple[int, int, str, str]]] = {}
    for report, sentence, start, end, code, cue in zip(
        *(codings[name] for name in ("report_id", "sentence", "start", "end", "code", "surface")), strict=True
    ):
        cues.setdefault((report, sentence), []).append((int(start), int(end), str(code), str(cue)))
    rows = []
    for *quantity, item_start, item_end in zip(
        *(quantities[name] for name in [*own, "item_start", "item_end"]), strict=True
    ):
        # 改造 stands next to 老旧小区 and not to the number in 改造老旧小区建筑面积19.93万平方米
        known = pd.notna(item_start) and pd.notna(item_end)
        start = min(int(quantity[2]), int(item_start)) if known else int(quantity[2])
        end = max(int(quantity[3]), int(item_end)) if known else int(quantity[3])
        # a cue that names the item owns it wherever it stands: 老旧小区改造见实效，全区完成老旧小区12个，筹措资金2亿元;
        # 社区 and 部门 stand in too many cues to tell
        item = str(quantity[5])
        near = sorted(
            (0 if len(item) > 2 and (item in cue or cue in item) else max(start - last, first - end, 0), first, code, cue)
            for first, last, code, cue in cues.get((quantity[0], quantity[1]), [])
        )
        rows += [(*quantity, code, cue, gap, rank == 0 and gap <= within) for rank, (gap, _, code, cue) in enumerate(near)]
    return table(rows, COLUMNS)
