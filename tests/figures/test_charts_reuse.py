"""Charts of shared passages with few reports and with many."""

import pandas as pd
import pytest

from civlib.figures.charts_reuse import sharing_matrix
from civlib.figures.style import Place


def places(count):
    return [Place(f"{n:02}", f"{chr(0x5317 + n)}溪市", "Beixi", "#0072B2") for n in range(count)]


def passages(count):
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    return pd.DataFrame([
        {"report_a": f"{a:02}", "report_b": f"{b:02}", "start_a": 0, "end_a": 10 + a + b, "kind": "near" if b % 2 else "identical"}
        for a, b in pairs
    ])


@pytest.mark.parametrize("count", [2, 5])
def test_few_reports_have_their_numbers_in_the_cells(count):
    texts = [text.get_text() for text in sharing_matrix(passages(count), places(count)).axes[0].texts]
    assert len(texts) == count * (count + 1) / 2
    assert "11字\n1段" in texts


def test_many_reports_have_colours_and_the_strongest_pairs_named():
    figure = sharing_matrix(passages(30), places(30))
    assert not figure.axes[0].texts
    labels = [text.get_text() for text in figure.texts]
    assert "67字 1段" in labels and "最多 most: 67字" in labels
    assert sum("段" in label for label in labels) == 6
