"""Marks of segments and salts of days go to lib, where advertising uses them too; none is lost."""

from django.db import migrations

COLUMNS = {"segment": "name, \"offset\", counted_at", "salt": "day, salt"}


def bring(apps, schema_editor):
    for table, columns in COLUMNS.items():
        schema_editor.execute(f"INSERT INTO lib_{table} ({columns}) SELECT {columns} FROM reads_{table}")


def take_back(apps, schema_editor):
    for table, columns in COLUMNS.items():
        schema_editor.execute(f"INSERT INTO reads_{table} ({columns}) SELECT {columns} FROM lib_{table}")


class Migration(migrations.Migration):

    dependencies = [("reads", "0003_months_are_filled"), ("lib", "0003_segments_and_salts")]

    operations = [
        migrations.RunPython(bring, take_back),
        migrations.DeleteModel(name="Segment"),
        migrations.DeleteModel(name="Salt"),
    ]
