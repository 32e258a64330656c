"""The ends of an axis without labels, so that the figures beyond its bars and points have space."""

from docgen.engines.office.charts.figures import ChartData

_SPACE_FOR_LABELS = 0.15
"""The space for a label beyond the longest bar, relative to the span of the figures."""


def space_for_labels(data: ChartData) -> str:
    """The `c:max` and `c:min` of an axis without labels, so that figures beyond bars and points have space.

    Some programs end the axis at the largest figure and print its label over the bar.
    """
    figures = [float(value) for series in data.series for value in series.values if value is not None]
    low, high = min(figures), max(figures)
    begins_at_zero = data.kind != "line" or high - low > max(high, -low) / 6  # as Office's axes of lines
    low, high = (min(low, 0), max(high, 0)) if begins_at_zero else (low, high)
    space = (high - low or abs(high)) * _SPACE_FOR_LABELS
    top, bottom = high + space * (high != 0), low - space * (low != 0)
    return f'<c:max val="{top:.10g}"/><c:min val="{bottom:.10g}"/>' if top > bottom else ""
