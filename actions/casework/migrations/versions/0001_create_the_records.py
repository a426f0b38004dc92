"""Create the records: applications, cases, letters, receipts, files and tries.

A revision never imports the models: they move on, and this file must go on doing what it did.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_CASE_STATES = "received correction accepted suspended not_accepted closed"
_CASE_EVENTS = (
    "received correction_requested corrected accepted not_accepted copy_sent respondent_replied opinions_heard hearing "
    "suspended resumed extended mediated settled decided terminated delivered"
)
_LETTER_STATES = "received screened assigned replied transferred not_accepted closed"
_MATTERS = (
    "penalty compulsion licence determination confirmation expropriation compensation work_injury autonomy competition "
    "unlawful_demand inaction benefits agreement information other"
)
_OUTCOMES = "upheld changed revoked unlawful void ordered claims_rejected dismissed mediated settled terminated"
_RESPONDENTS = (
    "township county_department county_government dispatched_office authorised_organisation vertical_agency other"
)
_TARGETS = ("application_id", "case_id", "letter_id")


def upgrade() -> None:
    """Create all tables."""
    _create_applications()
    _create_cases()
    _create_letters()
    _create_events("case_events", "case_id", "cases.id", _CASE_EVENTS, "ix_case_events_case_day")
    _create_events("letter_events", "letter_id", "letters.id", _LETTER_STATES, "ix_letter_events_letter_day")
    _create_receipts()
    _create_files()
    _create_tries_and_counters()


def downgrade() -> None:
    """Drop all tables, with everything in them."""
    for table in ("counters", "lookup_tries", "files", "receipts", "letter_events", "case_events"):
        op.drop_table(table)
    for table in ("letters", "cases", "applications"):
        op.drop_table(table)


def _create_applications() -> None:
    op.create_table(
        "applications",
        _id(),
        _hash("submission_hash"),
        _listed("rung"),
        *(_text(name) for name in ("respondent", "matter", "learned_how")),
        sa.Column("learned_on", sa.Date()),
        sa.Column("last_day", sa.Date()),
        *(_text(name) for name in ("requests", "facts", "name", "identity_number", "phone", "address")),
        _hash("phone_hash"),
        sa.Column("received_on", sa.Date(), nullable=False),
        _moment("expires_at", nullable=True),
        *_last_columns(),
        _check("draft_expires", "rung <> 'draft' OR expires_at IS NOT NULL"),
        _check_list("rung", "consultation draft filed accepted"),
        _unique("applications", "submission_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
    )
    _index("applications", "phone_hash", "received_on", "expires_at")


def _create_cases() -> None:
    op.create_table(
        "cases",
        _id(),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("application_id", sa.Integer()),
        _listed("respondent_kind"),
        _text("respondent"),
        _listed("matter"),
        _listed("state"),
        sa.Column("accepted", sa.Boolean()),
        _listed("outcome", nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date()) for name in ("accepted_on", "closed_on", "due_on")),
        *_last_columns(),
        _check_list("respondent_kind", _RESPONDENTS),
        _check_list("matter", _MATTERS),
        _check_list("state", _CASE_STATES),
        _check_list("outcome", _OUTCOMES),
        _check("outcome_of_accepted", "outcome IS NULL OR (accepted IS NOT NULL AND accepted)"),
        _check("not_accepted", "state <> 'not_accepted' OR (accepted IS NOT NULL AND NOT accepted)"),
        _check("closed", "state <> 'closed' OR (outcome IS NOT NULL AND closed_on IS NOT NULL)"),
        _check("days_in_order", "closed_on IS NULL OR closed_on >= received_on"),
        _unique("cases", "number"),
        _unique("cases", "application_id"),
        _foreign("cases", "application_id", "applications.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    _index("cases", "state", "received_on")


def _create_letters() -> None:
    nobody = "NOT anonymous OR (name IS NULL AND contact IS NULL AND contact_hash IS NULL)"
    op.create_table(
        "letters",
        _id(),
        _hash("submission_hash"),
        _listed("kind"),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        _text("about"),
        _text("what_happened"),
        _text("name", nullable=True),
        _text("contact", nullable=True),
        _hash("contact_hash"),
        _listed("state"),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reply_due_on", sa.Date()),
        *_last_columns(),
        _check("anonymous_is_nobody", nobody),
        _check_list("kind", "problem complaint suggestion"),
        _check_list("state", _LETTER_STATES),
        _unique("letters", "submission_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
    )
    _index("letters", "contact_hash", "state", "received_on")


def _create_events(table: str, parent: str, target: str, kinds: str, index: str) -> None:
    op.create_table(
        table,
        _id(),
        sa.Column(parent, sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        _listed("kind"),
        _text("note"),
        _moment("created_at"),
        _check_list("kind", kinds),
        _foreign(table, parent, target, "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(index, table, [parent, "happened_on"])


def _create_receipts() -> None:
    one_target = " + ".join(f"CASE WHEN {target} IS NULL THEN 0 ELSE 1 END" for target in _TARGETS) + " = 1"
    op.create_table(
        "receipts",
        _id(),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("code_hash", sa.String(72), nullable=False),
        *(sa.Column(target, sa.Integer()) for target in _TARGETS),
        _moment("expires_at", nullable=True),
        _moment("created_at"),
        _check("one_target", one_target),
        _unique("receipts", "number"),
        *(_unique("receipts", target) for target in _TARGETS),
        *(_foreign("receipts", f"{name}_id", f"{name}s.id", "CASCADE") for name in ("application", "case", "letter")),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
    )


def _create_files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.String(43), nullable=False),
        _hash("conversation_hash", nullable=False),
        _text("name"),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _moment("expires_at"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
    _index("files", "expires_at")


def _create_tries_and_counters() -> None:
    op.create_table(
        "lookup_tries",
        _hash("number_hash", nullable=False),
        _moment("window_start"),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("created_at"),
        _check("failures_counted", "failures >= 0"),
        sa.PrimaryKeyConstraint("number_hash", name="pk_lookup_tries"),
    )
    _index("lookup_tries", "window_start")
    op.create_table(
        "counters",
        sa.Column("prefix", sa.String(1), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("prefix", "year", name="pk_counters"),
    )


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _hash(name: str, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.String(72), nullable=nullable)


def _listed(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(40), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _last_columns() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column("practice", sa.Boolean(), nullable=False), _moment("created_at")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    # Alembic applies the naming convention of the models: ck_<table>_<name>.
    return sa.CheckConstraint(condition, name=name)


def _check_list(column: str, values: str) -> sa.CheckConstraint:
    return _check(column, f"{column} IN ({', '.join(repr(value) for value in values.split())})")


def _unique(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=f"uq_{table}_{column}")


def _foreign(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
