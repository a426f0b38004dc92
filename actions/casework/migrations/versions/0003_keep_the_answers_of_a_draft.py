"""Keep every answer of a draft, encrypted, so that it can be gone on with another day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column("applications", sa.Column("answers", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop the column; SQLite needs the table written anew."""
    with op.batch_alter_table("applications") as table:
        table.drop_column("answers")
