"""The search itself: how many seeds, and what frequent passages cost."""

import random

from civlib.content.alignment import COMMON, _seeds, search
from civlib.content.letters import Source


def joined(texts):
    begins, size = [], 0
    for text in texts:
        begins.append(size)
        size += len(text) + 1
    return "\0".join(texts) + "\0", begins


def chatter(number, length=400):
    """A text of the register: random words of a small vocabulary."""
    rng = random.Random(number)
    words = ["文明", "城市", "创建", "工作", "社区", "环境", "整治", "志愿", "服务", "群众", "提升", "道路", "管理", "宣传"]
    return "".join(rng.choices(words, k=length // 2))


def test_seeds_grow_with_the_number_of_texts_and_not_with_its_square():
    for size in (20, 160):
        letters, begins = joined([chatter(n) for n in range(size)])
        # without the lengthening of frequent groups the 160 texts have 43 seeds a letter
        assert sum(1 for _ in _seeds(letters, begins)) < COMMON / 2 * len(letters)


def test_every_pair_of_a_rare_seed_is_looked_at():
    letters, begins = joined(["甲乙丙丁一", "甲乙丙丁二", "甲乙丙丁三"])
    assert sorted(_seeds(letters, begins)) == [(0, 6), (0, 12), (6, 12)]


def test_seeds_never_reach_over_the_end_of_a_text():
    assert not list(_seeds(*joined(["甲乙", "丙丁", "甲乙", "丙丁"])))


def test_a_paragraph_that_very_many_share_is_found_for_each_of_them():
    line = "为进一步巩固创建成果补齐短板弱项结合实际制定如下安排各单位要高度重视"
    sources = [Source.of(f"第{number}份。{line}。") for number in range(3 * COMMON)]
    found = search(sources, 8, 0.8, inside=True, across=True)
    assert {number for pair in found for number in pair} == set(range(3 * COMMON))
    assert len(found) <= 3 * COMMON * COMMON
    assert all(row.matched >= len(line) for rows in found.values() for row in rows)


def test_a_long_copy_with_scattered_changes_is_one_passage():
    rng = random.Random(3)
    original = [chr(0x4E00 + rng.randrange(8000)) for _ in range(400)]
    copy = list(original)
    for place in range(15, 400, 20):
        copy[place] = "改"
    found = search([Source.of("".join(original)), Source.of("".join(copy))], 8, 0.8, inside=False, across=True)
    (row,) = found[0, 1]
    assert row.matched == 400 - len(range(15, 400, 20))


def test_two_copies_parted_by_much_else_are_two_passages():
    one, two = "深挖本地文脉讲好街巷往事", "请来老艺人手把手教孩子剪纸"
    a = Source.of(f"{one}，{two}。")
    b = Source.of(f"{one}。随后发布征集令面向全网寻找见证者和老照片。{two}。")
    assert [row.matched for row in search([a, b], 8, 0.8, inside=False, across=True)[0, 1]] == [len(one), len(two)]
