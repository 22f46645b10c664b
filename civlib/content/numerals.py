"""Read a Chinese or Arabic numeral: a function of a string, which gives nothing rather than a wrong number.

The grammar is that of modern written Chinese: places (十 百 千) within sections of four (万, 亿, 万亿), digit strings
(二〇二一), mixed writing (1.2亿, 3万5千), decimals, fractions, tenths (成), halves. What is not a whole numeral of this
grammar is not read.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

_WIDTH = str.maketrans("０１２３４５６７８９．％＋－", "0123456789.%+-")
# １，２００ has a thousands separator, but in 2021年，300人 the mark is a comma
_SEPARATOR = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_OLD_FORMS = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億兩〇○Ｏ負點",
    "一二三四五六七八九十百千二三六万亿两零零零负点",
)

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

# Longer than any numeral of this genre; the bound keeps hostile input cheap.
_LONGEST = 48

_ARABIC = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?")
_MIXED = re.compile(r"((?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?)([十百千万亿]*)")


def normal_width(text: str) -> str:
    """The same text, character by character, with full-width digits and signs in their narrow form.

    Examples
    --------
    >>> normal_width("３６項，１，２００人，５％")
    '36項，1,200人，5%'
    """
    return _SEPARATOR.sub(",", text).translate(_WIDTH)


def read_numeral(text: str) -> int | float | None:
    """The number that a numeral stands for, or None.

    Parameters
    ----------
    text : str
        One numeral and nothing else: no unit, no marker such as 余 or 约. Arabic, full-width, Chinese (also the
        bankers' forms 壹贰叁) and mixed writing; multipliers 万 and 亿 anywhere; thousands separators; decimals
        (三点五); fractions (三分之二), per cent (百分之五, 5%), per mille (千分之三), tenths (七成, 七成五),
        halves (半数, 一半); minus (负, -). In spoken short forms the last place is understood: 三万五 is 35000.

    Returns
    -------
    int, float or None
        An int where the numeral is whole, else a float. A share is a share of one: 七成 is 0.7. None for what is
        no numeral of this grammar (一百百), for two digits side by side, which are a range or a list and no
        number (三五), and for 兆, of which there are two readings.

    Notes
    -----
    The time taken is linear in the length of the text; numerals of more than 48 characters are not read.

    Examples
    --------
    >>> [read_numeral(text) for text in ("三百二十六", "两千", "一千二百三十四万", "1.2亿", "３，６００")]
    [326, 2000, 12340000, 120000000, 3600]
    >>> [read_numeral(text) for text in ("三点五", "百分之五", "七成五", "半数")]
    [3.5, 0.05, 0.75, 0.5]
    >>> [read_numeral(text) for text in ("一百百", "三五", "多", "")]
    [None, None, None, None]
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    plain = normal_width(text).translate(_OLD_FORMS)
    negative = plain[0] in "负-−"
    value = _read(plain[1:] if negative else plain)
    if value is None:
        return None
    value = -value if negative else value
    return int(value) if value.denominator == 1 else float(value)


def _read(plain: str) -> Fraction | None:
    """The value of a numeral without sign, exactly."""
    if not plain:
        return None
    if plain in ("半", "半数", "一半"):
        return Fraction(1, 2)
    if plain[-1] in "%‰":
        share = _plain_number(plain[:-1])
        return None if share is None else share / (100 if plain[-1] == "%" else 1000)
    if "分之" in plain:
        return _fraction(plain)
    if "成" in plain:
        return _tenths(plain)
    return _plain_number(plain)


def _fraction(plain: str) -> Fraction | None:
    """三分之二, 百分之五点五, 一又二分之一."""
    whole_text, again, rest = plain.rpartition("又")
    below_text, _, above_text = rest.partition("分之")
    whole = _plain_number(whole_text) if again else Fraction(0)
    # 百分之, 千分之, 万分之 stand without the 一 that a numeral would have
    below, above = _plain_number(below_text), _plain_number(above_text)
    if whole is None or above is None or not below:
        return None
    return whole + above / below


def _tenths(plain: str) -> Fraction | None:
    """七成, 七成五, 八成半, 9.5成."""
    tenths_text, _, rest = plain.partition("成")
    tenths = _plain_number(tenths_text)
    if tenths is None or tenths > 10:
        return None
    if rest == "半":
        return tenths / 10 + Fraction(1, 20)
    if rest and (rest not in _DIGITS or rest in "零两"):
        return None
    return tenths / 10 + Fraction(_DIGITS[rest] if rest else 0, 100)


def _plain_number(plain: str) -> Fraction | None:
    """A numeral without share or sign: Arabic, Chinese or mixed, whole or decimal."""
    if not plain:
        return None
    if plain[0] in "0123456789":
        return _mixed(plain)
    if "点" in plain:
        return _chinese_decimal(plain)
    value = _chinese_integer(plain)
    return None if value is None else Fraction(value)


def _multiplier(signs: str) -> int:
    """万亿 is 10^12; 千万 is 10^7; 0 where the signs cannot stand together (千百, 亿万)."""
    product, last = 1, 0
    for sign in signs:
        factor = _MULTIPLIERS[sign]
        if last and (factor < 10**4 or factor < last):
            return 0
        product, last = product * factor, factor
    return product


def _mixed(plain: str) -> Fraction | None:
    """3,600, 1.2亿, 5千万, 1亿2000万, 3万5千."""
    total, ceiling, position = Fraction(0), None, 0
    while position < len(plain):
        if position and plain[position] == "零":
            position += 1
        match = _MIXED.match(plain, position)
        if not match:
            return None
        number, factor = Fraction(Decimal(match[1].replace(",", ""))), _multiplier(match[2])
        # 3万5 is read as 35000 by some and as 30005 by others
        short = position and factor == 1 and len(match[1]) < 3
        if not factor or short or (ceiling is not None and (number * factor >= ceiling or "." in match[1])):
            return None
        total, ceiling, position = total + number * factor, factor, match.end()
    return total


def _chinese_decimal(plain: str) -> Fraction | None:
    """三点五, 一百二十点零五, 三点五万, 一点二万亿."""
    whole_text, _, rest = plain.partition("点")
    places = rest.rstrip("十百千万亿")
    factor = _multiplier(rest[len(places) :])
    whole = _chinese_integer(whole_text)
    if whole is None or not factor or not places or any(sign not in _DIGITS or sign == "两" for sign in places):
        return None
    digits = "".join(str(_DIGITS[sign]) for sign in places)
    return (whole + Fraction(int(digits), 10 ** len(digits))) * factor


def _chinese_integer(plain: str) -> int | None:
    """A whole Chinese numeral: places in sections, or a string of digits."""
    if plain[:1] in ("廿", "卅"):
        plain = ("二十" if plain[0] == "廿" else "三十") + plain[1:]
    if plain and all(sign in _DIGITS for sign in plain):
        return _digit_string(plain)
    if plain.count("亿") > 2 or plain.count("万") > 4:
        return None
    return _sections(plain)


def _digit_string(plain: str) -> int | None:
    """二〇二一 is 2021 and 一九四九 is 1949, but 三五 is a range, 三四五 a list, and 零五 is no number."""
    if len(plain) == 1:
        return _DIGITS[plain]
    if plain[0] == "零" or "两" in plain or len(plain) < (3 if "零" in plain else 4):
        # 二零 is a truncated year, 五零 a decade
        return None
    return int("".join(str(_DIGITS[sign]) for sign in plain))


def _sections(plain: str, front: bool = True, last: bool = True) -> int | None:
    """Split at the last 亿, then at the last 万: 一万二千亿, 一亿亿, 三万万.

    Only the front of a numeral may lack its 一 (百万, 万亿), and only its end may leave a place understood (三万五).
    """
    for sign, factor in (("亿", 10**8), ("万", 10**4)):
        left, found, right = plain.rpartition(sign)
        if not found:
            continue
        above = _sections(left, front, False) if left else int(front and not right)
        below = _below(right, factor, last and not left.endswith(sign))
        if not above or below is None:
            return None
        if left.endswith("万万") and sign == "万":
            return None
        whole = ("一亿", "亿") if sign == "亿" else ("一万", "万")
        if above >= factor and left not in whole and not (sign == "万" and left.endswith("万")):
            return None
        return above * factor + below
    return _section(plain, front, last)


def _below(right: str, factor: int, last: bool) -> int | None:
    """What follows 万 or 亿: nothing, less than one of them, or one digit with its place understood (三万五)."""
    if not right:
        return 0
    if right in _DIGITS:
        return None if right in "零两" or not last else _DIGITS[right] * factor // 10
    value = _sections(right.removeprefix("零"), False, last)
    # 五万十 would need its zero, 五万零十
    return value if value is not None and value < factor else None


def _section(plain: str, front: bool = True, last_section: bool = True) -> int | None:
    """A numeral below ten thousand: 三百二十六, 一千零五十, 十二, 一百二 (120)."""
    total, last, position, zero = 0, 10**4, 0, False
    length = len(plain)
    while position < length:
        sign = plain[position]
        if sign == "零":
            if zero or position == 0 or last == 1:
                return None
            zero, position = True, position + 1
            continue
        if sign in _PLACES:
            # 十 may stand without its 一 anywhere (十二, 一百十五), 百 and 千 only alone (百万, 千余)
            if sign != "十" and (length > 1 or not front):
                return None
            digit, place = 1, _PLACES[sign]
        elif sign in _DIGITS:
            digit, position = _DIGITS[sign], position + 1
            place = _PLACES.get(plain[position], 0) if position < length else 1
            if (sign == "两" and place in (10, 0)) or (sign == "两" and place == 1 and length > 1):
                return None
            if place == 1 and position == length and last in (100, 1000) and not zero and not last_section:
                return None
            if place == 1 and position == length and last in (100, 1000) and not zero:
                place = last // 10
                return total + digit * place
            if place == 0:
                return None
        else:
            return None
        if place >= last or (zero and place * 10 >= last):
            return None
        total, last, zero, position = total + digit * place, place, False, position + 1
    return None if zero or not plain else total
