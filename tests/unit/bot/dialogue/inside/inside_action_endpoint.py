"""The way to the action server: kept connections, short calls, an end before the edge gives up, and failures that are told."""

import asyncio
import json
import time
from unittest import IsolatedAsyncioTestCase, TestCase

from aiohttp import ClientConnectionError, web
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.dialogue import action_endpoint
from bot.dialogue.action_endpoint import DOMAIN, NEWEST, Turn, WatchedEndpoint, checked, current, needed, telling


def user(text, at=0.0):
    return {"event": "user", "text": text, "timestamp": at}


def form(name, at=0.0):
    return {"event": "active_loop", "name": name, "timestamp": at}


def said(at=0.0):
    return {"event": "bot", "text": None, "timestamp": at}


def call(*events):
    """What Rasa would send."""
    tracker = {"sender_id": "web-1", "slots": {"last_topic": "fee"}, "latest_message": {"text": "x"}}
    return {
        "next_action": "action_ask",
        "tracker": {**tracker, "events": list(events)},
        "domain": {"intents": ["ask"] * 500},
    }


class Calls(TestCase):
    """What is sent."""

    def test_slots_and_message_are_sent_and_the_domain_is_not(self):
        whole = call(user("多久"))
        short = needed(whole)
        self.assertEqual(short["domain"], DOMAIN)
        self.assertTrue(DOMAIN)  # an empty one would be refused
        self.assertEqual(short["tracker"], whole["tracker"])
        self.assertEqual(short["next_action"], "action_ask")
        self.assertEqual(len(whole["domain"]["intents"]), 500)

    def test_a_short_conversation_is_sent_whole(self):
        events = [user("a"), said(), form("apply_form"), user("/choose")][:NEWEST]
        self.assertEqual(list(telling(events)), events)

    def test_of_a_long_one_forms_the_last_typed_text_and_the_newest_are_sent(self):
        newest = [said(float(place)) for place in range(NEWEST)]
        older = [
            user("first"),
            form("apply_form", 3.0),
            user("typed"),
            said(),
            user("/none_fits"),
            said(),
            form(None, 9.0),
        ]
        sent = list(telling([*older, *newest]))
        self.assertEqual(sent, [form("apply_form", 3.0), user("typed"), form(None, 9.0), *newest])

    def test_it_does_not_grow_with_the_conversation(self):
        long, longer = (
            list(telling([event for _ in range(turns) for event in (user("a"), said(), said())])) for turns in (50, 500)
        )
        self.assertEqual(len(long), len(longer))


class Answers(TestCase):
    """What comes back."""

    def test_what_is_an_answer(self):
        for answer in (
            {"events": [], "responses": []},
            {"events": [{"event": "slot", "name": "a", "value": None}], "responses": [{"text": "x"}]},
        ):
            with self.subTest(answer=answer):
                self.assertEqual(checked(answer), answer)

    def test_what_is_none(self):
        for answer in (
            None,
            [],
            "x",
            {},
            {"events": []},
            {"events": None, "responses": []},
            {"events": ["slot"], "responses": []},
            {"events": [], "responses": ["x"]},
            {"events": [{}], "responses": []},
            {"events": [{"event": None}], "responses": []},
        ):
            with self.subTest(answer=answer), self.assertRaises(ValueError):
                checked(answer)

    def test_rasa_does_not_check_its_schema_with_every_answer(self):
        action = RemoteAction("action_ask", None)
        began = time.process_time()
        for _ in range(100):
            self.assertTrue(action._validate_action_result({"events": [], "responses": []}))
        self.assertLess(time.process_time() - began, 0.1)


class Server:
    """An action server that answers what it is told to and counts."""

    def __init__(self):
        self.connections, self.bodies, self.answer, self.pause = set(), [], (200, {"events": [], "responses": []}), 0.0

    async def start(self):
        app = web.Application()
        app.router.add_post("/webhook", self.called)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook"

    async def called(self, request):
        self.connections.add(request.transport.get_extra_info("peername"))
        self.bodies.append((await request.json(), dict(request.headers)))
        await asyncio.sleep(self.pause)
        status, body = self.answer
        return web.json_response(body, status=status)


