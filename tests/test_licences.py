"""No package that docgen needs stands against its MIT licence, and the page on licences lists them all."""

import sys
from importlib.metadata import metadata

import pytest
from conftest import ROOT

sys.path.append(str(ROOT / "tools"))

import licences

FOUND = tuple(licences.licences())


@pytest.mark.parametrize("licence", FOUND, ids=lambda licence: licence.package)
def test_docgen_may_be_passed_on_under_mit_with_each_package_it_needs(licence: licences.Licence) -> None:
    assert licence.is_accepted, licence.choices


@pytest.mark.parametrize("choices", [("",), ("GPL-2.0-or-later",), ("Proprietary",), ("MIT AND AGPL-3.0",)])
def test_an_unknown_or_incompatible_licence_is_refused(choices: tuple[str, ...]) -> None:
    assert not licences.Licence("other", False, choices).is_accepted


def test_one_acceptable_choice_is_enough() -> None:
    assert licences.Licence("other", False, ("GPL-2.0-or-later", "LGPL-2.1-or-later")).is_accepted
    assert licences.Licence("other", False, ("BSD-3-Clause AND Apache-2.0",)).is_accepted


def test_the_page_on_licences_lists_what_is_installed() -> None:
    page = licences.PAGE.read_text(encoding="utf-8")
    assert licences.table(sorted(FOUND)) in page, "run: python tools/licences.py --write, and read the difference"


def test_packages_from_afar_and_through_extras_are_among_them() -> None:
    packages = {licence.package for licence in FOUND}
    assert {"click", "tinycss2", "pyphen", "brotli"} <= packages
    assert packages.isdisjoint({"pytest", "sphinx"})


def test_the_licence_is_mit_and_part_of_the_distribution() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n\nCopyright (c) 2026 docgen contrib")
    project = licences.project()
    assert project["license"] == "MIT"
    assert "LICENSE" in project["license-files"]
    assert metadata("docgen-sales")["Name"] == project["name"]
