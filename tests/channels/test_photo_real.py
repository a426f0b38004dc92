"""A photo of a letter through the real edge and the real recognition: what is read, how long it takes, who waits."""

from __future__ import annotations

import io
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml
from PIL import Image

from actions.letter.found import Findings, decoded
from bot.channels.__main__ import SERVED
from bot.channels.app import create_app
from bot.channels.reader import Reader
from tests.channels.citizen import SESSIONS, UPLOADS, refusal
from tests.channels.fake_inbox import FakeInbox, served
from tests.unit.actions.letter.test_letters import LETTERS
from tests.unit.bot.reading.papers import bomb, encoded, letter, photographed

FAST = 8.0  # seconds for a phone's photo on two cores
PATIENT = 180.0  # seconds
RESPONSIVE = 0.2  # seconds for any other request meanwhile
FINE = next(one for one in LETTERS if one["name"] == "market fine in figures and words")


def quiet() -> bool:
    """Whether nobody else uses this machine, so that seconds mean something."""
    return os.getloadavg()[0] < 1 and (os.cpu_count() or 1) >= 2


@pytest.fixture(scope="module")
def photo() -> bytes:
    return encoded(photographed(letter(FINE["printed"].splitlines())))


@pytest.fixture
def http(settings: Any, words: Any, files: Any, inbox: FakeInbox) -> Iterator[httpx.Client]:
    # More patience than in service: on a machine that others use, what is read matters here and not how soon.
    app = create_app(settings, words=words, files=files, reader=Reader(seconds=PATIENT))
    with served(app, **SERVED) as url:
        with httpx.Client(base_url=url, timeout=PATIENT) as client:
            token = client.post(SESSIONS, json={"channel": "web"}).json()["session"]
            client.headers["Authorization"] = f"Bearer {token}"
            yield client


def sent(inbox: FakeInbox) -> Findings:
    return decoded(json.loads(inbox.seen[-1]["choice"].removeprefix("/photo_read"))["findings"])


class Watch(threading.Thread):
    """Asks every few hundredths of a second whether the edge is there."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.over = url, threading.Event()
        self.seconds: list[float] = []

    def run(self) -> None:
        with httpx.Client(base_url=self.url) as client:
            while not self.over.is_set():
                began = time.perf_counter()
                assert client.get("/healthz").status_code == 200
                self.seconds.append(time.perf_counter() - began)
                time.sleep(0.05)


def test_a_phone_s_photo_is_read_whole_and_nobody_waits_for_it(
    http: httpx.Client, inbox: FakeInbox, photo: bytes
) -> None:
    calm, watch = quiet(), Watch(str(http.base_url))
    watch.start()
    began = time.perf_counter()
    response = http.post(UPLOADS, content=photo)
    elapsed = time.perf_counter() - began
    watch.over.set()
    watch.join()
    assert response.status_code == 201, response.text
    if os.environ.get("YIFAWEN_SHOW"):
        sys.stderr.write(f"\n{elapsed:.2f} s, healthz at most {max(watch.seconds):.3f} s, load {os.getloadavg()}\n")
    found = sent(inbox)
    assert {key: one.value for key, one in found.fields.items()} == FINE["expected"]
    assert [[one.kind, one.amount] for one in found.penalties] == FINE["penalties"]
    assert not calm or elapsed <= FAST
    assert len(watch.seconds) > 5 and statistics.median(watch.seconds) < RESPONSIVE
    assert not calm or max(watch.seconds) < RESPONSIVE


def test_a_photo_on_its_side(http: httpx.Client, inbox: FakeInbox, photo: bytes) -> None:
    turned = encoded(Image.open(io.BytesIO(photo)).transpose(Image.Transpose.ROTATE_90))
    assert http.post(UPLOADS, content=turned).status_code == 201
    found = sent(inbox)
    for key in ("agency", "document", "number", "told", "told_authority"):
        assert found.value(key) == FINE["expected"][key]


def test_a_document_and_a_picture_with_other_things_on_it(http: httpx.Client, inbox: FakeInbox) -> None:
    pages = [letter(FINE["printed"].splitlines()[:12]), letter(["", "", "", *FINE["printed"].splitlines()[12:]])]
    out = encoded(pages[0], "PDF", save_all=True, append_images=pages[1:])
    assert http.post(UPLOADS, content=out).status_code == 201
    assert (sent(inbox).value("number"), sent(inbox).value("told_days")) == (FINE["expected"]["number"], "六十日")
    assert http.post(UPLOADS, content=encoded(Image.new("RGB", (1200, 1600), "white"))).status_code == 201
    assert sent(inbox).refused == "unclear"


def test_what_would_bring_a_process_down_brings_none_down(http: httpx.Client) -> None:
    refusal(http.post(UPLOADS, content=bomb()), 422, "photo-pixels")
    refusal(http.post(UPLOADS, content=b"\xff\xd8\xff" + os.urandom(100_000)), 422, "photo-unreadable")
    assert http.get("/healthz").status_code == 200


def test_refusals_reach_whoever_is_still_sending(http: httpx.Client) -> None:
    """The edge answers before it has taken everything; the answer must not be lost with the connection."""
    large = b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024 - 3)
    refusal(http.post(UPLOADS, content=large, headers={"Authorization": "Bearer x"}), 401, "bad-token")
    refusal(http.post(UPLOADS, content=large + b"\0" * 500_000), 413, "photo-too-large")


def test_the_letters_of_this_test_are_marked() -> None:
    assert all(
        "演示" in one["printed"] or "refused" in one or one["name"] == "the second page alone" for one in LETTERS
    )
    assert yaml.safe_dump(FINE["expected"])
