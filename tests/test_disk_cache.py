"""Results on disk: read only from a folder of this user alone, whole or not at all, by any number of processes."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from conftest import KINDS, SAMPLES
from jinja2 import TemplateSyntaxError

import docgen
from docgen.disk_cache import Cache, _name
from docgen.engines.docx import template as docx_template
from docgen.engines.docx.fill import ENVIRONMENT
from docgen.engines.pptx import template as pptx_template
from docgen.templating.environment import compile_cached

SAMPLE = Path(__file__).parent.parent / "samples" / "proposal.services.en.yaml"
KEY = "a key"


@pytest.fixture
def disk_cache(tmp_path: Path) -> Cache:
    """One with a result under KEY."""
    made = Cache(tmp_path / "kept")
    made.write(b"the result", KEY)
    return made


def _file(disk_cache: Cache) -> Path:
    assert disk_cache.folder
    return disk_cache.folder / _name((KEY,))


def test_what_is_kept_is_read_again_and_only_this_user_may_look(disk_cache: Cache) -> None:
    assert disk_cache.read(KEY) == b"the result"
    assert disk_cache.read("another") is None
    assert [path.stat().st_mode & 0o777 for path in (_file(disk_cache).parent, _file(disk_cache))] == [0o700, 0o600]


def _open_folder(disk_cache: Cache) -> None:
    _file(disk_cache).parent.chmod(0o777)


def _open_file(disk_cache: Cache) -> None:
    _file(disk_cache).chmod(0o666)


def _link_folder(disk_cache: Cache) -> None:
    folder = _file(disk_cache).parent
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def _link_file(disk_cache: Cache) -> None:
    file = _file(disk_cache)
    file.rename(file.with_name("elsewhere"))
    file.symlink_to(file.with_name("elsewhere"))


def _cut(disk_cache: Cache) -> None:
    _file(disk_cache).write_bytes(_file(disk_cache).read_bytes()[:-1])


def _change(disk_cache: Cache) -> None:
    _file(disk_cache).write_bytes(_file(disk_cache).read_bytes()[:-1] + b"!")


def _pipe(disk_cache: Cache) -> None:
    _file(disk_cache).unlink()
    os.mkfifo(_file(disk_cache), 0o600)


@pytest.mark.parametrize("spoil", [_open_folder, _open_file, _link_folder, _link_file, _cut, _change, _pipe])
def test_what_others_could_have_written_or_is_not_whole_counts_as_none(
    disk_cache: Cache, spoil: Callable[[Cache], None]
) -> None:
    spoil(disk_cache)
    assert disk_cache.read(KEY) is None


def test_what_belongs_to_another_user_counts_as_none(disk_cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.disk_cache.os.geteuid", lambda: os.getuid() + 1)
    assert disk_cache.read(KEY) is None


def test_nothing_is_written_into_a_folder_that_others_may_write(disk_cache: Cache) -> None:
    _open_folder(disk_cache)
    disk_cache.write(b"more", "more")
    assert list(_file(disk_cache).parent.iterdir()) == [_file(disk_cache)]


@pytest.mark.parametrize("folder", ["file/below", "file"])
def test_where_no_folder_can_be_nothing_is_kept_and_nothing_is_raised(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    disk_cache = Cache(tmp_path / folder)
    disk_cache.write(b"lost", KEY)
    assert disk_cache.read(KEY) is None


def test_a_process_killed_while_it_writes_leaves_nothing_half(tmp_path: Path) -> None:
    write = (
        "import sys; from pathlib import Path; from docgen.disk_cache import Cache; cache = Cache(Path(sys.argv[1]))\n"
        "while True: cache.write(b'x' * 3_000_000, 'a key'); print(flush=True)"
    )
    disk_cache = Cache(tmp_path / "kept")
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", write, str(disk_cache.folder)], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert disk_cache.read(KEY) == b"x" * 3_000_000
    disk_cache.write(b"after", "after")
    assert len(list((tmp_path / "kept").iterdir())) == 2  # no part of a killed process is left


@pytest.mark.parametrize(("file_format", "module"), [("docx", docx_template), ("pptx", pptx_template)])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.mostly_slow(keep=("proposal", "minutes"))
def test_a_render_says_the_same_with_and_without_kept_templates(
    kind: str, file_format: str, module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path))
    document, made = docgen.load(next(path for path in SAMPLES if path.name.startswith(kind))), list[bytes]()
    for _ in range(2):
        module._compile.cache_clear()
        made.append(docgen.render(document, file_format).data)
        monkeypatch.setattr(module, "_read", None)  # the second time, nothing is compiled
    assert list((tmp_path / "code").iterdir())
    monkeypatch.undo()
    monkeypatch.setenv("DOCGEN_CACHE", str(SAMPLE))
    module._compile.cache_clear()
    assert {*made, docgen.render(document, file_format).data} == {made[0]}


@pytest.mark.slow
def test_a_kept_template_that_is_none_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path))
    document = docgen.load(SAMPLE)
    docx_template._compile.cache_clear()
    first = docgen.render(document, "docx").data
    for data in (b"", b"no pickle", pickle.dumps("no template"), b"cnosuch\nname\n."):
        monkeypatch.setattr(Cache, "read", lambda _self, *_key, data=data: data)
        docx_template._compile.cache_clear()
        assert docgen.render(document, "docx").data == first


def test_kept_code_that_is_no_code_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path))
    written: list[tuple[str, ...]] = []
    monkeypatch.setattr(Cache, "write", lambda _self, _content, *key: written.append(key))
    for data in (b"", b"no code", b"i\1\0\0\0", None):
        monkeypatch.setattr(Cache, "read", lambda _self, *_key, data=data: data)
        template = compile_cached(ENVIRONMENT, "plain")
        assert list(template.root_render_func(template.new_context())) == ["plain"]
    assert len(written) == 4


def test_a_template_with_a_fault_is_refused_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path))
    for _ in range(2):
        with pytest.raises(TemplateSyntaxError):
            compile_cached(ENVIRONMENT, "{% if %}")
