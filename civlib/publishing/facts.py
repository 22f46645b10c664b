"""Figures and the numbers quoted in prose, written down once: ``facts.json`` beside the figures."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from civlib.errors import ArgumentError, ResourceError
from civlib.figures.saving import save_figure

FACTS = "facts.json"
"""Name of the file, in the folder of the figures."""

_DIGITS = 6
_SHOWN = 100  # pixels of a notebook for an inch of print


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure as the last line of a cell shows it: picture, caption, takeaway.

    Attributes
    ----------
    png, svg : Path
    caption, takeaway : str
    width : int
        Width on the screen in pixels.
    """

    png: Path
    svg: Path
    caption: str
    takeaway: str
    width: int = field(default=709)

    @property
    def markdown(self) -> str:
        """Caption and takeaway as the notebook shows them."""
        return f"**图 Figure.** {self.caption}\n\n**读图 Takeaway.** {self.takeaway}"

    def _ipython_display_(self) -> None:
        from IPython.display import Image, Markdown, display

        display(Image(data=self.png.read_bytes(), format="png", width=self.width))
        display(Markdown(self.markdown))


def plain(value: Any) -> Any:
    """The value as JSON holds it: numbers of NumPy as plain ones, floats with six significant digits, NaN as None.

    Six digits are more than any prose quotes, and the last bits of a float, which may differ from one processor to
    the next, never reach the file.

    Examples
    --------
    >>> plain({"share": 1 / 3, "places": ("漳州市",), "none": float("nan"), "money": 3000000000.0})
    {'share': 0.333333, 'places': ['漳州市'], 'none': None, 'money': 3000000000}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, (Sequence, set, frozenset)):
        return [plain(entry) for entry in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        rounded = float(f"{value:.{_DIGITS}g}")
        return int(rounded) if rounded.is_integer() else rounded
    raise ArgumentError(
        f"a fact cannot be of the type {type(value).__name__}", remedy="pass numbers, texts, lists or mappings of them"
    )


def read_facts(folder: str | Path) -> dict[str, dict[str, Any]]:
    """What ``facts.json`` of the folder holds: ``figures`` and ``numbers``; both empty where there is no file yet."""
    path = Path(folder) / FACTS
    if not path.exists():
        return {"figures": {}, "numbers": {}}
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise ResourceError(
            f"the file is not valid JSON: {error}", where=str(path), remedy="delete it and run the notebooks again"
        ) from None
    if not isinstance(facts, dict):
        raise ResourceError(
            "the file holds no mapping", where=str(path), remedy="delete it and run the notebooks again"
        )
    return {part: dict(facts.get(part, {})) for part in ("figures", "numbers")}


def _write(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write in one step, so that a run that is stopped leaves the old file or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    draft = folder / f".{FACTS}.new"
    draft.write_text(text, encoding="utf-8", newline="\n")
    os.replace(draft, folder / FACTS)


def record(folder: str | Path, key: str, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Write numbers that prose quotes into ``facts.json`` under a key, in place of what stood under it.

    Parameters
    ----------
    folder : str or Path
        The folder of the figures.
    key : str
        What the numbers are about, for instance the name of a notebook.
    mapping : mapping
        Name → number, text, or list of them.

    Returns
    -------
    dict
        The entry as it was written: floats rounded to six significant digits.
    """
    if not key.strip():
        raise ArgumentError("the key of a fact is empty", remedy="name what the numbers are about")
    facts, entry = read_facts(folder), plain(mapping)
    facts["numbers"][key] = entry
    _write(Path(folder), facts)
    return dict(entry)


def publish(
    figure: Figure,
    name: str,
    *,
    folder: str | Path,
    caption: str,
    takeaway: str,
    notebook: str = "",
) -> Published:
    """Save a figure as PNG and SVG, write it into ``facts.json``, and show it with caption and takeaway.

    Meant to be the last line of a notebook cell. Running it again writes the same bytes.

    Parameters
    ----------
    figure : Figure
        Closed afterwards.
    name : str
        Stem of the two files and key of the entry.
    folder : str or Path
        The folder of the figures.
    caption : str
        What the figure shows.
    takeaway : str
        What it says, in numbers taken from the tables.
    notebook : str
        File name of the notebook that draws it, for instance ``"02_themes.ipynb"``.

    Returns
    -------
    Published
        Shows picture, caption and takeaway in a notebook.
    """
    for what, text in (("caption", caption), ("takeaway", takeaway)):
        if not text.strip():
            raise ArgumentError(f"the {what} is empty", where=f"figure {name}", remedy=f"write a {what}")
    saved = save_figure(figure, name, folder)
    width = round(float(figure.get_figwidth()) * _SHOWN)
    if "matplotlib.pyplot" in sys.modules:  # only figures made with pyplot are kept by it
        sys.modules["matplotlib.pyplot"].close(figure)
    facts = read_facts(folder)
    facts["figures"][name] = {
        "caption": caption.strip(),
        "takeaway": takeaway.strip(),
        "notebook": notebook,
        "png": saved.png.name,
        "svg": saved.svg.name,
    }
    _write(Path(folder), facts)
    return Published(saved.png, saved.svg, caption.strip(), takeaway.strip(), width)
