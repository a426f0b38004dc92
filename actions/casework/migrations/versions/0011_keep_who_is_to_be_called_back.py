"""Keep who asked to be called back, until a month after the call."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("submission_hash", sa.String(72), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("part_of_day", sa.String(40), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_hash", sa.String(72), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part_of_day IN ('any', 'morning', 'afternoon')", name="part_of_day"),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
        sa.UniqueConstraint("number", name="uq_callbacks_number"),
        sa.UniqueConstraint("submission_hash", name="uq_callbacks_submission_hash"),
    )
    for column in ("phone_hash", "asked_on", "done_at"):
        op.create_index(f"ix_callbacks_{column}", "callbacks", [column])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("callbacks")
