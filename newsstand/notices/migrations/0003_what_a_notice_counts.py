from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_wishes_mailboxes_devices'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='count',
            field=models.PositiveIntegerField(default=1, help_text='Of how many things it tells: it grows until it is read.'),
        ),
    ]
