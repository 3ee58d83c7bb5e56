"""A story in the small town, with everything that its page can show."""

from datetime import timedelta

from newsstand.articles.models import Article, Copy
from newsstand.lib.clock import now
from newsstand.stories.decide import pin
from newsstand.stories.keep import recount
from newsstand.stories.models import Coverage, Story
from tests import people
from tests.browser.town import Town
from tests.pages.newsroom import make_article, make_publisher


def covered(town: Town) -> Story:
    """The story about the bridge: four articles, one a copy, one changed, and a decision of Ed's."""
    found = Story.objects.filter(coverage__article=town.main).first()
    if found is not None:
        return found
    others = [
        make_article(make_publisher(slug, name=name), headline=headline, published_at=now())
        for slug, name, headline in (
            ("upper-valley", "The Upper Valley", "Bridge shut, says the valley"),
            ("copyist", "The Copyist", "Kester Bridge shut"),
        )
    ]
    story = Story.objects.create(title="?", opened_at=now(), last_article_at=now(), joined_at=now())
    says = {"names": ["Oddny Sigurdardottir", "Upper Valley Ramblers"], "numbers": ["180 millimetres"]}
    for article in [town.main, town.quiet, *others]:
        cover(story, article, says if article == others[0] else {})
    Copy.objects.create(article=others[1], original=town.main, kind=Copy.Kind.NEAR, share=0.9)
    recount([story.pk], now=now())
    pin(story=story, until=now() + timedelta(days=2), editor=people.ed(), reason="Everybody asks.", now=now())
    story.refresh_from_db()
    return story


def cover(story: Story, article: Article, says: dict[str, list[str]]) -> None:
    Coverage.objects.create(
        story=story,
        article=article,
        published_at=article.published_at,
        joined_at=now(),
        says=says,
        score=0.7,
        why={"words": ["bridge", "pier"], "hours": 2.0},
    )
