"""The rules for quantities, read from a data file that a scholar may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civlib.content.formula_entries import (
    Example,
    alternatives,
    entries_in,
    examples_of,
    mapping_of,
    pattern_of,
    rules_of,
    words_in,
)
from civlib.errors import ResourceError

_LISTS = ("acts", "deeds", "attributes", "links", "closers", "openers", "sizes", "money", "spans", "plans", "places", "suffixes")


@dataclass(frozen=True, slots=True, eq=False)
class QuantityRules:
    """Compiled rules: markers by what they say, figures that measure nothing, words around the thing counted."""

    before: re.Pattern[str] = field(repr=False)
    after: re.Pattern[str] = field(repr=False)
    markers: dict[str, str] = field(repr=False)
    excluded: tuple[tuple[str, re.Pattern[str]], ...] = field(repr=False)
    words: dict[str, frozenset[str]] = field(repr=False)
    examples: tuple[Example, ...] = field(repr=False)


def load_quantity_rules(source: str | Path | QuantityRules | None = None) -> QuantityRules:
    """The rules for quantities: the shipped ones, or one's own.

    Parameters
    ----------
    source : str, Path or QuantityRules, optional
        A YAML file of the form of ``civlib/data/quantities.yaml``, or rules already loaded.

    Raises
    ------
    ResourceError
        Where an entry is broken; the error names it.
    """
    return rules_of(source, QuantityRules, "quantities.yaml", _parse)


def _parse(text: str, path: str) -> QuantityRules:
    data = mapping_of(text, path, "quantities.yaml")
    entries = entries_in(data, "not_quantities", path)
    markers = {place: _markers(data, place, path) for place in ("before", "after")}
    return QuantityRules(
        before=re.compile(alternatives(markers["before"]) + "(?:达到|达|到|至|有|为|了|计|的|过)?$"),
        after=re.compile(alternatives(markers["after"])),
        markers=markers["before"] | markers["after"],
        excluded=tuple((entry["name"], re.compile(pattern_of(entry, "not_quantities", path))) for entry in entries),
        words={name: frozenset(words_in(data, name, path)) for name in _LISTS},
        examples=tuple(examples_of(entries, "not_quantities")),
    )


def _markers(data: dict[str, Any], place: str, path: str) -> dict[str, str]:
    """The words of one place, each with what it says of the number."""
    where, groups = f"{path}, markers, {place}", (data.get("markers") or {}).get(place)
    if not isinstance(groups, dict):
        raise ResourceError("this list of markers is missing", where=where, remedy="{over: […], under: […], about: […]}")
    if unknown := set(groups) - {"over", "under", "about"}:
        raise ResourceError(
            f"the approximation {min(unknown)!r} is not known", where=where, remedy="over, under or about"
        )
    return {word: approx for approx in groups for word in words_in(groups, approx, where)}
