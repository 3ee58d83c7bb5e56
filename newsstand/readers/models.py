"""What a reader follows, saves, hides and has seen, what they chose for their page, and what it believes of them."""

from datetime import datetime

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author
from newsstand.publishers.models import Publisher
from newsstand.ranking.models import PageOrder
from newsstand.stories.models import Story
from newsstand.topics.models import Topic


def exactly_one(*names: str) -> models.Q:
    """What holds for a row in which one of the named columns is filled and the others are empty."""
    condition = models.Q()
    for chosen in names:
        condition |= models.Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class Follow(models.Model):
    """A user wants to hear of a publisher, an author, a topic (a place is one) or a story: of exactly one of them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    author = models.ForeignKey(Author, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("publisher", "author", "topic", "story"), name="a_follow_has_one_aim"
            ),
            models.UniqueConstraint(fields=["user", "publisher"], name="a_publisher_is_followed_once"),
            models.UniqueConstraint(fields=["user", "author"], name="an_author_is_followed_once"),
            models.UniqueConstraint(fields=["user", "topic"], name="a_topic_is_followed_once"),
            models.UniqueConstraint(fields=["user", "story"], name="a_story_is_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} follows {self.aim}"

    @property
    def aim(self) -> Publisher | Author | Topic | Story | None:
        """What is followed."""
        return self.publisher or self.author or self.topic or self.story


class Hidden(models.Model):
    """A user does not want to see an article, a story, or anything of a publisher, an author or a topic."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hidden")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="hidden")
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="hidden")
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="hidden")
    author = models.ForeignKey(Author, null=True, blank=True, on_delete=models.CASCADE, related_name="hidden")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="hidden")
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "hidden"
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("article", "story", "publisher", "author", "topic"), name="one_thing_is_hidden"
            ),
            models.UniqueConstraint(fields=["user", "article"], name="an_article_is_hidden_once"),
            models.UniqueConstraint(fields=["user", "story"], name="a_story_is_hidden_once"),
            models.UniqueConstraint(fields=["user", "publisher"], name="a_publisher_is_hidden_once"),
            models.UniqueConstraint(fields=["user", "author"], name="an_author_is_hidden_once"),
            models.UniqueConstraint(fields=["user", "topic"], name="a_topic_is_hidden_once"),
        ]

    def __str__(self) -> str:
        return f"hidden by {self.user}"


class Saved(models.Model):
    """A user keeps an article for later."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="saved")
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "saved"
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="an_article_is_saved_once")]
        indexes = [models.Index(fields=["user", "-since", "-id"], name="saved_newest")]

    def __str__(self) -> str:
        return f"{self.article} saved by {self.user}"


class Seen(models.Model):
    """A user opened an article: their history, which they can switch off and erase (FrontPage.keeps_history)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seen")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="seen")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "seen"
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="an_article_is_seen_once")]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="seen_newest")]

    def __str__(self) -> str:
        return f"{self.article} seen by {self.user}"


class FrontPage(models.Model):
    """What a user chose for their own front page. Who has no row has the defaults."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="front_page")
    place = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    learns = models.BooleanField(default=True, help_text="Whether the page may learn from what they read.")
    keeps_history = models.BooleanField(
        default=True, help_text="Whether what they open is kept for them to find again."
    )

    def __str__(self) -> str:
        return f"front page of {self.user}"

    @classmethod
    def of(cls, user: User) -> "FrontPage":
        """The user's choices; the defaults, not stored, where none were made."""
        return cls.objects.select_related("place").filter(user=user).first() or cls(user=user)


