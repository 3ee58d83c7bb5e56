"""A key of each name; whoever looks like somebody who came before keeps the name, with a number in the key."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsstand.accounts.models import key_of


def make_keys(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    taken, waiting = set(), []
    for user in User.objects.order_by("pk").only("pk", "name").iterator(2000):
        key = key_of(user.name)
        user.name_key = f"{key}~{user.pk}" if key in taken else key
        taken.add(key)
        waiting.append(user)
        if len(waiting) == 2000:
            User.objects.bulk_update(waiting, ["name_key"])
            waiting = []
    User.objects.bulk_update(waiting, ["name_key"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_profiles")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_key",
            field=models.CharField(default="", editable=False, max_length=420),
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("name_key", models.CharField(db_index=True, max_length=420)),
                ("left_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_names",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
    ]
