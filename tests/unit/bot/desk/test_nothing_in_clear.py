"""After a working day no name, phone, identity number, address or code stands in a file, a log or an export."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from actions.casework.backup import make_backup
from actions.casework.callbacks import NewCallback
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.figures import figures_of
from actions.casework.kinds import LetterKind, Rung
from actions.casework.numbers import CODE_PATTERN
from actions.casework.report import write_report
from actions.casework.reporting_periods import Period
from actions.casework.store import Records
from bot.desk.reading import Reader
from tests.unit.bot.desk.clerk import Clerk
from tests.unit.bot.desk.test_handling import UNIT, take
from tests.unit.bot.desk.test_views import link

WRITER, PHONE, HOME = "演示赵钱孙", "13800001234", "演示镇演示村四十七号"
APPLICANT, IDENTITY = "演示周吴郑", "000000190001010000"
STORY, REPLY, REASON = "演示：隔壁演示李四家的院墙倒了", "演示：已经告诉赵钱孙本人", "打演示赵钱孙的电话核实"
SAID = (WRITER, PHONE, HOME, APPLICANT, IDENTITY, STORY, REPLY, REASON, "赵钱孙", "周吴郑", "李四")


@pytest.fixture
def codes(citizen: Records, clerk: Clerk) -> list[str]:
    """The codes that were shown in a day on which everything was done once."""
    signed = NewLetter(
        submission="submission-of-a-letter",
        kind=LetterKind.COMPLAINT,
        anonymous=False,
        about=STORY,
        what_happened=STORY,
        name=WRITER,
        contact=PHONE,
        address=HOME,
    )
    told = {"name": APPLICANT, "identity_number": IDENTITY, "phone": PHONE, "address": HOME, "facts": STORY}
    letter = citizen.file_letter(signed)
    draft = citizen.save_application(NewApplication(submission="submission-of-a-draft", answers=told, **told))
    filed = citizen.save_application(NewApplication(submission="submission-of-another", rung=Rung.FILED, **told))
    citizen.note_callback(NewCallback(submission="submission-of-a-call", phone=PHONE, about=STORY, called=WRITER))
    citizen.keep_file("conversation-1", f"{APPLICANT}.docx", "text/plain", STORY.encode())
    citizen.keep_rating("web", 1, STORY)
    page = link(clerk.get("/letters").text, letter.number)
    assert take(clerk, page, "assigned", unit=UNIT, internal=REASON).status_code == 303
    assert take(clerk, page, "replied", words=REPLY).status_code in (200, 303)
    clerk.get(page)
    assert PHONE in clerk.post(f"{page}/contact", reason=REASON).text
    clerk.get("/reissue")
    given = clerk.post("/reissue", number=draft.number, reason=REASON).text
    assert citizen.copy_of(filed.number, filed.code).data["fields"]["name"] == APPLICANT
    return [letter.code, draft.code, filed.code, *set(CODE_PATTERN.findall(given))]


def unpacked(file: Path) -> Iterator[bytes]:
    """The bytes of a file, and of what is in it if it is an archive."""
    content = file.read_bytes()
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def test_article_51_nothing_stands_in_clear_in_files_logs_and_exports(
    codes: list[str], url: str, keys: Keys, written: io.StringIO, tmp_path: Path
) -> None:
    make_backup(url, tmp_path / "backup.tar")
    reader = Reader(url, keys)
    for public in (False, True):
        with Session(reader.engine) as session:
            exports = write_report(figures_of(session, Period(2026)), tmp_path / "reports", public=public)
    reader.close()
    files = [tmp_path / name for name in ("records.db", "records.db-wal", "backup.tar")]
    files += sorted((tmp_path / "reports").iterdir())
    assert len(exports) == 4 and len(files) == 11 and all(file.stat().st_size for file in files)
    everything = b"".join(content for file in files for content in unpacked(file)) + written.getvalue().encode()
    assert b"T2026-000001" in everything and b"contact_shown" in everything
    for word in (*SAID, *codes, *(code.replace("-", "") for code in codes)):
        for form in (word.encode(), word.encode("utf-16-le"), word.encode("gb18030"), ascii(word).strip("'").encode()):
            assert form not in everything, word


def test_the_hunt_would_find_them(codes: list[str], tmp_path: Path) -> None:
    assert len(set(codes)) == 4
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", WRITER)
    assert any(WRITER.encode() in content for content in unpacked(tmp_path / "x.xlsx"))
