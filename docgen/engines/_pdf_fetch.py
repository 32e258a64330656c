"""Turns the addresses in a page into bytes: `data:` and the library's own assets, nothing else on disk or net."""

import mimetypes
from collections.abc import Callable
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

LIBRARY = "http://library.invalid/"


class ClosedFetcher(URLFetcher):
    """Knows `data:` and what stands under `LIBRARY`, which `read_asset` answers; any other address stops the render."""

    def __init__(self, read_asset: Callable[[str], bytes] | None) -> None:
        """Take the library's reader of assets; it raises KeyError for what it does not hold."""
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self._read_asset = read_asset

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The response for `url`. Raises FatalURLFetchingError, which WeasyPrint does not swallow."""
        if url[:5].lower() == "data:":
            return super().fetch(url)
        path = unquote(url.removeprefix(LIBRARY))
        if not url.startswith(LIBRARY) or self._read_asset is None or ".." in path.split("/"):
            raise FatalURLFetchingError(f"a document may not fetch `{url}`")
        try:
            data = self._read_asset(path)
        except KeyError:
            raise FatalURLFetchingError(f"no asset `{path}` in the library") from None
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, data, {"Content-Type": kind})
