"""Other people's hosts, for editors: who asked us to stop, what we asked of whom, and which hubs push to us."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from newsstand.accounts.admin import EditorAdmin
from newsstand.ingest.models import Subscription
from newsstand.lib.models import Bucket, Fetch, Robots, Stop


@admin.register(Stop)
class StopAdmin(EditorAdmin):
    """An editor enters a host, and takes it out again: both hold at once."""

    list_display = ["host", "reason", "since"]
    search_fields = ["host", "reason"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class ToLookAt(EditorAdmin):
    """Written by the worker alone."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Fetch)
class FetchAdmin(ToLookAt):
    list_display = ["day", "host", "kind", "count", "bytes", "last_status"]
    list_filter = ["kind", "day"]
    search_fields = ["host"]


@admin.register(Bucket)
class BucketAdmin(ToLookAt):
    list_display = ["name", "full_at", "closed_until", "pause_seconds"]
    search_fields = ["name"]


@admin.register(Robots)
class RobotsAdmin(ToLookAt):
    list_display = ["origin", "state", "pause_seconds", "expires_at"]
    list_filter = ["state"]
    search_fields = ["origin"]


@admin.register(Subscription)
class SubscriptionAdmin(ToLookAt):
    """What a hub knows of us, token and secret, is nobody's business."""

    list_display = ["feed", "hub", "lease_ends_at", "heard_at", "missed_at", "forged", "error"]
    list_select_related = ["feed"]
    search_fields = ["feed__address", "hub", "topic"]
    exclude = ["token", "secret"]
