"""What we ask beside e-mail and password when somebody signs up."""

from django import forms
from django.http import HttpRequest

from newsstand.accounts.models import User


class SignupNameForm(forms.Form):
    """The name that others see. Nobody may take another's."""

    name = forms.CharField(label="Name that others see", min_length=2, max_length=60, strip=True)
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if User.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("Somebody here has that name already. Please take another.")
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
