"""Keep staff accounts, their sessions and their failures, so that several desk processes share them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ROLES = "role IN ('clerk', 'reviewer', 'administrator', 'auditor')"


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "staff",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("enrolled", sa.Boolean(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_ROLES, name="role"),
        sa.CheckConstraint("NOT enrolled OR totp IS NOT NULL", name="enrolled_has_secret"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id_hash", sa.String(64), nullable=False),
        sa.Column("account", sa.String(12), nullable=False),
        sa.Column("stamp", sa.String(16), nullable=False),
        sa.Column("proved", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["staff.id"], name="fk_staff_sessions_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id_hash", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_sessions_account", "staff_sessions", ["account"])
    op.create_index("ix_staff_sessions_seen_at", "staff_sessions", ["seen_at"])
    op.create_table(
        "staff_failures",
        sa.Column("name_hash", sa.String(72), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("failures >= 0", name="failures_counted"),
        sa.PrimaryKeyConstraint("name_hash", name="pk_staff_failures"),
    )
    op.create_index("ix_staff_failures_window_start", "staff_failures", ["window_start"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("staff_failures")
    op.drop_table("staff_sessions")
    op.drop_table("staff")
