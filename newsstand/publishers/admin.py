"""Publishers, their contracts, feeds and applications, for editors."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from newsstand.accounts.admin import EditorAdmin, ForEditors, is_editor
from newsstand.publishers.models import Application, Contract, Feed, Membership, Publisher

if TYPE_CHECKING:
    Inline = admin.StackedInline[Any, Any]
    Rows = admin.TabularInline[Any, Any]
else:
    Inline = admin.StackedInline
    Rows = admin.TabularInline


class ContractInline(ForEditors, Inline):
    model = Contract
    can_delete = False


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
    inlines = [ContractInline, MembershipInline]


@admin.register(Contract)
class ContractAdmin(EditorAdmin):
    list_display = ["publisher", "indexing"]
    list_select_related = ["publisher"]


@admin.register(Feed)
class FeedAdmin(EditorAdmin):
    list_display = ["address", "publisher", "checked_at", "next_check_at", "error_count", "error"]
    list_filter = ["retired_at"]
    list_select_related = ["publisher"]
    search_fields = ["address", "title"]
    fields = ["publisher", "address", "title", "next_check_at", "retired_at", "error", "error_count"]
    readonly_fields = ["error", "error_count"]


@admin.register(Application)
class ApplicationAdmin(EditorAdmin):
    """To look at. Decisions are taken at /publishers/applications, where the applicant is told."""

    list_display = ["name", "address", "state", "applied_at", "decided_by"]
    list_filter = ["state"]
    list_select_related = ["decided_by"]
    search_fields = ["name", "address"]
    readonly_fields = [field.name for field in Application._meta.fields if field.name != "id"]
