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
    r"|(?P<slash>(?<![0-9./年月第])[1-9][0-9]?/[1-9][0-9]?(?![0-9/.版期号日页场节]))"
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
_LONG = re.compile(r"(多|半)(月|小时|工作日|星期|季度|世纪|学期)")
_TO = re.compile(r"[至到][一二两三四五六七八九十]")
# 4万|至5万平方米: the unit of a range stands behind its second number
_RANGED = re.compile(rf"(?:至|到|[—–-]{{1,2}}|[~～－])[0-9{CHINESE}]")
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
        vague = _VAGUE.search(before) and (before[-1] != "数" or match.group()[0] in "十百千万亿")
        if vague or (before[-1:] == "/" and match["arabic"]):
            continue
        amount = (
            _share(plain, match)
            if match.lastgroup in ("share", "slash", "tenths", "half")
            else _counted(plain, match, before, units)
        )
        if amount:
            yield amount


def _share(plain: str, match: re.Match[str]) -> Amount | None:
    """百分之五 is 5 %; 三分之二, 七成, 半数 are shares of one."""
    surface, end, unit, high = match.group(), match.end(), "", None
    value: float | None
    if match["slash"]:
        # 3/4 is a share, 8/5 a date or a score
        above, below = map(int, surface.split("/"))
        return Amount(match.start(), end, above / below, None, "", False, 1.0, above / below) if above < below else None
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


@dataclass(slots=True)
class _Number:
    """A number as it stands in the text, before its unit is known."""

    start: int
    end: int
    written: str
    value: float
    high: float | None
    arabic: bool
    inner: bool = False
    factor: float = 1.0

    def amount(self, end: int, unit: str | None, half: float = 0.0) -> Amount:
        """The number with a unit that ends at ``end``; ``half`` is what 半 adds behind it."""
        high = None if self.high is None else self.high * self.factor
        multiplier = _multiplier_of(self.written) * self.factor
        return Amount(self.start, end, self.value * self.factor + half, high, unit, self.inner, multiplier, self.value)


def _counted(plain: str, match: re.Match[str], before: str, units: Units) -> Amount | None:
    """A number with what follows it: 余 or 多, a multiplier after that (100多万), and the unit."""
    number = _number(plain, match, units)
    if number is None:
        return None
    _take_inner(plain, number, units)
    if not number.inner and plain.startswith("个亿", number.end):
        # 3个亿: spoken for 3亿, mostly of money, whose name is left out
        value = number.value
        return Amount(number.start, number.end + 2, value * 1e8, None, "", False, 1e8, value)
    found = units.pattern.match(plain, number.end + (plain[number.end : number.end + 1] == " "))
    early = units.pattern.match(plain, number.end - 1)
    if early and early.end() > number.end and number.arabic and not number.inner and number.written[-1] in "千百":
        # 5千瓦, 20千克: the 千 belongs to the unit
        shorter = read_numeral(number.written[:-1])
        if shorter is not None:
            found, number.value, number.written = early, float(shorter), number.written[:-1]
    bare = _BARE.fullmatch(number.written) is not None and not number.inner and not _MARKED.search(before)
    if found and not bare and (amount := _with_unit(plain, number, before, found, units)):
        return amount
    return None if bare else _without_unit(plain, number, before, bool(found))


def _number(plain: str, match: re.Match[str], units: Units) -> _Number | None:
    """The value of what was matched, or None where it cannot be read."""
    start, end = match.span()
    written, high = plain[start:end], None
    value = read_numeral(written)
    if value is None and match["chinese"] and (ends := _adjacent(written)):
        value, high = ends
    if value is None and match["arabic"] and written[-1] in "千百" and units.pattern.match(plain, end - 1):
        # 260万千瓦时: the 千 belongs to the unit
        written, end = written[:-1], end - 1
        value = read_numeral(written)
    if value is None or (match["chinese"] and written in ("零", "〇")):
        return None
    return _Number(start, end, written, float(value), high, bool(match["arabic"]))


