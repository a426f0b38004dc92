"""Conversation events on disk: pruned, encrypted, of one session, and gone in time."""

import json
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from unittest import IsolatedAsyncioTestCase, TestCase

from cryptography.fernet import Fernet, InvalidToken
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.short_sessions import KEPT, LONGEST
from bot.dialogue.tracker_store import RETENTION, BoundedTrackerStore, Marks, cut_off, form_was_open, pruned, unsaved

KEY, OTHER_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()
DOMAIN = Domain.from_dict(
    {
        "intents": ["apply", "inform"],
        "slots": {
            name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
            for name in ("apply_name", "apply_phone")
        },
        "forms": {"apply_form": {"required_slots": ["apply_name", "apply_phone"]}},
    }
)
TEXT, NAME, CODE = "我叫演示甲要告演示局", "演示姓名甲乙", "CDF-GHJ-KMN"


def session():
    """The events with which a session begins."""
    return [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


def turn(text=TEXT):
    """One turn in a form: a message, a slot, a reply with a code."""
    ranking = [{"name": f"label-{n}", "confidence": 0.5 / (n + 1)} for n in range(5)]
    entities = [{"entity": "topic", "value": "geheimes-thema", "start": 0, "end": 2}]
    intent = {"name": "apply", "confidence": 0.9}
    parse = {
        "text": text,
        "intent": intent,
        "entities": entities,
        "intent_ranking": ranking,
        "text_tokens": [[0, 2]],
        "response_selector": {"all": "very long"},
    }
    return [
        UserUttered(text, intent, entities, parse, input_channel="inbox"),
        ActionExecuted("apply_form"),
        ActiveLoop("apply_form"),
        SlotSet("apply_name", NAME),
        BotUttered("您的查询码是" + CODE, {"custom": {"type": "receipt", "code": CODE}}),
        ActionExecuted("action_listen"),
    ]


class StoreCase(IsolatedAsyncioTestCase):
    """A store on a file of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "dialogue.db"
        self.store = self.opened()
        for marks in (unsaved, cut_off):
            for sender in ("web-1", "web-2", "web-3"):
                marks.take(sender)

    def opened(self, key=KEY, read_only=False):
        """A store on the file, as a new process would open it."""
        os.environ["YIFAWEN_TRACKER_KEY"] = key
        url = f"sqlite:///file:{self.file}?mode=ro&uri=true" if read_only else f"sqlite:///{self.file}"
        store = BoundedTrackerStore(domain=DOMAIN, host=url)
        self.addCleanup(store.engine.dispose)
        return store

    def tracker(self, *events, sender="web-1"):
        return DialogueStateTracker.from_events(sender, list(events), slots=DOMAIN.slots)

    async def goes_on(self, *events, sender="web-1", store=None):
        """One turn as Rasa's processor makes it: read, add, save."""
        store = store or self.store
        tracker = await store.retrieve(sender) or self.tracker(sender=sender)
        for event in events:
            tracker.update(event)
        await store.save(tracker)
        return tracker

    def rows(self, columns="*"):
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(f"SELECT {columns} FROM events ORDER BY id").fetchall()

    def opened_rows(self):
        """The stored events in the clear."""
        return [json.loads(Fernet(KEY).decrypt(data.encode())) for (data,) in self.rows("data")]


class RoundTrip(StoreCase):
    """What comes back is what a conversation needs."""

    async def test_a_conversation_comes_back(self):
        saved = await self.goes_on(*session(), *turn())
        found = await self.opened().retrieve("web-1")
        self.assertEqual(found.get_slot("apply_name"), NAME)
        self.assertEqual((found.active_loop_name, found.latest_action_name), ("apply_form", "action_listen"))
        self.assertEqual((found.latest_message.text, found.latest_message.intent_name), (TEXT, "apply"))
        self.assertEqual(found.latest_message.entities[0]["value"], "geheimes-thema")
        self.assertEqual([type(event) for event in found.events], [type(event) for event in saved.events][1:])

    async def test_of_a_receipt_nothing_comes_back_but_what_a_slot_says(self):
        begun = session()
        shown = BotUttered(None, {"custom": {"type": "receipt", "number": "T2026-000007", "code": CODE}})
        filed = SlotSet("apply_name", {"values": {"filed": ["T2026-000007"]}})
        await self.goes_on(*begun, *turn()[:3], shown, filed, ActiveLoop(None), ActionExecuted("action_listen"))
        found = await self.opened().retrieve("web-1")
        self.assertEqual([one.data for one in found.events if isinstance(one, BotUttered)], [{}])
        for at in range(LONGEST // 2):
            await self.goes_on(UserUttered(str(at), {"name": "inform"}), ActionExecuted("action_listen"))
        found = await self.opened().retrieve("web-1")
        self.assertLess(len(found.events), LONGEST)  # made short on the way
        self.assertEqual(found.get_slot("apply_name")["values"]["filed"], ["T2026-000007"])

    async def test_the_disk_never_has_where_a_message_came_from(self):
        came = UserUttered("T2026-1", {"name": "inform"}, metadata={"origin": {"address": "0af1c2"}})
        tracker = await self.goes_on(*session(), came, ActionExecuted("action_listen"))
        self.assertEqual(tracker.current_state()["latest_message"]["metadata"], {"origin": {"address": "0af1c2"}})
        self.assertNotIn("0af1c2", json.dumps(self.opened_rows()))

    async def test_a_second_turn_is_added_and_nothing_twice(self):
        await self.goes_on(*session(), *turn())
        before = len(self.rows())
        await self.goes_on(*turn("第二句"), store=self.opened())
        self.assertEqual(len(self.rows()), before + 6)
        found = await self.store.retrieve("web-1")
        self.assertEqual([event.text for event in found.events if isinstance(event, UserUttered)], [TEXT, "第二句"])

    async def test_saving_again_adds_nothing(self):
        tracker = await self.goes_on(*session(), *turn())
        before = self.rows()
        await self.store.save(await self.store.retrieve("web-1"))
        self.assertEqual(self.rows(), before)
        self.assertEqual(len(before), len(tracker.events))

    async def test_conversations_are_apart(self):
        await self.goes_on(*session(), *turn())
        await self.goes_on(*session(), SlotSet("apply_name", "别人"), sender="web-2")
        self.assertEqual((await self.store.retrieve("web-1")).get_slot("apply_name"), NAME)
        self.assertEqual((await self.store.retrieve("web-2")).get_slot("apply_name"), "别人")
        self.assertIsNone(await self.store.retrieve("web-3"))

    async def test_ten_turns_come_back_in_order(self):
        await self.goes_on(*session())
        for n in range(10):
            await self.goes_on(*turn(f"第{n}句"))
        found = await self.opened().retrieve("web-1")
        texts = [event.text for event in found.events if isinstance(event, UserUttered)]
        self.assertEqual(texts, [f"第{n}句" for n in range(10)])

    async def test_the_older_turns_of_a_long_session_are_summed_up(self):
        await self.goes_on(*session(), *turn())
        opened = (await self.store.retrieve("web-1")).events
        [first] = [event.timestamp for event in opened if isinstance(event, ActiveLoop)]
        for n in range(60):
            await self.goes_on(UserUttered(f"第{n}句"), SlotSet("apply_phone", str(n)), ActionExecuted("action_listen"))
        found = await self.opened().retrieve("web-1")
        self.assertLessEqual(len(found.events), LONGEST)
        self.assertEqual((found.get_slot("apply_name"), found.get_slot("apply_phone")), (NAME, "59"))
        self.assertEqual([event.timestamp for event in found.events if isinstance(event, ActiveLoop)], [first])
        texts = [event.text for event in found.events if isinstance(event, UserUttered)]
        self.assertEqual(texts[-KEPT:], [f"第{n}句" for n in range(60 - KEPT, 60)])
        self.assertEqual(len([row for row in self.rows("type_name") if row[0] == "session_started"]), 1)

    async def test_a_session_that_begins_is_not_summed_up_with_the_old_one(self):
        await self.goes_on(*session(), *[event for n in range(9) for event in turn(f"第{n}句")])
        await self.goes_on(*session(), *[event for n in range(9) for event in turn(f"新{n}句")])
        texts = [event["text"] for event in self.opened_rows() if event["event"] == "user"]
        self.assertEqual(texts, [f"新{n}句" for n in range(9)])

    async def test_when_the_form_was_opened_survives(self):
        saved = await self.goes_on(*session(), *turn())
        found = await self.opened().retrieve("web-1")
        stamps = [[event.timestamp for event in one.events if isinstance(event, ActiveLoop)] for one in (saved, found)]
        self.assertEqual(stamps[0], stamps[1])


class Secrecy(StoreCase):
    """What stands in the file."""

    async def test_no_clear_text_is_on_disk(self):
        await self.goes_on(*session(), *turn())
        content = b"".join(file.read_bytes() for file in self.file.parent.iterdir())
        self.assertIn(b"web-1", content)
        for secret in (TEXT, NAME, CODE, "apply_form", "apply_name", "geheimes-thema", "label-0", "查询码"):
            for form in (secret.encode(), secret.encode("utf-16-le"), json.dumps(secret)[1:-1].encode()):
                self.assertNotIn(form, content, secret)

    async def test_neither_intent_nor_action_is_named(self):
        await self.goes_on(*session(), *turn())
        self.assertEqual(set(self.rows("intent_name, action_name")), {(None, None)})

    async def test_our_own_replies_are_not_kept(self):
        await self.goes_on(*session(), *turn())
        stored = self.opened_rows()
        [reply] = [event for event in stored if event["event"] == "bot"]
        self.assertEqual((reply["text"], reply["data"]), (None, {}))
        self.assertNotIn(CODE, json.dumps(stored, ensure_ascii=False))

    async def test_of_the_parse_only_what_is_needed_is_kept(self):
        await self.goes_on(*session(), *turn())
        [parse] = [event["parse_data"] for event in self.opened_rows() if event["event"] == "user"]
        self.assertEqual(set(parse), {"intent", "entities", "text", "intent_ranking"})
        self.assertEqual([guess["name"] for guess in parse["intent_ranking"]], ["label-0", "label-1", "label-2"])

    async def test_the_same_event_twice_does_not_look_the_same(self):
        await self.goes_on(*session(), *turn(), *turn())
        data = [row[0] for row in self.rows("data")]
        self.assertEqual(len(set(data)), len(data))

    async def test_another_key_opens_nothing(self):
        await self.goes_on(*session(), *turn())
        with self.assertRaises(InvalidToken):
            await self.opened(OTHER_KEY).retrieve("web-1")

    async def test_what_cannot_be_opened_is_told(self):
        """tracker_store._retrieve decrypts outside its try: Rasa swallows it, and the citizen is forgotten in silence."""
        await self.goes_on(*session(), *turn())
        self.assertIsNone(await FailSafeTrackerStore(self.opened(OTHER_KEY)).retrieve("web-1"))
        self.assertTrue(unsaved.take("web-1"))

    async def test_a_changed_row_is_not_read(self):
        await self.goes_on(*session(), *turn())
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("UPDATE events SET data = 'gAAAA' || substr(data, 6, 40)")
            connection.commit()
        with self.assertRaises(InvalidToken):
            await self.store.retrieve("web-1")

    async def test_after_a_change_of_keys_old_events_are_read_and_new_ones_use_the_new_key(self):
        await self.goes_on(*session(), *turn())
        before, new = len(self.rows()), Fernet.generate_key().decode()
        store = self.opened(f"{new},{KEY}")
        await self.goes_on(*turn("第二句"), store=store)
        self.assertEqual((await store.retrieve("web-1")).latest_message.text, "第二句")
        for (data,) in self.rows("data")[before:]:
            Fernet(new).decrypt(data.encode())

    def test_a_key_must_be_set_and_whole(self):
        for key in ("", "short", "*" * 44, f"{KEY},", f"{KEY},short"):
            with self.subTest(key=key), self.assertRaises(ValueError):
                self.opened(key)
        del os.environ["YIFAWEN_TRACKER_KEY"]
        with self.assertRaisesRegex(KeyError, "YIFAWEN_TRACKER_KEY"):
            BoundedTrackerStore(domain=DOMAIN, host=f"sqlite:///{self.file}")


class Sessions(StoreCase):
    """One session a conversation."""

    async def test_a_new_session_deletes_the_old_one(self):
        await self.goes_on(*session(), *turn())
        await self.goes_on(*session(), *turn("新的一句"))
        texts = [event["text"] for event in self.opened_rows() if event["event"] == "user"]
        self.assertEqual(texts, ["新的一句"])
        self.assertEqual(len([row for row in self.rows("type_name") if row[0] == "session_started"]), 1)

    async def test_a_new_session_goes_on_like_any_other(self):
        await self.goes_on(*session(), *turn())
        await self.goes_on(*session(), *turn("新的一句"))
        await self.goes_on(*turn("再一句"), store=self.opened())
        found = await self.store.retrieve("web-1")
        self.assertEqual(
            [event.text for event in found.events if isinstance(event, UserUttered)], ["新的一句", "再一句"]
        )

    async def test_a_new_session_leaves_others_alone(self):
        await self.goes_on(*session(), *turn(), sender="web-2")
        await self.goes_on(*session(), *turn())
        await self.goes_on(*session(), *turn())
        self.assertEqual((await self.store.retrieve("web-2")).get_slot("apply_name"), NAME)

    async def test_a_form_that_was_open_is_told_once(self):
        await self.goes_on(*session(), *turn())
        self.assertFalse(cut_off.take("web-1"))
        await self.goes_on(*session(), UserUttered("还在吗"))
        self.assertTrue(cut_off.take("web-1"))
        self.assertFalse(cut_off.take("web-1"))
        await self.goes_on(UserUttered("好"))
        self.assertFalse(cut_off.take("web-1"))

    async def test_a_form_that_was_done_is_not_told_of(self):
        await self.goes_on(*session(), *turn(), ActiveLoop(None))
        await self.goes_on(*session(), UserUttered("还在吗"))
        self.assertFalse(cut_off.take("web-1"))

    async def test_what_was_cut_off_is_told_even_by_a_new_process(self):
        await self.goes_on(*session(), *turn())
        await self.goes_on(*session(), UserUttered("还在吗"), store=self.opened())
        self.assertTrue(cut_off.take("web-1"))
        self.assertFalse(cut_off.take("web-2"))

    async def test_the_readiness_probe_leaves_no_trace(self):
        await self.goes_on(*session(), *turn(), sender="probe-1")
        self.assertEqual(self.rows(), [])
        self.assertIsNone(await self.store.retrieve("probe-1"))
        self.assertFalse(unsaved.take("probe-1"))


class Ending(StoreCase):
    """A citizen ended a conversation."""

    async def test_nothing_of_it_is_left_and_others_stay(self):
        await self.goes_on(*session(), *turn())
        await self.goes_on(*session(), *turn(), sender="web-2")
        self.store.forget("web-1")
        self.assertEqual({sender for (sender,) in self.rows("sender_id")}, {"web-2"})
        self.assertIsNone(await self.opened().retrieve("web-1"))

    async def test_the_marks_of_it_go_too(self):
        unsaved.add("web-1")
        cut_off.add("web-1")
        self.store.forget("web-1")
        self.assertFalse(unsaved.take("web-1") or cut_off.take("web-1"))


class Failure(StoreCase):
    """A database that does not take or give."""

    async def test_a_file_that_cannot_be_written_is_told_once(self):
        await self.goes_on(*session(), *turn())
        before = self.rows()
        store = self.opened(read_only=True)
        with self.assertRaises(SQLAlchemyError):
            await self.goes_on(*turn("第二句"), store=store)
        self.assertEqual(self.rows(), before)
        self.assertTrue(unsaved.take("web-1"))
        self.assertFalse(unsaved.take("web-1"))

    async def test_it_is_told_though_rasa_swallows_the_error(self):
        await self.goes_on(*session(), *turn())
        safe = FailSafeTrackerStore(self.opened(read_only=True))
        with self.assertLogs("rasa.core.tracker_store", "ERROR") as logs:
            await self.goes_on(*turn("第二句 " + NAME), store=safe)
        self.assertTrue(unsaved.take("web-1"))
        self.assertNotIn(NAME, " ".join(logs.output))
        self.assertNotIn("第二句", " ".join(logs.output))

    async def test_a_table_that_cannot_be_read_is_told(self):
        await self.goes_on(*session(), *turn())
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("ALTER TABLE events RENAME TO gone")
        with self.assertRaises(SQLAlchemyError):
            await self.store.retrieve("web-1")
        self.assertTrue(unsaved.take("web-1"))
        self.assertFalse(unsaved.take("web-2"))

    async def test_after_it_is_mended_the_conversation_goes_on(self):
        await self.goes_on(*session(), *turn())
        with self.assertRaises(SQLAlchemyError):
            await self.goes_on(*turn("第二句"), store=self.opened(read_only=True))
        unsaved.take("web-1")
        await self.goes_on(*turn("第二句"), store=self.opened())
        self.assertFalse(unsaved.take("web-1"))
        found = await self.store.retrieve("web-1")
        self.assertEqual([event.text for event in found.events if isinstance(event, UserUttered)], [TEXT, "第二句"])

    async def test_half_a_turn_is_never_kept(self):
        await self.goes_on(*session(), *turn())
        before = self.rows()
        seal, sealed = self.store._seal, []

        def fails_at_the_third(event):
            sealed.append(event)
            if len(sealed) == 3:
                raise RuntimeError
            return seal(event)

        self.store._seal = fails_at_the_third
        with self.assertRaises(RuntimeError):
            await self.goes_on(*session(), *turn("第二句"))
        self.assertEqual(self.rows(), before)
        self.assertTrue(unsaved.take("web-1"))

    async def test_a_broken_character_does_not_end_the_process(self):
        """tracker_store._write: a lone surrogate is a ValueError inside session_scope, which Rasa answers with sys.exit."""
        try:
            await self.goes_on(*session(), *turn("坏字符\ud83d"))
        except SystemExit:
            self.fail("the process would have ended")
        except Exception:
            self.assertTrue(unsaved.take("web-1"))


class Retention(StoreCase):
    """Nothing stays."""

    def age(self, sender, seconds):
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("UPDATE events SET timestamp = timestamp - ? WHERE sender_id = ?", (seconds, sender))
            connection.commit()

    def senders(self):
        return {row[0] for row in self.rows("sender_id")}

    async def test_a_day_is_the_longest(self):
        self.assertEqual(RETENTION, 24 * 3600)

    async def test_what_is_past_its_time_goes_with_the_next_turn_of_anybody(self):
        await self.goes_on(*session(), *turn())
        await self.goes_on(*session(), *turn(), sender="web-2")
        self.age("web-1", RETENTION + 60)
        self.age("web-2", RETENTION - 600)
        await self.goes_on(*session(), sender="web-3", store=self.opened())
        self.assertEqual(self.senders(), {"web-2", "web-3"})

    async def test_looking_once_an_hour_is_enough(self):
        await self.goes_on(*session(), *turn())
        self.age("web-1", RETENTION + 60)
        await self.goes_on(*session(), sender="web-2")
        self.assertEqual(self.senders(), {"web-1", "web-2"})
        self.store._purged_at = time.time() - 3601
        await self.goes_on(*turn(), sender="web-2")
        self.assertEqual(self.senders(), {"web-2"})


class Parts(TestCase):
    """The pieces."""

    def test_a_mark_is_taken_once(self):
        marks = Marks()
        marks.add("web-1")
        marks.add("web-1")
        self.assertEqual([marks.take("web-1"), marks.take("web-1"), marks.take("web-2")], [True, False, False])

    def test_the_two_marks_are_apart(self):
        unsaved.add("web-9")
        self.assertFalse(cut_off.take("web-9"))
        self.assertTrue(unsaved.take("web-9"))

    def test_pruning_leaves_other_events_alone(self):
        for event in (
            SlotSet("apply_name", NAME),
            ActiveLoop("apply_form"),
            SessionStarted(),
            ActionExecuted("action_ask"),
        ):
            with self.subTest(event=event):
                self.assertEqual(pruned(event.as_dict()), event.as_dict())

    def test_where_a_message_came_from_is_not_kept(self):
        event = UserUttered("T2026-1", metadata={"origin": {"address": "0af1"}, "model_id": "m"}).as_dict()
        self.assertEqual(pruned(event)["metadata"], {"model_id": "m"})
        self.assertNotIn("0af1", json.dumps(pruned(event)))
        self.assertIn("0af1", json.dumps(event))

    def test_pruning_does_not_change_the_event_itself(self):
        [user] = [event for event in turn() if isinstance(event, UserUttered)]
        before = json.dumps(user.as_dict(), sort_keys=True)
        pruned(user.as_dict())
        self.assertEqual(json.dumps(user.as_dict(), sort_keys=True), before)
        self.assertEqual(user.parse_data["response_selector"], {"all": "very long"})

    def test_a_message_without_a_parse_is_kept(self):
        event = UserUttered("你好").as_dict()
        self.assertEqual(pruned(event)["text"], "你好")
        self.assertEqual(
            pruned({"event": "user", "text": "x", "parse_data": {}}), {"event": "user", "text": "x", "parse_data": {}}
        )
        self.assertEqual(
            pruned({"event": "user", "parse_data": {"text": "x", "intent_ranking": None}})["parse_data"][
                "intent_ranking"
            ],
            [],
        )

    def test_whether_a_form_was_open(self):
        form, done, start = ActiveLoop("apply_form"), ActiveLoop(None), SessionStarted()
        for events, was_open in (
            ([], False),
            ([start], False),
            ([form], False),
            ([start, form], False),
            ([start, form, start], True),
            ([start, form, done, start], False),
            ([start, form, done, form, start], True),
            ([start, form, start, start], False),
            ([start, form, start, form, done], True),
            ([form, start, form], True),
        ):
            with self.subTest(events=events):
                self.assertIs(form_was_open(events), was_open)
