"""Notebooks are executed in order, in their folder, to the same bytes; what goes wrong is said with its place."""

import json
from pathlib import Path

import nbformat
import pytest

from civlib.errors import ArgumentError, CivlibError, SourceError
from civlib.publishing.normalising import normalise
from civlib.publishing.notebooks import execute, main, publish
from civlib.publishing.parameters import parameter, with_parameters


def write(path: Path, *cells: str, tags: tuple[int, ...] = ()) -> Path:
    """A notebook of a heading and these code cells; ``tags`` are the positions of cells tagged ``parameters``."""
    code = [
        nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]} if position in tags else {})
        for position, source in enumerate(cells)
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 创城是什么？"), *code])
    notebook.metadata["kernelspec"] = {"display_name": "somebody's own", "language": "python", "name": "theirs"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def printed(path: Path) -> list[str]:
    """What the cells of a notebook printed, one string a cell that printed."""
    notebook = nbformat.read(path, as_version=4)
    return ["".join(o.text for o in cell.outputs) for cell in notebook.cells if cell.get("outputs")]


def test_the_same_run_gives_the_same_bytes_and_runs_in_the_notebooks_folder(tmp_path):
    source = write(
        tmp_path / "notebooks" / "00_first.ipynb",
        "from pathlib import Path\nimport sys\nprint(Path.cwd().name)",
        "print('一', flush=True); print('二', flush=True)\nprint('he' + 'ard', file=sys.stderr); print('三')",
        "1 + 1",
    )
    told: list[str] = []
    assert publish([source], say=told.append) == [source]
    first = source.read_bytes()
    publish([source])
    assert source.read_bytes() == first
    assert first.endswith(b"}\n") and b'"execution": {' not in first and b"heard" not in first
    notebook = nbformat.read(source, as_version=4)
    assert [o.text for o in notebook.cells[1].outputs] == ["notebooks\n"]
    assert [o.text for o in notebook.cells[2].outputs] == ["一\n二\n三\n"], "one piece, cut nowhere"
    assert notebook.metadata.kernelspec.name == "python3" and "version" not in notebook.metadata.language_info
    assert [cell.get("execution_count") for cell in notebook.cells] == [None, 1, 2, 3]
    assert told[0].startswith("00_first.ipynb") and told[0].endswith(" s")
    assert "cell 3" in told[1] and "heard" in told[1], "what is not kept is said"
    assert [path.name for path in source.parent.iterdir()] == ["00_first.ipynb"], "nothing is left beside it"


def test_a_copy_takes_parameters_and_leaves_the_source_alone(tmp_path):
    source = write(tmp_path / "a.ipynb", "corpus = '../seeds'\ntop = 3", "print(corpus, top + 1)", tags=(0,))
    before = source.read_bytes()
    assert main([str(source), "--output", str(tmp_path / "out"), "--parameter", "corpus=../own"]) == 0
    assert source.read_bytes() == before
    assert printed(tmp_path / "out" / "a.ipynb") == ["../own 4\n"]


def test_notebooks_run_in_the_order_given(tmp_path, capsys):
    second = write(tmp_path / "a.ipynb", "print(open('told.txt').read())")
    first = write(tmp_path / "b.ipynb", "_ = open('told.txt', 'w').write('R1')")
    assert main([str(first), str(second)]) == 0
    assert printed(second) == ["R1\n"]
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["b.ipynb", "a.ipynb"]


def test_an_error_names_notebook_and_cell_and_leaves_the_file(tmp_path, capsys):
    source = write(tmp_path / "03_measures.ipynb", "top = 0", "# the share\n1 / top", "print('after')", tags=(0,))
    before = source.read_bytes()
    assert main([str(source), "--output", str(tmp_path / "out"), "--parameter", "top=0"]) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in said and "Traceback" in said and "\x1b" not in said
    assert "03_measures.ipynb, cell 3, which starts with: # the share" in said and "remedy:" in said
    assert source.read_bytes() == before and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("import time; time.sleep(60)", "longer than 1 seconds"),
        ("import os; os._exit(3)", "ended by itself"),
        ("object()", "a place in memory: <object at 0x"),
    ],
)
def test_what_never_ends_dies_or_changes_is_an_error(tmp_path, cell, told):
    source = write(tmp_path / "a.ipynb", "1", cell)
    with pytest.raises(CivlibError) as caught:
        execute(source, timeout=1 if "sleep" in cell else 60)
    assert told in caught.value.what
    assert caught.value.where.endswith(f"a.ipynb, cell 3, which starts with: {cell}")
    assert caught.value.remedy


