"""Fills one template with one Python engine, as a command does: ENGINE TEMPLATE DATA OUT."""

import json
import sys
from pathlib import Path

from benchmarks.python_engines import ENGINES


def main() -> None:
    name, template, data, out = sys.argv[1:]
    render = ENGINES[name][1](Path(template).read_bytes(), json.loads(Path(data).read_text(encoding="utf-8")))
    Path(out).write_bytes(render())


if __name__ == "__main__":
    main()
