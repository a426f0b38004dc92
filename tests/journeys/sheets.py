"""Many small pictures of one door on one sheet, small enough to be kept in the repository."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

LARGEST = 40 * 1024  # bytes of one sheet
QUALITY = 25
GAP = 12  # pixels
GROUND = (222, 226, 230)


def sheet(pictures: list[bytes], columns: int, width: int) -> bytes:
    """A WebP of all pictures, each `width` pixels wide or less, so that it is no larger than LARGEST."""
    opened = [Image.open(io.BytesIO(one)).convert("RGB") for one in pictures]
    small = _packed(_laid(opened, columns, width))
    while len(small) > LARGEST:
        width = round(width * 0.9)
        small = _packed(_laid(opened, columns, width))
    return small


def _laid(pictures: list[Image.Image], columns: int, width: int) -> Image.Image:
    """The next always where the column is shortest."""
    scaled = [_scaled(one, width) for one in pictures]
    heights, places = [GAP] * columns, []
    for one in scaled:
        column = heights.index(min(heights))
        places.append((GAP + column * (width + GAP), heights[column]))
        heights[column] += one.height + GAP
    whole = Image.new("RGB", (GAP + columns * (width + GAP), max(heights)), GROUND)
    for one, place in zip(scaled, places, strict=True):
        whole.paste(one, place)
    return whole


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def _packed(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def write(folder: Path, name: str, content: bytes) -> None:
    """Keeps a sheet in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.webp").write_bytes(content)
