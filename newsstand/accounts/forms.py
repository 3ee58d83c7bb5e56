"""What we ask beside e-mail and password when somebody signs up."""

from django import forms
from django.http import HttpRequest

from newsstand.accounts.models import User
from newsstand.accounts.names import choose
from newsstand.algorithms.user_names import LONGEST
from newsstand.lib.clock import now


class SignupNameForm(forms.Form):
    """The name that others see. Nobody may take another's, nor one that looks like it. The adapter stores it."""

    name = forms.CharField(
        label="Name that others see",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text="It stands beside your comments.",
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        try:
            return choose(str(self.cleaned_data["name"]), now=now())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def signup(self, _request: HttpRequest, _user: User) -> None:
        """allauth wants this. It calls it after the user is saved, when a user without a name was refused already."""
