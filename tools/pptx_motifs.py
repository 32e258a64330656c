"""The cover's motif of each industry, drawn with theme colours alone."""

from typing import Any

from pptx_design import HEIGHT
from pptx_xml import Shape


def plain() -> list[Any]:
    """Slanted panes."""
    return [
        Shape("Motif 1", (700, 0, 330, HEIGHT), "deep", shape="parallelogram"),
        Shape("Motif 2", (790, 180, 220, 360), "veil", shape="parallelogram"),
        Shape("Motif 3", (690, 372, 120, 168), "accent", shape="parallelogram"),
    ]


def manufacturing() -> list[Any]:
    """Rising blocks, as output does, over a gear."""
    gear = Shape("Motif 0", (616, -96, 420, 420), "deep", shape="gear9")
    hub = Shape("Hub", (756, 44, 140, 140), "primary", shape="ellipse")
    heights = (72, 120, 96, 168, 216, 264)
    bars = [
        Shape(f"Motif {i}", (648 + i * 52, HEIGHT - height, 40, height), "accent" if i == len(heights) - 1 else "veil")
        for i, height in enumerate(heights)
    ]
    return [gear, hub, *bars]


def services() -> list[Any]:
    """Overlapping rounds, as conversations meet."""
    return [
        Shape("Motif 1", (620, 96, 360, 360), "deep", shape="ellipse"),
        Shape("Motif 2", (764, 0, 260, 260), "veil", shape="ellipse"),
        Shape("Motif 3", (700, 300, 300, 300), "veil", shape="ellipse"),
        Shape("Motif 4", (652, 252, 96, 96), "accent", shape="wedgeEllipseCallout"),
    ]


MOTIFS = {"base": plain, "manufacturing": manufacturing, "services": services}
