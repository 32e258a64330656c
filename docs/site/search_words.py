"""Search language of the site: English words by stem, Chinese by pairs of characters.

Chinese is written without spaces. The index has each pair of neighbouring characters and each single one; a query is
cut into pairs the same way, and a page is found if it has them all. This needs no dictionary, finds words of any length
and names that no dictionary has. (Sphinx's own `zh` needs jieba, and finds a word only where jieba cuts it out.)
"""

import re

from sphinx.search.en import SearchEnglish

_CHINESE = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECES = re.compile(rf"[{_CHINESE}]+|[^\W{_CHINESE}]+")
_IS_CHINESE = re.compile(f"[{_CHINESE}]")


class SearchChineseAndEnglish(SearchEnglish):
    """Sphinx's English search, with Chinese cut into pairs."""

    lang = "zh-en"
    language_name = "Chinese and English"
    js_splitter_code = rf"""
var splitQuery = (query) => {{
  const pieces = query.match(/[{_CHINESE}]+|(?:(?![{_CHINESE}])[\p{{Letter}}\p{{Number}}_])+/gu) || [];
  return pieces.flatMap((piece) =>
    /^[{_CHINESE}]{{2,}}$/.test(piece)
      ? Array.from({{ length: piece.length - 1 }}, (_, index) => piece.slice(index, index + 2))
      : [piece]);
}};
"""

    def split(self, input: str) -> list[str]:
        """The words of a text that go into the index."""
        return [word for piece in _PIECES.findall(input) for word in _words(piece)]


def _words(piece: str) -> list[str]:
    if not _IS_CHINESE.match(piece):
        return [piece]
    return [*piece, *(piece[index : index + 2] for index in range(len(piece) - 1))]
