"""The addresses of self-service: joining, campaigns' forms, ads."""

from django.urls import URLPattern, path

from newsstand.pages.ads.ad_form import ad_new, ad_preview
from newsstand.pages.ads.ad_page import ad_page
from newsstand.pages.ads.campaign_form import campaign_edit, campaign_new, campaign_topics
from newsstand.pages.ads.join import advertisers_join
from newsstand.pages.ads.suspend import advertiser_suspend

urlpatterns: list[URLPattern] = [
    path("advertisers/join", advertisers_join, name="advertisers_join"),
    path("advertisers/<str:slug>/suspend", advertiser_suspend, name="advertiser_suspend"),
    path("advertisers/<str:slug>/topics", campaign_topics, name="advertiser_topics"),
    path("advertisers/<str:slug>/campaigns/new", campaign_new, name="advertiser_campaign_new"),
    path("advertisers/<str:slug>/campaigns/<int:number>/edit", campaign_edit, name="advertiser_campaign_edit"),
    path("advertisers/<str:slug>/campaigns/<int:number>/ads/new", ad_new, name="advertiser_ad_new"),
    path("advertisers/<str:slug>/campaigns/<int:number>/preview", ad_preview, name="advertiser_ad_preview"),
    path("advertisers/<str:slug>/ads/<int:number>", ad_page, name="advertiser_ad"),
]
