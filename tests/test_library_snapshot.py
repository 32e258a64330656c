"""A workspace that lives on: words and digest of a library go together, and only the library's own files count."""

import os
import pickle
import re
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES
from language import outline

import docgen
from docgen.errors import LibraryError
from docgen.library import find_objection, open_library, open_snapshot
from docgen.library.snapshot import Files, is_library_file
from docgen.pipeline import pin

TEMPLATES = ROOT / "templates"
DATA = ROOT / "tests" / "data"
NOTES = (
    "notes.txt", "README.md", "origins.yaml", ".git/config", ".DS_Store", "Thumbs.db", "desktop.ini", "todo.docx",
    "docx/base/~$proposal.docx", "docx/base/.~lock.proposal.docx#", "docx/base/proposal.docx.bak", "docx/notes.txt",
    "docx/base/proposal.docx~", "docx/base/photo.png", "pptx/base/Thumbs.db", "html/base/proposal.html~",
    "html/base/#proposal.html#", "html/base/.proposal.html.swp", "html/notes.txt", "html/base/proposal.html.orig",
    "objections/README.md", "objections/price-too-high.en.md.bak", "objections/price-too-high.en.md~",
    "objections/Kopie.docx", "industries/services.yml.bak", "labels/labels.yaml~", "brands/grove.yaml.orig",
    "archive/docx/base/proposal.docx", "logo.png", "old/price list.xlsx",
)  # fmt: skip
PARTS = (
    "docx/base/proposal.docx", "docx/parts/terms.docx", "pptx/services/proposal.zh.pptx", "html/base/proposal.html",
    "html/base/own.css", "html/logos/Client.PNG", "html/fonts/own.woff2", "objections/price-too-high.en.md",
    "objections/retail/price-too-high.zh.md", "cases/mfg-gears.zh.md", "legal/confidentiality.en.md",
    "industries/services.yaml", "labels/own.yaml", "brands/grove.yaml", "brand.yaml", "library.yaml",
)  # fmt: skip


def proposal() -> docgen.Job:
    sample = next(sample for sample in SAMPLES if sample.name == "proposal.services.en.yaml")
    return docgen.Job(docgen.load(sample), "docx", "client")


