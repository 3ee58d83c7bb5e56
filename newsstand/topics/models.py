"""People, organisations, places and subjects that articles mention."""

from django.db import models

from newsstand.articles.models import Article


class Topic(models.Model):
    """Something articles mention; a place is a topic with coordinates and a parent."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        ORGANISATION = "organisation", "organisation"
        PLACE = "place", "place"
        SUBJECT = "subject", "subject"

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SUBJECT)
    about = models.TextField(blank=True, default="")
    section = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place among the sections in the header; empty: not a section."
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="a_topic_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/topic/{self.slug}"


class Alias(models.Model):
    """Another name of a topic. `key` is the name case-folded: no two topics answer to the same one."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """An article mentions a topic: in its text, or by the publisher's own word."""

    class Source(models.TextChoices):
        CATEGORY = "category", "the publisher's categories"
        TEXT = "text", "the text"
        PAGE = "page", "a saved page's list"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="mentions")
    source = models.CharField(max_length=8, choices=Source)
    position = models.PositiveSmallIntegerField(default=0)
    # The article's own date again, so that a topic's page walks one index.
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "topic"], name="a_topic_once_an_article")]
        indexes = [models.Index(fields=["topic", "-published_at", "-article"], name="mention_newest")]

    def __str__(self) -> str:
        return f"{self.topic} in {self.article}"
