"""The input channel: what a body means, what a reply looks like, and what is said when something fails."""

import asyncio
import json
from unittest import IsolatedAsyncioTestCase, TestCase

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.exceptions import RasaException
from sanic import Sanic

from bot.dialogue.inbox import (
    EXPIRED,
    LONGEST_TEXT,
    Inbox,
    Outbox,
    _handled,
    answer_to,
    forgotten,
    payload,
    user_message,
    with_payloads,
)
from bot.dialogue.tracker_store import cut_off, unsaved

PERSON = "web-1"


def read(**body):
    """The message of a body with a conversation."""
    return user_message({"conversation": PERSON, **body}, Outbox())


class Bodies(TestCase):
    """POST bodies."""

    def test_a_text(self):
        message = read(text="要钱吗", field=None)
        self.assertEqual((message.text, message.sender_id, message.parse_data), ("要钱吗", PERSON, None))
        self.assertEqual(message.input_channel, "inbox")

    def test_a_choice(self):
        for choice in ("/menu", '/ask{"topic": "fee"}', '/choose{"option": "a=b"}'):
            message = read(choice=choice)
            self.assertEqual((message.text, message.parse_data), (choice, None))

    def test_the_marks_of_where_it_comes_from(self):
        marks = {"visit": "0af1", "shared": "77"}
        for body in ({"text": "T2026-1"}, {"text": "T2026-1", "field": "status_code"}, {"choice": "/menu"}):
            self.assertEqual(read(**body, origin=marks).metadata, {"origin": marks})
        for none in (None, "203.0.113.7", ["a"], {"address": 5}, {"address": None}, {"address": "x" * 65}):
            self.assertEqual(read(text="要钱吗", origin=none).metadata, {"origin": {}})

    def test_what_is_no_body(self):
        for body in (
            None,
            [],
            "text",
            5,
            {},
            {"text": "x"},
            {"conversation": ""},
            {"conversation": 7, "text": "x"},
            {"conversation": None, "text": "x"},
            {"conversation": ["web-1"], "text": "x"},
        ):
            with self.subTest(body=body):
                self.assertIsNone(user_message(body, Outbox()))

    def test_what_says_nothing(self):
        for body in (
            {},
            {"text": None},
            {"text": ""},
            {"text": " \n　"},
            {"text": 5},
            {"text": ["x"]},
            {"text": {"a": 1}},
            {"choice": None},
            {"choice": ""},
            {"choice": 5},
            {"choice": ["/menu"]},
            {"field": "apply_name"},
        ):
            with self.subTest(body=body):
                self.assertIsNone(read(**body))

    def test_a_choice_without_a_slash_is_none(self):
        for choice in ("menu", "restart", " /menu", "／menu", '{"topic": "fee"}'):
            with self.subTest(choice=choice):
                self.assertIsNone(read(choice=choice))

    def test_a_text_beside_a_choice_is_never_a_command(self):
        message = read(choice="/restart", text="你好")
        self.assertEqual(message.text, "你好")
        self.assertIsNone(read(choice="/restart", text=""))

    def test_a_typed_slash_is_never_a_command(self):
        for typed in (
            "/restart",
            "  /restart",
            "\n/session_start",
            "　/back",
            '/inform{"a": "b"}',
            "/",
            "//restart",
            "\x1c/restart",
        ):
            for field in (None, "apply_facts", "", 5):
                with self.subTest(typed=typed, field=field):
                    message = read(text=typed, field=field)
                    self.assertFalse(message.text.startswith("/"))
                    self.assertTrue(message.text.startswith("／"))

    def test_a_slash_further_on_stays(self):
        self.assertEqual(read(text="且/或").text, "且/或")
        self.assertEqual(read(text="/a/b").text, "／a/b")

    def test_the_length_is_bounded(self):
        self.assertEqual(LONGEST_TEXT, 2000)
        self.assertIsNotNone(read(text="长" * LONGEST_TEXT))
        self.assertIsNotNone(read(text="长" * LONGEST_TEXT, field="apply_facts"))
        self.assertIsNone(read(text="长" * (LONGEST_TEXT + 1)))
        self.assertIsNone(read(text="长" * (LONGEST_TEXT + 1), field="apply_facts"))

    def test_an_answer_to_a_field_skips_understanding(self):
        for typed in ("张三", "怎么办？", "转人工", "第一行\n第二行", "{a} {{b}} }", '"引号"', "不办了"):
            with self.subTest(typed=typed):
                message = read(text=typed, field="apply_facts")
                self.assertEqual(message.text, typed)
                self.assertEqual(message.parse_data["text"], typed)
                self.assertEqual(message.parse_data["intent"], {"name": "inform", "confidence": 1.0})
                [entity] = message.parse_data["entities"]
                self.assertEqual((entity["entity"], entity["value"]), ("field", "apply_facts"))

    def test_the_answer_keeps_its_slash_where_it_is_read(self):
        self.assertEqual(read(text="/三组", field="apply_address").parse_data["text"], "/三组")

    def test_a_field_that_is_no_name_is_no_field(self):
        for field in (5, ["apply_name"], {"a": 1}, True):
            with self.subTest(field=field):
                self.assertIsNone(read(text="张三", field=field).parse_data)

    def test_unknown_keys_do_not_travel(self):
        message = read(text="x", metadata={"a": 1}, sender="web-2", input_channel="cmd", parse_data={"intent": "stop"})
        self.assertEqual(
            (message.sender_id, message.input_channel, message.metadata, message.parse_data),
            (PERSON, "inbox", {"origin": {}}, None),
        )

    def test_the_parse_data_of_a_field_is_what_rasa_expects(self):
        parsed = answer_to("apply_name", "张三")
        self.assertEqual(set(parsed), {"text", "intent", "entities", "intent_ranking"})
        self.assertEqual((parsed["entities"][0]["start"], parsed["entities"][0]["end"]), (0, 2))
        json.dumps(parsed)


