"""The tables of questions themselves: complete, reachable, consistent, and in words that anybody understands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

import pytest

from actions.apply import AskApply
from actions.apply_document import document_facts
from actions.apply_subject import OPTIONS
from actions.callback import AskCallback
from actions.case_status import AskCaseStatus
from actions.casework.kinds import LetterKind, LetterStep
from actions.complaint import AskComplaint
from actions.content.forms import load_forms, words
from actions.content.interview import GIVEN, MISSING, Interview, Question, load_interview
from actions.content.region import load_region
from actions.content.source import ROOT, read_yaml
from actions.filed import AskFiled
from actions.follow_up import AskFollowUp
from actions.interview.flow import SKIPPED, required, resting_on
from actions.interview.guided import AskGuided
from actions.interview.reading import READERS
from actions.procedure.document import application_lines
from actions.procedure.tables import table
from bot.channels.messages import FieldMessage
from tests.content.test_dialogue import DIALLED, FIRST_WORDS, NATIONAL
from tests.unit.actions.guided_talk import SKIP, USUAL, GuidedTalk
from tests.unit.actions.test_stage import TODAY, Stage, clicked, status

ASKS: dict[str, type[AskGuided]] = {
    "apply": AskApply,
    "callback": AskCallback,
    "complaint": AskComplaint,
    "filed": AskFiled,
    "follow_up": AskFollowUp,
    "case_status": AskCaseStatus,
}
TABLES: dict[str, Interview] = {feature: load_interview(feature) for feature in ASKS}
QUESTIONS = [
    pytest.param(feature, question, id=f"{feature}/{question.key}")
    for feature, interview in TABLES.items()
    for question in interview.questions.values()
]
every = pytest.mark.parametrize(("feature", "question"), QUESTIONS)

# What identifies or locates a person: asked for only after the personal notice.
PERSONAL = {
    *("name", "identity", "sex", "address", "phone", "delivery", "representative", "head", "head_title", "trade_name"),
    *("credit_code", "group_names", "deceased", "agent_name", "agent_phone"),
}
LONGEST = {"text": 70, "hint": 80, "why": 110, "invalid": 75, "where": 80, "label": 16, "skip": 16, "option": 40}


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage(monkeypatch)
    wishes = TABLES["follow_up"].questions["wish"].options
    steps = tuple(LetterStep(one) for one in wishes if one in set(LetterStep))
    stage.records.status = status(letter_id=7, letter_kind=LetterKind.COMPLAINT, steps=steps)
    return stage


def subject(feature: str) -> Any:
    return ASKS[feature].guided.subject  # type: ignore[attr-defined]


def test_every_table_is_asked_by_a_form() -> None:
    assert {file.stem for file in (ROOT / "interviews").glob("*.yml")} == set(ASKS)


# A row.


@every
def test_a_question_says_what_is_wanted_why_and_what_was_wrong(feature: str, question: Question) -> None:
    for text in (question.text, question.why, question.invalid):
        assert text.strip() == text and text
    assert question.why.endswith(("。", "；", "？")) and not set("{}") & set(question.why)
    assert question.text.endswith(("？", "。", "}")), "a question or a request"


@every
def test_a_question_is_read_and_shown_by_what_there_is(feature: str, question: Question) -> None:
    controls = {*get_args(FieldMessage.model_fields["control"].annotation), "review"}
    assert question.read in READERS and question.control in controls
    fitting = {
        "option": {"choice"},
        "several": {"multi"},
        "start": {"choice"},
        "day": {"date"},
        "phone": {"phone"},
        "review": {"review"},
        "text": {"text", "longtext", "code"},
        "names": {"text", "longtext"},
        "lookup_code": {"code"},
    }.get(question.read, {"text"})
    assert question.control in fitting


@every
def test_a_question_has_options_where_it_is_answered_by_one(feature: str, question: Question) -> None:
    by_option = question.read in ("option", "several", "start")
    assert bool(question.options or question.options_from) is by_option
    assert not (question.options and question.options_from) and question.options_from in (None, *OPTIONS)
    assert len(question.options) != 1 or feature == "filed"


@every
def test_a_length_stands_where_words_are_written(feature: str, question: Question) -> None:
    if question.read == "text":
        assert question.max and 1 < question.min < question.max
    if question.control == "longtext":
        assert question.max


COUNTED = "零一两三四五六七八九十"


@every
def test_the_length_that_is_said_is_the_length_that_is_read(feature: str, question: Question) -> None:
    if question.read != "text":
        return
    for said in re.findall(f"至少写([{COUNTED}])个字|([{COUNTED}])个字以上", question.invalid):
        assert COUNTED.index("".join(said)) == question.min
    for longest in re.findall(r"最多 ?(\d+) ?个字", question.invalid):
        assert int(longest) == question.max
    if question.control == "longtext" and not question.skip:
        assert str(question.max) in question.invalid


@every
def test_a_button_is_named_in_the_words_that_speak_of_it(feature: str, question: Question) -> None:
    """“…点“没有了”” names a button that is there."""
    offered = {question.skip, question.same, *question.options.values(), *words("interview")["tools"].values()}
    if question.read == "review":
        offered |= {str(words(feature)["review"].get("save", "")).removesuffix("申请书")}
    if question.options_from == "bodies":
        offered |= {"都不是"}
    if question.key == "evidence" and feature == "complaint":
        offered |= {"传材料"}  # the button of the page
    for name in re.findall(r"点“([^”]+)”", question.invalid):
        assert name in offered, name
    assert (
        question.skip is None
        or question.read in ("option", "several")
        or question.control in (*("text", "longtext", "date", "phone"),)
    )


@every
def test_what_is_said_is_short(feature: str, question: Question) -> None:
    for name in ("text", "hint", "why", "invalid", "where", "label", "skip"):
        text = getattr(question, name)
        assert text is None or len(text) <= LONGEST[name], (name, len(text))
    for label in question.options.values():
        assert 1 <= len(label) <= LONGEST["option"], label


@every
def test_a_warning_begins_like_the_others(feature: str, question: Question) -> None:
    if not question.invalid.startswith("{"):
        assert question.invalid.startswith(FIRST_WORDS["warning"])


def test_warnings_of_the_words_begin_like_the_others(stage: Stage) -> None:
    phrases, notices = words("apply")["phrases"]["group_names"], words("apply")["notices"]
    told = [one["invalid"] for one in phrases.values()] + [notices["not_resumed"], words("looking_up")["paused"]]
    told += [text for key, text in notices["sued"].items() if key != "dismissed"]
    assert [text for text in told if not text.startswith(FIRST_WORDS["warning"])] == []


@every
def test_every_placeholder_is_filled(feature: str, question: Question) -> None:
    known = subject(feature).phrases({})
    for name in ("text", "hint", "why", "invalid", "where", "label", "skip", "same"):
        marks = set(re.findall(r"{(\w*)}", getattr(question, name) or ""))
        assert marks <= (set(known) if name in ("text", "invalid", "where", "label") else set()), name


def test_every_phrase_is_used() -> None:
    for feature, interview in TABLES.items():
        texts = "".join(str(one) for one in interview.questions.values())
        assert {name for name in subject(feature).phrases({}) if f"{{{name}}}" not in texts} == set()


@pytest.mark.parametrize("feature", TABLES)
def test_the_lines_of_the_review_have_names_of_their_own(feature: str) -> None:
    labels = [one.label for one in TABLES[feature].questions.values() if one.label]
    assert len(labels) == len(set(labels))
    assert not any(re.search(r"[．\d]", label) for label in labels), "numbers are put before them"


@pytest.mark.parametrize("feature", TABLES)
def test_the_sections_come_in_their_order_and_none_is_empty(feature: str) -> None:
    interview = TABLES[feature]
    steps = [interview.step(key)["at"] for key in interview.questions]
    assert steps == sorted(steps) and set(steps) == set(range(1, len(interview.sections) + 1))


@pytest.mark.parametrize("feature", TABLES)
def test_what_rests_on_an_answer_is_asked_after_it(feature: str) -> None:
    order = list(TABLES[feature].questions)
    for key in order:
        for resting in resting_on(TABLES[feature], key):
            assert order.index(resting) > order.index(key) or (key, resting) in {("share", "go_on")}, (key, resting)


def test_everything_about_a_person_is_private_and_nothing_else() -> None:
    assert {one.key for one in TABLES["apply"].questions.values() if one.private} == PERSONAL
    assert {one.key for one in TABLES["callback"].questions.values() if one.private} == {"topic", "called", "phone"}
    assert not any(one.private for one in TABLES["filed"].questions.values())
    assert {one.key for one in TABLES["complaint"].questions.values() if one.private} == {"name", "phone", "address"}


def test_a_person_may_leave_everything_but_names_and_relations_for_the_pen() -> None:
    kept = {key for key in PERSONAL if not TABLES["apply"].questions[key].skip}
    assert kept == {"name", "representative", "head", "group_names", "deceased", "agent_name"}


def test_the_reasons_and_papers_have_their_help() -> None:
    helped = {one.help for one in TABLES["apply"].questions.values()} - {None}
    assert helped == set(words("apply")["help"])
    for kinds in words("apply")["help"].values():
        assert "usual" in kinds and set(kinds) <= {"usual", *table("matters")}


# Conditions.


@every
def test_every_condition_is_about_a_fact_and_may_hold(feature: str, question: Question) -> None:
    known = subject(feature).facts({}, {})
    keys = TABLES[feature].questions
    for fact, allowed in question.when.items():
        assert isinstance(allowed, list) and allowed
        assert fact in known or fact in keys, f"{fact} is no fact"
        for value in allowed:
            assert value in possible(feature, fact, known), f"{fact} is never {value}"


def possible(feature: str, fact: str, known: Mapping[str, Any]) -> set[Any]:
    """The values that a fact may have."""
    if isinstance(known.get(fact), bool):
        return {True, False}
    if fact == "kind":
        return {"act", "inaction"}
    if fact == "asks":
        rows = table("matters-precondition")["order"].values()
        return {name for steps in rows for step in steps for name in step["when"]}
    question = TABLES[feature].questions[fact]
    offered = subject(feature).asked(question, {}).options if question.read in ("option", "several", "start") else {}
    reasons = set(table("deadline")["reasons"]) if fact == "late_reason" else set()
    return {GIVEN, MISSING, *offered, *reasons}


def test_every_source_of_options_is_used() -> None:
    assert {one.options_from for one in TABLES["apply"].questions.values()} - {None} == set(OPTIONS)


# Conversations that reach everything. What is not said is answered as USUAL has it.

WAYS: dict[str, list[dict[str, str]]] = {
    "apply": [
        {},
        {"start": "tell", "facts_how": "new"},
        {
            "start": "oral",
            "story": "派出所昨天把我弟弟刑事拘留了，我们不服",
            "outside": "criminal",
            "respondent": "镇政府",
        },
        {"respondent": "镇政府", "matter": "licence", "answer": "refused", "applicant": "business"},
        {"matter": "information", "answer": "refused", "applicant": "company", "learned_on": "2026-05-01"},
        {"matter": "business", "applicant": "group", "group_size": "12", "learned_how": "found_out"},
        {"respondent": "税务局", "applicant": "incapable", "learned_on": "2026-05-01", "late_reason": "obstacle"},
        {
            "matter": "inaction",
            "answer": "silent",
            "learned_how": "inaction_open",
            "learned_on": "2026-08-20",
            "sued": "dismissed",
        },
        {"applicant": "organisation", "organisation": "owners", "acts_by": "members", "share": "no", "agent": "lawyer"},
        {"applicant": "organisation", "organisation": "owners", "acts_by": "itself"},
        {"applicant": "deceased", "requests": "compensate,review_document", "evidence": "photos", "on_the_spot": "yes"},
        {"matter": "other", "applicant": "organisation", "organisation": "household", "learned_how": "inaction_fixed"},
    ],
    "callback": [{"topic": "罚款的事", "called": "演示女士"}, {"when": "morning"}],
    "complaint": [
        {},
        {"kind": "suggestion", "named": "anonymous"},
        {"kind": "complaint", "what": "城管罚款五百块，我不服，要求撤销。"},
        {"named": "anonymous", "what": "镇上乱收费。我叫张演示，请查。"},
    ],
    "follow_up": [{"wish": step} for step in TABLES["follow_up"].questions["wish"].options],
    "case_status": [],  # two questions and no review: tests/unit/actions/test_case_status.py
    "filed": [{"since": since} for since in TABLES["filed"].questions["since"].options],
}
TOLD = [
    pytest.param(feature, way, id=f"{feature}-{at}") for feature, ways in WAYS.items() for at, way in enumerate(ways)
]


def talk(feature: str, way: dict[str, str], goal: str = "review") -> tuple[GuidedTalk, list[str]]:
    begun = GuidedTalk(ASKS[feature]())
    return begun, begun.until(goal, **way)


@pytest.mark.parametrize("feature", TABLES)
def test_every_question_is_asked_in_some_conversation(feature: str) -> None:
    asked = {key for way in WAYS[feature] for key in talk(feature, way)[1]} | {"review"}
    if feature == "apply":
        asked |= set(talk(feature, {"start": "resume", "resume_number": "F2026-000001"}, "resume_code")[1]) | {
            "resume_code"
        }
    if feature == "case_status":
        asked = set(talk(feature, {}, "code")[1]) | {"code"}
    if feature == "follow_up":
        asked |= {"proof"}  # after a status: tests/unit/actions/test_follow_up.py
    if feature == "complaint":
        # Need a letter that was just filed, or a first message with a story: tests/unit/actions/test_complaint.py
        asked |= {"duplicate", "told"}
    assert set(TABLES[feature].questions) - asked == set()


@pytest.mark.parametrize(("feature", "way"), TOLD)
def test_what_is_answered_is_reviewed_in_the_order_of_asking(feature: str, way: dict[str, str]) -> None:
    played, _ = talk(feature, way)
    progress, form = played.progress, subject(feature)
    needed = required(form.interview, form.facts(progress.values, {}))
    labelled = [key for key in needed if form.interview.questions[key].label and key in progress.values]
    shown = [key for _, _, key in played.form.lines(progress)]
    assert shown == labelled
    for _, value, _ in played.form.lines(progress):
        assert value and "None" not in value and not set("{}") & set(value)


def of_its_own(feature: str, way: dict[str, str]) -> list[str]:
    """The questions on a way that are not on the first one; of the first, and of what it changes there, all."""
    usual = talk(feature, WAYS[feature][0])[1]
    asked = talk(feature, way)[1]
    return [key for key in asked if way == WAYS[feature][0] or key in way or key not in usual]


def options_of_the_way(feature: str, way: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every option of every question of its own on the way."""
    played, _ = talk(feature, way)
    for key in of_its_own(feature, way):
        question = played.form.subject.interview.questions[key]
        if question.read == "option":
            yield from ((key, value) for value in subject(feature).asked(question, played.values).options)


