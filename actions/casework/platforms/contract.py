"""What goes over the wire: JSON documents, their limits, and paths; docs/platform-openapi.json is made from it."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from actions.casework.kinds import CaseEventKind, CaseState, LetterKind

STATUS_PATH = "/v1/cases/{number}/status"
COMPLAINTS_PATH = "/v1/complaints"
IDEMPOTENCY = "Idempotency-Key"
LARGEST = 65_536  # bytes of an answer
Number = Annotated[str, Field(min_length=1, max_length=60)]


class Document(BaseModel):
    """A document of the contract; fields that a newer platform adds are not read."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Step(Document):
    """One step of a case; only words of our own lists, so that nothing a platform writes reaches a citizen's screen."""

    on: date
    event: CaseEventKind


class CaseStatus(Document):
    """Where a case stands, as of a moment; no personal data."""

    number: Number
    state: CaseState
    as_of: AwareDatetime
    due_on: date | None = None
    timeline: Annotated[tuple[Step, ...], Field(max_length=100)] = ()


class Complaint(Document):
    """A complaint handed over; name and contact only where the county has decided to pass them on."""

    number: Number
    kind: LetterKind
    received_on: date
    anonymous: bool
    about: Annotated[str, Field(max_length=2000)]
    what_happened: Annotated[str, Field(max_length=20_000)]
    name: Annotated[str | None, Field(max_length=200)] = None
    contact: Annotated[str | None, Field(max_length=200)] = None


class Taken(Document):
    """The platform's word that it has the complaint: our number and its own."""

    number: Number
    reference: Number
