"""Pictures of letters for the tests: 演示 papers drawn with a Debian font, and made to look like a phone's photos."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
)
SHEET = (2480, 3508)  # A4 at 300 dots to the inch
PHOTO = (3000, 4000)


def font(size: int) -> ImageFont.FreeTypeFont:
    """A Chinese font; the test is skipped where there is none."""
    found = next((path for path in FONTS if Path(path).is_file()), None)
    if found is None:
        pytest.skip("这台机器上没有中文字体：先运行 deploy/install-test-packages.sh")
    return ImageFont.truetype(found, size)


def letter(lines: list[str], size: int = 56) -> Image.Image:
    """A printed page: two large lines, the number, the text, at the foot agency and date under a red seal."""
    sheet = Image.new("RGB", SHEET, (250, 249, 245))
    draw = ImageDraw.Draw(sheet)
    y = 260.0
    for at, line in enumerate(lines):
        face = font(90 if at < 2 else size)
        width = draw.textlength(line, font=face)
        foot = at >= len(lines) - 2
        x = (SHEET[0] - width) / 2 if at < 3 else SHEET[0] - width - 300 if foot else 260
        draw.text((x, y), line, font=face, fill=(25, 25, 30))
        y += face.size * 2
    draw.ellipse((1600, y - 420, 2080, y + 60), outline=(200, 40, 40), width=14)
    return sheet


def photographed(sheet: Image.Image, angle: float = 2.5, blur: float = 1.6, dark: float = 0.55) -> Image.Image:
    """The page on a table, a little askew, a little out of focus, with a shadow over one side."""
    table = Image.new("RGB", PHOTO, (120, 100, 80))
    page = sheet.resize((2500, 3536)).convert("RGBA")
    page = page.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=(0, 0, 0, 0))
    table.paste(page, ((PHOTO[0] - page.width) // 2, (PHOTO[1] - page.height) // 2), page)
    shadow = Image.linear_gradient("L").resize(PHOTO).rotate(30).resize(PHOTO).point(lambda value: min(255, value + 60))
    table = Image.composite(table, ImageEnhance.Brightness(table).enhance(dark), shadow)
    return table.filter(ImageFilter.GaussianBlur(blur))


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    image.save(out, form, **({"quality": 85} if form == "JPEG" else {}), **options)
    return out.getvalue()


def bomb(width: int = 50_000, height: int = 50_000, rows: int = 100) -> bytes:
    """A small PNG that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * (width // 8 + 1) * rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
