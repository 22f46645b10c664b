"""How good the findings are: quantities, formulas, members and shared passages against the reference.

How well the coding of measures agrees with it is the matter of ``agreement``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from civlib.agreement import ALL, RELIABILITY, bare, reliability
from civlib.content.borrowing import reuse
from civlib.content.coding import code_sentences
from civlib.content.formula import formulas
from civlib.content.letters import HAN, common_length
from civlib.content.quantity import quantities
from civlib.errors import ArgumentError
from civlib.reading.damage import SURE
from civlib.records import Corpus, Report
from civlib.reference import judged_reports, read_rows
from civlib.statistics.intervals import wilson
from civlib.tables import table

SCORES = {
    "report_id": "str", "expected": "int64", "found": "int64", "matched": "int64", "precision": "float64",
    "recall": "float64", "f1": "float64",
}  # fmt: skip
DIFFERENCES = {
    "what": "str", "report_id": "str", "kind": "str", "start": "int64", "end": "int64", "surface": "str", "reading": "str",
}  # fmt: skip

_FIGURES = {column: kind for column, kind in RELIABILITY.items() if column not in ("code", "label", "label_en")}

_BY = ("all", "changed", "kind", "length", "changed by length", "confidence")

QUANTITY_FIELDS = ("value", "unit", "approx", "item")


class _Row(NamedTuple):
    """A finding, noted by a reader or made by the program; rows with the same key are the same finding."""

    report_id: str
    key: tuple[object, ...]
    start: int
    end: int
    surface: str
    reading: str


class _Comparison(NamedTuple):
    """Every expected finding as matched or missed, every other one found as extra; and how many each report has."""

    outcomes: list[tuple[str, _Row]]
    found: Mapping[str, int]


def _compare(expected: Iterable[_Row], found: Sequence[_Row]) -> _Comparison:
    """Expected and found rows with the same key are paired off, one with one."""
    pool: dict[tuple[object, ...], list[_Row]] = defaultdict(list)
    for row in found:
        pool[row.report_id, *row.key].append(row)
    outcomes = []
    for row in expected:
        same = pool[row.report_id, *row.key]
        outcomes.append(("matched", same.pop(0)) if same else ("missed", row))
    outcomes += [("extra", row) for rows in pool.values() for row in rows]
    return _Comparison(outcomes, _count(found))


def _count(rows: Iterable[_Row]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.report_id] += 1
    return counts


def _scores(corpus: Corpus, comparison: _Comparison) -> pd.DataFrame:
    """One row over all and one for each report."""
    rows = []
    for name in (ALL, *(report.id for report in corpus)):
        own = [kind for kind, row in comparison.outcomes if name in (ALL, row.report_id)]
        found = sum(comparison.found.values()) if name == ALL else comparison.found.get(name, 0)
        matched, expected = own.count("matched"), own.count("matched") + own.count("missed")
        precision = (found - own.count("extra")) / found if found else float("nan")
        recall = matched / expected if expected else float("nan")
        f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else recall
        rows.append((name, expected, found, matched, precision, recall, f1))
    return table(rows, SCORES)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stood."""
    kept = [position for position, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[position] for position in kept), kept


def _compare_quantities(corpus: Corpus, folder: str | Path, fields: Sequence[str]) -> _Comparison:
    for field in fields:
        if field not in QUANTITY_FIELDS:
            raise ArgumentError(f"a quantity has no field {field!r}", remedy=f"choose among {', '.join(QUANTITY_FIELDS)}")
    squeezed = {report.id: _squeezed(report.text) for report in corpus}
    expected = []
    reached: dict[tuple[str, ...], int] = defaultdict(int)
    for row in read_rows(folder, "quantities.tsv", ("doc", "quote", "context", *QUANTITY_FIELDS)):
        if row["doc"] not in squeezed:
            continue
        text, places = squeezed[row["doc"]]
        context, quote = bare(row["context"]), bare(row["quote"])
        mark = (row["doc"], context, quote)
        at = text.find(context, reached[mark])  # the same context again stands further on
        start = end = -1
        if at >= 0:
            reached[mark] = at + 1
            first = at + context.find(quote)
            start, end = places[first], places[first + len(quote) - 1] + 1
        expected.append(_quantity({**row, "surface": quote}, row["doc"], start, end, fields))
    columns = ("report_id", "start", "end", *QUANTITY_FIELDS, "surface")
    found = [
        _quantity(row, str(row["report_id"]), int(row["start"]), int(row["end"]), fields)
        for row in quantities(corpus)[list(columns)].to_dict("records")
    ]
    return _compare(expected, found)


