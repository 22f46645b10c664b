"""What the READMEs tell a reader to do works, what they point at is there, and both languages say the same."""

from __future__ import annotations

import ast
import json
import re
import shlex
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

import civlib as cv
from civlib.publishing.facts import read_facts
from civlib.resources import parse_csv, read_text

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE, DATA = "README.md", "README.zh.md", "civlib/data/README.md"
PAGES = (ENGLISH, CHINESE, DATA, "CONTRIBUTING.md")
BOTH = (ENGLISH, CHINESE)

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"(!?)\[([^]]*)\]\(([^)\s]+)\)")
COMMENT = re.compile(r"\s+# .*$", re.M)


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[tuple[str, str]]:
    """Language and content of each code block, comments left out, because they are translated."""
    return [(language, COMMENT.sub("", body)) for language, body in BLOCK.findall(read(name))]


def code(name: str, language: str) -> list[str]:
    return [body for spoken, body in blocks(name) if spoken == language]


def prose(name: str) -> str:
    return BLOCK.sub("", read(name))


def headings(name: str) -> list[str]:
    return re.findall(r"^(#+ .*)$", prose(name), re.M)


def rows(name: str) -> list[list[str]]:
    """The cells of all rows of all tables of a page, without heads and rules."""
    lines = re.findall(r"^\|(.*)\|$", prose(name), re.M)
    cells = [[cell.strip() for cell in line.split(" | ")] for line in lines]
    rules = {number for number, row in enumerate(cells) if set("".join(row)) <= set("-| ")}
    return [row for number, row in enumerate(cells) if number not in rules and number + 1 not in rules]


# --- what it opens with ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOTH)
def test_it_opens_with_what_this_is_one_figure_and_the_commands(name: str) -> None:
    text = read(name)
    assert text.startswith("# civlib\n\n")
    first = text.split("\n\n")[1].split("[")[0]
    assert len(re.findall(r"\.(?=\s|$)|。", first)) == 2, "two sentences say what this is"
    figures = [target for mark, _, target in LINK.findall(text) if mark]
    assert figures == ["figures/04-measure-matrix.png"]
    assert text.index("!") < text.index("make figures") < text.index("make test") < text.index("import civlib as cv")


# --- commands --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_every_make_target_it_names_is_in_the_makefile(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=[ `.,;]| {2}|$)", "\n".join(_spoken_code(name)), re.M))
    assert named
    assert named <= targets


def _spoken_code(name: str) -> list[str]:
    indented = re.findall(r"^ {4}(\S.*)$", read(name), re.M)
    return [*re.findall(r"`(make [^`]+)`", prose(name)), *(body for _, body in blocks(name)), *indented]


def steps(text: str) -> list[str]:
    """What the Makefile or a page has pip do, whatever names the Python."""
    text = text.replace("$(PIP)", "-m pip")
    found = re.findall(r"(-m (?:pip install|venv|civlib\.[\w.]+)[^\n;|}]*)", text)
    return [re.sub(r"\s+(?:\$\(\w+\)|\.venv)(?=\s|$)", "", step).strip() for step in found]


def test_the_steps_without_make_are_those_of_the_makefile() -> None:
    made = [step.replace("-m pip --quiet --disable-pip-version-check --no-input", "-m pip")
            for step in steps(read("Makefile").split("lint:")[0])]  # fmt: skip
    by_hand, then = code(ENGLISH, "sh")[2:4]
    written = steps(by_hand) + [step.replace(" notebooks/*.ipynb", "") for step in steps(then)]
    assert written == [step.split(" ||")[0].strip() for step in made]
    for line in ("PYTHONUTF8", "PYTHONNOUSERSITE", "PYTHONPATH"):
        assert line in read("Makefile") and line in by_hand
    for tool in ("ruff check", "mypy", "-m pytest", "jupyter lab notebooks"):
        assert tool in read("Makefile") and tool in then


def test_windows_takes_the_same_steps() -> None:
    (windows,) = code(ENGLISH, "powershell")
    by_hand, then = code(ENGLISH, "sh")[2:4]
    wanted = [line.split("python -m pip ")[1] for line in by_hand.splitlines() if " -m pip " in line]
    assert [line.split("python -m pip ")[1] for line in windows.splitlines() if " -m pip " in line] == wanted
    for module in re.findall(r"-m (civlib[\w.]+)", then):
        assert module in windows


