"""What the index holds of each article, the words that one can misspell, and saved searches.

The words of the index are where the engine wants them (migration 0001): SQLite has them in `search_text`, from which
triggers keep the FTS5 table `search_words`; PostgreSQL in the column `search_entry.words`, which Django does not know.
A migration that rebuilds `search_entry` on SQLite has to make its trigger again.
"""

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.publishers.models import Publisher

MOST_QUERY = 300


class Entry(models.Model):
    """An article that can be found. `number` grows with its time of publication (algorithms.results.number).

    `publisher`, `opens_at` and `closes_at` are the article's own, here again so that a search reads narrow rows alone.
    """

    # Not counted up: an automatic field because SQLite then keeps the table in the order of its numbers.
    number = models.BigAutoField(primary_key=True)
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="+")
    publisher = models.ForeignKey(Publisher, null=True, on_delete=models.CASCADE, related_name="+")
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.number}: {self.article_id}"


class Due(models.Model):
    """An article that the worker has to put into the index (again). Until then it is not found."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "due"

    def __str__(self) -> str:
        return str(self.article_id)


class Spelling(models.Model):
    """A word that stands in an article, folded, and as it was first written; `backwards`: to be found by its end."""

    word = models.CharField(max_length=24, primary_key=True)
    backwards = models.CharField(max_length=24, db_index=True)
    written = models.CharField(max_length=24)

    def __str__(self) -> str:
        return self.word


class SavedSearch(models.Model):
    """A query that a reader keeps. Whoever knows `token` can read its feed, and nobody can guess it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=MOST_QUERY)
    token = models.CharField(max_length=43, unique=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = [
            models.CheckConstraint(condition=~models.Q(query=""), name="a_saved_search_looks_for_something"),
            models.UniqueConstraint(fields=["user", "query"], name="a_query_once_a_reader"),
        ]

    def __str__(self) -> str:
        return self.name
