"""Months of articles are kept, and totals know their publisher, so that the most read are found by an index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0006_articles_by_address"),
        ("publishers", "0010_applicants_prove_and_agree"),
        ("reads", "0001_counters_and_salts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reads", models.PositiveIntegerField(default=0)),
                ("finished", models.PositiveIntegerField(default=0)),
                ("robots", models.PositiveIntegerField(default=0)),
                ("prefetches", models.PositiveIntegerField(default=0)),
                ("referrals", models.PositiveIntegerField(default=0)),
                ("month", models.DateField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_months",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["month", "article"], name="articles_of_a_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "month"), name="one_count_an_article_and_month")
                ],
            },
        ),
        migrations.AddField(
            model_name="articletotal",
            name="publisher",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="publishers.publisher",
            ),
        ),
        migrations.AddIndex(
            model_name="articletotal",
            index=models.Index(
                fields=["publisher", "-reads", "-finished", "-article"], name="most_read_of_publisher"
            ),
        ),
    ]
