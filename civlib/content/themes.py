"""Themes: of which dimensions of the national assessment a report speaks, word by word.

The dictionary is civlib/data/themes.yaml. Its words are matched against the words of the text, not against its
characters, so that 印度 is not found inside 印度尼西亚.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from civlib.errors import ResourceError
from civlib.language.segmentation import Lexicon, LexiconLike, as_lexicon, place_words, segment
from civlib.language.sentences import split_sentences
from civlib.records import Corpus, Report, as_corpus
from civlib.resources import parse_yaml, read_text, shipped
from civlib.tables import table

COLUMNS = {
    "report_id": "str",
    "sentence": "int64",
    "theme": "str",
    "start": "int64",
    "end": "int64",
    "surface": "str",
}
NAME_COLUMNS = {
    "theme": "str",
    "name": "str",
    "chinese": "str",
    "english": "str",
    "definition": "str",
    "words": "int64",
}

_FIELDS = ("id", "name", "chinese", "english", "definition", "words")


# 不诚信 and 未整改 speak of the theme as 诚信 and 整改 do, but must not be shown as if they said the same
_NEGATIONS = ("不", "未")


class ThemeWord(NamedTuple):
    """A word of a theme; where it could be mistaken, a phrase in which it counts and one in which it does not."""

    word: str
    example: str = ""
    near_miss: str = ""


class ThemeMention(NamedTuple):
    """One place where a text speaks of a theme."""

    theme: str
    start: int
    end: int
    surface: str


@dataclass(frozen=True)
class Theme:
    """One theme: its id, its names, what it means, and the words by which a text speaks of it."""

    id: str
    name: str
    chinese: str
    english: str
    definition: str
    words: tuple[ThemeWord, ...]


@dataclass(frozen=True)
class Themes:
    """A dictionary of themes, in the order in which figures show them."""

    entries: tuple[Theme, ...]

    def owners(self) -> Mapping[str, tuple[str, ...]]:
        """Word → the ids of the themes it belongs to."""
        found: dict[str, tuple[str, ...]] = {}
        for theme in self.entries:
            for entry in theme.words:
                found[entry.word] = (*found.get(entry.word, ()), theme.id)
        return found


def _word(entry: Any, where: str) -> ThemeWord:
    parts = {"word": entry} if isinstance(entry, str) else entry
    fields = set(ThemeWord._fields)
    if not isinstance(parts, dict) or "word" not in parts or set(parts) - fields:
        raise ResourceError(
            f"{entry!r} is no word of a theme", where=where,
            remedy="write the word, or {word: …, example: …, near_miss: …}",
        )
    word = ThemeWord(**{key: str(value).strip() for key, value in parts.items()})
    if not word.word or any(letter.isspace() for letter in word.word):
        raise ResourceError(f"the word {word.word!r} is empty or has a blank in it", where=where, remedy="mend it")
    return word


@lru_cache(maxsize=8)
def _parse_themes(text: str, source: str) -> Themes:
    entries = parse_yaml(text, source)
    if not isinstance(entries, list) or not entries:
        raise ResourceError("the file is no list of themes", where=source, remedy="write one entry a theme: - id: …")
    themes: list[Theme] = []
    for number, entry in enumerate(entries, start=1):
        name = entry.get("id") if isinstance(entry, dict) else None
        where = f"{source}, theme {name or number}"
        missing = [key for key in _FIELDS if not isinstance(entry, dict) or not entry.get(key)]
        if missing:
            raise ResourceError(f"the field {missing[0]!r} is missing", where=where, remedy="fill it in")
        unknown = sorted(set(entry) - set(_FIELDS))
        if unknown:
            raise ResourceError(f"the field {unknown[0]!r} is not known", where=where, remedy="check its spelling")
        texts = {key: str(entry[key]).strip() for key in _FIELDS[:-1]}
        if texts["id"] in {theme.id for theme in themes}:
            raise ResourceError("the theme is listed twice", where=where, remedy="give it another id")
        if not isinstance(entry["words"], list):
            raise ResourceError("words is no list", where=where, remedy="write one word a line: - 志愿服务")
        words = tuple(_word(word, where) for word in entry["words"])
        seen: set[str] = set()
        for word in words:
            if word.word in seen:
                raise ResourceError(f"the word {word.word!r} stands twice", where=where, remedy="remove one")
            seen.add(word.word)
        themes.append(Theme(**texts, words=words))
    return Themes(tuple(themes))


ThemesLike = Themes | str | Path | None


def load_themes(source: ThemesLike = None) -> Themes:
    """The themes of a YAML file; None is the shipped one.

    Examples
    --------
    >>> [theme.chinese for theme in load_themes().entries][:3]
    ['政务环境', '法治环境', '市场环境']
    """
    if isinstance(source, Themes):
        return source
    path = source if source is not None else shipped("themes.yaml")
    return _parse_themes(read_text(path), str(path))


def theme_names(themes: ThemesLike = None) -> pd.DataFrame:
    """What each theme is called and means, one a row, in the order of the dictionary.

    Returns
    -------
    DataFrame
        ``theme``, its id; ``name``, as the assessment has it; ``chinese`` and ``english``, for figures; ``definition``;
        ``words``, how many it has.

    Examples
    --------
    >>> theme_names()["theme"].tolist()[:4]
    ['government', 'law', 'market', 'culture']
    """
    entries = load_themes(themes).entries
    return table(((t.id, t.name, t.chinese, t.english, t.definition, len(t.words)) for t in entries), NAME_COLUMNS)


@lru_cache(maxsize=16)
def _with_theme_words(lexicon: Lexicon, themes: Themes) -> Lexicon:
    return lexicon.with_words(themes.owners(), "n")


def _base(lexicon: LexiconLike) -> Lexicon:
    """Words to keep whole beside those of the themes.

    Without a lexicon of one's own these are only the words of general Chinese: the domain lexicon keeps compounds such
    as 文明窗口 whole, in which 窗口 should count.
    """
    return Lexicon(()) if lexicon is None else as_lexicon(lexicon)


def find_themes(text: str, *, themes: ThemesLike = None, lexicon: LexiconLike = None) -> list[ThemeMention]:
    """Every place where a text speaks of a theme, in order.

    Parameters
    ----------
    text : str
    themes : Themes, str or Path, optional
        Themes instead of the shipped ones.
    lexicon : Lexicon, str or Path, optional
        Words that the segmentation keeps whole beside those of jieba's dictionary and of the themes.

    Returns
    -------
    list of ThemeMention
        ``theme``, ``start``, ``end``, ``surface``. Of the words that start at one place the longest counts, once for
        each of its themes. A 不 or 未 right before it belongs to the surface: what is denied is spoken of too.

    Examples
    --------
    >>> [(m.theme, m.surface) for m in find_themes("整治校园周边环境，改造老旧小区。")]
    [('minors', '校园周边环境'), ('living', '老旧小区')]
    >>> [(m.theme, m.surface) for m in find_themes("曝光不诚信企业，对不文明行为零容忍。")]
    [('market', '不诚信'), ('morality', '不文明行为')]
    """
    dictionary = load_themes(themes)
    owners = dictionary.owners()
    longest = max(map(len, owners), default=0)
    words = _with_theme_words(_base(lexicon), dictionary)
    found: list[ThemeMention] = []
    for sentence in split_sentences(text):
        line = text[sentence.start : sentence.end]
        edges = list(accumulate((len(word) for word in segment(line, lexicon=words)), initial=0))
        reached = 0
        for index, start in enumerate(edges[:-1]):
            if start < reached:
                continue
            # the longest run of whole words that is a word of a theme: 文明 + 养犬
            ends = [end for end in edges[index + 1 : index + 1 + longest] if end - start <= longest]
            end = next((end for end in reversed(ends) if line[start:end] in owners), None)
            if end is None:
                continue
            reached = end
            first = edges[index - 1] if index and line[edges[index - 1] : start] in _NEGATIONS else start
            place = sentence.start + first, sentence.start + end
            found += [ThemeMention(theme, *place, line[first:end]) for theme in owners[line[start:end]]]
    return found


def themes(
    corpus: Corpus | Report | str, *, themes: ThemesLike = None, lexicon: LexiconLike = None
) -> pd.DataFrame:
    """Every word by which a report speaks of a theme, one a row.

    Parameters
    ----------
    corpus : Corpus, Report or str
        A plain ``str`` is taken as clean text with the id ``"text"``.
    themes : Themes, str or Path, optional
        Themes instead of the shipped ``themes.yaml``.
    lexicon : Lexicon, str or Path, optional
        Words that the segmentation keeps whole beside those of jieba's dictionary, of the themes, and of the places.

    Returns
    -------
    DataFrame
        ``report_id``; ``sentence``, its number; ``theme``, the id; ``start``, ``end``, ``surface``. A word that belongs
        to two themes has a row for each.

    Examples
    --------
    >>> themes("组织志愿者清理垃圾。")[["theme", "surface"]].values.tolist()
    [['morality', '志愿者'], ['ecology', '垃圾']]
    """
    corpus = as_corpus(corpus)
    dictionary = load_themes(themes)
    words = _base(lexicon).with_words(place_words(corpus), "ns")
    rows = []
    for report in corpus:
        starts = iter(split_sentences(report.text))
        sentence = next(starts, None)
        for mention in find_themes(report.text, themes=dictionary, lexicon=words):
            while sentence is not None and mention.start >= sentence.end:
                sentence = next(starts, None)
            number = sentence.number if sentence is not None else -1
            rows.append((report.id, number, *mention))
    return table(rows, COLUMNS)