def _quantity(row: Mapping[Any, Any], report_id: str, start: int, end: int, fields: Sequence[str]) -> _Row:
    values = {**row, "value": round(float(row["value"]), 3)}
    chosen = tuple(values[field] for field in fields)
    reading = " ".join(f"{values[field]:,.12g}" if field == "value" else str(values[field]) for field in fields)
    # where the context is not in the text nothing can match: the line stays missed
    return _Row(report_id, (start, bare(row["surface"]), *chosen), start, end, row["surface"], reading.strip())


def score_quantities(
    corpus: Corpus | Report | str, folder: str | Path, *, fields: Sequence[str] = ("value", "unit")
) -> pd.DataFrame:
    """Quantities against ``quantities.tsv``: same place and characters, and the same ``fields``.

    Parameters
    ----------
    corpus : Corpus, Report or str
        Reports that the reference does not speak of (see ``coverage``) are left out.
    folder : str or Path
        The folder of the reference.
    fields : sequence of str
        What must agree besides the place: any of ``value``, ``unit``, ``approx``, ``item``.

    Returns
    -------
    DataFrame
        The row ``all`` and one for each report: ``expected`` in the reference, ``found`` by the program, ``matched``;
        ``precision``, ``recall``, ``f1``, missing where there is nothing to count.
    """
    judged = judged_reports(corpus, folder)
    return _scores(judged, _compare_quantities(judged, folder, fields))


def _compare_formulas(corpus: Corpus, folder: str | Path, *, members: bool) -> _Comparison:
    texts = {report.id: report.text for report in corpus}
    expected = []
    reached: dict[tuple[str, ...], int] = defaultdict(int)
    for row in read_rows(folder, "formulas.tsv", ("doc", "quote", "kind", "number", "members", "complete")):
        if row["doc"] not in texts or (members and not row["members"]):
            continue
        mark = (row["doc"], row["quote"])
        start = texts[row["doc"]].find(row["quote"], reached[mark])
        end = start + len(row["quote"]) if start >= 0 else -1
        reached[mark] = max(end, reached[mark])
        listed = (row["members"], "complete" if row["complete"] == "yes" else "incomplete")
        said = listed if members else (row["kind"], row["number"])
        expected.append(_Row(row["doc"], (row["quote"], *said), start, end, row["quote"], " · ".join(said)))
    found = []
    for hit in formulas(corpus).to_dict("records"):
        listed = (" | ".join(hit["members"]), "complete" if hit["complete"] else "incomplete")
        said = listed if members else (hit["kind"], hit["number"])
        if hit["members"] or not members:
            surface = str(hit["surface"])
            found.append(_Row(hit["report_id"], (surface, *said), hit["start"], hit["end"], surface, " · ".join(said)))
    return _compare(expected, found)


def score_formulas(corpus: Corpus | Report | str, folder: str | Path) -> pd.DataFrame:
    """Numbered formulas against ``formulas.tsv``: same characters, kind and number.

    Parameters and result as for ``score_quantities``.
    """
    judged = judged_reports(corpus, folder)
    return _scores(judged, _compare_formulas(judged, folder, members=False))


def score_members(corpus: Corpus | Report | str, folder: str | Path) -> pd.DataFrame:
    """The members of formulas against ``formulas.tsv``: of the formulas with members, exactly these, and as complete.

    Parameters and result as for ``score_quantities``.
    """
    judged = judged_reports(corpus, folder)
    return _scores(judged, _compare_formulas(judged, folder, members=True))