@pytest.mark.parametrize(("feature", "way"), TOLD)
def test_every_option_leads_on(feature: str, way: dict[str, str]) -> None:
    for key, value in options_of_the_way(feature, way):
        played, _ = talk(feature, way, key)
        told = played.choose(value)
        assert not [one for one in told if one.get("level") == "error"], (key, value)
        assert played.asked not in (None, key) or value == "stop", (key, value)


# Whatever depends on an answer is asked again when it changes.

OTHER = {
    "respondent": ["镇政府", "税务局"],
    "learned_on": ["2026-05-01", "2026-09-26"],
    "group_size": ["3", "12", "40"],
    "identity": ["11010519491231002X"],
    "act_name": ["信访答复意见书"],
    "late_from": ["2026-11-05"],
    "acted": ["2021-01-01"],
    "address": ["某县某镇某街12号"],
    "received_on": ["2026-11-20"],
}


def put_otherwise(feature: str, before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The questions whose words, or the number of names they want, are not the same with these other answers."""
    form = subject(feature)
    was, now = form.phrases(before), form.phrases(after)
    changed = {f"{{{name}}}" for name in was if was[name] != now[name]}
    found = {key for key, one in form.interview.questions.items() if any(mark in one.text for mark in changed)}
    names = [one for one in form.interview.questions.values() if one.read == "names"]
    return found | {one.key for one in names if form.asked(one, before).options != form.asked(one, after).options}


@pytest.mark.parametrize(("feature", "way"), TOLD)
def test_an_answer_to_a_question_that_is_now_put_otherwise_does_not_stand(feature: str, way: dict[str, str]) -> None:
    played, _ = talk(feature, way)
    form, before = subject(feature), played.values
    lines = {key for _, _, key in played.form.lines(played.progress)}
    for key in lines & set(of_its_own(feature, way)):
        question = form.interview.questions[key]
        options = list(form.asked(question, before).options) if question.read == "option" else []
        for value in OTHER.get(key, options):
            changed, _ = talk(feature, way)
            changed.send(clicked(f'/choose{{"option": "{feature}_do=change:{key}"}}'))
            changed.give(value)
            after = changed.values
            standing = {one for one in put_otherwise(feature, before, after) if after.get(one) not in (None, "")}
            needed = required(form.interview, form.facts(after, {}))
            assert standing & set(needed) - {key} == set(), f"{key}={value}"
            assert form.offered(after) == after


# Every kind of applicant with every matter comes to a document.


@cache
def matters() -> dict[str, dict[str, Any]]:
    """What is answered about each matter, by matter and the agency's answer."""
    found = {}
    for matter in table("matters"):
        asks_for_it = matter in ("licence", "inaction", "benefits", "information")
        answers = ["silent", "refused"] if asks_for_it else [""]
        for answer in answers:
            kind = (
                "inaction"
                if answer == "silent" or (not answer and table("matters")[matter]["kind"] == "inaction")
                else "act"
            )
            way = {"matter": matter, "learned_how": "inaction_open" if kind == "inaction" else "handed_over"}
            played, _ = talk("apply", way | ({"answer": answer} if answer else {}))
            found[f"{matter} {answer}"] = played.values
    return found


APPLICANTS = [
    *({"applicant": kind} for kind in ("self", "business", "company", "incapable", "deceased")),
    *(
        {"applicant": "group", "group_size": size, "group_names": names}
        for size, names in (("3", "演示甲、演示乙、演示丙"), ("12", "演示甲、演示乙"))
    ),
    *(
        {"applicant": "organisation", "organisation": kind, "acts_by": "itself"}
        for kind in words("apply")["options"]["organisations"]
    ),
    *(
        {"applicant": "organisation", "organisation": kind, "acts_by": "members", "share": "yes"}
        for kind in ("collective", "owners")
    ),
    {"agent": "lawyer", "agent_name": "演示律师、演示二", "agent_powers": "file,read,attend,mediate,change"},
    {"start": "oral"},
    {"identity": SKIP, "sex": SKIP, "address": SKIP, "phone": SKIP, "delivery": SKIP},
]


@pytest.mark.parametrize("who", APPLICANTS, ids=lambda who: "-".join(who.values())[:60])
def test_every_applicant_with_every_matter_comes_to_a_document(who: dict[str, str]) -> None:
    person = talk("apply", who)[0].values
    about = {
        "matter",
        "answer",
        "withheld",
        "already_held",
        "on_the_spot",
        "act_name",
        "learned_how",
        "learned_on",
        "requests",
        "evidence",
    }
    for name, values in matters().items():
        whole = {
            **{key: value for key, value in person.items() if key not in about},
            **{key: values[key] for key in about & set(values)},
        }
        lines = application_lines(document_facts(whole, TODAY, load_region("shiquan")), TODAY)
        printed = str(lines)
        assert "None" not in printed and "{" not in "".join(said(lines)), name
        assert lines["requests"] and lines["parties"] and all(one["value"] for one in lines["parties"]), name
        if not values.get("act_name"):
            assert "作出的。" not in printed and "履行的" not in printed and "作出的申请" not in printed, name


def said(value: Any) -> Iterator[str]:
    """Every text in a table, however deep."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from said(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from said(one)
    elif isinstance(value, str):
        yield value


# Words.

OURS = {
    "interviews/apply.yml": read_yaml(ROOT / "interviews" / "apply.yml"),
    "interviews/callback.yml": read_yaml(ROOT / "interviews" / "callback.yml"),
    "interviews/filed.yml": read_yaml(ROOT / "interviews" / "filed.yml"),
    "interviews/follow_up.yml": read_yaml(ROOT / "interviews" / "follow_up.yml"),
    "interviews/complaint.yml": read_yaml(ROOT / "interviews" / "complaint.yml"),
    "rules/letter-doors.yml": table("letter-doors"),
    "rules/handling.yml": table("handling"),
    "rules/case-handling.yml": table("case-handling"),
    "forms.yml": dict(load_forms()),
    "templates/application.yml": read_yaml(ROOT / "templates" / "application.yml"),
    "rules/deadline-office.yml": table("deadline-office"),
}


@pytest.mark.parametrize("file", [name for name in OURS if name.startswith("interviews")])
def test_no_phone_number_is_invented(file: str) -> None:
    for text in said(OURS[file]):
        assert set(DIALLED.findall(text)) <= NATIONAL, text


@pytest.mark.parametrize("file", OURS)
def test_no_statute_is_copied(file: str, statutes: Mapping[str, Any]) -> None:
    copied = 18  # characters, as in test_against_statutes.py
    book = "\n".join(re.sub(r"\s", "", "".join(law["articles"].values())) for law in statutes.values())
    for text in map(lambda one: re.sub(r"\s", "", one), said(OURS[file])):
        pieces = (text[at : at + copied] for at in range(len(text) - copied + 1))
        assert [piece for piece in pieces if piece in book] == [], text


def test_every_notice_is_said() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT.parent / "actions").glob("*.py"))
    assert [key for key in words("apply")["notices"] if f'"{key}"' not in code] == []


def test_the_usual_answers_are_answers_of_the_tables() -> None:
    keys = {key for interview in TABLES.values() for key in interview.questions}
    keys |= {f"{feature}.{key}" for feature, interview in TABLES.items() for key in interview.questions}
    assert set(USUAL) <= keys
    left = {key for table in TABLES.values() for key, one in table.questions.items() if one.skip}
    left |= {
        f"{feature}.{key}" for feature, table in TABLES.items() for key, one in table.questions.items() if one.skip
    }
    assert {key for key, value in USUAL.items() if value == SKIP} <= left
    assert SKIPPED == ""
