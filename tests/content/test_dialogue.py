"""The domain, the rules, the training examples, the forms and the actions fit together, and nothing is left over."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

import actions
from actions.casework.applications import DRAFT_KEPT
from actions.casework.numbers import CODE_LENGTH
from actions.content.answers import FEATURES, Answer, topics
from actions.content.forms import load_forms
from actions.content.interview import load_interview
from actions.content.region import Region
from actions.content.source import ROOT as KNOWLEDGE
from actions.guard import GuardedAction
from actions.interview.guided import Guided

ROOT = KNOWLEDGE.parent
# Intents that no text is ever trained for: buttons, field controls, and what the classifier decides itself.
UNTRAINED = {
    "follow_up",
    "abandon",
    "continue",
    "choose",
    "inform",
    "none_fits",
    "photo_read",
    "photo_use",
    "tell",
    "nlu_fallback",
}
FEWEST = 10  # examples of a label
ALIKE = 0.9
NATIONAL = {"110", "119", "120", "12345", "12348", "12315", "12356", "12338"}
BUILT_IN = {"action_deactivate_loop", "action_listen"}


# What stands in the files.


def read(path: str) -> dict[str, Any]:
    """All files of a folder as one, lists and tables joined; a name may not be given twice."""
    whole: dict[str, Any] = {}
    for file in sorted((ROOT / path).glob("*.yml")):
        for key, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if isinstance(value, list):
                whole.setdefault(key, []).extend(value)
            elif isinstance(value, dict):
                table = whole.setdefault(key, {})
                assert not set(table) & set(value), f"{file.name}: {set(table) & set(value)}"
                table.update(value)
    return whole


DOMAIN = read("bot/dialogue/domain")
RULES: list[dict[str, Any]] = read("data/rules")["rules"]
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
MESSAGES = {name: variations[0]["custom"] for name, variations in RESPONSES.items()}
CONFIG = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Rule:
    """A rule: the loop in which it holds (“any” where it says nothing), the intent it answers, its actions."""

    name: str
    loop: str | None
    intent: str | None
    actions: tuple[str, ...]


def rule(row: dict[str, Any]) -> Rule:
    conditions = [one["active_loop"] for one in row.get("condition", []) if "active_loop" in one]
    intents = [step["intent"] for step in row["steps"] if "intent" in step]
    done = tuple(step["action"] for step in row["steps"] if "action" in step)
    return Rule(row["rule"], conditions[0] if conditions else "any", intents[0] if intents else None, done)


ALL_RULES = [rule(row) for row in RULES]


def examples() -> dict[str, list[str]]:
    """Training examples by label."""
    found: dict[str, list[str]] = {}
    for row in read("data/nlu")["nlu"]:
        lines = [line.removeprefix("- ").strip() for line in row["examples"].splitlines() if line.strip()]
        found.setdefault(row["intent"], []).extend(lines)
    return found


EXAMPLES = examples()


def classes() -> dict[str, type[Action]]:
    """Every action that the action server would register, by name."""
    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        importlib.import_module(module.name)
    known = [one for one in subclasses(Action) if one.__module__.startswith("actions.") and not inspect.isabstract(one)]
    names = Counter(one().name() for one in known)
    assert max(names.values()) == 1, names.most_common(1)
    return {one().name(): one for one in known}


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


ACTIONS = classes()
# Forms whose questions stand in knowledge/interviews/: tests/content/test_interviews.py.
GUIDED: dict[str, Guided] = {one.form: one() for one in ACTIONS.values() if issubclass(one, Guided)}


# Intents and rules.


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_every_intent_has_a_rule_outside_a_form(intent: str) -> None:
    assert [one for one in ALL_RULES if one.intent == intent and one.loop in (None, "any")]


@pytest.mark.parametrize("form", sorted(DOMAIN["forms"]))
def test_in_a_form_every_way_out_and_every_stale_button_has_a_rule(form: str) -> None:
    here = {one.intent for one in ALL_RULES if one.loop in (form, "any")}
    features = {name.removesuffix("_form") for name in DOMAIN["forms"]}
    swallowed = {"tell", "nlu_fallback"}  # always the answer to the field: actions/form.py
    assert features | {"stop", "continue", "abandon", "choose", "inform"} <= here
    assert set(DOMAIN["intents"]) - swallowed == here - {None}


@pytest.mark.parametrize("form", sorted(DOMAIN["forms"]))
def test_a_form_is_opened_left_and_finished_alike(form: str) -> None:
    mine = [one for one in ALL_RULES if one.loop == form]
    assert [one.actions[-1] for one in ALL_RULES if one.intent == form.removesuffix("_form") and one.loop is None] == [
        form
    ]
    [left] = [one for one in mine if one.intent == "abandon"]
    assert left.actions == ("action_deactivate_loop", "action_abandon")
    [done] = [one for one in mine if one.intent is None]
    assert done.actions == (form, "utter_anything_else")


def test_no_two_rules_answer_the_same() -> None:
    twice = [pair for pair, times in Counter((one.loop, one.intent) for one in ALL_RULES).items() if times > 1]
    assert twice == []
    assert len({one.name for one in ALL_RULES}) == len(ALL_RULES)
    general = {one.intent for one in ALL_RULES if one.loop == "any"}
    assert not general & {one.intent for one in ALL_RULES if one.loop != "any"}


@pytest.mark.parametrize("one", ALL_RULES, ids=lambda one: one.name)
def test_what_a_rule_names_exists(one: Rule) -> None:
    assert one.intent is None or one.intent in DOMAIN["intents"]
    assert one.loop in (None, "any", *DOMAIN["forms"])
    assert one.actions and set(one.actions) <= {*DOMAIN["actions"], *RESPONSES, *DOMAIN["forms"], *BUILT_IN}


def test_an_irreversible_step_is_never_the_work_of_an_intent() -> None:
    assert not {"affirm", "deny", "submit", "save"} & set(DOMAIN["intents"])


# Actions and forms.


def test_the_actions_of_the_domain_are_those_of_the_action_server() -> None:
    assert set(DOMAIN["actions"]) == set(ACTIONS)
    assert len(DOMAIN["actions"]) == len(set(DOMAIN["actions"]))


def test_every_action_is_guarded() -> None:
    assert [name for name, one in ACTIONS.items() if not issubclass(one, GuardedAction)] == []
    assert [name for name, one in ACTIONS.items() if one.run is not GuardedAction.run] == []


def test_every_form_is_validated() -> None:
    assert set(GUIDED) == set(DOMAIN["forms"])
    assert {f"validate_{name}" for name in GUIDED} <= set(DOMAIN["actions"])


def test_every_slot_belongs_to_a_form_and_steers_nothing() -> None:
    guided = {slot for form in GUIDED.values() for slot in form.slots()}
    assert set(DOMAIN["slots"]) == guided | {"last_topic", "told"}
    for name, row in DOMAIN["slots"].items():
        assert row == {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}, name


@pytest.mark.parametrize("form", sorted(GUIDED))
def test_rasa_waits_for_one_slot_of_a_guided_form(form: str) -> None:
    answer = GUIDED[form].slots()[0]
    assert DOMAIN["forms"][form]["required_slots"] == [answer]
    assert f"action_ask_{answer}" in ACTIONS


# Texts.


def test_a_response_has_one_wording_and_no_placeholder() -> None:
    assert [
        name for name, variations in RESPONSES.items() if len(variations) != 1 or set(variations[0]) != {"custom"}
    ] == []
    assert [name for name, message in MESSAGES.items() if "{" in str(message["text"])] == []


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_every_response_is_used(name: str) -> None:
    code = [
        file.read_text(encoding="utf-8")
        for folder in ("actions", "bot/dialogue")
        for file in (ROOT / folder).rglob("*.py")
    ]
    named = {action for one in ALL_RULES for action in one.actions}
    assert name in named or any(f'"{name}"' in text for text in code)


def test_every_response_that_is_used_exists() -> None:
    for file in (ROOT / "actions").glob("*.py"):
        for name in re.findall(r'"(utter_\w+)"', file.read_text(encoding="utf-8")):
            assert name in RESPONSES, f"{file.name}: {name}"


CHOICES = [
    pytest.param(choice, message, id=f"{name}/{choice['label']}")
    for name, message in MESSAGES.items()
    for choice in message.get("choices", [])
]


@pytest.mark.parametrize(("choice", "message"), CHOICES)
def test_every_choice_leads_somewhere(
    choice: dict[str, str], message: dict[str, Any], answers: dict[str, Answer]
) -> None:
    assert len(choice) == 2 and choice["label"].strip()
    if "topic" in choice:
        assert choice["topic"] in answers
    else:
        assert choice["intent"] in DOMAIN["intents"]


def test_the_features_that_answers_offer_are_intents() -> None:
    assert set(FEATURES) <= set(DOMAIN["intents"])


# A number that could be dialled: short lines, mobiles, landlines, 400 and 800 numbers.
DIALLED = re.compile(
    r"(?<![\d-])(?:1\d\d|[19]\d{4,5}|1\d{10}|0\d{2,3}[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4})(?![\d-])"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("打 110", ["110"]),
        ("打12345问", ["12345"]),
        ("号码13800000000。", ["13800000000"]),
        ("0915-6310000", ["0915-6310000"]),
        ("400-123-4567", ["400-123-4567"]),
        ("2026-10-08 最多 2000 个字，T2026-000001，11 位", []),
    ],
)
def test_a_number_that_could_be_dialled_is_found(text: str, found: list[str]) -> None:
    assert DIALLED.findall(text) == found


def said(value: Any) -> Iterator[str]:
    """Every text in a table, however deep."""
    if isinstance(value, dict):
        for one in value.values():
            yield from said(one)
    elif isinstance(value, list):
        for one in value:
            yield from said(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", [*RESPONSES, *load_forms()])
def test_no_phone_number_is_invented(name: str) -> None:
    for text in said(RESPONSES.get(name) or load_forms()[name]):
        assert set(DIALLED.findall(text)) <= NATIONAL, text


# A warning says in its first word that it is one, or simply what to do.
FIRST_WORDS = {
    "info": ("",),
    "warning": ("注意", "紧急情况", "请", "没看懂", "这不像", "这个号码好像"),
    "error": ("故障",),
}


@pytest.mark.parametrize("name", [name for name, message in MESSAGES.items() if message["type"] == "notice"])
def test_a_warning_does_not_rely_on_its_colour(name: str) -> None:
    message = MESSAGES[name]
    assert message["text"].startswith(FIRST_WORDS[message["level"]])


def test_the_emergency_names_the_numbers() -> None:
    assert {"110", "119", "120", "12356", "12338"} <= set(DIALLED.findall(MESSAGES["utter_emergency"]["text"]))


def test_what_is_promised_is_what_the_program_does(answers: dict[str, Answer]) -> None:
    assert f"加密保存 {DRAFT_KEPT.days} 天" in load_forms()["apply"]["personal_notice"]
    assert f"共 {CODE_LENGTH} 个" in str(load_interview("case_status").questions["code"].hint)
    idle = DOMAIN["session_config"]["session_expiration_time"]
    assert f"{idle} 分钟" in MESSAGES["utter_session_expired"]["text"]
    privacy = answers["privacy"]
    assert f"{idle}分钟" in (privacy.answer + (privacy.more or "")).replace(" ", "")


def test_nothing_goes_over_into_the_next_session() -> None:
    assert DOMAIN["session_config"]["carry_over_slots_to_new_session"] is False


def test_the_words_of_the_forms_can_be_filled(region: Region) -> None:
    forms = load_forms()
    filled = (forms["apply"]["unknown_body"], forms["apply"]["receipt"]["hand_in_how"], forms["ask"]["fallback"])
    for text in (*filled, forms["ask"]["fallback_none"]):
        assert "{" not in region.fill(text)
    others = [text for text in said(forms) if "{" in text and text not in (*filled, forms["ask"]["fallback_none"])]
    assert set(re.findall(r"\{\w+\}", " ".join(others))) == {
        *(
            "{as_of}",
            "{at}",
            "{count}",
            "{day}",
            "{days}",
            "{minutes}",
            "{number}",
            "{of}",
            "{size}",
            "{skip}",
            "{text}",
            "{why}",
        )
    }


# Training examples.


@pytest.mark.parametrize("label", sorted(EXAMPLES))
def test_every_label_has_an_answer_or_is_a_feature_and_enough_examples(label: str, answers: dict[str, Answer]) -> None:
    if label.startswith("ask/"):
        assert label.removeprefix("ask/") in answers
    else:
        assert label in set(DOMAIN["intents"]) - UNTRAINED - {"ask"}
    assert len(EXAMPLES[label]) >= FEWEST


def test_every_answer_and_every_feature_has_examples(answers: dict[str, Answer]) -> None:
    expected = {f"ask/{topic}" for topic in topics(answers)} | set(DOMAIN["intents"]) - UNTRAINED - {"ask"}
    assert set(EXAMPLES) == expected


def plain(text: str) -> str:
    """Without punctuation and spaces, half-width, lower case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def test_no_example_is_empty_or_a_payload() -> None:
    assert [text for texts in EXAMPLES.values() for text in texts if not text or text.startswith("/")] == []


