"""An application, step by step: prove, check, agree, send. The applicant leaves and comes back."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from newsstand.accounts.models import User
from newsstand.algorithms.proofs import CannotProveError, expected, mail_addresses, record_names, site_of
from newsstand.ingest.check_application import check_application
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.check import AT_ONCE, BUSY_SECONDS, CHECKS, later
from newsstand.publishers import join, prove, prove_by_mail
from newsstand.publishers.agree import CHOSEN, agree, in_words, terms_of
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.forms import TermsForm
from newsstand.publishers.models import Application, Membership, Proof
from newsstand.publishers.steps import is_covered, steps_of
from newsstand.publishers.views import for_users

PROOFS = (Rate(6, 60), Rate(60, 3600))


class TooOftenError(Exception):
    """Not now: the message says so, `seconds` when to come back."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


@for_users
def joining(request: HttpRequest, user: User, application_id: int) -> HttpResponse:
    """`/publishers/apply/<id>`: GET shows where it stands, POST does what `do` names. Others' are not there."""
    found = get_object_or_404(Application.objects.select_related("publisher"), pk=application_id, applicant=user)
    if request.method != "POST":
        return joining_page(request, user, found)
    wanted = request.POST.get("do", "")
    if wanted not in DEEDS:
        raise Http404("There is no such step.")
    anchor, deed = DEEDS[wanted]
    try:
        answer = deed(request, user, found)
    except RefusedError as refusal:
        return joining_page(request, user, found, error=str(refusal), at=anchor, status=422)
    except TooOftenError as error:
        page = joining_page(request, user, found, error=str(error), at=anchor, status=429)
        return later(page, error.seconds)
    return answer or redirect(f"{reverse('publisher_joining', args=[found.pk])}#{anchor}")


def prove_it(request: HttpRequest, user: User, application: Application) -> None:
    """Look for the record, file or meta tag now."""
    now = clock.now()
    proof = prove.begin(application=application, user=user, now=now)
    with one_at_a_time(f"proof:{user.pk}", PROOFS, "Six checks a minute are the most."):
        prove.check(proof=proof, method=request.POST.get("method", ""), by=user, now=now)


def mail_it(request: HttpRequest, user: User, application: Application) -> None:
    """Send the link to a mailbox of the domain."""
    now = clock.now()
    proof = prove.begin(application=application, user=user, now=now)
    prove_by_mail.write(proof=proof, to=request.POST.get("to", ""), by=user, now=now)


def check_it(request: HttpRequest, user: User, application: Application) -> None:  # noqa: ARG001 (every deed is told)
    """Check the feed now."""
    with one_at_a_time(f"feed-check:{user.pk}", CHECKS, "Three checks a minute are the most."):
        check_application(application=application, by=user, now=clock.now())


def agree_to_it(request: HttpRequest, user: User, application: Application) -> HttpResponse | None:
    """Show what follows from the terms in the form, or agree to them."""
    form = TermsForm(request.POST, instance=Application.objects.get(pk=application.pk))
    if not form.is_valid():
        return joining_page(request, user, application, form=form, at="contract", status=422)
    terms = {name: form.cleaned_data[name] for name in CHOSEN}
    words = in_words(terms)
    if request.POST["do"] == "preview":
        return joining_page(request, user, application, form=form, words=words, at="contract")
    if request.POST.get("agree") != "yes":
        error = "Tick the box: who agrees to the terms says so."
        return joining_page(request, user, application, form=form, words=words, error=error, at="contract", status=422)
    agree(application=application, by=user, terms=terms, now=clock.now())
    return None


def send_it(request: HttpRequest, user: User, application: Application) -> None:
    """Hand it to the editors."""
    join.send(application=application, by=user, reason=request.POST.get("reason", ""), now=clock.now())


def take_it_back(request: HttpRequest, user: User, application: Application) -> None:  # noqa: ARG001 (as above)
    """The applicant does not want it any more."""
    join.withdraw(application=application, by=user, now=clock.now())


Deed = Callable[[HttpRequest, User, Application], HttpResponse | None]
# What a form asks for: the part of the page it belongs to, and what does it.
DEEDS: dict[str, tuple[str, Deed]] = {
    "prove": ("proof", prove_it),
    "mail": ("proof", mail_it),
    "check": ("feed", check_it),
    "preview": ("contract", agree_to_it),
    "agree": ("contract", agree_to_it),
    "send": ("answer", send_it),
    "withdraw": ("answer", take_it_back),
}


class one_at_a_time:  # noqa: N801 (reads as what it does, after "with")
    """Within it one request of this process asks somebody else's server. Raises TooOftenError instead of waiting."""

    def __init__(self, key: str, rates: tuple[Rate, ...], words: str) -> None:
        self.key, self.rates, self.words = key, rates, words

    def __enter__(self) -> None:
        allowance = allow(self.key, *self.rates, now=clock.now())
        if not allowance.allowed:
            raise TooOftenError(f"{self.words} Please wait {allowance.retry_after} seconds.", allowance.retry_after)
        if not AT_ONCE.acquire(blocking=False):
            raise TooOftenError("Another check is running. Please send it again in a few seconds.", BUSY_SECONDS)

    def __exit__(self, *_: object) -> None:
        AT_ONCE.release()


def joining_page(
    request: HttpRequest,
    user: User,
    application: Application,
    *,
    form: TermsForm | None = None,
    words: tuple[str, ...] = (),
    error: str = "",
    at: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page: the row of steps, a part for each, and everything that happened. `error` stands in the part `at`."""
    found = Application.objects.select_related("publisher", "decided_by").get(pk=application.pk)
    proof = own_proof(found, user)
    proofs = [proof] if proof else []
    context: dict[str, Any] = {
        "visitor": user,
        "application": found,
        "steps": steps_of(found, proofs),
        "proof": proof,
        "is_covered": is_covered(found, proofs),
        **ways(found, proof),
        "form": form or TermsForm(instance=found),
        "words": words or in_words(terms_of(found)),
        "is_preview": bool(words),
        "events": found.events.select_related("by"),
        "is_member": found.publisher_id is not None
        and Membership.objects.filter(user=user, publisher=found.publisher_id).exists(),
        "error": error,
        "at": at,
        "reason": request.POST.get("reason", found.note),
    }
    return render(request, "pages/joining.html", context, status=status)


def own_proof(application: Application, user: User) -> Proof | None:
    """The applicant's proof; begun when the page is first seen, unless nothing can be proved any more."""
    if application.can_change:
        try:
            return prove.begin(application=application, user=user, now=clock.now())
        except RefusedError:
            pass
    return Proof.objects.filter(application=application, user=user).first()


def ways(application: Application, proof: Proof | None) -> dict[str, Any]:
    """What the page says of each way to prove the domain."""
    if proof is None:
        return {}
    try:
        site = site_of(application.address)
    except CannotProveError:
        return {}
    return {
        "site": site,
        "text": expected(proof.token),
        "record": next((name for name, _ in record_names(site)), ""),
        "file": f"{site.origin}/.well-known/newsstand.txt",
        "mailboxes": mail_addresses(site),
        "methods": Proof.Method,
    }
