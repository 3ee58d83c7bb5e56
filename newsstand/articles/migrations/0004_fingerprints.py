"""What is here already is known again: fingerprints of the texts, and addresses in their new canonical form."""

from django.db import migrations

AT_ONCE = 200


def write(apps, schema_editor):
    from newsstand.algorithms.fingerprints import MOST_OF_A_BAND, fingerprint
    from newsstand.articles.text import original_key

    Article, Band = apps.get_model("articles", "Article"), apps.get_model("articles", "Band")
    held, last = {}, 0
    articles = Article.objects.filter(withdrawn_at=None).order_by("id").only("text", "original_url", "original_key")
    while some := list(articles.filter(id__gt=last)[:AT_ONCE]):
        rows = []
        for article in some:
            article.original_key = original_key(article.original_url)
            for key in fingerprint(article.text).bands:
                held[key] = held.get(key, 0) + 1
                if held[key] <= MOST_OF_A_BAND:
                    rows.append(Band(key=key, article=article))
        Article.objects.bulk_update(some, ["original_key"])
        Band.objects.bulk_create(rows, batch_size=400)
        last = some[-1].id


class Migration(migrations.Migration):

    dependencies = [("articles", "0003_windows_and_withdrawal")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
