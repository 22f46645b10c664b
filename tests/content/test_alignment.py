"""The search itself: seeds, and how passages grow from them."""

import random

import pytest

from civlib.content.alignment import search
from civlib.content.letters import HAN, Letters, Source, common_length, common_letters
from civlib.content.seeds import COMMON, SEED, find_seeds


def joined(texts):
    begins, size = [], 0
    for text in texts:
        begins.append(size)
        size += len(text) + 1
    return "\0".join(texts) + "\0", begins


def seeds(texts, least=8):
    return list(zip(*(part.tolist() for part in find_seeds(*joined(texts), least)), strict=True))


def chatter(number, length=400):
    """A text of the register: random words of a small vocabulary."""
    rng = random.Random(number)
    words = ["文明", "城市", "创建", "工作", "社区", "环境", "整治", "志愿", "服务", "群众", "提升", "道路", "管理", "宣传"]
    return "".join(rng.choices(words, k=length // 2))


def test_seeds_grow_with_the_number_of_texts_and_not_with_its_square():
    few, many = ([chatter(n) for n in range(size)] for size in (20, 160))
    # where every group is linked whole, eight times the texts have fifty times the seeds
    assert len(seeds(many)) < 3 * 8 * len(seeds(few))


def test_a_seed_goes_as_far_as_it_can():
    assert sorted(seeds(["甲乙丙丁一", "甲乙丙丁二", "甲乙丙丁三"])) == [(0, 6, 4), (0, 12, 4), (6, 12, 4)]
    assert seeds(["天地玄黄宇宙洪荒", "地玄黄宇宙"]) == [(1, 9, 5)]


def test_seeds_never_reach_over_the_end_of_a_text():
    assert seeds(["甲乙", "丙丁", "甲乙", "丙丁"]) == []


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["文"], ["文明城市"]])
def test_where_there_is_nothing_there_are_no_seeds(texts):
    assert seeds(texts) == [] if texts else len(find_seeds("", []).a) == 0


def test_seeds_against_a_comparison_of_all_places():
    rng = random.Random(4)
    for _ in range(60):
        texts = ["".join(rng.choices("文明城市", k=rng.randrange(0, 25))) for _ in range(3)]
        letters, begins = joined(texts)
        ends = [begin + len(text) for begin, text in zip(begins, texts, strict=True)]
        text_of = [sum(place > end for end in ends) for place in range(len(letters))]
        expected = set()
        for a in range(len(letters)):
            for b in range(a + 1, len(letters)):
                if text_of[a] == text_of[b] or (a and letters[a - 1] == letters[b - 1] != "\0"):
                    continue
                size = 0
                while letters[a + size] == letters[b + size] != "\0":
                    size += 1
                if size >= SEED:
                    expected.add((a, b, size))
        assert {seed for seed in seeds(texts) if text_of[seed[0]] != text_of[seed[1]]} == expected


def test_what_goes_on_and_on_is_told_once():
    found = seeds(["街道干净整洁秩序井然" * 400])
    assert len(found) == 399 and {b - a for a, b, _ in found} == {10}
    assert len(seeds(["街道干净整洁秩序井然" * 3])) == 3


def test_the_same_few_words_in_very_many_texts_are_found_in_each():
    line = "修枝剪叶补种草皮"
    sources = [Source.of(f"{chr(0x5000 + n)}{line}{chr(0x6000 + n)}。") for n in range(3 * COMMON)]
    found = search(sources, 8, 0.8, inside=False, across=True)
    assert {number for pair in found for number in pair} == set(range(3 * COMMON))


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


def test_two_replaced_words_do_not_part_a_passage():
    a = Source.of("请来老艺人手把手教孩子剪纸，也在周末教邻居打腰鼓。")
    b = Source.of("请来老艺人手把手教孩子书法，也在假日教邻居打腰鼓。")
    (row,) = search([a, b], 8, 0.8, inside=False, across=True)[0, 1]
    assert row.matched == common_length(a.letters.letters, b.letters.letters)


def test_a_clause_put_in_parts_two_passages():
    one, two = "倾力打造优美环境优良秩序优质服务", "雨后山色青翠游人如织歌声阵阵"
    a, b = Source.of(f"{one}。{two}。"), Source.of(f"{one}，人人动手参与。{two}。")
    assert len(search([a, b], 8, 0.8, inside=False, across=True)[0, 1]) == 2


def test_titles_are_named_and_their_parts_too():
    found = Letters.of("按《测评体系》和《条例》")
    whole = len(found.letters)
    assert found.named(0, whole) == "按《和《"
    assert found.named(2, whole - 1) == "《和《" and found.named(5, 6) == "和" and found.named(whole, whole) == ""


def test_common_letters_are_as_many_as_there_can_be():
    rng = random.Random(5)
    for _ in range(500):
        a, b = ("".join(rng.choices("文明城市创", k=rng.randrange(0, 14))) for _ in range(2))
        common = common_letters(a, b)
        assert len(common) == common_length(a, b)
        for text in (a, b):
            rest = iter(text)
            assert all(letter in rest for letter in common)
    assert HAN.findall(common_letters("文a明", "b文明")) == ["文", "明"]
