"""Check the one template that a render uses, so that a client's copy is refused for what the check calls an error."""

from docgen.disk_cache import Cache, default_folder
from docgen.errors import Finding
from docgen.library.catalogue import Library
from docgen.library.layers import FoundTemplate
from docgen.lint.allowances import read_allowances
from docgen.lint.checking import Entry
from docgen.lint.results import Results


def template_errors(library: Library, found: FoundTemplate, kind: str, file_format: str) -> tuple[Finding, ...]:
    """The errors that `docgen library lint` has for a template, in its words; none for a built-in one alone.

    The built-in library has no errors (its own tests hold that). Results are kept, in memory and in the person's cache
    folder, by the digests of the template and of all that it leans on, so that a template is checked once.
    """
    if len(library.layers) == 1:
        return ()
    entry = Entry(kind, file_format, found.path, found.name)
    results = Results(library, read_allowances(library), Cache(default_folder("checks")), 1)
    problems = next(results.of([entry])).problems
    return tuple(problem.as_finding() for problem in problems if problem.severity == "error")
