"""Where Alembic starts; this folder is no package, or the action server would import it when it looks for actions."""

import os
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from actions.casework.database import url_from
from actions.casework.migrate import migration_connection
from actions.casework.tables import METADATA


def run(connection: Connection) -> None:
    """Run the revisions that Alembic was asked for, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        compare_type=True,
        render_item=render_plainly,
    )
    with context.begin_transaction():
        context.run_migrations()


def render_plainly(kind: str, item: Any, _autogenerate: AutogenContext) -> str | Literal[False]:
    """Let a generated revision write what the database stores, not our column types (False: Alembic's own way)."""
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with migration_connection(url_from(os.environ)) as opened:
        run(opened)
