"""Files become pictures of bounded size, whatever they pretend to be."""

from __future__ import annotations

import io
import time
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import binary, integers
from PIL import Image

from bot.reading.pictures import MOST_PIXELS, PAGES, SIDE, Page, TooLarge, Undecodable, has_more, pages
from tests.unit.bot.reading.papers import bomb, encoded

WHITE = Image.new("RGB", (1200, 1600), "white")


def one(content: bytes, kind: str) -> Page:
    [page] = list(pages(content, kind))
    return page


def pdf(count: int, size: tuple[int, int] = (595, 842)) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(count):
        document.new_page(*size)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "form"), [("jpeg", "JPEG"), ("png", "PNG")])
def test_a_photo_is_one_page(kind: str, form: str) -> None:
    page = one(encoded(WHITE, form), kind)
    assert page.image.mode == "RGB" and page.image.size == (1200, 1600) and page.hints == frozenset()


@pytest.mark.parametrize("size", [(3000, 4000), (4000, 3000), (6000, 8000), (100, 9000)])
def test_a_large_photo_is_looked_at_smaller(size: tuple[int, int]) -> None:
    page = one(encoded(Image.new("RGB", size, "white")), "jpeg")
    assert max(page.image.size) <= SIDE + 8
    assert max(page.image.size) >= SIDE - 8


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (1200, 1600)), (3, (1200, 1600)), (6, (1600, 1200)), (8, (1600, 1200))]
)
def test_it_is_turned_as_the_phone_says(orientation: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert one(encoded(WHITE, exif=exif), "jpeg").image.size == size


def test_what_the_phone_wrote_into_the_file_goes_no_further() -> None:
    exif = Image.Exif()
    exif[0x010F] = "演示手机"
    exif.get_ifd(0x8825)[2] = (33.0, 2.0, 0.0)
    image = one(encoded(WHITE, exif=exif, comment=b"at home"), "jpeg").image
    assert not image.getexif() and "comment" not in image.info and "exif" not in image.info


def test_transparency_is_paper() -> None:
    image = Image.new("RGBA", (1000, 1400), (0, 0, 0, 0))
    assert one(encoded(image, "PNG"), "png").image.getpixel((5, 5)) == (255, 255, 255)
    palette = Image.new("P", (1000, 1400), 0)
    palette.info["transparency"] = 0
    assert one(encoded(palette, "PNG", transparency=0), "png").image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "CMYK"])
def test_every_colour_becomes_three(mode: str) -> None:
    form, kind = ("JPEG", "jpeg") if mode == "CMYK" else ("PNG", "png")
    assert one(encoded(WHITE.convert(mode), form), kind).image.mode == "RGB"


@pytest.mark.parametrize(
    ("image", "hints"),
    [
        (Image.new("RGB", (1200, 1600), (30, 30, 30)), {"dark"}),
        (Image.new("RGB", (300, 400), "white"), {"small"}),
        (Image.new("RGB", (300, 400), "black"), {"small", "dark"}),
    ],
)
def test_a_picture_says_why_it_may_be_unreadable(image: Image.Image, hints: set[str]) -> None:
    assert one(encoded(image), "jpeg").hints == hints


@pytest.mark.parametrize("size", [(50_000, 50_000), (MOST_PIXELS, 2), (7_800, 7_800)])
def test_a_bomb_is_not_unpacked(size: tuple[int, int]) -> None:
    began = time.process_time()
    with pytest.raises(TooLarge):
        list(pages(bomb(*size, rows=1), "png"))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "jpeg"),
        (b"\xff\xd8\xff", "jpeg"),
        (b"\xff\xd8\xff" + b"\0" * 10_000, "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"%PDF-1.7", "pdf"),
        (b"%PDF-1.7\n" + b"\0" * 10_000, "pdf"),
    ],
)
def test_what_is_broken_is_undecodable(content: bytes, kind: str) -> None:
    with pytest.raises(Undecodable):
        list(pages(content, kind))


def test_half_a_photo_is_undecodable() -> None:
    noise = Image.effect_noise((1200, 1600), 90).convert("RGB")
    content = encoded(noise)
    with pytest.raises(Undecodable):
        list(pages(content[: len(content) // 2], "jpeg"))


@pytest.mark.parametrize(("form", "kind"), [("PNG", "jpeg"), ("JPEG", "png"), ("GIF", "png"), ("PDF", "jpeg")])
def test_no_other_decoder_is_tried(form: str, kind: str) -> None:
    with pytest.raises(Undecodable):
        list(pages(encoded(WHITE, form), kind))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=integers(0, 2000), noise=binary(min_size=1, max_size=20))
@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpeg"), ("PNG", "png")])
def test_a_damaged_file_is_a_picture_or_a_problem(form: str, kind: str, at: int, noise: bytes) -> None:
    content = bytearray(encoded(Image.effect_noise((300, 400), 60), form))
    content[at : at + len(noise)] = noise
    try:
        assert one(bytes(content), kind).image.size
    except (Undecodable, TooLarge):
        pass


@pytest.mark.parametrize(("count", "read", "more"), [(1, 1, False), (3, 3, False), (4, 3, True), (40, 3, True)])
def test_of_a_document_the_first_pages_are_read(count: int, read: int, more: bool) -> None:
    content = pdf(count)
    found = list(pages(content, "pdf"))
    assert len(found) == read <= PAGES and has_more(content, "pdf") is more
    assert all(max(page.image.size) == pytest.approx(SIDE, abs=2) for page in found)


@pytest.mark.parametrize("size", [(14_400, 14_400), (20, 20), (14_400, 10)])
def test_a_page_of_any_size_is_drawn_in_bounds(size: tuple[int, int]) -> None:
    assert max(one(pdf(1, size), "pdf").image.size) <= SIDE + 2


def test_a_photo_has_no_more_pages() -> None:
    assert has_more(encoded(WHITE), "jpeg") is False


def test_memory_that_runs_out_is_a_picture_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **options: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("bot.reading.pictures.Image.open", full)
    with pytest.raises(TooLarge):
        list(pages(encoded(WHITE), "jpeg"))