class Endpoint(IsolatedAsyncioTestCase):
    """Against a server on loopback."""

    async def asyncSetUp(self):
        self.server = Server()
        url = await self.server.start()
        self.endpoint = WatchedEndpoint.around(EndpointConfig(url=url, headers={"X-Own": "1"}))
        self.turn = Turn()
        current.set(self.turn)
        self.addAsyncCleanup(self.server.runner.cleanup)
        self.addAsyncCleanup(self.endpoint.close)

    def request(self, *events):
        """As RemoteAction calls it."""
        return self.endpoint.request(json=call(*events), method="post", timeout=300, compress=False)

    async def test_one_connection_serves_all_calls(self):
        for _ in range(5):
            self.assertEqual(await self.request(user("a")), {"events": [], "responses": []})
        self.assertEqual(len(self.server.connections), 1)
        self.assertEqual(len(self.server.bodies), 5)

    async def test_calls_at_once_do_not_wait_for_each_other(self):
        self.server.pause = 0.2
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(self.request(user("a")) for _ in range(5)))
        self.assertLess(asyncio.get_running_loop().time() - began, 0.9)

    async def test_headers_and_the_short_call_arrive(self):
        await self.request(*[said()] * 100)
        body, headers = self.server.bodies[0]
        self.assertEqual((body["domain"], headers["X-Own"]), (DOMAIN, "1"))
        self.assertEqual(len(body["tracker"]["events"]), NEWEST)

    async def test_rasa_need_not_write_out_the_domain(self):
        self.assertIs(self.endpoint.kwargs["enable_selective_domain"], True)

    async def test_a_slow_action_ends_in_time_though_rasa_asks_for_more(self):
        seconds, action_endpoint.SECONDS = action_endpoint.SECONDS, 0.2
        self.addCleanup(setattr, action_endpoint, "SECONDS", seconds)
        self.assertTrue(3.0 < seconds < 7.5)  # longer than an action, shorter than the edge
        self.server.pause = 2.0
        began = asyncio.get_running_loop().time()
        with self.assertRaises(asyncio.TimeoutError):
            await self.request(user("a"))
        self.assertLess(asyncio.get_running_loop().time() - began, 1.5)
        self.assertTrue(self.turn.failed)

    async def test_a_form_that_rejects_is_no_failure(self):
        self.server.answer = (400, {"action_name": "validate_apply_form", "error": "rejected"})
        with self.assertRaises(ClientResponseError) as raised:
            await self.request(user("a"))
        self.assertEqual(json.loads(raised.exception.text)["action_name"], "validate_apply_form")
        self.assertFalse(self.turn.failed)

    async def test_after_a_failure_the_rest_of_the_turn_fails_at_once(self):
        self.server.answer = (500, {})
        with self.assertRaises(ClientResponseError):
            await self.request(user("a"))
        self.assertTrue(self.turn.failed)
        self.server.answer = (200, {})
        with self.assertRaises(ConnectionError):
            await self.request(user("a"))
        self.assertEqual(len(self.server.bodies), 1)
        current.set(Turn())
        self.server.answer = (200, {"events": [], "responses": []})
        await self.request(user("a"))

    async def test_an_answer_that_is_none_is_a_failure(self):
        self.server.answer = (200, {"events": "x"})
        with self.assertRaises(ValueError):
            await self.request(user("a"))
        self.assertTrue(self.turn.failed)

    async def test_a_server_that_is_gone_is_told_and_found_again(self):
        await self.request(user("a"))
        await self.server.runner.cleanup()
        with self.assertRaises(ClientConnectionError):
            await self.request(user("a"))
        self.assertTrue(self.turn.failed)
        url = await self.server.start()
        self.endpoint.url = url
        current.set(Turn())
        self.assertEqual(await self.request(user("a")), {"events": [], "responses": []})

    async def test_another_loop_gets_a_client_of_its_own(self):
        first = self.endpoint.session()
        self.assertIs(self.endpoint.session(), first)
        self.endpoint._loop = None
        second = self.endpoint.session()
        self.assertIsNot(second, first)
        await first.close()
