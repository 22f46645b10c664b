"""Execute notebooks in order, without a screen, and write them so that the same run gives the same bytes.

From the command line::

    python -m civlib.publishing.notebooks notebooks/*.ipynb
    python -m civlib.publishing.notebooks notebooks/*.ipynb --output build/own --parameter corpus=../own

Every notebook runs in its own folder and in a fresh kernel of the Python that runs the command. The first form writes
the executed notebooks in place, the second into another folder; a notebook that stops with an error is not written.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor
from nbformat import NotebookNode

from civlib.errors import ArgumentError, CivlibError, SourceError
from civlib.publishing.normalising import normalise
from civlib.publishing.parameters import INJECTED, parameter, with_parameters

TIMEOUT = 600
"""Seconds a single cell may take."""

# what nbformat raises, of its own or by accident, on a file that is JSON or text of another kind
_NOT_A_NOTEBOOK = (
    nbformat.reader.NotJSONError, nbformat.ValidationError,
    AttributeError, KeyError, OSError, TypeError, ValueError,
)  # fmt: skip
_ADDRESS = re.compile(r"<[^<>\n]* at 0x[0-9a-f]{6,}[^<>\n]*>|&lt;[^&\n]* at 0x[0-9a-f]{6,}")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Execution(NamedTuple):
    """An executed notebook and what its cells wrote to stderr: pairs of the cell's place and the text."""

    notebook: NotebookNode
    warnings: tuple[tuple[str, str], ...]


