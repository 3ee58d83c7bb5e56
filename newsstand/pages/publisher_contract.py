"""A publisher's contract: what holds, what a change would look like, and who changed what."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from newsstand.accounts.models import User
from newsstand.algorithms.contract_words import differences, sentence
from newsstand.algorithms.contracts import Standing, window
from newsstand.algorithms.syndicate import Entry
from newsstand.articles.models import Article, ArticleQuerySet
from newsstand.lib import clock
from newsstand.pages import article as article_page
from newsstand.pages import structured
from newsstand.pages.publisher_articles import number
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Contract, ContractChange, Publisher, Role, may_be
from newsstand.publishers_desk.change_contract import TERMS, change_contract, latest_change, terms_of
from newsstand.publishers_desk.take_down import articles_of
from newsstand.syndication.outgoing import entry_of

HOLDS = "It holds from now on, everywhere."
HELD = "These are the terms that hold already."
CHANGES_SHOWN = 50
CHOICES_SHOWN = 20
WORDS: dict[Standing, str] = {
    Standing.SHOWN: "Readers see it.",
    Standing.WITHDRAWN: "It was taken down.",
    Standing.SUSPENDED: "Nothing of this publisher is shown at present.",
    Standing.EMBARGOED: "Its embargo still runs: readers do not see it yet.",
    Standing.EXPIRED: "It has expired: its page says that it is gone.",
}


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The terms that a publisher decides itself."""

    licence_url = forms.URLField(
        label="Address of the licence",
        max_length=2000,
        required=False,
        assume_scheme="https",
        help_text=Contract._meta.get_field("licence_url").help_text,
    )

    class Meta:
        model = Contract
        fields = TERMS
        labels = {
            "excerpt_words": "Words of each article that we show",
            "embargo_minutes": "Embargo, in minutes",
            "expires_after_days": "Days until an article expires here",
            "indexing": "Search engines",
            "attribution": "Line at the foot of each article",
            "licence": "Licence, as a line",
        }
        widgets = {"attribution": forms.Textarea(attrs={"rows": 2})}


@dataclass(frozen=True, slots=True)
class Sight:
    """A real article under some terms: on its page, as a card, as an entry of a feed, and for search engines."""

    title: str
    article: Article
    standing: str
    is_shown: bool
    body: SafeString
    is_cut: bool
    attribution: str
    contract: Contract
    entry: Entry
    feed_text: SafeString
    robots: str
    canonical: str


@for_members(Role.OWNER)
def publisher_contract(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/contract`: GET shows what holds; POST shows what would (`step=try`), or lets it hold."""
    now_holds = getattr(publisher, "contract", None) or Contract(publisher=publisher)
    if request.method != "POST":
        return page(request, user, publisher, TermsForm(instance=copy(now_holds)), now_holds)
    form = TermsForm(request.POST, instance=copy(now_holds))
    if not form.is_valid():
        return page(request, user, publisher, form, now_holds, status=422)
    would = form.save(commit=False)
    if request.POST.get("step") == "try":
        return page(request, user, publisher, form, now_holds, would=would)
    try:
        change = change_contract(
            publisher=publisher,
            terms=form.cleaned_data,
            seen=number(request.POST.get("seen", "")),
            by=user,
            now=clock.now(),
        )
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return page(request, user, publisher, form, now_holds, would=would, status=422)
    messages.success(
        request, "It holds from now on, everywhere." if change else "These are the terms that hold already."
    )
    return redirect("publisher_contract", slug=publisher.slug)


def page(
    request: HttpRequest,
    user: User,
    publisher: Publisher,
    form: TermsForm,
    holds: Contract,
    *,
    would: Contract | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with a real article side by side where something was tried."""
    choices = list(
        articles_of(publisher).filter(withdrawn_at=None).newest().only("headline", "published_at")[:CHOICES_SHOWN]
    )
    chosen = chosen_article(request, publisher, choices)
    changes = ContractChange.objects.filter(publisher=publisher).select_related("by").order_by("-at", "-id")
    context: dict[str, Any] = {
        "visitor": user,
        "may_have_messages": True,
        "publisher": publisher,
        "contract": holds,
        "sentence": sentence(terms_of(holds)),
        "form": form,
        "may": may_be(user, publisher, Role.OWNER),
        "seen": request.POST.get("seen") or latest_change(publisher),
        "choices": choices,
        "chosen": chosen,
        "changes": [(one, differences(one.before, one.after)) for one in changes[:CHANGES_SHOWN]],
        "here": "contract",
        **(tried(publisher, chosen, holds, would) if would is not None else {}),
    }
    return render(request, "pages/publisher_contract.html", context, status=status)


def chosen_article(request: HttpRequest, publisher: Publisher, choices: list[Article]) -> Article | None:
    """The article that is looked at: the one that was asked for, or the newest."""
    wanted = number(request.POST.get("article", "") or request.GET.get("article", ""))
    found = articles_of(publisher).select_related("lead_picture").prefetch_related("bylines__author", "mentions__topic")
    pk = wanted if any(one.pk == wanted for one in choices) else choices[0].pk if choices else 0
    return found.filter(pk=pk).first()


def tried(publisher: Publisher, article: Article | None, holds: Contract, would: Contract) -> dict[str, Any]:
    """What the new terms would change: in words, for how many articles, and for a real one."""
    sides = (("Now", holds), ("Then", would))
    return {
        "tried": True,
        "differences": differences(terms_of(holds), terms_of(would)),
        "would_sentence": sentence(terms_of(would)),
        "shown_now": shown_under(publisher, holds).count(),
        "shown_then": shown_under(publisher, would).count(),
        "sights": [sight(title, publisher, article, terms) for title, terms in sides] if article else [],
    }


def shown_under(publisher: Publisher, contract: Contract) -> ArticleQuerySet:
    """The articles that readers would see now if these terms held."""
    now = clock.now()
    found = articles_of(publisher).filter(withdrawn_at=None)
    # `window` counted back from now: what was published then is seen now.
    back = window(now, embargo_minutes=contract.embargo_minutes, expires_after_days=contract.expires_after_days)
    if back.opens is not None:
        found = found.filter(published_at__lte=now - (back.opens - now))
    if back.closes is not None:
        found = found.filter(published_at__gt=now - (back.closes - now))
    return found


def sight(title: str, publisher: Publisher, article: Article, contract: Contract) -> Sight:
    """The article as it would stand under these terms. Nothing is saved."""
    under, owner = copy(article), copy(publisher)
    contract.publisher = owner
    owner.contract = contract
    under.publisher = owner
    seen = window(
        article.published_at,
        embargo_minutes=contract.embargo_minutes,
        expires_after_days=contract.expires_after_days,
    )
    under.opens_at, under.closes_at = seen.opens, seen.closes
    standing, text, entry = under.standing(clock.now()), article_page.text_of(under), entry_of(under)
    return Sight(
        title=title,
        article=under,
        standing=WORDS[standing],
        is_shown=standing is Standing.SHOWN,
        body=article_page.body(text.html, ()),
        is_cut=text.is_cut,
        attribution=contract.line(),
        contract=contract,
        entry=entry,
        feed_text=article_page.body(entry.shown(), ()),
        robots=structured.robots(under),
        canonical=structured.canonical(under),
    )
