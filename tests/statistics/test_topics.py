"""Topics: planted ones are found and firm, noise is not, and another seed changes no conclusion."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from civlib.errors import ArgumentError
from civlib.language.segmentation import Lexicon, tokens
from civlib.records import Alignment, Corpus, Report
from civlib.statistics.topic_model import jaccard, matched, returns, shuffled, top_words, weighted, word_matrix
from civlib.statistics.topics import NUMBER_COLUMNS, PARAGRAPH_COLUMNS, TOPIC_COLUMNS, WORD_COLUMNS, topics

FIELDS = (
    ["道路", "路灯", "停车", "公交", "路面", "红绿灯", "井盖", "护栏", "车位", "便道", "拓宽", "沥青"],
    ["志愿", "宣讲", "道德", "模范", "家风", "雷锋", "公益", "奉献", "榜样", "慈善", "义诊", "关爱"],
    ["公园", "花卉", "绿地", "树木", "河道", "湿地", "草坪", "造林", "水质", "污水", "植树", "生态"],
)
LEXICON = Lexicon(tuple((word, "n") for field in FIELDS for word in field))


def report(name, text):
    return Report(name, text, text, Alignment.identity(len(text)))


def made(pools, paragraphs=20, length=12, seed=5):
    """Three reports whose paragraphs draw their words from one pool each, in turn."""
    rng = np.random.default_rng(seed)
    texts = [
        "\n".join("、".join(rng.choice(pools[n % len(pools)], size=length)) + "。" for n in range(paragraphs)) for _ in range(3)
    ]
    return Corpus(tuple(report(f"r{number}", text) for number, text in enumerate(texts)))


@pytest.fixture(scope="module")
def planted():
    return topics(made(FIELDS), lexicon=LEXICON, draws=20, numbers=(2, 3, 4, 5))


def test_planted_topics_are_found_and_firm(planted):
    assert planted.numbers.loc[planted.numbers["chosen"], "number"].tolist() == [3]
    assert planted.topics["firm"].all() and len(planted.topics) == 3
    found = {frozenset(words) for words in planted.topics["words"]}
    assert all(any(words <= set(field) for field in FIELDS) for words in found)
    assert (planted.topics["likeness"] > planted.topics["chance_likeness"]).all()


def test_each_paragraph_has_the_topic_it_was_made_of(planted):
    of = planted.paragraphs.assign(field=planted.paragraphs["paragraph"] % 3)
    assert (of.groupby("topic")["field"].nunique() == 1).all()
    assert planted.topics["paragraphs"].sum() == len(of) == 60


def test_noise_has_no_firm_topic():
    pool = [word for field in FIELDS for word in field]
    noise = topics(made([pool]), lexicon=LEXICON, draws=20, numbers=(3, 4))
    assert not noise.topics["firm"].any()
    assert noise.numbers["excess"].abs().max() < 0.15


def test_tables_keep_their_columns_and_hold_together(planted):
    for frame, columns in (
        (planted.numbers, NUMBER_COLUMNS), (planted.topics, TOPIC_COLUMNS), (planted.words, WORD_COLUMNS),
        (planted.paragraphs, PARAGRAPH_COLUMNS),
    ):  # fmt: skip
        assert list(frame.columns) == list(columns)
    for row in planted.topics.itertuples():
        own = planted.words[planted.words["topic"] == row.topic]
        assert tuple(own["word"]) == row.words and own["weight"].is_monotonic_decreasing
        assert row.low <= row.resamples <= row.high
    assert planted.words[["starts", "resamples"]].to_numpy().max() <= 1
    assert "firm" in planted._repr_html_()


def test_matching_and_likeness_by_hand():
    one = np.array([[3.0, 2.0, 0.0, 0.0], [0.0, 0.0, 2.0, 3.0]])
    assert matched(one, one[::-1]) == [1, 0]
    assert top_words(one, 3) == [frozenset({0, 1}), frozenset({2, 3})]
    assert jaccard(frozenset("ab"), frozenset("bc")) == pytest.approx(1 / 3)
    likeness, again = returns(one, [one[::-1], np.array([[3.0, 0.0, 2.0, 0.0], [0.0, 1.0, 0.0, 3.0]])], 2)
    assert likeness.tolist() == [[1, 1], [pytest.approx(1 / 3), pytest.approx(1 / 3)]]
    assert again[0].tolist() == [2, 1, 1, 0]


def test_dealing_out_keeps_every_word_as_often_and_as_clumped():
    counts = csr_matrix(np.random.default_rng(1).poisson(0.8, size=(30, 12)).astype(float))
    dealt = shuffled(counts, np.random.default_rng(2))
    for before, after in zip(counts.toarray().T, dealt.toarray().T, strict=True):
        assert sorted(before[before > 0]) == sorted(after[after > 0])
    assert not np.array_equal(dealt.toarray(), counts.toarray())


def test_weights_are_tf_idf_by_hand():
    counts = csr_matrix(np.array([[2.0, 1.0], [0.0, 1.0]]))
    # scikit-learn: ln((1 + n) / (1 + df)) + 1 times 1 + ln(count), rows of length 1
    first = np.array([(1 + np.log(2)) * (np.log(3 / 2) + 1), 1.0])
    assert weighted(counts).toarray()[0] == pytest.approx(first / np.linalg.norm(first))


def test_short_paragraphs_rare_words_and_place_names_are_left_out():
    corpus = made(FIELDS)
    matrix = word_matrix(corpus, tokens(corpus, lexicon=LEXICON), leave_out=["公园"], length=8)
    assert "公园" not in matrix.words and len(matrix.places) == 60
    assert word_matrix(corpus, tokens(corpus, lexicon=LEXICON), length=13).counts.shape == (0, 0)


@pytest.mark.parametrize("text", ["", "。", "整治背街小巷。", "创城。\n" * 50])
def test_too_little_text_has_no_topics(text):
    found = topics(text)
    assert found.topics.empty and found.numbers.empty and list(found.words.columns) == list(WORD_COLUMNS)


def test_arguments_are_checked():
    corpus = made(FIELDS, paragraphs=10)
    with pytest.raises(ArgumentError, match="two topics"):
        topics(corpus, 1)
    with pytest.raises(ArgumentError, match="too many"):
        topics(corpus, 60, lexicon=LEXICON, draws=2)
    with pytest.raises(ArgumentError, match="unit"):
        topics(corpus, unit="chapter")
    with pytest.raises(ArgumentError, match="too small"):
        topics(corpus, draws=1)


def test_another_seed_changes_no_conclusion(corpus):
    """What notebook 02 concludes from the five reports: how many topics, which they are, which are firm."""
    words = tokens(corpus)
    found = [topics(corpus, tokens=words, numbers=(4, 5, 6), draws=50, seed=seed) for seed in (20211231, 1, 2)]
    conclusions = [list(each.topics[["label", "firm", "paragraphs"]].itertuples(index=False, name=None)) for each in found]
    assert conclusions[0] == conclusions[1] == conclusions[2]
    assert sum(firm for _, firm, _ in conclusions[0]) == 1, "most topics of five short reports are fragile"
