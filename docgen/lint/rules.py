"""The rules of the linter: code, severity and title of each."""

from dataclasses import dataclass

from docgen.errors import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, what it finds, and its severity; templates with a `warning` may be used."""

    code: str
    severity: Severity
    title: str


_ERRORS = {
    "template.broken": "The file or one of its parts can't be read",
    "template.syntax": "A tag is not Jinja",
    "template.unbalanced": "A tag opens in one place and closes in another",
    "template.lost": "A tag takes words away that stand beside it",
    "template.unsafe": "The file runs something: a macro, a control, a program, a field that computes",
    "template.external": "The file fetches something from outside when it is opened",
    "template.doubt": "A place of an adopted document that nobody has settled",
    "template.unknown": "A template is extended, included or imported that the library lacks",
    "name.unknown": "A name that templates don't have",
    "field.unknown": "A field that the schema doesn't have",
    "field.internal": "An internal field where a client may read",
    "field.left_out": "A field of a library entry that this kind of document doesn't show",
    "filter.unknown": "A filter or a test that doesn't exist",
    "filter.operand": "A filter gets something that it can't work on",
    "label.unknown": "A label that neither the catalogue nor a schema has",
    "choice.unknown": "A choice is compared with a value that it can't have",
    "choice.code": "A choice is printed by its code, not by its title",
    "optional.unguarded": "The inside of a value is used that may not be there",
    "optional.printed": "A value that may not be there prints as the word None",
    "else.missing": "An inline `if` without `else` fails where its condition doesn't hold",
    "list.printed": "A list is printed as a whole",
    "list.attribute": "A field is asked of a list, not of its items",
    "loop.single": "A loop over something that is no list",
    "loop.doubled": "A loop goes through a list again within its own turn",
    "model.printed": "A whole model is printed",
    "value.printed": "A function or a macro is printed without being called",
    "bool.printed": "A yes or no is printed as True or False",
    "money.bare": "Money without a money filter",
    "rate.bare": "A rate without a percent filter",
    "date.bare": "A date where it loses the document's style",
    "call.arguments": "A macro or function gets arguments that it doesn't take",
    "drawing.misplaced": "A diagram, picture, chart or sub-document is printed into text",
    "block.unknown": "A block that no page above has, so that it is never printed",
    "set.lost": "A value that is set in a loop and lost at the end of each turn",
    "operand.mixed": "Text is added to a figure or a date",
    "asset.missing": "A picture or sub-document that the library lacks",
    "office.tracked": "A tracked change was left in the template",
    "office.unbound": "A drawing lost its tag when another program saved the file",
    "office.hidden": "Hidden text, a hidden shape or a hidden slide holds words",
    "entry.broken": "An objection, case, legal block or industry that can't be read",
    "entry.unapproved": "An entry that says approved, and isn't",
    "entry.public_id_doubled": "Two entries of the library have one public id",
}
_WARNINGS = {
    "figure.bare": "A figure without a number filter",
    "reader.named": "A reader is asked for by name",
    "default.none": "`default` without `true` does nothing for a field that is empty",
    "office.comment": "A comment was left in the template",
    "office.private": "The template holds data that no page shows",
    "office.link": "A link with a fixed address",
    "office.colour": "A literal colour in Word or PowerPoint",
    "office.font": "A font that the theme doesn't name",
    "page.link": "A fixed address in an HTML template",
    "page.colour": "A literal colour in an HTML template or style sheet",
    "page.font": "A literal font in an HTML template or style sheet",
    "page.comment": "An HTML comment, which would reach the file",
    "text.literal": "Words that belong into the catalogue of labels",
    "template.unused": "A file in a template folder that nothing uses",
    "field.unprinted": "A required field that no template of the kind prints",
    "entry.public_id": "An entry of the library that has no public id",
    "allowance.unused": "An entry of lint.yaml that allows nothing any more",
}
RULES: dict[str, Rule] = {
    **{code: Rule(code, "error", title) for code, title in _ERRORS.items()},
    **{code: Rule(code, "warning", title) for code, title in _WARNINGS.items()},
}
"""Every rule by its code; docs/lint-rules.md has an example of each."""
