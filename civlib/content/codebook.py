"""The codebook of policy measures: what each code means and by which cues it is found. A scholar changes the file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from civlib.content.codebook_records import TEXTS, Code, Codebook, Hold, Rule
from civlib.content.codebook_schema import INSTRUMENTS, parse_codebook
from civlib.resources import read_text, shipped
from civlib.tables import table

__all__ = ["INSTRUMENTS", "Code", "Codebook", "Hold", "Rule", "as_codebook", "codes", "load_codebook"]

COLUMNS = {
    "code": "str", "label": "str", "label_en": "str", "instrument": "str", "definition": "str", "definition_en": "str",
    "include": "str", "exclude": "str", "example": "str", "near_miss": "str", "rules": "int64", "words": "int64",
}  # fmt: skip


def load_codebook(path: str | Path | None = None) -> Codebook:
    """The codebook in a YAML file, checked entry by entry.

    Parameters
    ----------
    path : str or Path, optional
        A codebook of one's own; without it, the one that civlib ships. ``civlib/data/codebook.yaml`` says at its top
        how the file is built.

    Raises
    ------
    ResourceError
        An entry is missing, misspelt or of the wrong kind; the message names the file, the entry and the remedy.

    Examples
    --------
    >>> book = load_codebook()
    >>> len(book), book["ENV_ESTATE"].label_en
    (37, 'old estates')
    """
    name = path if path is not None else shipped("codebook.yaml")
    return parse_codebook(read_text(name), str(name))


def as_codebook(codebook: Codebook | str | Path | None) -> Codebook:
    """A codebook of whatever a function was given: None for the shipped one, a path, or one already loaded."""
    return codebook if isinstance(codebook, Codebook) else load_codebook(codebook)


def codes(codebook: Codebook | str | Path | None = None) -> pd.DataFrame:
    """The codebook as a table, one code a row.

    Parameters
    ----------
    codebook : Codebook, str or Path, optional
        A loaded codebook or the path of one; without it, the shipped one.

    Returns
    -------
    DataFrame
        ``code``; ``label`` and ``label_en``; ``instrument``, Hood's NATO class (N nodality, A authority, T treasure,
        O organisation); ``definition`` and ``definition_en``; ``include`` and ``exclude``, what belongs to it and what
        does not; ``example``, a sentence that must get it; ``near_miss``, one that must not; ``rules`` and ``words``,
        the number of its rules and of the different words in them.

    Examples
    --------
    >>> codes().loc[0, ["code", "label", "instrument"]].tolist()
    ['ORG_HQ', '指挥部', 'O']
    """
    book = as_codebook(codebook)
    return table(
        (
            (
                entry.code, *(getattr(entry, key) for key in TEXTS), len(entry.rules),
                len({word for rule in entry.rules for word in rule.words}),
            )
            for entry in book.codes
        ),
        COLUMNS,
    )  # fmt: skip
