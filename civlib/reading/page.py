"""Undo the page: furniture and the report's own title come out, and say what they know of the report."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from civlib.reading.furniture import FurnitureRule, furniture_of, furniture_rules, looks_like_name
from civlib.reading.ledger import Change
from civlib.reading.lines import Line, is_body, is_closed, is_heading, split_lines
from civlib.reading.word_model import dictionary

# Where a list of headlines ends: at text too long, and too well closed, to be a headline.
_BODY_AGAIN = 80
# What a first line is called when it is the title of a report, though no byline or date follows it.
_TITLE_WORDS = (
    "纪实", "综述", "总结", "汇报", "掠影", "侧记", "报告", "方案", "巡礼", "观察", "回眸", "简报", "材料", "述评", "讲话", "通知", "意见",
)  # fmt: skip
# A line that heads a further article or list, with no text of its own in reach, is furniture among these.
_TAIL_EVIDENCE = frozenset({"headlines", "date-line", "counter", "navigation", "legal", "accounts", "fields"})


class _Judged(NamedTuple):
    """A line, and the rule that takes it whole, if one does."""

    line: Line
    whole: str | None


def page_changes(text: str, rules: str | Path = "furniture.yaml") -> tuple[list[Change], dict[str, str]]:
    """Changes that take the page off a report, and what the page says of it.

    Parameters
    ----------
    text : str
        Simplified, full-width text of one page.
    rules : str or Path
        A furniture file.

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
    taken = {change.start for change in changes if change.step.startswith("furniture")}
    extra = _title_lines(judged, said) + _tail_lines(judged) + _names(judged)
    for line, step, confidence in extra:
        if line.start not in taken:
            taken.add(line.start)
            changes = [change for change in changes if not line.start <= change.start < line.end]
            changes.append(Change(line.start, line.end, "", step, confidence=confidence))
    return sorted(changes), said


def _judge(
    lines: list[Line], rules: tuple[FurnitureRule, ...], changes: list[Change], said: dict[str, str]
) -> list[_Judged]:
    """Try the rules on every line; inside a list of headlines everything goes until body text resumes."""
    judged, in_list = [], False
    for line in lines:
        if in_list and not _resumes(line.text):
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
        judged.append(_Judged(line, whole))
    return judged


def _resumes(text: str) -> bool:
    return len(text) >= _BODY_AGAIN and is_closed(text) and text.count("，") + text.count("。") >= 3


def _title_lines(judged: list[_Judged], said: dict[str, str]) -> list[tuple[Line, str, float]]:
    """The report's title, and what stands above it.

    A heading above the first body text is the title when furniture follows it (a byline, a date, a share counter), or
    when it is called what reports are called (…工作纪实). Headings below that furniture are section headings.
    """
    top = []
    for entry in judged:
        if entry.whole is None and is_body(entry.line.text):
            break
        top.append(entry)
    if len(top) == len(judged):
        return []
    last = max((index for index, entry in enumerate(top) if entry.whole), default=-1)
    above = [index for index, entry in enumerate(top) if entry.whole is None and index < last]
    if above:
        title = above[-1]
        names = [title] + ([above[-2]] if top[title].line.text.startswith("——") and len(above) > 1 else [])
    else:
        names = []
        for index, entry in enumerate(top):
            if entry.whole is None:
                if not _is_titled(entry.line.text, first=not names):
                    break
                names.append(index)
    if names:
        said["title"] = " ".join(top[index].line.text for index in sorted(names))
    found = [(top[index].line, "page/title", 1.0) for index in names]
    found += [(top[index].line, "page/header", 0.9) for index in above if index not in names]
    repeated = {top[index].line.text for index in names}
    found += [
        (entry.line, "page/repeated-title", 1.0)
        for index, entry in enumerate(judged)
        if entry.whole is None and index not in names and entry.line.text in repeated
    ]
    return found


def _is_titled(text: str, first: bool) -> bool:
    if not is_heading(text):
        return False
    return text.startswith("——") if not first else text.endswith(_TITLE_WORDS) and len(text) >= 8


def _tail_lines(judged: list[_Judged]) -> list[tuple[Line, str, float]]:
    """Headings below the last body text, where furniture among them shows that they head nothing of this report."""
    body = [index for index, entry in enumerate(judged) if entry.whole is None and is_body(entry.line.text)]
    tail = judged[body[-1] + 1 :] if body else []
    if not any(entry.whole in _TAIL_EVIDENCE for entry in tail):
        return []
    return [(entry.line, "furniture/headlines", 0.9) for entry in tail if entry.whole is None]


def _names(judged: list[_Judged]) -> list[tuple[Line, str, float]]:
    """Bylines that are nothing but a name: between a heading and body text, a surname and characters that form no word.

    魏冬妮 below 文明新平城 幸福在继续 is one; the heading 高位推动, though 高 is a surname, holds the word 推动.
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
    return found
