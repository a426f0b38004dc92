"""The built page: found, cached rightly, never outside its folder; a plain sentence while it is not built."""

import os
from pathlib import Path

import pytest

from bot.channels.settings import Settings
from tests.channels.citizen import Citizen

pytestmark = pytest.mark.anyio


@pytest.fixture
def dist(settings: Settings) -> Path:
    folder = settings.web_root
    (folder / "assets").mkdir(parents=True)
    page = '<!doctype html><title>依法问</title><body><div id="root"></div></body>'
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / "kiosk.html").write_text("<!doctype html><title>自助机</title>", encoding="utf-8")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / ".env").write_text("secret")
    (folder / "assets" / "app-1a2b3c.js").write_text("let a")
    (folder.parent / "outside.txt").write_text("secret")
    return folder


async def test_a_sentence_while_the_page_is_not_built(citizen: Citizen) -> None:
    response = await citizen.http.get("/")
    assert response.status_code == 503 and "npm run build" in response.text
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert (await citizen.http.get("/assets/app.js")).status_code == 404


async def test_pages(citizen: Citizen, dist: Path) -> None:
    for path, expected in (("/", "依法问"), ("/index.html", "依法问"), ("/kiosk", "自助机"), ("/kiosk.html", "自助机")):
        response = await citizen.http.get(path)
        assert response.status_code == 200 and expected in response.text
        assert response.headers["cache-control"] == "no-cache"
        assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert (await citizen.http.head("/")).status_code == 200


async def test_hashed_files_are_kept_for_ever(citizen: Citizen, dist: Path) -> None:
    response = await citizen.http.get("/assets/app-1a2b3c.js")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"].startswith("text/javascript")
    again = await citizen.http.get("/assets/app-1a2b3c.js", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


async def test_a_page_that_was_not_changed_is_not_sent_again(citizen: Citizen, dist: Path) -> None:
    tag = (await citizen.http.get("/")).headers["etag"]
    again = await citizen.http.get("/", headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.headers["cache-control"] == "no-cache"


async def test_the_first_message_stands_in_the_page(citizen: Citizen, dist: Path) -> None:
    plain = (await citizen.http.get("/")).text
    assert '<p class="prose">您好' in plain and 'id="welcome"' in plain
    begun = await citizen.http.get("/", params={"start": "apply", "look": "elder"})
    assert begun.text != plain and begun.headers["etag"] != (await citizen.http.get("/")).headers["etag"]


@pytest.mark.parametrize("path", ["/", "/kiosk", "/assets/app-1a2b3c.js", "/favicon.svg"])
async def test_texts_go_out_zipped_to_who_can_unzip(citizen: Citizen, dist: Path, path: str) -> None:
    zipped = await citizen.http.get(path, headers={"Accept-Encoding": "br, gzip"})
    plain = await citizen.http.get(path, headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert zipped.text == plain.text
    for response in (zipped, plain):
        assert response.headers["vary"] == "Accept-Encoding"
        again = await citizen.http.get(path, headers={"If-None-Match": response.headers["etag"]})
        assert again.status_code == 304


async def test_a_file_that_is_built_again_is_zipped_again(citizen: Citizen, dist: Path) -> None:
    file = dist / "assets" / "app-1a2b3c.js"
    assert (await citizen.http.get("/assets/app-1a2b3c.js")).text == "let a"
    file.write_text("let b")
    os.utime(file, (1, 1))
    assert (await citizen.http.get("/assets/app-1a2b3c.js")).text == "let b"


@pytest.mark.parametrize(
    "path",
    ["/.env", "/nothing", "/assets/", "/assets", "/assets/nothing.js", "/assets/../../outside.txt",
     "/assets/%2e%2e/%2e%2e/outside.txt", "/..%2foutside.txt", "/assets/%00", "/%00", "/" + "a" * 5000],
)  # fmt: skip
async def test_nothing_else(citizen: Citizen, dist: Path, path: str) -> None:
    response = await citizen.http.get(path)
    assert response.status_code == 404 and "secret" not in response.text
    assert response.headers["cache-control"] == "no-store"


async def test_a_page_takes_no_posts(citizen: Citizen, dist: Path) -> None:
    assert (await citizen.http.post("/")).status_code == 405
