"""Objection files for tests: a valid entry in both languages, and copies of it with something changed."""

import re
from pathlib import Path

from approvals import seal

FACTS = {
    "category": "price",
    "verbatim": {"zh": "你们的年费涨得太快了。", "en": "Your yearly fee keeps climbing."},
    "owner": "赵静",
    "approved_by": "赵静",
    "approved_on": "2026-09-30",
    "version": '"1.0"',
    "review_by": "2027-03-31",
    "status": "approved",
}
PROOF = """\
  - figure: {figure}
    source: {source}
    case_id: mfg-precision-gears
    valid_until: 2027-06-30
"""
PROOFS = {
    "zh": {"figure": "续约客户三年平均涨幅 2.1%", "source": "2025 年财务复核"},
    "en": {"figure": "Renewals rose by 2.1% over three years", "source": "Finance review 2025"},
}
SECTIONS = {
    "underlying_concern": {"zh": "担心以后被锁定。", "en": "Fear of being locked in."},
    "listen": {"zh": "先听完。", "en": "Hear them out."},
    "acknowledge": {"zh": "这个顾虑合理。", "en": "That is a fair worry."},
    "explore": {"zh": "您担心的是哪一年？", "en": "Which year worries you?"},
    "respond": {"zh": "把涨幅写进合同。", "en": "Put a cap into the contract."},
    "client_answer": {
        "zh": "合同写明年费涨幅上限为百分之三。",
        "en": "The contract caps the yearly rise at three per cent.",
    },
    "do_not_say": {"zh": "- 年费永远不涨", "en": "- The fee will never rise"},
}


def entry_text(language: str, *changes: tuple[str, str]) -> str:
    """A valid entry; each change is a pattern and its replacement, which must change something."""
    facts = {name: value[language] if isinstance(value, dict) else value for name, value in FACTS.items()}
    lines = [f"{name}: {value}" for name, value in facts.items()]
    lines.insert(2, "proof:\n" + PROOF.format(**PROOFS[language]).rstrip("\n"))
    text = "---\n" + "\n".join(lines) + "\n---\n"
    text += "".join(f"\n## {name}\n\n{texts[language]}\n" for name, texts in SECTIONS.items())
    for pattern, words in changes:
        changed = re.sub(pattern, words, text, count=1, flags=re.MULTILINE | re.DOTALL)
        assert changed != text, pattern
        text = changed
    return text


def write_entry(library: Path, name: str = "fee-climbs", *changes: tuple[str, str], industry: str = "") -> Path:
    """The entry in both languages in a company's library, the English one changed, its approvals bound to the text;
    returns the English file.
    """
    folder = library / "objections" / industry
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.zh.md").write_text(entry_text("zh"), encoding="utf-8")
    path = folder / f"{name}.en.md"
    path.write_text(entry_text("en", *changes), encoding="utf-8")
    seal(library)
    return path
