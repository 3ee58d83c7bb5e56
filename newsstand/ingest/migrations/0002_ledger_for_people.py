
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
        ('ingest', '0001_initial'),
        ('publishers', '0002_membership'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='item',
            name='item_newest',
        ),
        migrations.AddField(
            model_name='item',
            name='again_at',
            field=models.DateTimeField(blank=True, help_text='When somebody asked to run it again.', null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='evidence',
            field=models.JSONField(blank=True, default=dict, help_text='What the entry said when a rule spoke.'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['feed', '-decided_at', '-id'], name='item_latest'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['feed', 'outcome', '-decided_at', '-id'], name='item_latest_of_outcome'),
        ),
    ]
