"""Articles, the people who wrote them, and what each said before."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from newsstand.accounts.models import User
from newsstand.images.models import Image
from newsstand.publishers.models import Publisher

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Author(models.Model):
    """A name in bylines: of one publisher, or of a contributor who writes here."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="authors")
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="author")
    about = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publisher", "name"], name="one_author_a_name_and_publisher")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/author/{self.slug}"


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Articles that a reader may see."""
        return self.filter(withdrawn_at=None)

    def newest(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-id")

    def before(self, published_at: datetime, article_id: int) -> "ArticleQuerySet":
        """The articles that follow the given one in `newest` order: keyset paging."""
        return self.filter(
            models.Q(published_at__lt=published_at) | models.Q(published_at=published_at, id__lt=article_id)
        )

    def for_cards(self) -> "ArticleQuerySet":
        """With what a card shows, and without the texts."""
        return (
            self.select_related("publisher", "publisher__icon", "lead_picture")
            .prefetch_related("authors")
            .defer("body", "text", "publisher__description")
        )


class Article(models.Model):
    """One text by named authors from one publisher or one contributor.

    `body` is sanitised HTML whose pictures are our own addresses; it is sanitised again on output.
    """

    class Page(models.TextChoices):
        """Whether the article's own page is still to be read, because the feed had only a summary."""

        NOT_NEEDED = "no", "the feed had the text"
        DUE = "due", "to be read"
        AGAIN = "again", "to be read again, because the feed says that something changed"
        READ = "read", "read"
        FAILED = "failed", "could not be read"

    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="articles")
    authors = models.ManyToManyField(Author, related_name="articles", through="Byline")
    headline = models.CharField(max_length=500)
    slug = models.CharField(max_length=100)
    summary = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=20, blank=True, default="")
    categories = models.JSONField(default=list, blank=True)
    original_url = models.URLField(max_length=2000, blank=True, default="")
    # A digest of the canonical form of original_url, so that one text is known again in another feed.
    original_key = models.CharField(max_length=32, blank=True, default="")
    lead_picture = models.ForeignKey(Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lead_alt = models.CharField(max_length=500, blank=True, default="")
    lead_caption = models.CharField(max_length=1000, blank=True, default="")

    published_at = models.DateTimeField()
    # When a reader could last notice a change; empty until the first one.
    updated_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    revised_at = models.DateTimeField(help_text="Since when the text stands as it is.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")

    page = models.CharField(max_length=8, choices=Page, default=Page.NOT_NEEDED)
    page_due_at = models.DateTimeField(null=True, blank=True)
    page_attempts = models.PositiveSmallIntegerField(default=0)
    page_error = models.CharField(max_length=300, blank=True, default="")

    # Kept by comments/, which stands above.
    comment_count = models.PositiveIntegerField(default=0)

    objects = ArticleQuerySet.as_manager()
    if TYPE_CHECKING:
        revisions: RelatedManager["Revision"]
        bylines: RelatedManager["Byline"]

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            models.Index(fields=["publisher", "-published_at", "-id"], name="article_of_publisher"),
            models.Index(fields=["page", "page_due_at"], name="article_page_due"),
            models.Index(fields=["publisher", "original_key"], name="article_original"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(headline=""), name="an_article_has_a_headline")]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return f"/a/{self.pk}/{self.slug}"


class Byline(models.Model):
    """An author's place in the byline of an article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="an_author_once_a_byline")]

    def __str__(self) -> str:
        return f"{self.author} in {self.article}"


class Revision(models.Model):
    """What an article said from one moment to the next; the present text is the article's own."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    since = models.DateTimeField()
    until = models.DateTimeField()
    headline = models.CharField(max_length=500)
    body = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "until"], name="one_revision_a_moment")]

    def __str__(self) -> str:
        return f"{self.headline} until {self.until:%Y-%m-%d %H:%M}"
