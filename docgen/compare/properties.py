"""Turns the property parts of an Office file into facts; dates, counts and the program that saved it are left out."""

from docgen.compare.outline import Look, plain
from docgen.compare.package import Package, attribute, children, local

_CORE = {"title": "title", "subject": "subject", "creator": "author", "keywords": "keywords",
         "description": "comments", "category": "category"}  # fmt: skip
_APP = {"Company": "company", "Manager": "manager"}


def read_metadata(package: Package) -> dict[tuple[str, str], Look]:
    """The properties that a person writes, and those with names of their own."""
    told: dict[tuple[str, str], Look] = {}
    for kind, names in (("core-properties", _CORE), ("extended-properties", _APP)):
        for item in children(package.tree(package.target("", kind))):
            title = names.get(local(item))
            if title and (item.text or "").strip():
                told["property", title] = {"value": plain((item.text or "").strip())}
    for item in children(package.tree(package.target("", "custom-properties"))):
        value = "".join(inner.text or "" for inner in children(item))
        told["property", attribute(item, "name") or ""] = {"value": plain(value)}
    return told
