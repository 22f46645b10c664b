"""Undo the page: furniture and the report's own title come out, and say what they know of the report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise
from pathlib import Path

from civlib.reading.furniture import Found, FurnitureRules, furniture_of, furniture_rules, looks_like_name
from civlib.reading.ledger import Change
from civlib.reading.lines import Line, is_body, is_closed, is_heading, split_lines
from civlib.reading.titles import (
    ABSTRACT,
    LABEL_TIMES,
    NUMBERED,
    TEXT_MARK,
    TITLE_LENGTH,
    TITLE_LIMIT,
    Judged,
    is_site,
    is_strong,
    is_text,
    title_lines,
)
from civlib.reading.word_model import dictionary

# Where a list of headlines ends: at a sentence, with its comma and full stop, too long for a headline. A list above the report is an
# empty one that a script would have filled, so that the first sentence ends it.
_BODY_AGAIN = 40
_BODY_AFTER_COMMENTS = 80
_BODY_AT_LAST = 25
# What stands below a title; a list of headlines above a report that has it may be no list.
_SAYS_WHEN = frozenset({"date-line", "byline", "fields", "original-title"})
_LIST_REACH = 6
_TOP_REACH = 60
_NAME_LENGTH = 8
# A line that heads a further article or list, with no text of its own in reach, is furniture among these.
_TAIL_EVIDENCE = frozenset(
    {
        "headlines", "date-line", "counter", "navigation", "legal", "accounts", "fields", "comments", "player", "sign-in",
        "feedback", "tags", "advert", "attachment", "sharing-site", "forum", "search",
        "end-mark", "edition", "source-note",
    }
)  # fmt: skip
# What ends a report, or is found only below one. Of the lines that say who did what, those count that end it: 编辑, 审核.
_IMPRINT = frozenset({"headlines", "legal", "accounts", "comments", "sign-in", "end-mark", "sharing-site", "forum"})
_ENDS_REPORT = re.compile("编|审|校|监制|来源")
# So many lines of furniture, and a short sentence is a comment or a notice; a headline (…？ …！) needs but one.
_IMPRINT_LINES = 2
# A trail through a site, and how much text may stand in the head of the site above it.
_TRAIL = re.compile("位置 ?[：:]|首页 ?[>›»≫]")
_TRAIL_TEXTS = 2
_TRAIL_SIZE = 160
# A link of an e-paper: a list above the report that one of these follows is empty.
_ENDS_EMPTY_LIST = frozenset({"edition"})
_SALUTATION = re.compile(
    "[^，。；：！？]{0,16}(?:市民|居民|朋友|同志|领导|同学|家长|代表|委员|业主|住户|单位)[^，。；：！？]{0,4}："
)
_FULL_STOP = re.compile("。[”’）]*$")
_TIMED = re.compile(r"\d{1,2}[-/月]\d{1,2}|\d{1,2}:\d{2}|\d ?(?:分钟|小时|天|个?月)前")  # 03-05 06:40, 2小时前
# What stands beside the headlines of a list: 昨天 22:10, 38评论
_BESIDE_HEADLINE = frozenset({"date-line", "counter"})
_OFFICE = re.compile(
    "[^，。；：！？]{2,30}(?:委员会|委|人民政府|办公室|文明办|创[建城文]办|指挥部|宣传部|管委会|街道办事处|街道|党工委|党组|中心|局|支队"
    "|大队|社区|居委会|村委会|学校|公司|集团|联合会|总工会|协会)"
)
_DAY = re.compile(r"\d{4} ?[年./-] ?\d{1,2} ?(?:月|[./-] ?\d{1,2}|月 ?\d{1,2} ?日)")
_PLACE = re.compile("(?:街道|社区|学校|公司|集团|中心)$")
# How long a paragraph is that no one writes twice.
_TWICE = 40
# A line that is text by itself, even where headlines stand: 让我们共同努力！
_SENTENCE = 8
_PAGE_SIGNS = re.compile(r"\n[ \t\u3000]*\n|^[ \t\u3000]+\S", re.MULTILINE)
# How far down an abstract may stand, and its paragraph below it, in lines.
_ABSTRACT_REACH = 30


def page_changes(text: str, rules: str | Path | None = None) -> tuple[list[Change], dict[str, str]]:
    """Changes that take the page off a report, and what the page says of it.

    Parameters
    ----------
    text : str
        Simplified, full-width text of one page.
    rules : str or Path, optional
        A furniture file; the shipped one by default.

    Returns
    -------
    changes : list of Change
        Removals, each with the rule's name: ``furniture/byline``; the title goes as ``page/title``.
    metadata : dict of str to str
        ``title``, ``date``, ``publisher``, where the page says them.

    Examples
    --------
    >>> changes, said = page_changes("首页 > 要闻\\n滨江区创城纪实\\n2023-05-12\\n清理小广告，规范停车秩序。")
    >>> [change.step for change in changes], said["title"]
    (['furniture/navigation', 'page/title', 'furniture/date-line'], '滨江区创城纪实')
    """
    changes: list[Change] = []
    said: dict[str, str] = {}
    judged = _judge(list(split_lines(text)), furniture_rules(rules), changes, said)
    whole = {entry.line.start for entry in judged if entry.whole}
    from_page = bool(changes) or bool(_PAGE_SIGNS.search(text))
    trail = _trail(judged)
    extra = [(entry.line, "page/header", 0.9) for entry in judged[:trail] if entry.whole is None]
    judged = judged[trail:]
    tail = _tail(judged)
    extra += title_lines(judged, said, from_page) + _tail_lines(judged[tail:]) + _names(judged, tail)
    extra += _signatures(judged, tail)
    extra += _abstracts(judged) + _repeated(judged)
    more: dict[int, Change] = {}
    for line, step, confidence in extra:
        if line.start not in whole and line.start not in more:
            more[line.start] = Change(line.start, line.end, "", step, confidence=confidence)
    if more:
        # a line that goes as a whole takes along what was to go from its ends
        lines = {line.start: line for line in split_lines(text)}
        gone = [lines[start] for start in sorted(more)]
        starts = [line.start for line in gone]
        changes = [c for c in changes if not (at := bisect_right(starts, c.start)) or c.start >= gone[at - 1].end]
    return sorted([*changes, *more.values()]), said


def _judge(lines: list[Line], rules: FurnitureRules, changes: list[Change], said: dict[str, str]) -> list[Judged]:
    """Try the rules on every line; inside a list of headlines everything goes until body text resumes."""
    judged: list[Judged] = []
    known: dict[str, list[Found]] = {}
    in_list, above, long, head = False, True, _BODY_AGAIN, 0
    for line in lines:
        if line.text not in known:
            known[line.text] = furniture_of(line.text, rules)
        if in_list and above and any(found.rule.name in _ENDS_EMPTY_LIST for found in known[line.text]):
            in_list = False
        if in_list and long == _BODY_AGAIN and _timed(judged, head):
            long = _BODY_AT_LAST
        if in_list and not _resumes(line.text, above, long):
            judged.append(Judged(line, "headlines", False))
            changes.append(Change(line.start, line.end, "", "furniture/headlines"))
            if above and len(judged) <= _TOP_REACH and any(found.rule.name in _SAYS_WHEN for found in known[line.text]):
                _restore_title(judged, changes)
            continue
        if in_list and not above and long == _BODY_AT_LAST:
            _restore_heading(judged, changes)
        in_list = False
        whole = None
        for found in known[line.text]:
            step = f"furniture/{found.rule.name}"
            changes.append(Change(line.start + found.start, line.start + found.end, "", step))
            said |= found.metadata | said
            if found.rule.scope in ("line", "list"):
                whole = found.rule.name
                in_list, head = found.rule.scope == "list", len(judged)
                long = _BODY_AFTER_COMMENTS if whole == "comments" else _BODY_AGAIN
        body = whole is None and is_body(line.text)
        above = above and not (body and is_text(line.text))
        judged.append(Judged(line, whole, body))
    return judged


def _restore_title(judged: list[Judged], changes: list[Change]) -> None:
    """Take the title out of a list above the report: 今日头条 may be the name of the site, and the list none.

    It is the last line above a date that is long enough, where no title has come yet.
    """
    if any(entry.whole is None and is_strong(entry.line.text) and not is_site(entry.line.text) for entry in judged):
        return
    for index in range(len(judged) - 1, max(-1, len(judged) - _LIST_REACH), -1):
        line = judged[index].line
        if judged[index].whole == "headlines" and is_strong(line.text) and not line.text[0].isdecimal():
            judged[index] = Judged(line, None, is_body(line.text))
            changes[:] = [change for change in changes if change.start != line.start]
            judged[-1] = Judged(judged[-1].line, "date-line", False)
            return


def _timed(judged: list[Judged], head: int) -> bool:
    """Whether the first two headlines of a list each have their time beside them."""
    return len(judged) == head + 3 and all(_TIMED.search(entry.line.text) for entry in judged[-2:])


def _restore_heading(judged: list[Judged], changes: list[Change]) -> None:
    """Take the heading of the text that resumes out of a list: a line without a time below those that have one."""
    line = judged[-1].line
    if _TIMED.search(judged[-2].line.text) and not _TIMED.search(line.text) and is_heading(line.text):
        judged[-1] = Judged(line, None, False)
        changes.pop()


def _resumes(text: str, above: bool, long: int) -> bool:
    """Whether a line ends a list of headlines; ``above`` when no text of the report has come yet.

    A sentence of ``long`` characters ends it; a comment may be longer than a headline.
    """
    if above:
        if _SALUTATION.fullmatch(text):
            return True
        return len(text) >= _BODY_AT_LAST and is_closed(text) and bool(TEXT_MARK.search(text))
    return len(text) >= long and "，" in text and bool(_FULL_STOP.search(text))


def _tail(judged: list[Judged]) -> int:
    """Where the lines below the last text begin.

    A headline with ？ in it, a time beside it, is no text, and neither is a short sentence below the imprint.
    """
    below = _below_imprint(judged)
    for index in range(len(judged) - 1, -1, -1):
        if not judged[index].body or index >= below:
            continue
        text = judged[index].line.text
        beside = {entry.whole for entry in judged[max(0, index - 1) : index + 2]}
        if "。" in text or len(text) > TITLE_LIMIT or (len(text) >= _SENTENCE and not beside & _BESIDE_HEADLINE):
            return index + 1
    return len(judged)


def _trail(judged: list[Judged]) -> int:
    """Where a page begins whose trail (当前位置：首页 > 要闻) stands below a notice: all above it is the head of the site.

    0 where nothing but furniture and short lines stands above, which the title's rules know, or where too much does.
    """
    texts = size = 0
    for index, entry in enumerate(judged[:_TOP_REACH]):
        text = entry.line.text
        if entry.whole == "navigation" and _TRAIL.search(text) and texts:
            return index
        if entry.body and is_text(text):
            texts, size = texts + 1, size + len(text)
        if texts > _TRAIL_TEXTS or size > _TRAIL_SIZE:
            break
    return 0


def _below_imprint(judged: list[Judged]) -> int:
    """Where the lines begin that stand below the imprint of the last article: comments, notices, headlines."""
    last = max((i for i, entry in enumerate(judged) if entry.body and len(entry.line.text) >= _BODY_AGAIN), default=-1)
    evidence, imprint = 0, False
    for index in range(last + 1, len(judged) if last >= 0 else 0):
        line, whole, body = judged[index]
        if body:
            if imprint and evidence >= (_IMPRINT_LINES if "。" in line.text else 1):
                return index
            # what a sentence follows at once is not yet below the report
            evidence, imprint = 0, False
        elif whole in _TAIL_EVIDENCE:
            evidence += 1
            ends = whole in ("fields", "source-note") and _ENDS_REPORT.search(line.text) is not None
            imprint = imprint or whole in _IMPRINT or ends
    return len(judged)


def _tail_lines(tail: list[Judged]) -> list[tuple[Line, str, float]]:
    """Lines below the last text that furniture among them shows to be none of this report.

    That is all of them below the first piece of furniture; above it, only the headlines of a list, each with its time. Other
    lines there may be the end of the report: 创城永远在路上.
    """
    first = next((index for index, entry in enumerate(tail) if entry.whole in _TAIL_EVIDENCE), len(tail))
    times = sum(entry.whole in _BESIDE_HEADLINE for entry in tail)
    found = []
    for index, entry in enumerate(tail[: first + 1 if first < len(tail) else 0]):
        after = tail[index + 1].whole if index + 1 < len(tail) else None
        if entry.whole is not None or entry.body:
            continue
        if after in _BESIDE_HEADLINE and times > 1:
            found.append((entry.line, "furniture/headlines", 0.9))
    return found + [(entry.line, "furniture/headlines", 0.9) for entry in tail[first:] if entry.whole is None]


def _signatures(judged: list[Judged], tail: int) -> list[tuple[Line, str, float]]:
    """What signs a document: an office and, below it, the day. 志愿者走进云桥社区 over 2023-05-12 is a title."""
    found = []
    text_above = False
    for index, (entry, after) in enumerate(pairwise(judged)):
        text_above = text_above or entry.body
        day = _DAY.fullmatch(after.line.text) if after.line.text[0].isdecimal() else None
        office = entry.whole is None and text_above and day and _OFFICE.fullmatch(entry.line.text)
        if office and (index >= tail or (day and "年" in day.group() and not _PLACE.search(entry.line.text))):
            found += [(line, "furniture/signature", 0.9) for line in (entry.line, after.line)]
    return found


def _repeated(judged: list[Judged]) -> list[tuple[Line, str, float]]:
    """Labels of pictures that say one thing again and again, and paragraphs that stand twice running.

    责任单位：区城管局 may stand below every task of a plan, and so may 工作目标.
    """
    free = [entry.line for entry in judged if entry.whole is None]
    times = Counter(line.text for line in free)
    seen: set[str] = set()
    found = []
    for before, line in zip([None, *free], free, strict=False):
        text = line.text
        label = times[text] >= LABEL_TIMES and is_strong(text) and "：" not in text and not NUMBERED.match(text)
        twice = before is not None and before.text == text and len(text) >= _TWICE
        if text in seen and (label or twice):
            found.append((line, "page/repeated", 0.9))
        seen.add(text)
    return found


def _names(judged: list[Judged], tail: int) -> list[tuple[Line, str, float]]:
    """Bylines that are nothing but names, below the heading or below the text.

    林冬妮 below 文明新滨江 幸福在路上 is one: a surname and characters that form no word; the heading 高位推动, though 高 is a
    surname, holds the word 推动. Where the text is over, no heading can follow, and 张晓明 李立 are names in any case.
    """
    found = []
    for before, entry, after in zip(judged, judged[1:], judged[2:], strict=False):
        text = entry.line.text
        if (
            len(text) <= _NAME_LENGTH
            and entry.whole is None
            and is_body(after.line.text)
            and looks_like_name(text)
            and is_heading(before.line.text)
            and not _holds_word(text.replace(" ", ""))
        ):
            found.append((entry.line, "furniture/byline", 0.9))
    if sum(entry.whole is None for entry in judged[tail:]) == 1:
        found += [
            (entry.line, "furniture/byline", 0.9)
            for entry in judged[tail:]
            if entry.whole is None and all(looks_like_name(part) for part in re.split("[ 、，]+", entry.line.text))
        ]
    return found


def _holds_word(text: str) -> bool:
    """Whether two or more neighbours in a few characters are a word of the dictionary."""
    known = dictionary().FREQ
    return any(known.get(text[i:j]) for i in range(len(text)) for j in range(i + 2, len(text) + 1))


def _abstracts(judged: list[Judged]) -> list[tuple[Line, str, float]]:
    """Abstracts above a report that only say its first paragraph, or the beginning of it, once more."""
    found = []
    for index, entry in enumerate(judged[:_ABSTRACT_REACH]):
        mark = ABSTRACT.match(entry.line.text)
        if entry.whole is None and mark:
            said = entry.line.text[mark.end() :].rstrip("… .")
            if len(said) >= TITLE_LENGTH and any(
                later.line.text.startswith(said) for later in judged[index + 1 : index + _ABSTRACT_REACH]
            ):
                found.append((entry.line, "page/abstract", 1.0))
    return found
