from django.db import migrations, models

ACTIONS = [
    ("approve", "left as it is"),
    ("remove", "removed"),
    ("hold", "held"),
    ("restore", "given back"),
    ("warn", "warned"),
    ("mute", "muted"),
    ("watch", "held before showing"),
    ("suspend", "suspended"),
    ("ban", "banned"),
    ("lift", "sanction lifted"),
    ("reopen", "taken back"),
]


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="open_cases"),
        migrations.AddField(model_name="case", name="is_noticed", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="case", name="urgency", field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            model_name="decision",
            name="before",
            field=models.CharField(
                blank=True, choices=[("shown", "shown"), ("held", "held"), ("removed", "removed")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="decision", name="action", field=models.CharField(choices=ACTIONS, max_length=10)
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["-urgency", "opened_at", "id"],
                name="open_cases_by_urgency",
            ),
        ),
    ]
