"""The pages of a file as upright pictures of bounded size; the file's metadata goes no further.

PictureProblem(ValueError)
├── Undecodable   broken, locked, or not what it began like
└── TooLarge      more pixels than any photo of a page needs
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps, ImageStat

SIDE = 2000  # pixels of the longer side that are looked at
MOST_PIXELS = 60_000_000
PAGES = 3
FORMATS = {"jpeg": "JPEG", "png": "PNG"}
DARK = 70  # of 255, on average
SMALL = 1000  # pixels of the longer side
LARGEST_SCALE = 8.0  # of a tiny page


class PictureProblem(ValueError):
    """The file gives no picture; `kind` is the word for it that the edge knows."""

    kind = "unreadable"


class Undecodable(PictureProblem):
    """Broken, locked, or not what it began like."""


class TooLarge(PictureProblem):
    """More pixels than any photo of a page needs."""

    kind = "pixels"


@dataclass(frozen=True)
class Page:
    """One page, and what its picture suggests if nothing can be read on it."""

    image: Image.Image
    hints: frozenset[str] = frozenset()


def pages(content: bytes, kind: str) -> Iterator[Page]:
    """The first pages of a file; raises PictureProblem."""
    with decoding():
        yield from _of_pdf(content) if kind == "pdf" else [_photo(content, kind)]


@contextmanager
def decoding() -> Iterator[None]:
    """Whatever goes wrong while a file is decoded is a PictureProblem."""
    try:
        yield
    except PictureProblem:
        raise
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge from None
    except Exception:  # decoders raise whatever they like; the message may quote the file
        raise Undecodable from None


def has_more(content: bytes, kind: str) -> bool:
    """Whether a file has pages that are not read."""
    if kind != "pdf":
        return False
    with pypdfium2.PdfDocument(content) as document:
        return len(document) > PAGES


def upright(content: bytes, kind: str, side: int) -> Image.Image:
    """A photo the right way up, on new paper, its longer side at most so many pixels; raises what decoders raise."""
    # The name of the format was found by the edge; no other decoder may be tried.
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
        _check(*opened.size)
        opened.draft("RGB", (side, side))  # a JPEG is never decoded larger than needed
        image = _on_white(ImageOps.exif_transpose(opened))
    image.thumbnail((side, side))
    return image


def _photo(content: bytes, kind: str) -> Page:
    image = upright(content, kind, SIDE)
    hints = {"small"} if max(image.size) < SMALL else set()
    if ImageStat.Stat(image.convert("L")).mean[0] < DARK:
        hints.add("dark")
    return Page(image, frozenset(hints))


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise TooLarge


def _on_white(image: Image.Image) -> Image.Image:
    """On new paper: without transparency, which would turn black, and without anything else that the file carried."""
    paper = Image.new("RGB", image.size, "white")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        paper.paste(image, mask=image)
    else:
        paper.paste(image.convert("RGB"))
    return paper


def _of_pdf(content: bytes) -> Iterator[Page]:
    with pypdfium2.PdfDocument(content) as document:
        for at in range(min(len(document), PAGES)):
            page = document[at]
            scale = min(SIDE / max(page.get_size()), LARGEST_SCALE)
            yield Page(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
