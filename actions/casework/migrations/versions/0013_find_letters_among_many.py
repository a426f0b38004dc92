"""Find letters of a kind, and open ones by their due dates, among a hundred thousand."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the indexes."""
    op.create_index("ix_letters_kind_order", "letters", ["kind", "received_on", "id"])
    op.create_index("ix_letters_open_due", "letters", ["state", "reply_due_on", "screen_due_on"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_letters_open_due", "letters")
    op.drop_index("ix_letters_kind_order", "letters")
