"""Values with their intervals, drawn as SVG that is as wide as its place; the figures stand beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_HEIGHT = 22
_MIDDLE = _HEIGHT / 2


def drawn_interval(value: float, low: float, high: float, ceiling: float | None = None) -> str:
    """A share from 0 to 1 with its interval; `ceiling` is marked beside it."""
    grid = "".join(_line(x, 2, _HEIGHT - 2, "grid") for x in (0, 0.25, 0.5, 0.75, 1))
    top = _line(ceiling, 3, _HEIGHT - 3, "ceiling") if ceiling is not None else ""
    return _svg(grid + top + _range(low, high) + _point(value))


def drawn_axis(labels: Sequence[str]) -> str:
    """Labels evenly along an axis, for above a column of drawings."""
    anchors = ["start", *["middle"] * (len(labels) - 2), "end"]
    texts = ""
    for n, (anchor, label) in enumerate(zip(anchors, labels, strict=True)):
        kind, x = ("between" if n % 2 else "main"), _percent(n / (len(labels) - 1))
        texts += f'<text class="{kind}" x="{x}" y="{_HEIGHT - 6}" text-anchor="{anchor}">{label}</text>'
    return _svg(texts)


def drawn_change(change: float, low: float, high: float, detectable: float, reach: float) -> str:
    """A change with its interval, on an axis from `-reach` to `reach`, over the band of what is too
    small to be seen."""

    def at(value: float) -> float:
        return (value / reach + 1) / 2

    band = _bar(at(-detectable), at(detectable), "band")
    return _svg(band + _line(at(0), 0, _HEIGHT, "zero") + _range(at(low), at(high)) + _point(at(change)))


def reach_of(values: Iterable[float]) -> float:
    """The round number of points, as a share, that an axis needs to hold all of them."""
    largest = max(map(abs, values), default=0.0) * 100
    return max(5, math.ceil(largest / 5) * 5) / 100


def drawn_parts(parts: Sequence[tuple[str, float]]) -> str:
    """Counts side by side, as shares of their sum: class and count of each."""
    total = sum(count for _, count in parts) or 1.0
    bars, at = "", 0.0
    for kind, count in parts:
        bars += _bar(at / total, (at + count) / total, kind)
        at += count
    return _svg(bars)


def _svg(inside: str) -> str:
    return f'<svg width="100%" height="{_HEIGHT}" aria-hidden="true" focusable="false">{inside}</svg>'


def _percent(share: float) -> str:
    return f"{100 * min(1.0, max(0.0, share)):.2f}%"


def _line(share: float, top: float, bottom: float, kind: str) -> str:
    x = _percent(share)
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>'


def _range(low: float, high: float) -> str:
    return f'<line class="range" x1="{_percent(low)}" x2="{_percent(high)}" y1="{_MIDDLE}" y2="{_MIDDLE}"/>'


def _point(share: float) -> str:
    return f'<circle class="point" cx="{_percent(share)}" cy="{_MIDDLE}" r="5"/>'


def _bar(low: float, high: float, kind: str) -> str:
    width = _percent(high - low)
    return f'<rect class="{kind}" x="{_percent(low)}" width="{width}" y="4" height="{_HEIGHT - 8}"/>'
