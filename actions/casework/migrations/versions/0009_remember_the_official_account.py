"""What the official account has to remember between two requests, whichever edge process gets them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _people()
    _messages()
    _tickets()


def _people() -> None:
    op.create_table(
        "wechat_people",
        sa.Column("person_hash", sa.String(72), nullable=False),
        sa.Column("conversation", sa.String(60), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("quota_until", WHEN, nullable=False),
        sa.Column("wrote_at", WHEN, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("person_hash", name="pk_wechat_people"),
        sa.UniqueConstraint("conversation", name="uq_wechat_people_conversation"),
    )
    op.create_index("ix_wechat_people_wrote_at", "wechat_people", ["wrote_at"])


def _messages() -> None:
    op.create_table(
        "wechat_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(72), nullable=False),
        sa.Column("person_hash", sa.String(72), nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("delivered_at", WHEN, nullable=False),
        sa.Column("lease_until", WHEN, nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_messages"),
        sa.UniqueConstraint("key_hash", name="uq_wechat_messages_key_hash"),
    )
    op.create_index("ix_wechat_messages_person_hash", "wechat_messages", ["person_hash"])
    op.create_table(
        "wechat_nonces",
        sa.Column("nonce_hash", sa.String(72), nullable=False),
        sa.Column("body_hash", sa.String(72), nullable=False),
        sa.Column("seen_at", WHEN, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name="pk_wechat_nonces"),
    )
    op.create_index("ix_wechat_nonces_seen_at", "wechat_nonces", ["seen_at"])


def _tickets() -> None:
    op.create_table(
        "wechat_tokens",
        sa.Column("app_id", sa.String(64), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("good_until", WHEN, nullable=False),
        sa.Column("fetching_until", WHEN, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("app_id", name="pk_wechat_tokens"),
    )
    op.create_table(
        "wechat_links",
        sa.Column("link_hash", sa.String(72), nullable=False),
        sa.Column("conversation", sa.String(60), nullable=False),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("link_hash", name="pk_wechat_links"),
    )
    op.create_index("ix_wechat_links_expires_at", "wechat_links", ["expires_at"])


def downgrade() -> None:
    """Drop the tables; nothing in them outlives two days."""
    for table in ("wechat_links", "wechat_tokens", "wechat_nonces", "wechat_messages", "wechat_people"):
        op.drop_table(table)
