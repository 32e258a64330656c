"""A difference between docgen and docxtpl as a value: what, why, and docgen's outline."""

from dataclasses import dataclass
from inspect import cleandoc


@dataclass(frozen=True, slots=True)
class Difference:
    """One accepted difference; `ours` is docgen's outline, indented as it stands in the source."""

    what: str
    reason: str
    ours: str

    @property
    def expected(self) -> str:
        """The outline that docgen gives."""
        return "\n".join(line.rstrip() for line in cleandoc(self.ours).splitlines()) + "\n"
