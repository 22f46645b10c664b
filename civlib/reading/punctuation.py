"""Width: full-width marks in Chinese context, half-width letters and digits everywhere."""

from __future__ import annotations

import re

from civlib.reading.ledger import Change

CHINESE = "\u3007\u3400-\u9fff\U00020000-\U0003134f"
_CHINESE_CONTEXT = re.compile(f"[{CHINESE}，。；：！？（）“”‘’、《》〈〉【】…—·①-⑳]")
_MARK = re.compile(r"[,;:!?.]")
_PASSED_OVER = " \t\u3000\u00a0,;:!?"
_BRACKETS = re.compile(r"[()]")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
# ＡＢＣ１２３ and the signs of numbers; other full-width signs are Chinese punctuation and stay.
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_HALF_WIDTH |= {"％": "%", "＋": "+"}
_WIDE = re.compile("[" + "".join(_HALF_WIDTH) + "]+")
_CORNER = {"「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”"}
_CORNERS = re.compile("[" + "".join(_CORNER) + "]")
# Between digits a colon, a point or a slash belongs to the number: 12：30, ３．５
_IN_NUMBER = re.compile(r"(?<=[0-9０-９])[：．／](?=[0-9０-９])")


def _is_chinese(text: str, index: int) -> bool:
    return 0 <= index < len(text) and bool(_CHINESE_CONTEXT.match(text[index]))


def _neighbours(text: str, index: int) -> tuple[int, int]:
    """The nearest places left and right that hold neither a blank nor another mark: in 好?!, both go by 好."""
    left, right = index - 1, index + 1
    while left >= 0 and text[left] in _PASSED_OVER and index - left < 4:
        left -= 1
    while right < len(text) and text[right] in _PASSED_OVER and right - index < 4:
        right += 1
    return left, right


def width_changes(text: str) -> list[Change]:
    """Changes to half-width letters, digits and number signs, and to the quotes “ ” for 「 」.

    Examples
    --------
    >>> [(c.start, c.after) for c in width_changes("「１＋１１＋７」")]
    [(0, '“'), (1, '1+11+7'), (7, '”')]
    """
    step = "punctuation/width"
    changes = [
        Change(m.start(), m.end(), "".join(_HALF_WIDTH[c] for c in m.group()), step, charwise=True)
        for m in _WIDE.finditer(text)
    ]
    signs = {"：": ":", "．": ".", "／": "/"}
    changes += [
        Change(m.start(), m.end(), signs[m.group()], step, charwise=True) for m in _IN_NUMBER.finditer(text)
    ]
    changes += [
        Change(m.start(), m.end(), _CORNER[m.group()], "punctuation/quotes", charwise=True)
        for m in _CORNERS.finditer(text)
    ]
    return changes


def punctuation_changes(text: str) -> list[Change]:
    """Changes to full-width punctuation in Chinese context.

    A mark between two digits or two Latin letters stays (3,000; 12:30; Node.js); a bracket goes with its partner.

    Examples
    --------
    >>> "".join(c.after for c in punctuation_changes("创城(省级),投入3,000元."))
    '（），。'
    """
    step = "punctuation/full-width"
    changes = []
    for match in _MARK.finditer(text):
        at = match.start()
        left, right = _neighbours(text, at)
        if match.group() == ".":
            # 3.完善机制 and v2.0 keep their point; only a point that closes a Chinese clause is a full stop
            ends = right >= len(text) or text[right] == "\n" or _is_chinese(text, right)
            chinese = _is_chinese(text, left) and left == at - 1 and ends
        else:
            chinese = _is_chinese(text, left) or (_is_chinese(text, right) and text[at - 1 : at] not in ("/", "&"))
        if chinese:
            changes.append(Change(at, at + 1, _FULL_WIDTH[match.group()], step, charwise=True))
    changes += _bracket_changes(text, step)
    changes += _quote_changes(text)
    return changes


def _bracket_changes(text: str, step: str) -> list[Change]:
    changes: list[Change] = []
    waiting: list[int] = []
    last = -1

    def settle(pair: tuple[int, ...]) -> None:
        low, high = pair[0], pair[-1]
        inside = _CHINESE_CONTEXT.search(text, low + 1, min(high, low + 200)) if high > low else None
        around = _is_chinese(text, low - 1) or _is_chinese(text, high + 1)
        if inside or around:
            changes.extend(Change(at, at + 1, _FULL_WIDTH[text[at]], step, charwise=True) for at in pair)

    for match in _BRACKETS.finditer(text):
        at = match.start()
        if waiting and "\n" in text[last:at]:
            for lone in waiting:
                settle((lone,))
            waiting = []
        last = at
        if match.group() == "(":
            waiting.append(at)
        elif waiting:
            settle((waiting.pop(), at))
        else:
            settle((at,))
    for lone in waiting:
        settle((lone,))
    return changes


def _quote_changes(text: str) -> list[Change]:
    """Straight quotes in a Chinese line, where they come in pairs: "创城" is “创城”."""
    changes = []
    start = 0
    for line in text.split("\n"):
        places = [index for index, char in enumerate(line) if char == '"']
        if places and len(places) % 2 == 0:
            for low, high in zip(places[::2], places[1::2], strict=True):
                around = (low - 1, low + 1, high - 1, high + 1)
                if any(_is_chinese(line, index) for index in around):
                    changes += [
                        Change(start + low, start + low + 1, "“", "punctuation/quotes", charwise=True),
                        Change(start + high, start + high + 1, "”", "punctuation/quotes", charwise=True),
                    ]
        start += len(line) + 1
    return changes
