"""Fetch the URLs of a page: `data:` and the library's assets only, no file system or network."""

import mimetypes
from collections.abc import Callable
from urllib.parse import unquote

from docgen.engines.office.pictures.raster import PictureError, read_raster, without_metadata
from docgen.engines.pdf.weasyprint.names import FatalURLFetchingError, URLFetcher, URLFetcherResponse
from docgen.errors import Finding

LIBRARY = "http://library.invalid/"


class ClosedFetcher(URLFetcher):
    """Fetches `data:` and URLs under `LIBRARY`, from `read_asset`; any other URL stops the render."""

    def __init__(self, read_asset: Callable[[str], bytes] | None, refused: list[Finding] | None = None) -> None:
        """`read_asset` returns an asset of the library and raises KeyError for an unknown path.

        Refusals are appended to `refused` too, since WeasyPrint swallows errors, and the picture, inside an SVG.
        """
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self._read_asset = read_asset
        self._refused = [] if refused is None else refused

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The response for `url`. Raises FatalURLFetchingError, which WeasyPrint does not swallow."""
        if url[:5].lower() == "data:":
            given = super().fetch(url)
            return URLFetcherResponse(url, _clean_jpeg(given.read()), given.headers)
        path = unquote(url.removeprefix(LIBRARY))
        if not url.startswith(LIBRARY) or self._read_asset is None or ".." in path.split("/"):
            raise self._refusal(Finding.of("template.address", url=url))
        try:
            data = self._read_asset(path)
        except KeyError:
            raise self._refusal(Finding.of("template.address:asset", path=path)) from None
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, _clean_jpeg(data), {"Content-Type": kind})

    def _refusal(self, finding: Finding) -> FatalURLFetchingError:
        self._refused.append(finding)
        return FatalURLFetchingError(finding.code)


def _clean_jpeg(data: bytes) -> bytes:
    """A JPEG, which a PDF contains unchanged, rotated upright and without metadata: EXIF, comments, XMP."""
    if not data.startswith(b"\xff\xd8\xff") or without_metadata(data) == data:
        return data
    try:
        return read_raster(data, "").data
    except PictureError:
        return data
