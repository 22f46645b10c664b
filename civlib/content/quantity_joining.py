"""Numbers that belong together: ranges, lists that share a unit, and changes from one value to another."""

from __future__ import annotations

import re

from civlib.content.quantity_numbers import Amount

_RANGE = re.compile(r"(?:至|到|[—–-]{1,2}|[~～－])")
_LIST = re.compile(r"、|和|及|以及|与")
_FROM = re.compile(r"(?:由|从|自)[^，。；！？\n]{0,24}$")
_RISE = re.compile(
    r"(?:[^，。；！？\n]{0,12}?)(?:提高|提升|增加|增长|上升|扩大|扩展|扩充|拓展|发展|壮大|跃升|攀升|升级|升|增|涨|下降|降低|减少|压减|压缩|缩短|缩减|精简|"
    r"降|减|调整|优化|延伸|延长|变)?(?:到|至|为|成)(?:了|现在的|目前的|今年的|如今的|[0-9]{4}年的|20[0-9]{2}年底?的?|近|约|逾)?$"
)


def join_amounts(plain: str, amounts: list[Amount], changes: dict[int, int]) -> list[Amount]:
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
