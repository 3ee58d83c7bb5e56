"""What a browser calls itself, in words that its owner knows."""

import re

# The first that is found says it: nearly every browser claims to be some others as well.
BROWSERS = (
    (r"edg(?:e|a|ios)?/", "Edge"),
    (r"opr/|opera", "Opera"),
    (r"samsungbrowser/", "Samsung Internet"),
    (r"vivaldi/", "Vivaldi"),
    (r"duckduckgo/|ddg/", "DuckDuckGo"),
    (r"firefox/|fxios/", "Firefox"),
    (r"(?:headless)?chrome/|crios/|chromium/", "Chrome"),
    (r"safari/", "Safari"),
)
SYSTEMS = (
    (r"iphone", "iPhone"),
    (r"ipad", "iPad"),
    (r"android", "Android"),
    (r"windows", "Windows"),
    (r"cros ", "ChromeOS"),
    (r"mac os x|macintosh", "Mac"),
    (r"linux|x11", "Linux"),
)


def device_name(user_agent: str) -> str:
    """A User-Agent as "Firefox on Linux", "Safari on iPhone"; "An unknown browser" where it says nothing we know."""
    text = user_agent.lower()
    browser = next((name for sign, name in BROWSERS if re.search(sign, text)), "")
    system = next((name for sign, name in SYSTEMS if re.search(sign, text)), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "An unknown browser")
