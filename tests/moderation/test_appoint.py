"""The operator makes moderators; editors name and dismiss them; each is logged."""

from typing import Any

import pytest

from newsstand.accounts.models import User
from newsstand.commands.editor import make
from newsstand.moderation.appoint import appoint, dismiss, make_moderator
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appointment
from tests import people
from tests.moderation.desk import NOON

pytestmark = pytest.mark.django_db


def test_the_operator_makes_a_moderator_and_the_password_is_printed_once(capsys: Any) -> None:
    assert make("mo@example.org", "Mo", "moderator") == 0
    said = capsys.readouterr().out
    user = User.objects.get()
    assert (user.name, user.moderates, user.is_editor) == ("Mo", True, False)
    assert user.check_password(said.split("once: ")[1].strip())
    assert (Appointment.objects.get().by, Appointment.objects.get().moderates) == (None, True)
    assert make("mo@example.org", "", "moderator") == 0
    assert "Password" not in capsys.readouterr().out
    assert Appointment.objects.count() == 1


def test_what_cannot_stand_is_said_in_a_sentence(capsys: Any) -> None:
    assert make("mo@example.org", "", "moderator") == 1
    assert "Give it a name: newsstand moderator" in capsys.readouterr().err
    assert make("nothing", "Mo", "moderator") == 1
    assert "'nothing' is not an e-mail address." in capsys.readouterr().err
    assert not User.objects.exists()


def test_somebody_who_is_here_moderates_and_stays_who_they_are() -> None:
    ann = people.ann()
    user, created = make_moderator(email="ANN@example.org", name="Else", now=NOON)
    assert (user.pk, user.name, created, user.moderates) == (ann.pk, "Ann", False, True)


@pytest.mark.parametrize("who", ["ann", "mo", "eve"])
def test_only_editors_name_and_dismiss(who: str) -> None:
    people.mo()
    people.ben()
    by = getattr(people, who)()
    for verb in (appoint, dismiss):
        with pytest.raises(RefusedError, match="Only an editor"):
            verb(who="Ben", by=by, now=NOON)
    assert not User.objects.get(name="Ben").moderates


def test_naming_twice_is_as_good_as_once() -> None:
    people.ben()
    for _ in range(2):
        appoint(who="ben", by=people.ed(), now=NOON)
    assert Appointment.objects.count() == 1
    assert not dismiss(who="Ben", by=people.ed(), now=NOON).moderates
