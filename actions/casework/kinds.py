"""The closed lists of the records: stored in English, shown by their Chinese label (knowledge/records.yml)."""

from enum import StrEnum

from actions.casework.words import label


class Kind(StrEnum):
    """A closed list whose members have a Chinese label."""

    @property
    def label(self) -> str:
        """The Chinese word that citizens and clerks read."""
        return label(type(self).__name__, self.value)


class RecordKind(Kind):
    """What a receipt points to."""

    APPLICATION = "application"
    CASE = "case"
    LETTER = "letter"


class LetterKind(Kind):
    """The three kinds of letter as the county counts them."""

    PROBLEM = "problem"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class LetterState(Kind):
    """Where a letter stands."""

    RECEIVED = "received"
    SCREENED = "screened"
    ASSIGNED = "assigned"
    REPLIED = "replied"
    TRANSFERRED = "transferred"
    NOT_ACCEPTED = "not_accepted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class LetterStep(Kind):
    """What can happen to a letter (knowledge/rules/handling.yml says when, by whom, and what it needs)."""

    RECEIVED = "received"
    SCREENED = "screened"
    ASSIGNED = "assigned"
    EXTENDED = "extended"
    REPLIED = "replied"
    TRANSFERRED = "transferred"
    NOT_ACCEPTED = "not_accepted"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    ADDITION = "addition"
    MERGED = "merged"
    CORRECTION = "correction"
    RATED = "rated"


class Rung(Kind):
    """The legal effect a step has reached (a saved draft is not a filed application)."""

    CONSULTATION = "consultation"
    DRAFT = "draft"
    FILED = "filed"
    ACCEPTED = "accepted"


class RespondentKind(Kind):
    """Whose act is challenged, as the annual report counts it."""

    TOWNSHIP = "township"
    COUNTY_DEPARTMENT = "county_department"
    COUNTY_GOVERNMENT = "county_government"
    DISPATCHED_OFFICE = "dispatched_office"
    AUTHORISED_ORGANISATION = "authorised_organisation"
    VERTICAL_AGENCY = "vertical_agency"
    OTHER = "other"


class Matter(Kind):
    """What kind of act is challenged (行政复议法 11), as the annual report counts it."""

    PENALTY = "penalty"
    COMPULSION = "compulsion"
    LICENCE = "licence"
    DETERMINATION = "determination"
    CONFIRMATION = "confirmation"
    EXPROPRIATION = "expropriation"
    COMPENSATION = "compensation"
    WORK_INJURY = "work_injury"
    AUTONOMY = "autonomy"
    COMPETITION = "competition"
    UNLAWFUL_DEMAND = "unlawful_demand"
    INACTION = "inaction"
    BENEFITS = "benefits"
    AGREEMENT = "agreement"
    INFORMATION = "information"
    OTHER = "other"


class Outcome(Kind):
    """How an accepted case ended (行政复议法 33, 41, 63-74)."""

    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"
    UNLAWFUL = "unlawful"
    VOID = "void"
    ORDERED = "ordered"
    CLAIMS_REJECTED = "claims_rejected"
    DISMISSED = "dismissed"
    MEDIATED = "mediated"
    SETTLED = "settled"
    TERMINATED = "terminated"


class CaseState(Kind):
    """Where a case stands."""

    RECEIVED = "received"
    CORRECTION = "correction"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    NOT_ACCEPTED = "not_accepted"
    ABANDONED = "abandoned"
    CLOSED = "closed"


class CaseTrack(Kind):
    """How an accepted case is heard (行政复议法 53-55)."""

    ORDINARY = "ordinary"
    SIMPLIFIED = "simplified"


class CaseEventKind(Kind):
    """What can happen to a case, in the order it usually happens."""

    RECEIVED = "received"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTED = "corrected"
    ABANDONED = "abandoned"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    COPY_SENT = "copy_sent"
    RESPONDENT_REPLIED = "respondent_replied"
    OPINIONS_HEARD = "opinions_heard"
    HEARING = "hearing"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    MEDIATED = "mediated"
    SETTLED = "settled"
    DECIDED = "decided"
    TERMINATED = "terminated"
    DELIVERED = "delivered"


class PartOfDay(Kind):
    """When somebody can take a call."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Role(Kind):
    """What a member of staff may do at the desk; bot/desk/roles.py says which pages that is."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
