"""Company judged by an exact test: against scipy, by hand, and that chance alone makes no pair sure."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, fisher_exact

from civlib.errors import ArgumentError
from civlib.statistics.association import deflated, exact_p, pair_effect, widened
from civlib.statistics.collocations import collocations
from civlib.statistics.network import network
from civlib.statistics.pairs import co_occurrence


@pytest.mark.parametrize(("a", "r", "c", "n"), [(13, 94, 13, 318), (6, 94, 6, 318), (3, 5, 4, 20), (0, 30, 8, 60)])
def test_p_is_twice_the_smaller_tail_of_scipys_exact_test(a, r, c, n):
    observed = [[a, r - a], [c - a, n - r - c + a]]
    tails = [fisher_exact(observed, alternative=side).pvalue for side in ("greater", "less")]
    assert exact_p(a, r, c, n) == pytest.approx(min(1, 2 * min(tails)))


def test_p_by_hand():
    # all three of the one among the three of the other, of twenty: 1 / (20 · 19 · 18 / 6)
    assert exact_p(3, 3, 3, 20) == pytest.approx(2 / 1140)


def test_a_design_effect_divides_the_chi_square():
    # 3.84 is the chi-square of 0.05, 1.92 that of 0.166
    assert deflated(0.05, 2) == pytest.approx(0.1658, abs=1e-4)
    assert deflated(1e-12, 1) == pytest.approx(1e-12)
    assert deflated(1.0, 3) == 1


def test_the_effect_of_blocks_is_the_variance_of_the_count_when_blocks_are_dealt_out():
    rng = np.random.default_rng(3)
    sizes = np.full(40, 5)
    one, other = (rng.permutation([5] * 8 + [0] * 32) for _ in range(2))
    counts = [(one / 5 * rng.permutation(other)).sum() for _ in range(20_000)]  # whole blocks go together
    share = 8 / 40
    independent = 200 * share * (1 - share) * share * (1 - share)
    assert pair_effect(one, other, sizes) == pytest.approx(5, rel=0.02)
    assert np.var(counts) / independent == pytest.approx(5, rel=0.1)


def test_blocks_of_one_alone_cost_nothing():
    sizes = np.full(40, 5)
    assert pair_effect(np.array([5] * 8 + [0] * 32), np.ones(40), sizes) == 1
    assert pair_effect(np.ones(4), np.ones(4), np.ones(4)) == 1


def test_a_share_of_all_is_not_sure():
    wilson = binomtest(6, 6).proportion_ci(method="wilson")
    low, high = widened(2.66, 4.31, 6, 94, 6, 318)
    assert low[0] == pytest.approx(wilson.low / (94 / 318)) and low[0] < 2.66
    assert high[0] == 4.31
    assert np.isnan(widened(np.nan, np.nan, 6, 94, 6, 318)).all()


def dealt(rng, sentences, rate):
    """Sentences of a report that have something, dealt out at random."""
    return np.flatnonzero(rng.random(sentences) < rate)


def test_what_was_dealt_out_at_random_keeps_no_company():
    """Of forty texts, each with forty-five pairs of things that have nothing to do with each other, hardly one has a pair."""
    rng = np.random.default_rng(20)
    sure, small, shown = 0, 0, 0
    for _ in range(40):
        said = pd.DataFrame({"report_id": "a", "sentence": range(200), "paragraph": np.arange(200) // 4})
        frames = [
            pd.DataFrame({"report_id": "a", "sentence": dealt(rng, 200, rate), "code": f"X{number}", "start": 0, "end": 2})
            for number, rate in enumerate(np.linspace(0.03, 0.3, 10))
        ]
        found = network(frames[0].rename(columns={"code": "theme"}).head(0), pd.concat(frames), said, minimum=2)
        sure += (found["p_corrected"] < 0.05).any()
        small += (found["p"] < 0.01).sum()
        shown += 45
    assert sure <= 5  # of forty; more than five has a chance of one in a hundred where one in twenty is promised
    assert small / shown < 0.02


def test_words_dealt_out_at_random_have_no_collocates():
    rng = np.random.default_rng(8)
    words = ["道路", "社区", "垃圾", "市场", "志愿者", "公园", "学校", "医院", "交通", "环境", "市民", "干部"]
    share = np.array([20, 12, 9, 8, 7, 6, 5, 4, 4, 3, 3, 3]) / 84
    sure = 0
    for _ in range(40):
        text = "\n".join("、".join(rng.choice(words, size=8, p=share)) + "。" for _ in range(50))
        sure += (collocations(text, "垃圾", draws=2)["p_corrected"] < 0.05).any()
    assert sure <= 5


def test_two_measures_that_are_never_apart_are_no_surer_than_their_count_allows():
    said = pd.DataFrame({"report_id": "a", "sentence": range(40), "paragraph": range(40)})
    coded = pd.DataFrame({"report_id": "a", "sentence": [0, 10, 20] * 2, "code": ["X"] * 3 + ["Y"] * 3})
    row = co_occurrence(coded, said).iloc[0]
    assert row["low"] <= binomtest(3, 3).proportion_ci(method="wilson").low * 40 / 3 + 1e-9
    with pytest.raises(ArgumentError, match="confidence"):
        co_occurrence(coded, said, confidence=95)


def test_a_rare_thing_that_always_has_company_is_as_sure_as_its_count_allows():
    said = pd.DataFrame({"report_id": "a", "sentence": range(300), "paragraph": range(300)})
    spoken = pd.DataFrame({"report_id": "a", "sentence": range(100), "theme": "law", "start": 0, "end": 2})
    coded = pd.DataFrame({"report_id": "a", "sentence": [0, 20, 40, 60], "code": "X", "start": 5, "end": 9})
    row = network(spoken, coded, said).iloc[0]
    assert row["p"] == pytest.approx(2 * (100 * 99 * 98 * 97) / (300 * 299 * 298 * 297))
    assert row["low"] < 2 < row["high"]
