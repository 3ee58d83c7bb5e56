"""Who is told by our hub, for editors."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newsstand.accounts.admin import EditorAdmin, is_editor
from newsstand.syndication.models import Subscriber


@admin.register(Subscriber)
class SubscriberAdmin(EditorAdmin):
    """To look at, and to end: the subscriber's secret is nobody's business."""

    list_display = ["callback", "feed", "lease_ends_at", "delivered_at", "tries", "error"]
    list_select_related = ["feed"]
    search_fields = ["callback", "domain"]
    fields = ["feed", "callback", "lease_ends_at", "pending", "delivered_at", "tries", "failing_since", "error"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_editor(request)
