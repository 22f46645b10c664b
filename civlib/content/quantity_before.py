"""What a quantity counts, where it is named before the number: 参与率|达到55%, 投资|30亿元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civlib.content.quantity_rules import QuantityRules
from civlib.content.quantity_words import Word, words_of, written

Span = tuple[int, int]

CLAUSE = re.compile(
    r"[，。；：！？…—】\n;!?]|,(?![0-9])|:(?![0-9])|(?<![0-9])[0-9][.．](?=[\u4e00-\u9fff])"
    r"|[（(](?![^（）()\n]{0,24}[）)])"
)
LONGEST = 40
# Sums of money and shares say how much of what stands before them: 投资30亿元实施…, 参与率达55%
BEFORE_FIRST = ("money", "share", "percentage points", "multiple", "doublings", "score", "anniversary", "concentration")
# Only these count deeds as such: 督查18次, 投资30亿元
_MAY_BE_DEEDS = ("times", "events", "rounds", "attendances", "visits", "money", "lessons", "printed things")
_COMPARED = frozenset(("比", "较", "高于", "低于", "优于", "同比", "环比", "相比", "较之", "离", "距"))
RATIO = re.compile(r"(?:率|比|比例|比重|占比|(?<![季年月])度|指数|得分|均分|浓度|半径|价|额|水平)$")
# 平均|办理时限, 日|处理能力, 生均|经费: another measure than the one without it
_PER = frozenset(("平均", "日", "月", "年", "日均", "月均", "年均", "生均", "人均", "户均", "村均", "校均", "班均", "亩均"))
_FLOW = re.compile(r"(?:客流|人流|车流|流量|量)$")
_MAKING = frozenset(("使", "让", "使得"))
# 节日期间全市|有2万人参与 says where and when, not what; near-miss: 投入全市|首位
_SCOPE = re.compile(r"(?:全[国省市区县州旗镇乡村]|各地|辖区|期间)$")
_LOOSE = ("adverb", "preposition", "particle", "time", "pronoun", "side", "number", "mark", "other", "comma", "of", "and")
_NAMES = ("name", "quote", "adjective", "bracket", "classifier")
_IN_RATIO = ("verb", "of", "preposition", "side", "number", "adverb", "adjective")
_TIMES = frozenset(("年", "个月", "月", "季度", "天", "周", "小时", "工作日"))
_NEVER_FIRST = ("comma", "mark", "and", "bracket", "number", "time")
BRACKET = 6  # 社区（村）, 中心（所、站） belong to the name; longer brackets explain it


def name_before(text: str, start: int, dimension: str, rules: QuantityRules, floor: int) -> Span | None:
    """The phrase before the number, from the last act or mark on."""
    low = max(floor, start - LONGEST, 0)
    for clause in CLAUSE.finditer(text, low, start):
        low = clause.end()
    words = _whole_acts(words_of(text, low, start), rules)
    if not words:
        return None
    words = _without_owner(words, low == floor > 0, rules)
    compared = next((k for k, word in enumerate(words) if _compares(word) and (not k or word.text not in "离距")), None)
    if compared is not None:
        words = words[:compared]
    words = _without_links(words, dimension, rules)
    if not words:
        return None
    first = _first(words, dimension, rules)
    name = list(words[first:])
    while len(name) > 1 and not _is_per(name, dimension, rules):
        if name[0].text not in rules.words["openers"] and name[0].part not in _NEVER_FIRST:
            break
        del name[0]
    # near miss: 2021|年|项目总时长
    dated = first and re.search(r"[0-9一二三四五六七八九十〇零全今去前每当本同][年月日]$", text[: words[first - 1].end][-2:])
    if first and not dated and name and name[0] == words[first] and _is_per(words[first - 1 :], dimension, rules):
        first -= 1
        name.insert(0, words[first])
        while first and words[first - 1].part == "name" and words[first - 1].text not in {*rules.words["acts"], *rules.words["openers"]}:
            # 污水|日|处理能力
            first -= 1
            name.insert(0, words[first])
    opens = words[0].text != "其中" and words[0].part != "comma" and (not first or words[first - 1].text not in rules.words["acts"])
    if opens and len(name) > 1 and name[0].text in rules.words["deeds"] and not is_measure(written(name[1:]), rules):
        del name[0]
    if not name or written(name) in rules.words["openers"] or _SCOPE.search(written(name)):
        return None
    if written(name) in rules.words["sizes"] and not dimension.startswith(BEFORE_FIRST):
        return None
    # 受理|诉求560件, but 办结548件
    object_of = first and words[first - 1].text in rules.words["acts"]
    plain = name[0].part in ("name", "quote") and name[0].text not in rules.words["acts"]
    if len(name) == 1 and name[0].part == "verb" and len(name[0].text) == 1:
        return None
    if len(name) == 1 and not plain and not object_of and not dimension.startswith(_MAY_BE_DEEDS):
        return None
    if name[-1].part == "quote":
        return name[-1].start + 1, name[-1].end - 1
    return name[0].start + _act_within(name[0].text, rules), name[-1].end


def _is_per(words: Sequence[Word], dimension: str, rules: QuantityRules) -> bool:
    """Whether 平均, 日 or 生均 opens the name of a measure or of a sum: 日|处理能力, near-miss: 日均|清运垃圾."""
    if len(words) < 2 or words[0].text not in _PER or words[0].end != words[1].start:
        return False
    rest = written(words[1:])
    if any(word.text in rules.words["acts"] for word in words[1:-1]):
        return False
    money = dimension.startswith("money") and ends_in(rest, rules.words["money"])
    return money or is_measure(rest, rules) or _FLOW.search(rest) is not None


def _without_owner(words: list[Word], follows: bool, rules: QuantityRules) -> list[Word]:
    """The words without who has or does it: 1.1万名|党员包联|群众9.6万户, 得分|占总分的30%, 使|满意度达95%."""
    share = next((k for k, word in enumerate(words) if k and word.text in ("占", "约占", "占到")), None)
    if share is not None and share + 1 < len(words) and not re.search(r"比例|比重|率", written(words[share:])):
        return words[:share] if words[share - 1].part in ("name", "adverb") else words
    low = 0
    for k, word in enumerate(words[:-1]):
        if word.text in _MAKING or (
            follows and k == 1 and word.text in rules.words["deeds"] and all(w.part == "name" for w in (words[k - 1], words[k + 1]))
        ):
            low = k + 1
    return words[low:]


def _compares(word: Word) -> bool:
    return word.text in _COMPARED or word.text.startswith(("同比", "环比"))


def is_measure(name: str, rules: QuantityRules) -> bool:
    """绿化|面积, 服务|时长, 绿化|覆盖率: what would be left is the name of a measure, not a thing."""
    return name in rules.words["sizes"] or ends_in(name, rules.words["spans"]) or RATIO.search(name) is not None


def _act_within(word: str, rules: QuantityRules) -> int:
    """加装|电梯 is one word of the lexicon: the length of the act it opens with."""
    return 2 if len(word) >= 4 and word[:2] in rules.words["acts"] else 0


def _whole_acts(words: Sequence[Word], rules: QuantityRules) -> list[Word]:
    """Acts that the dictionary cuts apart made whole: 劝|离."""
    found: list[Word] = []
    for word in words:
        joined = found[-1].text + word.text if found and found[-1].end == word.start else ""
        if joined in rules.words["acts"]:
            found[-1] = Word(found[-1].start, word.end, joined, "verb")
        elif joined in _PER:
            found[-1] = Word(found[-1].start, word.end, joined, "name")
        else:
            found.append(word)
    return found


def _without_links(words: list[Word], dimension: str, rules: QuantityRules) -> list[Word]:
    """The words without those that only lead to the number: 参与率|已|达到."""
    end = len(words)
    while end and (length := _leads(words[:end], rules)):
        end -= length
    # 涉农资金|整合3.6亿元, but 投入25万元 and 督查18次
    if end and dimension.startswith("money") and _is_deed(words[end - 1], rules):
        if end > 1 and words[end - 2].part in ("name", "quote"):
            end -= 1
        elif not (end > 1 and words[end - 2].text in rules.words["acts"]):
            return []
    return words[:end]


def _is_deed(word: Word, rules: QuantityRules) -> bool:
    if ends_in(word.text, rules.words["money"]) or RATIO.search(word.text):
        return False
    return word.part == "verb" or word.text in rules.words["acts"]


def _leads(words: Sequence[Word], rules: QuantityRules) -> int:
    """How many of the last words only lead to the number."""
    word, before = words[-1], words[-2] if len(words) > 1 else None
    if word.part == "bracket":
        return len(word.text) > BRACKET or before is None
    if before is not None and before.part == "number" and word.text in _TIMES:
        # 合格率|连续|四个|季度|保持在97%
        return 2
    if before is not None and before.text in ("每", "各"):
        # 路网密度|每平方公里|7公里
        return 2
    if word.text in rules.words["acts"] and before is not None and before.part in ("name", "quote"):
        # 活动|办了24期, 垃圾|清运3吨
        return len(word.text) == 1 or before.text not in rules.words["openers"]
    if word.text in rules.words["links"]:
        return True
    if word.text in rules.words["suffixes"] and before is not None and before.part in ("name", "verb", "quote"):
        # 便民疏导|点, 存取|亭
        return False
    return word.part in _LOOSE or (word.part == "adjective" and before is not None and before.part != "verb")


def _first(words: Sequence[Word], dimension: str, rules: QuantityRules) -> int:
    """Where the name begins: after the last act, or the last word that cannot be part of it."""
    ratio = bool(words) and dimension.startswith(BEFORE_FIRST) and bool(RATIO.search(words[-1].text))
    low = max(len(words) - 1, 0)
    while low:
        word, before = words[low - 1], words[low - 2] if low > 1 else None
        if words[low].text in rules.words["suffixes"] and word.part == "verb":
            # 劝导|岗, 送|餐
            low -= 1
            continue
        if words[low].part == "quote" or (word.text in rules.words["acts"] and not ratio):
            break
        if word.part in _NAMES or word.text in rules.words["attributes"] or (ratio and word.part in _IN_RATIO):
            low -= 1
        elif word.part == "verb" and (words[low].text in rules.words["suffixes"] or is_measure(words[low].text, rules)):
            low -= 1
        elif word.part == "verb" and before and (before.part == "comma" or before.text == "其中"):
            # 路灯800盏、|停车|泊位96个: in a list of things a verb is part of a name
            low -= 1
        elif word.part in ("comma", "and") and before and (before.part in _NAMES or before.part == "verb"):
            low -= 1
        elif word.part == "verb" and before and before.text not in rules.words["openers"] and before.part in (*_NAMES, "verb"):
            # 发放|租赁|补贴: of two verbs the first is the act; 外墙|破损|总面积
            low -= 1
        elif word.part == "adverb" and words[low].part == "verb" and before and before.part == "name":
            # 车辆|乱|停放
            low -= 1
        elif word.text in rules.words["deeds"] and (not before or before.part in ("mark", "adverb", "time")):
            low -= 1
        else:
            break
    while low < len(words) and words[low].part in ("comma", "and", "side"):
        low += 1
    return low


def ends_in(name: str, words: frozenset[str]) -> bool:
    """Whether a name ends in one of some words."""
    return any(name.endswith(word) for word in words)
