import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0002_copies"),
        ("images", "0001_initial"),
        ("publishers", "0003_contract_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("article", "opens_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("article", "closes_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("article", "withdrawn_reason", models.CharField(blank=True, default="", max_length=500)),
        migrations.AddField("article", "withdrawn_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField("revision", "summary", models.TextField(blank=True, default="")),
        migrations.AddField("revision", "byline", models.CharField(blank=True, default="", max_length=1000)),
        migrations.AddField("revision", "lead_picture", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="images.image")),
        migrations.AddField("revision", "lead_caption", models.CharField(blank=True, default="", max_length=1000)),
    ]
