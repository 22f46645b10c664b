"""Frozen records of a codebook: codes, the rules that find their cues, and what holds a cue back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from civlib.errors import ArgumentError

# How far apart, in characters, an act and its object may stand.
WITHIN = 20
# How far the act of a noun may stand, since a clause may list much between the two.
NOUN_WITHIN = 30
# What a code says of itself.
TEXTS = (
    "label", "label_en", "instrument", "definition", "definition_en", "include", "exclude", "example", "near_miss",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to a code: any of ``words`` alone, or one of them near an act within a clause.

    Attributes
    ----------
    code, name : str
        The code it leads to, and its name within the code.
    kind : str
        ``term`` (a word suffices), ``noun`` (it suffices where any act stands in its clause), ``heading`` (it suffices in a
        heading), ``local`` (it suffices under a heading that names the matter), ``pair`` (a thing and an act of certain groups).
    words : tuple of str
        The terms, or the things of a pair.
    groups : tuple of str
        For a pair, the names of the groups of acts; words written out in the file form a group of their own. For nouns,
        the groups that count for this code; empty where those of the whole codebook do.
    order : str
        For a pair, ``any``, ``act first`` (改造老旧小区) or ``thing first`` (区委书记靠前指挥).
    within : int
        For a pair, how many characters may stand between the two.
    across : bool
        For a pair, whether the act may stand in another clause of the sentence: 机关干部脱下皮鞋，回居住地认领岗位.
    """

    code: str
    name: str
    kind: str
    words: tuple[str, ...]
    groups: tuple[str, ...] = ()
    order: str = "any"
    within: int = WITHIN
    across: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """A context that holds cues back: negation, a wish, a question, a scene, the bygone state.

    A cue is held back where one of ``words`` stands on the given ``side`` of it, at most ``within`` characters away,
    in the same clause. Where ``only`` names codes, it concerns those alone; where the cue begins with one of ``but``
    or stands after it in the clause, nothing is held back: 破解停车位不足的难题.
    With ``between`` a word between the two of a cue holds it back as well: 停车难问题仍未解决. With ``acts`` only cues are
    concerned in which one of these follows the thing: 在夜市设立宣传点, not 在夜市开展整治.
    """

    name: str
    words: tuple[str, ...]
    side: str
    within: int
    why: str
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    between: bool = False
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Code:
    """One code: labels, definition, what it takes in and leaves out, and its rules.

    Where a heading or the title has one of ``sections``, the ``local`` words of the code suffice below it: in a report
    on 志愿服务 a 队 is one of volunteers. ``titles`` tells whether cues within 《…》 count; where it names a group, beside an
    act of that group only: 制定《市容管理办法》, not 学习《市容管理办法》.
    """

    code: str
    label: str
    label_en: str
    instrument: str
    definition: str
    definition_en: str
    include: str
    exclude: str
    example: str
    near_miss: str
    rules: tuple[Rule, ...]
    unless: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    titles: bool | str = False


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """A codebook as loaded: its codes, the groups of acts they share, and the contexts that hold cues back.

    Attributes
    ----------
    version : str
        The first twelve digits of the SHA-256 of the file; notebooks print it beside their results.
    where : str
        The file it was read from.
    codes : tuple of Code
    groups : mapping of str to tuple of str
        Acts by the name of their group, those written out within a pair included.
    acts : tuple of str
        The groups whose acts make a noun count.
    names : tuple of str
        Longer words that are no cue although one stands in them: 宣传部, 建设银行, 未成年人.
    topics : tuple of str
        Words that open a clause which the next one completes: 针对农贸市场脏乱问题，开展整治.
    holds : tuple of Hold
    complements : tuple of str
        What makes an act of one character count at any distance: 上 in 装上.
    counters : tuple of str
        Characters of a count that may stand between an act of one character and its object: 栽一千棵大树.
    problems : tuple of str
        Words by which a heading opens a section that tells of problems, where nothing is coded.
    concessions : tuple of str
        Words that open a clause on an act that was done, also in such a section: 虽已开展两次督查.
    reproaches : tuple of str
        Words that begin a sentence on a shortcoming: 有的社区，台账漂亮、问题照旧.
    papers : tuple of str
        Words on which the title of a paper ends: 创建工作自查报告 names the paper, not a measure.
    """

    version: str
    where: str
    codes: tuple[Code, ...]
    groups: Mapping[str, tuple[str, ...]] = field(repr=False)
    acts: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    topics: tuple[str, ...] = field(repr=False)
    holds: tuple[Hold, ...] = field(repr=False)
    complements: tuple[str, ...] = field(default=(), repr=False)
    counters: tuple[str, ...] = field(default=(), repr=False)
    problems: tuple[str, ...] = field(default=(), repr=False)
    concessions: tuple[str, ...] = field(default=(), repr=False)
    reproaches: tuple[str, ...] = field(default=(), repr=False)
    papers: tuple[str, ...] = field(default=(), repr=False)

    def __getitem__(self, code: str) -> Code:
        for entry in self.codes:
            if entry.code == code:
                return entry
        known = ", ".join(entry.code for entry in self.codes)
        raise ArgumentError(f"the codebook has no code {code!r}", where=self.where, remedy=f"its codes are {known}")

    def __len__(self) -> int:
        return len(self.codes)
