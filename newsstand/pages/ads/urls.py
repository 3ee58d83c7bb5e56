"""The addresses of advertising: under /advertisers, /slots, /ads and /counter."""

from django.urls import URLPattern, path

from newsstand.pages.ads.fill import fill
from newsstand.pages.ads.stripe_hook import stripe_hook
from newsstand.pages.ads.why import why, without
from newsstand.pages.ads.you_ads import you_ads
from newsstand.pages.advertisers import advertisers

urlpatterns: list[URLPattern] = [
    # Those with a word of ours first: none of them is an advertiser's slug (advertisers/names.py).
    path("advertisers", advertisers, name="advertisers"),
    path("slots/fill", fill, name="slots_fill"),
    path("slots/without", without, name="slots_without"),
    path("slots/why/<str:token>", why, name="slots_why"),
    path("api/payments/stripe", stripe_hook, name="stripe_hook"),
    path("you/ads", you_ads, name="you_ads"),
]
