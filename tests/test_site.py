"""The documentation site builds without a warning, needs no network, and finds Chinese."""

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import docgen

sys.path.append(str(ROOT / "docs" / "site"))

import api_page
from search_words import SearchChineseAndEnglish

WORDS = SearchChineseAndEnglish({})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make docs` builds it: warnings, dead links among them, are errors."""
    (recipe,) = re.findall(r"^docs: .*\n\t\$\(PYTHON\) (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    folder = tmp_path_factory.mktemp("site")
    words = recipe.replace("build/", f"{folder}/").split()
    assert "--fail-on-warning" in words
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.mark.slow
def test_every_public_name_is_in_the_api_reference(site: Path) -> None:
    page = (site / "docs" / "api.html").read_text("utf-8")
    assert [name for name in docgen.__all__ if f'id="docgen.{name}"' not in page] == []
    assert "<!-- the reference" not in page


@pytest.mark.slow
def test_a_page_loads_nothing_from_the_network(site: Path) -> None:
    loads = re.compile(r"<(?:script|img|iframe)[^>]*src=\"https?:|<link[^>]*href=\"https?:|@import|url\(['\"]?https?:")
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    assert files
    assert [path.name for path in files if loads.search(path.read_text("utf-8"))] == []


@pytest.mark.slow
@pytest.mark.parametrize(("query", "page"), [
    ("异议", "docs/playbook-upkeep"),
    ("版本戳", "README.zh"),
    ("模板语言", "docs/index.zh"),
    ("把现有文件变成模板", "docs/adopt.zh"),
    ("kinsoku", "docs/dev/fit"),
    ("floor prices", "README"),
])  # fmt: skip
def test_a_search_finds_its_page(site: Path, query: str, page: str) -> None:
    index = json.loads((site / "searchindex.js").read_text("utf-8").removeprefix("Search.setIndex(").removesuffix(")"))
    found = set(index["docnames"])
    for word in queried(query):
        places = [table.get(WORDS.stem(word), []) for table in (index["terms"], index["titleterms"])]
        numbers = {number for place in places for number in (place if isinstance(place, list) else [place])}
        found &= {index["docnames"][number] for number in numbers}
    assert page in found


def queried(text: str) -> list[str]:
    """The words that a browser looks up for a query: those of the index, single Chinese characters only when alone."""
    return [word for word in WORDS.split(text) if len(word) > 1 or not "\u4e00" <= word <= "\u9fff" or len(text) == 1]


@pytest.mark.skipif(shutil.which("node") is None, reason="needs a JavaScript engine")
@pytest.mark.parametrize(
    "text", ["版本标识", "异", "docgen 模板language语言 v1_2", "《异议》、价格-过高", "price too high", "㐀㐁𠀀"]
)
def test_the_browser_cuts_a_query_as_the_index_is_cut(text: str) -> None:
    script = f"{SearchChineseAndEnglish.js_splitter_code}\nconsole.log(JSON.stringify(splitQuery({json.dumps(text)})))"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    words = json.loads(done.stdout)
    assert set(words) <= set(WORDS.split(text))
    assert {word for word in WORDS.split(text) if len(word) > 1} <= set(words)


def test_chinese_is_cut_into_pairs_and_english_into_words() -> None:
    assert WORDS.split("docgen模板, v1") == ["docgen", "模", "板", "模板", "v1"]
    assert WORDS.split("客户版") == ["客", "户", "版", "客户", "户版"]


def test_the_reference_has_each_name_once_under_its_package() -> None:
    text = html.unescape(api_page.reference())
    assert sorted(re.findall(r"auto(?:class|function):: docgen\.(\w+)", text)) == docgen.__all__
    assert [line for line in text.splitlines() if line.startswith("## ")] == sorted(
        line for line in text.splitlines() if line.startswith("## ")
    )
