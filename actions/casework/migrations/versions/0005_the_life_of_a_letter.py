"""The life of a letter: who deals with it, what became of it, who took each step and why, and the files with it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_OLD = "received screened assigned replied transferred not_accepted closed"
_STATES = f"{_OLD} withdrawn merged"
_STEPS = (
    "received screened assigned extended replied transferred not_accepted closed reopened withdrawn addition merged "
    "correction rated"
)
# What the older software has no word for, and the nearest that it has.
_NEAREST_STATE = {"withdrawn": "closed", "merged": "closed"}
_NEAREST_STEP = {"reopened": "screened", "withdrawn": "closed", "merged": "closed"}


def upgrade() -> None:
    """Add the columns and the table, and let more states and steps in."""
    with op.batch_alter_table("letters") as table:
        for column in _letter_columns():
            table.add_column(column)
        _change_list(table, "state", _STATES)
        table.create_check_constraint("rating", "rating IS NULL OR (rating >= 1 AND rating <= 5)")
        table.create_check_constraint("anonymous_lives_nowhere", "NOT anonymous OR address IS NULL")
        table.create_check_constraint("no_duplicate_of_itself", "duplicate_of IS NULL OR duplicate_of <> id")
        table.create_foreign_key("fk_letters_duplicate_of", "letters", ["duplicate_of"], ["id"], ondelete="SET NULL")
    for name in ("text_hash", "duplicate_of", "reply_due_on"):
        op.create_index(f"ix_letters_{name}", "letters", [name])
    with op.batch_alter_table("letter_events") as table:
        for column in _event_columns():
            table.add_column(column)
        _change_list(table, "kind", _STEPS)
    _create_files()


def downgrade() -> None:
    """Drop them; a step the older software has no word for becomes the nearest one, or goes with its text."""
    op.drop_table("letter_files")
    for new, old in _NEAREST_STATE.items():
        _replace("letters", "state", new, old)
    for new, old in _NEAREST_STEP.items():
        _replace("letter_events", "kind", new, old)
    known = ", ".join(repr(value) for value in _OLD.split())
    op.execute(f"DELETE FROM letter_events WHERE kind NOT IN ({known})")
    for name in ("text_hash", "duplicate_of", "reply_due_on"):
        op.drop_index(f"ix_letters_{name}", "letters")
    with op.batch_alter_table("letters") as table:
        table.drop_constraint("fk_letters_duplicate_of", type_="foreignkey")
        for name in ("rating", "anonymous_lives_nowhere", "no_duplicate_of_itself"):
            table.drop_constraint(name, type_="check")
        _change_list(table, "state", _OLD)
        for column in _letter_columns():
            table.drop_column(column.name)
    with op.batch_alter_table("letter_events") as table:
        _change_list(table, "kind", _OLD)
        for column in _event_columns():
            table.drop_column(column.name)


def _letter_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("text_hash", sa.String(72)),
        sa.Column("address", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("handler", sa.String(40)),
        sa.Column("resolved", sa.Boolean()),
        sa.Column("duplicate_of", sa.Integer()),
        sa.Column("rating", sa.Integer()),
        sa.Column("rating_words", sa.Text()),
        sa.Column("screen_due_on", sa.Date()),
    ]


def _event_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("by", sa.String(40)),
        sa.Column("reason", sa.Text()),
        sa.Column("internal", sa.Text()),
    ]


def _change_list(table: Any, column: str, values: str) -> None:
    table.drop_constraint(column, type_="check")
    listed = ", ".join(repr(value) for value in values.split())
    table.create_check_constraint(column, f"{column} IN ({listed})")


def _replace(table: str, column: str, new: str, old: str) -> None:
    op.execute(f"UPDATE {table} SET {column} = '{old}' WHERE {column} = '{new}'")


def _create_files() -> None:
    op.create_table(
        "letter_files",
        sa.Column("id", sa.String(43), nullable=False),
        sa.Column("letter_id", sa.Integer()),
        sa.Column("conversation_hash", sa.String(72)),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("letter_id IS NOT NULL OR expires_at IS NOT NULL", name="unfiled_expires"),
        sa.CheckConstraint("media_type IN ('image/jpeg', 'application/pdf')", name="media_type"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_letter_files_letter_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_files"),
    )
    for name in ("letter_id", "conversation_hash", "expires_at"):
        op.create_index(f"ix_letter_files_{name}", "letter_files", [name])
