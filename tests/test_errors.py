"""Errors go whole through pickle and copy, as another process or a queue sends them."""

import copy
import pickle
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import docgen
from docgen.engines.office.pictures.raster import PictureError
from docgen.errors import DocgenError, Finding, InputError, RefusedError
from docgen.messages import MessageError, message
from docgen.schemas.base import RuleError

FINDINGS = (
    Finding.of("input.file:read", reason="broken", place="pricing.lines[2].tax_rate").at("acme.yaml", 41, 16),
    Finding(
        "c.d",
        message("output.write", reason="逾期", written=["a.docx", "b.docx"]),
        severity="warning",
        values={"days": 31, "on": date(2026, 1, 2), "share": Decimal("0.1")},
    ),
)


def modules() -> Iterator[str]:
    for found in walk_packages(docgen.__path__, "docgen."):
        if not found.name.endswith("__main__"):
            yield found.name


def subclasses(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    for below in kind.__subclasses__():
        yield below
        yield from subclasses(below)


def errors_of_the_package() -> list[type[BaseException]]:
    for name in modules():
        import_module(name)
    return sorted({e for e in subclasses(BaseException) if e.__module__.startswith("docgen.")}, key=str)


OTHER_ARGUMENTS: dict[type[BaseException], tuple[object, ...]] = {
    PictureError: ("picture.in_data",),
    MessageError: ("cli.within",),
    RuleError: ([("lines[0].qty", message("cli.nothing"))],),
}
"""The arguments of errors that don't take a list of texts."""


class LateError(InputError):
    """An error of somebody's own, whose constructor takes something else than findings."""

    def __init__(self, path: Path, *, attempts: int) -> None:
        super().__init__([Finding.of("cli.nothing").at(str(path))])
        self.path, self.attempts = path, attempts


WAYS = {
    **{f"pickle {n}": lambda e, n=n: pickle.loads(pickle.dumps(e, n)) for n in range(pickle.HIGHEST_PROTOCOL + 1)},
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_error_of_docgen_comes_back_with_its_findings(way):
    kinds = [kind for kind in errors_of_the_package() if issubclass(kind, DocgenError)]
    assert len(kinds) >= 9
    for kind in kinds:
        back = way(kind(FINDINGS))
        assert type(back) is kind
        assert back.findings == FINDINGS
        assert back.findings[1].values == FINDINGS[1].values
        assert str(back) == str(kind(FINDINGS))
        assert back.exit_code == kind.exit_code


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_an_error_with_other_arguments_comes_back_with_its_attributes(way):
    error = LateError(Path("a.yaml"), attempts=3)
    error.add_note("on the second machine")
    back = way(error)
    assert (type(back), back.findings, back.path, back.attempts) == (LateError, error.findings, Path("a.yaml"), 3)
    assert back.__notes__ == ["on the second machine"]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_errors_below_the_front_door_come_back_too(way):
    others = [kind for kind in errors_of_the_package() if not issubclass(kind, DocgenError)]
    for kind in others:
        error = kind(*OTHER_ARGUMENTS.get(kind, (["why"],)))
        assert (type(way(error)), str(way(error))) == (kind, str(error))
    assert PictureError in others


def test_an_error_is_raised_and_caught_again_as_what_it_is():
    with pytest.raises(RefusedError, match="逾期"):
        raise pickle.loads(pickle.dumps(RefusedError(FINDINGS)))
