"""docs/benchmarks.svg: bars of ours and stock, written by code so that it never differs from the figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.speed.stock.figures import FIRST, Figures, number, spread

WIDTH, ROW, LEFT, TOP, RIGHT = 900, 20, 240, 60, 90
INK, OURS, STOCK, LINE = "#1f2933", "#2f6f9f", "#c28a3c", "#1f2933"


def shown(ours: Figures) -> list[str]:
    """The figures that are drawn: medians of a message."""
    return [
        name
        for name in ours
        if name in (FIRST, "plain turn, p50") or name.startswith("turn ") or name.endswith("once, p50")
    ]


def picture(ours: Figures, stock: Figures) -> str:
    """Two bars for each figure, a thin line over each for the spread; milliseconds, on one scale."""
    names = shown(ours)
    most = max(max(side[name]) for side in (ours, stock) for name in names)
    height = TOP + len(names) * (2 * ROW + 14) + 10
    shapes = [
        text(LEFT, 24, "Median time of a message in ms, with the least and the most of the rounds"),
        *_legend("ours", OURS, LEFT),
        *_legend("stock Rasa", STOCK, LEFT + 90),
    ]
    for place, name in enumerate(names):
        y = TOP + place * (2 * ROW + 14)
        shapes.append(text(LEFT - 10, y + ROW + 4, name, "end"))
        for offset, side, colour in ((0, ours, OURS), (ROW, stock, STOCK)):
            shapes += _bar(y + offset, side[name], colour, most)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" role="img" '
        f'aria-label="Median time of a message, ours and stock Rasa; the figures are in the table below">'
    )
    return "\n".join([head, f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', *shapes, "</svg>"]) + "\n"


def _bar(y: float, rounds: Sequence[float], colour: str, most: float) -> list[str]:
    figure = spread(rounds)
    scale = (WIDTH - LEFT - RIGHT) / most
    middle = y + ROW / 2 - 1
    return [
        f'<rect x="{LEFT}" y="{y:.1f}" width="{figure.middle * scale:.1f}" height="{ROW - 3}" fill="{colour}"/>',
        f'<line x1="{LEFT + figure.least * scale:.1f}" y1="{middle:.1f}" x2="{LEFT + figure.most * scale:.1f}" '
        f'y2="{middle:.1f}" stroke="{LINE}"/>',
        text(LEFT + figure.most * scale + 6, y + ROW - 7, number(figure.middle)),
    ]


def _legend(words: str, colour: str, x: float) -> list[str]:
    return [f'<rect x="{x}" y="36" width="12" height="12" fill="{colour}"/>', text(x + 18, 46, words)]


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{INK}" text-anchor="{anchor}">{escape(words)}</text>'
