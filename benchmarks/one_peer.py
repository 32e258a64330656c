"""Time one Python engine in a separate process: ENGINE TEMPLATE DATA OUT SECONDS, times as JSON on standard output.

The scripts in node/ take the same arguments after the engine's name and print the same. Without SECONDS, the template
is rendered once and nothing is printed.
"""

import gc
import json
import sys
import time
from pathlib import Path

from benchmarks.python_engines import ENGINES, Render, engine_version

_FEWEST = 5


def times_of(render: Render, seconds: float) -> tuple[list[float], list[float], bytes]:
    """Processor and elapsed milliseconds of each render, after half of `seconds` to warm up, and one output."""
    _repeat(render, seconds / 2)
    gc.collect()
    return _repeat(render, seconds)


def _repeat(render: Render, seconds: float) -> tuple[list[float], list[float], bytes]:
    times: list[float] = []
    elapsed: list[float] = []
    output = b""
    end = time.process_time() + seconds
    while len(times) < _FEWEST or time.process_time() < end:
        began, started = time.perf_counter(), time.process_time()
        output = render()
        times.append((time.process_time() - started) * 1000)
        elapsed.append((time.perf_counter() - began) * 1000)
    return times, elapsed, output


def main() -> None:
    name, template, data, out, *seconds = sys.argv[1:]
    render = ENGINES[name][1](Path(template).read_bytes(), json.loads(Path(data).read_text(encoding="utf-8")))
    if not seconds:
        Path(out).write_bytes(render())
        return
    times, elapsed, output = times_of(render, float(seconds[0]))
    Path(out).write_bytes(output)
    print(json.dumps({"version": engine_version(name), "times_ms": times, "elapsed_ms": elapsed, "bytes": len(output)}))


if __name__ == "__main__":
    main()
