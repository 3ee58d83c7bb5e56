"""What a moderator may say on the queue's, a case's and a user's page."""

from django import forms

from newsstand.moderation.decide import MOST_EXPLANATION, MOST_GROUND
from newsstand.moderation.models import Case, Decision, Note, Sanction, SavedReply
from newsstand.moderation.queue import PAGE_LENGTH
from newsstand.moderation.reasons import CHOICES
from newsstand.moderation.sanction import MOST_DAYS, WITHOUT_END

ONLY_SANCTION = "sanction"
ACTIONS = [(one, one) for one in (Decision.Action.APPROVE.value, Decision.Action.REMOVE.value, ONLY_SANCTION)]
DAYS = 7
# A strike is about a text, and given where the text is (contributors/strike.py).
OF_USERS = [choice for choice in Sanction.Kind.choices if choice[0] != Sanction.Kind.STRIKE]


class WordsForm(forms.Form):
    """The reason and the words that go with it; `words()` puts a saved reply before what was written."""

    reason = forms.ChoiceField(choices=[("", "Choose"), *CHOICES], required=False)
    reply = forms.ModelChoiceField(SavedReply.objects.none(), required=False, empty_label="None")
    explanation = forms.CharField(max_length=MOST_EXPLANATION, required=False, strip=True)
    ground = forms.CharField(max_length=MOST_GROUND, required=False)
    sanction = forms.ChoiceField(choices=[("", "None"), *OF_USERS], required=False)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        replies = self.fields["reply"]
        assert isinstance(replies, forms.ModelChoiceField)  # noqa: S101 (for the type alone)
        replies.queryset = SavedReply.objects.order_by("title")

    def words(self) -> str:
        """The explanation for the author: the saved reply, then what was written."""
        reply = self.cleaned_data["reply"]
        said = [reply.text if reply else "", self.cleaned_data["explanation"]]
        return "\n\n".join(part for part in said if part)

    def clean(self) -> dict[str, object]:
        """Raises ValidationError for a sanction without its days, or without a reason."""
        data: dict[str, object] = super().clean() or {}
        sanction = data.get("sanction")
        if sanction and sanction not in WITHOUT_END and not data.get("days") and "days" not in self.errors:
            raise forms.ValidationError(f"Say for how many days: from 1 to {MOST_DAYS}.")
        if sanction and not data.get("reason"):
            raise forms.ValidationError("Choose the reason: whoever is sanctioned reads it.")
        return data


class DecideForm(WordsForm):
    """One decision about one case or several; `at` is the case to go on with, `back` the page to go back to."""

    case = forms.ModelMultipleChoiceField(
        Case.objects.all(), error_messages={"required": "Choose what to decide about: tick at least one."}
    )
    action = forms.ChoiceField(choices=ACTIONS)
    at = forms.IntegerField(required=False)

    def clean_case(self) -> list[Case]:
        """Raises ValidationError for more than a page of them."""
        cases = list(self.cleaned_data["case"].order_by("pk"))
        if len(cases) > PAGE_LENGTH:
            raise forms.ValidationError(f"{PAGE_LENGTH} at once are the most.")
        return cases

    def clean(self) -> dict[str, object]:
        """Raises ValidationError where what the action needs was not chosen."""
        data = super().clean()
        if data.get("action") == ONLY_SANCTION and not data.get("sanction") and not self.errors:
            raise forms.ValidationError("Choose the sanction.")
        return data


class SanctionForm(WordsForm):
    """A sanction on a user's own page."""

    def clean(self) -> dict[str, object]:
        """Raises ValidationError without a sanction."""
        data = super().clean()
        if not data.get("sanction"):
            raise forms.ValidationError("Choose the sanction.")
        return data


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """A note about a user."""

    class Meta:
        model = Note
        fields = ("text",)
        error_messages = {"text": {"required": "Write the note."}}


class ReplyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A saved reply."""

    class Meta:
        model = SavedReply
        fields = ("title", "text")
        error_messages = {
            "title": {"required": "Give it a title.", "unique": "There is one with this title already."},
            "text": {"required": "Write what it says."},
        }
