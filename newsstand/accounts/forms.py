"""What we ask beside e-mail and password when somebody signs up."""

from datetime import timedelta
from typing import Any

from disposable_email_domains import blocklist
from django import forms
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from newsstand.accounts.models import User
from newsstand.accounts.names import choose
from newsstand.algorithms.domains import registrable
from newsstand.algorithms.user_names import LONGEST
from newsstand.lib.clock import now

SALT = "newsstand.accounts.signup"
# Whoever leaves the form open for longer sends it a second time.
FRESH = timedelta(days=1)
TRAP = "This field is a trap for programs. Leave it empty, and send the form again."
QUICK = "That was quicker than people type. Please send it once more."
THROWN_AWAY = (
    "That is the address of a throw-away mail service. Please take one that you keep: decisions about what you write "
    "are sent there."
)


class SignupNameForm(forms.Form):
    """The name that others see. Nobody may take another's, nor one that looks like it. The adapter stores it.

    Programs that sign up in masses fill in every field, and at once: `website` is seen by nobody, and `asked_at` says
    when the form was made.
    """

    name = forms.CharField(
        label="Name that others see",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text="It stands beside your comments.",
    )
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    asked_at = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["name", "email", "password1", "website", "asked_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_at"].initial = signer().sign("signup")

    def clean_name(self) -> str:
        try:
            return choose(str(self.cleaned_data["name"]), now=now())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("website"):
            self.add_error(None, TRAP)
        given = str(said.get("asked_at") or "")
        if settings.NEWSSTAND_SIGNUP_SECONDS and not was_asked_for(given):
            # The form comes back as it was sent; its moment must be one that is good the next time.
            self.data = {**self.data, "asked_at": given if is_ours(given) else signer().sign("signup")}
            self.add_error(None, QUICK)
        if settings.NEWSSTAND_DISPOSABLE_MAIL == "refuse" and is_thrown_away(str(self.data.get("email", ""))):
            self.add_error("email" if "email" in self.fields else None, THROWN_AWAY)
        return said

    def signup(self, _request: HttpRequest, _user: User) -> None:
        """allauth wants this. It calls it after the user is saved, when a user without a name was refused already."""


def signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT)


def was_asked_for(given: str) -> bool:
    """Whether a form of ours carried `given` long enough for a person to fill it in, and not yesterday."""
    if not is_ours(given):
        return False
    try:
        signer().unsign(given, max_age=settings.NEWSSTAND_SIGNUP_SECONDS)
    except BadSignature:
        return True
    return False


def is_ours(given: str) -> bool:
    """Whether a form of ours brought this within the last day."""
    try:
        signer().unsign(given, max_age=FRESH)
    except BadSignature:
        return False
    return True


def is_thrown_away(email: str) -> bool:
    """Whether the address is at a throw-away mail service."""
    domain = email.rpartition("@")[2].strip().lower().rstrip(".")
    return domain in blocklist or registrable(domain) in blocklist
