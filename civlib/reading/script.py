"""Traditional to simplified characters, with the particle 著 settled in context."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

import opencc

from civlib.reading.ledger import Change
from civlib.reading.word_model import log_probability

STEP = "script/simplified"
_PARTICLE = re.compile("著")
_REACH = 6


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Simplified characters for traditional ones.

    Examples
    --------
    >>> simplify("創建")
    '创建'
    """
    return _converter().convert(text)


def script_changes(text: str) -> list[Change]:
    """Changes that turn traditional characters into simplified ones, run by run.

    The characters are converted by OpenCC's phrase dictionaries, so that 乾隆 stays and 乾淨 becomes 干净.

    Examples
    --------
    >>> [(c.start, c.after) for c in script_changes("文明城市創建工作")]
    [(4, '创')]
    """
    changes = []
    start = 0
    for line in text.split("\n"):
        converted = _converter().convert(line)
        if converted != line:
            changes += _differences(line, converted, start)
        start += len(line) + 1
    return changes


def _differences(before: str, after: str, offset: int) -> list[Change]:
    """Maximal runs of characters in which two forms of a line differ."""
    changes = []
    if len(before) == len(after):
        start = None
        for index, (old, new) in enumerate(zip(before + "\n", after + "\n", strict=True)):
            if old != new and start is None:
                start = index
            elif old == new and start is not None:
                changes.append(Change(offset + start, offset + index, after[start:index], STEP, charwise=True))
                start = None
        return changes
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        Change(offset + i, offset + j, after[k:m], STEP)
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def particle_changes(text: str, simplified: list[Change]) -> list[Change]:
    """Changes that turn the particle 著 into 着 in text that was traditional.

    Simplified Chinese writes 着 for the particle and keeps 著 in 显著 and 著名; OpenCC leaves every 著. Both readings
    are weighed by how well they cut into words: 向着更高层次, but 显著提升; 挂着名牌, but 著名专家. Text in which nothing had
    to be converted keeps its 著.

    Parameters
    ----------
    text : str
        After :func:`script_changes`.
    simplified : list of Change
        What :func:`script_changes` found: the evidence that the text was traditional.

    Examples
    --------
    >>> [(c.start, c.after) for c in particle_changes("显著提升，向著更高层次", [Change(0, 1, "显", STEP)])]
    [(6, '着')]
    """
    if not simplified:
        return []
    changes = []
    for match in _PARTICLE.finditer(text):
        low = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _REACH)
        left, right = text[low : match.start()], text[match.end() : match.end() + _REACH].split("\n")[0]
        margin = log_probability(f"{left}着{right}") - log_probability(f"{left}著{right}")
        if margin > 0:
            confidence = 1.0 if margin > 2 else 0.9
            changes.append(
                Change(match.start(), match.end(), "着", "script/particle", confidence=confidence, charwise=True)
            )
    return changes
