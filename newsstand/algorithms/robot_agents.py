"""Whether a program that asks for a page says of itself that nobody is reading.

Who lies is not found here: what one network may send in a day is limited where reads are counted.
"""

import re

# A robot gives an address where it is explained; browsers do not.
EXPLAINED = re.compile(r"\+?https?://|\(\+|@[\w.-]+\.\w", re.IGNORECASE)
NAMED = re.compile(
    r"bot\b|bots\b|bot[/;_-]|crawl|spider|slurp|scrap|archiver|preview|fetch|monitor|headless|lighthouse|pagespeed"
    r"|externalhit|externalagent|embedly|validator|checker|scanner|inspectiontool|googleother|mediapartners"
    r"|google-extended|google-safety|google-read-aloud|duplexweb|uptime|pingdom|statuscake|site24x7|zabbix|nagios"
    r"|anthropic-ai|-user/\d|claude-web|cohere-|omgili|facebookcatalog|skypeuri|feedburner"
    r"|feedly|feedreader|miniflux|freshrss|tiny tiny|inoreader|newsblur|netnewswire|akregator"
    r"|curl|wget|python|aiohttp|httpx|libwww-perl|java/|jakarta|okhttp|go-http|node-|\bnode/|axios|undici|php/|ruby|faraday"
    r"|perl|winhttp|apache-http|reqwest|postman|insomnia|phantomjs|selenium|puppeteer|playwright",
    re.IGNORECASE,
)
# Telephones whose maker is called so.
TELEPHONE = re.compile(r"\bcubot[ _-]", re.IGNORECASE)
BROWSER = re.compile(
    r"mozilla/\d|opera/\d|lynx/|links |elinks/|w3m/|dillo/|netsurf/|ucweb/|ucbrowser|nokia|blackberry", re.IGNORECASE
)
MOST_CHARACTERS = 2000


def is_robot(agent: str) -> bool:
    """Whether this User-Agent is that of a robot, a preview or a library; "" is nobody's browser."""
    said = TELEPHONE.sub("telephone ", agent[:MOST_CHARACTERS].strip())
    return not BROWSER.match(said) or bool(EXPLAINED.search(said) or NAMED.search(said))
