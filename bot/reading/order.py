"""In which order the lines of a photographed page are read: photos are askew, on their side or upside down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

Point = tuple[float, float]
UPRIGHT = 1.5  # a box this much taller than wide is a line of a page on its side
LONG = 3.0  # a box this much longer than high shows how a page is turned
PIECE = 3  # characters; a row of such pieces is one line that was printed with wide spaces


@dataclass(frozen=True)
class Box:
    """A recognised line: its corners from the top left clockwise, its text, how sure that is."""

    corners: tuple[Point, Point, Point, Point]
    text: str
    score: float

    @property
    def width(self) -> float:
        return math.dist(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        return math.dist(self.corners[1], self.corners[2])


@dataclass(frozen=True)
class Reading:
    """The lines of a page as they would be read after a turn (degrees, counter-clockwise)."""

    turn: int
    boxes: list[Box]


def readings(boxes: Sequence[Box]) -> tuple[Reading, Reading]:
    """The page with one edge up and with the opposite one up; which of them it is the text must tell."""
    on_side = _lies_on_its_side(boxes)
    rows = _rows(_straightened(_turned(boxes) if on_side else boxes))
    first = 90 if on_side else 0
    return Reading(first, _joined(rows)), Reading(first + 180, _joined(rows, down=True))


def _lies_on_its_side(boxes: Sequence[Box]) -> bool:
    tall = sum(len(box.text) for box in boxes if box.height > UPRIGHT * box.width)
    return 2 * tall > sum(len(box.text) for box in boxes)


def _turned(boxes: Sequence[Box]) -> list[Box]:
    """The boxes after a quarter turn counter-clockwise: what was on the right is on top."""
    return [Box(_corners([(y, -x) for x, y in box.corners]), box.text, box.score) for box in boxes]


def _corners(turned: list[Point]) -> tuple[Point, Point, Point, Point]:
    """From the top left clockwise again."""
    by_height = sorted(turned, key=lambda point: point[1])
    (a, b), (c, d) = sorted(by_height[:2]), sorted(by_height[2:])
    return a, b, d, c


@dataclass(frozen=True)
class _Placed:
    """A box with its centre as on a page that is not askew."""

    x: float
    y: float
    box: Box


def _straightened(boxes: Sequence[Box]) -> list[_Placed]:
    angles = [_angle(box) for box in boxes if box.width > LONG * box.height]
    turn = -median(angles) if angles else 0.0
    cosine, sine = math.cos(turn), math.sin(turn)
    centres = [[sum(point[axis] for point in box.corners) / 4 for axis in (0, 1)] for box in boxes]
    pairs = zip(centres, boxes, strict=True)
    return [_Placed(x * cosine - y * sine, x * sine + y * cosine, box) for (x, y), box in pairs]


def _angle(box: Box) -> float:
    (x0, y0), (x1, y1) = box.corners[:2]
    return math.atan2(y1 - y0, x1 - x0)


def _rows(placed: list[_Placed]) -> list[list[_Placed]]:
    """Boxes side by side in a row, rows from top to bottom."""
    if not placed:
        return []
    reach = median(one.box.height for one in placed) / 2
    rows: list[list[_Placed]] = []
    for one in sorted(placed, key=lambda one: one.y):
        if rows and abs(one.y - rows[-1][-1].y) <= reach:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.x) for row in rows]


def _joined(rows: list[list[_Placed]], down: bool = False) -> list[Box]:
    """All lines in order; pieces of a row that belong to one line are one."""
    found: list[Box] = []
    for row in reversed(rows) if down else rows:
        spaced = all(len(one.box.text) <= PIECE for one in row)
        line: list[_Placed] = []
        for one in reversed(row) if down else row:
            if line and not spaced and _gap(line[-1], one) > one.box.height:
                found.append(_one([each.box for each in line]))
                line = []
            line.append(one)
        found.append(_one([each.box for each in line]))
    return found


def _gap(left: _Placed, right: _Placed) -> float:
    """The white between two boxes of a row; less than nothing where they overlap."""
    return abs(right.x - left.x) - (left.box.width + right.box.width) / 2


def _one(boxes: list[Box]) -> Box:
    return Box(boxes[0].corners, "".join(box.text for box in boxes), min(box.score for box in boxes))
