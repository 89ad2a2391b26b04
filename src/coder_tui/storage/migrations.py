"""Numbered steps from an empty file to the present schema."""

from sqlite_utils import Database, Migrations

from coder_tui.storage import schema
from coder_tui.storage.database import Connection

study_migrations = Migrations("study")


@study_migrations()
def m001_first(db: Database) -> None:
    """Create the tables of the first version; the views come with the last step."""
    _run(db, schema.FIRST_TABLES)


@study_migrations()
def m002_rounds(db: Database) -> None:
    """Add practice items, time on items and the guess; drop the views for the last step."""
    _drop_views(db)
    db.conn.execute("alter table bookmark rename column line to character")
    _run(db, schema.ROUNDS_TABLES)


@study_migrations()
def m003_changes(db: Database) -> None:
    """Add exclusions, withdrawals, renewed commitments and imported scores."""
    _drop_views(db)
    _run(db, schema.CHANGES_TABLES)


@study_migrations()
def m004_closing(db: Database) -> None:
    """Add the freeze, the unblinding, proposed wordings and versions of the rubric."""
    _drop_views(db)
    _run(db, schema.CLOSING_TABLES)


@study_migrations()
def m005_redaction(db: Database) -> None:
    """Add the list of judgements in which names were masked."""
    _run(db, schema.REDACTION_TABLES)


@study_migrations()
def m006_meaning(db: Database) -> None:
    """Let evidence name its version of the rubric and a proposal be withdrawn; renew the views."""
    _drop_views(db)
    _run(db, schema.MEANING_TABLES + schema.VIEWS)


def _drop_views(db: Database) -> None:
    views = db.conn.execute("select name from sqlite_schema where type = 'view'").fetchall()
    _run(db, ";\n".join(f"drop view {name}" for (name,) in views))


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


def migrate(connection: Connection) -> None:
    """Bring a study file to the present version.

    Each step is one transaction with its record; within an open transaction all steps are part of
    that one, the number of the version with them.
    """
    database = Database(connection, execute_plugins=False)
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    study_migrations.apply(database)
    connection.execute(f"pragma user_version = {schema.VERSION}")
