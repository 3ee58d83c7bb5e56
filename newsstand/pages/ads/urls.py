"""The addresses of advertising: under /advertisers, /slots, /ads and /counter."""

from django.urls import URLPattern, path

from newsstand.pages.advertisers import advertisers

urlpatterns: list[URLPattern] = [
    # Those with a word of ours first: none of them is an advertiser's slug (advertisers/names.py).
    path("advertisers", advertisers, name="advertisers"),
]
