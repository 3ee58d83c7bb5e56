"""Names that cannot imitate: at the door, later, and for those who were here before."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client

from newsstand.accounts.models import FormerName, User
from newsstand.accounts.names import HELD, choose
from newsstand.accounts.rename import EVERY, rename
from newsstand.publishers.models import Publisher
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["ANN", "A\u200bnn", "A n n", "Ann.", "\uff21nn", "Ann \u2605"])
def test_nobody_takes_a_name_that_looks_like_anothers(name: str) -> None:
    people.ann()
    with pytest.raises(ValueError, match=r"that name already|looks like somebody"):
        choose(name, now=NOW)


def test_a_whole_name_in_another_alphabet_that_looks_the_same_is_refused() -> None:
    User.objects.create_user("ace@example.org", name="CEO")
    with pytest.raises(ValueError, match="looks like somebody"):
        choose("\u0421\u0415\u041e", now=NOW)


@pytest.mark.parametrize("name", ["Editor", "Ed the Moderator", "The Beacon", "Beacon News", "B\u0435ac0n"])
def test_nobody_speaks_for_the_site_or_a_publisher_who_does_not_work_here(name: str) -> None:
    Publisher.objects.create(name="The Beacon", slug="beacon", joined_at=NOW)
    with pytest.raises(ValueError, match=r"site or a publisher|several alphabets"):
        choose(name, now=NOW)


def test_an_editor_may_say_so_in_the_name() -> None:
    assert choose("Ed, Editor", now=NOW, user=people.ed(), speaks_for_site=True) == "Ed, Editor"


def test_two_users_of_one_look_cannot_be_stored() -> None:
    people.ann()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("other@example.org", name="A.nn")


def test_who_was_here_before_keeps_a_name_that_looks_like_anothers() -> None:
    people.ann()
    other = people.person("Other")
    User.objects.filter(pk=other.pk).update(name="A nn", name_key="something else")
    make_keys = import_module("newsstand.accounts.migrations.0004_names_that_imitate_nobody").make_keys
    make_keys(apps, connection.schema_editor())
    other.refresh_from_db()
    assert (other.name, other.name_key) == ("A nn", f"ann~{other.pk}")
    other.save()
    assert User.objects.get(pk=other.pk).name_key == f"ann~{other.pk}"
    assert people.ann().name_key == "ann"


def test_a_renamed_user_waits_a_month_and_the_old_name_waits_a_year() -> None:
    ann = rename(user=people.ann(), text="Anna Lee", now=NOW)
    assert (ann.name, ann.name_key) == ("Anna Lee", "annaLee")
    assert User.objects.get(pk=ann.pk).name == "Anna Lee"
    with pytest.raises(ValueError, match="22 December 2026"):
        rename(user=ann, text="Nan", now=NOW + EVERY - timedelta(seconds=1))
    with pytest.raises(ValueError, match="called so until lately"):
        choose("ANN", now=NOW + timedelta(days=1))
    assert rename(user=ann, text="Ann", now=NOW + EVERY).name == "Ann"
    assert choose("Anna  Lee", now=NOW + EVERY + HELD) == "Anna Lee"
    assert FormerName.objects.filter(user=ann).count() == 2


def test_a_name_that_cannot_stand_changes_nothing() -> None:
    people.ben()
    ann = people.ann()
    for text in ("Ben", "B\u200ben", "", "Ann", "Administrator"):
        with pytest.raises(ValueError, match="name"):
            rename(user=ann, text=text, now=NOW)
    assert User.objects.get(pk=ann.pk).name == "Ann"
    assert not FormerName.objects.exists()


def test_somebody_signs_up_under_no_name_that_imitates(client: Client) -> None:
    cache.clear()
    people.ben()
    form = {"email": "new@example.org", "password1": people.PASSWORD}
    for name in ("B e n", "\u0412en", "Moderator", "Newsstand"):
        answer = client.post("/accounts/signup/", {**form, "name": name})
        assert answer.status_code == 200
        assert "Please" in answer.content.decode()
    assert User.objects.count() == 1


def test_a_superuser_gives_nobody_a_name_that_imitates(client: Client) -> None:
    ann = people.ann()
    people.ben()
    root = User.objects.create_superuser("root@example.org", people.PASSWORD, name="Rosa")
    client.force_login(root)
    answer = client.post(f"/admin/accounts/user/{ann.pk}/change/", {"name": "B.en", "is_active": "on"})
    assert "looks like somebody" in answer.content.decode()
    client.post(f"/admin/accounts/user/{ann.pk}/change/", {"name": "Nan", "is_active": "on"})
    assert (User.objects.get(pk=ann.pk).name, User.objects.get(pk=ann.pk).name_key) == ("Nan", "nan")
