"""How well two codings agree: precision, recall, F1 and Krippendorff's alpha with a bootstrap interval."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd

from civlib.content.codebook import Codebook, as_codebook
from civlib.content.coding import measures
from civlib.errors import ArgumentError, ResourceError
from civlib.language.sentences import sentences
from civlib.records import Corpus, Report, as_corpus
from civlib.resources import read_text
from civlib.tables import table

REFERENCE = {"report_id": "str", "unit": "int64", "surface": "str", "coder_a": "object", "coder_b": "object", "codes": "object"}
CODINGS = ("coder_a", "coder_b", "codes")

RELIABILITY = {
    "code": "str", "label": "str", "label_en": "str", "reference": "int64", "found": "int64", "both": "int64",
    "precision": "float64", "recall": "float64", "f1": "float64", "alpha": "float64", "alpha_low": "float64",
    "alpha_high": "float64",
}  # fmt: skip

ALIGNED = {"report_id": "str", "unit": "int64", "sentence": "int64", "surface": "str", "reference": "object", "found": "object"}
DISAGREEMENTS = {
    "report_id": "str", "unit": "int64", "sentence": "int64", "code": "str", "label": "str", "kind": "str", "surface": "str",
}  # fmt: skip

ALL = "all"
SAMPLES = 2000
SEED = 20210


def read_reference(path: str | Path) -> pd.DataFrame:
    """Reference codings from a tab-separated file: one sentence a line, several codings of it.

    Parameters
    ----------
    path : str or Path
        A file whose header names ``doc``, ``sentence``, ``coder_a``, ``coder_b`` and ``codes`` (the settled coding); codes
        of one sentence are parted by commas.

    Returns
    -------
    DataFrame
        ``report_id``; ``unit``, the number of the line within its report, from 0; ``surface``, the sentence; ``coder_a``,
        ``coder_b`` and ``codes``, each a tuple of codes.

    Raises
    ------
    ResourceError
        A column is missing or a line has not as many fields as the header.
    """
    reader = csv.DictReader(read_text(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    for column in ("doc", "sentence", *CODINGS):
        if column not in (reader.fieldnames or ()):
            raise ResourceError(
                f"the column {column!r} is missing", where=str(path), remedy="the header must name doc, sentence, coder_a, coder_b, codes"
            )
    rows = []
    units: dict[str, int] = {}
    for number, row in enumerate(reader, 2):
        if None in row or None in row.values():
            raise ResourceError(
                "the line has not as many fields as the header", where=f"{path}, line {number}", remedy="part fields by tabs"
            )
        unit = units.get(row["doc"], 0)
        units[row["doc"]] = unit + 1
        rows.append((row["doc"], unit, row["sentence"], *(_codes(row[column]) for column in CODINGS)))
    return table(rows, REFERENCE)


def _codes(field: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in field.split(",") if code.strip())


def alpha(first: np.ndarray, second: np.ndarray) -> float:
    """Krippendorff's alpha of two coders who say of each unit yes or no.

    Parameters
    ----------
    first, second : array of bool
        One value a unit; a table of sentence × code counts each cell as a unit.

    Returns
    -------
    float
        1.0 for full agreement, 0.0 for agreement by chance; nan where neither coder's values vary, for then chance
        explains everything and nothing.

    Notes
    -----
    Computed by the library ``krippendorff`` (nominal). K. Krippendorff, *Content Analysis* (2018), ch. 12.

    Examples
    --------
    >>> round(alpha(np.array([1, 1, 0, 0, 1, 0]), np.array([1, 0, 0, 0, 1, 0])), 3)
    0.686
    """
    first, second = np.asarray(first, dtype=bool).ravel(), np.asarray(second, dtype=bool).ravel()
    if first.shape != second.shape:
        raise ArgumentError(
            f"one coder judged {len(first)} units, the other {len(second)}", remedy="give both for the same units"
        )
    both = np.stack([first, second])
    if both.all() or not both.any():
        return float("nan")
    return float(krippendorff.alpha(reliability_data=both.astype(float), level_of_measurement="nominal"))


def reliability(
    first: Sequence[Collection[str]],
    second: Sequence[Collection[str]],
    *,
    codebook: Codebook | str | Path | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Agreement of two codings of the same sentences, for each code and over all.

    Parameters
    ----------
    first : sequence of collections of str
        The codes of each sentence in the coding taken as reference.
    second : sequence of collections of str
        The codes of the same sentences in the coding that is judged.
    codebook : Codebook, str or Path, optional
        Names the codes that are compared; without it, the shipped one.
    samples : int
        Bootstrap samples, drawn over sentences.
    seed : int
        Makes the intervals the same in every run.

    Returns
    -------
    DataFrame
        ``code`` (the row ``all`` takes every sentence × code as a unit), ``label``, ``label_en``; ``reference``, ``found``
        and ``both``, how many sentences have the code in the first, the second and both; ``precision``, ``recall``,
        ``f1``; ``alpha`` and its 95 % interval ``alpha_low`` to ``alpha_high``. A figure that has no meaning (precision of
        a code that was never found) is nan.

    Examples
    --------
    >>> found = reliability([["ENV_ROAD"], []], [["ENV_ROAD"], ["ENV_GREEN"]], samples=10)
    >>> found.loc[found.code == "all", ["precision", "recall"]].values.tolist()
    [[0.5, 1.0]]
    """
    book = as_codebook(codebook)
    names = [entry.code for entry in book.codes]
    truth, guess = _matrix(first, names), _matrix(second, names)
    if truth.shape != guess.shape:
        raise ArgumentError(
            f"the codings are of {len(truth)} and of {len(guess)} sentences", remedy="give both for the same sentences"
        )
    weights = _weights(len(truth), samples, seed)
    rows = [(ALL, "全部", "all codes", *_figures(truth, guess, weights))]
    for column, entry in enumerate(book.codes):
        one = slice(column, column + 1)
        rows.append((entry.code, entry.label, entry.label_en, *_figures(truth[:, one], guess[:, one], weights)))
    return table(rows, RELIABILITY)


