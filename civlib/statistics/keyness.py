"""Keyness: which words set a report, or all of them, apart from a reference.

How two bodies of text are compared word by word is in civlib.statistics.word_contrast, the word lists in
civlib.statistics.word_lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from civlib.errors import ArgumentError
from civlib.language.segmentation import as_lexicon, load_stopwords
from civlib.language.segmentation import tokens as token_table
from civlib.records import Corpus, as_corpus
from civlib.statistics.intervals import CONFIDENCE, corrected
from civlib.statistics.word_contrast import COLUMNS, PRIOR_SIZE, Counts, contrast
from civlib.statistics.word_counts import part_counts
from civlib.statistics.word_lists import LISTS, WordList, word_list
from civlib.tables import table

KEYNESS_COLUMNS = {"report_id": "str", **COLUMNS, "estimated": "bool"}

KEY_COLUMNS = {**KEYNESS_COLUMNS, "weight": "float64"}
SHARED_COLUMNS = {"word": "str", "count": "int64", "reports": "int64", "per_10k": "float64", "weight": "float64"}

ALL = "all"
"""The ``report_id`` of a table that takes all reports together."""

# Half an occurrence, as Jeffreys' prior has it: a long word list alone would take a word that it lacks for so rare that
# nothing could be said of it.
_LEAST_LISTED = 0.5

_MANY = 5  # reports; of fewer nobody can say how much reports vary


def keyness(
    corpus: Corpus,
    report_id: str | None = None,
    *,
    reference: str | Counts = "others",
    pooled: bool = False,
    tokens: pd.DataFrame | None = None,
    unit: str | None = None,
    prior_size: float = PRIOR_SIZE,
    minimum: int = 2,
    leave_out: Iterable[str] = (),
    correction: str = "holm",
    confidence: float = CONFIDENCE,
    **segmentation: Any,
) -> pd.DataFrame:
    """The words that set one report, or all of them, apart from a reference.

    Parameters
    ----------
    corpus : Corpus
    report_id : str, optional
        Without it every report is compared in turn, and p is corrected for all rows of the table together; a report
        that cannot be compared, for want of another or of a second paragraph, has no rows then.
    reference : {"others", "official", "general"} or mapping of word to count
        The other reports of the corpus; official Chinese (the People's Daily of January 1998); general Chinese
        (wordfreq's list); or counts of one's own, of words that would count in a report too (no stop words). All but
        the first are taken as known for sure.
    pooled : bool
        Take all reports together as one body with the id ``"all"``; needs a reference outside of the corpus.
    tokens : DataFrame, optional
        A table of ``cv.tokens``, so that it need not be made again for every report.
    unit : {"paragraph", "sentence", "report"}, optional
        What is left out in turn for the interval and what dispersion is measured over: paragraphs, or whole reports
        where five or more are pooled. What is typical of the genre must hold whichever report is left out.
    prior_size, minimum, leave_out, correction, confidence
        As in :func:`contrast`; against a word list ``minimum`` counts occurrences in the reports alone.
    **segmentation
        Passed on to ``cv.tokens`` (``lexicon``, ``stopwords``).

    Returns
    -------
    DataFrame
        As :func:`contrast`, with ``report_id`` in front and ``estimated`` at the end: whether the reference does not
        count the word as one, so that its count there comes from that of its parts (general Chinese alone). Against a
        word list only words of the reports have rows.

    Examples
    --------
    >>> frame = keyness("整治背街小巷，志愿服务。\\n志愿服务进社区。", reference="official")
    >>> frame[["word", "count", "reference_count"]].head(1).values.tolist()
    [['志愿服务', 2, 15]]
    """
    corpus = as_corpus(corpus)
    if not isinstance(reference, Mapping) and reference != "others" and reference not in LISTS:
        raise ArgumentError(
            f"there is no reference {reference!r}", remedy=f'choose "others", {", ".join(LISTS)}, or pass word counts'
        )
    if pooled and (reference == "others" or report_id is not None):
        raise ArgumentError(
            "all reports together have no others to be compared with",
            remedy='name no report, and choose reference="official" or "general"',
        )
    if unit == "report" and not pooled:
        raise ArgumentError(
            "a whole report tells nothing of how much its own words vary",
            remedy='leave unit out, or take all reports together with pooled=True',
        )
    if report_id is not None:
        report_id = corpus[report_id].id
    if tokens is None:
        tokens = token_table(corpus, **segmentation)
    unit = unit or ("report" if pooled and len(corpus) >= _MANY else "paragraph")
    counted = _bodies(part_counts(corpus, tokens, "paragraph" if unit == "report" else unit), unit, pooled)
    against, estimated = _outside(reference, counted, segmentation)
    options: dict[str, Any] = {
        "prior_size": prior_size, "minimum": minimum, "leave_out": frozenset(leave_out), "correction": correction,
        "confidence": confidence,
    }
    if report_id is not None:
        frame = _compared(counted, report_id, against, unit, options)
    else:
        parts = {known: len(counted[known]) for known in counted}
        total = sum(parts.values())
        frames = [
            _compared(counted, known, against, unit, options)
            for known, own in parts.items()
            if own >= 2 and (isinstance(against, Mapping | WordList) or total - own >= 2)
        ]
        if not frames:
            return table([], KEYNESS_COLUMNS)
        frame = pd.concat(frames, ignore_index=True)
        frame = frame.assign(p_corrected=corrected(frame["p"].tolist(), correction))
    return frame.assign(estimated=frame["word"].isin(estimated))


def _bodies(
    counted: Mapping[str, list[Counter[str]]], unit: str, pooled: bool
) -> Mapping[str, list[Counter[str]]]:
    """What is compared, part by part: each report, or all of them; whole reports are parts where the unit says so."""
    if unit == "report":
        counted = {known: [sum(parts, Counter())] for known, parts in counted.items() if parts}
    return {ALL: [part for parts in counted.values() for part in parts]} if pooled else counted


def _outside(
    reference: str | Counts, counted: Mapping[str, Sequence[Counts]], segmentation: Mapping[str, Any]
) -> tuple[str | Counts | WordList, frozenset[str]]:
    """The reference itself, or the word list of its name, with the words that are estimated there."""
    if isinstance(reference, Mapping) or reference == "others":
        return reference, frozenset()
    words = {word for parts in counted.values() for part in parts for word in part}
    stops, lexicon = segmentation.get("stopwords"), segmentation.get("lexicon")
    found = word_list(
        reference, words, lexicon=as_lexicon(lexicon),
        stopwords=load_stopwords(stops) if isinstance(stops, str | Path | None) else stops,
    )
    return found, found.estimated


def _compared(
    counted: Mapping[str, Sequence[Counts]], known: str, reference: str | Counts | WordList, unit: str,
    options: dict[str, Any],
) -> pd.DataFrame:
    """One report, part by part, against the reference."""
    against: Counts | list[Counts]
    own = counted.get(known, [])
    if isinstance(reference, WordList):
        against = reference.counts
        total: Counter[str] = Counter()
        for part in own:
            total.update(part)
        vocabulary = [word for word, count in total.items() if count >= options["minimum"]]
        options = {**options, "vocabulary": vocabulary, "least_prior": _LEAST_LISTED}
    elif isinstance(reference, Mapping):
        against = reference
    else:
        against = [part for other, parts in counted.items() if other != known for part in parts]
        if not against:
            raise ArgumentError(
                "there is no other report to compare with", where=f"report {known}",
                remedy='load more reports, or compare with reference="official" or "general"',
            )
    for body, whose in ((own, "the report"), (against, "the reference")):
        if not isinstance(body, Mapping) and len(body) < 2:
            raise ArgumentError(
                f"{whose} has only {len(body)} {unit} with words, so that nothing tells how much its words vary",
                where=f"report {known}", remedy='choose unit="sentence", or a longer report',
            )
    frame = contrast(own, against, **options)
    if isinstance(reference, WordList) and reference.dispersion:
        frame = frame.assign(reference_dispersion=frame["word"].map(reference.dispersion).astype("float64"))
    frame.insert(0, "report_id", pd.Series([known] * len(frame), dtype="str"))
    return frame


def _checked(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ArgumentError(f"the column {missing[0]!r} is missing", remedy="pass a table of cv.keyness")
    return frame


def key_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Every word once, with the report that it is most typical of: the sizes of a comparison cloud.

    Parameters
    ----------
    frame : DataFrame
        As :func:`keyness` gives it for all reports.

    Returns
    -------
    DataFrame
        Rows of ``frame`` of words that a report uses more than its reference does, with ``weight`` =
        log_likelihood / design_effect, the evidence for it by paragraphs instead of words; of several reports that one
        where it is largest; largest first within each report.

    Examples
    --------
    >>> rows = contrast([{"花卉": 3}, {"花卉": 4}], [{"道路": 5}, {"道路": 4}]).assign(report_id="a", estimated=False)
    >>> key_words(rows)[["report_id", "word"]].values.tolist()
    [['a', '花卉']]
    """
    over = _checked(frame, KEYNESS_COLUMNS)[frame["log_ratio"] > 0]
    over = over.assign(weight=over["log_likelihood"] / over["design_effect"])
    order = {report_id: index for index, report_id in enumerate(dict.fromkeys(frame["report_id"]))}
    # a weight that differs in its last digit only ties, whatever the machine
    over = over.assign(_weight=over["weight"].round(9), _order=over["report_id"].map(order))
    best = over.sort_values(["_weight", "_order"], ascending=[False, True], kind="stable").drop_duplicates("word")
    best = best.sort_values(["_order", "_weight", "word"], ascending=[True, False, True], kind="stable")
    return best[best["weight"] > 0][list(KEY_COLUMNS)].reset_index(drop=True)


def shared_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The words that stand in every report, by the report that uses them least: the sizes of a commonality cloud.

    Parameters
    ----------
    frame : DataFrame
        As :func:`keyness` gives it for all reports against one another with ``minimum=1``.

    Returns
    -------
    DataFrame
        Largest weight first: ``word``; ``count`` in all reports; ``reports``, how many they are; ``per_10k``, its mean
        rate over the reports; ``weight``, its lowest rate among them.

    Examples
    --------
    >>> one, other = [{"文明": 3, "花卉": 1}, {"文明": 4}], [{"文明": 5}, {"道路": 4}]
    >>> rows = [contrast(one, other).assign(report_id="a"), contrast(other, one).assign(report_id="b")]
    >>> shared_words(pd.concat(rows).assign(estimated=False))[["word", "count", "reports"]].values.tolist()
    [['文明', 12, 2]]
    """
    own = _checked(frame, KEYNESS_COLUMNS)
    number = own["report_id"].nunique()
    found = own[own["count"] > 0].groupby("word").agg(
        count=("count", "sum"), reports=("report_id", "nunique"), per_10k=("per_10k", "mean"), weight=("per_10k", "min")
    )
    kept = found[found["reports"] == number].reset_index().assign(_weight=lambda rows: rows["weight"].round(9))
    kept = kept.sort_values(["_weight", "count", "word"], ascending=[False, False, True], kind="stable")
    return table(kept[list(SHARED_COLUMNS)].itertuples(index=False, name=None), SHARED_COLUMNS)
