"""Sphinx settings of the documentation site: `make docs`.

The source is the whole checkout, so that the pages' links to each other are those that a repository browser follows.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from api_page import write_api_page
from search_words import SearchChineseAndEnglish
from sphinx.application import Sphinx

import docgen

project = "docgen"
author = copyright = "docgen contributors"
version = release = docgen.__version__
language = "en"
root_doc = "docs/index"
include_patterns = ["*.md", "docs/*.md", "docs/dev/*.md"]
exclude_patterns = [".*", "benchmarks", "build", "docgen", "out", "samples", "templates", "tests", "tools"]
extensions = ["myst_parser", "sphinx.ext.autodoc"]

myst_heading_anchors = 4  # links to headings, as repository browsers make them; a dead one fails
myst_enable_extensions = ["substitution"]
highlight_language = "none"
suppress_warnings = ["misc.highlighting_failure", "myst.header"]

autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
default_role = "code"  # docstrings put names between single backticks
maximum_signature_line_length = 88
add_module_names = False
toc_object_entries = False

html_theme = "furo"  # its fonts and scripts are its own: nothing comes from the network
html_title = f"docgen {version}"
html_search_language = SearchChineseAndEnglish.lang
html_show_sourcelink = html_copy_source = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": "system-ui, 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    },
}


def setup(app: Sphinx) -> None:
    """Register the search language and the API reference."""
    app.add_search_language(SearchChineseAndEnglish)
    app.connect("source-read", write_api_page)
