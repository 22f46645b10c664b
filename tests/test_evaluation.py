"""The findings against the reference: scores that may not drop, and scoring that sees what is missed or added."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from civlib import agreement, evaluation, reference
from civlib.errors import ArgumentError, ResourceError
from civlib.records import Alignment, Corpus, Report

GOLD = Path(__file__).parent / "gold"
NAMES = {"measures.tsv", "quantities.tsv", "formulas.tsv", "reuse.tsv"}


def report(name: str, text: str) -> Report:
    return Report(name, text, text, Alignment.identity(len(text)))


@pytest.fixture(scope="module", params=["seeds", "sentences"])
def texts(request: pytest.FixtureRequest, corpus: Corpus) -> Corpus:
    """The reports as they are loaded, and the sentences that the reference was read on."""
    return corpus if request.param == "seeds" else reference.stand_in(GOLD)


@pytest.mark.parametrize(
    ("score", "column", "least"),
    [
        (evaluation.score_quantities, "f1", 0.97),
        (evaluation.score_formulas, "f1", 0.92),
        (evaluation.score_members, "recall", 0.8),
        (evaluation.score_members, "precision", 0.8),
        (evaluation.score_reuse, "recall", 0.9),
    ],
)
def test_scores_do_not_drop(texts: Corpus, score, column: str, least: float) -> None:
    whole = score(texts, GOLD).set_index("report_id").loc["all"]
    assert whole["expected"] > 0
    assert whole[column] >= least, evaluation.differences(texts, GOLD)


def test_what_is_counted_is_mostly_named_as_a_reader_names_it(texts: Corpus) -> None:
    score = evaluation.score_quantities(texts, GOLD, fields=("value", "unit", "item"))
    assert score.set_index("report_id").loc["all", "f1"] >= 0.75


def test_the_coding_of_the_loaded_reports_does_not_drop(corpus: Corpus) -> None:
    codings = agreement.read_reference(GOLD / "measures.tsv")
    whole = agreement.compare(corpus, codings, samples=50).set_index("code").loc["all"]
    assert whole["alpha"] >= 0.80


def test_the_loaded_reports_hold_the_sentences_of_the_reference(corpus: Corpus) -> None:
    covered = reference.coverage(corpus, GOLD)
    assert covered["judged"].all()
    assert covered["placed"].sum() >= 0.98 * covered["reference"].sum(), reference.unplaced(corpus, GOLD)


def test_the_sealed_set_of_other_wording() -> None:
    sets = evaluation.score_other_wording(GOLD).set_index("set")
    assert sets.loc["F", "alpha"] >= 0.67
    assert (sets["sentences"] > 40).all()


# A reference made by hand, so that every count can be checked by eye.
MEASURES = "doc\tsentence\tcoder_a\tcoder_b\tcodes\n"
QUANTITIES = "doc\tquote\tcontext\tvalue\tunit\tapprox\titem\n"
FORMULAS = "doc\tquote\tkind\tnumber\tmembers\tcomplete\n"
REUSE = "doc_a\tquote_a\tdoc_b\tquote_b\tkind\n"
ONE = "投资30亿元实施65个项目。完善督查机制。"
OTHER = "完善督查机制，街道干净整洁、秩序井然有序。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "measures.tsv": MEASURES + "a\t投资30亿元实施65个项目。\t\t\tRES_FUND\na\t完善 督查机制。\t\t\t\n",
        "quantities.tsv": QUANTITIES
        + "a\t30亿元\t投资30亿元\t3000000000\t元\texact\t\n"
        + "a\t65个\t实施65个项目\t66\t个\texact\t项目\n"
        + "a\t7个\t不在文中的7个项目\t7\t个\texact\t项目\n"
        + "z\t9个\t别的报告的9个\t9\t个\texact\t\n",
        "formulas.tsv": FORMULAS,
        "reuse.tsv": REUSE,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_wrong_value_counts_as_missed_and_extra_and_a_lost_context_as_missed(folder: Path) -> None:
    texts = Corpus((report("a", ONE), report("b", OTHER)))
    score = evaluation.score_quantities(texts, folder).set_index("report_id")
    assert score.loc["all", ["expected", "found", "matched"]].tolist() == [3, 2, 1]
    assert score.loc["all", "precision"] == pytest.approx(1 / 2)
    assert score.loc["all", "recall"] == pytest.approx(1 / 3)
    assert score.loc["all", "f1"] == pytest.approx(0.4)
    listed = evaluation.differences(texts, folder)
    assert listed[["kind", "start", "surface", "reading"]].values.tolist() == [
        ["missed", -1, "7个", "7 个"],
        ["extra", 8, "65个", "65 个"],
        ["missed", 8, "65个", "66 个"],
    ]


def test_fields_decide_what_must_agree(folder: Path) -> None:
    texts = report("a", ONE)
    assert evaluation.score_quantities(texts, folder, fields=("unit",))["matched"].tolist() == [2, 2]
    with pytest.raises(ArgumentError, match="'weight'"):
        evaluation.score_quantities(texts, folder, fields=("weight",))


def test_coverage_tells_judged_reports_from_others(folder: Path) -> None:
    texts = Corpus((report("a", ONE + "另有一句。"), report("b", OTHER)))
    covered = reference.coverage(texts, folder)
    assert covered.values.tolist() == [["a", 3, 2, 2, 1, True], ["b", 1, 0, 0, 1, False]]
    assert [one.id for one in reference.judged_reports(texts, folder)] == ["a"]
    same_id = report("a", "一份完全不同的报告，只是编号相同。")
    assert not reference.coverage(same_id, folder)["judged"].any()


def test_a_changed_sentence_is_listed_with_what_comes_nearest(folder: Path) -> None:
    damaged = report("a", "投资30亿元实施65个项目。完善督察鸷机制。")
    listed = reference.unplaced(damaged, folder)
    assert listed[["unit", "surface", "sentence", "nearest"]].values.tolist() == [
        [1, "完善 督查机制。", 1, "完善督察鸷机制。"]
    ]
    assert 0.7 < listed.loc[0, "similarity"] < 1


def test_of_reports_that_nobody_read_nothing_is_scored() -> None:
    own = Corpus((report("own", ONE), report("000", OTHER)))
    for score in (
        evaluation.score_quantities, evaluation.score_formulas, evaluation.score_members, evaluation.score_reuse
    ):  # fmt: skip
        table = score(own, GOLD)
        assert table[["report_id", "expected", "found"]].values.tolist() == [["all", 0, 0]]
        assert table[["precision", "recall", "f1"]].isna().all(axis=None)
    assert evaluation.differences(own, GOLD).empty
    assert reference.unplaced(own, GOLD).empty


def test_a_formula_of_another_kind_is_no_match(tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(GOLD / name, tmp_path)
    wrong = (tmp_path / "formulas.tsv").read_text(encoding="utf-8").replace("\tset\t", "\tslogan\t", 1)
    (tmp_path / "formulas.tsv").write_text(wrong, encoding="utf-8")
    texts = reference.stand_in(GOLD)
    right, changed = (evaluation.score_formulas(texts, place).loc[0, "matched"] for place in (GOLD, tmp_path))
    assert changed == right - 1


def test_a_passage_that_was_read_and_found_right_is_not_extra(tmp_path: Path, corpus: Corpus) -> None:
    for name in NAMES:
        shutil.copy(GOLD / name, tmp_path)
    with_reading, without = (evaluation.score_reuse(corpus, place).loc[0] for place in (GOLD, tmp_path))
    assert with_reading["precision"] > without["precision"]
    assert with_reading[["expected", "found", "matched"]].equals(without[["expected", "found", "matched"]])


def test_members_must_be_the_same_and_as_complete(tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(GOLD / name, tmp_path)
    lines = (tmp_path / "formulas.tsv").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if " | " in line)
    lines[at] = lines[at].replace(" | ", "甲 | ", 1)
    (tmp_path / "formulas.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    texts = reference.stand_in(GOLD)
    right, changed = (evaluation.score_members(texts, place).loc[0, "matched"] for place in (GOLD, tmp_path))
    assert changed == right - 1


def test_a_broken_reference_is_reported(folder: Path) -> None:
    (folder / "quantities.tsv").write_text("doc\tquote\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="'context'"):
        evaluation.score_quantities(report("a", ONE), folder)
    (folder / "quantities.tsv").write_text(QUANTITIES + "a\t30亿元\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="not as many fields"):
        evaluation.score_quantities(report("a", ONE), folder)


def test_differences_point_into_the_reports(texts: Corpus) -> None:
    listed = evaluation.differences(texts, GOLD, fields=evaluation.QUANTITY_FIELDS)
    placed = listed[listed["start"] >= 0]
    assert len(placed) > 0
    assert all(
        texts[row["report_id"]].text[row["start"] : row["end"]] == row["surface"] for row in placed.to_dict("records")
    )
    assert np.isin(listed["kind"], ["missed", "extra"]).all()


def test_restoration_is_scored_from_the_survey() -> None:
    survey = evaluation.score_restoration(GOLD)
    whole = survey[survey["by"] == "all"].iloc[0]
    for by in ("kind", "length", "confidence"):
        assert survey[survey["by"] == by]["total"].sum() == whole["total"] >= 300
    changed = survey[survey["by"] == "changed"].iloc[0]
    assert changed["share"] > whole["share"] and 0 <= changed["low"] <= changed["share"] <= changed["high"] <= 1
    assert survey[survey["by"] == "confidence"]["group"].tolist() == ["0–0.5", "0.5–0.75", "0.75–0.9", "0.9–1"]
