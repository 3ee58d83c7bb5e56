"""Stories, which articles cover them, what editors decided about both, and what the machine remembers."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article, may_be_seen
from newsstand.topics.models import Topic

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class StoryQuerySet(models.QuerySet["Story"]):
    def shown(self) -> "StoryQuerySet":
        """Stories with at least one article that readers can see, and not merged into another."""
        return self.filter(merged_into=None, article_count__gt=0)

    def newest(self) -> "StoryQuerySet":
        """Those first that were added to last."""
        return self.order_by("-last_article_at", "-id")

    def closable(self, before: datetime, now: datetime) -> "StoryQuerySet":
        """Open stories that nothing joined since `before`, the oldest first; those pinned at `now` stay open."""
        rows = self.filter(state=Story.State.OPEN, merged_into=None, joined_at__lt=before)
        return rows.exclude(pinned_until__gt=now).order_by("joined_at", "pk")


class Story(models.Model):
    """The set of articles about one event.

    `article_count`, `outlet_count`, `lead`, `title` and `last_article_at` are worked out from the coverage that readers
    can see, by `stories.keep`: nobody else writes them.
    """

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSED = "closed", "closed: nothing joins it any more"

    title = models.CharField(max_length=500)
    slug = models.CharField(max_length=100, blank=True, default="")
    language = models.CharField(max_length=20, blank=True, default="")
    opened_at = models.DateTimeField(help_text="When its first article was published.")
    last_article_at = models.DateTimeField()
    # When an article last joined it: by this, not by publication, it grows old and closes.
    joined_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="absorbed")
    pinned_until = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    # Articles that readers can see; publishers among them that say something of their own: copies count for nobody.
    article_count = models.PositiveIntegerField(default=0)
    outlet_count = models.PositiveIntegerField(default=0)
    lead = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    place = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    section = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # When the next article of it may be seen, or no longer: then it is counted again.
    recount_at = models.DateTimeField(null=True, blank=True)

    # What clustering knows of it (algorithms.clusters, `packed`): a restart loses nothing.
    centroid = models.BinaryField(default=bytes, blank=True)
    # The version of Memory with which clustering has to look at it again.
    version = models.BigIntegerField(default=0)

    objects = StoryQuerySet.as_manager()
    if TYPE_CHECKING:
        coverage: RelatedManager["Coverage"]

    class Meta:
        verbose_name_plural = "stories"
        indexes = [
            models.Index(fields=["-last_article_at", "-id"], name="story_newest"),
            models.Index(fields=["state", "joined_at"], name="story_open"),
            models.Index(fields=["version"], name="story_version"),
            models.Index(fields=["recount_at"], name="story_recount"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="a_story_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="no_story_is_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/story/{self.pk}/{self.slug}"


class CoverageQuerySet(models.QuerySet["Coverage"]):
    def shown(self, now: datetime | None = None) -> "CoverageQuerySet":
        """Of articles that a reader may see at `now`, by default at this moment."""
        return self.filter(may_be_seen(now, via="article__"))


class Coverage(models.Model):
    """An article's place in a story. An article is in one story."""

    class Role(models.TextChoices):
        FIRST = "first", "reported it first"
        ADDS = "adds", "adds something"
        SAME = "same", "says what others said in words of its own"
        COPY = "copy", "a copy of an article that stands in the story"

    class PlacedBy(models.TextChoices):
        MACHINE = "machine", "the machine"
        EDITOR = "editor", "an editor"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="coverage")
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="coverage")
    # The article's own date again, so that a story's page walks one index.
    published_at = models.DateTimeField()
    joined_at = models.DateTimeField()
    role = models.CharField(max_length=5, choices=Role, default=Role.ADDS)
    # The names and numbers in it (algorithms.additions.Said as an object), from which pages say who adds what.
    says = models.JSONField(default=dict, blank=True)
    score = models.FloatField(default=1.0, help_text="How sure the machine was, from 0 to 1.")
    # What spoke for it: {"words": [...], "names": [...], "hours": 2.5}.
    why = models.JSONField(default=dict, blank=True)
    placed_by = models.CharField(max_length=7, choices=PlacedBy, default=PlacedBy.MACHINE)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "coverage"
        indexes = [models.Index(fields=["story", "published_at", "article"], name="coverage_in_time")]
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="a_score_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.article} in {self.story}"


class StoryDecision(models.Model):
    """What an editor decided about a story, why, and whether it was taken back. The machine undoes none of it."""

    class Kind(models.TextChoices):
        MOVE = "move", "moved articles to another story"
        SPLIT = "split", "split the story"
        MERGE = "merge", "merged another story into it"
        PIN = "pin", "pinned the story"
        UNPIN = "unpin", "unpinned the story"
        CLOSE = "close", "closed the story"
        REOPEN = "reopen", "opened the story again"
        KEEP = "keep", "left articles where the machine put them"

    kind = models.CharField(max_length=6, choices=Kind)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="decisions")
    # The story that articles went to or came from.
    other = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # The articles that changed places, and who had placed each: [[article id, "machine" or "editor"], ...].
    articles = models.JSONField(default=list, blank=True)
    # What stood before, for undoing.
    before = models.JSONField(default=dict, blank=True)
    editor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["story", "-decided_at"], name="decision_of_story")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_story_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.editor} {self.get_kind_display()}: {self.reason}"


class Waiting(models.Model):
    """An article that is still to find its story, or to be looked at again because it says something else now."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "waiting"

    def __str__(self) -> str:
        return f"{self.article_id} waits for its story"


class Memory(models.Model):
    """What the clusterer remembers beside the stories, and who is clustering: one row.

    `words` is how often terms came lately (algorithms.word_counts, `packed`). `version` grows with each decision of an
    editor. `leased_until` is the clusterer's mark: who holds the stories in memory as they are knows it.
    """

    name = models.CharField(max_length=20, primary_key=True)
    words = models.BinaryField(default=bytes, blank=True)
    version = models.BigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "memory"

    def __str__(self) -> str:
        return self.name
