"""A third audience needs a member of Audience and marks that name it: tested on a copy of docgen with a partner."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import FORMATS, ROOT, loaded
from lint.makers import box, deck, paragraph, word

import docgen
from docgen.engines import engine_for

pytestmark = pytest.mark.slow

SAMPLE = ROOT / "samples" / "proposal.services.en.yaml"
READER = ('    INTERNAL = "internal", "Internal", "内部", False\n', '    PARTNER = "partner", "Partner", "合作伙伴"\n')
MARKS = """
    partner_price: Annotated[
        Price | None,
        internal("Partner's list price", "渠道标准价", "Before discounts.", "51000", also={Audience.PARTNER}),
    ] = None
    lead_time: Annotated[
        Text | None, internal("Lead time", "交货期", "From order to start.", "6 weeks", also={Audience.PARTNER})
    ] = None
"""
LINES = (
    "{%p for line in doc.pricing.lines %}",
    "{{ line.name }}",
    "{%p if reads.lead_time %}",
    "List {{ line.partner_price|price }}, {{ line.lead_time }}",
    "{%p endif %}",
    "{%p if reads.margin %}",
    "Margin {{ line.margin|price }}",
    "{%p endif %}",
    "{%p endfor %}",
)


def text_of(path: Path) -> str:
    """All visible text of a file."""
    found = engine_for(path.suffix[1:]).searchable(path.read_bytes())
    return "\n".join(text for name, text in found if name.startswith("text"))


class PatchedDocgen:
    """A patched copy of docgen with its own sample and library, run in subprocesses."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sample = folder, folder / "offer.yaml"
        shutil.copytree(ROOT / "docgen", folder / "docgen", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("templates", "samples"):
            (folder / name).symlink_to(ROOT / name)
        self.add("audience.py", READER[0], READER[1])
        self.add("schemas/price_line.py", "from docgen.audience import", " Audience,")
        self.add("schemas/price_line.py", '"含首年升级")] = None\n', MARKS)
        text = SAMPLE.read_text(encoding="utf-8").replace("audience: client", "audience: partner")
        first, rest = text.split("      name: Guest-service desk, site licence\n")
        facts = (
            "      name: Guest-service desk, site licence\n      partner_price: 203.57\n      lead_time: nine weeks\n"
        )
        self.sample.write_text(first + facts + rest, encoding="utf-8")

    def add(self, module: str, after: str, text: str) -> None:
        """Put `text` behind the one place that reads `after`."""
        path = self.folder / "docgen" / module
        source = path.read_text(encoding="utf-8")
        assert source.count(after) == 1, module
        path.write_text(source.replace(after, after + text), encoding="utf-8")

    def library(self, name: str, *lines: str) -> Path:
        """A company's library whose proposals have these paragraphs in each format."""
        made = self.folder / name
        page = "".join(line.replace("{%p", "{%") if "{%p" in line else f"<p>{line}</p>" for line in lines)
        files = {
            "docx/base/proposal.docx": word(*map(paragraph, lines)),
            "pptx/base/proposal.pptx": deck(box("\n".join(lines))),
            "html/base/proposal.html": page.encode(),
        }
        for path, data in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_bytes(data)
        return made

    def run(self, *args: str | Path) -> subprocess.CompletedProcess[str]:
        """The command line of the copy."""
        call = [sys.executable, "-m", "docgen", *map(str, args)]
        world = {**os.environ, "PYTHONPATH": str(self.folder), "XDG_CACHE_HOME": str(self.folder / "cache")}
        return subprocess.run(call, env=world, cwd=self.folder, check=False, capture_output=True, text=True)

    def output(self, *args: str | Path) -> str:
        """What a call prints that succeeds."""
        done = self.run(*args)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def render(self, library: Path | None, formats: str, audience: str) -> subprocess.CompletedProcess[str]:
        """Render the sample into a folder below `out`, named after the library."""
        own = ("--library", library) if library else ()
        out = self.folder / "out" / (library.name if library else "shipped")
        return self.run("render", self.sample, "--to", formats, "--audience", audience, *own, "--out", out)


@pytest.fixture(scope="module")
def patched(tmp_path_factory: pytest.TempPathFactory) -> PatchedDocgen:
    return PatchedDocgen(tmp_path_factory.mktemp("partner"))


@pytest.fixture(scope="module")
def files(patched: PatchedDocgen) -> dict[str, dict[str, str]]:
    """The texts of the company's proposal by reader and format."""
    library, found = patched.library("company", "{{ doc.title }}", *LINES), {}
    for audience in ("client", "partner", "internal"):
        done = patched.render(library, ",".join(FORMATS), audience)
        assert done.returncode == 0, done.stderr
        folder = patched.folder / "out" / library.name / ("" if audience == "client" else audience)
        paths = [path for path in folder.iterdir() if path.is_file()]
        assert len(paths) == len(FORMATS), paths
        assert all(audience == "client" or path.stem.endswith(audience) for path in paths)
        found[audience] = {path.suffix[1:]: text_of(path) for path in paths}
    return found


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_partner_reads_list_prices_and_lead_times_and_no_margin(file_format: str, files: Any) -> None:
    for audience, reads_times, reads_margins in (("client", 0, 0), ("partner", 1, 0), ("internal", 1, 1)):
        text = files[audience][file_format]
        assert "Guest-service desk, site licence" in text
        assert ("203.57" in text, "nine weeks" in text, "Margin" in text) == (reads_times, reads_times, reads_margins)


def test_a_margin_that_a_template_works_out_is_found_in_a_partners_files(patched: PatchedDocgen) -> None:
    cost = loaded(SAMPLE).pricing.totals.cost  # type: ignore[attr-defined]
    library = patched.library("leaking", f"{{{{ (doc.pricing.totals.net_total - {int(cost)})|money }}}}")
    done = patched.render(library, ",".join(FORMATS), "partner")
    assert done.returncode != 0
    assert done.stderr.count("pricing.totals.margin") == len(FORMATS), done.stderr


def test_a_template_that_names_a_margin_makes_no_copy_for_a_partner(patched: PatchedDocgen) -> None:
    library = patched.library("naming", "{% if not reads.cost %}{{ doc.pricing.totals.margin|money }}{% endif %}")
    done = patched.render(library, "docx", "partner")
    assert done.returncode != 0
    assert "put it under {% if reads.margin %}" in done.stderr


def test_the_shipped_templates_make_a_partners_copies(patched: PatchedDocgen) -> None:
    done = patched.render(None, ",".join(FORMATS), "partner")
    assert done.returncode == 0, done.stderr


def test_the_check_of_templates_knows_what_a_partner_may_read(patched: PatchedDocgen) -> None:
    faulty = patched.library(
        "faulty", "{% if reads.lead_time %}{{ doc.pricing.lines[0].cost|price }}{% endif %}", *LINES
    )
    done = patched.run("library", "lint", faulty)
    said = done.stdout + done.stderr
    assert "`cost` of PriceLine is internal, and a partner may read this" in said
    assert said.count("[field.internal]") == len(FORMATS), said


def test_schema_field_sheet_and_gallery_name_the_partner(patched: PatchedDocgen) -> None:
    schema = json.loads(patched.output("schema", "proposal"))
    line = schema["$defs"]["PriceLine"]["properties"]
    assert (line["lead_time"]["reader"], line["cost"]["reader"]) == ("internal, partner", "internal")
    assert "partner" in schema["$defs"]["Audience"]["enum"]
    assert "交货期 Lead time (文本)「内部、合作伙伴」" in patched.output("template", "fields", "proposal")
    few = ("--kind", "screening", "--format", "pdf", "--language", "en", "--industry", "services", "--brand", "default")
    patched.output("library", "preview", *few, "--audience", "partner", "--pages", "1", "--processes", "1")
    assert "Partner edition" in (patched.folder / "gallery.html").read_text(encoding="utf-8")


def test_this_docgen_knows_no_partner() -> None:
    assert [reader.value for reader in docgen.Audience] == ["client", "internal"]
    with pytest.raises(ValueError, match="partner"):
        docgen.render(loaded(SAMPLE), "pdf", audience="partner")
