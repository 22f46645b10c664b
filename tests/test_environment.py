"""One environment, told four times: pyproject.toml, environment.yml, the lock and CONTRIBUTING.md say the same."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-build.lock")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

# how a package is imported, where that differs from its name
IMPORTED_AS = {
    "ipython": "IPython", "pillow": "PIL", "pyahocorasick": "ahocorasick", "pyyaml": "yaml", "scikit-learn": "sklearn",
}  # fmt: skip
# packages that are run, or that hold the font, rather than imported by the library
RUN = {"jupyterlab", "ipykernel", "mplfonts"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def project() -> dict:
    return tomllib.loads(read("pyproject.toml"))


def requirements(lines) -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def needed() -> dict[str, Requirement]:
    return requirements(project()["project"]["dependencies"])


def needed_for_tests() -> dict[str, Requirement]:
    return requirements(project()["project"]["optional-dependencies"]["test"])


@cache
def locked(name: str) -> list[tuple[Requirement, int]]:
    """The entries of a lock file and how many hashes each has."""
    entries: list[tuple[Requirement, int]] = []
    for line in read(name).splitlines():
        text = line.strip().removesuffix("\\").strip()
        if text.startswith("--hash=sha256:"):
            requirement, hashes = entries[-1]
            entries[-1] = requirement, hashes + 1
        elif text and not text.startswith("#"):
            entries.append((Requirement(text), 0))
    return entries


def test_conda_users_get_the_same_names_and_ranges():
    entries = yaml.safe_load(read("environment.yml"))["dependencies"]
    pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    conda = requirements(entry for entry in entries if isinstance(entry, str))
    from_pip = requirements(entry for entry in pip if not entry.startswith("-"))
    assert not conda.keys() & from_pip.keys(), "named twice"
    assert "--editable ." in pip
    offered = {name: r.specifier for name, r in {**conda, **from_pip}.items()}
    assert offered.pop("python") == project()["project"]["requires-python"]
    assert offered.pop("setuptools") == Requirement(project()["build-system"]["requires"][0]).specifier
    offered.pop("pip")
    assert offered == {name: r.specifier for name, r in {**needed(), **needed_for_tests()}.items()}


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_holds_one_version_in_range_for_every_python(python):
    environment = {**default_environment(), "python_version": python, "python_full_version": f"{python}.0"}
    pinned: dict[str, Requirement] = {}
    for entry, _ in locked("requirements.lock"):
        if entry.marker is None or entry.marker.evaluate(environment):
            name = canonicalize_name(entry.name)
            assert name not in pinned, f"{name} is pinned twice for Python {python}"
            pinned[name] = entry
    for name, requirement in {**needed(), **needed_for_tests()}.items():
        assert name in pinned, f"{name} is not in requirements.lock: run make lock"
        version = str(pinned[name].specifier).removeprefix("==")
        assert version in requirement.specifier, f"{name} {version} is out of range {requirement.specifier}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_entry_of_a_lock_has_one_exact_version_and_hashes(name):
    assert locked(name)
    for entry, hashes in locked(name):
        assert re.fullmatch(r"==[^=*]+", str(entry.specifier)), f"{entry} is not pinned"
        assert entry.url is None and hashes > 0, f"{entry} has no hash"


def test_what_builds_from_source_is_pinned():
    """jieba ships only as source; its build must not fetch a setuptools of its own."""
    pinned = {canonicalize_name(entry.name): entry for entry, _ in locked("requirements-build.lock")}
    assert set(pinned) == set(requirements(project()["dependency-groups"]["build"]))
    for name, requirement in requirements(project()["build-system"]["requires"]).items():
        assert str(pinned[name].specifier).removeprefix("==") in requirement.specifier
    assert "jieba" in {entry.name for entry, _ in locked("requirements.lock")}


def test_the_library_imports_what_is_declared_and_declares_what_it_imports():
    found = set()
    for path in (ROOT / "civlib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    third = found - sys.stdlib_module_names - {"civlib"}
    declared = {IMPORTED_AS.get(name, name) for name in needed()}
    assert third - declared == set(), "imported, not declared"
    assert declared - third - RUN == set(), "declared, not imported"


def test_every_dependency_earns_its_place_in_one_line():
    text = read("CONTRIBUTING.md")
    for name in {**needed(), **needed_for_tests()}:
        lines = [line for line in text.splitlines() if line.startswith(f"- `{name}`")]
        assert len(lines) == 1 and len(lines[0]) > len(name) + 20, f"{name} needs its one line in CONTRIBUTING.md"


def test_the_project_is_cited_by_its_own_name_and_version():
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == project()["project"]["version"]
    assert citation["license"] == project()["project"]["license"] == "MIT"
    assert citation["authors"] == project()["project"]["authors"] == [{"name": "civlib contributors"}]


def test_all_data_files_are_shipped():
    shipped = project()["tool"]["setuptools"]["package-data"]["civlib"]
    for path in (ROOT / "civlib").rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            inside = path.relative_to(ROOT / "civlib")
            assert any(inside.match(pattern) and len(inside.parts) == 2 for pattern in shipped), f"{inside} is left out"


# --- what is in the repository ---------------------------------------------------------------------------------------


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the repository, those not yet committed included, ignored ones not."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git work tree")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


# The host or the path of a package index, and the options of pip that name one. Spelled so as not to match itself.
INDEX = re.compile(
    r"\b(?:[\w-]+\.)*(?:py[p]i|python[h]osted|anacond[a]|npm[j]s)[\w-]*\.(?:org|com|net|io|cn)\b"
    r"|https?://[^\s\"'<>)]*/simple(?![\w-])"
    r"|--(?:extra-)?index[-]url[ =]+\S*/|--find[-]links[ =]+\S*/|--trusted[-]host[ =]"
)
# A folder of one machine, at the start of a word: /home/name/…, not docs/home/ or https://example.org/home/
MACHINE = re.compile(r"(?<![\w./:~)\]}-])(?:/(?:root|home|Users|tmp|work|private|mnt)/[\w.]|[A-Z]:\\\\?Users\\)")
PICTURE = re.compile(r'"image/[a-z+]+": ("[^"]*"|\[[^]]*\])')


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    found = []
    for path in tracked():
        if path.parent.name == "seeds" or path.suffix == ".png":
            continue
        text = PICTURE.sub("", path.read_text(encoding="utf-8", errors="replace"))
        for pattern in (INDEX, MACHINE):
            if path == Path(__file__) and pattern is MACHINE:
                continue  # the cases below
            found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "text", "hit"),
    [
        (INDEX, "https://files." + "python" + "hosted.org/packages", True),
        (INDEX, "see py" + "pi.org", True),
        (INDEX, "https://mirror.example.cn/py" + "pi/simple/jieba", True),
        (INDEX, "pip install --index" + "-url https://mirror.example/x", True),
        (INDEX, "installs from your usual package index", False),
        (INDEX, "https://creativecommons.org/simple-words", False),
        (MACHINE, 'File "/' + 'home/ann/civlib/x.py"', True),
        (MACHINE, "path = '/" + "tmp/x'", True),
        (MACHINE, "C:\\Users\\ann", True),
        (MACHINE, "https://example.org/home/index", False),
        (MACHINE, "docs/wor" + "k/plan", False),
        (MACHINE, "#!/usr/bin/env bash", False),
    ],
)
def test_the_patterns_themselves(pattern, text, hit):
    assert bool(pattern.search(text)) is hit


def test_no_file_is_larger_than_two_megabytes():
    assert {str(p.relative_to(ROOT)): p.stat().st_size for p in tracked() if p.stat().st_size > 2_000_000} == {}


def test_the_way_to_run_everything_is_said_alike():
    assert "make test" in read(".ci/run")
    for command in ("make figures", "make test", "make lab"):
        assert command in read("Makefile") and command in read("README.md")
