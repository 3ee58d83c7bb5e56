"""The fields of OpenRTB 2.6 and Native 1.2 that a request may have, with their types, as their tables name them.

From the tables 3.2.1 to 3.2.26 of OpenRTB 2.6 and 4.1 to 4.6 of Native 1.2 (CC BY 3.0, IAB Tech Lab); "!" is required.
"""

from typing import Any

Rule = Any
WORDS, NUMBERS = [str], [int]
NUMBER = (int, float)

FORMAT = {"w": int, "h": int}
BANNER = {
    "format": [FORMAT], "w": int, "h": int, "btype": NUMBERS, "battr": NUMBERS, "pos": int, "mimes": WORDS,
    "topframe": int, "expdir": NUMBERS, "api": NUMBERS, "id": str, "vcm": int,
}  # fmt: skip
NATIVE_IMP = {"request!": str, "ver": str, "api": NUMBERS, "battr": NUMBERS}
IMP = {
    "id!": str, "banner": BANNER, "native": NATIVE_IMP, "displaymanager": str, "instl": int, "tagid": str,
    "bidfloor": NUMBER, "bidfloorcur": str, "secure": int, "exp": int, "rwdd": int, "ssai": int,
}  # fmt: skip
PUBLISHER = {"id": str, "name": str, "cattax": int, "cat": WORDS, "domain": str}
CONTENT = {"id": str, "title": str, "cat": WORDS, "cattax": int, "context": int, "language": str, "keywords": str}
SITE = {
    "id": str, "name": str, "domain": str, "cattax": int, "cat": WORDS, "sectioncat": WORDS, "pagecat": WORDS,
    "page": str, "ref": str, "search": str, "mobile": int, "privacypolicy": int, "publisher": PUBLISHER,
    "content": CONTENT, "keywords": str, "kwarray": WORDS,
}  # fmt: skip
NODE = {"asi!": str, "sid!": str, "rid": str, "name": str, "domain": str, "hp": int}
CHAIN = {"complete!": int, "nodes!": [NODE], "ver!": str}
SOURCE = {"fd": int, "tid": str, "pchain": str, "schain": CHAIN}
USED = {"domain": str, "dsaparams": NUMBERS}
DSA = {"dsarequired": int, "pubrender": int, "datatopub": int, "transparency": [USED]}
REGS = {"coppa": int, "gdpr": int, "us_privacy": str, "gpp": str, "gpp_sid": NUMBERS, "ext": {"dsa": DSA, "gpc": str}}
USER = {"id": str, "buyeruid": str, "keywords": str}
REQUEST = {
    "id!": str, "imp!": [IMP], "site": SITE, "user": USER, "test": int, "at": int, "tmax": int, "wseat": WORDS,
    "bseat": WORDS, "allimps": int, "cur": WORDS, "wlang": WORDS, "bcat": WORDS, "cattax": int, "badv": WORDS,
    "source": SOURCE, "regs": REGS,
}  # fmt: skip

IMAGE = {"type": int, "w": int, "wmin": int, "h": int, "hmin": int, "mimes": WORDS}
ASSET = {"id!": int, "required": int, "title": {"len!": int}, "img": IMAGE, "data": {"type!": int, "len": int}}
TRACKER = {"event!": int, "methods!": NUMBERS}
NATIVE = {
    "ver": str, "context": int, "contextsubtype": int, "plcmttype": int, "plcmtcnt": int, "seq": int,
    "assets!": [ASSET], "aurlsupport": int, "durlsupport": int, "eventtrackers": [TRACKER], "privacy": int,
}  # fmt: skip


def faults(value: Any, rule: Rule, at: str = "") -> list[str]:
    """Where a value is not what the rule says; nothing where it is."""
    if isinstance(rule, list):
        if not isinstance(value, list):
            return [f"{at} is no array"]
        return [fault for number, one in enumerate(value) for fault in faults(one, rule[0], f"{at}[{number}]")]
    if isinstance(rule, dict):
        if not isinstance(value, dict):
            return [f"{at} is no object"]
        known = {name.rstrip("!"): part for name, part in rule.items()}
        found = [f"{at}.{name} is missing" for name in rule if name.endswith("!") and name[:-1] not in value]
        for name, one in value.items():
            found += faults(one, known[name], f"{at}.{name}") if name in known else [f"{at}.{name} is unknown"]
        return found
    is_right = isinstance(value, rule) and not (isinstance(value, bool) and rule is not bool)
    return [] if is_right else [f"{at} is {value!r}"]
