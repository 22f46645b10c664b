"""Page furniture: every rule of the file, and cases of the genre."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from civlib.errors import ResourceError
from civlib.reading.cleaning import clean
from civlib.reading.furniture import FurnitureRule, furniture_of, furniture_rules

CASE_FILE = "furniture.json"
BODY = "滨江区组织志愿者走进社区，清理小广告，规范停车秩序，居民说出门舒心多了，愿意一起守护家园。"
RULES = furniture_rules()
RULE_NAMES = [f"{number}-{rule.name}" for number, rule in enumerate(RULES, 1)]


def test_cases(case: dict[str, Any]) -> None:
    assert [found.rule.name for found in furniture_of(case["input"], RULES)] == case["expected"]


@pytest.mark.parametrize("rule", list(RULES), ids=RULE_NAMES)
def test_example_goes_and_near_miss_stays_inside_a_page(rule: FurnitureRule) -> None:
    def page(line: str) -> str:
        return f"{BODY}\n{line}\n{BODY}"

    if rule.scope == "start":
        example, near_miss = f"{rule.example}{BODY}", f"{rule.near_miss}，{BODY}"
    elif rule.scope == "end":
        example, near_miss = f"{BODY}{rule.example}", f"{BODY}{rule.near_miss}"
    else:
        example, near_miss = rule.example, rule.near_miss
    # rules of one family overlap: a credit behind a full stop goes as a byline
    removed = "".join(edit.before for edit in clean(page(example)).edits if edit.step.startswith("furniture/"))
    piece = [match.group() for match in rule.pattern.finditer(rule.example) if match.group()][-1]
    assert piece.strip() in removed, "the example stays"
    left = clean(page(near_miss))
    assert not [edit for edit in left.edits if edit.step == f"furniture/{rule.name}"], "the near-miss goes"


def write(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


ENTRY = "rules:\n  - name: note\n    scope: {scope}\n    pattern: '{pattern}'\n    example: {example}\n    near_miss: {near_miss}\n"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"pattern": "(注"}, "regular expression"),
        ({"scope": "page"}, "scope"),
        ({"example": "正文"}, "example"),
        ({"near_miss": "注：一"}, "near-miss"),
    ],
)
def test_a_broken_rule_is_named(tmp_path: Path, changes: dict[str, str], what: str) -> None:
    entry = {"scope": "line", "pattern": "注：.*", "example": "注：见附表", "near_miss": "注意安全"} | changes
    path = write(tmp_path, ENTRY.format(**entry))
    with pytest.raises(ResourceError) as error:
        furniture_rules(path)
    assert what in str(error.value) and "rule 1 ('note')" in str(error.value) and str(path) in str(error.value)
    assert error.value.remedy


def test_a_rule_without_a_key_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "rules:\n  - name: note\n    scope: line\n")
    with pytest.raises(ResourceError, match=r"rule 1 \('note'\)"):
        furniture_rules(path)


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "rules: [\n")
    with pytest.raises(ResourceError, match=r"own\.yaml"):
        furniture_rules(path)
