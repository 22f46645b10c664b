"""From text to words: jieba with the domain lexicon, words that lead back to their place, stop words flagged."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import jieba
import pandas as pd

from civlib.errors import ResourceError
from civlib.language.sentences import split_sentences
from civlib.reading.word_model import dictionary
from civlib.records import Corpus, Report, as_corpus
from civlib.resources import parse_csv, read_text, shipped
from civlib.tables import table

COLUMNS = {
    "report_id": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "surface": "str",
    "pos": "str",
    "stop": "bool",
}

_NUMBER = re.compile(r"[0-9０-９.,%]*[0-9０-９%]")
_WHOLE_NUMBER = re.compile(r"((?<![0-9A-Za-z.])[0-9]+(?:[.,][0-9]+)+(?![0-9A-Za-z]))")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#&._\-]*")
_WORD = re.compile(r"[\w]")
# A note that says how a character is read, left where cleaning found no reading of the bytes around it: 熬W（wǎng）上.
_PINYIN = re.compile(r"[A-Za-z]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][A-Za-zü]{0,5}")
# What a place is called without its rank: 平城区 is also 平城, 漳州市 is also 漳州.
_RANK = re.compile(r"(?:自治[区州县旗]|开发区|新区|[省市区县旗州盟])$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words to keep whole, with their part of speech.

    Attributes
    ----------
    entries : tuple of (str, str)
        Word and ICTCLAS tag.
    """

    entries: tuple[tuple[str, str], ...]

    def with_words(self, words: Iterable[str], tag: str) -> Lexicon:
        """Add words, for instance the names of the places a corpus is about; the lexicon itself stays."""
        known = {word for word, _ in self.entries}
        more = tuple((word, tag) for word in dict.fromkeys(words) if word not in known)
        return Lexicon(self.entries + more)


def load_lexicon(path: str | Path | None = None) -> Lexicon:
    """A lexicon from a CSV file with the columns ``word`` and ``pos``.

    Raises
    ------
    ResourceError
        For a word with a blank in it, an empty word, or one that stands twice.
    """
    file = path if path is not None else shipped("lexicon.csv")
    return _parse_lexicon(read_text(file), str(file))


@lru_cache(maxsize=8)
def _parse_lexicon(text: str, path: str) -> Lexicon:
    rows = parse_csv(text, path, ("word", "pos"))
    seen = set()
    for row in rows:
        word = row["word"]
        if not word or re.search(r"\s", word) or word in seen:
            raise ResourceError(
                f"the word {word!r} is empty, has a blank in it, or stands twice",
                where=str(path),
                remedy="keep one row for each word, without blanks",
            )
        seen.add(word)
    return Lexicon(tuple((row["word"], row["pos"] or "n") for row in rows))


def load_stopwords(path: str | Path | None = None) -> frozenset[str]:
    """Stop words from a CSV file with a column ``word``."""
    file = path if path is not None else shipped("stopwords.csv")
    return frozenset(row["word"] for row in parse_csv(read_text(file), str(file), ("word",)))


LexiconLike = Lexicon | str | Path | None


def as_lexicon(lexicon: LexiconLike) -> Lexicon:
    """The lexicon that an argument means: None is the shipped one, a path is read."""
    if lexicon is None:
        return load_lexicon()
    return lexicon if isinstance(lexicon, Lexicon) else load_lexicon(lexicon)


@lru_cache(maxsize=8)
def tokenizer_of(lexicon: Lexicon) -> jieba.Tokenizer:
    """A tokenizer of one's own for each lexicon; jieba's shared one stays untouched."""
    plain = dictionary()
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = dict(plain.FREQ), plain.total
    tokenizer.initialized = True
    for word, tag in lexicon.entries:
        tokenizer.add_word(word, tag=tag)
    return tokenizer


@lru_cache(maxsize=1)
def _dictionary_tags() -> dict[str, str]:
    """Part-of-speech tags of jieba's dictionary."""
    tags = {}
    with jieba.Tokenizer().get_dict_file() as lines:
        for line in lines:
            word, _, tag = line.decode("utf-8").strip().split(" ")
            tags[word] = tag
    return tags


@lru_cache(maxsize=8)
def tags_of(lexicon: Lexicon) -> Mapping[str, str]:
    """The part-of-speech tags of all words that the dictionary or the lexicon knows."""
    return MappingProxyType({**_dictionary_tags(), **dict(lexicon.entries)})


def cut(tokenizer: jieba.Tokenizer, text: str) -> Iterator[str]:
    """Words of a text, by the tokenizer of a lexicon; a number with a point or commas stays one word: 23.6, 1,250."""
    for place, part in enumerate(_WHOLE_NUMBER.split(text)):
        if place % 2:
            yield part
        else:
            yield from tokenizer.cut(part, HMM=False)