@pytest.mark.parametrize("name", PAGES)
def test_modules_files_and_options_in_commands_are_there(name: str) -> None:
    lines = "\n".join(_spoken_code(name))
    for module in re.findall(r"-m (civlib[\w.]+)", lines):
        assert (ROOT / Path(*module.split("."))).with_suffix(".py").is_file()
    for file in re.findall(r"(?<![\w.-])(?:requirements[\w-]*\.lock|environment\.yml|\w+/[\w/]+\.(?:ipynb|py))", lines):
        assert (ROOT / file).is_file(), file


@pytest.mark.parametrize("name", [*BOTH, "CONTRIBUTING.md"])
def test_parameters_named_on_the_command_line_are_those_of_the_notebooks(name: str) -> None:
    command = " ".join(line for line in read(name).replace("\\\n", " ").splitlines() if "--parameter" in line)
    words = shlex.split(command)
    named = {after.split("=")[0] for word, after in pairwise(words) if word == "--parameter"}
    assert named
    patterns = [word for word in words if word.endswith(".ipynb")]
    notebooks = sorted({path for pattern in patterns for path in ROOT.glob(pattern)})
    assert notebooks
    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        (cell,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        assigned = {node.id for node in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(node, ast.Name)}
        assert named <= assigned, path.name


# --- the first own analysis ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOTH)
def test_the_five_lines_run_on_a_folder_of_ones_own(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, back, _ = code(name, "python")
    assert len(first.strip().splitlines()) == 5
    reports = tmp_path / "my_reports"
    reports.mkdir()
    (reports / "江北区.txt").write_text("改造老旧小区12个。\n組織志愿者清理垃圾,张贴公益广告。", encoding="utf-8")
    (reports / "滨江区.txt").write_text("投入资金3000万元，硬化背街小巷。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(first, name, "exec"), names)
    shown = capsys.readouterr().out
    assert "volunteering" in shown and "江北区" in shown and "滨江区" in shown
    written = pd.read_csv(tmp_path / "measures.csv", encoding="utf-8-sig")
    assert {"code", "surface", "sentence_surface", "raw_start"} <= set(written.columns)
    assert "组织志愿者清理垃圾，张贴公益广告。" in set(written["sentence_surface"])
    exec(compile(back, name, "exec"), names)
    assert re.search(r"\[\(\d+, \d+\)", capsys.readouterr().out)


@pytest.mark.parametrize("name", BOTH)
def test_two_lines_show_counts_interval_and_sentences_of_a_word(
    name: str, corpus: cv.Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    *_, doubt = code(name, "python")
    counts, places = doubt.strip().splitlines()
    exec(counts, {"cv": cv, "corpus": corpus})
    shown = capsys.readouterr().out
    assert all(re.search(rf"^{column} ", shown, re.M) for column in ("count", "reference_count", "low", "high", "p_corrected"))
    exec(places, {"cv": cv, "corpus": corpus})
    found = capsys.readouterr().out.strip().splitlines()
    counted = cv.keyness(corpus).query("word == '志愿者'")["count"].sum()
    assert len(found) == counted and all("志愿者" in sentence for sentence in found)


@pytest.mark.parametrize("name", BOTH)
def test_the_five_lines_run_where_nothing_is_found(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_reports").mkdir()
    (tmp_path / "my_reports" / "a.txt").write_text("天气晴朗。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code(name, "python")[0], name, "exec"), {})
    assert (tmp_path / "measures.csv").is_file()


# --- what it points at -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_relative_links_and_images_are_there(name: str) -> None:
    targets = [target.split("#")[0] for _, _, target in LINK.findall(prose(name)) if "://" not in target]
    missing = [target for target in targets if target and not (ROOT / name).parent.joinpath(target).exists()]
    assert missing == []


@pytest.mark.parametrize("name", BOTH)
def test_every_folder_and_every_notebook_is_named(name: str) -> None:
    linked = {target.rstrip("/") for _, _, target in LINK.findall(read(name))}
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert folders - {"build"} - {f for f in folders if f.endswith(".egg-info") or f == "__pycache__"} <= linked
    assert {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")} <= linked


def test_notebooks_ask_the_question_that_is_listed() -> None:
    listed = {LINK.sub(r"\3", row[0]): row[1] for row in rows(ENGLISH) if row[0].endswith(".ipynb)")}
    assert len(listed) == 8
    for path, question in listed.items():
        first = json.loads(read(path))["cells"][0]["source"]
        assert "".join(first).split("\n")[0] == f"# {question}", path


def test_the_page_on_data_names_every_file_and_every_column() -> None:
    text = read(DATA)
    for path in sorted((ROOT / "civlib" / "data").iterdir()):
        if path.name == "README.md":
            continue
        assert f"\n### {path.name}\n" in text
        assert f"| `{path.name}` |" in text
        section = text.split(f"\n### {path.name}\n")[1].split("\n### ")[0]
        if path.suffix == ".csv":
            for column in parse_csv(read_text(path), str(path), ())[0]:
                assert f"`{column}`" in section, f"{path.name}, {column}"


# --- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOTH)
def test_tables_have_the_columns_it_lists(name: str) -> None:
    listed = [row for row in rows(name) if re.fullmatch(r"`cv\.\w+`", row[0])]
    assert len(listed) == 9
    text = "首先改造老旧小区65个。"
    for function, _, columns in listed:
        table = getattr(cv, function.strip("`").removeprefix("cv."))(text)
        assert set(re.findall(r"`(\w+)`", columns)) <= set(table.columns), function


@pytest.mark.parametrize("name", [*BOTH, DATA])
def test_every_function_and_argument_it_names_is_there(name: str) -> None:
    calls = re.findall(r"\bcv\.(\w+)(?:\(([^()]*)\))?", read(name))
    assert calls
    for function, arguments in calls:
        assert function in cv.__all__
        signature = cv.__dict__[function].__doc__ or ""
        for keyword in re.findall(r"(\w+)=", arguments):
            assert f"\n{keyword} : " in _dedented(signature) or keyword == "rules", f"cv.{function}({keyword}=…)"


def _dedented(docstring: str) -> str:
    return "\n".join(line.strip() for line in docstring.splitlines())


@pytest.mark.parametrize("name", BOTH)
def test_example_rows_fit_their_files(name: str) -> None:
    advice = [(LINK.sub(r"\3", row[1]), re.findall(r"`([^`]*)`", row[2])) for row in rows(name) if "civlib/" in row[1]]
    examples = [(file, given[0]) for file, given in advice if file.endswith(".csv") and given]
    assert len(examples) == 2
    for file, row in examples:
        known = parse_csv(read_text(ROOT / file), file, ())
        fields = row.split(",")
        assert len(fields) == len(known[0])
        for column, value in list(zip(known[0], fields, strict=True))[1:]:
            assert value in {row[column] for row in known}, f"{value} is no {column} of {file}"


NUMBER = re.compile(r"(?<![\w.])(?:\d+(?:\.\d+)?\s?(?:%|％|per cent)|\d{1,3}(?:,\d{3})+|0\.\d+|\d{3,})(?![\w.]*\.txt)")


@pytest.mark.parametrize("name", BOTH)
def test_findings_quoted_in_prose_are_those_of_the_facts(name: str) -> None:
    """No number is quoted by heart: percentages, shares and large numbers stand in figures/facts.json."""
    text = re.sub(r"`[^`]*`|GB 18030", "", LINK.sub("", prose(name)))
    facts = json.dumps(read_facts(ROOT / "figures"), ensure_ascii=False)
    assert [number for number in NUMBER.findall(text) if number not in facts] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("a share of 41%", ["41%"]), ("alpha is 0.91", ["0.91"]), ("10,466 words", ["10,466"]), ("Python 3.11", [])],
)
def test_the_pattern_of_quoted_numbers(text: str, found: list[str]) -> None:
    assert NUMBER.findall(text) == found


# --- two languages ---------------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_sections() -> None:
    assert [h.split(" ")[0] for h in headings(ENGLISH)] == [h.split(" ")[0] for h in headings(CHINESE)]
    assert all(re.search(r"[一-鿿]", heading) for heading in headings(CHINESE)[1:])


def test_both_languages_have_the_same_code() -> None:
    assert blocks(ENGLISH) == blocks(CHINESE)


def test_both_languages_have_the_same_tables_lists_and_links() -> None:
    assert [len(row) for row in rows(ENGLISH)] == [len(row) for row in rows(CHINESE)]
    for cells in zip(rows(ENGLISH), rows(CHINESE), strict=True):
        named = [re.findall(r"`([^`]+)`", " ".join(row)) for row in cells]
        assert named[0] == named[1]
    sections = [prose(name).split("\n## ")[1:] for name in BOTH]
    for english, chinese in zip(*sections, strict=True):
        title = english.split("\n")[0]
        assert sorted(t for *_, t in LINK.findall(english)) == sorted(t for *_, t in LINK.findall(chinese)), title
        assert english.count("\n- ") == chinese.count("\n- "), title
        assert english.count("\n\n") == chinese.count("\n\n"), title


def test_each_language_points_at_the_other() -> None:
    assert f"]({CHINESE})" in read(ENGLISH) and f"]({ENGLISH})" in read(CHINESE)
