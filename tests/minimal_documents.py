"""Documents of which only what a schema requires is filled in, made from the samples."""

from pathlib import Path
from typing import Any

from conftest import SAMPLES
from ruamel.yaml import YAML

import docgen

SIDES = ("client", "seller")


def minimal(path: Path) -> dict[str, Any]:
    """The sample's required fields alone, with one item in each list; who approved it is named."""
    sample = YAML(typ="base").load(path.read_text(encoding="utf-8"))
    plan = docgen.schema(sample["kind"])
    data = {"kind": sample["kind"], **_required(sample, plan, plan)}
    data["approved_by"] = sample.get("approved_by", "B. Chief")
    if "governing_language" in sample and sample["language"] == "zh+en":
        data["governing_language"] = sample["governing_language"]
    for name in ("attendees", "signatures"):
        if name in data:
            everybody = _required(sample, plan, plan, most=99)[name]
            data[name] = [next(item for item in everybody if item["side"] == side) for side in SIDES]
    if "payment_terms" in data:
        data["payment_terms"][0]["share"] = "1"
    if data["kind"] == "playbook":
        data["include"] = ["price-too-high"]
    if "criteria" in data:
        data["criteria"][0]["weight"] = "1"
    return data


def _required(value: Any, rule: Any, plan: Any, most: int = 1) -> Any:
    while "$ref" in rule or "anyOf" in rule:
        name = rule.get("$ref", "").rsplit("/", 1)[-1]
        rule = plan["$defs"][name] if name else next(one for one in rule["anyOf"] if one.get("type") != "null")
    if isinstance(value, dict) and "properties" in rule:
        wanted = rule.get("required", ())
        return {
            name: _required(item, rule["properties"][name], plan, most)
            for name, item in value.items()
            if name in wanted
        }
    if isinstance(value, list):
        return [_required(item, rule.get("items", {}), plan, most) for item in value[:most]]
    return value


YAML_SAMPLES = [path for path in SAMPLES if path.suffix == ".yaml"]