def segment(text: str, *, lexicon: LexiconLike = None) -> list[str]:
    """Cut a text into words that join back to it.

    jieba's dictionary and unigram model, with the domain lexicon; words that neither knows fall into characters rather
    than being guessed (jieba's hidden Markov model makes 易材料 out of 板等易滑材料): what is missing belongs in the
    lexicon, where a person has seen it.

    Parameters
    ----------
    text : str
    lexicon : Lexicon, str or Path, optional
        A lexicon or the path of one; the shipped one by default.

    Examples
    --------
    >>> segment("改造老旧小区，整治背街小巷。")
    ['改造', '老旧小区', '，', '整治', '背街小巷', '。']
    """
    return list(cut(tokenizer_of(as_lexicon(lexicon)), text))


def place_words(corpus: Corpus | Report | str) -> list[str]:
    """The names of the places a corpus is about, from its metadata, with and without their rank.

    Examples
    --------
    >>> place_words("创城")
    []
    """
    names = []
    for report in as_corpus(corpus):
        for field in ("place", "city", "province"):
            name = report.metadata.get(field)
            if name:
                bare = _RANK.sub("", name)
                names += [name] + ([bare] if len(bare) >= 2 else [])
    return list(dict.fromkeys(names))


def tokens(
    corpus: Corpus | Report | str, *, lexicon: LexiconLike = None, stopwords: Collection[str] | str | Path | None = None
) -> pd.DataFrame:
    """Every word of a corpus, one a row, with its place.

    Parameters
    ----------
    corpus : Corpus, Report or str
    lexicon : Lexicon, str or Path, optional
        Words to keep whole; the names of the places in the corpus's metadata are added.
    stopwords : collection of str, str or Path, optional
        Words to flag, or a CSV file with a column ``word``.

    Returns
    -------
    DataFrame
        ``report_id``; ``sentence``, the number of the sentence; ``start``, ``end``, ``surface``; ``pos``, the ICTCLAS tag
        that the lexicon or jieba's dictionary gives the word whatever its context (``m`` number, ``eng`` Latin, ``x``
        punctuation, ``un`` unknown); ``stop``, whether it is left out of word counts: a stop word, a number, a measure
        word, no word at all, a single character that the lexicon does not list, or any part of a stretch that
        ``cv.repairs`` flags as damaged (``flag/damaged``) or of a pinyin note that is left. Blanks between sentences are
        no rows.

    Notes
    -----
    A single character is mostly a piece of something longer: 总 of 总督导, 芗 of 芗里芗亲, 区 of 市、区、街道. One that shall
    count, as 党 does, belongs in the lexicon.

    Examples
    --------
    >>> tokens("整治背街小巷。")[["start", "end", "surface", "stop"]].values.tolist()
    [[0, 2, '整治', False], [2, 6, '背街小巷', False], [6, 7, '。', True]]
    >>> tokens("抓整改")["stop"].tolist(), tokens("抓整改", lexicon=Lexicon((("抓", "v"),)))["stop"].tolist()
    ([True, False], [False, False])
    """
    corpus = as_corpus(corpus)
    words = as_lexicon(lexicon).with_words(place_words(corpus), "ns")
    stops = load_stopwords(stopwords) if isinstance(stopwords, str | Path | None) else frozenset(stopwords)
    listed = dict(words.entries)
    tags, tokenizer = tags_of(words), tokenizer_of(words)
    rows = []
    for report in corpus:
        damaged = _damaged(report)
        for sentence in split_sentences(report.text):
            start = sentence.start
            for word in cut(tokenizer, report.text[sentence.start : sentence.end]):
                end = start + len(word)
                if not word.isspace():
                    tag = tag_of(word, tags)
                    stop = (
                        word in stops
                        or tag in ("x", "m", "q")
                        or (len(word) == 1 and word not in listed)
                        or not damaged.isdisjoint(range(start, end))
                    )
                    rows.append((report.id, sentence.number, start, end, word, tag, stop))
                start = end
    return table(rows, COLUMNS)


def _damaged(report: Report) -> set[int]:
    """The characters of a report that cleaning had to leave damaged: wǎng of 熬W（wǎng）上, where bytes are lost."""
    spans = [(edit.start, edit.end) for edit in report.edits if edit.step == "flag/damaged"]
    spans += [note.span() for note in _PINYIN.finditer(report.text)]
    return {place for start, end in spans for place in range(start, end)}


def tag_of(word: str, tags: Mapping[str, str]) -> str:
    """The tag of a word: that of the dictionary or lexicon, or what its characters tell."""
    if word in tags:
        return tags[word]
    if _NUMBER.fullmatch(word):
        return "m"
    if _LATIN.fullmatch(word):
        return "eng"
    return "un" if _WORD.search(word) else "x"