def _matrix(coding: Sequence[Collection[str]], names: list[str]) -> np.ndarray:
    """Sentence × code as a table of booleans; a code that the codebook lacks is an error."""
    position = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(coding), len(names)), dtype=bool)
    for row, codes in enumerate(coding):
        for code in codes:
            if code not in position:
                raise ArgumentError(
                    f"{code!r} is no code of the codebook", where=f"sentence {row}", remedy="pass the codebook it belongs to"
                )
            matrix[row, position[code]] = True
    return matrix


def _weights(units: int, samples: int, seed: int) -> np.ndarray:
    """How often each sentence is drawn in each bootstrap sample."""
    if units == 0:
        return np.zeros((samples, 0))
    chance = np.full(units, 1 / units)
    return np.random.default_rng(seed).multinomial(units, chance, size=samples).astype(float)


def _figures(truth: np.ndarray, guess: np.ndarray, weights: np.ndarray) -> tuple[int | float, ...]:
    reference, found, both = int(truth.sum()), int(guess.sum()), int((truth & guess).sum())
    precision = both / found if found else float("nan")
    recall = both / reference if reference else float("nan")
    f1 = 2 * both / (reference + found) if reference + found else float("nan")
    marks = weights @ (truth.sum(axis=1) + guess.sum(axis=1)).astype(float)
    differences = weights @ (truth ^ guess).sum(axis=1).astype(float)
    drawn = _alpha_of_counts(marks, differences, truth.size)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, [0.025, 0.975]).tolist() if len(drawn) else (float("nan"), float("nan"))
    return reference, found, both, precision, recall, f1, alpha(truth, guess), low, high


def _alpha_of_counts(marks: np.ndarray, differences: np.ndarray, units: int) -> np.ndarray:
    """Alpha of two coders from counts alone, for many samples at once.

    ``marks`` counts the yes of both coders, ``differences`` the units they differ on. A test holds it against the library.
    """
    values = 2 * units
    expected = 2 * marks * (values - marks)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - 2 * differences * (values - 1) / expected, np.nan)


