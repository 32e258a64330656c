"""Turns the addresses in a page into bytes: `data:` and the library's own assets, nothing else on disk or net."""

import mimetypes
from collections.abc import Callable
from urllib.parse import unquote

from docgen.engines.office.pictures.raster import PictureError, read_raster, without_metadata
from docgen.engines.pdf.weasyprint.names import FatalURLFetchingError, URLFetcher, URLFetcherResponse

LIBRARY = "http://library.invalid/"


class ClosedFetcher(URLFetcher):
    """Knows `data:` and what stands under `LIBRARY`, which `read_asset` answers; any other address stops the render."""

    def __init__(self, read_asset: Callable[[str], bytes] | None, refused: list[str] | None = None) -> None:
        """Take the library's reader of assets, which raises KeyError for what it does not hold.

        What is refused is appended to `refused` too: inside a drawing WeasyPrint swallows any error, and the drawing.
        """
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self._read_asset = read_asset
        self._refused = [] if refused is None else refused

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The response for `url`. Raises FatalURLFetchingError, which WeasyPrint does not swallow."""
        if url[:5].lower() == "data:":
            given = super().fetch(url)
            return URLFetcherResponse(url, _bare(given.read()), given.headers)
        path = unquote(url.removeprefix(LIBRARY))
        if not url.startswith(LIBRARY) or self._read_asset is None or ".." in path.split("/"):
            raise self._refusal(f"a document may not fetch `{url}`")
        try:
            data = self._read_asset(path)
        except KeyError:
            raise self._refusal(f"no asset `{path}` in the library") from None
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, _bare(data), {"Content-Type": kind})

    def _refusal(self, said: str) -> FatalURLFetchingError:
        self._refused.append(said)
        return FatalURLFetchingError(said)


def _bare(data: bytes) -> bytes:
    """A JPEG, which lies in a PDF as it is, upright and without what was written about it: EXIF, comments, XMP."""
    if not data.startswith(b"\xff\xd8\xff") or without_metadata(data) == data:
        return data
    try:
        return read_raster(data, "").data
    except PictureError:
        return data
