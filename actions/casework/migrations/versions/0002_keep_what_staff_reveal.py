"""Keep what staff reveal: a table that rows can be added to, and neither changed nor taken from.

A revision never imports the models: they move on, and this file must go on doing what it did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_FORBIDDEN = ("UPDATE", "DELETE")
_REFUSAL = "reveals: rows are only added"


def upgrade() -> None:
    """Create the table and what guards it."""
    op.create_table(
        "reveals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('contact', 'code')", name="what"),
        sa.PrimaryKeyConstraint("id", name="pk_reveals"),
    )
    op.create_index("ix_reveals_number", "reveals", ["number"])
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Drop the table with its rows; its triggers go with it."""
    op.drop_table("reveals")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION reveals_refuse()")


def _guard_sqlite() -> None:
    for word in _FORBIDDEN:
        op.execute(
            f"CREATE TRIGGER reveals_no_{word.lower()} BEFORE {word} ON reveals "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION reveals_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for word in _FORBIDDEN:
        op.execute(
            f"CREATE TRIGGER reveals_no_{word.lower()} BEFORE {word} ON reveals "
            "FOR EACH ROW EXECUTE FUNCTION reveals_refuse()"
        )
    # TRUNCATE goes past triggers for rows.
    op.execute(
        "CREATE TRIGGER reveals_no_truncate BEFORE TRUNCATE ON reveals "
        "FOR EACH STATEMENT EXECUTE FUNCTION reveals_refuse()"
    )
