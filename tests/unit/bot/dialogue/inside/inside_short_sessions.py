"""A long session made short: the same state, the same end, and never where something would be lost."""

from unittest import TestCase

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    DefinePrevUserUtteredFeaturization,
    LoopInterrupted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.short_sessions import KEPT, KINDS, LONGEST, revived, shortened

NAMES = ("apply_name", "apply_phone", "last_topic", "requested_slot")
DOMAIN = Domain.from_dict(
    {
        "intents": ["apply", "ask"],
        "slots": {
            name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]} for name in NAMES
        },
        "forms": {"apply_form": {"required_slots": ["apply_name", "apply_phone"]}},
    }
)
START = [SessionStarted(), ActionExecuted("action_listen")]


def turn(number, *events):
    """A turn with the events in it."""
    return [
        UserUttered(f"第{number}句", {"name": "ask", "confidence": 0.9}),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted("action_ask"),
        BotUttered(""),
        *events,
        ActionExecuted("action_listen"),
    ]


def turns(many, *events):
    return [event for number in range(many) for event in turn(number, *events)]


def tracker(*events):
    return DialogueStateTracker.from_events("web-1", list(events), slots=DOMAIN.slots)


def state(one):
    loop = one.active_loop
    return (
        one.current_slot_values(),
        loop and (loop.name, loop.is_interrupted, loop.rejected),
        one.latest_action_name,
        one.latest_message.text,
    )


def short(*events):
    """The session made short, and its tracker."""
    found = shortened(tracker(*events), DOMAIN.slots)
    assert found is not None
    return found, tracker(*found)


