"""How the templates of an industry differ from the base: order, own section, leading figures, cover.

What each should have is docs/dev/industry-templates.md.
"""

import re
import zipfile
from contextlib import closing
from functools import cache
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from conftest import ROOT, WORKSPACE, loaded
from language import outline
from pptx import Presentation

import docgen
from docgen.display.leading import place_of

INDUSTRIES = ("manufacturing", "services", "financial_services")
FORMATS = ("pdf", "docx")
PROPOSAL = {
    "retail": [
        "Executive summary", "Where you stand today", "Diagnosis", "Objectives and measures", "Solution",
        "What you gain", "Scope", "Implementation", "Service levels", "Project team", "Clients in the same industry",
        "Return on investment",
    ],
    "manufacturing": [
        "Executive summary", "Output and downtime", "Return on investment", "What you gain", "Where you stand today",
        "Diagnosis", "Solution", "Implementation", "Service levels", "Scope", "Clients in the same industry",
        "Project team",
    ],
    "services": [
        "Executive summary", "A guest's day", "Objectives and measures", "Service levels", "Where you stand today",
        "Diagnosis", "Solution", "What you gain", "Clients in the same industry", "Scope", "Implementation",
        "Project team", "Return on investment",
    ],
    "financial_services": [
        "Executive summary", "Risk and control", "Service levels", "Scope", "Where you stand today", "Diagnosis",
        "Objectives and measures", "Solution", "What you gain", "Implementation", "Clients in the same industry",
        "Project team", "Return on investment",
    ],
}  # fmt: skip
OFFER = ["Prices", "Payment", "Terms", "Next steps", "Questions you may have", "Acceptance"]
NEEDS = {
    "retail": [
        "Client profile", "Background", "Interviews", "Current state", "Pains", "Goals", "Requirements",
        "Budget and timeline", "How the decision is made", "Decision map", "Risks and open questions",
    ],
    "manufacturing": [
        "Output and downtime", "Current state", "Pains", "Requirements", "Budget and timeline", "Client profile",
        "Background", "Interviews", "How the decision is made", "Decision map", "Risks and open questions",
    ],
    "services": [
        "A guest's day", "Requirements", "Current state", "Client profile", "Background", "Interviews",
        "Budget and timeline", "How the decision is made", "Decision map", "Risks and open questions",
    ],
    "financial_services": [
        "Risk and control", "Pains", "Goals", "Requirements", "How the decision is made", "Decision map",
        "Current state", "Budget and timeline", "Client profile", "Background", "Interviews",
    ],
}  # fmt: skip
CONFIRMED = ["Next steps", "Confirmation by the client"]


_DECISION = ["Decision map", "How the decision is made"]
DECKS = {
    "proposal": {
        "retail": ["Where you stand today", "Diagnosis", "Objectives and measures", "Solution",
                   "What you gain", "Clients in the same industry", "Implementation", "Scope"],
        "manufacturing": ["Output and downtime", "What you gain", "Where you stand today",
                          "Diagnosis", "Solution", "Implementation", "Scope", "Clients in the same industry"],
        "services": ["A guest's day", "Objectives and measures", "Diagnosis", "Solution",
                     "What you gain", "Clients in the same industry", "Scope", "Implementation"],
        "financial_services": ["Risk and control", "Service levels",
                               "Scope", "Where you stand today", "Diagnosis", "Objectives and measures", "Solution",
                               "What you gain", "Implementation", "Clients in the same industry"],
    },
    "needs_analysis": {
        "retail": ["Overview", "Interviews", "Current state", "Pains", "Goals", "Requirements", "Budget and timeline",
                   *_DECISION, "Open questions"],
        "manufacturing": ["Overview", "Output and downtime", "Current state", "Pains", "Requirements",
                          "Budget and timeline", "Interviews", *_DECISION, "Open questions"],
        "services": ["Overview", "A guest's day", "Requirements", "Current state", "Interviews", "Budget and timeline",
                     *_DECISION, "Open questions"],
        "financial_services": ["Overview", "Risk and control", "Open questions", "Pains", "Goals", "Requirements",
                               *_DECISION, "Current state", "Budget and timeline", "Interviews"],
    },
}  # fmt: skip
LEADING = {
    "retail": ["< 1", "First response for nine", "−60", "Refunds after", "£198k"],
    "services": ["< 1", "First response for nine", "+12", "Net promoter score", "−60"],
    "financial_services": ["−60", "Refunds after", "< 1", "First response for nine", "£198k"],
}
FACTS = {
    "retail": ["Amount payable", "Implementation", "Service period", "Payback"],
    "manufacturing": ["Payback", "Implementation", "Amount payable", "Service period"],
    "services": ["Service period", "Implementation", "Amount payable", "Payback"],
    "financial_services": ["First response to guests", "Service period", "Implementation", "Amount payable"],
}


