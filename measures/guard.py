"""Database triggers that make history append-only, on both databases."""

from typing import Any

TABLES = (
    "measures_event",
    "agencies_accountevent",
    "evidence_linkcheck",
    "assessments_cardchange",
    "assessments_disclosurechange",
)

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$
"""


def install(connection: Any, tables: tuple[str, ...] = TABLES) -> None:
    """Refuse UPDATE, DELETE (and TRUNCATE on PostgreSQL) on the history tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(_create(connection.vendor, table, verb))
            if connection.vendor == "sqlite":
                cursor.execute(_forbid_replace(table))
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
                )


def _create(vendor: str, table: str, verb: str) -> str:
    name = f"{table}_no_{verb.lower()}"
    if vendor == "postgresql":
        return (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_history_change()"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    )


def _forbid_replace(table: str) -> str:
    """SQLite's INSERT OR REPLACE removes the old row without asking the DELETE trigger."""
    same = "id = NEW.id OR (chain_id = NEW.chain_id AND seq = NEW.seq)" if table == "measures_event" else "id = NEW.id"
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608  # nosec B608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    )


def remove(connection: Any, tables: tuple[str, ...] = TABLES) -> None:
    """Take the triggers away: only for test databases that are emptied between tests, and for restore."""
    with connection.cursor() as cursor:
        for table in tables:
            for verb in ("update", "delete", "truncate", "replace"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
