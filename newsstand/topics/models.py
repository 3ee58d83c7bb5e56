"""Topics that articles mention, the places where they play, names that are proposed, and what editors did."""

from django.db import models

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.publishers.models import Publisher


class TopicQuerySet(models.QuerySet["Topic"]):
    def shown(self) -> "TopicQuerySet":
        """Topics that readers may see: all that no editor hid."""
        return self.filter(is_hidden=False)

    def places(self) -> "TopicQuerySet":
        """Shown topics that stand on the map."""
        return self.shown().filter(kind="place", latitude__isnull=False)


class Topic(models.Model):
    """Something articles mention; a place is a topic with coordinates and a parent."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        ORGANISATION = "organisation", "organisation"
        PLACE = "place", "place"
        SUBJECT = "subject", "subject"

    class Level(models.TextChoices):
        """How large a place is; a place lies in a larger one, its parent."""

        COUNTRY = "country", "country"
        STATE = "state", "state or region"
        COUNTY = "county", "county"
        TOWN = "town", "town"
        SPOT = "spot", "district, street or building"

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SUBJECT)
    about = models.TextField(blank=True, default="")
    section = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place among the sections in the header; empty: not a section."
    )
    # Degrees, WGS 84.
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    # What the gazetteer says of a place; empty for one that an editor entered.
    level = models.CharField(max_length=8, choices=Level, blank=True, default="")
    geonames_id = models.PositiveBigIntegerField("number in GeoNames", null=True, blank=True, unique=True)
    country = models.CharField("ISO 3166 code of the country", max_length=2, blank=True, default="")
    admin1 = models.CharField("GeoNames code of the state or region", max_length=20, blank=True, default="")
    admin2 = models.CharField("GeoNames code of the county", max_length=80, blank=True, default="")
    population = models.PositiveBigIntegerField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False, help_text="No page, no link and no list shows it.")

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "latitude", "longitude"], name="topic_on_the_map")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_topic_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="coordinates_are_on_earth",
                violation_error_message="A place has both a latitude (-90 to 90) and a longitude (-180 to 180).",
            ),
        ]

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


class FormerAddress(models.Model):
    """The slug of a topic that was merged into another: its address leads there."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return f"{self.slug} is {self.topic}"


class MentionQuerySet(models.QuerySet["Mention"]):
    def shown(self) -> "MentionQuerySet":
        """Mentions of topics that readers may see."""
        return self.filter(topic__is_hidden=False)

    def by_weight(self) -> "MentionQuerySet":
        """What the article is about most comes first."""
        return self.order_by("-weight", "position", "pk")


class Mention(models.Model):
    """An article mentions a topic: in its text, or by the publisher's own word.

    `weight` is how much of the article is about the topic, from 0 (in passing) to 1.
    """

    class Source(models.TextChoices):
        CATEGORY = "category", "the publisher's categories"
        ABOUT = "about", "what the publisher's page says it is about"
        KEYWORD = "keyword", "the publisher's keywords"
        NAMED = "named", "what the publisher's page says it mentions"
        TEXT = "text", "the text"
        PAGE = "page", "a saved page's list"
        EDITOR = "editor", "an editor"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="mentions")
    source = models.CharField(max_length=8, choices=Source)
    position = models.PositiveSmallIntegerField(default=0)
    weight = models.FloatField(default=0)
    # The article's own date again, so that a topic's page walks one index.
    published_at = models.DateTimeField()

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="a_topic_once_an_article"),
            models.CheckConstraint(condition=models.Q(weight__range=(0, 1)), name="a_weight_is_a_part"),
        ]
        indexes = [models.Index(fields=["topic", "-published_at", "-article"], name="mention_newest")]

    def __str__(self) -> str:
        return f"{self.topic} in {self.article}"


class ArticlePlaceQuerySet(models.QuerySet["ArticlePlace"]):
    def right(self) -> "ArticlePlaceQuerySet":
        """Places that stand: not called wrong by an editor or by enough readers, and not hidden."""
        return self.filter(is_wrong=False, place__is_hidden=False)