@cache
def rendered(kind: str, industry: str, file_format: str) -> bytes:
    """The English sample for services as a client's copy, as if its client were of `industry`."""
    document = loaded(ROOT / f"samples/{kind}.services.en.yaml").model_copy(update={"industry": industry})
    return docgen.render(document, file_format, audience="client", workspace=WORKSPACE).data


def chapters(data: bytes, file_format: str) -> list[str]:
    """The headings of the first level, without numbers."""
    return {"pdf": _pdf_chapters, "docx": _docx_chapters}[file_format](data)


def _pdf_chapters(data: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        titles = [mark.get_title() for mark in document.get_toc() if mark.level == 1]
    return [title for title in titles if title not in ("Contents", "Revision history")]


def _docx_chapters(data: bytes) -> list[str]:
    return re.findall(r"^# (.*)$", outline(data, "docx"), re.MULTILINE)


@cache
def text_of(kind: str, industry: str, file_format: str) -> str:
    """The text in one line, from the first chapter's heading on."""
    data = rendered(kind, industry, file_format)
    text = " ".join(outline(data, file_format).split())
    first, second = chapters(data, file_format)[:2]
    return text[text.rfind(first, 0, text.rfind(second)) :]


def in_order(text: str, words: list[str]) -> bool:
    """Whether all `words` occur, each after the one before."""
    return re.search(".*?".join(map(re.escape, words)), text) is not None


def occurrences(text: str, words: str) -> int:
    """How often `words` occur, however lines are broken."""
    return re.sub(r"\s|\|", "", text).count(re.sub(r"[\s*]", "", words))


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("industry", PROPOSAL)
def test_the_chapters_of_a_proposal_are_in_the_industrys_order(industry: str, file_format: str):
    assert chapters(rendered("proposal", industry, file_format), file_format) == [*PROPOSAL[industry], *OFFER]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("industry", NEEDS)
def test_the_chapters_of_a_needs_analysis_are_in_the_industrys_order(industry: str, file_format: str):
    found = chapters(rendered("needs_analysis", industry, file_format), file_format)
    assert found == [*NEEDS[industry], *CONFIRMED]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("industry", LEADING)
def test_figures_that_the_industry_looks_at_lead_the_summary(industry: str, file_format: str):
    assert in_order(text_of("proposal", industry, file_format)[:700], LEADING[industry])


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("industry", FACTS)
def test_the_summary_ends_with_the_facts_that_the_industry_asks_for(industry: str, file_format: str):
    text = text_of("proposal", industry, file_format)
    summary = text[: text.find(PROPOSAL[industry][1])]
    assert in_order(summary[summary.find("11 months after go-live.") :], FACTS[industry])


@pytest.mark.parametrize("file_format", FORMATS)
def test_output_and_downtime_has_the_objectives_by_measure(file_format: str):
    text = text_of("proposal", "manufacturing", file_format)
    own = text[text.find("Output and downtime") : text.find("Return on investment")]
    assert in_order(own, ["By September 2027", "22 %", "90 %", "6 weeks", "1 day"])
    needs = text_of("needs_analysis", "manufacturing", file_format)
    own = needs[: needs.find("Systems")]
    assert in_order(own, ["22 %", "90 %", "Baseline", "9 h 20 min", "Windows and limits", "Easter"])


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_guests_day_has_the_clients_words_and_what_answers_them(file_format: str):
    text = text_of("proposal", "services", file_format)
    own = text[text.find("A guest's day") : text.find("Objectives and measures")]
    assert in_order(own, ["What the guest then has", "Slow first response", "three different answers",
                          "within an hour", "One inbox", "Leith",
                          "Complaints lost", "Ruth Adeyemi", "closed within 48 hours"])  # fmt: skip
    needs = text_of("needs_analysis", "services", file_format)
    own = needs[: needs.find("Should")]
    assert in_order(
        own, ["P1", "three different answers", "£148,000", "What is to change", "22 %", "90 %", "P2", "95 %"]
    )


@pytest.mark.parametrize("file_format", FORMATS)
def test_risk_and_control_has_risks_controls_and_their_evidence(file_format: str):
    text = text_of("proposal", "financial_services", file_format)
    own = text[text.find("Risk and control") : text.find("Service levels")]
    assert in_order(own, ["Hotels keep using", "closed after four weeks", "Controls and audit trail", "Exposure",
                          "Control", "Evidence", "One inbox", "Leith"])  # fmt: skip
    needs = text_of("needs_analysis", "financial_services", file_format)
    own = needs[: needs.find("P1 Guests wait")]
    assert in_order(own, ["the general manager's signature", "Limits", "No change to OPERA", "Open questions"])


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("industry", PROPOSAL)
def test_what_an_own_section_prints_is_printed_once_and_nothing_is_lost(industry: str, file_format: str):
    document: Any = loaded(ROOT / "samples/proposal.services.en.yaml")
    text = text_of("proposal", industry, file_format)
    once = [voice.quote for voice in document.client_voice] + [risk.risk for risk in document.risks]
    once += [row.capability for row in document.solution.rows] + [row.proof for row in document.solution.rows]
    once += [one.metric for one in document.objectives]
    assert {words: occurrences(text, words) for words in once} == dict.fromkeys(once, 1)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", ["proposal", "needs_analysis"])
def test_the_first_page_says_what_counts_in_the_industry(kind: str, file_format: str):
    for industry in (*INDUSTRIES, "retail"):
        emphasis = WORKSPACE.opened.industry(industry, "en").emphasis
        text = " ".join(outline(rendered(kind, industry, file_format), file_format).split())
        first = text[: text.find("Stamp ")]
        assert (occurrences(first, emphasis) == 1) is (industry in INDUSTRIES)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    ("industry", "goal"), [("retail", "First responses"), ("financial_services", "Complaints closed")]
)
def test_the_opening_of_a_needs_analysis_has_the_leading_goal(industry: str, goal: str, file_format: str):
    text = " ".join(outline(rendered("needs_analysis", industry, file_format), file_format).split())
    goals = text[text.find("Goals") :]
    assert goal in goals[: goals.find("Budget")]


