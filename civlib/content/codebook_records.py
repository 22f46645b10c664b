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
        heading), ``pair`` (a thing and an act of certain groups).
    words : tuple of str
        The terms, or the things of a pair.
    groups : tuple of str
        For a pair, the names of the groups of acts; words written out in the file form a group of their own.
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
    in the same clause. Where ``only`` names codes, it concerns those alone.
    """

    name: str
    words: tuple[str, ...]
    side: str
    within: int
    why: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """One code: labels, definition, what it takes in and leaves out, and its rules."""

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
    titles: bool = False


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
    """

    version: str
    where: str
    codes: tuple[Code, ...]
    groups: Mapping[str, tuple[str, ...]] = field(repr=False)
    acts: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    topics: tuple[str, ...] = field(repr=False)
    holds: tuple[Hold, ...] = field(repr=False)

    def __getitem__(self, code: str) -> Code:
        for entry in self.codes:
            if entry.code == code:
                return entry
        known = ", ".join(entry.code for entry in self.codes)
        raise ArgumentError(f"the codebook has no code {code!r}", where=self.where, remedy=f"its codes are {known}")

    def __len__(self) -> int:
        return len(self.codes)
