"""An application whose applicant did not complete it in time counts as given up (行政复议法 31)."""

from typing import Any

from alembic import op

revision = "0015"
down_revision = "0014"

_STATES = "received correction accepted suspended not_accepted abandoned closed"
_EVENTS = (
    "received correction_requested corrected abandoned accepted not_accepted copy_sent respondent_replied "
    "opinions_heard hearing suspended resumed extended mediated settled decided terminated delivered"
)
_NEW = "abandoned "


def upgrade() -> None:
    """Let the new state and the new step in."""
    with op.batch_alter_table("cases") as table:
        _change_list(table, "state", _STATES)
        table.create_check_constraint("abandoned", "state <> 'abandoned' OR accepted IS NULL")
    with op.batch_alter_table("case_events") as table:
        _change_list(table, "kind", _EVENTS)


def downgrade() -> None:
    """The older software has no word for it: such a case waits for its completion again."""
    op.execute("DELETE FROM case_events WHERE kind = 'abandoned'")
    op.execute("UPDATE cases SET state = 'correction' WHERE state = 'abandoned'")
    with op.batch_alter_table("case_events") as table:
        _change_list(table, "kind", _EVENTS.replace(_NEW, ""))
    with op.batch_alter_table("cases") as table:
        table.drop_constraint("abandoned", type_="check")
        _change_list(table, "state", _STATES.replace(_NEW, ""))


def _change_list(table: Any, column: str, values: str) -> None:
    table.drop_constraint(column, type_="check")
    listed = ", ".join(repr(value) for value in values.split())
    table.create_check_constraint(column, f"{column} IN ({listed})")
