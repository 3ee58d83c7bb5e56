"""Topics and their other names, for editors."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from newsstand.accounts.admin import EditorAdmin, ForEditors
from newsstand.topics.models import Alias, Topic
from newsstand.topics.registry import key_of

if TYPE_CHECKING:
    Inline = admin.TabularInline[Any, Any]
else:
    Inline = admin.TabularInline


class AliasForm(forms.ModelForm):  # type: ignore[type-arg]
    """Another name; its key is worked out, never typed."""

    class Meta:
        model = Alias
        fields = ["name"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        taken = Alias.objects.filter(key=key_of(name)).exclude(pk=self.instance.pk).select_related("topic").first()
        if taken is not None:
            raise forms.ValidationError(f"{name} leads to {taken.topic} already.")
        self.instance.key = key_of(name)
        return name


class AliasInline(ForEditors, Inline):
    model = Alias
    form = AliasForm
    extra = 1

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Topic)
class TopicAdmin(EditorAdmin):
    list_display = ["name", "kind", "section", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    inlines = [AliasInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A topic answers to its own name too, unless another does."""
        super().save_related(request, form, formsets, change)
        topic = form.instance
        Alias.objects.get_or_create(key=key_of(topic.name), defaults={"topic": topic, "name": topic.name})
