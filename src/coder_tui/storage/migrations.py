"""Numbered steps from an empty file to the present schema."""

from sqlite_utils import Database, Migrations

from coder_tui.storage import schema
from coder_tui.storage.database import Connection

study_migrations = Migrations("study")


@study_migrations()
def m001_first(db: Database) -> None:
    """Create all tables and views of the first version."""
    for statement in (schema.TABLES + schema.VIEWS).split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


def migrate(connection: Connection) -> None:
    """Bring a study file to the present version; each step is one transaction with its record."""
    database = Database(connection, execute_plugins=False)
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    study_migrations.apply(database)
    connection.execute(f"pragma user_version = {schema.VERSION}")
