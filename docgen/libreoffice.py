"""Convert Office files to PDF with LibreOffice, many in one call, and find the pages of bookmarks."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.errors import Finding, MissingError
from docgen.messages import Message, message, system_reason

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
             r"C:\Program Files\LibreOffice\program\soffice.exe")  # fmt: skip
_SECONDS_TO_START, _SECONDS_A_FILE = 90, 30
_LONGEST_REASON = 200
_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"false"},'
    '"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The PDF of each file that LibreOffice opened, and the reason, such as its error output, if it didn't open all."""

    pdfs: Mapping[Path, Path]
    reason: Message | str = ""


def find_libreoffice() -> str | None:
    """The path of the program, or None if it isn't installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def require_libreoffice() -> str:
    """The path of the program. Raises MissingError with how to install it."""
    program = find_libreoffice()
    if program is None:
        raise MissingError(Finding.of("libreoffice.missing"))
    return program


def lay_out(paths: Sequence[Path], target: Path, program: str, export: str = "pdf", processes: int = 1) -> LaidOut:
    """Convert Office files to PDFs, `target/<stem>.pdf` each, in `processes` LibreOffices with a profile each.

    Files need different stems. `export` is LibreOffice's filter with its options. A file that it can't open, or that
    crashes it, is missing from the result, maybe with others of the same process. A process that takes too long is
    killed, as all are on an interruption.
    """
    made = {path: target / f"{path.stem}.pdf" for path in paths}
    count = max(min(processes, len(paths)), 1)
    with _ended_by_sigterm(), ExitStack() as stack:
        running = [_Running(stack, paths[number::count], target, program, export) for number in range(count) if paths]
        reasons = [reason for each in running if (reason := each.wait())]
    pdfs = {path: pdf for path, pdf in made.items() if pdf.is_file()}
    if len(pdfs) == len(made):
        return LaidOut(pdfs)
    return LaidOut(pdfs, message("libreoffice.failed", reasons=reasons) if reasons else message("libreoffice.no_pages"))


@contextmanager
def _ended_by_sigterm() -> Generator[None]:
    """Let SIGTERM, which ends a worker process at once, end the block like an exception, so that it cleans up."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(number: int, _: object) -> None:
    raise SystemExit(128 + number)


class _Running:
    """A running LibreOffice; the process and its profile are removed when the stack closes."""

    def __init__(self, stack: ExitStack, paths: Sequence[Path], target: Path, program: str, export: str) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True)))
        settings = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, settings, "--headless", "--convert-to", export, "--outdir", str(target), *map(str, paths)]
        self._log, self._process, self._error = folder / "log", None, ""
        self._seconds = _SECONDS_TO_START + _SECONDS_A_FILE * len(paths)
        try:
            with self._log.open("wb") as log:
                # temporary files of a killed process are removed with the folder
                own = {**os.environ, "TMPDIR": str(folder)}
                self._process = subprocess.Popen(
                    command, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True, env=own
                )
        except OSError as error:
            self._error = str(error)
        else:
            stack.callback(self._end)

    def wait(self) -> Message | str:
        """The content of its error stream, or why it couldn't be run."""
        if self._process is None:
            return self._error
        try:
            self._process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            return message("libreoffice.too_long", seconds=self._seconds)
        return self._log.read_text(encoding="utf-8", errors="replace").strip()[:_LONGEST_REASON]

    def _end(self) -> None:
        """Kill its process group: the program itself only starts another one."""
        if self._process is None or self._process.poll() is not None:
            return
        if hasattr(os, "killpg"):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()


def pages_of_bookmarks(data: bytes, program: str) -> Mapping[str, int] | Finding:
    """The page number of each bookmark of a .docx, from 1; or a finding if LibreOffice couldn't lay it out.

    Pages are counted from the start of the file; printed numbers differ where sections restart them.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as name:
            path = Path(name) / "document.docx"
            path.write_bytes(data)
            laid = lay_out((path,), Path(name), program, _FILTER)
            if path not in laid.pdfs:
                return _not_counted(laid.reason)
            return _destinations(laid.pdfs[path])
    except OSError as error:  # no disk space, or no temporary folder
        return _not_counted(system_reason(error))


def _not_counted(reason: Message | str) -> Finding:
    return Finding.of("contents.pages", reason=reason, severity="warning")


def no_libreoffice() -> Finding:
    """The finding for a machine without LibreOffice, where pages can't be counted."""
    return Finding.of("contents.pages:missing", severity="warning")


def _destinations(path: Path) -> dict[str, int]:
    """The named destinations of a PDF (ISO 32000-2, 12.3.2.4); LibreOffice writes `_` in a name as `5F`."""
    import pikepdf  # noqa: PLC0415 - loaded where pages are counted

    with pikepdf.open(path) as pdf:
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        named = pdf.Root.get("/Dests", pikepdf.Dictionary())
        found: dict[str, int] = {}
        for name, target in named.items():
            place: Any = target if isinstance(target, pikepdf.Array) else target["/D"]
            found[_bookmark(name)] = pages[place[0].objgen]
        return found


def _bookmark(name: str) -> str:
    """`/5FToc900001` as the bookmark `_Toc900001`."""
    return f"_{name[3:]}" if name.startswith("/5F") else name.removeprefix("/")
