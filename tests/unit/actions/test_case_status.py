"""Two secrets, one error: on fake records, and on real ones in a file."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from actions import context
from actions.case_status import AskCaseStatus, CaseStatusForm, CaseStatusSubject, due, refused, status_message
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.errors import NotRecognised, RecordsUnavailable, TooManyTries
from actions.casework.kinds import LetterKind, LetterStep, RecordKind
from actions.casework.migrate import upgrade
from actions.casework.platforms.failures import StatusUnavailable
from actions.casework.store import Records
from actions.content.forms import words
from actions.content.interview import load_interview
from actions.follow_up import KEPT
from actions.form import NotUnderstood
from actions.interview.flow import Progress
from actions.interview.reading import read
from bot.channels.messages import checked
from tests.unit.actions.guided_talk import GuidedTalk
from tests.unit.actions.test_stage import NOW, PERSON, Stage, parsed, run, status, tracker_of

RIGHTS = ["取一份我的信息", "删除我的信息"]  # whatever has a number


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


class Asking(GuidedTalk):
    """A conversation about a status, which the next form may go on with."""

    def __init__(self) -> None:
        super().__init__(AskCaseStatus(), opening=parsed("我的案子到哪一步了", "case_status", 0.9))

    def slot_names(self) -> list[str]:
        return [*super().slot_names(), KEPT]


@pytest.fixture
def talk(stage: Stage) -> Asking:
    return Asking()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('records')}/records.db"
    upgrade(url)
    return url


@pytest.fixture
def real(migrated: str, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    """Records in a file, in the place of the fake ones."""
    records = Records(migrated, Keys([bytes(range(32))]), lambda: NOW)
    monkeypatch.setattr(context, "records", lambda: records)
    yield records
    records.close()


# A superior's platform.


def test_a_state_that_cannot_be_read_now_is_said_and_nothing_is_left(
    talk: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_args: object) -> None:
        raise StatusUnavailable

    monkeypatch.setattr(context, "look_up", down)
    talk.fill("演示复〔2026〕1号")
    [told] = talk.fill("10000000001")
    assert told["type"] == "notice"
    assert "暂时读不了" in told["text"] and "窗口" in told["text"]
    assert set(talk.slots.values()) == {None}


def test_a_state_from_before_says_so_with_its_date() -> None:
    fresh, stale = status(), replace(status(), stale=True)
    assert status_message(stale)["text"].startswith(status_message(fresh)["text"])
    assert "上一次读到的情况" in status_message(stale)["text"]
    assert "上一次读到的情况" not in status_message(fresh)["text"]


def number(text: str) -> str:
    return str(read_answer("number", text))


def code(text: str) -> str:
    return str(read_answer("code", text))


def read_answer(key: str, text: str) -> Any:
    question = load_interview("case_status").questions[key]
    return read(CaseStatusSubject().asked(question, {}), text)


@pytest.mark.parametrize("typed", ["10000000001", "+86 100-0000-0001", "０９１５－１２３４５６７"])
@pytest.mark.usefixtures("stage")
def test_a_whole_phone_may_stand_for_a_code(typed: str) -> None:
    assert code(typed).isdigit()


# Asking.


def test_both_are_asked_for_before_anything_is_looked_up(talk: Asking, stage: Stage) -> None:
    assert talk.asked == "number"
    assert talk.fill("T2026-000001") == [] and talk.asked == "code"
    assert stage.records.lookups == []
    told, offered = talk.fill("cdf-ghj-kmn")
    assert [one["label"] for one in offered["choices"]] == RIGHTS
    assert told["type"] == "status" and stage.records.lookups == [("T2026-000001", "cdfghjkmn")]


def test_afterwards_nothing_is_left(talk: Asking) -> None:
    talk.fill("T2026-000001")
    talk.fill("CDF-GHJ-KMN")
    assert talk.asked is None and [name for name, value in talk.slots.items() if value is not None] == [KEPT]
    assert "CDF" not in str(talk.slots)


@pytest.mark.parametrize("text", ["T2026-000001", " t2026-1 ", "石复〔2026〕1号", "２０２６", "1", "1" * 60])
def test_a_number_has_a_digit(text: str) -> None:
    assert number(text) == text.strip()


@pytest.mark.parametrize("text", ["", "不知道", "T", "1" * 61])
def test_what_has_none_is_no_number(text: str) -> None:
    with pytest.raises(NotUnderstood):
        number(text)


@pytest.mark.parametrize(
    "text", ["CDF-GHJ-KMN", "cdf ghj kmn", "ＣＤＦ－ＧＨＪ－ＫＭＮ", "查询码：CDF-GHJ-KMN。", "CDF—GHJ—KMN"]
)
def test_a_code_is_its_signs(text: str) -> None:
    assert code(text).upper() == "CDFGHJKMN"


@pytest.mark.parametrize("text", ["", "不知道", "CDF-GH", "A" * 17, "查询码"])
def test_what_has_too_few_signs_or_too_many_is_no_code(text: str) -> None:
    with pytest.raises(NotUnderstood):
        code(text)


def test_what_is_no_number_is_said(talk: Asking) -> None:
    assert "编号里有数字" in talk.fill("不知道")[0]["text"]
    talk.fill("T2026-000001")
    assert "不像查询码" in talk.fill("忘了")[0]["text"]
    assert talk.asked == "code" and talk.values["number"] == "T2026-000001"


# The one error.


def outcome(number_typed: str, code_typed: str) -> str:
    """Everything the action server answers, as bytes would go over the wire."""
    kept, _ = Progress({"number": number_typed}, ("number",)).parts()
    slots = {"case_status_short": kept, "case_status_answer": None, "requested_slot": "case_status_answer"}
    said, events = run(CaseStatusForm(), tracker_of(parsed(code_typed, "inform", field="case_status_code"), slots))
    return json.dumps([said, events], ensure_ascii=False)


def filed(records: Records, submission: str) -> tuple[str, str]:
    one = NewLetter(submission=submission, kind=LetterKind.PROBLEM, anonymous=True, what_happened="演示")
    receipt = records.file_letter(one)
    return receipt.number, receipt.code


def test_the_right_two_show_the_status(real: Records) -> None:
    found = json.loads(outcome(*filed(real, "right")))
    assert found[0][0]["type"] == "status"


def test_every_failure_reads_the_same(real: Records) -> None:
    known, right = filed(real, "same")
    draft = real.save_application(NewApplication(submission="draft"))
    told = outcome(known, "CDFGHJKMN")
    assert told == outcome("W2026-999999", "CDFGHJKMN") == outcome("W2026-999999", right)
    assert told == outcome("石复〔2026〕999号", "CDFGHJKMN")
    assert json.loads(told)[0] == [refused(words("case_status")["not_recognised"], "again")]
    assert json.loads(outcome(draft.number, draft.code))[0][0]["type"] == "status"


def test_an_expired_draft_reads_the_same_as_one_that_never_was(real: Records, stage: Stage) -> None:
    draft = real.save_application(NewApplication(submission="expiring"))
    stage.at(NOW + timedelta(days=31))
    assert outcome(draft.number, draft.code) == outcome("F2026-999999", draft.code)


def test_after_too_many_failures_a_known_and_an_unknown_number_pause_alike(real: Records) -> None:
    known, right = filed(real, "guessed")
    answers = {}
    for one in (known, "W2026-888888"):
        answers[one] = [outcome(one, "CDFGHJKMN") for _ in range(12)]
    assert answers[known] == answers["W2026-888888"]
    assert len(set(answers[known])) == 2
    assert "60 分钟" in json.loads(answers[known][-1])[0][0]["text"]
    assert outcome(known, right) == answers[known][-1], "the right code does not help while paused"


@pytest.mark.parametrize(
    ("error", "told", "ways"),
    [
        (NotRecognised(), "不能说是哪一样不对", ["/case_status", "/handoff"]),
        (TooManyTries(timedelta(minutes=5)), "5 分钟", ["/handoff"]),
    ],
)
def test_a_refusal_ends_the_form_and_forgets_both(
    talk: Asking, stage: Stage, error: Exception, told: str, ways: list[str]
) -> None:
    stage.records.status = error
    talk.fill("T2026-000001")
    [said] = talk.fill("CDF-GHJ-KMN")
    assert told in said["text"] and [one["choice"] for one in said["choices"]] == ways
    assert talk.asked is None and set(talk.slots.values()) == {None}


def test_a_wrong_try_is_counted_where_it_comes_from(talk: Asking, stage: Stage) -> None:
    talk.fill("T2026-000001")
    talk.send(parsed("CDF-GHJ-KMN", "inform", field="case_status_code") | {"metadata": {"origin": {"address": "演示"}}})
    assert stage.records.origins == [{"address": "演示"}]


def test_ten_wrong_tries_of_one_address_are_paused_in_words(real: Records) -> None:
    def tried(number: str, code: str, address: str) -> str:
        talk = Asking()
        talk.fill(number)
        said = talk.send(
            parsed(code, "inform", field="case_status_code") | {"metadata": {"origin": {"address": address}}}
        )
        return str(said[0].get("text"))

    number, right = filed(real, "swept")
    for at in range(10):
        assert "停一停" not in tried(f"W2026-{777000 + at}", "CDFGHJKMN", "甲")
    assert "停一停" in tried(number, right, "甲")
    assert "查到了" in tried(number, right, "乙")


def test_a_failure_of_the_records_keeps_the_number(talk: Asking, stage: Stage) -> None:
    stage.records.failing["look_up"] = RecordsUnavailable()
    talk.fill("T2026-000001")
    [told] = talk.fill("CDF-GHJ-KMN")
    assert told["level"] == "error" and talk.asked == "code"
    assert talk.values == {"number": "T2026-000001"}


def test_the_code_is_never_logged(talk: Asking, stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stage.records.failing["look_up"] = RuntimeError("CDFGHJKMN")
    talk.fill("T2026-000001")
    talk.fill("CDF-GHJ-KMN")
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "RuntimeError" in logged and "GHJ" not in logged and "T2026-000001" not in logged


# The status.


def shown(practice: bool = False) -> dict[str, Any]:
    message = status_message(status(practice))
    assert checked([message]) == ([message], [])
    return message


@pytest.mark.usefixtures("stage")
def test_the_time_is_that_of_china() -> None:
    assert shown()["as_of"] == "2026-11-24 01:05" and "2026-11-24 01:05" in shown()["text"]


@pytest.mark.usefixtures("stage")
def test_the_steps_are_dates_and_words() -> None:
    assert shown()["timeline"] == [
        {"on": "2026-11-02", "what": "收到"},
        {"on": "2026-11-04", "what": "转给承办单位"},
    ]


@pytest.mark.usefixtures("stage")
def test_practice_is_marked() -> None:
    assert shown(practice=True)["text"].startswith("【演示】") and shown(practice=True)["practice"] is True
    assert "演示" not in shown()["text"] and shown()["practice"] is False


def test_a_status_holds_no_personal_data(real: Records) -> None:
    secrets = {"name": "演示甲", "contact": "13800000000", "about": "演示单位", "what_happened": "演示：没有出示证件"}
    receipt = real.file_letter(NewLetter(submission="personal", kind=LetterKind.COMPLAINT, anonymous=False, **secrets))
    answer = outcome(receipt.number, receipt.code)
    assert json.loads(answer)[0][0]["number"] == receipt.number
    for secret in (*secrets.values(), receipt.code, receipt.code.replace("-", ""), PERSON):
        assert secret not in answer


def test_an_application_is_shown_without_its_applicant(real: Records) -> None:
    secrets = {
        "name": "演示乙",
        "phone": "19900000000",
        "address": "某镇某村",
        "facts": "没有违章",
        "respondent": "演示局",
    }
    receipt = real.save_application(NewApplication(submission="secret", **secrets))
    answer = outcome(receipt.number, receipt.code)
    assert json.loads(answer)[0][0]["type"] == "status"
    for secret in (*secrets.values(), receipt.code):
        assert secret not in answer


# What the writer of a letter may do next.


def letter(**more: Any) -> Any:
    steps = (LetterStep.ADDITION, LetterStep.WITHDRAWN)
    return status(letter_id=7, letter_kind=LetterKind.COMPLAINT, steps=steps, due_on=date(2027, 1, 22), **more)


def test_a_letter_offers_what_its_writer_may_do_and_is_remembered_without_its_code(talk: Asking, stage: Stage) -> None:
    stage.records.status = letter()
    talk.fill("T2026-000001")
    _, offered = talk.fill("CDF-GHJ-KMN")
    assert [one["label"] for one in offered["choices"]] == ["补充情况", "撤回这封信", *RIGHTS]
    assert checked([offered]) == ([offered], [])
    assert talk.slots[KEPT]["values"]["letter"] == 7 and "GHJ" not in str(talk.slots)


@pytest.mark.usefixtures("stage")
def test_the_next_day_is_said_while_somebody_has_to_act() -> None:
    assert (
        status_message(letter())["next"]
        == "等承办单位答复。最晚2027年1月22日（星期五）办完；情况复杂、延长办理时间的，会写明原因。"
    )


@pytest.mark.usefixtures("stage")
def test_where_nobody_has_to_act_no_day_is_said() -> None:
    assert due(replace(letter(), state_code="closed")) == "" == due(replace(letter(), due_on=None))
    assert "告诉您怎么办" in due(replace(letter(), state_code="received"))


def of_case(state: str, **more: Any) -> Any:
    more = {"kind_code": RecordKind.CASE, "state_code": state, "due_on": date(2027, 1, 22)} | more
    return replace(status(), **more)


@pytest.mark.usefixtures("stage")
def test_a_case_says_until_when_the_applicant_or_the_office_has_to_act() -> None:
    assert due(of_case("accepted")).startswith("复议决定最晚2027年1月22日（星期五）作出")
    assert due(of_case("correction")).startswith("最晚2027年1月22日（星期五）补齐")


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize("state", ["received", "suspended", "not_accepted", "closed"])
def test_a_case_that_stands_still_or_is_not_taken_up_says_no_day(state: str) -> None:
    assert due(of_case(state)) == ""
