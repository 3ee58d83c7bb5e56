"""The addresses under /publishers: joining, and the publishers' own pages."""

from django.urls import path

from newsstand.pages.check import check
from newsstand.pages.contests import publisher_contests
from newsstand.pages.earnings import publisher_earnings
from newsstand.pages.items import again, items
from newsstand.pages.joining import joining
from newsstand.pages.pay_to import publisher_payouts
from newsstand.pages.publisher_articles import publisher_articles
from newsstand.pages.publisher_contract import publisher_contract
from newsstand.pages.publisher_desk import publisher_desk
from newsstand.pages.publisher_export import publisher_export, publisher_export_file, publisher_leave
from newsstand.pages.publisher_feeds import publisher_feed_set, publisher_feeds
from newsstand.pages.publisher_figures import publisher_figures
from newsstand.pages.publisher_invitation import publisher_invitation
from newsstand.pages.publisher_people import publisher_people
from newsstand.pages.publisher_profile import publisher_profile
from newsstand.pages.publisher_proof import publisher_proof
from newsstand.pages.publisher_taken import publisher_taken
from newsstand.pages.publishers import publishers
from newsstand.pages.statements import publisher_statement, publisher_statements
from newsstand.publishers import views as door

urlpatterns = [
    # Those with a word of ours first: none of them is a publisher's slug (ingest/add.py, TAKEN).
    path("publishers", publishers, name="publishers"),
    path("publishers/apply", door.apply, name="publisher_apply"),
    path("publishers/applications", door.applications, name="publisher_applications"),
    path("publishers/applications/<int:application_id>", door.application, name="publisher_application"),
    path("publishers/apply/<int:application_id>", joining, name="publisher_joining"),
    path("publishers/check", check, name="feed_check"),
    path("publishers/proof/<str:token>", publisher_proof, name="publisher_proof"),
    path("publishers/invitation/<str:token>", publisher_invitation, name="publisher_invitation"),
    path("publishers/<str:slug>/contests", publisher_contests, name="publisher_contests"),
    path("publishers/<str:slug>/people", publisher_people, name="publisher_people"),
    path("publishers/<str:slug>/profile", publisher_profile, name="publisher_profile"),
    path("publishers/<str:slug>", publisher_desk, name="publisher_desk"),
    path("publishers/<str:slug>/figures.<str:form>", publisher_figures, name="publisher_figures"),
    path("publishers/<str:slug>/articles", publisher_articles, name="publisher_articles"),
    path("publishers/<str:slug>/articles/taken/<int:take_down_id>", publisher_taken, name="publisher_taken"),
    path("publishers/<str:slug>/contract", publisher_contract, name="publisher_contract"),
    path("publishers/<str:slug>/export", publisher_export, name="publisher_export"),
    path("publishers/<str:slug>/export/<str:token>", publisher_export_file, name="publisher_export_file"),
    path("publishers/<str:slug>/leave", publisher_leave, name="publisher_leave"),
    path("publishers/<str:slug>/feeds", publisher_feeds, name="publisher_feeds"),
    path("publishers/<str:slug>/feeds/<int:feed_id>", publisher_feed_set, name="publisher_feed_set"),
    path("publishers/<str:slug>/items", items, name="items"),
    path("publishers/<str:slug>/items/<int:item_id>/again", again, name="item_again"),
    path("publishers/<str:slug>/earnings", publisher_earnings, name="publisher_earnings"),
    path("publishers/<str:slug>/payouts", publisher_payouts, name="publisher_payouts"),
    path("publishers/<str:slug>/statements", publisher_statements, name="publisher_statements"),
    path("publishers/<str:slug>/statements/<str:month>", publisher_statement, name="publisher_statement"),
]
