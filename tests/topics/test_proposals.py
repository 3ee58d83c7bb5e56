"""Names that recur are proposed; editors decide, and can undo."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.topics import decide
from newsstand.topics.mention import mention
from newsstand.topics.models import Alias, Mention, Topic, TopicEdit, TopicProposal
from newsstand.topics.propose import forget, recurring_proposals, similar
from newsstand.topics.registry import enter
from newsstand.topics.undo import undo
from tests.topics.cast import ed, toft, toft_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def waiting() -> list[str]:
    return [proposal.name for proposal in recurring_proposals()]


def accept(proposal: TopicProposal) -> Topic:
    return decide.accept(proposal=proposal, kind=Topic.Kind.PERSON, name="", editor=ed(), now=NOW)


def test_a_name_in_one_article_is_not_proposed() -> None:
    toft_in(1)
    assert waiting() == []


def test_a_name_in_three_articles_is_proposed_with_its_kind_and_where_it_was_seen() -> None:
    toft_in(3)
    assert waiting() == ["Margaret Toft"]
    assert (toft().kind, toft().articles, toft().publishers) == ("person", 3, 1)
    assert "Margaret Toft spoke for the ferry" in toft().sightings.all()[0].words


def test_a_name_at_two_publishers_is_proposed() -> None:
    toft_in(1)
    toft_in(1, slug="tideline")
    assert waiting() == ["Margaret Toft"]


def test_reading_an_article_again_counts_it_once() -> None:
    articles = toft_in(1)
    mention(articles)
    mention(articles)
    assert toft().articles == 1


def test_a_known_name_is_not_proposed() -> None:
    enter("Margaret Toft", kind=Topic.Kind.PERSON)
    toft_in(3)
    assert not TopicProposal.objects.exists()


def test_an_accepted_name_is_a_topic_of_every_article_it_was_seen_in() -> None:
    articles = toft_in(3)
    topic = accept(toft())
    assert topic.kind == "person"
    assert set(Mention.objects.filter(topic=topic).values_list("article_id", flat=True)) == {a.pk for a in articles}
    assert waiting() == []


def test_a_name_taken_as_an_alias_leads_to_the_topic() -> None:
    toft_in(3)
    topic = enter("Mayor Toft", kind=Topic.Kind.PERSON)
    assert similar("Margaret Toft") == [topic]
    decide.take_as_alias(proposal=toft(), topic=topic, editor=ed(), now=NOW)
    assert Alias.objects.get(key="margaret toft").topic == topic
    assert topic.mentions.count() == 3


def test_a_refused_name_is_never_proposed_again() -> None:
    toft_in(3)
    decide.refuse(proposal=toft(), editor=ed(), now=NOW)
    toft_in(4, slug="tideline")
    assert waiting() == []
    assert toft().state == "refused"


def test_a_decision_stands_once() -> None:
    toft_in(3)
    proposal = toft()
    decide.refuse(proposal=proposal, editor=ed(), now=NOW)
    with pytest.raises(decide.RefusedError, match="decided meanwhile"):
        accept(proposal)


@pytest.mark.parametrize("deed", ["accept", "alias", "refuse"])
def test_every_decision_can_be_undone_once(deed: str) -> None:
    toft_in(3)
    other = enter("Mayor Toft", kind=Topic.Kind.PERSON)
    if deed == "accept":
        accept(toft())
    elif deed == "alias":
        decide.take_as_alias(proposal=toft(), topic=other, editor=ed(), now=NOW)
    else:
        decide.refuse(proposal=toft(), editor=ed(), now=NOW)
    edit = TopicEdit.objects.get()
    undo(edit=edit, editor=ed(), now=NOW)
    assert waiting() == ["Margaret Toft"]
    assert not Alias.objects.filter(key="margaret toft").exists()
    assert not Mention.objects.filter(topic__kind="person").exists()
    with pytest.raises(decide.RefusedError, match="already"):
        undo(edit=edit, editor=ed(), now=NOW)


def test_names_that_do_not_recur_are_forgotten() -> None:
    toft_in(1)
    later = toft().last_seen_at + timedelta(days=61)
    decide.refuse(proposal=toft(), editor=ed(), now=NOW)
    assert forget(now=later) == 0
    TopicProposal.objects.update(state="open")
    assert forget(now=later) > 0
    assert not TopicProposal.objects.exists()
