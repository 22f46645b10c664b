"""What every comparison of codings asks of its two tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from civlib.errors import ArgumentError


def checked(frame: pd.DataFrame, columns: Sequence[str], name: str) -> pd.DataFrame:
    """The table itself, if it has these columns; otherwise an error that says which is missing."""
    for column in columns:
        if column not in frame.columns:
            raise ArgumentError(
                f"the column {column!r} is missing from {name}", remedy=f"{name} must have {', '.join(columns)}"
            )
    return frame


def hits_of(codings: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Codings without repetitions; every one must stand in a sentence that exists."""
    checked(codings, ("report_id", "sentence", "code"), "codings")
    checked(sentences, ("report_id", "sentence"), "sentences")
    hits = codings[["report_id", "sentence", "code"]].drop_duplicates()
    known = set(zip(sentences["report_id"], sentences["sentence"], strict=True))
    stray = [pair for pair in zip(hits["report_id"], hits["sentence"], strict=True) if pair not in known]
    if stray:
        raise ArgumentError(
            f"a coding points to a sentence that does not exist: {stray[0][1]}", where=f"report {stray[0][0]}",
            remedy="pass the sentences of the same corpus that was coded",
        )
    return hits


def codes_of(hits: pd.DataFrame, codes: Sequence[str] | None) -> list[str]:
    """The codes to show: those asked for, in their order, or those that occur."""
    return list(codes) if codes is not None else sorted(hits["code"].unique())
