"""The one door to the records: everything a process stores or reads about a citizen goes through `Records`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from actions.casework import (
    applications,
    callbacks,
    erasure,
    evidence,
    files,
    handling,
    letters,
    lookup,
    passes,
    personal,
    ratings,
    retention,
    unanswered,
)
from actions.casework.clock import utc_now
from actions.casework.database import open_engine, reading, unavailable_on_error
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt, Status, StoredFile
from actions.casework.errors import LookUpRefused, NotRecognised, RecordsUnavailable
from actions.casework.kinds import LetterStep
from actions.casework.models import IssuedReceipt, LookupTries

T = TypeVar("T")
Work = Callable[[Session, Keys, IssuedReceipt, datetime], T]


class Records:
    """The records behind one database URL; every method is synchronous, short and raises RecordsUnavailable."""

    def __init__(self, url: str, keys: Keys, clock: Callable[[], datetime] = utc_now) -> None:
        with unavailable_on_error():
            self._engine = open_engine(url, keys)
        self._keys = keys
        self._clock = clock
        self._writing = sessionmaker(self._engine, expire_on_commit=False)
        self._reading = sessionmaker(reading(self._engine))

    def file_letter(self, letter: NewLetter) -> Receipt:
        """File a letter and return its receipt; the same submission again returns its number with a fresh code."""
        now = self._clock()
        return self._committed(lambda session: letters.file_letter(session, self._keys, letter, now))

    def note_callback(self, wish: callbacks.NewCallback) -> str:
        """Note that somebody wants to be called back and return the number of the wish."""
        now = self._clock()
        with unavailable_on_error():
            return self._written_once(lambda session: callbacks.note_callback(session, self._keys, wish, now))

    def sent_before(self, about: str, what_happened: str) -> list[str]:
        """The numbers under which the same text was filed within the last ten minutes; only for who filed them."""
        with unavailable_on_error(), self._reading() as session:
            return letters.sent_before(session, self._keys, about, what_happened, self._clock())

    def keep_evidence(self, conversation: str, media_type: str, content: bytes) -> str:
        """Keep a cleaned photo or document for the letter being written; raises TooManyFiles."""
        file = StoredFile(name="", media_type=media_type, content=content)
        with unavailable_on_error(), self._writing.begin() as session:
            return evidence.keep_evidence(session, self._keys, conversation, file, self._clock())

    def drop_evidence(self, conversation: str) -> int:
        """Delete what a conversation sent and did not file."""
        with unavailable_on_error(), self._writing.begin() as session:
            return evidence.drop_evidence(session, self._keys, conversation)

    def take_step(self, letter_id: int, step: LetterStep, **given: Any) -> None:
        """Take one of the steps that a letter's own writer may take; raises StepRefused, NoSuchLetter."""
        with unavailable_on_error(), self._writing.begin() as session:
            writer = handling.Doer(handling.CITIZEN, self._clock())
            handling.advance(session, self._keys, letter_id, step, writer, **given)

    def save_application(self, application: NewApplication) -> Receipt:
        """Save an application (a draft for 30 days); the same submission again updates its draft, with a fresh code."""
        now = self._clock()
        return self._committed(lambda session: applications.save_application(session, self._keys, application, now))

    def open_draft(
        self, number: str, code: str, submission: str, origin: lookup.Origin = lookup.NOWHERE
    ) -> dict[str, Any]:
        """The answers of a saved draft, which this submission goes on with; refuses like `look_up`."""
        with unavailable_on_error(), self._writing.begin() as session:
            issued = lookup.recognise(session, self._keys, number, code, self._clock(), origin)
            found = None
            if isinstance(issued, IssuedReceipt):
                found = applications.open_draft(session, self._keys, issued, submission)
        if isinstance(issued, LookUpRefused):
            raise issued
        if found is None:
            raise NotRecognised
        return found

    def copy_of(self, number: str, code: str) -> personal.Copy:
        """Everything kept about the holder of number and code; refuses like `look_up`."""
        return self._recognised(number, code, personal.copy_for)

    def delete_by(self, number: str, code: str) -> erasure.Answer:
        """Delete for the holder of number and code as far as the law allows; refuses like `look_up`."""
        return self._recognised(number, code, erasure.delete_for)

    # For whoever showed number and code a moment ago, in the same conversation.

    def own_copy(self, number: str) -> personal.Copy:
        """Everything kept about the holder of a number; raises NotRecognised when it is gone meanwhile."""
        return self._shown_before(number, personal.copy_for)

    def foresee(self, number: str) -> erasure.Answer:
        """What `erase` would come to now; raises NotRecognised."""
        return self._shown_before(number, lambda session, _keys, issued, now: erasure.foreseen(session, issued, now))

    def erase(self, number: str) -> erasure.Answer:
        """Delete for the holder of a number as far as the law allows; raises NotRecognised."""
        return self._shown_before(number, erasure.delete_for)

    def _shown_before(self, number: str, work: Work[T]) -> T:
        with unavailable_on_error(), self._writing.begin() as session:
            issued = session.scalars(select(IssuedReceipt).where(IssuedReceipt.number == number)).one_or_none()
            if issued is not None:
                return work(session, self._keys, issued, self._clock())
        raise NotRecognised

    def _recognised(self, number: str, code: str, work: Work[T]) -> T:
        now = self._clock()
        with unavailable_on_error(), self._writing.begin() as session:
            issued = lookup.recognise(session, self._keys, number, code, now)
            if isinstance(issued, IssuedReceipt):
                return work(session, self._keys, issued, now)
        raise issued

    def keep_file(
        self, conversation: str, name: str, media_type: str, content: bytes, keep_for: timedelta = files.FILE_KEPT
    ) -> str:
        """Keep a generated document for its conversation and return its unguessable id."""
        file = StoredFile(name=name, media_type=media_type, content=content)
        with unavailable_on_error(), self._writing.begin() as session:
            return files.keep_file(session, self._keys, conversation, file, self._clock() + keep_for)

    def fetch_file(self, file_id: str, conversation: str) -> StoredFile | None:
        """The document, if it is this conversation's own and has not expired; raises DamagedRecord."""
        with unavailable_on_error(), self._reading() as session:
            return files.fetch_file(session, self._keys, file_id, conversation, self._clock())

    def look_up(
        self, number: str, code: str, now: datetime | None = None, origin: lookup.Origin = lookup.NOWHERE
    ) -> Status:
        """The status behind number and code; raises NotRecognised or, after ten failures in an hour, TooManyTries."""
        with unavailable_on_error(), self._writing.begin() as session:
            answer = lookup.look_up(session, self._keys, number, code, now or self._clock(), origin)
        if isinstance(answer, LookUpRefused):
            raise answer
        return answer

    def keep_unanswered(self, question: str, offered: list[str]) -> bool:
        """Keep the wording of a question that no answer fitted, unless it may identify somebody."""
        with unavailable_on_error(), self._writing.begin() as session:
            return unanswered.keep_unanswered(session, question, offered, self._clock())

    def spend(self, kind: str, name: str, until: datetime) -> bool:
        """Use a pass up until then; False when it was used before."""
        with unavailable_on_error(), self._writing.begin() as session:
            return passes.spend(session, self._keys, kind, name, until)

    def is_spent(self, kind: str, name: str) -> bool:
        """Whether a pass was used up."""
        with unavailable_on_error(), self._reading() as session:
            return passes.is_spent(session, self._keys, kind, name)

    def keep_rating(self, channel: str, grade: int, words: str | None) -> None:
        """Keep what a citizen thinks of the service, without a way back to who it was."""
        with unavailable_on_error(), self._writing.begin() as session:
            ratings.keep_rating(session, channel, grade, words, self._clock())

    def forget_files(self, conversation: str) -> int:
        """Delete the documents of a conversation that was ended, and the evidence not filed; returns how many."""
        with unavailable_on_error(), self._writing.begin() as session:
            unfiled = evidence.drop_evidence(session, self._keys, conversation)
            return unfiled + files.forget_files(session, self._keys, conversation)

    def forget_expired(self, now: datetime | None = None) -> int:
        """Delete expired drafts, files and tries and return how many rows went."""
        with unavailable_on_error(), self._writing.begin() as session:
            return retention.forget_expired(session, now or self._clock())

    def ping(self) -> None:
        """Read a row, check that its key is live and that writing is possible; raises RecordsUnavailable."""
        with unavailable_on_error(), self._writing() as session:
            newest = session.scalar(select(IssuedReceipt.code_hash).order_by(IssuedReceipt.id.desc()).limit(1))
            # A write that touches no row still asks for the right to write; leaving the block rolls it back.
            session.execute(delete(LookupTries).where(LookupTries.tried_hash == ""))
        if newest is not None and not self._keys.knows(newest):
            raise RecordsUnavailable("the records were written with another data key")

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _committed(self, work: Callable[[Session], Receipt]) -> Receipt:
        with unavailable_on_error():
            receipt = self._written_once(work)
            self._read_back(receipt)
        return receipt

    def _written_once(self, work: Callable[[Session], T]) -> T:
        try:
            return self._written(work)
        except IntegrityError:
            # The same submission was filed by another process a moment ago: now it is found.
            return self._written(work)

    def _written(self, work: Callable[[Session], T]) -> T:
        with self._writing.begin() as session:
            return work(session)

    def _read_back(self, receipt: Receipt) -> None:
        with self._reading() as session:
            if session.scalar(select(IssuedReceipt.id).where(IssuedReceipt.number == receipt.number)) is None:
                raise RecordsUnavailable("a number could not be read back")
