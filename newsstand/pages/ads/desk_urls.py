"""The addresses of an advertiser's desk, under /advertisers/<slug>; they come after all words of ours."""

from django.urls import path

from newsstand.pages.ads.campaign_figures import advertiser_campaign
from newsstand.pages.ads.changes import advertiser_changes
from newsstand.pages.ads.close import advertiser_close, advertiser_export
from newsstand.pages.ads.conversions import advertiser_conversions
from newsstand.pages.ads.desk import advertiser_desk
from newsstand.pages.ads.estimate import advertiser_estimate
from newsstand.pages.ads.people import advertiser_invitation, advertiser_people
from newsstand.pages.ads.report import advertiser_report
from newsstand.pages.ads.rules import advertiser_rules

urlpatterns = [
    path("advertisers/invitation/<str:token>", advertiser_invitation, name="advertiser_invitation"),
    path("advertisers/<str:slug>", advertiser_desk, name="advertiser_desk"),
    path("advertisers/<str:slug>/campaigns/<int:number>", advertiser_campaign, name="advertiser_campaign"),
    path("advertisers/<str:slug>/report.<str:form>", advertiser_report, name="advertiser_report"),
    path("advertisers/<str:slug>/estimate", advertiser_estimate, name="advertiser_estimate"),
    path("advertisers/<str:slug>/rules", advertiser_rules, name="advertiser_rules"),
    path("advertisers/<str:slug>/conversions", advertiser_conversions, name="advertiser_conversions"),
    path("advertisers/<str:slug>/people", advertiser_people, name="advertiser_people"),
    path("advertisers/<str:slug>/changes", advertiser_changes, name="advertiser_changes"),
    path("advertisers/<str:slug>/close", advertiser_close, name="advertiser_close"),
    path("advertisers/<str:slug>/export", advertiser_export, name="advertiser_export"),
]
