"""The town's papers as their people keep them; who applies to join them, and what readers contest."""

from dataclasses import dataclass
from datetime import timedelta

from newsstand.accounts.models import User
from newsstand.algorithms.proofs import expected
from newsstand.corrections.answer import answer
from newsstand.corrections.contest import Said, contest
from newsstand.corrections.models import Contest
from newsstand.demo import saltmarsh
from newsstand.demo.pieces import enter_editor
from newsstand.demo.server import DemoServer
from newsstand.demo.talk import article_of
from newsstand.demo.town import moment
from newsstand.demo.writers import enter_user
from newsstand.ingest.check_application import check_application
from newsstand.publishers import prove
from newsstand.publishers.agree import agree, terms_of
from newsstand.publishers.describe import describe
from newsstand.publishers.join import apply, send
from newsstand.publishers.models import Application, Membership, Publisher, Role

APPLICANT = ("odile-brand", "Odile Brand")
PEOPLE = {
    "The Kestermouth Beacon": (
        ("nell-harbottle", "Nell Harbottle", Role.OWNER),
        ("tomas-okell", "Tomas Okell", Role.EDITOR),
        ("bridie-wenlock", "Bridie Wenlock", Role.VIEWER),
    ),
    "Orrinshire Commons": (("samira-fenwright", "Samira Fenwright", Role.OWNER),),
    "The Tideline": (("hanne-roskilly", "Hanne Roskilly", Role.OWNER),),
}
TRUST = {
    "The Kestermouth Beacon": {
        "ownership": "Beacon Press, which belongs in equal parts to the four people who work there.",
        "funding": "Subscriptions (61 %), notices and advertisements (34 %), and a shelf of second-hand books (5 %).",
        "masthead": "Nell Harbottle, editor\nTomas Okell, business and sport\nBridie Wenlock, schools and culture",
        "corrections_policy": "We correct what is wrong in the text itself, say so at its foot, and never delete the "
        "note. Whoever tells us of a mistake hears from us within two working days.",
        "ethics_policy": "Nobody reads a text before it is printed but us. We pay for our own tickets.",
        "contact": "desk@beacon.demonstration.invalid, or the stairs beside the chandler’s on Fish Quay",
    },
    "Orrinshire Commons": {
        "ownership": "A co-operative of 3,400 readers: one member, one vote.",
        "funding": "Members’ shares and subscriptions alone; the accounts are read aloud in March.",
        "masthead": "Samira Fenwright, county hall, money and roads\nJoss Callender, the coast\nMarta Quillane, health",
        "corrections_policy": "Corrections stand above the text for a week, and below it for good.",
        "contact": "commons@orrinshire.demonstration.invalid",
    },
}


@dataclass(frozen=True, slots=True)
class Contested:
    """A statement, who contests it when and why; `answered` by whom, how and with which note, or by nobody."""

    article: str
    by: tuple[str, str]
    statement: str
    evidence: str
    minutes_ago: int
    answered: tuple[str, str, str, str] | None = None


CONTESTED = (
    Contested(
        "beacon/library-opens-on-sundays",
        ("lumley", "lumley"),
        "the first time in its 70 years in the sail loft that anybody has been let in on the day they are free",
        "It opened on Sundays in the winter of 1974, when the schools had no coal. I did my sums there. The library’s "
        "own daybook says so, at 6 January 1974.",
        7600,
        (
            "clarified",
            "Tomas Okell",
            "You are right, and the daybook is a pleasure to read. Thank you.",
            (
                "An earlier version said that the library had never opened on a Sunday in the sail loft. It did in the "
                "winter of 1974, when the schools were cold; it has not since."
            ),
        ),
    ),
    Contested(
        "commons/branch-line-half-hourly",
        ("crabpot", "crabpot"),
        "That adds £160,000 to a cost of £2.2 million",
        "The county’s own paper for the meeting says £2.02 million, with the radio signals in it: item 9, page 4.",
        10900,
    ),
)


def fill_outlets(server: DemoServer) -> None:
    """Let the papers' people in and say who they are; somebody applies, and readers contest what they read."""
    enter_editor(server)
    for publisher in Publisher.objects.filter(is_fictional=True, name__in=PEOPLE):
        people = enter_people(publisher, server)
        said = TRUST.get(publisher.name)
        if said and not publisher.ownership:
            describe(publisher=publisher, said=said, by=people[0], now=moment(server.started_at, 13_500))
    for one in CONTESTED:
        contest_it(one, server)
    enter_application(server)


def enter_people(publisher: Publisher, server: DemoServer) -> list[User]:
    """Its members; the first owner of a publisher comes with its application, and these have none."""
    found = []
    for slug, name, role in PEOPLE[publisher.name]:
        user = enter_user(slug, name, server)
        Membership.objects.get_or_create(
            publisher=publisher, user=user, defaults={"role": role, "since": publisher.joined_at}
        )
        found.append(user)
    return found


def contest_it(one: Contested, server: DemoServer) -> None:
    """A statement is contested, and answered where the town's files say so."""
    article, when = article_of(one.article, server), moment(server.started_at, one.minutes_ago)
    if Contest.objects.filter(article=article).exists():
        return
    said = Said(statement=one.statement, evidence=one.evidence)
    made = contest(article=article, said=said, by=enter_user(*one.by, server), now=when)
    if one.answered is not None:
        outcome, name, words, note = one.answered
        by = User.objects.get(name=name)
        answer(contest=made, outcome=outcome, text=words, by=by, correction=note, now=when + timedelta(hours=20))


def enter_application(server: DemoServer) -> None:
    """An outlet applies, proves its domain with a file, has its feed checked, agrees to the terms and waits."""
    applicant, when = enter_user(*APPLICANT, server), moment(server.started_at, 1900)
    address = f"{server.root}{saltmarsh.SLUG}/"
    if Application.objects.filter(applicant=applicant).exclude(state=Application.State.STARTED).exists():
        return
    made = Application.objects.filter(applicant=applicant).first() or apply(
        applicant=applicant, name=saltmarsh.NAME, address=address, about=saltmarsh.ABOUT, now=when
    )
    proof = prove.begin(application=made, user=applicant, now=when + timedelta(minutes=2))
    server.proof = expected(proof.token)
    prove.check(proof=proof, method="file", by=applicant, now=when + timedelta(minutes=9))
    made = check_application(application=made, by=applicant, now=when + timedelta(minutes=10))
    terms = terms_of(made) | {"indexing": "canonical", "excerpt_words": 60}
    agree(application=made, by=applicant, terms=terms, now=when + timedelta(minutes=15))
    send(application=made, by=applicant, reason="", now=when + timedelta(minutes=16))
