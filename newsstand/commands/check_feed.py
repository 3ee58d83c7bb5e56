"""`newsstand check-feed ADDRESS`: what would become of a feed's items, and what to mend."""

import json
from dataclasses import asdict
from typing import Any

from newsstand.algorithms.feed_check import Finding, Severity, grouped
from newsstand.commands.show import say
from newsstand.ingest.add import CannotAddError
from newsstand.ingest.check import Checked, Fate, check_feed
from newsstand.lib.clock import now


def print_check(address: str, *, as_json: bool) -> int:
    """Check the feed at an address, or of a site, and store nothing. 1 when there is none or something is wrong in it.

    What is merely poorer than it could be does not fail the check.
    """
    try:
        checked = check_feed(address, now=now())
    except CannotAddError as error:
        say(" ".join(filter(None, [f"{address}: {error.reason}", error.detail])))
        return 1
    print(json.dumps(as_object(checked), ensure_ascii=False, indent=2) if as_json else as_text(checked))
    return 1 if any(finding.severity == Severity.WRONG for finding in checked.findings) else 0


def as_object(checked: Checked) -> dict[str, Any]:
    """Everything, for programs; times as ISO 8601."""
    whole = asdict(checked)
    for item in whole["fates"]:
        item["published"] = item["published"].isoformat()
    whole["items"] = whole.pop("fates")
    return whole


def as_text(checked: Checked) -> str:
    """Everything, for people."""
    lines = [f"{checked.name}: {checked.address} ({checked.format}, {len(checked.fates)} items)"]
    for group in grouped(checked.findings):
        lines += ["", f"{group.heading}:", *(line for finding in group.findings for line in finding_lines(finding))]
    if not checked.findings:
        lines += ["", "There is nothing to mend."]
    return "\n".join([*lines, "", "What would become of each item:", *(item_line(one) for one in checked.fates)])


def finding_lines(finding: Finding) -> list[str]:
    count = f" ({finding.count} of {finding.of} items)" if finding.of else ""
    shown = [f"      {example}" for example in finding.examples]
    return [f"  {finding.rule}: {finding.sentence}{count}", f"    To do: {finding.mend}", *shown]


def item_line(one: Fate) -> str:
    source = "text from its page" if one.text == "page" else f"text from the feed, {one.words} words"
    said = (
        one.reason if one.outcome != "accepted" else " ".join(filter(None, [source, one.reason and f"({one.reason})"]))
    )
    return f"  {one.outcome}: {one.title or one.address or 'without a title'}: {said}"
