"""Count the words of the old dialect in the code, the tests and the docs; see docs/dev/glossary.md.

    python tools/words.py [FOLDER]

Prints each word with its number of uses, and how many modules open with "Turns".
"""

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("docgen", "tests", "tools", "benchmarks", "docs")
WORDS = (
    "told|tells|wish|wishes|pour|pours|poured|shelf|shelves|anew|mend|mends|mended|settle|settles|settled|spoken|house|"
    "rooms|dress|dressed|leftovers|likeness|strangers|clings|doubts|beside|lies"
)
_WORD = re.compile(rf"(?<![A-Za-z])({WORDS})(?![A-Za-z])", re.IGNORECASE)
_OWN = {"tools/words.py", "docs/dev/glossary.md"}
"""Files that name the words to leave."""


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in {".py", ".md"}]
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.relative_to(root).as_posix() not in _OWN}
    counts = Counter(word.lower() for text in texts.values() for word in _WORD.findall(text))
    for word, count in counts.most_common():
        print(f"{count:6} {word}")
    opening = sum(text.startswith('"""Turns ') for path, text in texts.items() if path.suffix == ".py")
    print(f"{sum(counts.values()):6} in all; {opening} modules open with “Turns”")
    return 0


if __name__ == "__main__":
    sys.exit(main())
