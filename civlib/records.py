"""Frozen records: what one report and one corpus are, and how clean text leads back to the raw file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import Any

import numpy as np

from civlib.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Edit:
    """One change between the raw text and the clean text, or one flag (``after == before``).

    Attributes
    ----------
    stage : int
        Number of the pass that made the edit; passes run one after the other.
    step : str
        Name of the rule, as ``family/rule``, for instance ``layout/byline``.
    position : int
        Offset of ``before`` in the text that the pass received.
    before, after : str
        What stood there and what stands there now. ``after`` is ``""`` for a removal.
    destination : int or None
        Where moved text went, as an offset into the text that the pass received; None if nothing moved.
    raw_start, raw_end : int
        The place in the raw text.
    start, end : int
        The place in the clean text; ``start == end`` where nothing is left.
    confidence : float
        1.0 where a rule leaves no doubt.
    note : str
        Why, in words, where the step's name does not say it all.
    """

    stage: int
    step: str
    position: int
    before: str
    after: str
    destination: int | None
    raw_start: int
    raw_end: int
    start: int
    end: int
    confidence: float
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """For every character of a text, the interval of the raw text that it came from.

    ``starts[i]:ends[i]`` is the interval of character ``i``. Both arrays are read-only.
    """

    starts: np.ndarray
    ends: np.ndarray

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """The alignment of a text with itself."""
        starts = np.arange(length, dtype=np.int64)
        return cls(starts, starts + 1)

    def __post_init__(self) -> None:
        self.starts.setflags(write=False)
        self.ends.setflags(write=False)

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The raw intervals of ``start:end``, in text order, neighbours merged."""
        merged: list[tuple[int, int]] = []
        for low, high in zip(self.starts[start:end].tolist(), self.ends[start:end].tolist(), strict=True):
            if merged and merged[-1][0] <= low <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], high))
            else:
                merged.append((low, high))
        return merged


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Report:
    """One report: its clean text, its raw source, and every edit between the two.

    Attributes
    ----------
    id : str
        The part of the file name before the first ``_``, or the whole stem.
    text : str
        Clean simplified Chinese; paragraphs and headings joined by ``"\\n"``.
    raw : str
        The decoded source, untouched.
    edits : tuple of Edit
        What led from ``raw`` to ``text``, in order.
    metadata : mapping of str to str or None
        What the manifest or the text says of the report.
    """

    id: str
    text: str
    raw: str
    alignment: Alignment = field(repr=False)
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "metadata", MappingProxyType(dict(self.metadata)))

    def __getattr__(self, name: str) -> Any:
        """Metadata by name: ``report.title``, ``report.place``; None where nothing says it."""
        if name.startswith("_") or name not in METADATA:
            raise AttributeError(f"a report has no attribute {name!r}; its metadata are {', '.join(METADATA)}")
        return self.metadata.get(name)

    def __reduce__(self) -> tuple[Any, ...]:
        # a mapping proxy can be neither pickled nor copied; its content can
        return Report, (self.id, self.text, self.raw, self.alignment, self.edits, dict(self.metadata))

    def __repr__(self) -> str:
        return f"<Report {self.id}: {self.title or self.place or 'no title'}, {len(self.text):,} characters>"

    def raw_spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Intervals of ``raw`` that ``text[start:end]`` came from, in text order.

        Examples
        --------
        >>> report = as_corpus("创城，我们一起。")["text"]
        >>> report.raw_spans(0, 2)
        [(0, 2)]
        """
        if not 0 <= start <= end <= len(self.text):
            raise ArgumentError(
                f"the span {start}:{end} does not lie in the text of {len(self.text)} characters",
                where=f"report {self.id}",
                remedy="take start and end from a row of a table of this report",
            )
        return self.alignment.spans(start, end)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest single interval of ``raw`` that covers ``raw_spans(start, end)``.

        An empty span leads to the empty interval where its text would stand.
        """
        spans = self.raw_spans(start, end)
        if spans:
            return min(low for low, _ in spans), max(high for _, high in spans)
        if start < len(self.text):
            at = int(self.alignment.starts[start])
        else:
            at = int(self.alignment.ends[-1]) if len(self.text) else 0
        return at, at

    def _repr_html_(self) -> str:
        head = escape(self.title or self.place or self.id)
        body = "".join(f"<p>{escape(line)}</p>" for line in self.text.split("\n")[:3])
        return f"<article><b>{escape(self.id)} · {head}</b> ({len(self.text):,} characters){body}…</article>"


METADATA = (
    "file", "sha256", "place", "place_en", "city", "city_en", "province", "province_en",
    "level", "period", "date", "publisher", "title", "damage",
)
"""Names of the metadata of a report, in the order in which ``cv.documents`` shows them."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Corpus:
    """Reports in a fixed order, found by position or by id.

    Examples
    --------
    >>> corpus = as_corpus("创城，我们一起。")
    >>> len(corpus), corpus["text"].text
    (1, '创城，我们一起。')
    """

    reports: tuple[Report, ...]

    def __repr__(self) -> str:
        return f"<Corpus of {len(self)} reports: {', '.join(report.id for report in self.reports[:12])}>"

    def __getitem__(self, report_id: str) -> Report:
        for report in self.reports:
            if report.id == report_id:
                return report
        known = ", ".join(report.id for report in self.reports) or "none"
        raise ArgumentError(
            f"there is no report with the id {report_id!r}", remedy=f"the ids of this corpus are: {known}"
        )

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(r.id)}</td><td>{escape(r.place or '')}</td><td>{escape(r.title or '')}</td>"
            f"<td style='text-align:right'>{len(r.text):,}</td></tr>"
            for r in self.reports
        )
        head = "<tr><th>id</th><th>place</th><th>title</th><th>characters</th></tr>"
        return f"<table><caption>Corpus of {len(self)} reports</caption>{head}{rows}</table>"


def as_corpus(source: Corpus | Report | str) -> Corpus:
    """A corpus of whatever a table function was given.

    A plain ``str`` is taken as clean text, as it is, and becomes a corpus of one report with the id ``"text"``.
    """
    if isinstance(source, Corpus):
        return source
    if isinstance(source, Report):
        return Corpus((source,))
    if isinstance(source, str):
        return Corpus((Report("text", source, source, Alignment.identity(len(source))),))
    raise ArgumentError(
        f"expected a corpus, a report or a str, got {type(source).__name__}",
        remedy='load a corpus with cv.load("seeds"), or pass the text itself (of cv.clean, its .text)',
    )
