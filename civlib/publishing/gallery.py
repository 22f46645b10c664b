"""The gallery: an index page of all figures, written from ``facts.json``.

``python -m civlib.publishing.gallery figures`` writes ``figures/README.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from civlib.errors import CivlibError, ResourceError
from civlib.publishing.facts import FACTS, read_facts

_HEAD = """# 图集 Figures

Every figure is drawn by a notebook, as PNG and as SVG; this page is written from `facts.json` by
`python -m civlib.publishing.gallery`. 每幅图由笔记本生成，本页由程序写成，请勿手改。
"""


def check_files(folder: str | Path) -> dict[str, dict[str, Any]]:
    """The figures of ``facts.json``, if the folder holds exactly their files.

    Raises
    ------
    ResourceError
        A file of an entry is missing, or a picture in the folder belongs to no entry.
    """
    place = Path(folder)
    figures = read_facts(place)["figures"]
    if not figures:
        raise ResourceError(
            "no figure is registered", where=str(place / FACTS), remedy="run the notebooks, which draw the figures"
        )
    expected: set[str] = set()
    for name, entry in sorted(figures.items()):
        for kind in ("png", "svg"):
            file = entry.get(kind, f"{name}.{kind}")
            expected.add(file)
            if not (place / file).is_file():
                raise ResourceError(
                    f"the figure {name!r} has no file {file}",
                    where=str(place),
                    remedy=f"run {entry.get('notebook') or 'its notebook'} again, or delete the entry from {FACTS}",
                )
    for path in sorted(place.iterdir()):
        if path.suffix.lower() in (".png", ".svg") and path.name not in expected:
            raise ResourceError(
                f"the picture {path.name} is registered by no notebook",
                where=str(place),
                remedy="delete it, or publish it from a notebook",
            )
    return figures


def gallery_text(figures: dict[str, dict[str, Any]], notebooks: str = "../notebooks") -> str:
    """The index page in Markdown, figures in the order of their notebooks, then of their names.

    Parameters
    ----------
    figures : dict
        The part ``figures`` of ``facts.json``.
    notebooks : str
        Path from the page to the notebooks.

    Examples
    --------
    >>> entry = {"caption": "主题 themes", "takeaway": "41%", "notebook": "02_themes.ipynb", "svg": "a.svg"}
    >>> print(gallery_text({"a": entry}).split("\\n\\n", 2)[2])
    ## [02_themes](../notebooks/02_themes.ipynb)
    <BLANKLINE>
    ### a
    <BLANKLINE>
    ![主题 themes](a.png)
    <BLANKLINE>
    主题 themes
    <BLANKLINE>
    **读图 Takeaway.** 41%
    <BLANKLINE>
    [SVG](a.svg) · [notebook](../notebooks/02_themes.ipynb)
    <BLANKLINE>
    """
    parts, current = [_HEAD], None
    for name, entry in sorted(figures.items(), key=lambda item: (item[1].get("notebook", ""), item[0])):
        notebook = entry.get("notebook", "")
        if notebook != current:
            current = notebook
            title = f"[{Path(notebook).stem}]({notebooks}/{notebook})" if notebook else "其他 Others"
            parts.append(f"## {title}\n")
        alternative = " ".join(str(entry["caption"]).split()).replace("[", "(").replace("]", ")")
        links = f"[SVG]({entry.get('svg', name + '.svg')})"
        links += f" · [notebook]({notebooks}/{notebook})" if notebook else ""
        parts.append(
            f"### {name}\n\n![{alternative}]({entry.get('png', name + '.png')})\n\n{entry['caption']}\n\n"
            f"**读图 Takeaway.** {entry['takeaway']}\n\n{links}\n"
        )
    return "\n".join(parts)


def write_gallery(folder: str | Path, notebooks: str = "../notebooks") -> Path:
    """Write ``README.md`` into the folder of the figures and give its path.

    Raises
    ------
    ResourceError
        A figure's file is missing, or an unregistered picture lies in the folder.
    """
    page = Path(folder) / "README.md"
    page.write_text(gallery_text(check_files(folder), notebooks), encoding="utf-8", newline="\n")
    return page


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gallery of the folder named on the command line; 1 and a message where that fails."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1:
        sys.stderr.write("usage: python -m civlib.publishing.gallery FOLDER\n")
        return 2
    try:
        page = write_gallery(given[0])
    except CivlibError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{page}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
