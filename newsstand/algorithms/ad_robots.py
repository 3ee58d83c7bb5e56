"""Whether a view or click of an ad comes from a program: stricter than for reads, because money hangs on it.

Beside what `robot_agents` knows: monitors, scanners, research and agents that browse as people do and give their names
in the middle of a browser's. In-app browsers that are known to be imitated by scanners stand here with the very builds
that the public list has (github.com/monperrus/crawler-user-agents), not with their family.
"""

import re

from newsstand.algorithms.robot_agents import MOST_CHARACTERS, is_robot

NAMED = re.compile(
    r"httrack|[\w.]-?agent\b|agent[-/) ]|appinsights|siteimprove|dareboost|zgrab|outbrain|google-|google favicon"
    r"|twingly|dataprovider|theoldreader|datanyze|trendsmapresolver|evc-batch|\bptst/|cookiehub|synthetics|nikto|newsai/"
    r"|ap3a\.240617\.008|attracta|code/1\.\d|collapsify|hardenize|metaiab facebook|netcraft|nitro-|auditor|scope3"
    r"|silktide|thousandeyes|trae/|fluid/|keydrop|semantic-visions|sindup|sqwatcher|tsm-turingos|webcapture"
    r"|adbeat|linkcheck|\bbw/\d|b\.o\.t\d|researchscan|criticalcss|\bdlc/|feeder\.co|foregenix|ghost inspector"
    r"|imageproxy|gtmetrix|hotjar|linktiger|marketgoo|miniature\.io|montools|nbertaupete|contentscan|newsnow/|openvas"
    r"|playstore-google|printfriendly|pro-sitemaps|pwabuilder|readable/|retrolistecom|securityheaders|optimizer\)"
    r"|splash version|rigor\)|testlocally|uptimia|indy library|abuse\.|ylt chrome|upday/|watchtowr|productfinder",
    re.IGNORECASE,
)


def is_program(agent: str) -> bool:
    """Whether this User-Agent is that of a program, not of a browser with somebody in front of it."""
    return is_robot(agent) or bool(NAMED.search(agent[:MOST_CHARACTERS]))
