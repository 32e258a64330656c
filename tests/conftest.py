"""What tests share: the samples, and every sample rendered once, kept for all tests of a run."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import hypothesis
import pytest

import docgen

# no test asserts a time: a busy machine is no defect; what CI tries is the same each time, new cases are for developers
hypothesis.settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ("docx", "pptx", "pdf")
AUDIENCES = ("client", "internal")
KINDS = tuple(docgen.kinds())
SAMPLES = tuple(
    path
    for path in sorted((ROOT / "samples").iterdir())
    if path.suffix in {".yaml", ".xlsx", ".csv"} and ".document." not in path.name
)
WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


QUICK_SAMPLES = {
    "lead_register.services.en",
    "minutes.manufacturing.zh+en",
    "needs_analysis.manufacturing.zh",
    "playbook.manufacturing.zh",
    "proposal.services.en",
    "screening.services.en",
}
"""One sample of each kind, and each language: `make test` renders these, `make slow` the others too."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what renders further samples, and the cases that a `mostly_slow` test doesn't keep."""
    for item in items:
        if _renders_a_further_sample(item) or _is_mostly_slow(item):
            item.add_marker(pytest.mark.slow)


def _renders_a_further_sample(item: pytest.Item) -> bool:
    sample = item.callspec.params.get("sample") if hasattr(item, "callspec") else None
    return sample in SAMPLES and "rendered" in item.fixturenames and sample.stem not in QUICK_SAMPLES


def _is_mostly_slow(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("mostly_slow")
    keep = marker.kwargs["keep"] if marker else ()
    return bool(marker) and not any(text in item.name for text in ([keep] if isinstance(keep, str) else keep))


@contextmanager
def registered(kind: docgen.Kind) -> Iterator[docgen.Kind]:
    docgen.register_kind(kind)
    try:
        yield kind
    finally:
        docgen.unregister_kind(kind.name)


@cache
def loaded(sample: Path) -> docgen.pipeline.Envelope:
    return docgen.load(sample)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def rendered(shared_folder: Path) -> Callable[[Path, str, str], Path]:
    """`rendered(sample, file_format, audience)` is the path of that document, made once in a run."""

    def render(sample: Path, file_format: str, audience: str) -> Path:
        path = shared_folder / f"{sample.stem}.{audience}.{file_format}"
        if not path.exists():
            result = docgen.render(loaded(sample), file_format, audience=audience, workspace=WORKSPACE)
            part = path.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(result.data)
            part.replace(path)
        return path

    return render


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)` compares with tests/golden/name; --update rewrites it."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"tests/golden/{name} is missing: run `make golden` and read it"
        assert text == path.read_text(encoding="utf-8"), f"tests/golden/{name} differs: `make golden` and read the diff"

    return compare
