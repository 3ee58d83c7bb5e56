from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """CREATE OR REPLACE FUNCTION advertisers_keep_what_decisions_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_named boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM advertisers_decision WHERE %I = $1)', TG_ARGV[0])
    INTO is_named USING OLD.id;
    IF is_named THEN
        RAISE EXCEPTION 'advertisers: decisions name what would be deleted from %', TG_TABLE_NAME
        USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$"""
TABLES = {"advertisers_ad": "ad_id", "advertisers_context": "context_id"}


def put_up(_: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The half of a foreign key that costs nothing when a decision is written: what it names is not deleted."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(FUNCTION, None)
    for table, column in TABLES.items():
        schema_editor.execute(
            f"CREATE TRIGGER kept_for_decisions AFTER DELETE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION advertisers_keep_what_decisions_name('{column}')",
            None,
        )


def take_down(_: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER kept_for_decisions ON {table}")
    schema_editor.execute("DROP FUNCTION advertisers_keep_what_decisions_name()")


def without_check(to: str, related_name: str, *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        blank=null,
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.RESTRICT,
        related_name=related_name,
        to=to,
    )


class Migration(migrations.Migration):
    dependencies = [("advertisers", "0007_frequencies"), ("ledger", "0001_the_books")]

    operations = [
        migrations.AlterField("decision", "ad", without_check("advertisers.ad", "decisions")),
        migrations.AlterField("decision", "campaign", without_check("advertisers.campaign", "decisions")),
        migrations.AlterField("decision", "context", without_check("advertisers.context", "+")),
        migrations.AlterField("decision", "transaction", without_check("ledger.transaction", "+", null=True)),
        migrations.RunPython(put_up, take_down),
    ]
