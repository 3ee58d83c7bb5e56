"""What the pages that are measured show: one article of some length, and a thread of as many comments as wanted."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsstand.accounts.models import User
    from newsstand.articles.models import Article

SENTENCES = (
    "The council met for three hours on Tuesday evening and left the old ferry landing for the end of its agenda.",
    "Nobody in the hall spoke against the plan, which would keep the landing open through two more winters.",
    "The harbour office counted four hundred passengers a day in October, a third more than in the year before.",
    "Repairs to the piers have waited since the storm of January, when the eastern rail was carried away.",
)
PARAGRAPHS = 14
PEOPLE = 12


def article(comments: int) -> "Article":
    """A published article of a thousand words with so many comments, every third of them a reply, some liked."""
    from newsstand.articles.publish import publish
    from newsstand.articles.text import Text
    from newsstand.lib.clock import now
    from newsstand.publishers.models import Contract, Publisher
    from newsstand.topics.mention import mention

    name = f"The Harbour Light {comments}"
    publisher = Publisher.objects.create(name=name, slug=f"harbour-light-{comments}", joined_at=now())
    Contract.objects.create(publisher=publisher)
    paragraphs = [" ".join(SENTENCES[at % 4 :] + SENTENCES[: at % 4]) for at in range(PARAGRAPHS)]
    text = Text(
        headline=f"The ferry landing stays open, and {comments} people say what they think",
        published_at=now() - timedelta(hours=5),
        summary=SENTENCES[0],
        body="\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        plain="\n".join(paragraphs),
        language="en",
        authors=("Nora Quill", "Tom Ashby"),
        categories=("Council", "Harbour", "Transport"),
        original_url=f"https://news.example/ferry-{comments}",
    )
    [made] = publish(publisher=publisher, texts=[text], now=now())
    mention([made])
    discuss(made, comments)
    return made


def discuss(about: "Article", comments: int) -> None:
    """So many comments by a dozen people, through the verbs that readers use."""
    from newsstand.comments.like import like
    from newsstand.comments.models import Comment
    from newsstand.comments.write import post
    from newsstand.lib.clock import now

    people = [reader(f"Reader {number}") for number in range(PEOPLE)]
    written: list[Comment] = []
    for number in range(comments):
        words = f"{SENTENCES[number % 4]} That is what I have to say, and I say it as number {number + 1}."
        answered = written[number // 2] if number % 3 == 2 else None
        said_at = now() - timedelta(minutes=2 * (comments - number))
        comment = post(article=about, user=people[number % PEOPLE], text=words, now=said_at, parent=answered)
        written.append(comment)
        if number % 2:
            like(comment=comment, user=people[(number + 1) % PEOPLE], now=now())


def reader(name: str) -> "User":
    """Somebody with an account and without a password; made when not there."""
    from newsstand.accounts.models import User

    email = f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)


def session_of(user: "User") -> str:
    """The session cookie of a browser in which `user` is signed in."""
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)
