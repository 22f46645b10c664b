"""What lexicon and stop list do to the words of a corpus, and which words the lexicon still lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.segmentation import Lexicon, LexiconLike, as_lexicon, load_stopwords, place_words, segment
from civlib.language.segmentation import tokens as token_table
from civlib.records import Corpus, Report, as_corpus
from civlib.resources import parse_csv, read_text, shipped
from civlib.tables import table

WHOLE_COLUMNS = {
    "report_id": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "surface": "str",
    "plain": "str",
}
KIND_COLUMNS = {"report_id": "str", "kind": "str", "tokens": "int64", "share": "float64"}
CANDIDATE_COLUMNS = {"surface": "str", "count": "int64", "reports": "int64", "now": "str"}

KINDS: Mapping[str, str] = MappingProxyType({
    "lexicon": "专业词库 domain lexicon",
    "general": "通用词 general word",
    "formula": "套语 formula",
    "function": "虚词 function word",
    "measure": "量词 measure word",
    "single": "单字 single character",
    "number": "数字 number",
    "own": "自列停用词 stop list of one's own",
    "damaged": "残损 damaged",
    "mark": "标点 mark",
})
"""What a token can be, with a bilingual label; all but the first two are left out of word counts."""

_LONGEST = 8
_SEPARATOR = " | "


def kept_whole(corpus: Corpus | Report | str, *, lexicon: LexiconLike = None) -> pd.DataFrame:
    """The words that stay whole only because the lexicon lists them.

    Parameters
    ----------
    corpus : Corpus, Report or str
    lexicon : Lexicon, str or Path, optional
        The names of the places in the corpus's metadata are added, as in ``cv.tokens``.

    Returns
    -------
    DataFrame
        ``report_id``, ``sentence``, ``start``, ``end``, ``surface``: the word; ``plain``: how jieba's general dictionary
        cuts the same place, pieces between bars (``老 | 旧 | 小区``); a piece may reach beyond the word.

    Examples
    --------
    >>> kept_whole("整治背街小巷。")[["surface", "plain"]].values.tolist()
    [['背街小巷', '背街 | 小巷']]
    """
    corpus = as_corpus(corpus)
    words = as_lexicon(lexicon).with_words(place_words(corpus), "ns")
    listed = {word for word, _ in words.entries}
    frame = token_table(corpus, lexicon=words)
    rows: list[tuple[object, ...]] = []
    for report in corpus:
        own = frame[frame["report_id"] == report.id]
        for sentence, part in own.groupby("sentence", sort=True):
            first, last = int(part["start"].iloc[0]), int(part["end"].iloc[-1])
            pieces = list(_spans(segment(report.text[first:last], lexicon=Lexicon(())), first))
            for start, end, word in part[["start", "end", "surface"]].itertuples(index=False, name=None):
                under = [(low, high) for low, high in pieces if low < end and high > start]
                if word in listed and len(under) > 1:
                    plain = _SEPARATOR.join(report.text[low:high] for low, high in under)
                    rows.append((report.id, sentence, start, end, word, plain))
    return table(rows, WHOLE_COLUMNS)


def _spans(words: Iterable[str], start: int) -> Iterator[tuple[int, int]]:
    """Start and end of words that follow one another."""
    for word in words:
        yield start, start + len(word)
        start += len(word)


def stop_kinds(path: str | Path | None = None) -> dict[str, str]:
    """The stop words of a list and the kind of each.

    Parameters
    ----------
    path : str or Path, optional
        A CSV file with the columns ``word`` and ``kind``; by default the stop list that civlib ships.

    Examples
    --------
    >>> kinds = stop_kinds()
    >>> kinds["以及"], kinds["切实"]
    ('function', 'formula')
    """
    file = path if path is not None else shipped("stopwords.csv")
    return {row["word"]: row["kind"] for row in parse_csv(read_text(file), str(file), ("word", "kind"))}


def word_kinds(
    tokens: pd.DataFrame, *, lexicon: LexiconLike = None, stopwords: str | Path | None = None
) -> pd.DataFrame:
    """How many tokens of each report are of which kind.

    Parameters
    ----------
    tokens : DataFrame
        As ``cv.tokens`` gives it.
    lexicon : Lexicon, str or Path, optional
        The lexicon that the tokens were made with.
    stopwords : str or Path, optional
        The stop list that the tokens were made with, a CSV file with the columns ``word`` and ``kind``.

    Returns
    -------
    DataFrame
        ``report_id``; ``kind``, a key of ``KINDS``; ``tokens``, how many; ``share`` of the tokens of the report, from 0
        to 1. ``lexicon`` and ``general`` are counted as words, the others left out.

    Examples
    --------
    >>> from civlib.language.segmentation import tokens
    >>> word_kinds(tokens("切实整治3条背街小巷。"))[["kind", "tokens"]].values.tolist()
    [['lexicon', 1], ['general', 1], ['formula', 1], ['single', 1], ['number', 1], ['mark', 1]]
    """
    missing = [name for name in ("report_id", "surface", "pos", "stop") if name not in tokens.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing from tokens", remedy="pass a table of cv.tokens")
    listed = {word for word, _ in as_lexicon(lexicon).entries}
    stops = stop_kinds(stopwords)
    order = list(KINDS)
    rows: list[tuple[object, ...]] = []
    for report_id, own in tokens.groupby("report_id", sort=False):
        columns = zip(own["surface"], own["pos"], own["stop"].astype(bool), strict=True)
        counts = Counter(_kind(word, tag, stop, listed, stops) for word, tag, stop in columns)
        for kind in sorted(counts, key=order.index):
            rows.append((report_id, kind, counts[kind], counts[kind] / len(own)))
    return table(rows, KIND_COLUMNS)


def _kind(word: str, tag: str, stop: bool, listed: set[str], stops: Mapping[str, str]) -> str:
    """The key of ``KINDS`` for one token."""
    if not stop:
        return "lexicon" if word in listed else "general"
    if tag == "x":
        return "mark"
    if word in stops:
        return stops[word] if stops[word] in KINDS else "own"
    if tag in ("m", "q"):
        return "number" if tag == "m" else "measure"
    return "single" if len(word) == 1 else "damaged"


def lexicon_candidates(corpus: Corpus | Report | str, *, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Strings that fall into single characters again and again: words the lexicon may lack.

    A candidate is a longest run of single characters (of at most eight, no numbers) that neither begins nor ends with a
    stop word and stands in the corpus at least twice. Whether it is a word, a person has to say.

    Parameters
    ----------
    corpus : Corpus, Report or str
    tokens : DataFrame, optional
        A table of ``cv.tokens``.

    Returns
    -------
    DataFrame
        Most frequent first. ``surface``; ``count``, how often it stands in the reports, in whatever way it is cut there;
        ``reports``, in how many; ``now``, how it is cut.

    Examples
    --------
    >>> lexicon_candidates("登录“芗里芗亲”，打开“芗里芗亲”。")[["surface", "count"]].values.tolist()
    [['芗里芗亲', 2]]
    """
    corpus = as_corpus(corpus)
    frame = token_table(corpus) if tokens is None else tokens
    stops = load_stopwords()
    seen: Counter[str] = Counter()
    columns = ["report_id", "sentence", "start", "end", "surface", "pos"]
    run: list[str] = []
    rows = [tuple(row) for row in frame[columns].itertuples(index=False, name=None)]
    for row, following in pairwise([*rows, ("",) * len(columns)]):
        word, tag = row[4], row[5]
        if len(word) == 1 and tag not in ("x", "m", "eng"):
            run.append(word)
            if following[:3] == (row[0], row[1], row[3]):
                continue
        seen.update(_trimmed(run, stops))
        run = []
    found = []
    for surface, times in seen.items():
        counts = [report.text.count(surface) for report in corpus]
        if times > 1 and sum(counts) > 1:
            found.append((surface, sum(counts), sum(count > 0 for count in counts), _SEPARATOR.join(surface)))
    return table(sorted(found, key=lambda row: (-row[1], -len(row[0]), row[0])), CANDIDATE_COLUMNS)


def _trimmed(run: list[str], stops: frozenset[str]) -> Iterator[str]:
    """The run without stop words at its ends, if two to eight characters are left: 的|芗|里|芗|亲 gives 芗里芗亲."""
    low, high = 0, len(run)
    while low < high and run[low] in stops:
        low += 1
    while high > low and run[high - 1] in stops:
        high -= 1
    if 2 <= high - low <= _LONGEST:
        yield "".join(run[low:high])
