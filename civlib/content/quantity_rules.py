"""The rules for quantities, read from a data file that a scholar may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from civlib.content.formula_rules import Example, alternatives
from civlib.errors import ResourceError
from civlib.resources import parse_yaml, read_text, shipped


@dataclass(frozen=True, slots=True, eq=False)
class QuantityRules:
    """Compiled rules: markers by what they say, figures that measure nothing, words around the thing counted."""

    before: re.Pattern[str] = field(repr=False)
    after: re.Pattern[str] = field(repr=False)
    markers: dict[str, str] = field(repr=False)
    excluded: tuple[tuple[str, re.Pattern[str]], ...] = field(repr=False)
    closers: re.Pattern[str] = field(repr=False)
    openers: re.Pattern[str] = field(repr=False)
    verbs: re.Pattern[str] = field(repr=False)
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
    if isinstance(source, QuantityRules):
        return source
    path = source or shipped("quantities.yaml")
    return _parse(read_text(path), str(path))


@lru_cache(maxsize=8)
def _parse(text: str, path: str) -> QuantityRules:
    data = parse_yaml(text, path)
    try:
        markers = {
            place: {word: approx for approx, words in data["markers"][place].items() for word in words}
            for place in ("before", "after")
        }
        closers, openers, verbs = (alternatives(data[name]) for name in ("closers", "openers", "verbs"))
        entries = list(data["not_quantities"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ResourceError(
            f"a list is missing or broken: {error}", where=path, remedy="see civlib/data/quantities.yaml for the form"
        ) from None
    unknown = {approx for place in markers.values() for approx in place.values()} - {"over", "under", "about"}
    if unknown:
        raise ResourceError(
            f"the approximation {min(unknown)!r} is not known", where=f"{path}, markers", remedy="over, under or about"
        )
    excluded, examples = [], []
    for position, entry in enumerate(entries):
        where = f"{path}, not_quantities, entry {position + 1}"
        try:
            excluded.append((entry["name"], re.compile(entry["match"])))
            examples.append(Example(entry["name"], "not_quantities", entry["example"], entry["near_miss"]))
        except (KeyError, TypeError) as error:
            raise ResourceError(
                f"the entry has no {error}", where=where, remedy="it needs name, match, example and near_miss"
            ) from None
        except re.error as error:
            raise ResourceError(
                f"the pattern cannot be read: {error}", where=f"{where}, {entry['name']!r}", remedy="check its brackets"
            ) from None
    return QuantityRules(
        before=re.compile(alternatives(markers["before"]) + "(?:达到|达|到|至|有|为|了|计|的|过)?$"),
        after=re.compile(alternatives(markers["after"])),
        markers=markers["before"] | markers["after"],
        excluded=tuple(excluded),
        closers=re.compile(closers),
        openers=re.compile(openers),
        verbs=re.compile(verbs),
        examples=tuple(examples),
    )
