"""Reading feeds from a real local server, as the tests of ingest do."""

from tests.ingest.conftest import reader, rss

__all__ = ["reader", "rss"]
