"""Bring the database to the current schema. Alembic is loaded only where there is something to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database

_FOLDER = Path(__file__).parent
# Any number will do, as long as all processes of Frontdesk use the same.
_LOCK = 7_366_303_471


def migrate(database: Database) -> None:
    """Upgrade to the last revision; several processes may try at once. Raises `DatabaseUnavailable`."""
    if database.schema_is_current():
        return
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Run what is missing in this transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
