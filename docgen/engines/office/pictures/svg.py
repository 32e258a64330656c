"""Sanitise an SVG (no scripts, animation or external references), and render it as PNG.

The PNG is rendered in a subprocess with limits on time and memory.
"""

import base64
import binascii
import re
import signal
import subprocess
import sys
from dataclasses import dataclass

from lxml import etree

from docgen.engines.office.pictures.raster import Name, PictureError, read_raster
from docgen.messages import system_reason
from docgen.ooxml.names import Element

_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
_MOST_BYTES, _MOST_DEEP, _MOST_SIDE, _MOST_ASPECT = 4 * 1024 * 1024, 100, 100_000.0, 200

# elements of a static picture (SVG 1.1 and 2)
_VISIBLE = frozenset(
    (  # noqa: SIM905
        "svg g defs symbol use switch title desc style a path rect circle ellipse line polyline polygon text "
        "tspan textPath linearGradient radialGradient stop pattern clipPath mask marker image filter feBlend "
        "feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap "
        "feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge "
        "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
    ).split()
)
# elements without effect in a static picture
_INVISIBLE = frozenset(
    (  # noqa: SIM905
        "metadata animate animateColor animateMotion animateTransform set discard mpath view cursor color- "
        "profile font font-face glyph missing-glyph hkern vkern glyphRef altGlyphDef"
    ).split()
)
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"url\(\s*+([\"']?)([^\"'()]*+)\1\s*+\)", re.IGNORECASE)
_CSS_EXTERNAL = re.compile(
    r"@import|@namespace|image\s*\(|image-set|\bsrc\s*\(|expression\s*\(|-moz-binding|\\", re.IGNORECASE
)
_LENGTH = re.compile(
    r"\s*+\+?((?:\d++(?:\.\d++)?|\.\d++)(?:e[+-]?\d++)?)\s*+(?:(px|pt|pc|mm|cm|in|Q)\s*+)?", re.IGNORECASE
)
_NUMBER = re.compile(r"[-+]?(?:\d++(?:\.\d++)?|\.\d++)(?:e[-+]?\d++)?", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}

_SECONDS, _LATEST = 10, 120
_MEMORY = 2 << 30
_FONT = "Noto Sans CJK SC"

# the subprocess's program; fonts are loaded only for text, since that takes longest
_PROGRAM = f"""
import sys
seconds, memory = int(sys.argv[1]), int(sys.argv[2])
try:
    import resource
    def lower(kind, soft, hard):
        least = lambda *limits: min(limit for limit in limits if limit != resource.RLIM_INFINITY)
        soft_now, hard_now = resource.getrlimit(kind)
        hard = least(hard, hard_now)
        resource.setrlimit(kind, (least(soft, soft_now, hard), hard))
    lower(resource.RLIMIT_CPU, seconds, seconds + 1)
    lower(resource.RLIMIT_CORE, 0, 0)
    lower(resource.RLIMIT_AS, memory, memory)
except ImportError:
    pass
import resvg_py
svg = sys.stdin.buffer.read().decode("utf-8")
png = resvg_py.svg_to_bytes(
    svg_string=svg, dpi=96, skip_system_fonts="<text" not in svg, font_family={_FONT!r}, serif_family={_FONT!r},
    sans_serif_family={_FONT!r}, cursive_family={_FONT!r}, fantasy_family={_FONT!r}, monospace_family={_FONT!r},
)
sys.stdout.buffer.write(png)
"""
_NO_MEMORY = (b"MemoryError", b"memory allocation", b"Cannot allocate memory", b"failed to map segment")


@dataclass(frozen=True, slots=True)
class SafeSvg:
    """A sanitised SVG as UTF-8 bytes, and its width and height in CSS pixels, 96 per inch."""

    data: bytes
    width: float
    height: float

    def sized(self, width: int, height: int) -> bytes:
        """The SVG with another width and height, in pixels."""
        root = etree.fromstring(self.data, _parser())
        root.set("width", str(width))
        root.set("height", str(height))
        return etree.tostring(root, encoding="UTF-8")


