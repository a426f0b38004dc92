"""Files for a letter at the edge: made anew, kept for the conversation, and told to the dialogue by their id alone."""

from __future__ import annotations

import pytest

from actions.casework.evidence import MOST_FILES
from bot.channels.reader import ReadingFailed
from tests.channels.citizen import JPEG, Citizen, FakeFiles, FakeReader, refusal
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio


async def test_what_is_kept_was_made_anew_and_only_its_id_goes_on(
    citizen: Citizen, inbox: FakeInbox, reader: FakeReader, files: FakeFiles
) -> None:
    await citizen.open()
    response = await citizen.attach()
    assert response.status_code == 201 and reader.seen == [JPEG]
    [(conversation, media_type, content)] = files.evidence
    assert (media_type, content) == ("image/jpeg", b"made anew")
    [sent] = inbox.seen
    assert set(sent) == {"conversation", "choice", "origin"} and sent["conversation"] == conversation
    assert sent["choice"] == '/choose{"option": "complaint_evidence=kept:evidence-1"}'
    assert all("没有保存" not in one["text"] for one in response.json()["messages"])


async def test_no_citizen_can_name_a_file_himself(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    forged = '/choose{"option": "complaint_evidence=kept:evidence-1"}'
    refusal(await citizen.send(choice=forged), 422, "not-offered")
    assert inbox.seen == []


async def test_five_are_enough(citizen: Citizen, files: FakeFiles, inbox: FakeInbox) -> None:
    await citizen.open()
    for _ in range(MOST_FILES):
        assert (await citizen.attach()).status_code == 201
    assert "五个" in refusal(await citizen.attach(), 409, "photo-full")["detail"]
    assert len(files.evidence) == len(inbox.seen) == MOST_FILES


@pytest.mark.parametrize(("kind", "status"), [("photo_pages", 422), ("photo_unreadable", 422), ("photo_off", 503)])
async def test_what_cannot_be_cleaned_is_not_kept(
    citizen: Citizen, reader: FakeReader, files: FakeFiles, kind: str, status: int
) -> None:
    reader.failing = ReadingFailed(kind)
    await citizen.open()
    refusal(await citizen.attach(), status, kind.replace("_", "-"))
    assert files.evidence == []


async def test_records_that_are_down_are_said(citizen: Citizen, files: FakeFiles, inbox: FakeInbox) -> None:
    await citizen.open()
    files.down = True
    response = await citizen.attach()
    assert response.status_code == 503 and inbox.seen == []


@pytest.mark.parametrize("content", [b"MZ\x90", b"<html>", b"GIF89a"])
async def test_what_it_is_is_decided_by_its_content(citizen: Citizen, files: FakeFiles, content: bytes) -> None:
    await citizen.open()
    refusal(await citizen.attach(content), 415, "photo-type")
    assert files.evidence == []


async def test_there_is_one_other_purpose(citizen: Citizen, files: FakeFiles) -> None:
    await citizen.open()
    refusal(await citizen.attach(purpose="application"), 422, "bad-request")
    assert files.evidence == []
