"""Report what a compiled Office template carried besides its pages, or refuse it to a client."""

from dataclasses import replace
from typing import Protocol

from docgen.errors import Finding, TemplateError
from docgen.templating.bindings import Bindings, Template


class _Compiled(Protocol):
    @property
    def template(self) -> Template: ...
    @property
    def notices(self) -> tuple[Finding, ...]: ...
    @property
    def refused(self) -> tuple[Finding, ...]: ...


def report(compiled: _Compiled, bindings: Bindings, notices: list[Finding] | None) -> None:
    """Append what was taken out of the template to `notices`, and for readers inside the house what is hidden in it.

    Raises TemplateError with all that is hidden or tracked in it, if the file is for outside the house.
    """
    name = compiled.template.name
    if compiled.refused and bindings.reader.is_outside:
        raise TemplateError([finding.at(name) for finding in compiled.refused])
    if notices is not None:
        notices.extend(finding.at(name) for finding in compiled.notices)
        notices.extend(replace(finding.at(name), severity="warning") for finding in compiled.refused)
