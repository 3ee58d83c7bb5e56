"""`/moderation/rules`: who may see and change the rules, what a sentence comes to, what was changed when."""

from typing import Any

import pytest
from django.test import Client

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.moderation.models import Rulebook
from newsstand.moderation.rulebook import SETTINGS, current
from newsstand.moderation.set_rules import set_rules
from tests import people
from tests.comments.talk import make_article, say, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/moderation/rules"


def form(**changed: Any) -> dict[str, Any]:
    """The form as the page gives it, with changes."""
    held = current(clock.now())
    return {
        **{name: getattr(held, name) for name in SETTINGS},
        "base": held.pk or 0,
        "why": "",
        "sentence": "",
        **changed,
    }


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def editor() -> Client:
    return signed_in(people.ed())


def test_nobody_signs_in_first_and_readers_are_turned_away(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302
    for user in (people.ann(), people.eve()):
        for answer in (signed_in(user).get(ADDRESS), signed_in(user).post(ADDRESS, form(banned="grump"))):
            assert answer.status_code == 403
    assert not Rulebook.objects.exists()


def test_a_moderator_sees_and_tries_the_rules_and_does_not_change_them() -> None:
    mo = signed_in(people.mo())
    page = mo.get(ADDRESS)
    assert page.status_code == 200
    assert "Save the rules" not in text_of(page)
    tried = mo.post(ADDRESS, form(banned="grump", sentence="A grump!", do="try"))
    assert "<mark>grump</mark>" in text_of(tried)
    answer = mo.post(ADDRESS, form(banned="grump"))
    assert answer.status_code == 403
    assert "Only an editor" in text_of(answer)
    assert not Rulebook.objects.exists()


def test_an_editor_changes_the_rules_and_comments_follow_them_at_once() -> None:
    article: Article = make_article(clock.now())
    answer = editor().post(ADDRESS, form(suspect="scheme\nplot", suspect_verdict="hold", why="Rumours about the vote"))
    assert answer.status_code == 302
    assert say(article, people.ann(), "A plot", clock.now()).status == "held"
    page = text_of(editor().get(ADDRESS))
    assert "Rumours about the vote" in page
    assert "suspect words: + scheme, plot" in page
    assert "suspect verdict: flag → hold" in page
    editor().post(ADDRESS, form(suspect="plot", newcomer_held=2))
    assert "suspect words: − scheme" in text_of(editor().get(ADDRESS))
    assert Rulebook.objects.count() == 2


def test_saving_what_is_there_already_is_no_change() -> None:
    editor().post(ADDRESS, form(banned="grump"))
    editor().post(ADDRESS, form())
    assert Rulebook.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"banned": "a*"}, "“a*”"),
        ({"suspect": "!!!"}, "needs a letter"),
        ({"hosts_held": "http://a.example/b"}, "is no host"),
        ({"links_most": -1}, "Links that are usual in a comment"),
        ({"history_share": 101}, "not between 1 and 100"),
        ({"banned_verdict": "delete"}, "What becomes of a text with a banned word"),
        ({"default_mode": "usual"}, "How threads are held"),
        ({"links_most": ""}, "required"),
    ],
)
def test_what_cannot_stand_is_named_and_nothing_typed_is_lost(changed: dict[str, Any], said: str) -> None:
    answer = editor().post(ADDRESS, form(why="My reason", **{"hosts_refused": "spam.example", **changed}))
    assert answer.status_code == 422
    page = text_of(answer).replace("&#x27;", "'")
    assert said in page
    assert "spam.example" in page
    assert "My reason" in page
    assert not Rulebook.objects.exists()


def test_who_was_slower_hears_of_it_and_loses_nothing() -> None:
    mine = form(banned="mine")
    editor().post(ADDRESS, form(banned="theirs"))
    answer = editor().post(ADDRESS, mine)
    assert answer.status_code == 422
    assert "Somebody changed the rules meanwhile" in text_of(answer)
    assert ">\nmine</textarea>" in text_of(answer)
    assert current(clock.now()).banned == "theirs"


def test_a_sentence_is_tried_against_all_rules_without_saving_them() -> None:
    answer = editor().post(
        ADDRESS,
        form(banned="grump", newcomer_held=1, is_new="on", sentence="A GRUMP: see bit.ly/3x", do="try"),
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert "It would be given back" in page
    for said in ("<mark>GRUMP</mark>", "<mark>bit.ly/3x</mark>", "words, refuse", "links, hold", "newcomer, hold"):
        assert said in page
    assert "No rule objects" in text_of(editor().post(ADDRESS, form(sentence="Good morning", do="try")))
    assert not Rulebook.objects.exists()


def test_markup_in_a_sentence_and_in_a_list_stays_text() -> None:
    evil = "<script>alert(1)</script>"
    page = text_of(editor().post(ADDRESS, form(sentence=f"{evil} grump", banned="grump", why=evil, do="try")))
    assert "<script>alert" not in page
    editor().post(ADDRESS, form(banned="script", why=evil))
    assert "<script>alert" not in text_of(editor().get(ADDRESS))


def test_the_first_editor_of_a_new_house_finds_its_rules() -> None:
    page = text_of(editor().get(ADDRESS))
    assert "nobody has changed them" in page
    assert 'value="30"' in page


def test_only_an_editor_sets_rules_whatever_page_asks_for_it() -> None:
    from newsstand.moderation.errors import RefusedError

    given = {name: form()[name] for name in SETTINGS}
    user: User = people.mo()
    with pytest.raises(RefusedError, match="Only an editor"):
        set_rules(by=user, settings=given, base=0, now=clock.now())
