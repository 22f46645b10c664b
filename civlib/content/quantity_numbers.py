"""The numbers of a text that measure something: number, inner 余 or 多, multiplier and unit, as one stretch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from civlib.content.numerals import read_numeral
from civlib.content.units import Unit, Units

CHINESE = "零〇一二两三四五六七八九十百千万亿廿卅"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(
    rf"(?P<share>(?:(?<![{CHINESE}0-9])[{CHINESE}]+|(?<![0-9.])[0-9]{{1,4}})分之(?:{_ARABIC}|[{CHINESE}]+(?:点[{CHINESE}]+)?))"
    rf"|(?P<tenths>(?<![{CHINESE}0-9.第])(?:[一二两三四五六七八九]{{1,2}}|[1-9](?:\.[0-9])?)成(?:[一二三四五六七八九半](?![{CHINESE}个项名人户]))?"
    r"(?![员立为果都就功群效本熟绩品份衣长套片色不批行了年人规新交家]))"
    r"|(?P<half>半数|(?<![另一0-9])一半(?![0-9])|(?<=[近过超])半(?=[的居群市民农村家企住受社小参]))"
    rf"|(?P<arabic>(?<![0-9.A-Za-z_]){_ARABIC}(?:[十百千万亿]{{1,3}}(?:零?[0-9]{{1,4}}[百千万]{{1,2}}|[0-9]{{4}}(?![0-9年]))?)?)"
    rf"|(?P<chinese>(?<![{CHINESE}])[{CHINESE}]+(?:点[零〇一二三四五六七八九]+[万亿]{{0,2}})?)"
)
_INNER = re.compile(r"(余|多|几|来)([百千万亿]{0,2})")
_SMALL = re.compile(r"[一二两三四五六七八九十]")
# 百名, 万户, 百万市民 are a manner of speaking unless a marker stands by: 近百名, 上千人次, 百余名
_BARE = re.compile(r"[百千万亿]+")
_MARKED = re.compile(r"(?:近|上|逾|超|约|过|达|达到|突破|不下)$")
_VAGUE = re.compile(r"[几数第百千]$|若干$|成百上$|成千上$")
_PAIR = re.compile(r"([一两二三四五六七八九])([二三四五六七八九])(?![一二三四五六七八九])")
_CLOSERS = re.compile(r"[的了和与及或在以将把被由对到从是有等级年月日号点时度间后内外中上下余多来]")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number with its unit. ``unit`` is None while only a shared unit can still make it a quantity."""

    start: int
    end: int
    value: float
    value_high: float | None
    unit: str | None
    inner: bool
    multiplier: float
    bare: float


def _factor(signs: str) -> float:
    value = read_numeral(signs) if signs else 1
    return float(value) if value else 0.0


def _adjacent(run: str) -> tuple[float, float] | None:
    """三五, 七八百, 十五六, 两三千: the two ends of a range that is spoken as one number."""
    match = _PAIR.search(run)
    if not match or len(run) > 12:
        return None
    low = read_numeral(run[: match.start()] + match[1] + run[match.end() :])
    high = read_numeral(run[: match.start()] + match[2] + run[match.end() :])
    if low is None or high is None or not low < high:
        return None
    return float(low), float(high)


def find_amounts(plain: str, units: Units) -> Iterator[Amount]:
    """The amounts of a text whose digits are of normal width, in order, ranges not yet joined."""
    for match in _NUMBER.finditer(plain):
        before = plain[max(0, match.start() - 4) : match.start()]
        if _VAGUE.search(before) or (before[-1:] == "/" and match["arabic"]):
            continue
        amount = (
            _share(plain, match)
            if match.lastgroup in ("share", "tenths", "half")
            else _counted(plain, match, before, units)
        )
        if amount:
            yield amount


def _share(plain: str, match: re.Match[str]) -> Amount | None:
    """百分之五 is 5 %; 三分之二, 七成, 半数 are shares of one."""
    surface, end, unit, high = match.group(), match.end(), "", None
    value: float | None
    for sign, name in (("百分之", "%"), ("千分之", "‰")):
        if surface.startswith(sign):
            value, unit = read_numeral(surface[3:]), name
            break
    else:
        value = 0.5 if match["half"] else read_numeral(surface)
        if value is None and match["tenths"] and (ends := _adjacent(surface[:2])):
            value, high = ends[0] / 10, ends[1] / 10
    if value is None:
        return None
    if match["tenths"] and surface[0] == "一" and "成" in surface and len(surface) == 2 and high is None:
        return None
    inner = plain[end : end + 1] == "多"
    return Amount(match.start(), end + inner, float(value), high, unit, inner, 1.0, float(value))


