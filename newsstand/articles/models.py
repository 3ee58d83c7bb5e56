"""Articles, the people who wrote them, and what each said before."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from newsstand.accounts.models import User
from newsstand.algorithms.contracts import Standing, Window, standing
from newsstand.algorithms.excerpt import first_words
from newsstand.images.models import Image
from newsstand.lib import clock
from newsstand.publishers.models import Contract, Publisher

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class AuthorQuerySet(models.QuerySet["Author"]):
    def here(self) -> "AuthorQuerySet":
        """Contributors, and the authors of publishers that were not taken down."""
        return self.exclude(publisher__in=Contract.objects.suspended())


class Author(models.Model):
    """A name in bylines: of one publisher, or of a contributor who writes here."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="authors")
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="author")
    about = models.TextField(blank=True, default="")

    objects = AuthorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publisher", "name"], name="one_author_a_name_and_publisher")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/author/{self.slug}"


def may_be_seen(now: datetime | None = None, *, via: str = "") -> models.Q:
    """What holds for an article that a reader may see at `now` (this moment when it is not given).

    `algorithms.contracts.standing` in the database's language. `via` leads to the article from another table, such as
    "article__".
    """
    present = now or clock.now()
    return (
        models.Q(**{f"{via}withdrawn_at": None})
        & (models.Q(**{f"{via}opens_at": None}) | models.Q(**{f"{via}opens_at__lte": present}))
        & (models.Q(**{f"{via}closes_at": None}) | models.Q(**{f"{via}closes_at__gt": present}))
        & ~models.Q(**{f"{via}publisher__in": Contract.objects.suspended()})
    )


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, now: datetime | None = None) -> "ArticleQuerySet":
        """Articles that a reader may see at `now`, by default at this moment: contracts, embargo and expiry kept."""
        return self.filter(may_be_seen(now))

    def firsts(self) -> "ArticleQuerySet":
        """Without copies of an article that readers can see: one text stands once in a list."""
        seen = Article.objects.published().filter(copies__article=models.OuterRef("pk"))
        return self.exclude(models.Exists(seen))

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
            self.select_related("publisher__contract", "publisher__icon", "lead_picture")
            .prefetch_related("authors", models.Prefetch("copies", Copy.objects.shown(), to_attr="shown_copies"))
            .defer("body", "text", "sources", "publisher__description")
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
    section = models.CharField(max_length=120, blank=True, default="")
    sources = models.JSONField(default=dict, blank=True)  # Whose word it is: {"byline": "JSON-LD author"}.
    original_url = models.URLField(max_length=2000, blank=True, default="")
    # A digest of the canonical form of original_url, so that one text is known again in another feed.
    original_key = models.CharField(max_length=32, blank=True, default="")
    # The same of the address that the original's page gives itself, where it differs.
    canonical_key = models.CharField(max_length=32, blank=True, default="")
    # The news agency that the text or the byline credits, and the words that do so.
    agency = models.CharField(max_length=40, blank=True, default="")
    agency_evidence = models.CharField(max_length=200, blank=True, default="")
    lead_picture = models.ForeignKey(Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lead_alt = models.CharField(max_length=500, blank=True, default="")
    lead_caption = models.CharField(max_length=1000, blank=True, default="")

    published_at = models.DateTimeField()
    # When a reader could last notice a change; empty until the first one.
    updated_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    revised_at = models.DateTimeField(help_text="Since when the text stands as it is.")
    # By the publisher's contract, kept here so that lists can ask for it: from when it may be seen, and until when.
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True, default="")
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
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
        copies: RelatedManager["Copy"]

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            models.Index(fields=["publisher", "-published_at", "-id"], name="article_of_publisher"),
            models.Index(fields=["page", "page_due_at"], name="article_page_due"),
            models.Index(fields=["publisher", "original_key"], name="article_original"),
            models.Index(fields=["publisher", "canonical_key"], name="article_canonical"),
            # By its address alone, whoever published it: other sites ask for comments so.
            models.Index(fields=["original_key"], name="article_by_address"),
            models.Index(fields=["canonical_key"], name="article_by_own_address"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(headline=""), name="an_article_has_a_headline")]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return f"/a/{self.pk}/{self.slug}"

    def contract(self) -> Contract | None:
        """The publisher's contract, the strictest one where none was made; None for what was written here."""
        if self.publisher is None:
            return None
        return getattr(self.publisher, "contract", None) or Contract(publisher=self.publisher)

    def standing(self, now: datetime) -> Standing:
        """Whether a reader may see it now, or why not."""
        contract = self.contract()
        return standing(
            withdrawn=self.withdrawn_at is not None,
            suspended=contract is not None and contract.suspended_at is not None,
            seen=Window(self.opens_at, self.closes_at),
            now=now,
        )

    def shown_summary(self) -> str:
        """As much of the summary as the contract lets us show."""
        contract = self.contract()
        return first_words(self.summary, contract.excerpt_words) if contract else self.summary

    def also_in(self) -> list["Article"]:
        """The copies that readers can see at other publishers, one a publisher, the earliest first.

        Loaded by `for_cards`; empty without it.
        """
        first: dict[int | None, Article] = {self.publisher_id: self}
        for copy in getattr(self, "shown_copies", ()):
            first.setdefault(copy.article.publisher_id, copy.article)
        return list(first.values())[1:]


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
    summary = models.TextField(blank=True, default="")
    byline = models.CharField(max_length=1000, blank=True, default="")
    lead_picture = models.ForeignKey(Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lead_caption = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "until"], name="one_revision_a_moment")]

    def __str__(self) -> str:
        return f"{self.headline} until {self.until:%Y-%m-%d %H:%M}"


