"""What a visitor sees when there is nothing else to see."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Our own messages say what to do, so they are shown; Django's may repeat what an attacker sent."""
    said = str(exception) if type(exception).__name__ == "BadRequest" else ""
    return render(request, "400.html", {"said": said}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", {"said": str(exception)}, status=403)


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form that did not come from a page of ours, or whose page was too old. `reason` is for logs only."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500. No request goes into it: whatever failed must not be asked again."""
    context = {"site_name": settings.NEWSSTAND_NAME, "site_language": settings.NEWSSTAND_LANGUAGE}
    return HttpResponse(render_to_string("500.html", context), status=500)
