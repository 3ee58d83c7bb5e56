"""Where allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect

from newsstand.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """A user is saved with a name, in one step."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Save the user that signed up under the name of the form.

        The form has looked whether name and address are free; who takes one of them in the meantime wins, and the other
        is asked again.
        """
        user.name = form.cleaned_data["name"]
        try:
            with transaction.atomic():
                super().save_user(request, user, form, commit)
        except IntegrityError:
            messages.error(request, "Somebody took that name or address a moment ago. Please try another.")
            raise ImmediateHttpResponse(redirect("account_signup")) from None
        return user
