"""Where a county's offices stand, if it has said so (`points` of the region file); never guessed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from actions.content.region import Region
from actions.content.source import ROOT, ContentError, need, need_text, read_yaml

EARTH = 6371.0  # km


@dataclass(frozen=True)
class Point:
    """An office on the map; degrees as Chinese maps and WeChat use them (GCJ-02)."""

    name: str
    latitude: float
    longitude: float

    def distance(self, latitude: float, longitude: float) -> float:
        """Kilometres as the crow flies."""
        here, there = math.radians(self.latitude), math.radians(latitude)
        across = math.radians(longitude - self.longitude)
        half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
        return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def load_points(region: Region, root: Path = ROOT) -> tuple[Point, ...]:
    """The points of a county, none if the file lists none; raises ContentError."""
    return _points(root / "regions" / f"{region.id}.yml")


@cache
def _points(file: Path) -> tuple[Point, ...]:
    rows = read_yaml(file).get("points") or []
    if not isinstance(rows, list):
        raise ContentError(file, "points", "应当是一列地点")
    return tuple(_point(row, file) for row in rows)


def _point(row: object, file: Path) -> Point:
    name = need_text(row, "name", file, "points")
    degrees = [float(need(row, key, (int, float), file, name)) for key in ("latitude", "longitude")]
    # China, so that exchanged or misplaced figures are noticed.
    if not (3 <= degrees[0] <= 54 and 73 <= degrees[1] <= 136):
        raise ContentError(file, name, "经纬度不在中国境内，是不是写反了")
    return Point(name, *degrees)
