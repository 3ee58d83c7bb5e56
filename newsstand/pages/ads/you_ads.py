"""`/you/ads`: categories of ads that a reader does not want to see, on any page, until they say otherwise."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.models import Category
from newsstand.comments.views import for_users
from newsstand.lib import clock
from newsstand.readers.ads import choose_off, switched_off


@for_users
def you_ads(request: HttpRequest, user: User) -> HttpResponse:
    """GET shows the categories, the one in the address ticked beforehand; POST keeps those that are ticked."""
    if request.method == "POST":
        chosen = set(request.POST.getlist("category")) & set(Category.values)
        choose_off(user=user, categories=chosen, now=clock.now())
        messages.success(request, "Saved. It holds from the next page on.")
        return redirect("you_ads")
    off = switched_off(user)
    asked = request.GET.get("category", "")
    context = {
        "visitor": user,
        "categories": [
            {"key": category.value, "label": category.label, "is_off": category in off or category == asked}
            for category in Category
        ],
        "asked": asked if asked in Category.values and asked not in off else "",
        "may_have_messages": True,
    }
    return render(request, "pages/ads/you_ads.html", context)
