"""Page furniture by rules kept as data: which lines, and which ends of lines, a page put around its report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from civlib.errors import ResourceError
from civlib.resources import parse_yaml, read_text, shipped

SCOPES = ("line", "start", "end", "list")
_KEYS = ("name", "scope", "pattern", "example", "near_miss")
_LINE_LIMIT = 200
# The patterns know one kind of blank.
_ALIKE = str.maketrans("\u3000\u00a0\t", "   ")
_END_REACH = 100

# The surnames that nearly all Chinese bear, by the counts of the 2010s; two-character ones last.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍"
    "韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄"
    "单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商"
    "蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺闻佘晁亓逯隗阚鹿郗厉荀麦粟鄂"
)
_ROLE = (
    "(?:记者|通讯员|评论员|特派员|实习生|撰稿人?|撰文|作者|文字|文/图|图/文|文图|文/摄影|摄影报道|报道|摄影|摄|编辑|责编|责任编辑|整理|供稿|文并?摄)"
)
_DUTY = (
    "(?:作 {0,4}者|撰 {0,4}稿|审 {0,4}签|核 {0,4}发|值班(?:主任|总编|编委|编辑)|总 {0,4}编 {0,4}辑"
    "|供 {0,4}稿|摄 {0,4}影|(?:责任|执行|本版|本期|值班|文字|图片|视频|新媒体|实习|见习)?(?:编 {0,4}辑|责 {0,4}编)"
    "|校 {0,4}对|审 {0,4}[核校]|[初复终一二三] {0,4}审|编 {0,4}审|监 {0,4}制|主 {0,4}编|统 {0,4}筹|总?策 {0,4}划|排 {0,4}版|制 {0,4}作"
    "|本版(?:主编|美编|组版|联系)"
    "|版 {0,4}式|美 {0,4}编|美术编辑|组 {0,4}版|制 {0,4}图|检 {0,4}校|出 {0,4}品人?|视 {0,4}觉|后 {0,4}期)"
)
# What a page offers to press or shows beside a counter.
_BUTTON = (
    r"(?:分享(?:至|到|本文)?|转发|收藏(?:本[文页站])?|点赞|赞|在看|评论|跟贴|阅读|举报|投诉|打印(?:本?页面?|本文)?|关闭(?:窗口|本页)?"
    r"|返回(?:顶部|首页|列表|上页)?|听新闻|朗读|播报|语音播报|暂停|微信(?:分享|好友)?|微博|新浪微博|腾讯微博|QQ空间|QQ好友|朋友圈"
    r"|复制链接|字号|字体(?:大小)?|(?:缩小|放大|恢复)字体|特?大|中|小|放大|缩小|默认|正常|已?关注|不感兴趣|换一换|热榜|广告|更多"
    r"|(?:点击)?加载更多|转藏|全屏|献花|手机看|扫码看|导航|取消|确定|发表|搜索|繁|简|收起|A ?[+-]|T ?[|] ?T)"
)
# A plain number with what a platform counts: 1.8万文章
_COUNT = (
    r"(?:\d[\d.,]{0,9}(?: ?[万亿wWkK])?\+? ?(?:篇?文章|总?阅读量?|次?阅读|粉丝|获赞|个?赞|条?评论|跟贴|条?留言|收藏|在看|播放|转发)"
    r"|(?:阅读量?|浏览量?|评论|跟贴|赞|在看|收藏|点赞|转发|播放)[ ：:（(]{1,2}\d[\d.,]{0,9}(?: ?[万亿wWkK])?\+?[)）]?)"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒"
# A name ends where no further character follows but those of a credit: 张晓明文/图
_NAME_END = r"(?:(?![\u4e00-\u9fff])|(?=文/图|图/文|文图|摄|报道|供图))"
_NAME = rf"(?:(?:{_COMPOUND}|[{_SURNAMES}]) {{0,3}}[\u4e00-\u9fff]{{1,2}}{_NAME_END})"
_PLACEHOLDERS = {
    "{surname}": f"(?:{_COMPOUND}|[{_SURNAMES}])",
    "{name}": _NAME,
    # behind 记者 or in front of 摄 a name needs no known surname: 寻晓, 阿依古丽·买买提
    "{person}": (
        rf"(?:{_NAME}|[\u4e00-\u9fff]{{2,3}}{_NAME_END}|[\u4e00-\u9fff] {{1,3}}[\u4e00-\u9fff]{_NAME_END}"
        r"|[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{2,8})"
    ),
    "{role}": _ROLE,
    "{duty}": _DUTY,
    "{button}": _BUTTON,
    "{count}": _COUNT,
    "{archive}": (
        "(?:索 {0,4}引 {0,4}号|发布机构|发文机关|文 {0,4}号|发文字号|体 {0,4}裁|主题分类|信息(?:分类|类别|来源|编号)|成文日期|生成日期"
        "|发布日期|公开日期|生效日期|废止日期|公开(?:方式|范围|类别|时限)|有 {0,4}效 {0,4}性|关 {0,4}键 {0,4}词|主 {0,4}题 {0,4}词)"
    ),
    "{full_date}": r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?",
    "{date}": r"(?:\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?|\d{1,2} ?月 ?\d{1,2} ?日)",
    "{media}": (
        r"(?:[^，。；：！？（） 、/]{0,12}(?:日报|晚报|晨报|时报|早报|都市报|商报|导报|广播电视报|报社|报|新闻网|文明网|政务网|政府网"
        r"|门户网|网|电视台|广播电台|广播电视台|台|通讯社|新华社|融媒体(?:中心)?|融媒|传媒(?:中心)?|新闻中心|客户端|公众号|微信|微博|文明办|宣传部"
        r"|创城办|创文办|创建办|发布))"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One rule of furniture.yaml, with its pattern compiled."""

    name: str
    scope: str
    pattern: re.Pattern[str]
    field: str | None
    example: str
    near_miss: str
    limit: int
    says: tuple[tuple[str, re.Pattern[str]], ...] = ()


