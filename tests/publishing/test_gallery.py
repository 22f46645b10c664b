"""The gallery shows every registered figure, and refuses what does not fit together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civlib.errors import ResourceError
from civlib.publishing.gallery import main, write_gallery
from tests.publishing.test_facts import publish_one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish_one(tmp_path, "themes")
    publish_one(tmp_path, "cloud", notebook="03_clouds.ipynb", caption="词云 [cloud]", takeaway="41 words")
    publish_one(tmp_path, "lone", notebook="")
    return tmp_path


def test_every_figure_has_picture_words_and_links(folder: Path) -> None:
    page = write_gallery(folder).read_text(encoding="utf-8")
    for name in ("themes", "cloud", "lone"):
        assert f"({name}.png)" in page and f"({name}.svg)" in page
    assert "词云 [cloud]" in page and "41 words" in page
    assert "(../notebooks/03_clouds.ipynb)" in page


def test_every_local_link_leads_to_a_file(folder: Path) -> None:
    page = write_gallery(folder).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", page) if not link.startswith("..")]
    assert len(links) == 6
    assert all((folder / link).is_file() for link in links)


def test_figures_follow_the_notebooks(folder: Path) -> None:
    page = write_gallery(folder).read_text(encoding="utf-8")
    assert page.index("### lone") < page.index("### themes") < page.index("### cloud")


def test_writing_again_changes_no_byte(folder: Path) -> None:
    assert write_gallery(folder).read_bytes() == write_gallery(folder).read_bytes()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_missing_file_is_named(kind: str, folder: Path) -> None:
    (folder / f"themes.{kind}").unlink()
    with pytest.raises(ResourceError, match=rf"themes\.{kind}"):
        write_gallery(folder)


def test_unregistered_picture_is_named(folder: Path) -> None:
    (folder / "old.PNG").write_bytes(b"")
    with pytest.raises(ResourceError, match=r"old\.PNG"):
        write_gallery(folder)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no figure"):
        write_gallery(tmp_path)


def test_command_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert "README.md" in capsys.readouterr().out
    assert main([]) == 2
    (folder / "themes.png").unlink()
    assert main([str(folder)]) == 1
    assert "remedy" in capsys.readouterr().err
