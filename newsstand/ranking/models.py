"""What a front page chooses from, what readers did with it, the orders that were shown, and what was learnt of them."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.stories.models import Story
from newsstand.topics.models import Topic


class Candidate(models.Model):
    """What may stand on a front page: a story with the article that leads it, or an article that is in no story.

    `numbers` is what ranking knows of it (algorithms.ranking.Candidate as an object). `base` is its score for a reader
    of whom nothing is known, as `algorithms.ranking.base` counts it: it does not change as time passes. `version`
    grows with each change of any candidate, so that a process reads only what is new to it.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="candidates")
    story = models.OneToOneField(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="candidate")
    published_at = models.DateTimeField()
    base = models.FloatField()
    numbers = models.JSONField(default=dict)
    version = models.BigIntegerField(db_index=True)
    checked_at = models.DateTimeField(db_index=True)
    is_gone = models.BooleanField(default=False, help_text="It may no longer be seen, or it became part of a story.")

    class Meta:
        indexes = [models.Index(fields=["-published_at"], name="candidate_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(story=None), name="an_article_stands_alone_once"
            )
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}: article {self.article_id}"


class PageOrder(models.Model):
    """The order in which one page stood, and every number that it was made from.

    `key` is a digest of all of them, so that the same page for the same signals and time is one row. `numbers` is
    compressed (see ranking.keep); `views` counts browsers that said they showed it. `is_learnt`: the model has seen it.
    """

    key = models.CharField(max_length=32, unique=True)
    page = models.CharField(max_length=120, help_text="front, place:SLUG or reader:NUMBER")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="page_orders")
    at = models.DateTimeField()
    formula = models.CharField(max_length=40)
    numbers = models.BinaryField()
    views = models.PositiveIntegerField(default=0)
    is_learnt = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["page", "-at"], name="page_order_newest"),
            models.Index(fields=["at"], name="page_order_old"),
        ]

    def __str__(self) -> str:
        return f"{self.page} at {self.at:%Y-%m-%d %H:%M}"


class Signal(models.Model):
    """What one reader did with one article. No address is stored.

    `reader` is "u17" for user 17; for anybody else a key that is made from a salt of that day, which is thrown away
    with the day. `network` is the same for the neighbourhood of the address, so that one house counts as one house:
    `weight` falls with each signal that comes from the same one.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", "opened"
        READ = "read", "read to the end"
        SAVED = "saved", "saved"
        HIDDEN = "hidden", "hidden"
        FOLLOWED = "followed", "followed from it"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    reader = models.CharField(max_length=24)
    network = models.CharField(max_length=24, blank=True, default="")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="signals")
    weight = models.FloatField(default=1.0)
    order = models.ForeignKey(PageOrder, null=True, blank=True, on_delete=models.SET_NULL, related_name="signals")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "article", "kind"], name="a_reader_does_a_thing_once")]
        indexes = [
            models.Index(fields=["at"], name="signal_old"),
            models.Index(fields=["article", "network"], name="signal_network"),
            models.Index(fields=["network", "at"], name="signal_network_today"),
            models.Index(fields=["user", "id"], name="signal_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind}"


class Reading(models.Model):
    """How much an article was read in one hour: the weights of its signals, added up. Says nothing of anybody.

    `shown`: how often somebody looked at its card on a front page (see ranking.looks).
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    hour = models.DateTimeField()
    shown = models.FloatField(default=0)
    opened = models.FloatField(default=0)
    read = models.FloatField(default=0)
    saved = models.FloatField(default=0)
    hidden = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="one_reading_an_hour")]
        indexes = [models.Index(fields=["hour"], name="reading_hour")]

    def __str__(self) -> str:
        return f"{self.article_id} at {self.hour:%Y-%m-%d %H}"


class Trend(models.Model):
    """A topic that is rising for its size, everywhere (`place` empty) or in one place. Made anew by the worker."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="trends")
    place = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="trends_here")
    score = models.FloatField()
    numbers = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "place"], name="one_trend_a_topic_and_place"),
            models.UniqueConstraint(fields=["topic"], condition=models.Q(place=None), name="one_trend_a_topic"),
        ]
        indexes = [models.Index(fields=["place", "-score"], name="trend_best")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.score:.1f}"


class Learnt(models.Model):
    """What the online model has learnt so far, and how it compared with the plain formula (algorithms.learning)."""

    name = models.CharField(max_length=40, unique=True)
    weights = models.BinaryField()
    examples = models.PositiveBigIntegerField(default=0)
    learnt_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True, blank=True)
    verdict = models.JSONField(default=dict)
    may_rank = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "learnt"

    def __str__(self) -> str:
        return self.name


class Watermark(models.Model):
    """How far something has been read: `value` is the last number that was dealt with."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
