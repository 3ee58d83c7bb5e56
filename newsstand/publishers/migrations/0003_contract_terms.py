import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("publishers", "0002_membership")]

    operations = [
        migrations.AddField("contract", "embargo_minutes", models.PositiveIntegerField(default=0, help_text="Show articles so long after their publication.", validators=[django.core.validators.MaxValueValidator(525600)])),
        migrations.AddField("contract", "excerpt_words", models.PositiveIntegerField(blank=True, help_text="Show so many words and the way to the rest. Empty: the full text.", null=True, validators=[django.core.validators.MinValueValidator(5)])),
        migrations.AddField("contract", "expires_after_days", models.PositiveIntegerField(blank=True, help_text="Show articles no longer than so many days after their publication. Empty: for ever.", null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(36500)])),
        migrations.AddField("contract", "licence", models.CharField(blank=True, default="", help_text="A line on what others may do with the articles.", max_length=300)),
        migrations.AddField("contract", "licence_url", models.URLField(blank=True, default="", help_text="Of an RSL file (.xml or .rsl) or of a licence for people, such as Creative Commons.", max_length=2000, verbose_name="address of the licence")),
        migrations.AddField("contract", "suspended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("contract", "suspended_reason", models.CharField(blank=True, default="", max_length=500)),
    ]