class Payloads(TestCase):
    """Choices of the domain become payloads."""

    def test_the_slash_form(self):
        self.assertEqual(payload("menu"), "/menu")
        self.assertEqual(payload("ask", topic="fee"), '/ask{"topic": "fee"}')
        self.assertEqual(json.loads(payload("choose", option='a="{中}')[len("/choose") :]), {"option": 'a="{中}'})

    def test_topics_intents_and_values(self):
        message = {
            "type": "field",
            "field": "kind",
            "control": "choice",
            "text": "哪个？",
            "choices": [
                {"label": "收费吗", "topic": "fee"},
                {"label": "菜单", "intent": "menu"},
                {"label": "反映", "value": "problem"},
                {"label": "现成", "choice": "/x"},
            ],
        }
        self.assertEqual(
            with_payloads(message)["choices"],
            [
                {"label": "收费吗", "choice": '/ask{"topic": "fee"}'},
                {"label": "菜单", "choice": "/menu"},
                {"label": "反映", "choice": '/choose{"option": "kind=problem"}'},
                {"label": "现成", "choice": "/x"},
            ],
        )

    def test_several_that_are_ticked_keep_their_values(self):
        message = {
            "type": "field",
            "field": "kind",
            "control": "multi",
            "text": "哪些？",
            "choices": [{"label": "反映", "value": "problem"}],
        }
        self.assertEqual(with_payloads(message), message)

    def test_the_domains_own_message_is_not_changed(self):
        message = {"type": "choices", "text": "？", "choices": [{"label": "菜单", "intent": "menu"}]}
        first = with_payloads(message)
        self.assertEqual(message["choices"], [{"label": "菜单", "intent": "menu"}])
        self.assertEqual(with_payloads(message), first)
        self.assertIsNot(with_payloads({"type": "text", "text": "x"}), None)

    def test_a_message_without_choices_stays_as_it_is(self):
        for message in (
            {"type": "text", "text": "x"},
            {"type": "choices", "text": "x", "choices": []},
            {"type": "text", "text": "x", "choices": None},
        ):
            with self.subTest(message=message):
                self.assertEqual(with_payloads(message), message)


