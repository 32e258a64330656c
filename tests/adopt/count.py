"""Counts what adopting the documents gives: right, doubtful and wrong, place by place.

python -m tests.adopt.count          the table of docs/dev/adopt.md
python -m tests.adopt.count -v       and each place that is not right
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.adopt import Adopted, adopt_template
from docgen.adopt.decisions import Decision
from tests.adopt.desk import Desk
from tests.adopt.habits import HABITS
from tests.adopt.unseen import UNSEEN


@dataclass(frozen=True)
class Judged:
    """A place: what should stand there, what was decided, and the verdict (right, doubtful, offered, wrong, missed)."""

    text: str
    truth: str
    found: str
    verdict: str


def adopt(
    habit: Callable[[], tuple[str, str, Desk, bytes]], folder: Path, settle: Path | None = None
) -> tuple[Adopted, Desk]:
    name, kind, desk, data = habit()
    path = folder / name
    path.write_bytes(data)
    return adopt_template(path, kind, settle=settle), desk


def judge(adopted: Adopted, desk: Desk) -> list[Judged]:
    """Each place that the desk knows, and each that only the program saw."""
    left = {key: list(truths) for key, truths in desk.truths.items()}
    loops = dict(desk.loops)
    judged: list[Judged] = []
    numbers = _numbers(adopted)
    for decision in adopted.decisions:
        if decision.loop is not None:
            judged.append(_judged(decision, loops.pop(decision.text, "none")))
            continue
        assert decision.blank is not None
        line = decision.blank.line
        key = (line.text, numbers[id(line)]) if line.text else ("", decision.asked)
        truths = left.get(key, [])
        place = _place(decision)
        judged.append(_judged(decision, truths[place] if place < len(truths) else "nothing"))
        if place < len(truths):
            truths[place] = "seen"
    rest = [(key, truth) for key, truths in left.items() for truth in truths if truth not in {"seen", "none", "hand"}]
    skipped = _examples(desk)
    judged += [Judged(str(key[0]), truth, "", "missed") for key, truth in rest if truth.split("[]")[0] not in skipped]
    judged += [Judged(heads, path, "", "missed") for heads, path in loops.items()]
    return judged


def _examples(desk: Desk) -> set[str]:
    """The lists whose further example rows and items go with the loop."""
    return set(desk.loops.values())


def _numbers(adopted: Adopted) -> dict[int, int]:
    counts: Counter[str] = Counter()
    numbers: dict[int, int] = {}
    text_parts = dict.fromkeys(decision.part for decision in adopted.decisions)
    for part in sorted(text_parts, key=lambda one: one.name != "word/document.xml"):
        for line in part.lines:
            if not line.is_fallback:
                numbers[id(line)] = counts[line.text]
                counts[line.text] += 1
    return numbers


def _place(decision: Decision) -> int:
    assert decision.blank is not None
    blanks = decision.part.blanks.get(decision.blank.line, [])
    return blanks.index(decision.blank) if decision.blank in blanks else 0


def _judged(decision: Decision, truth: str) -> Judged:
    found = _found(decision)
    if truth == "nothing" and str(decision.text).isdigit() and found.endswith(("line_no", ".no")):
        verdict = "right"
    elif truth in {"none", "nothing"}:
        verdict = (
            "right"
            if decision.did in {"doubt", "left"} and truth == "none"
            else "extra"
            if decision.did == "doubt"
            else "wrong"
        )
    elif truth == "hand":
        verdict = "right" if decision.did == "left" else "doubtful" if decision.did == "doubt" else "wrong"
    elif decision.did == "doubt":
        verdict = (
            "offered"
            if any(_says(str(offer.label), truth) or truth in offer.tag for offer in decision.offers)
            else "doubtful"
        )
    else:
        verdict = "right" if found == truth else "wrong"
    return Judged(str(decision.text) or f"(beside {decision.asked})", truth, found, verdict)


def _says(label: str, truth: str) -> bool:
    path, _, value = truth.partition(" = ")
    return f"({path})" in label and (not value or label.endswith(f"= {value}"))


def _found(decision: Decision) -> str:
    if decision.did == "loop" and decision.loop is not None:
        return decision.loop.path
    if decision.did != "written":
        return decision.did
    if decision.entry is None:
        return (
            "doc.pricing.lines[].line_no" if "loop.index" in (decision.edit.text if decision.edit else "") else "item"
        )
    ticks = decision.edit is not None and "== '" in decision.edit.text
    return decision.entry.path + (f" = {decision.edit.text.split(chr(39))[-4]}" if ticks and decision.edit else "")


def rows() -> Iterator[tuple[str, Counter[str], list[Judged], Adopted]]:
    with tempfile.TemporaryDirectory() as folder:
        for habit in (*HABITS, *UNSEEN):
            adopted, desk = adopt(habit, Path(folder))
            judged = judge(adopted, desk)
            yield habit.__name__, Counter(item.verdict for item in judged), judged, adopted


def main() -> None:
    print("| document | places | right | asked, offered | asked, not offered | asked needlessly | missed | wrong |")
    print("|---|---|---|---|---|---|---|---|")
    for name, count, judged, _ in rows():
        cells = (count[verdict] for verdict in ("right", "offered", "doubtful", "extra", "missed", "wrong"))
        print(f"| {name} | {len(judged)} | {' | '.join(map(str, cells))} |")
        for item in judged if "-v" in sys.argv else ():
            if item.verdict != "right":
                print(f"    {item.verdict:9} {item.text!r}: {item.truth} ← {item.found}")


if __name__ == "__main__":
    main()
