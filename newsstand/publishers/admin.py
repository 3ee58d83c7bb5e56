"""Publishers, their contracts, feeds and applications, for editors."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from newsstand.accounts.admin import EditorAdmin, ForEditors, is_editor
from newsstand.lib import clock
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Application, Contract, Feed, FeedEvent, Membership, Publisher

if TYPE_CHECKING:
    Inline = admin.StackedInline[Any, Any]
    Rows = admin.TabularInline[Any, Any]
else:
    Inline = admin.StackedInline
    Rows = admin.TabularInline


class ContractInline(ForEditors, Inline):
    """The terms of a publisher that is being added; later they change at the contract's own page, in articles/."""

    model = Contract
    can_delete = False
    formfield_overrides = EditorAdmin.formfield_overrides
    exclude = ["suspended_at", "suspended_reason"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_add_permission(request, obj)


class MembershipInline(ForEditors, Rows):
    """Who sees what becomes of the publisher's items. Whoever leaves it is taken off the list here."""

    model = Membership
    extra = 0
    autocomplete_fields = ["user"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_editor(request)


@admin.register(Publisher)
class PublisherAdmin(EditorAdmin):
    list_display = ["name", "site_url", "language", "joined_at"]
    search_fields = ["name", "site_url"]
    exclude = ["icon"]
    readonly_fields = ["terms"]
    inlines = [ContractInline, MembershipInline]

    @admin.display(description="contract")
    def terms(self, publisher: Publisher) -> str:
        """The way to the contract; what is changed there takes effect on every article."""
        contract = getattr(publisher, "contract", None) if publisher.pk else None
        if contract is None:
            return "none: the strictest terms hold" if publisher.pk else "below"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:publishers_contract_change", args=[contract.pk]), contract
        )


@admin.register(Feed)
class FeedAdmin(EditorAdmin):
    list_display = ["address", "publisher", "checked_at", "next_check_at", "pushed_until", "error_count", "error"]
    list_filter = ["retired_at"]
    list_select_related = ["publisher"]
    search_fields = ["address", "title"]
    fields = [
        "publisher",
        "address",
        "title",
        "soonest_minutes",
        "latest_minutes",
        "next_check_at",
        "pushed_until",
        "retired_at",
        "retired_reason",
        "moved_from",
        "error",
        "error_count",
    ]
    readonly_fields = ["pushed_until", "moved_from", "error", "error_count"]

    def save_model(self, request: HttpRequest, obj: Feed, form: "ModelForm[Any]", change: bool) -> None:
        """Only what was changed: a worker may be reading the feed meanwhile, and its lease must stand."""
        if not change:
            super().save_model(request, obj, form, change)
        elif form.changed_data:
            obj.save(update_fields=form.changed_data)
            if "retired_at" in form.changed_data:
                kind = FeedEvent.Kind.RETIRED if obj.retired_at else FeedEvent.Kind.RESUMED
                text = obj.retired_reason if obj.retired_at else ""
                FeedEvent.objects.create(feed=obj, kind=kind, text=text, by_id=request.user.pk, at=clock.now())
            touch(["site"])


@admin.register(Application)
class ApplicationAdmin(EditorAdmin):
    """To look at. Decisions are taken at /publishers/applications, where the applicant is told."""

    list_display = ["name", "address", "state", "applied_at", "decided_by"]
    list_filter = ["state"]
    list_select_related = ["decided_by"]
    search_fields = ["name", "address"]
    readonly_fields = [field.name for field in Application._meta.fields if field.name != "id"]
