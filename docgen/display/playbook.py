"""Display fields of playbooks and objections."""

from typing import Annotated, Any

from docgen.audience import MarkedModel, View, client
from docgen.display.document import facts_of
from docgen.display.fields import DisplayField, item
from docgen.display.items import Fact
from docgen.display.words import Words
from docgen.richtext import plain_text
from docgen.schemas.figures import Count
from docgen.schemas.playbook import Objection, ObjectionCategory, Playbook, Proof, Steps

_TABS = 7
_STEPS = ("listen", "acknowledge", "explore", "respond")


class ObjectionGroup(MarkedModel):
    """The objections of a category."""

    category: Annotated[ObjectionCategory, client("Category", "异议类别", "What they are about.", "price")]
    number: Annotated[Count, client("Number", "序号", "Of the category, from 1.", 1)]
    objections: Annotated[tuple[Objection, ...], client("Objections", "异议条目", "In the playbook's order.", [])]


def _groups(doc: Any, words: Words) -> tuple[View, ...]:
    found: dict[str, list[View]] = {}
    entries = sorted(words.names.get("objections", ()), key=lambda entry: str(entry.category).casefold())
    for entry in entries:
        found.setdefault(entry.category, []).append(entry)
    return tuple(
        item(ObjectionGroup, category=category, number=number, objections=tuple(group))
        for number, (category, group) in enumerate(found.items(), 1)
    )


def _proof(proof: Any, words: Words) -> str | None:
    until = proof.valid_until and f"{words.label('proof.valid_until')} {words.text(proof.valid_until)}"
    return words.joined(proof.source, until)


def _origin(entry: Any, words: Words) -> str:
    owner = f"{words.label('objection.owner')} {entry.owner}"
    review = f"{words.label('review_due')} {words.text(entry.review_by)}"
    return words.joined(entry.stage, entry.persona, entry.genuineness, f"V{entry.version}", owner, review) or ""


def _use(entry: Any, words: Words) -> str | None:
    usage = entry.usage_text and f"{words.label('usage')} {entry.usage_text}"
    return words.joined(usage, entry.success_text and f"{words.label('success_rate')} {entry.success_text}")


def _at_tab(place: int) -> DisplayField:
    return DisplayField(
        ObjectionGroup, f"at_tab_{place}", f"At index tab {place}", f"第{place}个索引位", "Of seven down the page.",
        ("number",), bool, lambda group, words: (group.number - 1) % _TABS == place - 1,
    )  # fmt: skip


FIELDS = (
    *(_at_tab(place) for place in range(1, _TABS + 1)),
    DisplayField(
        Playbook, "purpose_text", "Purpose without formatting", "用途（纯文本）", "In one line.", ("purpose",),
        str | None,
        lambda doc, words: plain_text(doc.purpose) if doc.purpose else None,
    ),
    DisplayField(
        Objection, "origin_text", "Where heard, version and owner", "出现场合、版本与负责人", "In one line.",
        ("stage", "persona", "genuineness", "version", "owner", "review_by"), str, _origin,
    ),
    DisplayField(
        Objection, "use_text", "Use and success", "使用与成功率", "How often it was used, and with what success.",
        ("usage", "success_rate"), str | None, _use,
    ),
    DisplayField(
        Playbook, "written_for", "Written for", "适用对象", "The team, else the client.",
        ("team", "client.full_name"), str | None,
        lambda doc, words: doc.team or (doc.client.full_name if doc.client else None),
    ),
    DisplayField(
        Playbook, "objection_groups", "Objections by category", "按类别的异议",
        "All objections of the playbook, own and from the library, by category.", ("objections.category",),
        tuple[ObjectionGroup, ...], _groups,
    ),
    DisplayField(
        Objection, "about_text", "Kind, person and stage", "异议性质与场景",
        "How the objection is meant, who raises it, and when: those that are given.",
        ("genuineness", "persona", "stage"), str | None,
        lambda entry, words: words.joined(entry.genuineness, entry.persona, entry.stage),
    ),
    DisplayField(
        Objection, "main_proof", "Main proof", "首要证明", "The first proof.", ("proof",),
        Proof,
        lambda entry, words: entry.proof[0],
    ),
    DisplayField(
        Objection, "further_proof", "Further proof", "其他证明", "The proofs after the first.", ("proof",),
        tuple[Proof, ...], lambda entry, words: entry.proof[1:],
    ),
    DisplayField(
        Objection, "answer_in_short", "Answer in short", "简短解答",
        "The short script, else the answer for the client.",
        ("short_script", "client_answer"), str,
        lambda entry, words: entry.short_script or plain_text(entry.client_answer),
    ),
    DisplayField(
        Objection, "usage_text", "Times used, in words", "使用次数（文字）", "Empty if not counted.", ("usage",),
        str | None,
        lambda entry, words: words.text(entry.usage),
    ),
    DisplayField(
        Objection, "success_text", "Success rate in words", "成功率（文字）", "Empty if not counted.",
        ("success_rate",),
        str | None, lambda entry, words: None if entry.success_rate is None else words.percent(entry.success_rate),
    ),
    DisplayField(
        Playbook, "has_rules", "Has rules of use", "有使用说明", "How to use it, or when it is reviewed.",
        ("how_to_use", "next_review"), bool, lambda doc, words: bool(doc.how_to_use or doc.next_review),
    ),
    DisplayField(
        Objection, "has_internal_notes", "Has internal notes", "有内部说明",
        "An internal script, concession rules, or words to avoid.",
        ("internal_script", "concession_rules", "do_not_say"), bool,
        lambda entry, words: bool(entry.internal_script or entry.concession_rules or entry.do_not_say),
    ),
    DisplayField(
        Steps, "facts", "Steps in a list", "步骤列表", "Each step that is given, with its title.", _STEPS,
        tuple[Fact, ...],
        lambda steps, words: facts_of(words, ((f"step_{name}", getattr(steps, name)) for name in _STEPS)),
    ),
    DisplayField(
        Proof, "source_text", "Source and validity", "来源及有效期", "The source, and until when it holds.",
        ("source", "valid_until"), str, _proof,
    ),
)  # fmt: skip