def slides(kind: str, industry: str) -> list[Any]:
    return list(Presentation(BytesIO(rendered(kind, industry, "pptx"))).slides)


def part_of(slide: Any) -> str:
    """The part of the deck that is named above a slide's title; empty on a cover."""
    return next((h.text_frame.text for h in slide.placeholders if h.placeholder_format.idx == 15), "")


def parts(kind: str, industry: str) -> list[str]:
    """The parts of a deck in order, each once."""
    named = (part_of(slide).partition(" · ")[0] for slide in slides(kind, industry))
    return list(dict.fromkeys(filter(None, named)))


@pytest.mark.parametrize(("kind", "industry"), [(kind, industry) for kind in DECKS for industry in DECKS[kind]])
def test_the_slides_are_in_the_industrys_order(kind: str, industry: str):
    found = parts(kind, industry)
    assert found[: len(DECKS[kind][industry])] == DECKS[kind][industry]


@pytest.mark.parametrize("industry", LEADING)
def test_figures_that_the_industry_looks_at_lead_the_agenda(industry: str):
    shapes = [shape for shape in slides("proposal", industry)[1].shapes if shape.has_table]
    text = " ".join(cell.text_frame.text for cell in shapes[0].table.iter_cells())
    assert in_order(text, LEADING[industry][::2])


@pytest.mark.parametrize("kind", DECKS)
def test_the_covers_of_decks_have_the_industrys_motif_and_what_counts_in_it(kind: str):
    covers = {industry: slides(kind, industry)[0] for industry in (*INDUSTRIES, "retail")}
    names = {industry: cover.slide_layout.name for industry, cover in covers.items()}
    assert names == {
        "manufacturing": "Cover with gears", "services": "Cover with waves",
        "financial_services": "Cover with a vault", "retail": "Cover",
    }  # fmt: skip
    for industry, cover in covers.items():
        emphasis = WORKSPACE.opened.industry(industry, "en").emphasis
        assert any(emphasis in shape.text_frame.text for shape in cover.placeholders) is (industry != "retail")


def test_the_own_slides_have_what_the_pages_have():
    text = {industry: outline(rendered("proposal", industry, "pptx"), "pptx") for industry in INDUSTRIES}
    flat = {industry: " ".join(words.split()) for industry, words in text.items()}
    assert in_order(flat["manufacturing"], ["22 %", "90 %", "6 weeks", "1 day"])
    assert in_order(flat["services"], ["What the guest then has", "Slow first response", "three different answers"])
    assert in_order(flat["financial_services"], ["Hotels keep using", "Exposure", "One inbox", "99.9 %"])


def test_the_covers_of_pages_are_drawn_with_motifs_of_their_own():
    drawn: set[int] = set()
    for industry in (*INDUSTRIES, "retail"):
        with closing(pypdfium2.PdfDocument(rendered("proposal", industry, "pdf"))) as document:
            drawn.add(sum(1 for _ in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=9)))
    assert len(drawn) == 4
    anchors = {document_xml(rendered("proposal", industry, "docx")).split("</w:p>")[0] for industry in PROPOSAL}
    assert len({re.sub(r"<w:t.*?</w:t>", "", anchor) for anchor in anchors}) == 4


def document_xml(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("OEE（两条精加工线平均）", 0),
        ("Yield of line 2", 1),
        ("Unit cost of yield", 2),
        ("Joee", None),
        ("回收期", None),
    ],
)
def test_a_figure_belongs_to_the_measure_with_the_longest_name_in_it(text: str, place: int | None):
    assert place_of(text, (("OEE", "设备综合效率"), ("yield",), ("unit cost",))) == place
