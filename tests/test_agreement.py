"""Agreement: the figures against published and hand-made examples, and the program against the reference."""

from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civlib import agreement
from civlib.errors import ArgumentError, ResourceError
from civlib.records import Alignment, Corpus, Report

REFERENCE = Path(__file__).parent / "gold" / "measures.tsv"


@pytest.fixture(scope="module")
def reference():
    return agreement.read_reference(REFERENCE)


@pytest.fixture(scope="module")
def stand_in(reference) -> Corpus:
    """The reference's sentences, one a line, in the place of the reports."""
    reports = []
    for report_id, rows in reference.groupby("report_id"):
        text = "\n".join(rows["surface"])
        reports.append(Report(str(report_id), text, text, Alignment.identity(len(text))))
    return Corpus(tuple(reports))


def test_alpha_gives_the_published_figure() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section A: binary data, two observers: 0.095
    meg = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
    owen = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    assert agreement.alpha(meg, owen) == pytest.approx(0.095, abs=0.0005)


def test_the_library_gives_the_published_figure_with_missing_data() -> None:
    # the same, section C: nominal data, four observers, missing values: 0.743
    missing = np.nan
    data = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, missing, missing, missing],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, missing, 3],
        [missing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, missing],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, missing],
    ]
    assert krippendorff.alpha(data, level_of_measurement="nominal") == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_extremes() -> None:
    assert agreement.alpha(np.array([1, 0, 1]), np.array([1, 0, 1])) == 1.0
    assert np.isnan(agreement.alpha(np.array([0, 0]), np.array([0, 0])))
    with pytest.raises(ArgumentError):
        agreement.alpha(np.array([1]), np.array([1, 0]))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_the_bootstrap_formula_is_the_library(pairs: list[tuple[bool, bool]]) -> None:
    first, second = np.array(pairs).T
    marks, differences = np.array([first.sum() + second.sum()], float), np.array([(first ^ second).sum()], float)
    ours = agreement._alpha_of_counts(marks, differences, len(pairs))[0]
    assert ours == pytest.approx(agreement.alpha(first, second), nan_ok=True)


def test_reliability_by_hand() -> None:
    truth = [["ENV_ROAD"], ["ENV_ROAD"], [], ["ENV_GREEN"]]
    guess = [["ENV_ROAD"], [], ["ENV_ROAD"], ["ENV_GREEN"]]
    table = agreement.reliability(truth, guess, samples=200).set_index("code")
    assert table.loc["ENV_ROAD", ["reference", "found", "both"]].tolist() == [2, 2, 1]
    assert table.loc["ENV_ROAD", ["precision", "recall", "f1"]].tolist() == [0.5, 0.5, 0.5]
    assert table.loc["ENV_GREEN", "alpha"] == 1.0
    assert np.isnan(table.loc["ENV_MARKET", "precision"])
    assert table.loc["all", "both"] == 2


def test_intervals_hold_the_estimate_and_repeat(reference) -> None:
    first, second = reference["coder_a"].tolist(), reference["coder_b"].tolist()
    table = agreement.reliability(first, second, samples=300)
    known = table.dropna(subset=["alpha"])
    assert ((known["alpha_low"] <= known["alpha"] + 1e-9) & (known["alpha"] <= known["alpha_high"] + 1e-9)).all()
    assert table.equals(agreement.reliability(first, second, samples=300))


def test_unknown_codes_and_unequal_lengths_are_reported() -> None:
    with pytest.raises(ArgumentError, match="'NOPE'"):
        agreement.reliability([["NOPE"]], [[]])
    with pytest.raises(ArgumentError, match="of 1 and of 2"):
        agreement.reliability([[]], [[], []])


def test_the_reference_is_complete(reference) -> None:
    assert len(reference) == 317
    assert reference.groupby("report_id").size().sum() == 317
    assert reference["codes"].map(len).sum() == 463


def test_the_two_coders_agree(reference) -> None:
    table = agreement.reliability(reference["coder_a"].tolist(), reference["coder_b"].tolist(), samples=100)
    assert table.loc[table["code"] == "all", "alpha"].item() == pytest.approx(0.963, abs=0.001)


def test_the_program_agrees_with_the_settled_coding(reference, stand_in) -> None:
    table = agreement.compare(stand_in, reference, samples=100)
    whole = table[table["code"] == "all"].iloc[0]
    assert whole["alpha"] >= 0.80
    assert (table["recall"].dropna() > 0).all()


def test_align_finds_repeated_and_missing_sentences(reference) -> None:
    rows = reference.iloc[:0].copy()
    for unit, surface in enumerate(["同一句。", "同一句。", "别处的话。"]):
        rows.loc[unit] = ["text", unit, surface, (), (), ()]
    aligned = agreement.align("同一句。同一句。", rows)
    assert aligned["sentence"].tolist() == [0, 1, -1]


def test_disagreements_list_both_kinds(reference) -> None:
    rows = reference.iloc[:0].copy()
    rows.loc[0] = ["text", 0, "改造老旧小区三十个。", (), (), ("ENV_ROAD",)]
    listed = agreement.disagreements(agreement.align("改造老旧小区三十个。", rows))
    assert dict(zip(listed["code"], listed["kind"], strict=True)) == {"ENV_ESTATE": "extra", "ENV_ROAD": "missed"}


def test_a_broken_reference_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "reference.tsv"
    path.write_text("doc\tsentence\n000\t一句。\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="coder_a"):
        agreement.read_reference(path)
    path.write_text("doc\tsentence\tcoder_a\tcoder_b\tcodes\n000\t一句。\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="not as many fields"):
        agreement.read_reference(path)
