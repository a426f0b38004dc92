"""Calls over a real socket, to a platform that misbehaves."""

import time
from datetime import date

import pytest

from actions.casework.kinds import CaseState, LetterKind
from actions.casework.platforms.breaker import FAILURES
from actions.casework.platforms.contract import Complaint
from actions.casework.platforms.failures import PlatformDown, PlatformFailed, PlatformLied, PlatformRefused
from actions.casework.platforms.link import PATIENT, Link
from actions.casework.platforms.settings import Peer
from tests.unit.actions.casework.platforms.loopback import Loopback

NUMBER = "演示复〔2026〕1号"
COMPLAINT = Complaint(
    number="T2026-000001",
    kind=LetterKind.COMPLAINT,
    received_on=date(2026, 11, 23),
    anonymous=True,
    about="演示单位",
    what_happened="演示内容",
)


@pytest.fixture
def link(platform: Loopback) -> Link:
    """Patient, because the machine that runs the tests may be busy."""
    platform.knows(NUMBER)
    return Link(platform.peer, pace=PATIENT)


@pytest.fixture
def hurried(platform: Loopback) -> Link:
    """As an action has it."""
    platform.knows(NUMBER)
    return Link(platform.peer)


def problem(link: Link, kind: type[PlatformFailed] = PlatformFailed) -> str:
    with pytest.raises(kind) as caught:
        link.case_status(NUMBER)
    return caught.value.problem


def test_a_status_comes_signed_both_ways(platform: Loopback, link: Link) -> None:
    found = link.case_status(NUMBER)
    assert (found.number, found.state) == (NUMBER, CaseState.ACCEPTED)
    assert platform.asked == [
        ("GET", "/api/v1/cases/%E6%BC%94%E7%A4%BA%E5%A4%8D%E3%80%942026%E3%80%951%E5%8F%B7/status", "")
    ]


@pytest.mark.parametrize("trick", ["drop", "503", "500", "429", "half", "die-after"])
def test_a_question_is_asked_once_more(platform: Loopback, link: Link, trick: str) -> None:
    platform.tricks = [trick]
    assert link.case_status(NUMBER).number == NUMBER
    assert len(platform.asked) == 2


@pytest.mark.parametrize("trick", ["drop", "503", "half"])
def test_but_not_for_ever(platform: Loopback, link: Link, trick: str) -> None:
    platform.always = trick
    problem(link, PlatformDown)
    assert len(platform.asked) == 2


@pytest.mark.parametrize(
    ("trick", "said"),
    [
        ("wrong-signature", "wrong-signature"),
        ("replayed", "wrong-signature"),
        ("garbage", "wrong-form"),
        ("wrong-form", "wrong-form"),
        ("other-number", "other-number"),
        ("huge", "too-large"),
    ],
)
def test_a_lie_is_not_believed_and_not_asked_for_again(platform: Loopback, link: Link, trick: str, said: str) -> None:
    platform.always = trick
    assert problem(link, PlatformLied) == said
    assert len(platform.asked) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "won"},
        {"as_of": "2026-11-25T09:00:00"},
        {"as_of": "2999-01-01T00:00:00Z"},
        {"as_of": None},
        {"timeline": [{"on": "gestern", "event": "received"}]},
        {"timeline": [{"on": "2026-11-02", "event": "<b>won</b>"}]},
        {"timeline": [{"on": "2026-11-02", "event": "received"}] * 101},
        {"timeline": "x"},
    ],
)
def test_a_document_of_another_form_is_not_believed(platform: Loopback, link: Link, changes: dict[str, object]) -> None:
    platform.knows(NUMBER, **changes)
    problem(link, PlatformLied)


def test_what_a_platform_adds_is_not_read(platform: Loopback, link: Link) -> None:
    platform.knows(NUMBER, applicant="演示姓名")
    assert "演示姓名" not in link.case_status(NUMBER).model_dump_json()


def test_a_case_that_it_does_not_know_is_a_definite_no(platform: Loopback, link: Link) -> None:
    platform.cases.clear()
    assert problem(link, PlatformRefused) == "refused-404"
    assert len(platform.asked) == 1


def test_a_redirect_is_not_followed(platform: Loopback, link: Link) -> None:
    platform.always = "302"
    assert problem(link, PlatformRefused) == "refused-302"


@pytest.mark.parametrize("trick", ["slow", "drip"])
def test_a_slow_platform_costs_less_than_an_action_has(platform: Loopback, hurried: Link, trick: str) -> None:
    platform.always = trick
    started = time.monotonic()
    problem(hurried, PlatformDown)
    assert time.monotonic() - started < 2.8


def test_nobody_there_is_down(platform: Loopback) -> None:
    peer = platform.peer
    platform.stop()
    assert problem(Link(peer), PlatformDown).startswith("unreachable-")


def test_a_platform_that_is_down_is_left_alone_for_a_while(platform: Loopback, link: Link) -> None:
    platform.always = "drop"
    for _ in range(FAILURES):
        problem(link)
    asked = len(platform.asked)
    assert problem(link, PlatformDown) == "circuit-open"
    assert len(platform.asked) == asked


def test_saying_no_is_no_failure(platform: Loopback, link: Link) -> None:
    platform.cases.clear()
    for _ in range(2 * FAILURES):
        problem(link, PlatformRefused)


def test_another_secret_is_refused(platform: Loopback) -> None:
    peer = platform.peer
    # The platform signs its refusal with the right secret, so that even this cannot be believed.
    assert problem(Link(Peer(url=peer.url, id=peer.id, secret=b"x" * 30)), PlatformLied) == "wrong-signature"
    assert not platform.taken


def test_a_complaint_is_handed_over_once_under_its_key(platform: Loopback, link: Link) -> None:
    assert link.forward(COMPLAINT, "k" * 43).reference == "R0"
    assert link.forward(COMPLAINT, "k" * 43).reference == "R0"
    assert list(platform.taken) == ["k" * 43]
    assert platform.taken["k" * 43]["what_happened"] == "演示内容"
    assert platform.taken["k" * 43]["name"] is None


@pytest.mark.parametrize("trick", ["drop", "503", "die-after", "half"])
def test_handing_over_is_never_repeated_by_itself(platform: Loopback, link: Link, trick: str) -> None:
    platform.always = trick
    with pytest.raises(PlatformDown):
        link.forward(COMPLAINT, "k" * 43)
    assert len(platform.asked) == 1


@pytest.mark.parametrize("trick", ["wrong-signature", "other-number", "wrong-form", "huge"])
def test_a_false_receipt_is_not_believed(platform: Loopback, link: Link, trick: str) -> None:
    platform.always = trick
    with pytest.raises(PlatformLied):
        link.forward(COMPLAINT, "k" * 43)


def test_no_proxy_of_the_environment_is_used(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    assert link.case_status(NUMBER).number == NUMBER
