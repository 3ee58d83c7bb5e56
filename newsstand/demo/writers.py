"""The town's two contributors and what they wrote here."""

from newsstand.accounts.models import User
from newsstand.algorithms import html
from newsstand.algorithms.urls import slug
from newsstand.articles.authors import free_slug
from newsstand.articles.models import Article, Author
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.demo.edition import figure
from newsstand.demo.markup import blocks_html
from newsstand.demo.server import DemoServer
from newsstand.demo.town import Article as Piece
from newsstand.demo.town import Author as Contributor
from newsstand.topics.mention import mention

LANGUAGE = "en-GB"


def publish_pieces(server: DemoServer) -> None:
    """Publish the contributors' pieces under their own names; what is here already stays."""
    for piece in server.town.pieces:
        contributor = next(one for one in server.town.contributors if one.slug == piece.authors[0])
        author = enter_contributor(contributor, server)
        if not Article.objects.filter(publisher=None, authors=author, headline=piece.first.title).exists():
            text = text_of(piece, contributor, server)
            articles = publish(publisher=None, texts=[text], now=text.published_at, authors={contributor.name: author})
            mention(articles)


def enter_contributor(contributor: Contributor, server: DemoServer) -> Author:
    """A contributor's account, which nobody can sign in to, and their byline."""
    user = enter_user(contributor.slug, contributor.name, server)
    author, _ = Author.objects.get_or_create(
        user=user,
        defaults={
            "name": contributor.name,
            "slug": free_slug(slug(contributor.name), None),
            "about": contributor.about,
        },
    )
    return author


def enter_user(name_in_address: str, name: str, server: DemoServer) -> User:
    """An account at an address that cannot exist, without a password."""
    email = f"{name_in_address}@demonstration.invalid"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, None, name=name, joined_at=server.started_at)


def text_of(piece: Piece, contributor: Contributor, server: DemoServer) -> Text:
    """A contributor's piece, cleaned like everybody's."""
    town, version = server.town, piece.first
    picture = server.picture(piece.picture.name) if piece.picture else ""
    dirty = figure(piece.picture, picture) + blocks_html(version.blocks, server.picture)
    body = html.clean(dirty, base_url=server.root, headline=version.title, lead_picture=picture)
    names = {topic.slug: topic.name for topic in town.topics}
    section = next(section.name for section in town.sections if section.slug == piece.section)
    return Text(
        headline=version.title,
        published_at=piece.published(server.started_at),
        summary=version.summary,
        body=body.html,
        plain=body.text,
        language=LANGUAGE,
        authors=(contributor.name,),
        categories=(section, *(names[slug] for slug in piece.topics)),
        lead_picture=picture,
        lead_alt=piece.picture.alt if piece.picture else "",
        lead_caption=piece.picture.caption if piece.picture else "",
        pictures=tuple(found.url for found in body.pictures),
    )