def looks_like_svg(data: bytes) -> bool:
    """Whether `data` starts like markup."""
    return data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def read_svg(data: bytes, name: Name) -> SafeSvg:
    """Sanitise an SVG file. Raises PictureError for scripts, external references, or a missing size."""
    root = _parsed(data, name)
    for element in list(root.iter()):
        if element is not root and root in (element, *element.iterancestors()):
            _check_element(element, name)
    for element in root.iter():
        _check_attributes(element, name)
    width, height = _size(root, name)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    etree.cleanup_namespaces(root)
    return SafeSvg(etree.tostring(root, encoding="UTF-8", xml_declaration=True), width, height)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _parsed(data: bytes, name: Name) -> Element:
    if len(data) > _MOST_BYTES:
        raise PictureError("picture.svg_size", name=name, size=f"{len(data) / 1e6:.1f}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PictureError("picture.svg_encoding", name=name) from error
    if "<!ENTITY" in text:
        raise PictureError("picture.svg_entities", name=name)
    try:
        root = etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError as error:
        raise PictureError("picture.svg_broken", name=name, reason=str(error.msg)) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise PictureError("picture.svg", name=name, namespace=_SVG)
    if _depth(root) > _MOST_DEEP:
        raise PictureError("picture.svg_depth", name=name)
    return root


def _depth(root: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _check_element(element: Element, name: Name) -> None:
    """Remove `element` if it isn't visible. Raises PictureError if it isn't allowed."""
    namespace, _, tag = str(element.tag).rpartition("}")
    if namespace != f"{{{_SVG}" or tag in _INVISIBLE or _has_fallback(element, tag):
        _remove(element)
    elif tag not in _VISIBLE:
        raise PictureError("picture.svg_element", name=name, tag=tag)
    elif tag == "style":
        _check_css("".join(element.itertext()), name)


def _has_fallback(element: Element, tag: str) -> bool:
    """Whether this is HTML with an SVG fallback in a `switch`."""
    parent = element.getparent()
    return tag == "foreignObject" and parent is not None and parent.tag == f"{{{_SVG}}}switch" and len(parent) > 1


def _remove(element: Element) -> None:
    """Remove `element`, but not the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _check_attributes(element: Element, name: Name) -> None:
    for key, value in list(element.attrib.items()):
        namespace, _, attribute = str(key).rpartition("}")
        if attribute == "href" and namespace in ("", f"{{{_XLINK}"):
            _check_address(element, str(key), str(value).strip(), name)
        elif namespace not in ("", f"{{{_XML}") or attribute == "base" or attribute.startswith(("data-", "aria-")):
            del element.attrib[key]
        elif attribute.lower().startswith("on"):
            raise PictureError("picture.svg_script", name=name, attribute=attribute)
        elif attribute not in ("id", "class"):
            _check_css(str(value), name)


def _check_address(element: Element, key: str, address: str, name: Name) -> None:
    tag = str(element.tag).rpartition("}")[2]
    if tag == "a":
        del element.attrib[key]
    elif tag == "image":
        element.set(key, _embedded(address, name))
    elif not address.startswith("#"):
        raise _external(address, name)


def _embedded(address: str, name: Name) -> str:
    """The `data:` URI of an embedded picture, checked like any picture."""
    found = _DATA.fullmatch(address)
    if found is None:
        raise _external(address, name)
    try:
        data = base64.b64decode("".join(found.group(1).split()), validate=True)
    except binascii.Error as error:
        raise PictureError("picture.svg_picture", name=name) from error
    raster = read_raster(data, name)
    return f"data:image/{raster.kind};base64,{base64.b64encode(raster.data).decode('ascii')}"


def _external(address: str, name: Name) -> PictureError:
    shown = address if len(address) <= 60 else f"{address[:57]}…"
    return PictureError("picture.svg_external", name=name, address=shown)


def _check_css(text: str, name: Name) -> None:
    for _, address in _ADDRESS.findall(text):
        if not address.strip().startswith("#"):
            raise _external(address, name)
    found = _CSS_EXTERNAL.search(text)
    if found or text.lower().count("url(") != len(_ADDRESS.findall(text)):
        raise _external(found.group() if found else "url(", name)


def _size(root: Element, name: Name) -> tuple[float, float]:
    """Width and height in pixels, from the attributes or the viewBox."""
    across, down = _view_box(root)
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    if width is None:
        width = across if height is None or not down else height * across / down
    if height is None:
        height = down if not across else width * down / across
    if not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE):
        raise PictureError("picture.svg_no_size", name=name)
    if not 1 / _MOST_ASPECT <= width / height <= _MOST_ASPECT:
        sides = {"width": f"{width:g}", "height": f"{height:g}"}
        raise PictureError("picture.svg_aspect", name=name, **sides, most=_MOST_ASPECT)
    return width, height


def _view_box(root: Element) -> tuple[float, float]:
    """The width and height of the viewBox, 0 if it is missing or invalid."""
    numbers = root.get("viewBox", "").replace(",", " ").split()
    if len(numbers) != 4 or not all(_NUMBER.fullmatch(number) for number in numbers):
        return 0.0, 0.0
    across, down = float(numbers[2]), float(numbers[3])
    return (across, down) if across > 0 and down > 0 else (0.0, 0.0)


def _pixels(length: str | None) -> float | None:
    found = _LENGTH.fullmatch(length or "")
    return float(found.group(1)) * _PIXELS[(found.group(2) or "px").lower()] if found else None


def draw_png(svg: bytes, name: Name, seconds: int = _SECONDS, memory: int = _MEMORY) -> bytes:
    """Render `svg` as PNG, in the size of its width and height in pixels.

    `seconds` of processor time and `memory` in bytes are the limits, or those of this process if they are lower.
    Raises PictureError if it can't be rendered within them.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, str(seconds), str(memory)]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=_LATEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise PictureError("picture.svg_seconds", name=name, seconds=_LATEST) from error
    except OSError as error:
        raise PictureError("picture.svg_process", name=name, reason=system_reason(error)) from error
    if done.returncode == 0 and done.stdout.startswith(b"\x89PNG"):
        return done.stdout
    raise _undrawn(name, done.returncode, done.stderr, (seconds, memory))


def _undrawn(name: Name, code: int, stderr: bytes, bounds: tuple[int, int]) -> PictureError:
    """Why rendering failed: a resource that ran out, or the program's error; `bounds` are seconds and bytes."""
    seconds, memory = bounds
    if code == -signal.SIGXCPU:
        return PictureError("picture.svg_seconds:processor", name=name, seconds=seconds)
    if code == -signal.SIGKILL:
        return PictureError("picture.svg_ended", name=name)
    if any(sign in stderr for sign in _NO_MEMORY):
        return PictureError("picture.svg_memory", name=name, most=memory >> 20)
    if code < 0:
        return PictureError("picture.svg_signal", name=name, signal=-code)
    last = stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return PictureError("picture.svg_undrawn", name=name, reason=last)
