"""What has to be there for the pages of the corrections desk: made when somebody goes to one."""

from datetime import timedelta

from newsstand.articles.models import Revision
from newsstand.corrections.answer import answer
from newsstand.corrections.contest import Said, contest
from newsstand.corrections.correct import correct
from newsstand.corrections.models import Contest
from newsstand.corrections.settle import ask_again
from newsstand.corrections.watch import watch
from newsstand.lib.clock import now
from tests import people
from tests.browser.town import Town

NINE = "The divers of Kestermouth came up after nine minutes"
EVIDENCE = "The log of the boat says nineteen minutes, signed by all " + "three" * 20 + " divers."
SOURCE = "https://log.example/" + "page" * 30


def waiting(town: Town) -> Contest:
    """A statement that Ann contests since a fortnight, and Di with her: it is overdue."""
    said = Said(NINE, EVIDENCE, SOURCE)
    made = contest(article=town.main, said=said, by=people.ann(), now=now() - timedelta(days=14))
    contest(article=town.main, said=Said(NINE, "I was there."), by=people.di(), now=now() - timedelta(days=13))
    return made


def unconfirmed(town: Town) -> Contest:
    """One of somebody without an account, who has not confirmed it yet."""
    said = Said("asked for the road to be shut", "It was the harbour.", name="Gus", email="gus@example.com")
    return contest(article=town.main, said=said, by=None, now=now())


def answered(town: Town) -> Contest:
    """What Ann contests was corrected by Cy, with what changed in the text."""
    made = waiting(town)
    before = Revision.objects.create(
        article=town.main,
        since=town.main.published_at,
        until=now(),
        headline=town.main.headline,
        body=town.main.body.replace("nine minutes", "nineteen minutes"),
    )
    note = "An earlier version gave the wrong time under water: it was nine minutes."
    return answer(
        contest=made,
        outcome="corrected",
        text="You are right, and we thank you.",
        correction=note,
        revision=before,
        by=people.cy(),
        now=now(),
    )


def settled(town: Town) -> Contest:
    """Another statement of the same article that stands, as Cy says; Ann asks an editor to look again."""
    answered(town)
    said = Said("nobody was surprised", "I was.")
    made = contest(article=town.main, said=said, by=people.ann(), now=now() - timedelta(days=2))
    answer(contest=made, outcome="stands", text="She said so, twice.", by=people.cy(), now=now())
    other = contest(article=town.main, said=Said("The road stays shut", "It is open."), by=people.ann(), now=now())
    answer(contest=other, outcome="stands", text="It does.", by=people.cy(), now=now())
    return ask_again(contest=other, text="I drove there today.", now=now())


def listed(town: Town) -> str:
    """The public page, with a correction and figures."""
    settled(town)
    correct(article=town.quiet, kind="clarification", note="“Low” means below one metre.", by=people.ed(), now=now())
    return "/corrections"


def watched(town: Town) -> str:
    """Ann wants to hear of one article and of all that she reads."""
    for article in (town.main, None):
        watch(user=people.ann(), article=article, now=now())
    return "/you/watches"
