"""The life of a case: its track and extension, and who took each step and why."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the columns; cases that are there already are of a track that nobody noted."""
    with op.batch_alter_table("cases") as table:
        for column in _case_columns():
            table.add_column(column)
        table.create_check_constraint("track", "track IN ('ordinary', 'simplified')")
    with op.batch_alter_table("case_events") as table:
        for column in _event_columns():
            table.add_column(column)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("case_events") as table:
        for column in _event_columns():
            table.drop_column(column.name)
    with op.batch_alter_table("cases") as table:
        table.drop_constraint("track", type_="check")
        for column in _case_columns():
            table.drop_column(column.name)


def _case_columns() -> list[sa.Column[Any]]:
    return [sa.Column("track", sa.String(40)), sa.Column("extended_days", sa.Integer())]


def _event_columns() -> list[sa.Column[Any]]:
    return [sa.Column("by", sa.String(40)), sa.Column("reason", sa.Text()), sa.Column("internal", sa.Text())]
