"""The normal form of an executed notebook: nothing in it tells when, where or by whom it was run."""

from __future__ import annotations

import copy
import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from nbformat import NotebookNode

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
_VOLATILE_NOTEBOOK_METADATA = ("widgets", "papermill", "signature", "toc", "vscode")
_VOLATILE_CELL_METADATA = ("execution", "ExecuteTime", "papermill", "collapsed", "scrolled", "trusted")
_WIDGET = "application/vnd.jupyter.widget-view+json"  # names a model that lives only as long as its kernel

_ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")
_STYLED_TABLE = re.compile(r'<table id="(T_[0-9a-f]{5,32})"')


def normalise(notebook: NotebookNode) -> NotebookNode:
    """A copy of a notebook without anything that tells when, where or by whom it was run.

    Removed are execution times, widget state, the exact version of Python and output to stderr; neighbouring pieces of
    printed text are joined, which the kernel cuts at chance; styled tables get numbers in place of random names; the
    plain stand-in of a table or picture loses the place in memory that it names; and every cell is named by its
    content, so that a cell put in leaves the names of the others alone.

    Examples
    --------
    >>> import nbformat
    >>> notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("创城")])
    >>> normalise(notebook) == normalise(normalise(notebook))
    True
    """
    notebook = copy.deepcopy(notebook)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for name in _VOLATILE_NOTEBOOK_METADATA:
        notebook.metadata.pop(name, None)
    notebook.metadata.update(kernelspec=dict(_KERNEL), language_info=copy.deepcopy(_LANGUAGE))
    seen: Counter[str] = Counter()
    styled: dict[str, str] = {}
    for cell in notebook.cells:
        for name in _VOLATILE_CELL_METADATA:
            cell.metadata.pop(name, None)
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        seen[digest] += 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        if cell.cell_type == "code":
            cell.outputs = _normal_outputs(cell.outputs, styled)
    return notebook


def _normal_outputs(outputs: Sequence[NotebookNode], styled: dict[str, str]) -> list[NotebookNode]:
    normal: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            continue
        if output.output_type == "stream" and normal and normal[-1].output_type == "stream":
            normal[-1].text += output.text
            continue
        data = output.get("data", {})
        data.pop(_WIDGET, None)
        if "text/plain" in data and len(data) > 1:
            # <pandas.io.formats.style.Styler at 0x7f45…> is never seen beside the table itself
            data["text/plain"] = _ADDRESS.sub("", data["text/plain"])
        if "text/html" in data:
            for name in _STYLED_TABLE.findall(data["text/html"]):
                # T_3f2a1 → T_1: pandas draws the name of a styled table by lot
                data["text/html"] = data["text/html"].replace(name, styled.setdefault(name, f"T_{len(styled) + 1}"))
        normal.append(output)
    return normal