@pytest.mark.parametrize("content", ["", "no notebook", "[]", "{}", '{"nbformat": 4}', '{"cells": 1, "nbformat": 4}'])
def test_a_file_that_is_no_notebook(tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    with pytest.raises(SourceError, match=r"not a notebook[\s\S]*a\.ipynb"):
        execute(path)


def test_bad_arguments(tmp_path, capsys):
    plain, tagged = write(tmp_path / "a.ipynb", "x = 1"), write(tmp_path / "b.ipynb", "x = 1", tags=(0,))
    twin = write(tmp_path / "other" / "a.ipynb", "x = 1")
    for paths, keywords, told in [
        ([], {}, "no notebooks"),
        ([tagged], {"parameters": {"x": 2}}, "no folder for it"),
        ([plain], {"parameters": {"x": 2}, "output": tmp_path / "out"}, "no cell tagged"),
        ([tagged], {"parameters": {"y": 2}, "output": tmp_path / "out"}, "its parameters are: x"),
        ([tagged], {"parameters": {"x": plain}, "output": tmp_path / "out"}, "cannot be written"),
        ([plain, twin], {"output": tmp_path / "out"}, "same file name"),
    ]:
        with pytest.raises(ArgumentError, match=told):
            publish(paths, **keywords)
    with pytest.raises(SourceError, match="no such notebook"):
        publish([tmp_path / "none.ipynb"])
    assert main([str(tagged), "--parameter", "x"]) == 1
    assert "name=value" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("output=../figures", "output", "../figures"),
        ("output=", "output", ""),
        ("title=a=b", "title", "a=b"),
        ("top=20", "top", 20),
        ("share=0.5", "share", 0.5),
        ("codes=['R1', 'C2']", "codes", ["R1", "C2"]),
        ("year='2020'", "year", "2020"),
        ("place=平城区", "place", "平城区"),
    ],
)
def test_a_parameter_on_the_command_line(text, name, value):
    assert parameter(text) == (name, value)


def test_parameters_are_put_in_once_and_not_by_mutation():
    cell = nbformat.v4.new_code_cell("corpus: str = '../seeds'", metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    once = with_parameters(notebook, {"corpus": "it's"})
    twice = with_parameters(once, {"corpus": "own"})
    assert [cell.source for cell in twice.cells] == [cell.source, "# set from outside\ncorpus = 'own'"]
    assert once.cells[1].source.endswith('"it\'s"') and len(notebook.cells) == 1
    assert len(with_parameters(once, {}).cells) == 1


def test_normal_form_names_cells_by_content_and_drops_what_is_volatile():
    v4 = nbformat.v4
    cells = [v4.new_markdown_cell("同"), v4.new_markdown_cell("同"), v4.new_code_cell("1")]
    cells[2].metadata.update(execution={"iopub.status.busy": "2020"}, tags=["kept"], scrolled=True)
    cells[2].outputs = [
        v4.new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "bar"}),
        v4.new_output(
            "execute_result",
            {"text/html": '<table id="T_3f2a1"><td id="T_3f2a1_row0">', "text/plain": "<Styler at 0x7f4563723a10>"},
        ),
    ]
    notebook = v4.new_notebook(cells=cells, metadata={"widgets": {"state": {}}, "title": "kept"})
    before = json.dumps(notebook)
    normal = normalise(notebook)
    assert json.dumps(notebook) == before, "the argument is left as it was"
    assert normalise(normal) == normal
    first, second, third = (cell.id for cell in normal.cells)
    assert second == f"{first}-2" and third not in (first, second)
    assert normalise(v4.new_notebook(cells=[v4.new_raw_cell("新"), *cells])).cells[3].id == third
    assert normal.cells[2].metadata == {"tags": ["kept"]}
    assert normal.cells[2].outputs[0].data == {"text/plain": "bar"}
    assert normal.cells[2].outputs[1].data == {
        "text/html": '<table id="T_1"><td id="T_1_row0">',
        "text/plain": "<Styler>",
    }
    assert "widgets" not in normal.metadata and normal.metadata.title == "kept"
    nbformat.validate(normal)
