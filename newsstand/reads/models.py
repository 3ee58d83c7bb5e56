"""How often articles were read, kept as counters by day, and what is needed to count each event once."""

from django.db import models

from newsstand.articles.models import Article, Author
from newsstand.publishers.models import Publisher


class Counts(models.Model):
    """What is counted. `robots` and `prefetches` are page requests, and never part of `reads`."""

    reads = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)
    robots = models.PositiveIntegerField(default=0)
    prefetches = models.PositiveIntegerField(default=0)
    referrals = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


COUNTED = ("reads", "finished", "robots", "prefetches", "referrals")


class ArticleDay(Counts):
    """An article's day."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="read_days")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="one_count_an_article_and_day")]
        indexes = [models.Index(fields=["day", "article"], name="articles_of_a_day")]

    def __str__(self) -> str:
        return f"article {self.article_id} on {self.day}: {self.reads}"


class ArticleMonth(Counts):
    """An article's days of a month, added up. `month` is its first day."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="read_months")
    month = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "month"], name="one_count_an_article_and_month")]
        indexes = [models.Index(fields=["month", "article"], name="articles_of_a_month")]

    def __str__(self) -> str:
        return f"article {self.article_id} in {self.month:%Y-%m}: {self.reads}"


class ArticleTotal(Counts):
    """An article's days, added up. `publisher` is the article's, for the index."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="read_total")
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.CASCADE, db_index=False, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["publisher", "-reads", "-finished", "-article"], name="most_read_of_publisher")]

    def __str__(self) -> str:
        return f"article {self.article_id}: {self.reads}"


class AuthorDay(Counts):
    """A day of all articles that had this author in their byline when they were read."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="read_days")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "day"], name="one_count_an_author_and_day")]

    def __str__(self) -> str:
        return f"{self.author} on {self.day}: {self.reads}"


class PublisherDay(Counts):
    """A day of all articles of a publisher."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="read_days")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publisher", "day"], name="one_count_a_publisher_and_day")]

    def __str__(self) -> str:
        return f"{self.publisher} on {self.day}: {self.reads}"


class SiteDay(Counts):
    """A day of the whole site."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.day}: {self.reads}"


class ArticleSource(models.Model):
    """Where a day's readers of an article came from: a host, or one of the words in algorithms/read_sources.py."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="read_sources")
    day = models.DateField()
    source = models.CharField(max_length=100)
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day", "source"], name="one_source_an_article_and_day")
        ]

    def __str__(self) -> str:
        return f"article {self.article_id} on {self.day} from {self.source}: {self.reads}"


class AuthorSource(models.Model):
    """The same for an author."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="read_sources")
    day = models.DateField()
    source = models.CharField(max_length=100)
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "day", "source"], name="one_source_an_author_and_day")]

    def __str__(self) -> str:
        return f"{self.author} on {self.day} from {self.source}: {self.reads}"


class PublisherSource(models.Model):
    """The same for a publisher."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="read_sources")
    day = models.DateField()
    source = models.CharField(max_length=100)
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publisher", "day", "source"], name="one_source_a_publisher_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.publisher} on {self.day} from {self.source}: {self.reads}"


class SiteSource(models.Model):
    """The same for the whole site."""

    day = models.DateField()
    source = models.CharField(max_length=100)
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "source"], name="one_source_a_day")]

    def __str__(self) -> str:
        return f"{self.day} from {self.source}: {self.reads}"


class Once(models.Model):
    """That a reader was counted for an article on a day, so that they are counted once. It goes with the day.

    `reader` and `network` are keys of that day (lib.day_keys). `is_counted` is false where a network had sent more
    readers than one neighbourhood has (algorithms.read_counts).
    """

    day = models.DateField()
    article = models.BigIntegerField()
    reader = models.CharField(max_length=24)
    network = models.CharField(max_length=24)
    is_counted = models.BooleanField(default=True)
    finished = models.BooleanField(default=False)
    referred = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "once"
        constraints = [
            models.UniqueConstraint(fields=["day", "article", "reader"], name="a_reader_once_an_article_and_day")
        ]
        indexes = [models.Index(fields=["day", "article", "network"], name="readers_of_a_network")]

    def __str__(self) -> str:
        return f"a reader of article {self.article} on {self.day}"
