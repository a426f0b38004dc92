"""Keep an audit log that is only added to, and let the reasons of reveals be sealed under a new key.

A revision never imports the models: they move on, and this file must go on doing what it did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_LOG = ("position", "at", "who", "what", "target", "hash", "created_at")
_REVEALS = ("id", "number", "what", "account", "at", "created_at")


def upgrade() -> None:
    """Create the tables and what guards them."""
    op.create_table(
        "audit_log",
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        _moment("at"),
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("target", sa.String(160), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(72), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("position", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_who", "audit_log", ["who"])
    op.create_index("ix_audit_log_target_position", "audit_log", ["target", "position"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(72), nullable=False),
        sa.Column("seal", sa.String(72), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    if not _sqlite():
        op.execute(_function("audit_log"))
        op.execute(_trigger("audit_log", "truncate", "TRUNCATE", "STATEMENT"))
    for table in ("audit_log", "audit_head"):
        op.execute(_trigger(table, "delete", "DELETE", function="audit_log"))
    op.execute(_trigger("audit_log", "update", f"UPDATE OF {', '.join(_LOG)}"))
    _guard_reveals(f"UPDATE OF {', '.join(_REVEALS)}")


def downgrade() -> None:
    """Drop the tables with their rows; their triggers go with them."""
    _guard_reveals("UPDATE")
    op.drop_table("audit_head")
    op.drop_table("audit_log")
    if not _sqlite():
        op.execute("DROP FUNCTION audit_log_refuse()")


def _guard_reveals(forbidden: str) -> None:
    op.execute("DROP TRIGGER reveals_no_update" + ("" if _sqlite() else " ON reveals"))
    op.execute(_trigger("reveals", "update", forbidden))


def _trigger(table: str, name: str, event: str, each: str = "ROW", function: str = "") -> str:
    begins = f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} "
    if _sqlite():
        return f"{begins} BEGIN SELECT RAISE(ABORT, '{table}: rows are only added'); END"
    return f"{begins} FOR EACH {each} EXECUTE FUNCTION {function or table}_refuse()"


def _function(table: str) -> str:
    raising = f"RAISE EXCEPTION '{table}: rows are only added' USING ERRCODE = 'integrity_constraint_violation'"
    return f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$"


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
