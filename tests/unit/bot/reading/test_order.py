"""Lines of a page in the order in which they are read, however the paper lay."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis.strategies import floats, lists, text, tuples

from bot.reading.order import Box, Point, Reading, readings

PAGE = [
    "石泉县水利局",
    "行政处罚决定书",
    "石水罚〔2026〕7号",
    "当事人在河道内堆放弃土",
    "决定罚款五百元",
    "石泉县水利局",
    "2026年5月6日",
]
HEIGHT, LEADING = 30.0, 60.0


def line(text: str, x: float, y: float, turn: float = 0.0, about: Point = (500.0, 700.0)) -> Box:
    """A box at a place of a page that is then turned about its middle (radians, clockwise)."""
    width = HEIGHT * len(text)
    corners = [(x, y), (x + width, y), (x + width, y + HEIGHT), (x, y + HEIGHT)]
    turned = [_turned(point, turn, about) for point in corners]
    # As the recognition names corners: from the top left of the picture, wherever the top of the paper is.
    by_side = sorted(turned)
    left, right = sorted(by_side[:2], key=lambda point: point[1]), sorted(by_side[2:], key=lambda point: point[1])
    return Box((left[0], right[0], right[1], left[1]), text, 0.9)


def _turned(point: Point, turn: float, about: Point) -> Point:
    x, y = point[0] - about[0], point[1] - about[1]
    cosine, sine = math.cos(turn), math.sin(turn)
    return about[0] + x * cosine - y * sine, about[1] + x * sine + y * cosine


def page(turn: float = 0.0) -> list[Box]:
    boxes = [line(text, 100 + 40 * (at % 3), 100 + at * LEADING, turn) for at, text in enumerate(PAGE)]
    random.Random(1).shuffle(boxes)
    return boxes


def texts(reading: Reading) -> list[str]:
    return [box.text for box in reading.boxes]


@pytest.mark.parametrize("degrees", [0, 1, -2.5, 6, -9])
def test_a_page_a_little_askew_is_read_from_the_top(degrees: float) -> None:
    up, down = readings(page(math.radians(degrees)))
    assert (texts(up), up.turn) == (PAGE, 0) and (texts(down), down.turn) == (PAGE[::-1], 180)


@pytest.mark.parametrize(("degrees", "back"), [(90, 90), (93, 90), (-90, 270), (-88, 270)])
def test_a_page_on_its_side_is_read_one_way_or_the_other(degrees: float, back: int) -> None:
    """Turned clockwise by that much, it has to be turned back."""
    found = {reading.turn: texts(reading) for reading in readings(page(math.radians(degrees)))}
    assert found[back] == PAGE and found[(back + 180) % 360] == PAGE[::-1]


def test_lines_side_by_side_are_read_from_the_left() -> None:
    boxes = [line("右边的话", 600, 101), line("左边的话", 100, 98), line("下一行的话", 100, 160)]
    up, down = readings(boxes)
    assert texts(up) == ["左边的话", "右边的话", "下一行的话"]
    assert texts(down) == ["下一行的话", "右边的话", "左边的话"]


def test_a_right_end_that_hangs_lower_stays_in_its_row() -> None:
    """At five degrees the right end of a long row lies a whole line lower than its left."""
    turn = math.radians(5)
    boxes = [
        line("一行的左边部分", 50, 100, turn),
        line("一行的右边部分", 900, 100, turn),
        line("下一行的左边", 50, 160, turn),
        line("下一行的右边", 900, 160, turn),
    ]
    assert texts(readings(boxes[::-1])[0]) == ["一行的左边部分", "一行的右边部分", "下一行的左边", "下一行的右边"]


def test_a_title_printed_with_wide_spaces_is_one_line() -> None:
    boxes = [line(sign, 100 + 120 * at, 100) for at, sign in enumerate("行政处罚决定书")]
    up, down = readings([*boxes, line("下一行的话写得长", 100, 200)])
    assert texts(up) == ["行政处罚决定书", "下一行的话写得长"]
    assert texts(down)[1] == "书定决罚处政行"


def test_a_line_that_a_seal_cut_in_two_is_one_line() -> None:
    left = line("石泉县市场监督管", 100, 100)
    up, _ = readings([line("理局", 100 + left.width - 10, 103), left])
    assert texts(up) == ["石泉县市场监督管理局"]


def test_a_joined_line_is_as_sure_as_its_least_sure_piece() -> None:
    left = line("石泉县", 100, 100)
    right = Box(line("水利局", 100 + left.width, 100).corners, "水利局", 0.4)
    assert readings([left, right])[0].boxes[0].score == 0.4


def test_no_box_is_no_reading() -> None:
    assert [reading.boxes for reading in readings([])] == [[], []]


points = tuples(floats(-1e4, 1e4), floats(-1e4, 1e4))


@given(lists(tuples(tuples(points, points, points, points), text(min_size=1, max_size=5)), max_size=12))
def test_nothing_is_lost_and_nothing_added(raw: list[tuple[tuple[Point, Point, Point, Point], str]]) -> None:
    boxes = [Box(corners, text, 0.5) for corners, text in raw]
    for found in readings(boxes):
        assert sorted("".join(texts(found))) == sorted("".join(box.text for box in boxes))
