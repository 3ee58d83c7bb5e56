"""What we ask beside e-mail and password when somebody signs up."""

from django import forms
from django.http import HttpRequest

from newsstand.accounts.models import User
from newsstand.algorithms.user_names import LONGEST, clean_name


class SignupNameForm(forms.Form):
    """The name that others see. Nobody may take another's. The adapter stores it."""

    name = forms.CharField(
        label="Name that others see",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text="It stands beside your comments.",
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        try:
            name = clean_name(str(self.cleaned_data["name"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if User.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("Somebody here has that name already. Please take another.")
        return name

    def signup(self, _request: HttpRequest, _user: User) -> None:
        """allauth wants this. It calls it after the user is saved, when a user without a name was refused already."""