class Band(models.Model):
    """A piece of an article's fingerprint. Articles that share some are compared with each other."""

    key = models.BigIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bands")

    class Meta:
        indexes = [models.Index(fields=["key", "article"], name="band_key")]

    def __str__(self) -> str:
        return f"{self.key:08x} of {self.article_id}"


class CopyQuerySet(models.QuerySet["Copy"]):
    def shown(self) -> "CopyQuerySet":
        """Copies that a reader may see, with what a list says of them, the earliest first."""
        return (
            self.filter(models.Exists(Article.objects.published().filter(pk=models.OuterRef("article"))))
            .select_related("article__publisher")
            .only("original", "article__publisher__name", "article__publisher__slug", "article__slug")
            .order_by("article__published_at", "article__received_at", "article")
        )

    def around(self, article_id: int) -> "CopyQuerySet":
        """The links of an article, and of the other copies of its original, the earliest first; who of them is seen."""
        own = Copy.objects.filter(article=article_id).values("original")
        parts = [f"{end}__{name}" for end in ("article", "original") for name in ("slug", "publisher__name")]
        return (
            self.filter(models.Q(original=article_id) | models.Q(original__in=own))
            .annotate(
                article_is_seen=models.Exists(Article.objects.published().filter(pk=models.OuterRef("article"))),
                original_is_seen=models.Exists(Article.objects.published().filter(pk=models.OuterRef("original"))),
            )
            .select_related("article__publisher", "original__publisher")
            .only("kind", *parts, "original__published_at")
            .order_by("article__published_at", "article__received_at", "article")
        )


class Copy(models.Model):
    """An article says what another said first. `share` is the part of it that stands in the original, from 0 to 1.

    The original of copies is never itself a copy.
    """

    class Kind(models.TextChoices):
        EXACT = "exact", "the same words"
        NEAR = "near", "mostly the same words"

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="copy_of")
    original = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="copies")
    kind = models.CharField(max_length=5, choices=Kind)
    share = models.FloatField()

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        constraints = [
            models.CheckConstraint(condition=~models.Q(article=models.F("original")), name="no_article_copies_itself"),
            models.CheckConstraint(condition=models.Q(share__gte=0, share__lte=1), name="a_share_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.article} ({self.kind} copy of {self.original_id})"
