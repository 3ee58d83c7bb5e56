from django.db import migrations, models
import django.utils.timezone


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [
        migrations.RenameField("coverage", "adds", "says"),
        migrations.AddField("story", "joined_at", models.DateTimeField(default=django.utils.timezone.now), preserve_default=False),
        migrations.RemoveIndex("story", "story_open"),
        migrations.AddIndex("story", models.Index(fields=["state", "joined_at"], name="story_open")),
        migrations.AlterField("story", "version", models.BigIntegerField(default=0)),
        migrations.AddIndex("story", models.Index(fields=["version"], name="story_version")),
        migrations.AlterField("waiting", "since", models.DateTimeField(db_index=True)),
        migrations.RemoveField("memory", "site"),
    ]
