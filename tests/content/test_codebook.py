"""The codebook: what it must hold, and how a broken one is reported."""

from pathlib import Path

import pytest
import yaml

from civlib.content.codebook import INSTRUMENTS, Codebook, codes, load_codebook
from civlib.content.coding import code_sentences, explain
from civlib.errors import ArgumentError, ResourceError
from civlib.resources import shipped

BOOK = load_codebook()


def small(**changes: object) -> dict:
    """A codebook of one code, with changes to that code."""
    code = {
        "label": "绿化", "label_en": "greening", "instrument": "O", "definition": "植树", "definition_en": "planting",
        "include": "", "exclude": "", "example": "植树百棵。", "near_miss": "绿树成荫。", "terms": "植树",
    }  # fmt: skip
    code.update(changes)
    return {"groups": {"DO": "开展 推进"}, "codes": {"GREEN": {k: v for k, v in code.items() if v is not None}}}


def write(folder: Path, content: object) -> Path:
    path = folder / "own.yaml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_the_shipped_codebook_has_the_37_codes_of_the_five_families() -> None:
    assert len(BOOK) == 37
    assert {entry.code.split("_")[0] for entry in BOOK.codes} == {"ORG", "RUL", "SUP", "PUB", "PAR", "ENV", "RES"}
    assert {entry.instrument for entry in BOOK.codes} == set(INSTRUMENTS)


@pytest.mark.parametrize("entry", BOOK.codes, ids=lambda entry: entry.code)
def test_the_example_is_coded_and_the_near_miss_is_not(entry) -> None:
    assert entry.code in {coding.code for coding in code_sentences(entry.example)}
    assert entry.code not in {coding.code for coding in code_sentences(entry.near_miss)}


@pytest.mark.parametrize("name", [hold.name for hold in BOOK.holds])
def test_a_hold_holds_back_in_its_example_only(name: str) -> None:
    data = yaml.safe_load(shipped("codebook.yaml").read_text(encoding="utf-8"))
    entry = data["holds"][name]
    held = explain(entry["example"], 0)
    assert held["reason"].str.contains(f"marks a {name}").any()
    free = explain(entry["near_miss"], 0)
    assert (free["verdict"] == "coded").any() and not free["reason"].str.contains(f"marks a {name}").any()


def test_the_table_shows_every_code_once() -> None:
    table = codes()
    assert table["code"].is_unique and len(table) == 37
    assert (table["words"] >= 20).all()
    assert codes(BOOK).equals(table)


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    first = load_codebook(write(tmp_path, small()))
    again = load_codebook(write(tmp_path, small()))
    other = load_codebook(write(tmp_path, small(label="增绿")))
    assert first.version == again.version != other.version
    assert len(first.version) == 12


def test_an_own_codebook_replaces_the_shipped_one(tmp_path: Path) -> None:
    own = load_codebook(write(tmp_path, small(pairs=[{"name": "do", "act": "DO", "thing": "花海"}])))
    found = code_sentences("推进花海。改造老旧小区。", own)
    assert [(coding.code, coding.rule) for coding in found] == [("GREEN", "do")]


def test_a_code_is_found_by_name() -> None:
    assert BOOK["RUL_LIST"].label == "任务清单台账"
    with pytest.raises(ArgumentError, match="no code 'X'"):
        BOOK["X"]


def test_a_code_may_name_the_acts_of_its_nouns(tmp_path: Path) -> None:
    data = small(nouns="花海", acts="SOW")
    data["groups"]["SOW"] = "播种"
    own = load_codebook(write(tmp_path, {**data, "acts": "DO"}))
    assert [coding.cue for coding in code_sentences("播种花海。", own)] == ["播种 × 花海"]
    assert not code_sentences("推进花海。", own)


BROKEN = [
    (small(instrument="X"), "instrument is 'X'", "GREEN"),
    (small(label=None), "label is missing", "GREEN"),
    (small(terms=None), "no cues", "GREEN"),
    (small(terms=7), "a list of words", "terms"),
    (small(term="植树"), "'term' is no known key", "GREEN"),
    (small(titles="yes please"), "titles", "GREEN"),
    (small(yields_to="RED"), "'RED', which is no code", "GREEN"),
    (small(nouns="树", acts="NONE"), "'NONE', which is no group", "GREEN, acts"),
    (small(ignores="moon"), "'moon', which is no hold", "GREEN"),
    (small(pairs={"name": "x"}), "not a list", "GREEN"),
    (small(pairs=[{"name": "x", "act": "DOO", "thing": "树"}]), "DOO is no group", "pair 1"),
    (small(pairs=[{"act": "DO", "thing": "树"}]), "name is missing", "pair 1"),
    (small(pairs=[{"name": "x", "act": "DO"}]), "a list of words", "pair 1"),
    (small(pairs=[{"name": "x", "act": "DO", "thing": "树", "within": -1}]), "within is -1", "pair 1"),
    (small(pairs=[{"name": "x", "act": "DO", "thing": "树", "order": "last"}]), "order is 'last'", "pair 1"),
    (small(pairs=[{"name": "x", "act": "DO", "thing": "树"}] * 2), "same name", "GREEN"),
    ({"codes": {}}, "no codes", "codes"),
    ({**small(), "complements": 7}, "a list of words", "complements"),
    ({**small(), "holds": {"wish": {"words": "盼", "but": 7}}}, "a list of words", "wish, but"),
    ({**small(), "acts": "NONE"}, "'NONE', which is no group", "acts"),
    ({**small(), "holds": {"wish": {"words": "盼", "side": "left"}}}, "side is 'left'", "wish"),
    ({**small(), "holds": {"wish": {"words": "盼", "only": "RED"}}}, "'RED', which is no code", "wish"),
    ("- a\n- b\n", "not a mapping", "own.yaml"),
    ("codes: [\n", "not valid YAML", "own.yaml"),
    ("", "not a mapping", "own.yaml"),
]


@pytest.mark.parametrize(("content", "what", "where"), BROKEN, ids=[what for _, what, _ in BROKEN])
def test_a_broken_codebook_names_file_entry_and_remedy(tmp_path: Path, content: object, what: str, where: str) -> None:
    with pytest.raises(ResourceError, match=what) as caught:
        load_codebook(write(tmp_path, content))
    assert caught.value.where is not None and "own.yaml" in caught.value.where and where in caught.value.where
    assert caught.value.remedy


def test_a_missing_codebook_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ResourceError):
        load_codebook(tmp_path / "none.yaml")


def test_the_codebook_cannot_be_changed() -> None:
    assert isinstance(BOOK, Codebook)
    with pytest.raises(AttributeError):
        BOOK.version = "x"  # type: ignore[misc]