def read_notebook(path: str | Path) -> NotebookNode:
    """The notebook in a file.

    Raises
    ------
    SourceError
        There is no such file, or it is not a notebook.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without an id get one when the notebook is written
            return nbformat.read(str(path), as_version=4)
    except FileNotFoundError:
        raise SourceError("there is no such notebook", where=str(path), remedy="check the path") from None
    except _NOT_A_NOTEBOOK as error:
        raise SourceError(
            f"the file is not a notebook: {(str(error).splitlines() or [''])[0][:200]}",
            where=str(path),
            remedy="open and save it in JupyterLab, or take it back from git",
        ) from None


class _Executor(ExecutePreprocessor):
    """Remembers the cell it is at, which a time-out or a dead kernel does not tell."""

    at = 0

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> tuple[NotebookNode, Any]:
        self.at = index
        return super().preprocess_cell(cell, resources, index)


def execute(path: str | Path, *, parameters: Mapping[str, Any] | None = None, timeout: float = TIMEOUT) -> Execution:
    """Run a notebook from its first cell to its last in a fresh kernel, with its own folder as working directory.

    Parameters
    ----------
    path : str or Path
        The file, which is only read.
    parameters : mapping of str to value, optional
        Values for names that the cell tagged ``parameters`` assigns.
    timeout : float
        Seconds a single cell may take.

    Returns
    -------
    Execution
        The normalised notebook, and what its cells wrote to stderr. The notebook itself does not keep the latter: it
        names folders and process numbers of one machine.

    Raises
    ------
    CivlibError
        A cell stopped with an error, took too long, ended its kernel, or shows what differs at every run.
    """
    path = Path(path)
    notebook = read_notebook(path)
    try:
        notebook = with_parameters(notebook, parameters or {})
    except ArgumentError as error:
        raise ArgumentError(error.what, where=str(path), remedy=error.remedy) from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as settings:
        # A folder of settings without anything in it: nobody's own start-up files change what the notebook shows. The
        # kernel's own log says with every start that its connection on this machine is not encrypted; it may keep it.
        arguments = [f"--ipython-dir={settings}", "--log-level=ERROR"]
        executor = _Executor(kernel_name="python3", timeout=timeout, record_timing=False, extra_arguments=arguments)
        try:
            notebook, _ = executor.preprocess(notebook, {"metadata": {"path": str(path.resolve().parent)}})
        except CellExecutionError as error:
            what = f"{error.ename}: {error.evalue}"
            # an error of civlib brings its own remedy
            remedy = None if "  remedy: " in what else "run the notebook in JupyterLab and repair the cell"
            raise CivlibError(what, where=_place(path, notebook, executor.at), remedy=remedy) from error
        except TimeoutError as error:
            raise CivlibError(
                f"the cell took longer than {timeout:g} seconds",
                where=_place(path, notebook, executor.at),
                remedy="find out what it waits for, or allow more with --timeout",
            ) from error
        except RuntimeError as error:  # a dead kernel, or one that never started
            raise CivlibError(
                f"the notebook's Python ended by itself: {error}",
                where=_place(path, notebook, executor.at),
                remedy="it may have run out of memory; run the notebook in JupyterLab to see",
            ) from error
    spoken = tuple(
        (_place(path, notebook, index), output.text.strip())
        for index, output in _outputs(notebook)
        if output.output_type == "stream" and output.name == "stderr"
    )
    notebook = normalise(notebook)
    for index, output in _outputs(notebook):
        if found := _ADDRESS.search("\n".join(_texts(output))):
            raise CivlibError(
                f"the output differs at every run, for it shows a place in memory: {found.group()}",
                where=_place(path, notebook, index),
                remedy="end the cell's last line with a semicolon, or give its value a name",
            )
    return Execution(notebook, spoken)


def _outputs(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            yield index, output


def _texts(output: NotebookNode) -> Iterator[str]:
    if output.output_type == "stream":
        yield output.text
    yield from (value for kind, value in output.get("data", {}).items() if kind in ("text/plain", "text/html"))


def _place(path: Path, notebook: NotebookNode, index: int) -> str:
    """The cell as a reader of the file counts it, from 1, without one that was set from outside."""
    before = [cell for cell in notebook.cells[:index] if INJECTED not in cell.metadata.get("tags", [])]
    first = next((line.strip() for line in notebook.cells[index].source.splitlines() if line.strip()), "")
    return f"{path}, cell {len(before) + 1}, which starts with: {first}"


def publish(
    paths: Sequence[str | Path],
    *,
    output: str | Path | None = None,
    parameters: Mapping[str, Any] | None = None,
    timeout: float = TIMEOUT,
    say: Callable[[str], None] | None = None,
) -> list[Path]:
    """Execute notebooks in the given order and write them.

    Parameters
    ----------
    paths : sequence of str or Path
        The notebooks.
    output : str or Path, optional
        The folder to write them to; without it they are written in place.
    parameters : mapping of str to value, optional
        Values for the cells tagged ``parameters``; only with ``output``, so that no notebook is left with them.
    timeout : float
        Seconds a single cell may take.
    say : function of str, optional
        Is told of every notebook with the seconds it took, and of every warning on stderr.

    Returns
    -------
    list of Path
        The files written, in order; one whose bytes would not change is left alone.

    Raises
    ------
    ArgumentError
        There are no notebooks, two with one name for one folder, or parameters without ``output``.
    CivlibError
        A notebook could not be read or executed; those before it are written, it and those after it are not.
    """
    files = [Path(path) for path in paths]
    if not files:
        raise ArgumentError("there are no notebooks to execute", remedy="name at least one .ipynb file")
    if parameters and output is None:
        raise ArgumentError(
            "parameters are for a copy, and no folder for it is named",
            remedy="add output, on the command line --output",
        )
    if output is not None and len({file.name for file in files}) < len(files):
        raise ArgumentError("two notebooks have the same file name", where=str(output), remedy="write them apart")
    written = []
    for file in files:
        began = time.perf_counter()
        notebook, spoken = execute(file, parameters=parameters, timeout=timeout)
        target = file if output is None else Path(output) / file.name
        _write(target, nbformat.writes(notebook) + "\n")
        written.append(target)
        if say:
            say(f"{file.name:<40} {time.perf_counter() - began:6.1f} s")
            for place, text in spoken:
                say(f"  on stderr, not kept: {place}\n    " + text.replace("\n", "\n    "))
    return written


def _write(path: Path, text: str) -> None:
    data = text.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_bytes() == data:
        return
    beside = path.with_name(path.name + ".part")  # an interruption leaves the old file, never half of the new one
    beside.write_bytes(data)
    beside.replace(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 if every notebook was executed and written, else 1."""
    parser = argparse.ArgumentParser(
        prog="python -m civlib.publishing.notebooks", description="Execute notebooks in order and write them."
    )
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="an .ipynb file; each runs in its own folder")
    parser.add_argument("--output", metavar="FOLDER", help="write them there; without it they are written in place")
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a name of the cell tagged 'parameters' (only with --output); paths count from the notebook's folder",
    )
    parser.add_argument("--timeout", type=float, default=TIMEOUT, metavar="SECONDS", help="for one cell (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        publish(
            options.notebooks,
            output=options.output,
            parameters=dict(map(parameter, options.parameter)),
            timeout=options.timeout,
            say=lambda line: print(line, flush=True),
        )
    except CivlibError as error:
        if isinstance(error.__cause__, CellExecutionError):
            print(_COLOUR.sub("", error.__cause__.traceback), file=sys.stderr)
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
