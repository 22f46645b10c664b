"""Imports point only downwards, and no module hides a name of the façade."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "civlib"

# From the bottom to the top: each may import itself and what stands before it. The façade, civlib/__init__.py, stands
# above them all and is imported by none.
LAYERS = (
    "errors",
    "tables",
    "records",
    "resources",
    "spreadsheet",
    "reading",
    "language",
    "content",
    "statistics",
    "agreement",
    "reference",
    "evaluation",
    "figures",
    "publishing",
)
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def dotted(path: Path) -> str:
    """``civlib.content.units`` for its file; a package's ``__init__`` bears the package's name."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path): path for path in MODULES}


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """The modules of civlib that a file imports, in functions too, with the lines; ``civlib`` is the package root."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "civlib":
                    yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield "." * node.level + (node.module or ""), node.lineno
            elif node.module and node.module.split(".")[0] == "civlib":
                for alias in node.names:
                    deeper = f"{node.module}.{alias.name}"
                    yield (deeper if deeper in NAMES else node.module), node.lineno


def layer(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_imports_only_from_below(path):
    name = dotted(path)
    assert layer(name) in LAYERS, f"{name} has no layer: give it one in LAYERS"
    known = LAYERS[: LAYERS.index(layer(name)) + 1]
    for target, line in imported(path):
        place = f"{path.relative_to(PACKAGE.parent)}:{line}"
        assert not target.startswith("."), f"{place} imports relatively: write the module's full name"
        assert target != "civlib", f"{place} imports the package root: import from the module itself"
        assert layer(target) in known, f"{place}: {layer(name)} must not know {layer(target)}"


def test_no_modules_import_each_other_in_a_circle():
    below = {name: {target for target, _ in imported(path) if target in NAMES} for name, path in NAMES.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join([*way[way.index(name) :], name])
        if name not in done:
            for target in below[name] - {name}:
                visit(target, (*way, name))
            done.add(name)

    for name in below:
        visit(name, ())


def test_no_module_bears_the_name_of_a_function_of_the_facade():
    """``import civlib.reuse`` would replace the function ``civlib.reuse`` by the module."""
    facade = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    public = {
        alias.asname or alias.name
        for node in ast.walk(facade)
        if isinstance(node, ast.ImportFrom) and node.module != "civlib"
        for alias in node.names
    } | {node.name for node in facade.body if isinstance(node, ast.FunctionDef)}
    assert not public & {layer(name) for name in NAMES}


def test_modules_stay_short():
    """A module that outgrows this does two jobs."""
    lengths = {dotted(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import civlib", ["civlib"]),
        ("from civlib import measures", ["civlib"]),
        ("def f():\n    from civlib.figures.style import draw", ["civlib.figures.style"]),
        ("from civlib.figures import style", ["civlib.figures.style"]),
        ("from . import style", ["."]),
        ("import civlibrary, os\nfrom civlibrary import x", []),
    ],
)
def test_the_walk_itself_sees_every_form_of_import(tmp_path, source, expected):
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert [name for name, _ in imported(path)] == expected