def _covers(surface: str, quote: str) -> bool:
    """Whether a passage is a quotation, but for a few characters at its ends."""
    a, b = "".join(HAN.findall(surface)), "".join(HAN.findall(quote))
    common = common_length(a, b)
    return 2 * common >= max(len(a), len(b)) and common >= 0.8 * min(len(a), len(b))


def _agrees(row: Mapping[Any, Any], quote: Mapping[str, str]) -> bool:
    """Whether a row of the table is what somebody quoted, on whichever side."""
    a, b = (row["report_a"], row["surface_a"]), (row["report_b"], row["surface_b"])
    x, y = (quote["doc_a"], quote["quote_a"]), (quote["doc_b"], quote["quote_b"])
    return any(
        one[0] == x[0] and other[0] == y[0] and _covers(one[1], x[1]) and _covers(other[1], y[1])
        for one, other in ((a, b), (b, a))
    )


def _compare_reuse(corpus: Corpus, folder: str | Path) -> _Comparison:
    ids = {report.id for report in corpus}
    columns = ("doc_a", "quote_a", "doc_b", "quote_b")
    quotes = [row for row in read_rows(folder, "reuse.tsv", columns) if {row["doc_a"], row["doc_b"]} <= ids]
    right: list[dict[str, str]] = []
    if (Path(folder) / "reuse_judged.tsv").exists():
        read = read_rows(folder, "reuse_judged.tsv", (*columns, "verdict"))
        right = [row for row in read if row["verdict"] == "right"]
    passages = reuse(corpus)
    found = passages[passages["kind"] != "stock"].to_dict("records")
    outcomes = []
    for quote in quotes:
        row = next((row for row in found if _agrees(row, quote)), None)
        text = corpus[quote["doc_a"]].text
        start = text.find(quote["quote_a"])
        end = start + len(quote["quote_a"]) if start >= 0 else -1
        noted = _Row(quote["doc_a"], (), start, end, quote["quote_a"], f"{quote['doc_b']}: {quote['quote_b']}")
        outcomes.append(("matched", _shared(row)) if row else ("missed", noted))
    unknown = [row for row in found if not any(_agrees(row, quote) for quote in (*quotes, *right))]
    outcomes += [("extra", _shared(row)) for row in unknown]
    return _Comparison(outcomes, _count(map(_shared, found)))


def _shared(row: Mapping[Any, Any]) -> _Row:
    reading = f"{row['report_b']}: {row['surface_b']}"
    return _Row(row["report_a"], (), row["start_a"], row["end_a"], row["surface_a"], reading)


def score_reuse(corpus: Corpus | Report | str, folder: str | Path) -> pd.DataFrame:
    """Shared passages, stock phrases apart, against ``reuse.tsv``: the same words in both, but for a few at the ends.

    Parameters and result as for ``score_quantities``, with three differences: a passage counts for the report that comes
    first; several passages may stand for one quotation, so ``matched`` counts quotations and ``precision`` passages; and
    a passage that the reference lacks is right if ``reuse_judged.tsv`` says so, for readers quote what strikes them and
    never everything that recurs.
    """
    judged = judged_reports(corpus, folder)
    return _scores(judged, _compare_reuse(judged, folder))


