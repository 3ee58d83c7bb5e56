"""How the database is emptied after a test that commits: the tables that hold something, and those alone."""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

# What migrations and Django's own set-up have put there, which every test finds.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete what a test has committed. Django's own flush truncates every table and makes all permissions anew."""
    quote = connection.ops.quote_name
    tables = sorted({*connection.introspection.django_table_names(only_existing=True, include_views=False)} - KEPT)
    looks = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        full = [name for (name,) in cursor.fetchall()]
    # One transaction: foreign keys are looked at when it ends, and then nothing is left that could point anywhere.
    statements = [f"DELETE FROM {quote(table)};" for table in full]
    if any(table.startswith("ledger_") for table in full):
        statements = without_guards(connection, statements)
    if statements:
        connection.ops.execute_sql_flush(statements)


def without_guards(connection: BaseDatabaseWrapper, statements: list[str]) -> list[str]:
    """The statements, with what keeps the books from being emptied taken away before them and put back after them."""
    if connection.vendor == "postgresql":
        return ["SET LOCAL session_replication_role = replica;", *statements]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'ledger_*'")
        guards = cursor.fetchall()
    return [*(f"DROP TRIGGER {name};" for name, _ in guards), *statements, *(sql for _, sql in guards)]


def install() -> None:
    """Have Django's tests empty their databases so."""

    def teardown(case: TransactionTestCase) -> None:
        for name in case._databases_names(include_mirrors=False):
            empty(connections[name])

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