def _counted(plain: str, match: re.Match[str], before: str, units: Units) -> Amount | None:
    """A number with what follows it: 余 or 多, a multiplier after that (100多万), and the unit."""
    start, end = match.span()
    number = plain[start:end]
    high: float | None = None
    value = read_numeral(number)
    if value is None and match["chinese"] and (ends := _adjacent(number)):
        value, high = ends
    if value is None:
        return None
    if match["chinese"] and number in ("零", "〇"):
        return None
    inner, factor, half = False, 1.0, 0.0
    if more := _INNER.match(plain, end):
        rounded = number[-1] in "十百千万亿" or match["arabic"]
        takes = more[1] in "余多" or (rounded and more[1] in "来几" and not plain.startswith("几何", end))
        unit_follows = (
            units.pattern.match(plain, more.end()) or "\u4e00" <= plain[more.end() : more.end() + 1] <= "\u9fff"
        )
        if takes and unit_follows:
            inner, factor, end = True, _factor(more[2]) or 1.0, more.end()
    if not inner and plain.startswith("个亿", end) and isinstance(value, int | float):
        # 3个亿: spoken for 3亿, mostly of money, whose name is left out
        return Amount(start, end + 2, float(value) * 1e8, None, "", False, 1e8, float(value))
    position = end + (plain[end : end + 1] == " ")
    found = units.pattern.match(plain, position)
    # 5千瓦, 20千克: the 千 belongs to the unit
    if (
        not inner
        and number[-1] in "千百"
        and (early := units.pattern.match(plain, end - 1))
        and len(number) > 1
        and match["arabic"]
    ):
        shorter = read_numeral(number[:-1])
        if shorter is not None and early.end() > end:
            found, value, number = early, shorter, number[:-1]
    bare = _BARE.fullmatch(number) is not None and not inner and not _MARKED.search(before)
    if found and not bare:
        unit = units[found.group()]
        end_of_unit = found.end()
        if unit.name == "个" and (
            long := re.match(r"多(?:月|小时|工作日|星期|季度|世纪)", plain[end_of_unit : end_of_unit + 4])
        ):
            # 两个多月: the 多 stands within the unit
            inner, end_of_unit = True, end_of_unit + long.end()
            unit = units[f"个{long.group()[1:]}"] if f"个{long.group()[1:]}" in units else unit
        elif (
            half_unit := re.match(r"半(?:小时|月|学期)", plain[end_of_unit : end_of_unit + 3])
            if unit.name == "个"
            else None
        ):
            half, end_of_unit = 0.5, end_of_unit + half_unit.end()
            unit = units[f"个{half_unit.group()[1:]}"] if f"个{half_unit.group()[1:]}" in units else unit
        elif (
            plain[end_of_unit : end_of_unit + 1] == "半"
            and unit.dimension.startswith(("duration", "multiple"))
            and not inner
        ):
            half, end_of_unit = 0.5, end_of_unit + 1
        if unit.dimension == "temperature" and before[-1:] in ("-", "−") and high is None:
            start, value = start - 1, -float(value)
        if _unit_fits(plain, start, number, unit, end_of_unit, inner, high is not None):
            return Amount(
                start,
                end_of_unit,
                float(value) * factor + half,
                None if high is None else high * factor,
                unit.name,
                inner,
                _multiplier_of(number) * factor,
                float(value),
            )
    scaled = None if high is None else high * factor
    follows = plain[end : end + 1]
    noun = "\u4e00" <= follows <= "\u9fff" and not _CLOSERS.match(follows)
    large = inner or (match["arabic"] and number[-1] in "万亿")
    if noun and large and not bare and not found:
        # 3000余志愿者, 30万市民: counted without a classifier
        return Amount(start, end, float(value) * factor, scaled, "", inner, _multiplier_of(number) * factor, float(value))
    # 人口5.6万，: a large number after its noun, at the end of its clause
    if (
        large
        and not inner
        and not bare
        and not found
        and re.match(r"[，。；、）]|$", follows)
        and "\u4e00" <= before[-1:] <= "\u9fff"
    ):
        return Amount(start, end, float(value) * factor, scaled, "", inner, _multiplier_of(number) * factor, float(value))
    if bare or inner or (match["chinese"] and len(number) < 2):
        return None
    return Amount(start, end, float(value), high, None, False, _multiplier_of(number), float(value))


def _multiplier_of(number: str) -> float:
    """The multiplier that a number ends in: 10^4 for 1.2万."""
    signs = re.search(r"[0-9]([十百千万亿]+)$", number)
    return _factor(signs[1]) if signs else 1.0


def _unit_fits(plain: str, start: int, number: str, unit: Unit, end: int, inner: bool, is_range: bool) -> bool:
    """Whether the unit is one here: not 三方, 一项, 30年级, 五家庭."""
    follows = plain[end : end + 1]
    if follows and follows in unit.not_before:
        # 65项目标 is counted by 项
        return unit.name == "项" and plain[end : end + 2] == "目标"
    if unit.name.isascii() and unit.name.isalpha() and follows.isascii() and follows.isalnum():
        return False
    if inner or is_range:
        return True
    # the 一 of 一项; 二 before a classifier is an ordinal (二次供水, 二期), the count is 两
    if number in ("一", "二"):
        # 翻了一番 is measured
        return number == "一" and unit.name == "番" and plain[max(0, start - 2) : start].endswith(("翻", "翻了"))
    return unit.small or not _SMALL.fullmatch(number)