class Replies(IsolatedAsyncioTestCase):
    """The outbox."""

    async def test_a_text_stays_one_message_with_its_paragraphs(self):
        outbox = Outbox()
        await outbox.send_text_message(PERSON, "第一段\n\n第二段")
        await outbox.send_response(PERSON, {"text": "一\n\n二"})
        self.assertEqual(
            outbox.messages, [{"type": "text", "text": "第一段\n\n第二段"}, {"type": "text", "text": "一\n\n二"}]
        )

    async def test_buttons_become_choices(self):
        outbox = Outbox()
        await outbox.send_response(PERSON, {"text": "选", "buttons": [{"title": "菜单", "payload": "/menu"}]})
        self.assertEqual(
            outbox.messages, [{"type": "choices", "text": "选", "choices": [{"label": "菜单", "choice": "/menu"}]}]
        )

    async def test_a_message_of_the_contract_comes_out_with_payloads(self):
        outbox = Outbox()
        await outbox.send_response(
            PERSON, {"custom": {"type": "choices", "text": "选", "choices": [{"label": "菜单", "intent": "menu"}]}}
        )
        self.assertEqual(
            outbox.messages, [{"type": "choices", "text": "选", "choices": [{"label": "菜单", "choice": "/menu"}]}]
        )

    async def test_messages_keep_their_order_and_outboxes_are_apart(self):
        first, second = Outbox(), Outbox()
        await first.send_custom_json(PERSON, {"type": "text", "text": "一"})
        await first.send_text_message(PERSON, "二")
        self.assertEqual([one["text"] for one in first.messages], ["一", "二"])
        self.assertEqual(second.messages, [])

    def test_the_channel_is_called_inbox(self):
        self.assertEqual((Outbox.name(), Inbox.name()), ("inbox", "inbox"))


RESPONSES = {EXPIRED: [{"custom": {"type": "notice", "level": "warning", "text": "注意：已经清除。"}}]}


class Handling(IsolatedAsyncioTestCase):
    """What the edge hears."""

    def setUp(self):
        for marks in (unsaved, cut_off):
            marks.take(PERSON)

    async def handled(self, handler):
        outbox = Outbox()
        answer = await _handled(handler, UserMessage("x", outbox, PERSON), outbox, RESPONSES)
        return answer.status, json.loads(answer.body)

    @staticmethod
    def saying(*texts, mark=None, error=None):
        async def handler(message):
            if mark is not None:
                mark.add(message.sender_id)
            if error is not None:
                raise error
            for text in texts:
                await message.output_channel.send_text_message(message.sender_id, text)

        return handler

    async def test_the_replies_are_answered(self):
        status, body = await self.handled(self.saying("一", "二"))
        self.assertEqual((status, [one["text"] for one in body["messages"]]), (200, ["一", "二"]))

    async def test_no_reply_is_an_empty_list(self):
        self.assertEqual(await self.handled(self.saying()), (200, {"messages": []}))

    async def test_an_exception_is_an_error_and_names_nothing_but_its_type(self):
        with self.assertLogs("bot.dialogue.inbox", "ERROR") as logs:
            answer = await self.handled(self.saying("一", error=RuntimeError("张三 的秘密")))
        self.assertEqual(answer, (503, {"problem": "error"}))
        self.assertEqual(logs.output, ["ERROR:bot.dialogue.inbox:message failed: RuntimeError"])

    async def test_an_exception_without_a_word_is_an_error(self):
        for error in (RasaException("x"), TimeoutError(), KeyError("x")):
            with self.subTest(error=error), self.assertLogs("bot.dialogue.inbox", "ERROR"):
                self.assertEqual((await self.handled(self.saying(error=error)))[0], 503)

    async def test_a_turn_that_was_not_kept_is_a_problem_of_the_store(self):
        self.assertEqual(await self.handled(self.saying("一", mark=unsaved)), (503, {"problem": "store"}))
        self.assertEqual((await self.handled(self.saying("一")))[0], 200)

    async def test_a_form_that_was_cut_off_is_told_first_and_once(self):
        status, body = await self.handled(self.saying("一", mark=cut_off))
        self.assertEqual((status, [one["text"] for one in body["messages"]]), (200, ["注意：已经清除。", "一"]))
        self.assertEqual(len((await self.handled(self.saying("一")))[1]["messages"]), 1)

    async def test_what_befell_another_is_not_told_here(self):
        for marks in (unsaved, cut_off):
            marks.add("web-2")
        status, body = await self.handled(self.saying("一"))
        self.assertEqual((status, len(body["messages"])), (200, 1))
        for marks in (unsaved, cut_off):
            self.assertTrue(marks.take("web-2"))

    async def test_a_turn_that_failed_does_not_spoil_the_next(self):
        """inbox._handled leaves the mark of a turn that raised: the next answer, perhaps a receipt, is thrown away."""
        with self.assertLogs("bot.dialogue.inbox", "ERROR"):
            await self.handled(self.saying(mark=unsaved, error=RuntimeError()))
        self.assertEqual((await self.handled(self.saying("一")))[0], 200)