def test_no_example_stands_under_two_labels() -> None:
    labels = defaultdict(set)
    for label, texts in EXAMPLES.items():
        for text in texts:
            labels[plain(text) or text].add(label)
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_no_example_stands_twice_under_a_label() -> None:
    for label, texts in EXAMPLES.items():
        twice = [text for text, times in Counter(texts).items() if times > 1]
        assert twice == [], label


# The independent test questions stay independent.


def questions() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load((ROOT / "tests/nlu/questions.yml").read_text(encoding="utf-8"))
    return found


def test_every_question_has_a_topic_that_exists() -> None:
    known = {label.removeprefix("ask/") for label in EXAMPLES}
    assert {question["topic"] for question in questions()} <= known


def test_every_topic_has_questions() -> None:
    asked = Counter(question["topic"] for question in questions())
    assert {label for label in EXAMPLES if label.startswith("ask/") and asked[label.removeprefix("ask/")] < 3} == set()


def pieces(text: str) -> set[str]:
    """Four signs at a time; a shorter text is one piece."""
    return {text[at : at + 4] for at in range(max(len(text) - 3, 1))}


def alike(one: str, other: str) -> bool:
    """Whether two texts are nine tenths the same; the quick bounds come first."""
    if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


class Trained:
    """The training examples, to be found by what they have in common with a question."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts, self._by_piece = texts, defaultdict(set)
        for text in texts:
            for piece in pieces(text):
                self._by_piece[piece].add(text)

    def like(self, question: str) -> list[str]:
        """The examples that equal or nearly equal a question."""
        near = set().union(*(self._by_piece.get(piece, set()) for piece in pieces(question)))
        return sorted(self._texts[text] for text in near if alike(question, text))


@pytest.fixture(scope="module")
def trained() -> Trained:
    return Trained({plain(text): text for texts in EXAMPLES.values() for text in texts if plain(text)})


def test_likeness_is_noticed() -> None:
    some = Trained({"申请行政复议要交多少钱呢": "申请行政复议要交多少钱呢"})
    assert some.like(plain("申请行政复议，要交多少钱呢？")) and some.like(plain("申请行政复议要交多少钱"))
    assert not some.like(plain("申请行政复议多久办好")) and not some.like(plain("钱"))


def test_no_test_question_is_in_the_training_examples(trained: Trained) -> None:
    seen = {question["text"]: trained.like(plain(question["text"])) for question in questions()}
    assert {text: found for text, found in seen.items() if found} == {}


def test_no_test_question_is_asked_twice() -> None:
    asked = Counter(plain(one["text"]) or one["text"] for one in questions())
    assert [text for text, times in asked.items() if times > 1] == []


# The configuration.


def test_nothing_is_guessed_from_examples_of_conversations() -> None:
    [policy] = CONFIG["policies"]
    assert policy["name"] == "RulePolicy" and policy["enable_fallback_prediction"] is True
    assert policy["core_fallback_action_name"] in DOMAIN["actions"]


def test_no_word_of_danger_stands_in_an_everyday_question() -> None:
    [danger] = [part["danger_words"] for part in CONFIG["pipeline"] if "danger_words" in part]
    everyday = [(label, text) for label, texts in EXAMPLES.items() if label != "emergency" for text in texts]
    everyday += [(one["topic"], one["text"]) for one in questions() if one["topic"] != "emergency"]
    assert [(label, text) for label, text in everyday if any(word in text for word in danger)] == []
