"""The addresses of advertising: under /advertisers, /slots, /ads and /counter."""

from django.urls import URLPattern, path

from newsstand.pages.ads.counter import counter
from newsstand.pages.ads.counter_house import counter_house
from newsstand.pages.ads.desk_urls import urlpatterns as desks
from newsstand.pages.ads.events import click, view
from newsstand.pages.ads.fill import fill
from newsstand.pages.ads.held import counter_held, counter_hold
from newsstand.pages.ads.library import library, library_ad, library_json
from newsstand.pages.ads.money import invoice, money, money_file
from newsstand.pages.ads.payouts import counter_payouts, counter_payouts_file
from newsstand.pages.ads.sellers import ads_txt, sellers_json
from newsstand.pages.ads.service_urls import urlpatterns as service
from newsstand.pages.ads.stripe_hook import stripe_hook
from newsstand.pages.ads.why import why, without
from newsstand.pages.ads.you_ads import you_ads
from newsstand.pages.advertisers import advertisers

urlpatterns: list[URLPattern] = [
    # Those with a word of ours first: none of them is an advertiser's slug (advertisers/names.py).
    path("advertisers", advertisers, name="advertisers"),
    *service,
    path("slots/fill", fill, name="slots_fill"),
    path("slots/without", without, name="slots_without"),
    path("slots/view", view, name="slots_view"),
    path("slots/click/<str:token>", click, name="slots_click"),
    path("slots/why/<str:token>", why, name="slots_why"),
    path("advertisers/<str:slug>/money", money, name="advertiser_money"),
    path("advertisers/<str:slug>/money.csv", money_file, name="advertiser_money_file"),
    path("advertisers/<str:slug>/money/<str:number>", invoice, name="advertiser_invoice"),
    path("counter", counter, name="counter"),
    path("counter/held", counter_held, name="counter_held"),
    path("counter/held/<int:hold_id>", counter_hold, name="counter_hold"),
    path("counter/payouts", counter_payouts, name="counter_payouts"),
    path("counter/payouts/<str:month>.<str:form>", counter_payouts_file, name="counter_payouts_file"),
    path("ads.txt", ads_txt, name="ads_txt"),
    path("sellers.json", sellers_json, name="sellers_json"),
    path("api/payments/stripe", stripe_hook, name="stripe_hook"),
    path("ads", library, name="ads"),
    path("ads.json", library_json, name="ads_json"),
    path("ads/<int:ad_id>", library_ad, name="ads_ad"),
    path("you/ads", you_ads, name="you_ads"),
    path("counter/house", counter_house, name="counter_house"),
    *desks,
]
