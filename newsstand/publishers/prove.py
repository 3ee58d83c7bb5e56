"""An applicant proves that a domain is their outlet's."""

import asyncio
import secrets
from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.proof_pages import Answered, judge_file, judge_home
from newsstand.algorithms.proofs import (
    FILE,
    CannotProveError,
    Site,
    TxtAnswer,
    Verdict,
    covers,
    judge_records,
    record_names,
    site_of,
)
from newsstand.lib import txt
from newsstand.lib.door import open_door
from newsstand.lib.http import DoorError, Limits
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.may import must_be_its_applicant
from newsstand.publishers.models import Application, Event, Proof

# Somebody waits for the answer.
DNS_SECONDS = 8.0
PAGE = Limits(seconds=10.0, body_bytes=2 * 1024 * 1024)
METHODS = (Proof.Method.DNS, Proof.Method.FILE, Proof.Method.META)


def begin(*, application: Application, user: User, now: datetime) -> Proof:
    """The proof of this applicant for this application, with a token of its own; made when there is none.

    Raises RefusedError where nothing could be proved.
    """
    must_be_its_applicant(user, application, now)
    site_of_proof(application.address)
    proof, _ = Proof.objects.get_or_create(
        application=application,
        user=user,
        defaults={"address": application.address, "token": secrets.token_urlsafe(24), "asked_at": now},
    )
    return proof


def site_of_proof(address: str) -> Site:
    """What is to be proved. Raises RefusedError where nothing could be."""
    try:
        return site_of(address)
    except CannotProveError as error:
        raise RefusedError(str(error)) from None


def check(*, proof: Proof, method: str, by: User, now: datetime) -> Proof:
    """Look now whether the record, file or meta tag is there. Not for use where an event loop runs.

    Raises RefusedError for another method, for somebody else, or when the application was decided. What it finds is
    kept on the proof either way: a failure by its name, with what to do. What was proved once stays proved.
    1. Load: who asks.
    2. Ask the DNS or the site, outside of any transaction; decide with `algorithms.proofs`.
    3. Save.
    """
    must_be_its_applicant(by, proof.application, now)
    if method not in METHODS:
        raise RefusedError("Choose the DNS record, the file or the meta tag.")
    if not proof.application.can_change:
        raise RefusedError("This application was decided already.")
    verdict = look(site_of_proof(proof.address), Proof.Method(method), proof.token)
    return settle(proof=proof, verdict=verdict, method=Proof.Method(method), now=now, by=by)


def look(site: Site, method: Proof.Method, token: str) -> Verdict:
    """What the DNS or the site says now."""
    if method == Proof.Method.DNS:
        return judge_records(site, token, records(site))
    if method == Proof.Method.FILE:
        return judge_file(site, token, asyncio.run(fetch(site.origin + FILE)))
    return judge_home(site, token, asyncio.run(fetch(site.origin + "/")))


def records(site: Site) -> list[tuple[TxtAnswer, str]]:
    """The TXT records of each name that counts, with the domain it stands for."""
    names = record_names(site)
    return [(txt.look_up(name, seconds=DNS_SECONDS / len(names)), domain) for name, domain in names]


async def fetch(address: str) -> Answered:
    """What a page answers, or why it does not."""
    async with open_door(PAGE) as door:
        try:
            reply = await door.get(address, kind="page")
        except DoorError as error:
            return Answered(address, error=error.reason)
    return Answered(reply.url, reply.status, reply.content_type, reply.body)


@transaction.atomic
def settle(*, proof: Proof, verdict: Verdict, method: Proof.Method, now: datetime, by: User | None) -> Proof:
    """Keep what a check came to.

    1. Load the proof, locked.
    2. Decide whether it says more than what is known: a wider domain, or another failure.
    3. Save it and write it down.
    """
    kept = Proof.objects.select_for_update(of=("self",)).select_related("application").get(pk=proof.pk)
    is_new = bool(verdict.domain) and not covers(kept.proved_domain, verdict.domain)
    fails_anew = bool(verdict.problem) and (kept.problem, kept.method) != (verdict.problem, method)
    kept.checked_at, kept.problem = now, verdict.problem
    kept.said, kept.mend = verdict.said[:1000], verdict.mend[:1000]
    if is_new:
        kept.proved_at, kept.proved_domain, kept.method = now, verdict.domain, method
        note(kept.application, Event.Kind.PROVED, now=now, by=by, text=f"{verdict.domain}, by {method.label}")
    elif fails_anew:
        kept.method = kept.method if kept.proved_at else method
        note(kept.application, Event.Kind.FAILED, now=now, by=by, text=f"By {method.label}: {verdict.said}")
    kept.save()
    return kept