class Found(NamedTuple):
    """A stretch of a line that is furniture: its span within the line, the rule, and what it says of the report."""

    start: int
    end: int
    rule: FurnitureRule
    metadata: dict[str, str]


class FurnitureRules:
    """The rules of one file in their order, and sieves that tell at once that none of them takes a line.

    Most lines are no furniture. One pattern made of all rules says so in a single pass, whatever their number.
    """

    def __init__(self, rules: tuple[FurnitureRule, ...]) -> None:
        self._rules = rules
        self.whole = tuple(rule for rule in rules if rule.scope in ("line", "list"))
        self.starts = tuple(rule for rule in rules if rule.scope == "start")
        self.ends = tuple(rule for rule in rules if rule.scope == "end")
        self.longest = max((rule.limit for rule in self.whole), default=0)
        self.any_whole = _sieve(self.whole)
        self.any_start = _sieve(self.starts)
        self.any_end = _sieve(self.ends)

    def __iter__(self) -> Iterator[FurnitureRule]:
        return iter(self._rules)


def _sieve(rules: tuple[FurnitureRule, ...]) -> re.Pattern[str]:
    """One pattern that matches wherever one of the rules does."""
    parts = [re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern) for rule in rules]
    return re.compile("|".join(f"(?:{part})" for part in parts) or "(?!)")


def furniture_rules(path: str | Path | None = None) -> FurnitureRules:
    """The rules of a furniture file, checked: each must take its example and leave its near-miss.

    Raises
    ------
    ResourceError
        Naming the file, the rule and what to do.
    """
    file = path or shipped("furniture.yaml")
    return _parse_rules(read_text(file), str(file))


@lru_cache(maxsize=8)
def _parse_rules(text: str, path: str) -> FurnitureRules:
    rules = []
    entries = (parse_yaml(text, path) or {}).get("rules", [])
    for number, entry in enumerate(entries, 1):
        where = f"{path}, rule {number} ({entry.get('name', 'no name') if isinstance(entry, dict) else entry!r})"
        if not isinstance(entry, dict) or any(key not in entry for key in _KEYS):
            raise ResourceError("a rule lacks one of its keys", where=where, remedy=f"give it {', '.join(_KEYS)}")
        if entry["scope"] not in SCOPES:
            raise ResourceError(
                f"the scope {entry['scope']!r} is unknown", where=where, remedy=f"use one of {', '.join(SCOPES)}"
            )
        try:
            source = _expanded(entry["pattern"])
            # what stands at the end of a line has to reach it
            pattern = re.compile(rf"(?:{source})\Z" if entry["scope"] == "end" else source)
            says = tuple((field, re.compile(_expanded(part))) for field, part in entry.get("says", {}).items())
        except re.error as error:
            raise ResourceError(
                f"the pattern is no regular expression: {error}", where=where, remedy="mend the pattern"
            ) from None
        rule = FurnitureRule(
            entry["name"], entry["scope"], pattern, entry.get("field"), str(entry["example"]),
            str(entry["near_miss"]), int(entry.get("limit", _LINE_LIMIT)), says,
        )  # fmt: skip
        if not _takes(rule, rule.example):
            raise ResourceError("the rule does not take its own example", where=where, remedy="mend pattern or example")
        if _takes(rule, rule.near_miss):
            raise ResourceError("the rule takes its near-miss", where=where, remedy="narrow the pattern")
        rules.append(rule)
    return FurnitureRules(tuple(rules))