class AdsOff(models.Model):
    """A user sees no ads of a category. Their word, and never part of how an ad is chosen for anybody else."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="ads_off")
    category = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "ads switched off"
        constraints = [models.UniqueConstraint(fields=["user", "category"], name="ads_are_switched_off_once")]

    def __str__(self) -> str:
        return f"{self.user}: no {self.category}"


class AffinityQuerySet(models.QuerySet["Affinity"]):
    def strongest(self) -> "AffinityQuerySet":
        return self.order_by("-strength", "id")


class Affinity(models.Model):
    """What a page believes that its reader likes: a publisher, an author or a topic, from -1 (not at all) to 1.

    `liked` and `met` are the decayed counts behind it: how often they read to the end, saved or followed, and how often
    they had the choice. `said` is the reader's own word; the page does not overrule it.
    """

    class Said(models.TextChoices):
        NOTHING = "", "nothing"
        MORE = "more", "more of it"
        LESS = "less", "less of it"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="affinities")
    publisher = models.ForeignKey(Publisher, null=True, blank=True, on_delete=models.CASCADE, related_name="affinities")
    author = models.ForeignKey(Author, null=True, blank=True, on_delete=models.CASCADE, related_name="affinities")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="affinities")
    strength = models.FloatField(default=0)
    liked = models.FloatField(default=0)
    met = models.FloatField(default=0)
    said = models.CharField(max_length=4, choices=Said, blank=True, default=Said.NOTHING)
    changed_at = models.DateTimeField()

    objects = AffinityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "affinities"
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("publisher", "author", "topic"), name="an_affinity_has_one_aim"
            ),
            models.CheckConstraint(
                condition=models.Q(strength__gte=-1, strength__lte=1), name="an_affinity_is_between_dislike_and_like"
            ),
            models.UniqueConstraint(fields=["user", "publisher"], name="one_affinity_a_publisher"),
            models.UniqueConstraint(fields=["user", "author"], name="one_affinity_an_author"),
            models.UniqueConstraint(fields=["user", "topic"], name="one_affinity_a_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.aim} {self.strength:+.2f}"

    @property
    def aim(self) -> Publisher | Author | Topic | None:
        """What it is about."""
        return self.publisher or self.author or self.topic


class DigestQuerySet(models.QuerySet["Digest"]):
    def due(self, now: datetime) -> "DigestQuerySet":
        """Those to be sent that nobody holds, the longest waiting first."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lte=now)
        return self.filter(free, due_at__lte=now).order_by("due_at", "id")


class Digest(models.Model):
    """The mail with the news of a user's own front page: when they want it, when it is due next, what they know.

    `due_at` is empty while it is off, unless they asked for one now. Who has no row has never asked for any.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest")
    is_on = models.BooleanField(default=False)
    hour = models.PositiveSmallIntegerField(default=7)
    days = models.CharField(max_length=7, default="0123456", help_text="Its days of the week; 0 is Monday.")
    zone = models.CharField(max_length=64, help_text="The time zone by whose clock the hour counts.")
    told_until = models.DateTimeField(help_text="Up to when they have been told the news.")
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")

    objects = DigestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="digest_due")]
        constraints = [
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="a_digest_has_an_hour_of_the_day"),
            models.CheckConstraint(condition=~models.Q(days=""), name="a_digest_has_a_day_of_the_week"),
            models.CheckConstraint(
                condition=models.Q(is_on=False) | models.Q(due_at__isnull=False), name="a_digest_that_is_on_is_due"
            ),
        ]

    def __str__(self) -> str:
        return f"digest of {self.user}"


class Mailing(models.Model):
    """One mail of a digest and what stood in it: `told` is [[article, story or 0], ...].

    The row stands before the mail is handed over (docs/decisions/0010-digests.md). While `sent_at` is empty nobody
    knows whether it arrived, and it counts as if it had.
    """

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="mailings")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list)
    order = models.ForeignKey(PageOrder, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["digest", "-made_at"], name="mailing_newest")]
        constraints = [models.UniqueConstraint(fields=["digest", "due_at"], name="one_mail_a_due_time")]

    def __str__(self) -> str:
        return f"{self.digest}, {self.made_at:%Y-%m-%d %H:%M}"


def seen_before(user: User, *, since: datetime) -> set[int]:
    """The ids of the articles that a user opened since a moment."""
    return set(Seen.objects.filter(user=user, at__gte=since).values_list("article_id", flat=True))
