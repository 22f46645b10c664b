"""Set the parameters of a notebook from outside: its corpus folder, its output folder."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

from civlib.errors import ArgumentError

TAGGED = "parameters"
"""The tag of the cell that assigns the parameters and their own values."""

INJECTED = "injected-parameters"
"""The tag of a cell that was put in to set them from outside."""


def parameter(text: str) -> tuple[str, Any]:
    """The name and value of ``name=value``; the value is a Python literal, or else the string as it stands.

    Examples
    --------
    >>> parameter("output=../figures"), parameter("top=20"), parameter("year='2020'")
    (('output', '../figures'), ('top', 20), ('year', '2020'))
    """
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals or not name.isidentifier():
        raise ArgumentError(f"{text!r} is not of the form name=value", remedy="write --parameter output=../figures")
    try:
        return name, ast.literal_eval(value.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return name, value


def with_parameters(notebook: NotebookNode, parameters: Mapping[str, Any]) -> NotebookNode:
    """A copy of a notebook with a cell that sets other values right after the cell tagged ``parameters``.

    Parameters
    ----------
    notebook : NotebookNode
        Left as it is.
    parameters : mapping of str to value
        Names that the tagged cell assigns → strings, numbers, True, False, None, or lists and mappings of them.

    Examples
    --------
    >>> cell = nbformat.v4.new_code_cell('corpus = "../seeds"', metadata={"tags": ["parameters"]})
    >>> notebook = nbformat.v4.new_notebook(cells=[cell])
    >>> print(with_parameters(notebook, {"corpus": "../own"}).cells[1].source)
    # set from outside
    corpus = '../own'
    """
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", [])]
    if not parameters:
        return notebook
    tagged = [index for index, cell in enumerate(notebook.cells) if TAGGED in cell.metadata.get("tags", [])]
    if not tagged:
        raise ArgumentError(
            "the notebook has no cell tagged 'parameters', so no value can be set from outside",
            remedy="tag the cell that assigns them, in JupyterLab under Property Inspector → Cell Tags",
        )
    known = _assigned(notebook.cells[tagged[0]].source)
    for name, value in parameters.items():
        if name not in known:
            raise ArgumentError(
                f"the notebook has no parameter {name!r}", remedy=f"its parameters are: {', '.join(known) or 'none'}"
            )
        if not _is_literal(value):
            raise ArgumentError(
                f"the parameter {name!r} cannot be written into a cell: {value!r}",
                remedy="pass a string, a number, True, False, None, or a list or mapping of them",
            )
    lines = ["# set from outside", *(f"{name} = {value!r}" for name, value in parameters.items())]
    cell = nbformat.v4.new_code_cell("\n".join(lines), metadata={"tags": [INJECTED]})
    notebook.cells.insert(tagged[0] + 1, cell)
    return notebook


def _assigned(source: str) -> list[str]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return []
    names = []
    for statement in statements:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _is_literal(value: Any) -> bool:
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (ValueError, SyntaxError):
        return False
