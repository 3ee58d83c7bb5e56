"""The editors' view of the tables; every change made here makes all public pages new."""

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db import models
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest

from newsstand.accounts.models import User
from newsstand.accounts.names import choose
from newsstand.lib.clock import now
from newsstand.lib.stamps import touch

if TYPE_CHECKING:
    # Django's own classes take no type arguments when the program runs.
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

# One way to sign in for everybody, with its limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Newsstand"


class ForEditors:
    """Editors see, add and change; only a superuser deletes."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_editor(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_editor(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_editor(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return is_superuser(request)


def is_editor(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_editor", False))


def is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


class EditorAdmin(ForEditors, ModelAdmin):
    """A table for editors."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        touch(["site"])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        touch(["site"])


class UserForm(ModelForm):  # type: ignore[type-arg]
    """Nobody is given a name that looks like another's; who works here may be called so."""

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name == self.instance.name:
            return name
        try:
            return choose(name, now=now(), user=self.instance, speaks_for_site=self.instance.moderates)
        except ValueError as error:
            raise ValidationError(str(error)) from None


@admin.register(User)
class UserAdmin(EditorAdmin):
    """Who is here. An editor can shut an account; rights are given by a superuser. Nobody is deleted: what they said
    and liked stays counted."""

    form = UserForm
    list_display = ["name", "email", "is_active", "is_moderator", "is_staff", "joined_at"]
    list_filter = ["is_active", "is_moderator", "is_staff"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "is_active", "is_moderator", "is_staff", "is_superuser", "joined_at", "last_login"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fixed = ["email", "joined_at", "last_login"]
        if is_superuser(request):
            return fixed
        # Whoever could shut a superuser's account would stand above it.
        shut = ["is_active"] if obj is not None and obj.is_superuser else []
        return [*fixed, "name", "is_moderator", "is_staff", "is_superuser", *shut]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
