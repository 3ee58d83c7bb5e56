from django.db import migrations

import newsstand.accounts.models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_names_that_imitate_nobody")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="name_key",
            field=newsstand.accounts.models.NameKey(editable=False, max_length=420, unique=True),
        ),
    ]
