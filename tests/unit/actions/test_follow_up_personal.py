"""A person's copy and deletion in the chat, on real records: what is given, what goes and what stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.erasure import Answer, Outcome
from actions.casework.errors import NotRecognised
from actions.casework.kinds import LetterKind
from actions.casework.migrate import upgrade
from actions.casework.personal import forewarned
from actions.casework.store import Records
from actions.follow_up_personal import KEPT, carried_out, copy_page, foretold
from bot.channels.messages import checked
from tests.unit.actions.test_stage import LOOP, NOW, PERSON, said

STORY = "演示：窗口要我多交一份材料。\n\n<script>alert(1)</script>"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('records')}/records.db"
    upgrade(url)
    return url


class Clock:
    """A clock that moves when it is told to."""

    now = NOW

    def __call__(self) -> Any:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(migrated: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    records = Records(migrated, Keys([bytes(range(32))]), clock)
    monkeypatch.setattr(context, "records", lambda: records)
    yield records
    records.close()


@pytest.fixture
def letter(records: Records, request: pytest.FixtureRequest) -> Receipt:
    photo = records.keep_evidence(PERSON, "image/jpeg", b"a photo")
    return records.file_letter(
        NewLetter(
            submission=request.node.name,
            kind=LetterKind.COMPLAINT,
            anonymous=False,
            about="演示单位",
            what_happened=STORY,
            name="演示姓名甲",
            contact="10000000000",
            conversation=PERSON,
            files=(photo,),
        )
    )


def done(wish: str, number: str) -> list[dict[str, Any]]:
    say = CollectingDispatcher()
    LOOP.run(carried_out(wish, number, PERSON, say))
    messages = [said(one) for one in say.messages]
    assert checked(messages) == (messages, [])
    return messages


def warned(wish: str, number: str) -> str:
    return LOOP.run(foretold(wish, number))


def test_article_45_the_copy_and_its_page_say_everything_unmasked(records: Records, letter: Receipt) -> None:
    card, attached = done("copy", letter.number)
    text, page, photo = (records.fetch_file(one, PERSON) for one in (card["file"], card["page"], attached["file"]))
    assert text and page and photo
    for told in ("演示姓名甲", "10000000000", "匿名：否", "演示单位", "窗口要我多交一份材料", letter.number):
        assert told in text.content.decode("utf-8-sig") and told in page.content.decode()
    assert (photo.media_type, photo.content) == ("image/jpeg", b"a photo")
    assert text.name == f"我的信息（{letter.number}）.txt" == card["name"]


def test_what_was_written_is_no_markup_of_the_page(records: Records, letter: Receipt) -> None:
    page = copy_page(records.own_copy(letter.number))
    assert "<script" not in page and "&lt;script&gt;" in page and page.count("<article") == 1


def test_a_copy_is_there_for_an_hour_and_for_nobody_else(records: Records, letter: Receipt, clock: Clock) -> None:
    card, _ = done("copy", letter.number)
    assert records.fetch_file(card["file"], "web-2") is None
    clock.now = NOW + KEPT - timedelta(seconds=1)
    assert records.fetch_file(card["file"], PERSON)
    clock.now = NOW + KEPT
    assert records.fetch_file(card["file"], PERSON) is None


def test_article_47_a_letter_that_is_dealt_with_is_kept_and_the_wish_remembered(
    records: Records, letter: Receipt
) -> None:
    assert "正在办" in warned("erased", letter.number)
    [told] = done("erased", letter.number)
    assert "现在还不能删" in told["text"] and "《个人信息保护法》第47条" in told["text"]
    assert records.look_up(letter.number, letter.code).state == "已收到"


def test_article_47_a_draft_goes_at_once(records: Records) -> None:
    draft = records.save_application(NewApplication(submission="draft", name="演示姓名乙"))
    assert "马上全部没有" in warned("erased", draft.number)
    assert "期限照样在走" in warned("erased", draft.number)
    [told] = done("erased", draft.number)
    assert told["text"].startswith("已删除")
    with pytest.raises(NotRecognised):
        records.look_up(draft.number, draft.code)
    with pytest.raises(NotRecognised):
        done("copy", draft.number)


def test_looking_at_what_would_go_changes_nothing(records: Records, letter: Receipt) -> None:
    warned("erased", letter.number)
    warned("copy", letter.number)
    assert "演示姓名甲" in records.own_copy(letter.number).text


@pytest.mark.parametrize("outcome", Outcome)
def test_every_warning_says_what_becomes_of_the_data_and_on_what_ground(outcome: Outcome) -> None:
    for day in (None, NOW.date()) if outcome is Outcome.RESTRICTED else (None,):
        text = forewarned(Answer(outcome, day))
        assert "《个人信息保护法》第47条" in text and "{" not in text
        assert (NOW.date().isoformat() in text) is (day is not None)