class ArticlePlace(models.Model):
    """An article plays at a place, with how sure that is (0 to 1) and by which words and rule it was found.

    Rows with `is_direct` false say the same of the places around it, so that the list of a county walks one index.
    `evidence` is a list of {"words": "Springfield, Ill.", "rule": "state beside it"}; `decided_at`: by an editor.
    """

    class Source(models.TextChoices):
        MACHINE = "machine", "found in the text"
        PUBLISHER = "publisher", "said by the publisher"
        EDITOR = "editor", "said by an editor"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="article_places")
    confidence = models.FloatField()
    source = models.CharField(max_length=9, choices=Source, default=Source.MACHINE)
    evidence = models.JSONField(default=list, blank=True)
    is_direct = models.BooleanField(default=True)
    is_wrong = models.BooleanField(default=False)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # The article's own date again, so that a place's page walks one index.
    published_at = models.DateTimeField()

    objects = ArticlePlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place", "-published_at", "-article"], name="place_newest"),
            models.Index(fields=["-published_at", "place"], name="newest_of_all_places"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "place"], name="a_place_once_an_article"),
            models.CheckConstraint(condition=models.Q(confidence__range=(0, 1)), name="a_confidence_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.article} at {self.place}"


class WrongPlace(models.Model):
    """A reader says that an article does not play at a place. `reader` tells readers apart without naming them."""

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        UPHELD = "upheld", "the place was wrong"
        REFUSED = "refused", "the place is right"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="wrong_places")
    place = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="wrong_places")
    instead = models.CharField("where it is", max_length=200, blank=True, default="")
    reader = models.CharField(max_length=32)
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)

    class Meta:
        indexes = [models.Index(fields=["state", "-reported_at"], name="wrong_places_open")]
        constraints = [models.UniqueConstraint(fields=["article", "place", "reader"], name="a_reader_reports_once")]

    def __str__(self) -> str:
        return f"{self.article} is not at {self.place}"


class HomePlace(models.Model):
    """Where a publisher is at home: its articles mean the nearest place of a name."""

    publisher = models.OneToOneField(Publisher, on_delete=models.CASCADE, related_name="home")
    place = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="publishers_at_home")

    def __str__(self) -> str:
        return f"{self.publisher} is at home in {self.place}"


class TopicProposal(models.Model):
    """A name that recurs and that no topic answers to, and by which `cue` its kind was guessed.

    `key` is the name case-folded; a refused one never returns.
    """

    class State(models.TextChoices):
        OPEN = "open", "waiting for an editor"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Topic.Kind, default=Topic.Kind.SUBJECT)
    cue = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    # How many articles, of how many publishers, name it.
    articles = models.PositiveIntegerField(default=0)
    publishers = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-publishers", "-articles", "name"], name="proposals_in_order"),
            models.Index(fields=["state", "last_seen_at"], name="proposals_by_age"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="a_proposal_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Sighting(models.Model):
    """An article names a proposal, in these words."""

    proposal = models.ForeignKey(TopicProposal, on_delete=models.CASCADE, related_name="sightings")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sightings")
    words = models.CharField(max_length=300, blank=True, default="")
    weight = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "article"], name="a_name_once_an_article")]


class TopicEdit(models.Model):
    """What an editor did to the registry or to an article's places, kept so that it can be undone."""

    class Deed(models.TextChoices):
        ACCEPT = "accept", "accepted as a topic"
        ALIAS = "alias", "taken as another name"
        REFUSE = "refuse", "refused"
        MERGE = "merge", "merged"
        HIDE = "hide", "hidden"
        SHOW = "show", "shown again"
        WRONG = "wrong", "place called wrong"
        RIGHT = "right", "place confirmed"
        PLACE = "place", "place given"

    deed = models.CharField(max_length=6, choices=Deed)
    name = models.CharField(max_length=300)
    # What stood before, enough to put it back.
    before = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="topic_edits_newest")]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_deed_display()}"