def _take_inner(plain: str, number: _Number, units: Units) -> None:
    """余, 多, 来 or 几 within the number, and a multiplier behind it: 100多万."""
    more = _INNER.match(plain, number.end)
    if not more:
        return
    rounded = number.arabic or number.written[-1] in "十百千万亿"
    takes = more[1] in "余多" or (rounded and not plain.startswith("几何", number.end))
    follows = plain[more.end() : more.end() + 1]
    if takes and (units.pattern.match(plain, more.end()) or "\u4e00" <= follows <= "\u9fff"):
        signs, end = more[2], more.end()
        if signs[-1:] in ("千", "百") and (early := units.pattern.match(plain, end - 1)) and early.end() > end:
            # 210余千米: the 千 belongs to the unit
            signs, end = signs[:-1], end - 1
        number.inner, number.factor, number.end = True, _factor(signs) or 1.0, end


def _with_unit(plain: str, number: _Number, before: str, found: re.Match[str], units: Units) -> Amount | None:
    """The number with the unit that follows it, if that is one here."""
    unit, end, half = units[found.group()], found.end(), 0.0
    long = _LONG.match(plain, end) if unit.name == "个" else None
    if long:
        # 两个多月, 三个半小时: 多 and 半 stand within the unit
        number.inner, half = number.inner or long[1] == "多", 0.5 if long[1] == "半" else 0.0
        name, end = f"个{long[2]}", long.end()
        unit = units[name] if name in units else unit
    elif plain.startswith("半", end) and unit.dimension.startswith(("duration", "multiple")) and not number.inner:
        half, end = 0.5, end + 1
    if unit.dimension == "temperature" and before[-1:] in ("-", "−") and number.high is None:
        number.start, number.value = number.start - 1, -number.value
    if _unit_fits(plain, number, unit, end):
        return number.amount(end, unit.name, half)
    return None


def _without_unit(plain: str, number: _Number, before: str, found: bool) -> Amount | None:
    """3000余志愿者, 30万市民: counted without a classifier; or a number that a later unit may be for."""
    follows = plain[number.end : number.end + 1]
    ranged = _RANGED.match(plain, number.end) is not None and not number.inner
    if not found and not ranged and (number.inner or (number.arabic and number.written[-1] in "万亿")):
        noun = "\u4e00" <= follows <= "\u9fff" and not _CLOSERS.match(follows)
        # 人口5.6万，: a large number after its noun, at the end of its clause
        closes = not number.inner and re.match(r"[，。；、）]|$", follows) and "\u4e00" <= before[-1:] <= "\u9fff"
        if noun or closes:
            return number.amount(number.end, "")
    # 两|至三年: one figure alone is a number where a range begins
    small = not number.arabic and len(number.written) < 2 and not _TO.match(plain, number.end)
    if number.inner or small:
        return None
    return Amount(
        number.start, number.end, number.value, number.high, None, False, _multiplier_of(number.written), number.value
    )


def _multiplier_of(number: str) -> float:
    """The multiplier that a number ends in: 10^4 for 1.2万."""
    signs = re.search(r"[0-9]([十百千万亿]+)$", number)
    return _factor(signs[1]) if signs else 1.0


def _unit_fits(plain: str, number: _Number, unit: Unit, end: int) -> bool:
    """Whether the unit is one here: not 三方, 一项, 30年级, 五家庭."""
    follows = plain[end : end + 1]
    if follows and follows in unit.not_before:
        # 65项目标 is counted by 项
        return unit.name == "项" and plain[end : end + 2] == "目标"
    if unit.name.isascii() and unit.name.isalpha() and follows.isascii() and follows.isalnum():
        return False
    if number.inner or number.high is not None:
        return True
    # the 一 of 一项; 二 before a classifier is an ordinal (二次供水, 二期), the count is 两
    if number.written in ("一", "二"):
        # 翻了一番 is measured
        led = plain[max(0, number.start - 2) : number.start]
        return number.written == "一" and unit.name == "番" and led.endswith(("翻", "翻了"))
    return unit.small or not _SMALL.fullmatch(number.written)