class Secret(TestCase):
    """Only the edge may speak."""

    def test_a_secret_must_be_set(self):
        for credentials in (None, {}, {"secret": ""}, {"secret": None}):
            with self.subTest(credentials=credentials), self.assertRaisesRegex(Exception, "credentials"):
                Inbox.from_credentials(credentials)
        self.assertIsInstance(Inbox.from_credentials({"secret": "x"}), Inbox)

    def test_the_right_secret_is_trusted_and_no_other(self):
        inbox = Inbox("geheim")
        for header, trusted in (
            ("geheim", True),
            ("Geheim", False),
            ("geheim ", False),
            ("", False),
            (None, False),
            ("密", False),
        ):
            with self.subTest(header=header):
                request = type("Request", (), {"headers": {} if header is None else {"X-Inbox-Secret": header}})
                self.assertIs(inbox._trusted(request), trusted)

    def test_there_are_three_routes_and_no_more(self):
        app = Sanic("inbox-test")
        app.blueprint(Inbox("geheim").blueprint(lambda message: None), url_prefix="/webhooks/inbox")
        routes = {(route.path, method) for route in app.router.routes for method in route.methods}
        wanted = {("health", "GET"), ("messages", "POST"), ("forget", "POST")}
        self.assertEqual(routes, {(f"webhooks/inbox/{name}", method) for name, method in wanted})


class FakeStore:
    """Forgets, or fails to."""

    def __init__(self, error=None):
        self.gone, self.error = [], error

    def forget(self, conversation):
        if self.error:
            raise self.error
        self.gone.append(conversation)


def agent_with(store):
    return type("Agent", (), {"tracker_store": store, "lock_store": InMemoryLockStore()})()


class Forgetting(IsolatedAsyncioTestCase):
    """A conversation that its citizen ended."""

    async def test_it_is_deleted_also_within_rasas_own_store(self):
        store = FakeStore()
        wrapped = type("FailSafe", (), {"_tracker_store": store})()
        for outer in (store, wrapped):
            self.assertTrue(await forgotten(agent_with(outer), PERSON))
        self.assertEqual(store.gone, [PERSON, PERSON])

    async def test_it_waits_for_the_message_under_way(self):
        store = FakeStore()
        agent = agent_with(store)
        async with agent.lock_store.lock(PERSON):
            waiting = asyncio.create_task(forgotten(agent, PERSON))
            await asyncio.sleep(0.2)
            self.assertEqual(store.gone, [])
        self.assertTrue(await waiting)
        self.assertEqual(store.gone, [PERSON])

    async def test_what_cannot_be_deleted_is_told_without_a_word_of_it(self):
        with self.assertLogs("bot.dialogue.inbox", "ERROR") as logs:
            self.assertFalse(await forgotten(agent_with(FakeStore(RuntimeError("张三"))), PERSON))
        self.assertEqual(logs.output, ["ERROR:bot.dialogue.inbox:not forgotten: RuntimeError"])
