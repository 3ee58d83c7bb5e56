"""What an editor may ask for on the page that puts a story right."""

import re
from datetime import datetime, timedelta

from django import forms

from newsstand.stories.decide import MOST_REASON
from newsstand.stories.models import Story

ADDRESS = re.compile(r"/story/(\d{1,18})(?:/|$)")
MOST_DAYS = 30


class DecisionForm(forms.Form):
    """One decision: `kind` says which. `to` is the number or the address of another story."""

    KINDS = [(kind, kind) for kind in ("split", "move", "merge", "pin", "unpin", "close", "reopen")]

    kind = forms.ChoiceField(choices=KINDS)
    articles = forms.TypedMultipleChoiceField(coerce=int, required=False)
    to = forms.CharField(max_length=500, required=False)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, required=False)
    reason = forms.CharField(
        max_length=MOST_REASON,
        error_messages={"required": "Write the reason: it stays with the story, for the other editors."},
    )

    def __init__(self, *args: object, article_ids: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["articles"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 (for the type alone)
        field.choices = [(pk, str(pk)) for pk in article_ids]
        field.error_messages["invalid_choice"] = "Choose articles of this story: another editor may have moved some."

    def clean_to(self) -> Story | None:
        """The story that a number or an address names, followed to where it leads."""
        given = self.cleaned_data["to"].strip()
        if not given:
            return None
        found = ADDRESS.search(given)
        number = found[1] if found else given
        story = None
        if number.isascii() and number.isdigit() and len(number) < 19:
            story = Story.objects.select_related("merged_into").filter(pk=int(number)).first()
        if story is None:
            raise forms.ValidationError("There is no such story: give its number, or the address of its page.")
        return story.merged_into or story

    def clean(self) -> dict[str, object]:
        """Raises ValidationError where what the decision needs was not chosen."""
        data: dict[str, object] = super().clean() or {}
        kind = data.get("kind")
        if kind in {"split", "move"} and not data.get("articles") and "articles" not in self.errors:
            raise forms.ValidationError("Choose the articles first: tick at least one.")
        if kind in {"move", "merge"} and data.get("to") is None and "to" not in self.errors:
            raise forms.ValidationError("Name the other story: its number, or the address of its page.")
        if kind == "pin" and not data.get("days") and "days" not in self.errors:
            raise forms.ValidationError(f"Say for how many days: 1 to {MOST_DAYS}.")
        return data

    def until(self, now: datetime) -> datetime:
        """Until when the story is to be pinned."""
        return now + timedelta(days=self.cleaned_data["days"])
