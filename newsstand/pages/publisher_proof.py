"""Where the link of a mail leads that was sent to a domain: one button proves it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newsstand.accounts.visitor import visitor
from newsstand.lib import clock
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.prove_by_mail import confirm, proof_of


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def publisher_proof(request: HttpRequest, token: str) -> HttpResponse:
    """`/publishers/proof/<token>`: GET says what is asked and by whom, POST proves it; nobody has to sign in.

    The token is the permission, so the form needs no other. 410 for one that holds no more: mail programs that open
    links by themselves prove nothing.
    """
    proof, error = proof_of(token), ""
    if proof is None or not proof.application.can_change:
        error = "This link holds no more. Whoever applied can have another one sent."
    elif request.method == "POST":
        try:
            proof = confirm(token=token, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
    context = {
        "visitor": visitor(request),
        "proof": proof,
        "domain": proof.mailed_to.rpartition("@")[2] if proof else "",
        "done": request.method == "POST" and not error,
        "error": error,
    }
    response = render(request, "pages/publisher_proof.html", context, status=410 if error else 200)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"
    return response
