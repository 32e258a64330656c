"""Times one Python engine in a process of its own: ENGINE TEMPLATE DATA OUT SECONDS, times as JSON on standard output.

The scripts in node/ take the same arguments after the engine's name and print the same.
"""

import gc
import json
import sys
import time
from pathlib import Path

from benchmarks.python_engines import ENGINES, Render, engine_version

_FEWEST = 5


def times_of(render: Render, seconds: float) -> tuple[list[float], bytes]:
    """Milliseconds of each render, after half of `seconds` to warm up, and the last output."""
    _repeat(render, seconds / 2)
    gc.collect()
    return _repeat(render, seconds)


def _repeat(render: Render, seconds: float) -> tuple[list[float], bytes]:
    times: list[float] = []
    output = b""
    end = time.perf_counter() + seconds
    while len(times) < _FEWEST or time.perf_counter() < end:
        started = time.perf_counter()
        output = render()
        times.append((time.perf_counter() - started) * 1000)
    return times, output


def main() -> None:
    name, template, data, out, seconds = sys.argv[1:]
    render = ENGINES[name][1](Path(template).read_bytes(), json.loads(Path(data).read_text()))
    times, output = times_of(render, float(seconds))
    Path(out).write_bytes(output)
    print(json.dumps({"version": engine_version(name), "times_ms": times, "bytes": len(output)}))


if __name__ == "__main__":
    main()
