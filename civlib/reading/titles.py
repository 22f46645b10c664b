"""The report's own title, and what stands above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from civlib.reading.lines import Line, is_closed, is_heading

# What a first line is called when it is the title of a report, though no byline or date follows it.
_TITLE_WORDS = (
    "纪实", "综述", "总结", "汇报", "掠影", "侧记", "报告", "方案", "巡礼", "观察", "回眸", "简报", "材料", "述评", "讲话", "通知", "意见",
    "走笔", "札记", "决定", "公告", "批复", "手记", "访谈", "倡议书", "市民书", "一封信",
)  # fmt: skip
# A title has so many characters at least, unless furniture says that it is one; 地方频道 and 开栏的话 have four.
TITLE_LENGTH = 8
TITLE_LIMIT = 60
_TITLE_PARTS = 4
# How often a line stands on a page that is the label of its pictures.
LABEL_TIMES = 3
# What stands between a title and its report, and never above a title but by chance.
_BELOW_TITLE = frozenset({"byline", "date-line", "fields", "original-title", "counter", "dateline"})
# 睦邻花开聚民心！… may be a title for all its mark; a line with one of these is text.
TEXT_MARK = re.compile("[。；]|…$")
# 1.8万文章 is no numbered heading
NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、]|[.．](?!\d))|第[一二三四五六七八九十]")
# What a line calls a site or an account by: 滨江区融媒体中心 below a title, 滨江日报数字报 above it.
_SITE = re.compile(
    r"[^，。；：！？“”《》 ]{2,14}(?:日报|晚报|晨报|时报|早报|商报|都市报|数字报|数字版|电子报|电子版|新闻网|文明网|信息网|信息港|政府网"
    r"|门户网站|在线|融媒体中心|融媒|(?<!召开)发布|客户端|电视台"
    r"|广播电视台|学习平台|新闻中心|头条号|百家号|网易号|公众号|官方[帐账]号)"
)
# Lines one after the other below a dated title are the beginning of its text: 他们 / 穿着红马甲
_VERSES = 2
ABSTRACT = re.compile(r"(?:内容|核心|新闻|文章)?(?:提要|提示|摘要|导读|简介)[：:] ?")


class Judged(NamedTuple):
    """A line, the rule that takes it whole, if one does, and whether it is running text."""

    line: Line
    whole: str | None
    body: bool


def is_text(text: str) -> bool:
    """Whether a line of running text is a paragraph of a report, and no title with a ？ in it."""
    return not ABSTRACT.match(text) and (len(text) > TITLE_LIMIT or bool(TEXT_MARK.search(text)))


def title_lines(judged: Sequence[Judged], said: dict[str, str], from_page: bool) -> list[tuple[Line, str, float]]:
    """The report's title, and what stands above it: lines that go, under which step, and how sure that is.

    A line above the first text is the title when furniture follows it (a byline, a date, a share counter), when it is
    called what reports are called (…工作纪实), or when it stands alone between the page's furniture and the text. Headings
    below that furniture are section headings. Text with no sign of a page about it keeps its first heading.

    Parameters
    ----------
    judged : sequence of Judged
        The lines of a page.
    said : dict of str to str
        What its furniture says of the report; the title is entered here.
    from_page : bool
        Whether anything but text was found.

    Examples
    --------
    >>> said = {}
    >>> line = Line(0, 8, "滨江区创城工作纪实", False)
    >>> title_lines([Judged(line, None, False), Judged(Line(9, 14, "居民点赞。", False), None, True)], said, False)[0][1]
    'page/title'
    >>> said["title"]
    '滨江区创城工作纪实'
    """
    top = []
    for entry in judged:
        if entry.body and is_text(entry.line.text):
            break
        top.append(entry)
    if len(top) == len(judged):
        return []
    free = [index for index, entry in enumerate(top) if entry.whole is None and not NUMBERED.match(entry.line.text)]
    last = _last_below(top)
    above = [index for index in free if index < last]
    names = _names(judged, top, free, last, from_page)
    if names:
        said["title"] = _joined([top[index].line.text for index in sorted(names)[:_TITLE_PARTS]])
    chosen, upto = set(names), max(names, default=0)
    found = [(top[index].line, "page/title", 1.0 if above else 0.8) for index in names]
    found += [
        (entry.line, "page/header", 0.9)
        for index, entry in enumerate(top[:upto])
        if entry.whole is None and index not in chosen
    ]
    found += [(top[index].line, "page/header", 0.9) for index in above if index > max(names, default=last)]
    # the account that the report is by, below its day
    found += [
        (top[index].line, "page/header", 0.8)
        for index in free
        if names and index > last and index not in chosen and is_site(top[index].line.text)
    ]
    repeated = {top[index].line.text for index in names} | {said.get("title", "")}
    found += [
        (entry.line, "page/repeated-title", 1.0)
        for index, entry in enumerate(judged)
        if entry.whole is None and index not in chosen and entry.line.text in repeated
    ]
    return found


def _names(judged: Sequence[Judged], top: list[Judged], free: list[int], last: int, from_page: bool) -> list[int]:
    """Which of the lines above the first text are the title, as indices; ``last`` is the last furniture below a title."""
    above, below = [i for i in free if i < last], [i for i in free if i > last]
    strong = [i for i in above if is_strong(top[i].line.text)]
    # the name of a site is a title only where nothing else can be
    strong = [i for i in strong if not is_site(top[i].line.text)] or strong
    times = Counter(entry.line.text for entry in judged if entry.whole is None)
    labels = [i for i in free if is_strong(top[i].line.text) and times[top[i].line.text] >= LABEL_TIMES]
    first = top[below[0]].line.text if below else ""
    names = [i for i in above if not top[i].line.text.isascii()][-1:]
    if above and all(is_site(top[i].line.text) for i in above) and 1 <= len(below) <= _TITLE_PARTS:
        strong, names = [], below[:1]
        if below[1:] and below[1] == below[0] + 1 and top[below[1]].line.text.startswith("——"):
            names = below[:2]
    if strong:
        names = _with_neighbours(top, strong[-1])
    elif labels:
        names = labels[:1]
    elif document := _document_title(top):
        names = document
    elif free[:2] == [0, 1] and top[1].line.text.startswith("——") and is_heading(top[0].line.text):
        names = [0, 1]
    elif from_page and 1 <= len(below) <= 2 and is_strong(first) and not is_closed(first):
        names = below[:1]
    # …纪实, then …综述: each would be the first line of the text once the one above it is gone
    start = max(names, default=-1) + 1 if not above else last + 1
    for index in range(start, len(top)):
        if top[index].whole is None and index not in names[:_TITLE_PARTS]:
            if not _is_titled(top[index].line.text, bool(names)):
                break
            names.append(index)
    return names


def _last_below(top: list[Judged]) -> int:
    """The last furniture of those that stand between a title and its text; -1 for none.

    A counter does not count behind the first lines of the text of a dated title: the ``01`` over a part of it.
    """
    last, verses, dated = -1, 0, False
    strong = False
    for index, entry in enumerate(top):
        if entry.whole is None:
            verses += not is_site(entry.line.text)
            strong = strong or is_strong(entry.line.text)
        elif entry.whole in _BELOW_TITLE:
            if entry.whole == "counter" and dated and verses >= _VERSES:
                continue
            last, verses = index, 0
            dated = dated or (strong and entry.whole != "counter")
    return last


def is_site(text: str) -> bool:
    """Whether a line is the name of a site, a paper or an account.

    Examples
    --------
    >>> is_site("滨江区融媒体中心"), is_site("滨江区街巷焕然一新")
    (True, False)
    """
    return _SITE.fullmatch(text) is not None


def _document_title(top: list[Judged]) -> list[int]:
    """The lines of a title between the number of a document and whom it addresses: 各区县文明办："""
    number = next((index for index, entry in enumerate(top) if entry.whole == "document-number"), len(top))
    names: list[int] = []
    for index in range(number + 1, min(len(top), number + 1 + _TITLE_PARTS)):
        if top[index].whole is not None or top[index].body:
            break
        names.append(index)
    return names if names and top[names[-1]].line.text.endswith(_TITLE_WORDS) else []


def _joined(parts: list[str]) -> str:
    """The parts of a title, without those that only say another one, or some of it, again."""
    kept = [
        part
        for index, part in enumerate(parts)
        if not any(part in other for other in parts[:index]) and not any(part in other for other in parts[index + 1 :])
    ]
    return re.sub(r"\s+", " ", re.sub(r"\s+(?=[，：；！？])", "", " ".join(kept or parts[:1])))


def _with_neighbours(top: list[Judged], title: int) -> list[int]:
    """A title with the line that leads up to it (滨江区：) or down from it (——…)."""
    names = [title]
    if title and top[title - 1].whole is None:
        before = top[title - 1].line.text
        if before.endswith("：") or top[title].line.text.startswith("——"):
            names.insert(0, title - 1)
    return names


def is_strong(text: str) -> bool:
    """Whether a line is long enough for a title, and no label: 本地新闻："""
    return TITLE_LENGTH <= len(text) <= TITLE_LIMIT and text[-1] not in "：，、" and not text.isascii()


def _is_titled(text: str, subtitle: bool) -> bool:
    if not is_heading(text) or NUMBERED.match(text):
        return False
    return (subtitle and text.startswith("——")) or (text.endswith(_TITLE_WORDS) and len(text) >= TITLE_LENGTH)
