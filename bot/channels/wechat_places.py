"""The answer to a position: what is near, if that can be told; the position itself goes nowhere and is not kept."""

from __future__ import annotations

import math
from dataclasses import replace

from actions.content.places import Body, Door
from actions.content.points import Point, load_points
from actions.content.region import Region
from bot.channels.wechat_words import WechatWords
from bot.channels.wechat_xml import Letter

NEAREST = 3
FARTHEST = 200.0  # km; whoever is farther away is not helped by a distance


def places(letter: Letter, region: Region, words: WechatWords, points: tuple[Point, ...] | None = None) -> str:
    """The offices of the town that the address names, the nearest ones if their places are known, and all doors."""
    town = _town(letter.label, region)
    near = _near(letter, load_points(region) if points is None else points)
    lines: list[str] = []
    if town:
        lines.append(words.say("place_town", town=town.words[0]))
        lines += [f"{town.words[0]}{door.name}" for door in region.town_doors]
        lines.append(words.say("place_forwards"))
    if near:
        lines.append(words.say("place_near"))
        lines += [words.say("place_distance", name=name, km=_rounded(km)) for km, name in near]
    else:
        lines.append(words.say("place_unknown"))
    lines += [_door(door, region, words) for door in region.doors]
    lines.append(words.say("place_kept"))
    return "\n".join(lines)


def _town(label: str, region: Region) -> Body | None:
    """The town that an address names; only an address in this county counts, for towns elsewhere share the names."""
    if region.name not in label:
        return None
    rest = label.partition(region.name)[2]
    found = [town for town in region.towns if town.words[0] in rest]
    return found[0] if len(found) == 1 else None


def _near(letter: Letter, points: tuple[Point, ...]) -> list[tuple[float, str]]:
    try:
        here = float(letter.latitude), float(letter.longitude)
    except ValueError:
        return []
    if not all(map(math.isfinite, here)):
        return []
    distances = sorted((point.distance(*here), point.name) for point in points)
    return [one for one in distances[:NEAREST] if one[0] <= FARTHEST]


def _rounded(km: float) -> str:
    return f"{km:.1f}" if km < 10 else str(round(km))


def _door(door: Door, region: Region, words: WechatWords) -> str:
    # What is known of the office of the bureau of justice is not known of the other doors.
    elsewhere = replace(region, office_address=None)
    address = door.address or (region if door.files else elsewhere).office_address_text()
    line = words.say("place_address", name=door.name, address=address)
    return line + (words.say("place_files") if door.files else "")
