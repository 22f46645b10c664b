"""Themes: words count as words; the dictionary is sound."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civlib.content.themes import COLUMNS, find_themes, load_themes, theme_names, themes
from civlib.errors import ResourceError
from civlib.language.sentences import split_sentences

OWN = """
- id: asia
  name: 亚洲
  chinese: 亚洲
  english: Asia
  definition: countries
  words: [印度, {word: 尼西亚, example: 尼西亚城, near_miss: 印度尼西亚}, 老旧小区, 小区]
- id: homes
  name: 住房
  chinese: 住房
  english: Homes
  definition: housing
  words: [小区]
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def surfaces(text, **arguments):
    return [(m.theme, m.surface) for m in find_themes(text, **arguments)]


def test_a_word_inside_a_longer_word_does_not_count(own):
    assert surfaces("代表团访问印度尼西亚。", themes=own) == []
    assert surfaces("代表团访问印度。", themes=own) == [("asia", "印度")]


def test_the_longest_word_counts_once_and_a_shared_word_for_each_theme(own):
    assert surfaces("改造老旧小区，美化小区。", themes=own) == [("asia", "老旧小区"), ("asia", "小区"), ("homes", "小区")]


def test_words_of_several_tokens_count():
    assert ("morality", "文明养犬") in surfaces("倡导文明养犬新风。")


@pytest.mark.parametrize(
    ("text", "theme", "surface"),
    [
        ("曝光不诚信企业。", "market", "不诚信"),
        ("消除不安全因素。", "safety", "不安全"),
        ("劝导不文明行为。", "morality", "不文明行为"),
        ("对未整改的单位问责。", "mechanism", "未整改"),
        # not a negation of the word itself
        ("不断整改。", "mechanism", "整改"),
        ("保护未成年人。", "minors", "未成年人"),
        ("无物业小区。", "living", "无物业小区"),
    ],
)
def test_what_is_denied_keeps_its_negation(text, theme, surface):
    assert (theme, surface) in surfaces(text)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("政务服务中心推行“一窗受理”。", "government"),
        ("开展民法典普法宣传，调解邻里纠纷。", "law"),
        ("公布失信被执行人名单，查处假冒伪劣商品。", "market"),
        ("新建城市书房，举办全民阅读活动。", "culture"),
        ("志愿者走上街头开展文明劝导。", "morality"),
        ("乡村学校少年宫课后服务全覆盖。", "minors"),
        ("改造背街小巷，增设停车位。", "living"),
        ("排查消防安全隐患，打击电信诈骗。", "safety"),
        ("整治黑臭水体，推行生活垃圾分类。", "ecology"),
        ("建立问题清单，挂牌督办，限时整改。", "mechanism"),
    ],
)
def test_each_theme_is_found_in_other_words_than_the_five_reports(text, theme):
    found = [name for name, _ in surfaces(text)]
    assert found.count(theme) >= 2 or set(found) == {theme}


def test_examples_and_near_misses_of_the_shipped_words():
    marked = [(t.id, w) for t in load_themes().entries for w in t.words if w.example or w.near_miss]
    assert marked
    for theme, word in marked:
        assert (theme, word.word) in surfaces(word.example), word
        assert (theme, word.word) not in surfaces(word.near_miss), word


def test_every_shipped_word_is_found_by_itself():
    for word, owners in load_themes().owners().items():
        assert {theme for theme, surface in surfaces(word) if surface == word} == set(owners), word


def test_table_spans_and_order():
    text = "第一句讲垃圾分类。\n第二句讲志愿服务，也讲志愿者；第三句讲法治。"
    frame = themes(text)
    assert list(frame.columns) == list(COLUMNS)
    assert [text[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)] == frame["surface"].tolist()
    assert frame["start"].is_monotonic_increasing
    spans = split_sentences(text)
    for row in frame.itertuples():
        assert spans[row.sentence].start <= row.start < row.end <= spans[row.sentence].end
    assert frame["sentence"].tolist() == [0, 1, 1, 2]


def test_empty_result_keeps_its_columns():
    assert list(themes("。").columns) == list(COLUMNS)


def test_names_for_figures():
    names = theme_names()
    assert names["theme"].is_unique
    assert len(names) >= 9
    assert (names["words"] >= 30).all()


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=150) | st.text(alphabet="文明养犬志愿服务小区印度尼西亚。\n 12", max_size=150))
def test_never_raises_and_spans_hold(text):
    for mention in find_themes(text):
        assert text[mention.start : mention.end] == mention.surface


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("themes: 1", "no list"),
        ("- id: a\n", "'name' is missing"),
        (OWN.replace("words: [小区]", "words: 小区"), "words is no list"),
        (OWN.replace("id: homes", "id: asia"), "twice"),
        (OWN.replace("[小区]", "[小区, 小区]"), "stands twice"),
        (OWN.replace("[小区]", "[{wort: 小区}]"), "no word of a theme"),
        (OWN.replace("[小区]", "['小 区']"), "blank"),
        (OWN.replace("definition: housing", "definition: housing\n  colour: red"), "'colour' is not known"),
        ("- id: [", "not valid YAML"),
    ],
)
def test_a_broken_dictionary_is_named(tmp_path, content, message):
    path = tmp_path / "broken.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError, match=message) as caught:
        load_themes(path)
    assert "broken.yaml" in str(caught.value)
