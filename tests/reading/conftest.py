"""What several tests of the reading layer share: case files and made-up pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("civlib", deadline=None)
settings.load_profile("civlib")

CASES = Path(__file__).parents[1] / "cases"


def read_cases(name: str) -> list[dict[str, Any]]:
    return json.loads((CASES / name).read_text(encoding="utf-8"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``case`` runs over the file that its module names in ``CASE_FILE``."""
    if "case" in metafunc.fixturenames:
        cases = read_cases(metafunc.module.CASE_FILE)
        metafunc.parametrize("case", cases, ids=[case["why"] for case in cases])


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a folder: their names with text or bytes."""

    def write(**files: str | bytes) -> Path:
        for name, content in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return tmp_path

    return write
