"""A photo or document made anew from what can be seen on it: nothing else that the file carried comes along.

Photos become JPEG without metadata; documents become pictures of their pages, so no script and no author is left.
"""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from bot.reading.pictures import LARGEST_SCALE, PictureProblem, decoding, upright

SIDE = 2400  # pixels of the longer side that are kept
QUALITY = 85  # of 100
PAGES = 20
RESOLUTION = 150  # dots an inch, of documents


class TooLong(PictureProblem):
    """A document with more pages than are kept; none is left out in silence."""

    kind = "pages"


def cleaned(content: bytes, kind: str) -> bytes:
    """The file made anew: JPEG for a photo, PDF for a document; raises PictureProblem."""
    with decoding():
        return _document(content) if kind == "pdf" else _photo(content, kind)


def _photo(content: bytes, kind: str) -> bytes:
    made = io.BytesIO()
    upright(content, kind, SIDE).save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def _document(content: bytes) -> bytes:
    with pypdfium2.PdfDocument(content) as document:
        if len(document) > PAGES:
            raise TooLong
        pages = [_page(document[at]) for at in range(len(document))]
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=RESOLUTION)
    return made.getvalue()


def _page(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(RESOLUTION / 72, SIDE / max(page.get_size()), LARGEST_SCALE)
    shown: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return shown
