"""A file made anew shows the same and carries nothing else."""

from __future__ import annotations

import io
import subprocess
import sys

import pypdfium2
import pytest
from PIL import Image

from bot.reading.cleaning import PAGES, SIDE, cleaned
from bot.reading.pictures import MOST_PIXELS, PictureProblem
from tests.unit.bot.reading.papers import encoded


def with_exif(size: tuple[int, int] = (40, 20), orientation: int = 6) -> bytes:
    """A photo that tells when, where and with what it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, "DemoPhone", "2026:11:23 10:30:00"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(Image.new("RGB", size, "green"), exif=exif.tobytes(), comment=b"written by demo")


def pdf(pages: int, **options: object) -> bytes:
    made = io.BytesIO()
    sheets = [Image.new("RGB", (100, 140), "white") for _ in range(pages)]
    sheets[0].save(made, "PDF", save_all=True, append_images=sheets[1:], **options)
    return made.getvalue()


def test_a_photo_loses_everything_but_what_it_shows() -> None:
    before = with_exif()
    assert b"DemoPhone" in before and b"written by demo" in before
    after = cleaned(before, "jpeg")
    assert not any(mark in after for mark in (b"Exif", b"DemoPhone", b"2026", b"demo"))
    with Image.open(io.BytesIO(after)) as image:
        assert image.format == "JPEG" and not image.getexif() and image.size == (20, 40), "the right way up"
        assert image.getpixel((5, 5)) == pytest.approx((0, 128, 0), abs=4)


def test_a_png_becomes_a_jpeg_without_its_texts() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "demo author")
    made = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(made, "PNG", pnginfo=told)
    after = cleaned(made.getvalue(), "png")
    assert b"demo author" not in after
    with Image.open(io.BytesIO(after)) as image:
        assert image.format == "JPEG" and image.getpixel((5, 5)) == (255, 255, 255), "on white paper"


def test_a_large_photo_is_made_smaller() -> None:
    with Image.open(io.BytesIO(cleaned(encoded(Image.new("RGB", (SIDE * 2, 100))), "jpeg"))) as image:
        assert max(image.size) == SIDE


def test_a_document_becomes_pictures_of_its_pages() -> None:
    before = pdf(3, author="demo author", title="demo title")
    with pypdfium2.PdfDocument(before) as document:
        assert document.get_metadata_dict()["Author"] == "demo author"
    after = cleaned(before, "pdf")
    assert after.startswith(b"%PDF-") and not any(mark in after for mark in (b"demo", b"/JavaScript", b"/OpenAction"))
    with pypdfium2.PdfDocument(after) as document:
        assert len(document) == 3 and document.get_metadata_dict()["Author"] == ""


@pytest.mark.parametrize(
    ("content", "kind", "problem"),
    [
        (b"\xff\xd8\xff broken", "jpeg", "unreadable"),
        (b"%PDF-1.7 broken", "pdf", "unreadable"),
        (encoded(Image.new("RGB", (10, 10)), "PNG"), "jpeg", "unreadable"),
        (pdf(PAGES + 1), "pdf", "pages"),
    ],
)
def test_what_cannot_be_made_anew_says_why(content: bytes, kind: str, problem: str) -> None:
    with pytest.raises(PictureProblem) as refused:
        cleaned(content, kind)
    assert refused.value.kind == problem


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    side = int(MOST_PIXELS**0.5) + 100
    with pytest.raises(PictureProblem) as refused:
        cleaned(encoded(Image.new("1", (side, side)), "PNG"), "png")
    assert refused.value.kind == "pixels"


@pytest.mark.parametrize(
    ("content", "kind", "status"), [(with_exif(), "jpeg", 0), (b"%PDF-broken", "pdf", 4), (pdf(PAGES + 1), "pdf", 6)]
)
def test_the_process_says_it_by_its_status(content: bytes, kind: str, status: int) -> None:
    command = [sys.executable, "-B", "-m", "bot.reading", kind, "clean"]
    ended = subprocess.run(command, input=content, capture_output=True, timeout=60)
    assert ended.returncode == status
    assert ended.stdout.startswith(b"\xff\xd8\xff") if status == 0 else ended.stdout == b""
