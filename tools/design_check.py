"""Check the design of finished documents and print the findings, one per line.

    tools/design_check.py out/client/*/*.pdf some.docx some.pptx [--without text.small,page.empty] [--fonts "Carlito,…"]

Exit 0: no finding, 1: findings, 2: wrong usage. Office files are laid out by LibreOffice where it is installed.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from design import CODES, check, has_libreoffice, lay_out


def _arguments() -> argparse.Namespace:
    codes = "\n".join(f"  {code:18} {meaning}" for code, meaning in CODES.items())
    parser = argparse.ArgumentParser(
        description="Checks the design of finished documents.",
        epilog=f"codes:\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="DOCX, PPTX or PDF")
    parser.add_argument("--without", default="", metavar="CODES", help="codes to leave out, with commas between")
    parser.add_argument("--only", default="", metavar="CODES", help="codes to tell, with commas between")
    parser.add_argument("--fonts", default="", metavar="FAMILIES", help="the font families that a PDF may use")
    parser.add_argument("--unlaid", action="store_true", help="do not lay out Office files: quick, but tells less")
    args = parser.parse_args()
    unknown = [code for code in _split(f"{args.without},{args.only}") if code not in CODES]
    invalid = [str(file) for file in args.files if file.suffix not in {".docx", ".pptx", ".pdf"} or not file.exists()]
    if unknown or invalid:
        parser.error(f"unknown: {', '.join([*unknown, *invalid])}")
    return args


def _split(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def main() -> int:
    """Check all files; 1 if there is a finding."""
    args = _arguments()
    without, only, counted = _split(args.without), _split(args.only) or list(CODES), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        laid = {} if args.unlaid or not has_libreoffice() else lay_out(args.files, Path(folder))
        for file in args.files:
            for flaw in check(file, laid.get(file), _split(args.fonts)):
                if flaw.code in only and flaw.code not in without:
                    counted[flaw.code] += 1
                    print(flaw)
    summary = ", ".join(f"{count} {code}" for code, count in counted.most_common())
    print(f"{len(args.files)} files: {summary or 'no finding'}", file=sys.stderr)
    return int(bool(counted))


if __name__ == "__main__":
    sys.exit(main())
