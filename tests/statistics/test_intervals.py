"""Intervals and corrections against statsmodels' and scipy's formulas and published tables."""

import numpy as np
import pytest
from scipy.stats import binomtest, false_discovery_control

from civlib.errors import ArgumentError
from civlib.statistics.intervals import (
    benjamini_hochberg,
    corrected,
    holm,
    normal_quantile,
    part_weights,
    resampled_shares,
    wilson,
)


@pytest.mark.parametrize(("count", "total"), [(0, 20), (1, 29), (15, 148), (81, 263), (20, 20)])
def test_wilson_is_scipys(count, total):
    row = wilson([count], [total]).iloc[0]
    other = binomtest(count, total).proportion_ci(method="wilson")
    assert (row["low"], row["high"]) == pytest.approx((other.low, other.high), abs=1e-9)


def test_wilson_published_example():
    # Newcombe (1998), table I: 81 of 263, method 3: 0.2553 to 0.3662
    row = wilson([81], [263]).iloc[0]
    assert (round(row["low"], 4), round(row["high"], 4)) == (0.2553, 0.3662)


def test_nothing_counted_is_nothing_known():
    row = wilson([0], [0]).iloc[0]
    assert np.isnan(row["share"])
    assert (row["low"], row["high"]) == (0, 1)


@pytest.mark.parametrize(("counts", "totals"), [([3], [2]), ([-1], [2]), ([1, 2], [3])])
def test_impossible_counts_are_refused(counts, totals):
    with pytest.raises(ArgumentError):
        wilson(counts, totals)


def test_confidence_is_checked():
    with pytest.raises(ArgumentError, match="confidence"):
        normal_quantile(95)


def test_parts_are_drawn_the_same_each_time_and_differ_by_seed():
    assert (part_weights(7, draws=50) == part_weights(7, draws=50)).all()
    assert (part_weights(7, draws=50, seed=1) != part_weights(7, draws=50, seed=2)).any()


def test_clumped_hits_have_a_wider_interval_than_even_ones():
    even = resampled_shares([1] * 20, [4] * 20).iloc[0]
    clumped = resampled_shares([4] * 5 + [0] * 15, [4] * 20).iloc[0]
    assert even["share"] == clumped["share"] == 0.25
    assert clumped["high"] - clumped["low"] > 0.2 > even["high"] - even["low"]


def test_resampled_share_of_independent_units_is_near_wilsons():
    hits = [1] * 60 + [0] * 140
    drawn, exact = resampled_shares(hits, [1] * 200).iloc[0], wilson([60], [200]).iloc[0]
    assert drawn["low"] == pytest.approx(exact["low"], abs=0.012)
    assert drawn["high"] == pytest.approx(exact["high"], abs=0.012)


def test_the_seed_does_not_move_an_interval_by_more_than_a_hundredth():
    hits, sizes = [3, 0, 1, 0, 2, 5, 0, 1] * 4, [6] * 32
    ends = np.array([resampled_shares(hits, sizes, seed=seed).iloc[0][["low", "high"]] for seed in range(8)], dtype=float)
    assert np.ptp(ends, axis=0).max() < 0.02


def test_holm_by_hand():
    # 0.01·4, 0.013·3 raised to it, 0.03·2, 0.2·1
    assert holm([0.03, 0.01, 0.2, 0.013]) == pytest.approx([0.06, 0.04, 0.2, 0.04])


def test_benjamini_hochberg_is_scipys():
    p = np.random.default_rng(0).uniform(size=40) ** 2
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p))


def test_corrections_of_nothing():
    assert holm([]).size == benjamini_hochberg([]).size == 0


def test_unknown_correction():
    with pytest.raises(ArgumentError, match="bonferroni"):
        corrected([0.1], "bonferroni")
