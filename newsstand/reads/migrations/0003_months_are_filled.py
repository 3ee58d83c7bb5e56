"""Months and totals are filled from what was counted before; apart from the tables, as PostgreSQL wants it."""

from itertools import islice

from django.db import migrations
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import TruncMonth

COUNTED = ("reads", "finished", "robots", "prefetches", "referrals")
AT_ONCE = 2000


def fill(apps, schema_editor):
    day, month = apps.get_model("reads", "ArticleDay"), apps.get_model("reads", "ArticleMonth")
    rows = day.objects.annotate(month=TruncMonth("day")).values("article_id", "month").order_by("article_id", "month")
    sums = rows.annotate(**{f"all_{one}": Sum(one) for one in COUNTED})
    found = sums.values_list("article_id", "month", *(f"all_{one}" for one in COUNTED)).iterator(AT_ONCE)
    columns = ("article_id", "month", *COUNTED)
    while some := list(islice(found, AT_ONCE)):
        month.objects.bulk_create([month(**dict(zip(columns, row))) for row in some], batch_size=100)
    article = apps.get_model("articles", "Article").objects.filter(pk=OuterRef("pk"))
    apps.get_model("reads", "ArticleTotal").objects.update(publisher=Subquery(article.values("publisher")[:1]))


class Migration(migrations.Migration):

    dependencies = [("reads", "0002_months_of_articles")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
