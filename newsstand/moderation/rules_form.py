"""The form of the house's rules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from newsstand.moderation.rulebook import SETTINGS, Rulebook
from newsstand.moderation.set_rules import check

if TYPE_CHECKING:
    Base = forms.ModelForm[Rulebook]
else:
    # Django's own class takes no type when it runs.
    Base = forms.ModelForm

LABELS = {
    "banned": "Banned words",
    "suspect": "Suspect words",
    "banned_verdict": "What becomes of a text with a banned word",
    "suspect_verdict": "What becomes of a text with a suspect word",
    "hosts_refused": "Hosts that nobody may link to",
    "hosts_held": "Hosts that a moderator looks at first",
    "links_most": "Links that are usual in a comment",
    "newcomer_links_most": "Links that are usual for somebody new",
    "newcomer_approved": "Comments until somebody is new no longer",
    "newcomer_held": "First comments of everybody that wait",
    "history_share": "Percent of somebody’s comments removed, from which on they wait",
    "history_days": "… of the comments of so many days",
    "history_fewest": "… and at least so many removed",
    "speed_most": "Comments in a short time, from which on more of them wait",
    "speed_minutes": "… within so many minutes",
    "thread_most": "… or in one thread, by everybody together",
    "repeat_minutes": "Minutes in which the same text again waits",
    "disposable_verdict": "Writers with an address that is thrown away after use",
    "outside_silent": "When the service outside does not answer",
    "default_mode": "How threads are held that have no mode of their own",
}
HELP = {
    "banned": "One a line, whole words. * stands for any letters, # begins a remark.",
    "hosts_refused": "One a line, such as example.org, with all names under it.",
    "newcomer_held": "0: nobody waits only because they are new.",
    "thread_most": "0: a thread may be as fast as it is.",
}
MOST = {"history_share": 100, "history_days": 365, "speed_minutes": 1440, "repeat_minutes": 1440}
FEWEST = {"history_share": 1, "history_days": 1, "history_fewest": 1, "speed_most": 1, "speed_minutes": 1}
MOST_NUMBER = 1000


class RulesForm(Base):
    """All rules at once, the sentence to try, and why they are changed; `base` is what the editor started from."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    sentence = forms.CharField(required=False, max_length=5000, strip=False)
    is_new = forms.BooleanField(required=False)

    class Meta:
        model = Rulebook
        fields = (*SETTINGS, "why")
        labels = LABELS
        help_texts = HELP

    def __init__(self, *args: Any, modes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["default_mode"] = forms.ChoiceField(
            choices=modes, label=LABELS["default_mode"], initial=self.initial.get("default_mode")
        )
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField) and name != "base":
                field.min_value, field.max_value = FEWEST.get(name, 0), MOST.get(name, MOST_NUMBER)
                field.widget.attrs |= {"min": field.min_value, "max": field.max_value}
                field.validators.append(within(field.min_value, field.max_value))
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {
                    "rows": 6,
                    "cols": 40,
                    "spellcheck": "false",
                    "dir": "auto",
                    "autocapitalize": "none",
                }
            if name in HELP:
                field.widget.attrs |= {"aria-describedby": f"help-{name}"}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError that names the first entry of a list that cannot stand."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                check(data)
            except ValueError as error:
                raise forms.ValidationError(str(error)) from None
        return data


def within(least: int, most: int) -> Any:
    def check_number(value: int) -> None:
        if not least <= value <= most:
            raise forms.ValidationError(f"{value} is not between {least} and {most}.")

    return check_number
