"""A news desk for the tests of stories: who publishes what, when; the clusterer, asked by hand."""

from datetime import UTC, datetime, timedelta

from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.publishers.models import Contract, Publisher
from newsstand.stories.cluster import catch_up
from newsstand.stories.models import Story

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

FLOOD = """The River Alder burst its banks at Aldermouth on Friday night and flooded Quay Street and the
harbour market. The fire brigade took 14 people out of their houses by boat. Mayor Helen Marsh
opened the sports hall as a shelter. The Environment Office had warned of a spring tide."""
FLOOD_TOO = """Floodwater from the Alder stood a metre deep in Aldermouth's Quay Street on Saturday morning. The
harbour market is closed after the river burst its banks. Engineer Tom Reyes of the Rivers Trust
said the barrier failed at 3.2 metres. Residents slept in the sports hall, which Mayor Helen Marsh
had opened as a shelter."""
FLOOD_LATE = """Clearing up has begun in Aldermouth after the River Alder flooded Quay Street and the harbour
market. The Rivers Trust puts the damage at $4.5 million; 62 houses are still without power. Mayor
Helen Marsh thanked the fire brigade, which took people from their houses by boat."""
ELECTION = """Voters in Brackwater choose a new county council on Sunday. Polls give the Progress League 41
percent and the Farmers' Union 38 percent. Turnout was 57 percent four years ago, when Jonas Lind
became council leader."""
ELECTION_TOO = """Jonas Lind wants to stay council leader in Brackwater. On Sunday voters choose a new county council,
and polls see his Progress League just before the Farmers' Union of Ada Holm."""
SPACE = """An uncrewed probe has landed near the south pole of the Moon and sent its first photographs. The
space agency said that all four instruments work and that a drill will look for ice."""


def press(slug: str) -> Publisher:
    """The publisher of that slug, whose articles may be shown in full."""
    found, is_new = Publisher.objects.get_or_create(slug=slug, defaults={"name": slug.title(), "joined_at": NOON})
    if is_new:
        Contract.objects.create(publisher=found, indexing=Contract.Indexing.INDEX)
    return found


def say(who: str, headline: str, plain: str, *, hour: float = 0, authors: tuple[str, ...] = ()) -> Article:
    """An article by that publisher, published so many hours after noon, and received then."""
    when = NOON + timedelta(hours=hour)
    text = Text(
        headline=headline,
        published_at=when,
        plain=plain,
        body=f"<p>{plain}</p>",
        summary=plain[:160],
        language="en",
        authors=authors,
    )
    return publish(publisher=press(who), texts=[text], now=when)[0]


def clustered(hour: float = 12) -> dict[str, list[str]]:
    """Let everything find its story; title of each story that stands -> headlines of its articles in time order."""
    catch_up(now=NOON + timedelta(hours=hour))
    return stories()


def stories() -> dict[str, list[str]]:
    found = {}
    for story in Story.objects.filter(merged_into=None).order_by("opened_at", "pk"):
        rows = story.coverage.order_by("published_at", "article").values_list("article__headline", flat=True)
        if rows:
            found[story.title] = list(rows)
    return found


def story_of(article: Article) -> Story:
    return Story.objects.get(coverage__article=article)


def flood() -> tuple[Article, Article, Article]:
    """Three outlets, one flood."""
    return (
        say("beacon", "River Alder floods Aldermouth harbour", FLOOD),
        say("post", "Quay Street under water after Alder flood", FLOOD_TOO, hour=5),
        say("gazette", "Aldermouth clears up after the flood", FLOOD_LATE, hour=10),
    )
