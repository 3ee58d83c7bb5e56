"""The web server's door: the page cache in front of Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsstand.settings")

from django.core.wsgi import get_wsgi_application

from newsstand.lib.pagecache import PageCache

application = PageCache(get_wsgi_application())
