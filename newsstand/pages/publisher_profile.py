"""Where a publisher says who is behind it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.describe import FIELDS, describe
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.forms import ProfileForm
from newsstand.publishers.models import Publisher, Role, may_be
from newsstand.publishers.trust import facts_of


@for_members(Role.EDITOR)
def publisher_profile(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/profile`: viewers read it, editors and owners change it."""
    form = ProfileForm(request.POST or None, instance=Publisher.objects.get(pk=publisher.pk))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in FIELDS if name in form.cleaned_data}
            try:
                describe(publisher=publisher, said=said, by=user, now=clock.now())
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Saved. Readers see it now.")
                return redirect("publisher_profile", publisher.slug)
    context = {
        "visitor": user,
        "publisher": publisher,
        "here": "profile",
        "form": form,
        "facts": facts_of(publisher),
        "may_change": may_be(user, publisher, Role.EDITOR),
        "may_have_messages": True,
    }
    return render(request, "pages/publisher_profile.html", context, status=status)
