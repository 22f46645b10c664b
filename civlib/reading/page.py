"""Undo the page: furniture and the report's own title come out, and say what they know of the report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from civlib.reading.furniture import FurnitureRule, furniture_of, furniture_rules, looks_like_name
from civlib.reading.ledger import Change
from civlib.reading.lines import Line, is_body, is_closed, is_heading, split_lines
from civlib.reading.word_model import dictionary

# Where a list of headlines ends: at a sentence, with its comma and full stop, too long for a headline. A list above the report is an
# empty one that a script would have filled, so that the first sentence ends it.
_BODY_AGAIN = 40
_BODY_AT_LAST = 25
# What a first line is called when it is the title of a report, though no byline or date follows it.
_TITLE_WORDS = (
    "纪实", "综述", "总结", "汇报", "掠影", "侧记", "报告", "方案", "巡礼", "观察", "回眸", "简报", "材料", "述评", "讲话", "通知", "意见",
)  # fmt: skip
# A title has so many characters at least, unless furniture says that it is one; 地方频道 and 开栏的话 have four.
_TITLE_LENGTH = 8
_TITLE_LIMIT = 60
# A line that heads a further article or list, with no text of its own in reach, is furniture among these.
_TAIL_EVIDENCE = frozenset({"headlines", "date-line", "counter", "navigation", "legal", "accounts", "fields"})
# What stands between a title and its report, and never above a title but by chance.
_BELOW_TITLE = frozenset({"byline", "date-line", "fields", "original-title", "counter", "dateline"})
# 睦邻花开聚民心！… may be a title for all its mark; a line with one of these is text.
_TEXT_MARK = re.compile("[。；]|…$")
_FULL_STOP = re.compile("。[”’）]*$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]")
_PAGE_SIGNS = re.compile(r"\n[ \t\u3000]*\n|^[ \t\u3000]+\S", re.MULTILINE)
# How far down an abstract may stand, and its paragraph below it, in lines.
_ABSTRACT_REACH = 30
_ABSTRACT = re.compile(r"(?:内容|核心|新闻|文章)?(?:提要|提示|摘要|导读|简介)[：:] ?")


class _Judged(NamedTuple):
    """A line, and the rule that takes it whole, if one does."""

    line: Line
    whole: str | None


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
    extra = _title_lines(judged, said, from_page) + _tail_lines(judged) + _names(judged) + _abstracts(judged)
    for line, step, confidence in extra:
        if line.start not in whole:
            whole.add(line.start)
            changes = [change for change in changes if not line.start <= change.start < line.end]
            changes.append(Change(line.start, line.end, "", step, confidence=confidence))
    return sorted(changes), said


def _judge(
    lines: list[Line], rules: tuple[FurnitureRule, ...], changes: list[Change], said: dict[str, str]
) -> list[_Judged]:
    """Try the rules on every line; inside a list of headlines everything goes until body text resumes."""
    judged: list[_Judged] = []
    in_list, above = False, True
    for line in lines:
        if in_list and not _resumes(line.text, above):
            judged.append(_Judged(line, "headlines"))
            changes.append(Change(line.start, line.end, "", "furniture/headlines"))
            continue
        in_list = False
        whole = None
        for found in furniture_of(line.text, rules):
            start, end = line.start + found.start, line.start + found.end
            changes.append(Change(start, end, "", f"furniture/{found.rule.name}"))
            for field, value in found.metadata.items():
                said.setdefault(field, value)
            if found.rule.scope in ("line", "list"):
                whole = found.rule.name
                in_list = found.rule.scope == "list"
        above = above and (whole is not None or not _is_text(line.text))
        judged.append(_Judged(line, whole))
    return judged


def _is_text(text: str) -> bool:
    """Whether a line is a paragraph of a report, and no title with a ？ in it."""
    return is_body(text) and not _ABSTRACT.match(text) and (len(text) > _TITLE_LIMIT or bool(_TEXT_MARK.search(text)))


def _resumes(text: str, above: bool) -> bool:
    """Whether a line ends a list of headlines; ``above`` when no text of the report has come yet."""
    if above:
        return len(text) >= _BODY_AT_LAST and is_closed(text) and bool(_TEXT_MARK.search(text))
    return len(text) >= _BODY_AGAIN and "，" in text and bool(_FULL_STOP.search(text))


def _title_lines(
    judged: list[_Judged], said: dict[str, str], from_page: bool
) -> list[tuple[Line, str, float]]:
    """The report's title, and what stands above it.

    A line above the first text is the title when furniture follows it (a byline, a date, a share counter), when it is
    called what reports are called (…工作纪实), or when it stands alone between the page's furniture and the text. Headings
    below that furniture are section headings. Text with no sign of a page about it keeps its first heading.
    """
    top = []
    for entry in judged:
        if entry.whole is None and _is_text(entry.line.text):
            break
        top.append(entry)
    if len(top) == len(judged):
        return []
    free = [index for index, entry in enumerate(top) if entry.whole is None and not _NUMBERED.match(entry.line.text)]
    last = max((index for index, entry in enumerate(top) if entry.whole in _BELOW_TITLE), default=-1)
    above, below = [i for i in free if i < last], [i for i in free if i > last]
    strong = [i for i in above if _is_strong(top[i].line.text)]
    alone = from_page and 1 <= len(below) <= 2 and _is_strong(top[below[0]].line.text) and not is_closed(top[below[0]].line.text)
    if strong:
        names = _with_neighbours(top, strong[-1])
    elif alone:
        names = below[:1]
    else:
        names = above[-1:]
    # …纪实, then …综述: each would be the first line of the text once the one above it is gone
    start = max(names, default=-1) + 1 if not above else last + 1
    for index in range(start, len(top)):
        if top[index].whole is None and index not in names:
            if not _is_titled(top[index].line.text, bool(names)):
                break
            names = [*names, index]
    if names:
        said["title"] = _joined([top[index].line.text for index in sorted(names)])
    sure = 1.0 if above else 0.8
    found = [(top[index].line, "page/title", sure) for index in names]
    found += [(top[index].line, "page/header", 0.9) for index in free if index < max(names, default=-1) and index not in names]
    found += [(top[index].line, "page/header", 0.9) for index in above if index > max(names, default=last)]
    repeated = {top[index].line.text for index in names}
    found += [
        (entry.line, "page/repeated-title", 1.0)
        for index, entry in enumerate(judged)
        if entry.whole is None and index not in names and entry.line.text in repeated
    ]
    return found


def _joined(parts: list[str]) -> str:
    """The parts of a title, without those that only say another one, or some of it, again."""
    kept = [
        part
        for index, part in enumerate(parts)
        if not any(part in other for other in parts[:index]) and not any(part in other for other in parts[index + 1 :])
    ]
    return re.sub(r"\s+", " ", re.sub(r"\s+(?=[，：；！？])", "", " ".join(kept or parts[:1])))


def _with_neighbours(top: list[_Judged], title: int) -> list[int]:
    """A title with the line that leads up to it (滨江区：) or down from it (——…)."""
    names = [title]
    if title and top[title - 1].whole is None:
        before = top[title - 1].line.text
        if before.endswith("：") or top[title].line.text.startswith("——"):
            names.insert(0, title - 1)
    return names


def _is_strong(text: str) -> bool:
    """Whether a line is long enough for a title, and no label: 本地新闻："""
    return _TITLE_LENGTH <= len(text) <= _TITLE_LIMIT and text[-1] not in "：，、" and not text.isascii()


def _is_titled(text: str, subtitle: bool) -> bool:
    if not is_heading(text) or _NUMBERED.match(text):
        return False
    return (subtitle and text.startswith("——")) or (text.endswith(_TITLE_WORDS) and len(text) >= _TITLE_LENGTH)


def _tail_lines(judged: list[_Judged]) -> list[tuple[Line, str, float]]:
    """Headings below the last body text, where furniture among them shows that they head nothing of this report."""
    body = [index for index, entry in enumerate(judged) if entry.whole is None and is_body(entry.line.text)]
    tail = judged[body[-1] + 1 :] if body else []
    if not any(entry.whole in _TAIL_EVIDENCE for entry in tail):
        return []
    return [(entry.line, "furniture/headlines", 0.9) for entry in tail if entry.whole is None]


def _names(judged: list[_Judged]) -> list[tuple[Line, str, float]]:
    """Bylines that are nothing but names, below the heading or below the text.

    林冬妮 below 文明新滨江 幸福在路上 is one: a surname and characters that form no word; the heading 高位推动, though 高 is a
    surname, holds the word 推动. Where the text is over, no heading can follow, and 张晓明 李立 are names in any case.
    """
    found = []
    for before, entry, after in zip(judged, judged[1:], judged[2:], strict=False):
        text = entry.line.text
        if (
            entry.whole is None
            and looks_like_name(text)
            and is_heading(before.line.text)
            and is_body(after.line.text)
            and all(len(ends) == 1 for ends in dictionary().get_DAG(text.replace(" ", "")).values())
        ):
            found.append((entry.line, "furniture/byline", 0.9))
    body = [index for index, entry in enumerate(judged) if entry.whole is None and is_body(entry.line.text)]
    tail = judged[body[-1] + 1 :] if body else []
    if sum(entry.whole is None for entry in tail) == 1:
        found += [
            (entry.line, "furniture/byline", 0.9)
            for entry in tail
            if entry.whole is None and all(looks_like_name(part) for part in re.split("[ 、，]+", entry.line.text))
        ]
    return found


def _abstracts(judged: list[_Judged]) -> list[tuple[Line, str, float]]:
    """Abstracts above a report that only say its first paragraph, or the beginning of it, once more."""
    found = []
    for index, entry in enumerate(judged[:_ABSTRACT_REACH]):
        mark = _ABSTRACT.match(entry.line.text)
        if entry.whole is None and mark:
            said = entry.line.text[mark.end() :].rstrip("… .")
            if len(said) >= _TITLE_LENGTH and any(
                later.line.text.startswith(said) for later in judged[index + 1 : index + _ABSTRACT_REACH]
            ):
                found.append((entry.line, "page/abstract", 1.0))
    return found
