"""Draw a chart, or a sheet that says why the reports at hand do not allow it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure

from civlib.errors import NothingToDraw
from civlib.figures.sheet import Sheet
from civlib.figures.style import LABEL, MUTED, POINT, house_style, wrap


def drawn(chart: Callable[..., Figure], *arguments: Any, **options: Any) -> Figure:
    """The chart of a notebook that must also run on one short report.

    Parameters
    ----------
    chart : function
        Any chart of civlib.figures.
    *arguments, **options
        What it takes.

    Returns
    -------
    Figure
        The chart; where its table holds nothing that it could show (no row, no word that all reports share) a sheet with
        the heading of the chart and the reason. Any other error is raised as ever.

    Examples
    --------
    >>> import pandas as pd
    >>> from civlib.figures.clouds import commonality_cloud
    >>> words = pd.DataFrame({"word": [], "count": [], "weight": []})
    >>> [text.get_text()[:4] for text in drawn(commonality_cloud, words).texts]
    ['共同词云', 'Comm', '此图无可', 'the ']
    """
    try:
        return chart(*arguments, **options)
    except NothingToDraw as error:
        defaults = {name: entry.default for name, entry in inspect.signature(chart).parameters.items()}
        title, subtitle = (str(options.get(name) or defaults.get(name) or "") for name in ("title", "subtitle"))
        with house_style():
            lines = wrap(f"此图无可绘制 Nothing to draw here:\n{error.what}", 170.0)
            leading = LABEL * POINT * 1.5
            sheet = Sheet(title, subtitle, "", body=len(lines) * leading + 2)
            for number, line in enumerate(lines):
                sheet.text(0, (number + 0.5) * leading, line, color=MUTED)
            return sheet.figure