def _expanded(pattern: object) -> str:
    """A pattern with its placeholders spelled out."""
    source = str(pattern)
    for placeholder, expansion in _PLACEHOLDERS.items():
        source = source.replace(placeholder, expansion)
    return source


def _takes(rule: FurnitureRule, line: str) -> bool:
    if len(line) > rule.limit and rule.scope in ("line", "list"):
        return False
    if rule.scope in ("line", "list"):
        return rule.pattern.fullmatch(line) is not None
    if rule.scope == "start":
        return rule.pattern.match(line) is not None
    return rule.pattern.search(line, max(0, len(line) - _END_REACH)) is not None


def furniture_of(line: str, rules: FurnitureRules) -> list[Found]:
    """The furniture in one line, which has no blanks at its ends.

    Either the whole line, by the first rule that takes it, or stretches at its beginning and its end.

    Examples
    --------
    >>> [(f.start, f.end, f.rule.name) for f in furniture_of("◆坚持宣传引领◆", furniture_rules())]
    [(0, 1, 'ornament'), (7, 8, 'ornament')]
    """
    line = line.translate(_ALIKE)
    whole = _whole(line, 0, len(line), rules)
    if whole:
        return [whole]
    found: list[Found] = []
    start = _trim_start(line, rules, found)
    end = _trim_end(line, start, rules, found)
    if found:
        # • 相关推荐 is a headline list once its bullet is off
        rest = _whole(line, start, end, rules)
        if rest:
            found.append(rest)
    return sorted(found, key=lambda f: f.start)


def _whole(line: str, start: int, end: int, rules: FurnitureRules) -> Found | None:
    """The first rule that takes all of a stretch of a line."""
    if end - start > rules.longest or not rules.any_whole.fullmatch(line, start, end):
        return None
    for rule in rules.whole:
        match = rule.pattern.fullmatch(line, start, end) if end - start <= rule.limit else None
        if match:
            return Found(start, end, rule, _fields(rule, match))
    return None


def _trim_start(line: str, rules: FurnitureRules, found: list[Found]) -> int:
    """Take furniture from the beginning of a line, and say where the rest starts."""
    start, trimmed = 0, True
    while trimmed and rules.any_start.match(line, start):
        trimmed = False
        for rule in rules.starts:
            match = rule.pattern.match(line, start)
            if match and start < match.end() < len(line):
                found.append(Found(start, match.end(), rule, _fields(rule, match)))
                start, trimmed = match.end(), True
                while start < len(line) and line[start].isspace():
                    start += 1
    return start


def _trim_end(line: str, start: int, rules: FurnitureRules, found: list[Found]) -> int:
    """Take furniture from the end of a line, and say where the rest ends."""
    end, trimmed = len(line), True
    while trimmed and start < end and rules.any_end.search(line, max(start, end - _END_REACH), end):
        trimmed = False
        for rule in rules.ends:
            match = rule.pattern.search(line, max(start, end - _END_REACH), end)
            if match and match.start() > start:
                found.append(Found(match.start(), end, rule, _fields(rule, match)))
                end, trimmed = match.start(), True
    return end


def _fields(rule: FurnitureRule, match: re.Match[str]) -> dict[str, str]:
    """What the furniture says of the report, by metadata field."""
    value = match.groupdict().get(rule.field) if rule.field else None
    said = {rule.field: value.strip()} if rule.field and value else {}
    for field, pattern in rule.says:
        if found := pattern.search(match.group()):
            said.setdefault(field, found.group(1).strip())
    return said


def looks_like_name(line: str) -> bool:
    """Whether a line may be nothing but a personal name: a surname and one or two more characters.

    Examples
    --------
    >>> looks_like_name("林冬妮"), looks_like_name("主要做法")
    (True, False)
    """
    return re.fullmatch(_PLACEHOLDERS["{name}"], line) is not None
