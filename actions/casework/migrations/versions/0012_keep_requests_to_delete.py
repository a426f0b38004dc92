"""Keep who asked for deletion by number, until it is done and as its proof."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "erasures",
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_erasures"),
    )
    op.create_index("ix_erasures_erase_on", "erasures", ["erase_on"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("erasures")