def space(folder: Path) -> docgen.Workspace:
    return docgen.Workspace(library=folder, today=lambda: date(2026, 11, 24), drafts=True)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A company's library with one objection, which the sample's proposal prints."""
    folder = tmp_path / "own"
    (folder / "objections").mkdir(parents=True)
    shutil.copy(TEMPLATES / "objections/price-too-high.en.md", folder / "objections")
    return folder


def edit(path: Path, words: str) -> None:
    path.write_text(re.sub(r"(?m)^(## .*\n+)", rf"\1{words} ", path.read_text(encoding="utf-8")), encoding="utf-8")


def digest(folder: Path) -> str:
    return space(folder).opened.digest


def test_a_changed_entry_is_printed_under_a_new_digest_by_the_same_workspace(own: Path):
    workspace, document = space(own), proposal().document
    first = docgen.render(document, "docx", workspace=workspace)
    edit(own / "objections/price-too-high.en.md", "Reworded.")
    second = docgen.render(document, "docx", workspace=workspace)

    assert "Reworded." not in outline(first.data, "docx")
    assert "Reworded." in outline(second.data, "docx")
    assert first.stamp.library_digest != second.stamp.library_digest
    assert second.stamp.library_digest == digest(own)
    assert docgen.render(document, "docx", workspace=workspace).data == second.data


def test_an_edit_of_the_same_length_with_the_old_time_is_noticed(own: Path):
    path = own / "objections/price-too-high.en.md"
    before, times = digest(own), path.stat()
    path.write_bytes(path.read_bytes().replace(b"a", b"e"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert digest(own) != before


@pytest.mark.parametrize(
    "change",
    [
        lambda own: (own / "labels").mkdir() or (own / "labels/own.yaml").write_text("own: {en: Own, zh: 自有}"),
        lambda own: (own / "objections/price-too-high.en.md").unlink(),
        lambda own: (own / "objections/price-too-high.en.md").rename(own / "objections/other.en.md"),
        lambda own: (own / "library.yaml").write_text("name: Own\nversion: '2'"),
        lambda own: shutil.copytree(TEMPLATES / "industries", own / "industries"),
        lambda own: (
            (own / "docx/base").mkdir(parents=True)
            or shutil.copy(TEMPLATES / "docx/base/proposal.en.docx", own / "docx/base")
        ),
    ],
    ids=["label added", "entry removed", "entry renamed", "card", "industries", "template"],
)
def test_whatever_changes_in_a_library_its_digest_changes_and_comes_back(own: Path, change):
    workspace, copy = space(own), own.with_name("copy")
    before = workspace.opened.digest
    shutil.copytree(own, copy)
    change(own)
    assert workspace.opened.digest != before
    shutil.rmtree(own)
    copy.rename(own)
    assert workspace.opened.digest == before


def test_the_built_in_library_is_looked_at_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    builtin = tmp_path / "built-in"
    shutil.copytree(TEMPLATES, builtin)
    monkeypatch.setattr("docgen.library.layers.builtin_layer", lambda: builtin)
    workspace = docgen.Workspace()
    before = workspace.opened.digest
    edit(builtin / "objections/price-too-high.en.md", "Reworded.")

    assert workspace.opened.digest != before
    assert "Reworded." in str(find_objection(workspace.opened, "price-too-high", "services", "en"))


def test_a_logo_belongs_to_the_library_when_a_brand_names_it(own: Path):
    logo = (DATA / "logo.svg").read_bytes()
    (own / "pictures").mkdir()
    (own / "pictures/logo.svg").write_bytes(logo)
    before = digest(own)
    (own / "pictures/other.svg").write_bytes(logo)
    assert digest(own) == before
    (own / "brand.yaml").write_text("logo: pictures/logo.svg")
    named = digest(own)
    assert named != before
    (own / "pictures/logo.svg").write_bytes(logo.replace(b"</svg>", b"<!-- new --></svg>"))
    assert digest(own) != named
    assert space(own).opened.brand_for("services").logo == (own / "pictures/logo.svg").read_bytes()


def test_a_logo_that_was_missing_is_found_when_it_comes(own: Path):
    (own / "brand.yaml").write_text("logo: pictures/new.svg")
    workspace = space(own)
    with pytest.raises(LibraryError, match=r"new\.svg"):
        workspace.opened.brand_for("services")
    (own / "pictures").mkdir()
    shutil.copy(DATA / "logo.svg", own / "pictures/new.svg")

    assert workspace.opened.brand_for("services").logo == (DATA / "logo.svg").read_bytes()


def test_the_logo_beside_a_brand_of_its_own_changes_the_stamp(tmp_path: Path):
    brand, document = tmp_path / "north.yaml", proposal().document
    brand.write_text("logo: north.svg")
    logo = (DATA / "logo.svg").read_bytes()
    stamps = []
    for data in (logo, logo, logo.replace(b"</svg>", b"<!-- new --></svg>")):
        (tmp_path / "north.svg").write_bytes(data)
        workspace = docgen.Workspace(brand=brand, today=lambda: date(2026, 11, 24))
        stamps.append(docgen.render(document, "docx", workspace=workspace).stamp.id)

    assert stamps[0] == stamps[1] != stamps[2]


@pytest.mark.parametrize("note", NOTES)
def test_what_is_no_part_of_a_library_changes_no_digest(own: Path, note: str):
    before = digest(own)
    (own / note).parent.mkdir(parents=True, exist_ok=True)
    (own / note).write_text("things to buy")

    assert digest(own) == before


def test_notes_change_neither_the_stamp_nor_the_bytes(own: Path):
    document = proposal().document
    before = docgen.render(document, "docx", workspace=space(own))
    for note in NOTES:
        (own / note).parent.mkdir(parents=True, exist_ok=True)
        (own / note).write_text("things to buy")
    after = docgen.render(document, "docx", workspace=space(own))

    assert (after.stamp, after.data) == (before.stamp, before.data)


@pytest.mark.parametrize("part", PARTS)
def test_what_a_document_can_read_belongs_to_a_library(part: str):
    assert is_library_file(part)


def test_of_the_shipped_library_all_belongs_to_it_but_the_words_for_its_keepers():
    there = {path for path in TEMPLATES.rglob("*") if path.is_file()}

    assert {path.name for path in there - set(Files((TEMPLATES,)).contents())} == {"README.md"}


def test_a_library_in_memory_gives_what_the_one_on_disk_gives():
    disk, memory = open_library(), open_snapshot()

    assert memory.digest == disk.digest
    assert memory.version == disk.version
    assert memory.catalogue == disk.catalogue
    assert list(memory.files("html", ".html")) == list(disk.files("html", ".html"))
    assert memory.read_asset("base/docgen.css") == disk.read_asset("base/docgen.css")
    for relative in (
        "html/../brand.yaml",
        "../pyproject.toml",
        "html/base",
        "nothing.yaml",
        "",
        "html/base/../../../pyproject.toml",
    ):
        assert (memory.find(relative), disk.find(relative)) == (None, None)


def test_links_are_followed_within_the_library_only(own: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    shutil.copytree(TEMPLATES / "cases", outside)
    (own / "shared").mkdir()
    (own / "shared/x.en.md").write_text("shared")
    (own / "cases").symlink_to(outside)
    (own / "legal").symlink_to(own / "shared")
    (own / "objections/loop").symlink_to(own / "objections")
    (own / "objections/y.en.md").symlink_to(outside / "mfg-precision-gears.en.md")
    found = {path.relative_to(own).as_posix() for path in Files((own,)).contents()}

    assert found == {"objections/price-too-high.en.md", "legal/x.en.md"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(own: Path):
    (own / "objections/price-too-high.en.md").chmod(0)
    with pytest.raises(LibraryError, match=r"price-too-high\.en\.md.*can't be read"):
        digest(own)


def test_threads_never_see_new_words_under_an_old_digest(own: Path):
    path, workspace = own / "objections/price-too-high.en.md", space(own)
    text, seen, stop = path.read_text(encoding="utf-8"), set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            opened = workspace.opened
            seen.add((opened.digest, str(find_objection(opened, "price-too-high", "services", "en"))))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        new_file = path.with_suffix(".new")
        new_file.write_text(re.sub(r"(?m)^(## .*\n+)", rf"\1Words {number}. ", text), encoding="utf-8")
        new_file.replace(path)
        workspace.opened  # noqa: B018 - looks at the files
    stop.set()
    for thread in threads:
        thread.join()

    assert len({digest for digest, _ in seen}) == len({words for _, words in seen}) == len(seen)


def test_a_pinned_workspace_stays_as_it_was_also_in_another_process(own: Path):
    workspace = docgen.Workspace(library=own, drafts=True, out=Path("elsewhere"))
    pinned = pickle.loads(pickle.dumps(pin(workspace)))
    before = workspace.opened.digest
    edit(own / "objections/price-too-high.en.md", "Reworded.")

    assert workspace.opened.digest != before
    assert pinned.opened.digest == before
    assert "Reworded." not in str(find_objection(pinned.opened, "price-too-high", "services", "en"))
    assert (pinned.drafts, pinned.out, pinned.library) == (True, Path("elsewhere"), own)
