"""The rules of the linter: code, severity and title of each."""

from dataclasses import dataclass

from docgen.errors import Severity
from docgen.messages import message


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code and its severity; templates with a `warning` may be used."""

    code: str
    severity: Severity

    @property
    def title(self) -> str:
        """What the rule finds, in the current language."""
        return str(message(f"lint.rule.{self.code}"))


_ERRORS = (
    "template.broken",
    "template.syntax",
    "template.unbalanced",
    "template.marker",
    "template.lost",
    "template.unsafe",
    "template.external",
    "template.doubt",
    "contents.unended",
    "template.unknown",
    "name.unknown",
    "field.unknown",
    "field.internal",
    "field.left_out",
    "title.unknown",
    "title.ambiguous",
    "filter.unknown",
    "filter.operand",
    "label.unknown",
    "choice.unknown",
    "choice.code",
    "optional.unguarded",
    "optional.printed",
    "else.missing",
    "list.printed",
    "list.attribute",
    "loop.single",
    "loop.doubled",
    "model.printed",
    "value.printed",
    "bool.printed",
    "money.bare",
    "rate.bare",
    "date.bare",
    "call.arguments",
    "drawing.misplaced",
    "block.unknown",
    "set.lost",
    "operand.mixed",
    "asset.missing",
    "office.tracked",
    "control.lost",
    "drawing.lost",
    "office.hidden",
    "entry.broken",
    "entry.unapproved",
    "entry.public_id_doubled",
)
_WARNINGS = (
    "contents.kept",
    "control.unrecorded",
    "control.unknown",
    "figure.bare",
    "reader.named",
    "default.none",
    "office.comment",
    "office.private",
    "office.link",
    "template.unlinked",
    "office.colour",
    "office.font",
    "page.link",
    "page.colour",
    "page.font",
    "page.comment",
    "text.literal",
    "title.renamed",
    "language.differs",
    "language.missing",
    "template.unused",
    "file.misplaced",
    "label.misspelt",
    "template.poorer",
    "office.date",
    "field.unprinted",
    "entry.public_id",
    "brand.logo",
    "allowance.unused",
)
RULES: dict[str, Rule] = {
    **{code: Rule(code, "error") for code in _ERRORS},
    **{code: Rule(code, "warning") for code in _WARNINGS},
}
"""Every rule by its code; docs/lint-rules.md has an example of each."""
