"""How well a string reads as words: the unigram model of jieba's dictionary."""

from __future__ import annotations

import logging
import math
import re
from functools import lru_cache

import jieba

_OTHER = re.compile(r"([^\u3400-\u9fff]+)")
_OTHER_COST = -4.0


@lru_cache(maxsize=1)
def dictionary() -> jieba.Tokenizer:
    """jieba's own dictionary, loaded once, without the domain lexicon; never changed by anyone."""
    jieba.default_logger.setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@lru_cache(maxsize=4096)
def log_probability(text: str) -> float:
    """The log probability of the best way to cut ``text`` into words of the dictionary.

    Every word is drawn on its own, with its frequency in jieba's dictionary; a character that is no word costs as
    much as the rarest one. Only differences between readings of the same length mean something.

    Examples
    --------
    >>> log_probability("挂着名牌") > log_probability("挂著名牌")
    True
    """
    words = dictionary()
    route: dict[int, tuple[float, int]] = {}
    words.calc(text, words.get_DAG(text), route)
    return route[0][0] if text else 0.0


def prose_log_probability(text: str) -> float:
    """As :func:`log_probability`, but for running text: a mark, a digit or a letter costs as much as a common word.

    Examples
    --------
    >>> prose_log_probability("亮。”") > prose_log_probability("亮担”")
    True
    """
    total = 0.0
    for number, part in enumerate(_OTHER.split(text)):
        total += log_probability(part) if number % 2 == 0 else _OTHER_COST * len(part)
    return total


def joint_gain(left: str, right: str, reach: int = 6) -> float:
    """How much better two strings read joined than apart, in natural log units.

    Positive where a word spans the joint (街|道), about 0 where none does. ``reach`` is how many characters on either
    side are looked at.

    Examples
    --------
    >>> joint_gain("市区领导包联街", "道、街道班子成员") > joint_gain("市区领导包联街", "区扎下了根")
    True
    """
    left, right = left[-reach:], right[:reach]
    if not left or not right:
        return -math.inf
    return log_probability(left + right) - log_probability(left) - log_probability(right)
