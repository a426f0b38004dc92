"""Keep the passes that were used up, and what citizens think of the service."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "spent_passes",
        sa.Column("pass_hash", sa.String(72), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pass_hash", name="pk_spent_passes"),
    )
    op.create_index("ix_spent_passes_expires_at", "spent_passes", ["expires_at"])
    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_ratings_grade")),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_rated_on", "ratings", ["rated_on"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("ratings")
    op.drop_table("spent_passes")
