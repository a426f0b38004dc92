"""The edge behind the real server, served as `python -m bot.channels` serves it."""

import httpx

from bot.channels.__main__ import SERVED
from bot.channels.app import create_app
from bot.channels.brain import Brain
from tests.channels.fake_inbox import FakeInbox, served


def test_a_conversation_over_http(settings, words, files, inbox: FakeInbox) -> None:
    app = create_app(settings, words=words, files=files)
    with served(app, **SERVED) as url, httpx.Client(base_url=url) as http:
        opened = http.post("/api/chat/sessions", json={"channel": "web"})
        assert "server" not in opened.headers
        headers = {"Authorization": f"Bearer {opened.json()['session']}"}
        answered = http.post("/api/chat/messages", json={"text": "收费吗"}, headers=headers)
        assert answered.json()["messages"][0]["id"] == "fee"
        large = http.post("/api/chat/messages", content=b" " * 2_000_000, headers=headers)
        assert large.status_code == 413 and large.json()["status"] == 413
        assert http.get("/metrics").status_code == 200
    assert files.closed


def test_an_exception_never_reaches_the_servers_log(settings, words, files, capfd) -> None:
    class Broken(Brain):
        async def ask(self, conversation, turn, origin=None):
            raise RuntimeError(turn.text)

    app = create_app(settings, brain=Broken(settings.rasa_urls, "x"), words=words, files=files)
    with served(app, log_level="info", **SERVED) as url, httpx.Client(base_url=url) as http:
        token = http.post("/api/chat/sessions", json={"channel": "web"}).json()["session"]
        headers = {"Authorization": f"Bearer {token}"}
        assert http.post("/api/chat/messages", json={"text": "我叫张秘密"}, headers=headers).status_code == 500
    output = "".join(capfd.readouterr())
    assert "张秘密" not in output and "Traceback" not in output and token not in output
    assert "RuntimeError at ask" in output
