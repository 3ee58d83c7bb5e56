"""Marks of segments and salts of days, which reads alone had before; its 0004 brings those that are there."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("lib", "0002_hosts")]

    operations = [
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("offset", models.PositiveBigIntegerField(default=0)),
                ("counted_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Salt",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("salt", models.BinaryField(max_length=32)),
            ],
        ),
    ]
