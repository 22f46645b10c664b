"""Width: full-width marks in Chinese context, half-width letters and digits everywhere."""

from __future__ import annotations

import re
from bisect import bisect_right

from civlib.reading.ledger import Change

CHINESE = "\u3007\u3400-\u9fff\U00020000-\U0003134f"
_CHINESE_CONTEXT = re.compile(f"[{CHINESE}，。；：！？（）“”‘’、《》〈〉【】…—·①-⑳]")
_MARK = re.compile(r"[,;:!?.]")
# How far into brackets or quotes Chinese is looked for.
_QUOTED = 200
_BLANKS = " \t\u3000\u00a0"
_RUN_RIGHT = re.compile(f"[{_BLANKS},;:!?.()]+")
_RUN_LEFT = re.compile(f"[{_BLANKS},;:!?.()\n]+")
_BRACKETS = re.compile(r"[()]")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
# ＡＢＣ１２３ and the signs of numbers; other full-width signs are Chinese punctuation and stay.
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_HALF_WIDTH |= {"％": "%", "＋": "+"}
_WIDE = re.compile("[" + "".join(_HALF_WIDTH) + "]+")
_CORNER = {"「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "〝": "“", "〞": "”", "〟": "”"}
_CORNERS = re.compile("[" + "".join(_CORNER) + "]")
# R＆D, name＠gov.cn: a sign between letters or digits is half as wide as they are. ＂ is " and is paired as that.
_IN_WORD = re.compile("(?<=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ])[＆＠＿](?=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ])|＂")
# Between digits a colon, a point or a slash belongs to the number: 12：30, ３．５
_IN_NUMBER = re.compile(r"(?<=[0-9０-９])[：．／](?=[0-9０-９])")
# Typed or pasted twice: 城市，，乡村 and 创建。。组织; a pause in front of a full stop or a comma: 创建，。 扬尘、，。
# Near-misses: 好！！ ？！ …… —— are emphasis and marks of their own; 。。。 may be an ellipsis typed by hand. No report of
# the five has one, so that nothing shows what the genre means by it, and it stays.
# Republishing sites put a comma in front of other marks: 垃圾亂扔,、雜物亂堆,；
_DOUBLED = re.compile("[，、；]+(?=。(?!。。))|、+(?=，)|，+(?=[、；：！？])|(?P<mark>[，、；：])(?P=mark)+|(?<!。)。(?=。(?!。))")



class _Surroundings:
    """For every place of a text, the nearest character on either side that is no blank and no half-width mark.

    In 好?!, both marks go by 好, and in 好(A), the comma does too, as the bracket before it becomes a full-width one. A
    line feed is passed over to the left: a line that begins with a mark goes on from the line above.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.runs_left = [match.span() for match in _RUN_LEFT.finditer(text)]
        self.runs_right = [match.span() for match in _RUN_RIGHT.finditer(text)]

    def left(self, index: int) -> bool:
        """Whether that character to the left of a place is Chinese."""
        at = index - 1
        run = bisect_right(self.runs_left, (at, len(self.text))) - 1
        if run >= 0 and at < self.runs_left[run][1]:
            at = self.runs_left[run][0] - 1
        return at >= 0 and bool(_CHINESE_CONTEXT.match(self.text, at))

    def right(self, index: int) -> bool:
        """Whether that character to the right of a place is Chinese."""
        at = index + 1
        run = bisect_right(self.runs_right, (at, len(self.text))) - 1
        if run >= 0 and at < self.runs_right[run][1]:
            at = self.runs_right[run][1]
        return bool(_CHINESE_CONTEXT.match(self.text, at))


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
        Change(m.start(), m.end(), chr(ord(m.group()) - 0xFEE0), step, charwise=True) for m in _IN_WORD.finditer(text)
    ]
    changes += [
        Change(m.start(), m.end(), _CORNER[m.group()], "punctuation/quotes", charwise=True)
        for m in _CORNERS.finditer(text)
    ]
    return sorted(changes)


def doubled_changes(text: str) -> list[Change]:
    """Changes that take away a mark that stands there twice, or a pause in front of another mark.

    Examples
    --------
    >>> [(c.start, c.end) for c in doubled_changes("城市，，乡村，。垃圾，、好！！……")]
    [(3, 4), (6, 7), (10, 11)]
    """
    changes = []
    for match in _DOUBLED.finditer(text):
        start = match.start() + bool(match["mark"])
        changes.append(Change(start, match.end(), "", "punctuation/doubled", confidence=0.95))
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
    around = _Surroundings(text)
    changes = []
    for match in _MARK.finditer(text):
        at = match.start()
        before = text[at - 1 : at]
        if match.group() == ".":
            # 3.完善机制 and v2.0 keep their point; only a point that closes a Chinese clause is a full stop
            after = text[at + 1 : at + 2]
            ends = after != "." and (not after or bool(_RUN_LEFT.match(after)) or bool(_CHINESE_CONTEXT.match(after)))
            closes = around.left(at) or (before == "%" and bool(_CHINESE_CONTEXT.match(after)))  # 达到97%.开设专栏
            chinese = closes and before != "." and ends
        else:
            chinese = around.left(at) or (around.right(at) and before not in ("/", "&"))
        if chinese:
            changes.append(Change(at, at + 1, _FULL_WIDTH[match.group()], step, charwise=True))
    changes += _bracket_changes(text, around, step)
    changes += _quote_changes(text, around)
    return sorted(changes)


def _bracket_changes(text: str, around: _Surroundings, step: str) -> list[Change]:
    changes: list[Change] = []
    waiting: list[int] = []
    last = -1

    def settle(pair: tuple[int, ...]) -> None:
        low, high = pair[0], pair[-1]
        inside = _CHINESE_CONTEXT.search(text, low + 1, min(high, low + _QUOTED)) if high > low else None
        if inside or around.left(low) or around.right(high):
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


def _quote_changes(text: str, around: _Surroundings) -> list[Change]:
    """Straight quotes in a Chinese line, where they come in pairs: "创城" is “创城”."""
    changes = []
    start = 0
    for line in text.split("\n"):
        places = [start + index for index, char in enumerate(line) if char == '"']
        if places and len(places) % 2 == 0:
            for low, high in zip(places[::2], places[1::2], strict=True):
                inside = _CHINESE_CONTEXT.search(text, low + 1, min(high, low + _QUOTED))
                if inside or around.left(low) or around.right(high):
                    changes += [
                        Change(low, low + 1, "“", "punctuation/quotes", charwise=True),
                        Change(high, high + 1, "”", "punctuation/quotes", charwise=True),
                    ]
        start += len(line) + 1
    return changes
