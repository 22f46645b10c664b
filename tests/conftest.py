"""What all tests share: the corpus of the five reports, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

import civlib as cv

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpus() -> cv.Corpus:
    """The five reports in seeds/; frozen, so that tests cannot disturb one another."""
    return cv.load(ROOT / "seeds")