class Shortened(TestCase):
    """What is kept."""

    def test_a_short_session_is_left_alone(self):
        events = [*START, *turns(LONGEST // 6 - 1)]
        self.assertLessEqual(len(events), LONGEST)
        self.assertIsNone(shortened(tracker(*events), DOMAIN.slots))

    def test_few_but_eventful_turns_are_left_alone(self):
        busy = [SlotSet("apply_name", str(number)) for number in range(LONGEST)]
        self.assertIsNone(shortened(tracker(*START, *turn(1, *busy), *turns(KEPT - 1)), DOMAIN.slots))

    def test_a_long_one_keeps_its_last_turns_whole(self):
        events = [*START, *turns(40, SlotSet("last_topic", "fee"))]
        found, after = short(*events)
        self.assertLess(len(found), LONGEST / 2)
        self.assertEqual(found[-KEPT * 6 :], events[-KEPT * 6 :])
        self.assertEqual(
            [one.text for one in found if isinstance(one, UserUttered)], [f"第{n}句" for n in range(36, 40)]
        )
        self.assertEqual(state(after), state(tracker(*events)))

    def test_it_begins_as_a_session_begins_and_waits_for_the_citizen(self):
        found, _ = short(*START, *turns(40))
        self.assertIsInstance(found[0], SessionStarted)
        before = found[[isinstance(one, UserUttered) for one in found].index(True) - 1]
        self.assertEqual(before.action_name, "action_listen")

    def test_slots_have_the_value_and_the_time_of_their_last_setting(self):
        first, second = SlotSet("apply_name", "甲", timestamp=1.0), SlotSet("apply_name", "乙", timestamp=2.0)
        found, after = short(*START, *turn(0, first, SlotSet("apply_phone", "1")), *turn(1, second), *turns(40))
        self.assertEqual(after.get_slot("apply_name"), "乙")
        self.assertEqual(after.get_slot("apply_phone"), "1")
        self.assertEqual(
            [one.timestamp for one in found if isinstance(one, SlotSet) and one.key == "apply_name"], [2.0]
        )

    def test_an_emptied_slot_stays_empty(self):
        for emptied in (SlotSet("apply_name", None), AllSlotsReset()):
            with self.subTest(emptied=emptied):
                _, after = short(*START, *turn(0, SlotSet("apply_name", "甲")), *turn(1, emptied), *turns(40))
                self.assertIsNone(after.get_slot("apply_name"))

    def test_an_open_form_stays_open_since_the_same_moment(self):
        opened = ActiveLoop("apply_form", timestamp=7.0)
        found, after = short(*START, *turn(0, opened, SlotSet("requested_slot", "apply_name")), *turns(40))
        self.assertEqual([one.timestamp for one in found if isinstance(one, ActiveLoop)], [7.0])
        self.assertEqual((after.active_loop_name, after.get_slot("requested_slot")), ("apply_form", "apply_name"))

    def test_a_form_that_is_over_is_not_opened_again(self):
        found, after = short(*START, *turn(0, ActiveLoop("apply_form")), *turn(1, ActiveLoop(None)), *turns(40))
        self.assertIsNone(after.active_loop_name)
        self.assertEqual([one for one in found if isinstance(one, ActiveLoop)], [])

    def test_it_can_be_made_short_again_and_again(self):
        events = [*START, *turn(0, SlotSet("apply_name", "甲"), ActiveLoop("apply_form"))]
        longest = 0
        for number in range(200):
            events += turn(number, SlotSet("last_topic", str(number)))
            events = shortened(tracker(*events), DOMAIN.slots) or events
            longest = max(longest, len(events))
        self.assertLessEqual(longest, LONGEST)
        after = tracker(*events)
        self.assertEqual((after.get_slot("apply_name"), after.get_slot("last_topic")), ("甲", "199"))
        self.assertEqual(after.active_loop_name, "apply_form")


class Refused(TestCase):
    """Where the state would be another one, everything is kept."""

    def test_a_pause_is_not_forgotten(self):
        self.assertIsNone(shortened(tracker(*START, *turn(0, ConversationPaused()), *turns(40)), DOMAIN.slots))

    def test_a_form_whose_last_run_was_rejected_is_kept_as_it_is(self):
        events = [
            *START,
            *turn(0, ActiveLoop("apply_form")),
            *turn(1, ActionExecutionRejected("apply_form")),
            *turns(40),
        ]
        self.assertIsNone(shortened(tracker(*events), DOMAIN.slots))

    def test_a_form_that_is_interrupted_in_the_last_turn_is_so_afterwards(self):
        events = [*START, *turn(0, ActiveLoop("apply_form")), *turns(40), *turn(41, LoopInterrupted(True))]
        found, after = short(*events)
        self.assertEqual(state(after), state(tracker(*events)))
        self.assertTrue(any(isinstance(one, LoopInterrupted) for one in found))

    def test_a_session_without_a_beginning_is_left_alone(self):
        self.assertIsNone(shortened(tracker(*turns(40)), DOMAIN.slots))

    def test_half_a_turn_is_no_place_to_cut(self):
        events = [*START, *turns(40)]
        cut = [place for place, one in enumerate(events) if isinstance(one, UserUttered)][-KEPT]
        del events[cut - 1]
        self.assertIsNone(shortened(tracker(*events), DOMAIN.slots))


class Revived(TestCase):
    """Stored events come back as they were."""

    def test_as_rasa_itself_reads_them(self):
        opened = [SlotSet("apply_name", "甲"), ActiveLoop("apply_form"), LoopInterrupted(True), AllSlotsReset()]
        stored = [event.as_dict() for event in [*START, *turns(3, *opened)]]
        found, expected = (
            revived("web-1", stored, DOMAIN.slots),
            DialogueStateTracker.from_dict("web-1", stored, DOMAIN.slots),
        )
        self.assertEqual(list(found.events), list(expected.events))
        self.assertEqual(state(found), state(expected))
        self.assertEqual(found.sender_id, "web-1")

    def test_every_kind_of_event_is_known(self):
        for kind in (UserUttered, BotUttered, SlotSet, ActiveLoop, SessionStarted, AllSlotsReset, ConversationPaused):
            self.assertIs(KINDS[kind.type_name], kind)
        with self.assertRaises(KeyError):
            revived("web-1", [{"event": "nothing"}], DOMAIN.slots)
