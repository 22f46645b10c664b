"""Each formula against a published worked example, a second implementation, or arithmetic by hand."""

import numpy as np
import pytest
from scipy.stats import power_divergence

from civlib.statistics.contrast_measures import (
    design_effect,
    deviation_of_proportions,
    log_likelihood,
    log_odds,
    log_ratio,
)


def test_log_likelihood_published_example():
    # the example that courses give for Rayson's calculator: 52 in 50,000 against 57 in 75,000 words, LL +2.65
    assert log_likelihood(52, 50_000, 57, 75_000).round(2) == 2.65


@pytest.mark.parametrize(("a", "c", "b", "d"), [(52, 50_000, 57, 75_000), (1, 100, 9, 300), (30, 1000, 2, 4000)])
def test_log_likelihood_is_scipys_g_of_observed_and_expected(a, c, b, d):
    expected = np.array([c, d]) * (a + b) / (c + d)
    other = power_divergence([a, b], expected, lambda_="log-likelihood").statistic
    assert log_likelihood(a, c, b, d) == pytest.approx(other)


def test_log_likelihood_of_a_word_that_one_side_lacks():
    # 2 · 10 · ln(10 / 5)
    assert log_likelihood(10, 1000, 0, 1000) == pytest.approx(20 * np.log(2))
    assert log_likelihood(0, 1000, 10, 1000) == pytest.approx(20 * np.log(2))


def test_log_odds_published_example():
    # The two nine-word documents with which the Python package fightin-words explains itself, prior 0.05 a word:
    # z of "donkey" (0 and 1) is -0.6894…, of "fox" (1 and 0) 0.6894…, of "pig" (1 and 1) 0
    count, reference = np.array([0, 1, 1]), np.array([1, 0, 1])
    difference, error = log_odds(count, 9, reference, 9, 0.05, 11 * 0.05)
    assert difference / error == pytest.approx([-0.6894227886807968, 0.6894227886807968, 0.0])


def test_log_odds_by_hand():
    # (20 + 3) / (120 - 23) against (10 + 3) / (120 - 13)
    difference, error = log_odds(20, 100, 10, 100, 3, 20)
    assert difference == pytest.approx(np.log(23 / 97) - np.log(13 / 107))
    assert error == pytest.approx((1 / 23 + 1 / 13) ** 0.5)


def test_log_odds_shrinks_with_the_prior():
    weak, _ = log_odds(8, 100, 1, 100, 0.1, 10)
    strong, _ = log_odds(8, 100, 1, 100, 10, 1000)
    assert 0 < strong < weak


def test_log_ratio_doubles_by_one():
    assert log_ratio([4, 8, 1], 1000, [2, 2, 4], 1000).tolist() == [1, 2, -2]


def test_log_ratio_takes_nothing_for_half_an_occurrence():
    assert log_ratio(4, 1000, 0, 1000) == 3


def test_deviation_of_proportions_published_example():
    # Gries (2008): five parts of 9, 10, 10, 10, 11 words in which "a" stands 1, 2, 3, 4, 5 times; DP 0.18,
    # normalised 0.18 / (1 - 0.18)
    dp = deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert dp * (1 - 9 / 50) == pytest.approx(0.18, abs=1e-3)
    assert dp == pytest.approx(0.2195, abs=1e-3)


def test_deviation_of_proportions_at_its_ends():
    parts = np.array([[2, 9, 0], [2, 0, 0], [2, 0, 0]])
    even, clumped, absent = deviation_of_proportions(parts, [10, 10, 10])
    assert even == pytest.approx(0)
    assert clumped == pytest.approx(1)
    assert np.isnan(absent)


def test_one_part_has_no_dispersion():
    assert np.isnan(deviation_of_proportions([3], [10]))


def test_design_effect_of_words_that_always_come_in_fours():
    # 40 parts of 100 words; each clump holds 4, so the variance is about four times that of words drawn one by one
    clumped = np.zeros((40, 1))
    clumped[:10] = 4
    even = np.ones((40, 1))
    sizes = np.full(40, 100)
    effect = design_effect(np.hstack([clumped, even]), sizes, None, None)
    assert 2.5 < effect[0] < 4.5
    assert effect[1] == 1


def test_design_effect_agrees_with_resampling():
    rng = np.random.default_rng(4)
    counts = rng.negative_binomial(0.3, 0.2, size=(60, 1)).astype(float)
    sizes = rng.integers(40, 160, size=60).astype(float)
    weights = rng.multinomial(60, np.full(60, 1 / 60), size=20_000)
    rates = (weights @ counts)[:, 0] / (weights @ sizes)
    rate = counts.sum() / sizes.sum()
    drawn = rates.var() / (rate * (1 - rate) / sizes.sum())
    assert design_effect(counts, sizes, None, None)[0] == pytest.approx(drawn, rel=0.1)
