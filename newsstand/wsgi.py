"""The web server's door: the page cache in front of Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsstand.settings")

from django.core.wsgi import get_wsgi_application

from newsstand.lib.pagecache import PageCache
from newsstand.reads.requests import CountRequests

application = CountRequests(PageCache(get_wsgi_application()))

# Set by `newsstand web`: signals and orders are then written once a second, and no page waits for a write. Reads are in
# a file before they are answered, and counted once a second; so are views and clicks of ads. Budgets are looked at
# about once a second too.
if os.environ.get("NEWSSTAND_SERVING"):
    from newsstand.advertisers import background as budgets
    from newsstand.advertisers import bookings
    from newsstand.ranking.inbox import inbox
    from newsstand.reads import background

    inbox.start()
    background.start()
    budgets.start()
    bookings.start()
