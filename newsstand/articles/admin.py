"""Articles and the contracts they stand under, for editors."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from newsstand.accounts.admin import EditorAdmin
from newsstand.accounts.models import User
from newsstand.articles import terms
from newsstand.articles.models import Article
from newsstand.articles.withdraw import MOST_REASON, RefusedError, restore, withdraw
from newsstand.lib import clock
from newsstand.publishers.models import Contract, ContractChange

if TYPE_CHECKING:
    Articles = QuerySet[Article]
    Contracts = QuerySet[Contract]


SHOWN = (
    *("headline", "publisher", "published_at", "updated_at", "original_url", "opens_at", "closes_at"),
    *("language", "section", "whose_word"),
    *("withdrawn_at", "withdrawn_reason", "withdrawn_by"),
)


class WithReason(ActionForm):
    """The bar above a list, with room for the reason of a decision."""

    reason = forms.CharField(required=False, max_length=MOST_REASON, label="Reason:")


def editor_of(request: HttpRequest) -> User:
    """The signed-in editor."""
    if not isinstance(request.user, User):
        raise RefusedError("Only an editor decides.")
    return request.user


class DecidingAdmin(EditorAdmin):
    """A table whose rows are decided about in the bar above it."""

    action_form = WithReason

    def decide(self, request: HttpRequest, rows: "QuerySet[Any]", verb: Callable[[Any, User], None], done: str) -> None:
        """Do `verb` to each row and say so; a refusal is said in its own words and ends it."""
        count = 0
        try:
            for row in rows:
                verb(row, editor_of(request))
                count += 1
        except RefusedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        if count:
            self.message_user(request, f"{count} {done}.", messages.SUCCESS)


@admin.register(Article)
class ArticleAdmin(DecidingAdmin):
    """To look at, withdraw and restore. What articles say is their authors' own."""

    list_display = ["headline", "publisher", "published_at", "withdrawn_at", "withdrawn_reason"]
    list_filter = [("withdrawn_at", admin.EmptyFieldListFilter), "publisher"]
    list_select_related = ["publisher"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["headline"]
    ordering = ["-published_at", "-id"]
    actions = ["withdraw_them", "restore_them"]
    fields = SHOWN
    readonly_fields = SHOWN

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    @admin.display(description="whose word")
    def whose_word(self, article: Article) -> str:
        """Where byline, date and the rest came from, a line each."""
        said = ((name, source) for name, source in article.sources.items() if source)
        return format_html_join(SafeString("<br>"), "{}: {}", said)

    @admin.action(description="Withdraw, for the reason given")
    def withdraw_them(self, request: HttpRequest, articles: "Articles") -> None:
        reason, now = request.POST.get("reason", ""), clock.now()
        self.decide(
            request, articles, lambda one, editor: withdraw(article=one, now=now, reason=reason, by=editor), "gone"
        )

    @admin.action(description="Restore")
    def restore_them(self, request: HttpRequest, articles: "Articles") -> None:
        now = clock.now()
        self.decide(request, articles, lambda one, editor: restore(article=one, now=now, by=editor), "back")


@admin.register(Contract)
class ContractAdmin(DecidingAdmin):
    """What publishers let us do. A change holds at once for all their articles; taking one down can be undone."""

    list_display = ["publisher", "indexing", "excerpt_words", "embargo_minutes", "expires_after_days", "suspended_at"]
    list_filter = ["indexing", ("suspended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["publisher"]
    search_fields = ["publisher__name"]
    actions = ["suspend_them", "resume_them"]
    fields = [
        *("publisher", "excerpt_words", "embargo_minutes", "expires_after_days", "indexing"),
        *("attribution", "licence", "licence_url", "share", "suspended_at", "suspended_reason"),
    ]
    readonly_fields = ["suspended_at", "suspended_reason"]

    def get_readonly_fields(self, request: HttpRequest, obj: Contract | None = None) -> list[str]:
        fixed = [str(field) for field in super().get_readonly_fields(request, obj)]
        return fixed if obj is None else ["publisher", *fixed]

    def save_model(self, request: HttpRequest, obj: Contract, form: Any, change: bool) -> None:
        """A changed share is written down: what ads earned on a day is shared by the share of that day."""
        super().save_model(request, obj, form, change)
        if change and "share" in form.changed_data:
            before, after = {"share": form.initial["share"]}, {"share": obj.share}
            by = editor_of(request)
            ContractChange.objects.create(publisher=obj.publisher, by=by, at=clock.now(), before=before, after=after)
        terms.take_effect(contract=obj)

    @admin.action(description="Take the publisher down, for the reason given")
    def suspend_them(self, request: HttpRequest, contracts: "Contracts") -> None:
        reason, now = request.POST.get("reason", ""), clock.now()
        self.decide(
            request,
            contracts,
            lambda one, editor: terms.suspend(contract=one, now=now, reason=reason, editor=editor),
            "taken down",
        )

    @admin.action(description="Bring the publisher back")
    def resume_them(self, request: HttpRequest, contracts: "Contracts") -> None:
        self.decide(request, contracts, lambda one, editor: terms.resume(contract=one, editor=editor), "back")