def score_other_wording(folder: str | Path) -> pd.DataFrame:
    """The coder on invented sentences in the wording of other cities, one row for each set of ``measures_heldout.tsv``.

    Sets A to E led to new words in the codebook after their first coding; set F was written after that, and nothing was
    changed because of it. Only F tells of text that the rules were not written for, and even it was invented and has one
    coding, not two.

    Returns
    -------
    DataFrame
        ``set``, ``sentences``, and the row ``all`` of ``agreement.reliability`` for the set: ``reference``, ``found``,
        ``both``, ``precision``, ``recall``, ``f1``, ``alpha``, ``alpha_low``, ``alpha_high``.
    """
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_rows(folder, "measures_heldout.tsv", ("set", "sentence", "codes")):
        groups[row["set"]].append(row)
    rows = []
    for name, own in sorted(groups.items()):
        truth = [[code for code in row["codes"].split(",") if code] for row in own]
        found = [{coding.code for coding in code_sentences(row["sentence"])} for row in own]
        whole = reliability(truth, found).iloc[0]
        rows.append((name, len(own), *(whole[column] for column in _FIGURES)))
    return table(rows, {"set": "str", "sentences": "int64"} | _FIGURES)


def score_restoration(folder: str | Path) -> pd.DataFrame:
    """How often shifted bytes are restored rightly, over text that was damaged on purpose: ``damage_survey.tsv``.

    Returns
    -------
    DataFrame
        ``by`` and ``group``: all stretches, those of one kind of text, of one length in characters, given one confidence,
        or sure enough to be changed at all; ``count`` of right readings, ``total``, ``share`` with its Wilson interval
        ``low`` to ``high``.
    """
    rows = read_rows(folder, "damage_survey.tsv", ("kind", "characters", "confidence", "right"))
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        confidence, length = float(row["confidence"]), int(row["characters"])
        names = [("all", "all"), ("kind", row["kind"]), ("length", _band(length, (1, 3, 5, 9)))]
        names.append(("confidence", _band(confidence, (0.0, 0.5, SURE, 0.9), 1.0)))
        if confidence >= SURE:
            names += [("changed", "all"), ("changed by length", _band(length, (1, 3, 5, 9)))]
        for name in names:
            groups[name].append(int(row["right"]))
    # bands by where they start: 0–0.5 before 0.5–0.75
    ordered = sorted(groups.items(), key=lambda entry: (_BY.index(entry[0][0]), entry[0][1].replace("–", " ")))
    shares = wilson([sum(right) for _, right in ordered], [len(right) for _, right in ordered])
    named = pd.DataFrame([name for name, _ in ordered], columns=["by", "group"])
    return named.join(shares.astype({"count": "int64", "total": "int64"}))


def _band(value: float, starts: Sequence[float], end: float | None = None) -> str:
    """The band that a value falls into, by its ends: 3–4, 0.8–0.9, 9+."""
    number = max(place for place, start in enumerate(starts) if value >= start)
    if number == len(starts) - 1:
        return f"{starts[number]:g}+" if end is None else f"{starts[number]:g}–{end:g}"
    return f"{starts[number]:g}–{starts[number + 1] - (1 if end is None else 0):g}"


def differences(
    corpus: Corpus | Report | str, folder: str | Path, *, fields: Sequence[str] = ("value", "unit")
) -> pd.DataFrame:
    """Every finding that the reference has and the program missed, or that only the program has, for reading.

    Returns
    -------
    DataFrame
        ``what``: quantities, formulas, members or passages; ``report_id``; ``kind``: ``missed`` or ``extra``; ``start``,
        ``end``: its place, -1 where the report does not hold it; ``surface``; ``reading``: what it was taken to be (value
        and unit, kind and number, the members, the counterpart of a passage).
    """
    judged = judged_reports(corpus, folder)
    comparisons = {
        "quantities": _compare_quantities(judged, folder, fields),
        "formulas": _compare_formulas(judged, folder, members=False),
        "members": _compare_formulas(judged, folder, members=True),
        "passages": _compare_reuse(judged, folder),
    }
    order = {report.id: number for number, report in enumerate(judged)}
    rows = []
    for what, comparison in comparisons.items():
        wrong = [(kind, row) for kind, row in comparison.outcomes if kind != "matched"]
        wrong.sort(key=lambda pair: (order[pair[1].report_id], pair[1].start, pair[0]))
        rows += [(what, row.report_id, kind, row.start, row.end, row.surface, row.reading) for kind, row in wrong]
    return table(rows, DIFFERENCES)
