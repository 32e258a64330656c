"""Turns templates into what each gave, kept in memory and on disk by all that the template leans on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.disk_cache import Cache
from docgen.library.catalogue import Library
from docgen.lint.allowances import Allowances
from docgen.lint.checking import Checked, Entry, check_template
from docgen.lint.digests import code_digest, file_digest, surroundings, taken_digest
from docgen.lint.problems import problem_data, problems_from
from docgen.schemas.kinds import registered_digest
from docgen.workers import run_jobs

_Key = tuple[str, ...]
_Kept = tuple[dict[str, str], Checked]
_KNOWN: dict[_Key, _Kept] = {}
_MOST = 4096
_FEW = 8  # so many templates are done sooner than processes are started


@dataclass(frozen=True, slots=True)
class Results:
    """What the templates of a library gave, each checked only if something that it leans on has changed."""

    library: Library
    allowances: Allowances
    shelf: Cache
    processes: int | None

    def of(self, entries: list[Entry]) -> Iterator[Checked]:
        """What each template gives, in order; those that changed are done on several processes if they are many."""
        leant_on = surroundings(self.library)
        keys = [
            (e.shown, e.kind, e.file_format, file_digest(e.path), leant_on, registered_digest(e.kind)) for e in entries
        ]
        found = {key: self._known(key) for key in keys}
        anew = [number for number, key in enumerate(keys) if found[key] is None]
        jobs = [entries[number] for number in anew]
        processes = self.processes if len(jobs) > _FEW else 1
        for job, done in run_jobs(jobs, self._check, processes):
            if not isinstance(done, Checked):
                raise done
            found[keys[anew[job]]] = done
            self._keep(keys[anew[job]], done)
        self.shelf.tidy()
        return (done for key in keys if (done := found[key]) is not None)

    def _check(self, entry: Entry) -> Checked:
        return check_template(self.library, self.allowances, entry)

    def _known(self, key: _Key) -> Checked | None:
        """What is kept for a template that is the same, if all the files that it took in are the same too."""
        kept = _KNOWN.get(key) or _from_data(self.shelf.get(code_digest(), *key))
        if kept is None or any(taken_digest(self.library, path) != told for path, told in kept[0].items()):
            return None
        _KNOWN[key] = kept
        return kept[1]

    def _keep(self, key: _Key, done: Checked) -> None:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        taken = {path: taken_digest(self.library, path) for path in sorted(done.files)}
        _KNOWN[key] = taken, done
        used = [list(field) for field in sorted(done.used)]
        self.shelf.put([taken, problem_data(done.problems), used, sorted(done.words)], code_digest(), *key)


def _from_data(told: Any) -> _Kept | None:
    """What `_keep` wrote; None for anything else, as another version of docgen may have written it."""
    try:
        taken, problems, used, words = told
        fields = frozenset((str(model), str(name)) for model, name in used)
        checked = Checked(problems_from(problems), fields, frozenset(taken), frozenset(words))
        return {str(path): str(digest) for path, digest in taken.items()}, checked
    except (TypeError, ValueError, AttributeError):
        return None
