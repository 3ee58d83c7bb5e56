from django.core.validators import MaxValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishers', '0008_contract_changes_and_feed_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='contract',
            name='share',
            field=models.PositiveSmallIntegerField(
                default=7000,
                help_text='What the publisher gets of what its articles earn, in hundredths of a per cent: 7000 is 70 %.',
                validators=[MaxValueValidator(10000)],
                verbose_name='share of revenue',
            ),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(share__lte=10000), name='a_share_is_at_most_all'),
        ),
    ]