def align(
    corpus: Corpus | Report | str,
    reference: pd.DataFrame,
    *,
    column: str = "codes",
    codebook: Codebook | str | Path | None = None,
) -> pd.DataFrame:
    """The program's codes beside the reference's, for each reference sentence that the corpus holds.

    Sentences are matched by report and by their text without white space; repeated sentences in their order.

    Parameters
    ----------
    corpus : Corpus, Report or str
    reference : DataFrame
        As ``read_reference`` gives it.
    column : str
        Which coding of it to take: ``codes`` (settled), ``coder_a`` or ``coder_b``.
    codebook : Codebook, str or Path, optional

    Returns
    -------
    DataFrame
        ``report_id``; ``unit``, the number of the reference's line; ``sentence``, its number in the report, or -1 where the
        report holds no such sentence; ``surface``; ``reference`` and ``found``, tuples of codes (``found`` is empty where
        nothing matched).
    """
    if column not in reference.columns:
        raise ArgumentError(f"the reference has no column {column!r}", remedy=f"take one of {', '.join(CODINGS)}")
    whole = as_corpus(corpus)
    found: dict[tuple[str, int], list[str]] = {}
    coded = measures(whole, codebook=codebook)
    for report_id, number, code in zip(coded["report_id"], coded["sentence"], coded["code"], strict=True):
        found.setdefault((report_id, number), []).append(code)
    rows = []
    columns = (reference["report_id"], reference["unit"], reference["surface"], reference[column])
    for at, report_id, unit, surface, codes in zip(locate(whole, reference), *columns, strict=True):
        rows.append((report_id, unit, at, surface, tuple(sorted(codes)), tuple(sorted(found.get((report_id, at), ())))))
    return table(rows, ALIGNED)


def locate(corpus: Corpus | Report | str, reference: pd.DataFrame) -> list[int]:
    """For each sentence of the reference its number in the report, or -1 where the report holds no such sentence.

    Examples
    --------
    >>> rows = pd.DataFrame({"report_id": ["text"] * 3, "surface": ["同一句。", "同一 句。", "别处的话。"]})
    >>> locate("同一句。同一句。", rows)
    [0, 1, -1]
    """
    places: dict[tuple[str, str], list[int]] = {}
    units = sentences(corpus)
    for report_id, number, surface in zip(units["report_id"], units["sentence"], units["surface"], strict=True):
        places.setdefault((report_id, bare(surface)), []).append(number)
    numbers = []
    for report_id, surface in zip(reference["report_id"], reference["surface"], strict=True):
        queue = places.get((report_id, bare(surface)), [])
        numbers.append((queue.pop(0) if len(queue) > 1 else queue[0]) if queue else -1)
    return numbers


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def compare(
    corpus: Corpus | Report | str,
    reference: pd.DataFrame,
    *,
    column: str = "codes",
    codebook: Codebook | str | Path | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Agreement of the program with a reference coding, over the reference sentences that the corpus holds.

    Parameters
    ----------
    corpus, reference, column, codebook
        As in ``align``.
    samples, seed
        As in ``reliability``.

    Returns
    -------
    DataFrame
        As ``reliability`` gives it.
    """
    book = as_codebook(codebook)
    aligned = align(corpus, reference, column=column, codebook=book)
    matched = aligned[aligned["sentence"] >= 0]
    return reliability(
        matched["reference"].tolist(), matched["found"].tolist(), codebook=book, samples=samples, seed=seed
    )


def disagreements(aligned: pd.DataFrame, *, codebook: Codebook | str | Path | None = None) -> pd.DataFrame:
    """Every sentence and code on which the two codings of ``align`` differ, for reading.

    Returns
    -------
    DataFrame
        ``report_id``, ``unit``, ``sentence``; ``code`` and its ``label``; ``kind``, ``missed`` (only the reference has it) or
        ``extra`` (only the program); ``surface``, the sentence.
    """
    book = as_codebook(codebook)
    labels = {entry.code: entry.label for entry in book.codes}
    rows = []
    for _, row in aligned[aligned["sentence"] >= 0].iterrows():
        for code in sorted(set(row["reference"]) ^ set(row["found"])):
            kind = "missed" if code in row["reference"] else "extra"
            place = (row["report_id"], row["unit"], row["sentence"])
            rows.append((*place, code, labels.get(code, ""), kind, row["surface"]))
    return table(rows, DISAGREEMENTS)
