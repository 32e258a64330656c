"""The words of a template's language: labels of the built-in catalogue, written into the template as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.library.catalogue import open_library
from docgen.library.labels import Labels
from docgen.library.layers import LANGUAGES
from docgen.wording import in_language

__all__ = ["LANGUAGES", "Words", "words_for"]


@dataclass(frozen=True)
class Words:
    """The words of templates of one kind in one language (`zh`, `en`, `zh+en`): `words("total")` is 合计 in Chinese.

    A bilingual document's words are those that `label()` prints in it: `both`, else Chinese and English.
    """

    language: str
    labels: Labels

    def __call__(self, key: str) -> str:
        """The label `key`. Raises KeyError naming the nearest key."""
        return self._written(key, " ")

    def head(self, key: str) -> str:
        """The label `key` as a column's header, with a line feed between two languages; empty without a key."""
        return self._written(key, "\n") if key else ""

    def filled(self, key: str, *tags: str) -> str:
        """The label `key`, a sentence, with `tags` for its `#` and its `%`, in this order."""
        text = self(key)
        for sign, tag in zip("#%", tags, strict=False):
            text = text.replace(sign, tag)
        return text

    def _written(self, key: str, separator: str) -> str:
        return in_language(*self.labels(key), self.language, separator)


def words_for(kind: str, languages: Sequence[str] = LANGUAGES) -> tuple[Words, ...]:
    """The words of a kind in each of these languages."""
    library = open_library()
    return tuple(Words(language, library.labels_for(kind, language)) for language in languages)
