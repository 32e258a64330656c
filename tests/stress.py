"""Long and short variants of the sample inputs: one price line and 60, names of 4 and 60 characters, and so on."""

import sys
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import docgen

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
Data = dict[str, Any]
LONG_NAME = "Harbour, Vale & Northern Isles Hospitality Holdings (UK) Ltd"
LONG_CHINESE_NAME = (
    "苏州工业园区华东精密机械制造与智能装备研究开发（集团）股份有限公司"
    "热处理与表面工程技术事业部第二生产基地及其子公司联合体"
)
OBJECTIONS = (
    "after-sales-support", "boss-decides", "build-it-ourselves", "busy-season", "call-me-next-year", "cash-is-tight",
    "competitor-cheaper", "data-migration-risk", "data-security", "failed-before", "implementation-risk",
    "prove-the-effect",
)  # fmt: skip
ROLES = ("user", "influencer", "technical_evaluator", "approver", "purchaser", "gatekeeper")


def with_lines(count: int) -> Callable[[Data], None]:
    """As many price lines, made from the sample's own in turn."""

    def change(data: Data) -> None:
        own = data["pricing"]["lines"]
        lines = [deepcopy(own[index % len(own)]) for index in range(count)]
        for index, line in enumerate(lines):
            line["name"] = f"{line['name']} {index + 1}" if count > len(own) else line["name"]
            line["line_no"] = index + 1
            for key in ("optional", "alternative_to"):
                line.pop(key, None)
        data["pricing"]["lines"] = lines
        data["pricing"].pop("document_discount", None)

    return change


def with_client(name: str) -> Callable[[Data], None]:
    """A client of that name, short name and all."""

    def change(data: Data) -> None:
        data["client"] |= {"full_name": name, "short_name": name[:30]}

    return change


def with_people(count: int) -> Callable[[Data], None]:
    """A decision map of as many people: one at the top, each with up to four below."""

    def change(data: Data) -> None:
        own = data["decision_map"]["nodes"]
        nodes = [deepcopy(own[0])]
        for index in range(1, count):
            node = deepcopy(own[index % len(own)])
            above = nodes[(index - 1) // 4]["id"]
            node |= {"id": f"p{index}", "name": f"{node['name']} {index}", "reports_to": above}
            node["roles"] = [ROLES[index % len(ROLES)]]
            nodes.append(node)
        data["decision_map"] = {"nodes": nodes}

    return change


def without_cases(data: Data) -> None:
    data["cases"] = []


def with_objections(data: Data) -> None:
    data["objections"] = list(OBJECTIONS)


CASES: dict[str, tuple[str, tuple[Callable[[Data], None], ...]]] = {
    "one-line": ("proposal.services.en", (with_lines(1), without_cases)),
    "sixty-lines": ("proposal.manufacturing.zh", (with_lines(60), with_client("华东精工"))),
    "long-name": ("proposal.services.en", (with_client(LONG_NAME), with_objections)),
    "stacked": ("proposal.manufacturing.zh+en", (with_client(LONG_CHINESE_NAME), with_lines(60), with_objections)),
    "three-people": ("needs_analysis.services.en", (with_people(3), with_client("Vale"))),
    "forty-people": ("needs_analysis.manufacturing.zh", (with_people(40), with_client(LONG_CHINESE_NAME))),
    "long-name-minutes": ("minutes.services.en", (with_client(LONG_NAME),)),
    "long-name-screening": ("screening.manufacturing.zh", (with_client(LONG_CHINESE_NAME),)),
}
"""By name: a sample and what is done to it."""


@cache
def _sample(name: str) -> Data:
    return YAML(typ="safe").load(SAMPLES / f"{name}.yaml")


def write_input(case: str, folder: Path) -> Path:
    """The input file of a case."""
    sample, changes = CASES[case]
    data = deepcopy(_sample(sample))
    for change in changes:
        change(data)
    path = folder / f"{case}.yaml"
    YAML().dump(data, path)
    return path


def render_case(case: str, file_format: str, folder: Path, audience: str = "client") -> Path:
    """A case as a finished document in `folder`."""
    document = docgen.load(write_input(case, folder))
    path = folder / f"{case}.{audience}.{file_format}"
    path.write_bytes(docgen.render(document, file_format, audience=audience).data)
    return path


def main() -> None:
    """Write all cases in all formats into the folder named, to be looked at."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        for file_format in ("docx", "pptx", "pdf"):
            print(render_case(case, file_format, folder))


if __name__ == "__main__":
    main()
