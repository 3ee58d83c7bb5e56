"""What the demonstration town's files say."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from newsstand.algorithms.threads import DEEPEST
from newsstand.comments.thread import ROOTS_A_PAGE
from newsstand.demo.content import CONTENT, check_town, load_town
from newsstand.demo.markup import MarkupError, blocks_html, read_blocks
from newsstand.demo.pictures import ICONS, SCENES
from newsstand.demo.tables import ContentError
from newsstand.demo.town import Article, Town


@pytest.fixture(scope="module")
def town() -> Town:
    return load_town()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def spoil(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1))


def texts(article: Article) -> list[str]:
    versions = [article.first, *([article.later] if article.later else [])]
    return [
        "\n".join([version.title, version.summary, *(block.plain for block in version.blocks)]) for version in versions
    ]


def test_the_town_has_forty_articles_from_three_publishers_and_two_pieces(town: Town) -> None:
    assert [publisher.feed for publisher in town.publishers] == ["rss", "atom", "json"]
    assert sum(len(publisher.articles) for publisher in town.publishers) == 40
    assert len(town.pieces) == 2
    assert 6 <= sum(len(publisher.authors) for publisher in town.publishers) <= 8


def test_every_article_is_short_and_has_several_paragraphs(town: Town) -> None:
    for article in town.articles:
        for version in filter(None, (article.first, article.later)):
            assert 120 <= version.words <= 350, (article.key, version.words)
            assert sum(block.kind == "paragraph" for block in version.blocks) >= 4, article.key
            assert len(version.summary) < 200, article.key


def test_every_author_writes(town: Town) -> None:
    for publisher in town.publishers:
        writing = {slug for article in publisher.articles for slug in article.authors}
        assert writing == {author.slug for author in publisher.authors}


def test_every_topic_of_an_article_is_named_in_every_version_of_it(town: Town) -> None:
    topics = {topic.slug: topic for topic in town.topics}
    for article in town.articles:
        for text in texts(article):
            for slug in article.topics:
                names = (topics[slug].name, *topics[slug].aliases)
                assert any(name.casefold() in text.casefold() for name in names), (article.key, slug)


def test_every_topic_and_every_section_has_an_article(town: Town) -> None:
    assert {topic.slug for topic in town.topics} == {slug for article in town.articles for slug in article.topics}
    assert {section.slug for section in town.sections} == {article.section for article in town.articles}


def test_no_name_leads_to_two_topics(town: Town) -> None:
    names = [name for topic in town.topics for name in {name.casefold() for name in (topic.name, *topic.aliases)}]
    assert len(names) == len(set(names))


def test_everything_says_that_it_is_fictional(town: Town) -> None:
    said = [town.description, town.attribution]
    said += [text.description for text in (*town.publishers, *town.topics)]
    said += [author.about for publisher in town.publishers for author in publisher.authors]
    said += [contributor.about for contributor in town.contributors]
    assert [text for text in said if "fictional" not in text.lower()] == []


def test_two_articles_have_a_later_version_that_says_something_else(town: Town) -> None:
    changed = [article for article in town.articles if article.later]
    assert len(changed) == 2
    for article in changed:
        assert article.later
        assert article.later.blocks != article.first.blocks
        assert article.later.minutes_ago < article.first.minutes_ago


def test_two_publishers_tell_of_the_same_event_in_different_words(town: Town) -> None:
    storm = [article for article in town.articles if "storm-wenna" in article.topics]
    assert len({article.publisher for article in storm}) >= 3
    paragraphs = [block.plain for article in town.articles for block in article.first.blocks]
    assert len(paragraphs) == len(set(paragraphs))


def test_every_picture_that_is_named_can_be_drawn(town: Town) -> None:
    used = {article.picture.name for article in town.articles if article.picture}
    inside = {block.picture for article in town.articles for block in article.first.blocks if block.kind == "picture"}
    assert inside
    assert used | inside == set(SCENES)
    assert {publisher.slug for publisher in town.publishers} == set(ICONS)


def test_ninety_nine_comments_stand_on_twelve_articles_or_more_and_one_thread_is_long_and_deep(town: Town) -> None:
    depth: dict[str, int] = {}
    for comment in town.comments:
        depth[comment.id] = depth[comment.answers] + 1 if comment.answers else 0
    assert len(town.comments) == 99
    assert len({comment.article for comment in town.comments}) >= 12
    # One has "More comments", "more replies" and "Continue this thread".
    roots = Counter(comment.article for comment in town.comments if not comment.answers)
    assert max(roots.values()) > ROOTS_A_PAGE
    assert max(depth.values()) > DEEPEST
    assert {comment.by for comment in town.comments} == {reader.slug for reader in town.readers}


def test_comments_are_on_articles_that_exist_and_come_after_them(town: Town) -> None:
    articles = {article.key: article for article in town.articles}
    for comment in town.comments:
        assert comment.minutes_ago < articles[comment.article].first.minutes_ago, comment.id


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("beacon.toml", "minutes_ago = 4250", 'minutes_ago = "soon"', r"beacon\.toml: articles\[1\].*minutes_ago"),
        ("beacon.toml", "minutes_ago = 4250", "minutes_ago = 0", r"above 0, got 0"),
        ("beacon.toml", "minutes_ago = 2950", "minutes_ago = 9950", r"later: minutes_ago: is not after"),
        ("commons.toml", 'caption = "', 'kaption = "', r"commons\.toml: articles\[1\].*caption: is missing"),
        ("commons.toml", 'feed = "atom"', 'feed = "gopher"', r"feed: expected one of rss, atom, json"),
        ("tideline.toml", 'section = "nature"', 'section = "gossip"', r"tideline\.toml.*section.*gossip"),
        ("tideline.toml", '"seals", "kester-college"', '"walrus"', r"tideline\.toml.*topics.*walrus"),
        ("tideline.toml", 'authors = ["hanne-roskilly"]', "authors = []", r"tideline\.toml.*authors: names nobody"),
        ("town.toml", 'kind = "place"', 'kind = "planet"', r"town\.toml: topics\[1\] \(orrinshire\): kind.*planet"),
        ("town.toml", "latitude = 54.70", "latitude = true", r"latitude: expected a number"),
        ("town.toml", 'name = "Council"', 'name = "Council"\ncolour = "red"', r"colour: is not a field"),
        ("contributors.toml", 'contributor = "wilf-aspinwall"', 'contributor = "nobody"', r"contributor.*nobody"),
        ("comments.toml", 'answers = "bridge-1"', 'answers = "bridge-99"', r"bridge-2.*answers.*bridge-99"),
        ("comments.toml", "beacon/kester-bridge-shut", "beacon/no-such", r"bridge-1.*article.*beacon/no-such"),
        ("comments.toml", 'by = "masonry"', 'by = "ghost"', r"bridge-1.*no reader 'ghost'"),
        ("comments.toml", "minutes_ago = 4100", "minutes_ago = 5000", r"bridge-1.*minutes_ago: is before the article"),
        ("comments.toml", 'id = "bridge-2"', 'id = "bridge-1"', r"id: 'bridge-1' is there twice"),
        ("beacon.toml", "## Soup, then shovels", "- Soup\nshovels", r"text: every line of the list"),
        ("beacon.toml", "[publisher]", "[publisher", r"beacon\.toml: "),
    ],
)
def test_a_mistake_is_named_with_its_file_and_field(
    folder: Path, file: str, before: str, after: str, said: str
) -> None:
    spoil(folder, file, before, after)
    with pytest.raises(ContentError, match=said):
        load_town(folder)


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / "comments.toml").unlink()
    with pytest.raises(ContentError, match=r"comments\.toml"):
        load_town(folder)


def test_nobody_likes_a_comment_of_their_own(town: Town) -> None:
    first = town.comments[0]
    vain = replace(first, liked_by=(first.by,))
    with pytest.raises(ContentError, match="likes a comment of their own"):
        check_town(replace(town, comments=(vain, *town.comments[1:])))


def test_the_markup_becomes_html_that_is_escaped() -> None:
    blocks = read_blocks('One **bold** <word>\n\n## Head & tail\n\n- a\n- b\n\n![alt "x"](seals "Cap")')
    page = blocks_html(blocks, lambda name: f"/p/{name}?a&b")
    assert "<p>One <strong>bold</strong> &lt;word&gt;</p>" in page
    assert "<h2>Head &amp; tail</h2>" in page
    assert "<ul>\n<li>a</li>\n<li>b</li>\n</ul>" in page
    assert '<img src="/p/seals?a&amp;b" alt="alt &quot;x&quot;">' in page


def test_a_picture_without_a_caption_is_refused() -> None:
    with pytest.raises(MarkupError, match="caption"):
        read_blocks("![alt](seals)")
