"""Imported cases with a registered phone, letters on their way to another platform, and what a platform last said."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("cases", sa.Column("phone_hash", sa.String(72), nullable=True))
    op.add_column("cases", sa.Column("code_given", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_cases_phone_hash", "cases", ["phone_hash"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(43), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("next_try_at"),
        _moment("sent_at", nullable=True),
        _moment("refused_at", nullable=True),
        sa.Column("reference", sa.String(60), nullable=True),
        sa.Column("last_problem", sa.String(60), nullable=True),
        _moment("created_at"),
        sa.CheckConstraint("sent_at IS NULL OR refused_at IS NULL", name="sent_or_refused"),
        sa.CheckConstraint("attempts >= 0", name="attempts_counted"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_outbox_letter_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("letter_id", name="uq_outbox_letter_id"),
        sa.UniqueConstraint("idempotency_key", name="uq_outbox_idempotency_key"),
    )
    op.create_index("ix_outbox_next_try_at", "outbox", ["next_try_at"])
    op.create_table(
        "platform_states",
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _moment("read_at"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("number", name="pk_platform_states"),
    )


def downgrade() -> None:
    """Drop them; SQLite needs the table of cases written anew."""
    op.drop_table("platform_states")
    op.drop_table("outbox")
    op.drop_index("ix_cases_phone_hash", "cases")
    with op.batch_alter_table("cases") as table:
        table.drop_column("code_given")
        table.drop_column("phone_hash")


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
