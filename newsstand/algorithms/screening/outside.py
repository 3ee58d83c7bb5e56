"""A service outside that gives its verdict: what it is sent, how that is signed, and what its answer means."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from newsstand.algorithms.screening.verdicts import Finding, Verdict

NAME = "outside"
# Older requests than this should be refused by the service: somebody may have kept one and sent it again.
MOST_AGE_SECONDS = 300
MOST_REASON = 200


def body(text: str, *, about: Mapping[str, object]) -> bytes:
    """What the service is sent: {"text": ..., and what is said `about` it}, as JSON in UTF-8."""
    return json.dumps({"text": text, **about}, ensure_ascii=False, sort_keys=True).encode()


def signature(secret: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers that prove who asks: the time in whole seconds, and HMAC-SHA256 of "TIME.BODY" in hexadecimal."""
    moment = str(int(now.timestamp()))
    signed = hmac.new(secret.encode(), moment.encode() + b"." + body, sha256).hexdigest()
    return {"X-Newsstand-Time": moment, "X-Newsstand-Signature": f"sha256={signed}"}


def is_signed(secret: str, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    """Whether a request with these headers came from who knows the secret, within the last minutes."""
    moment = headers.get("X-Newsstand-Time", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 13):
        return False
    wanted = signature(secret, body, datetime.fromtimestamp(int(moment), now.tzinfo))["X-Newsstand-Signature"]
    fresh = abs(now.timestamp() - int(moment)) <= MOST_AGE_SECONDS
    return fresh and hmac.compare_digest(wanted.encode(), headers.get("X-Newsstand-Signature", "").encode())


def read(status: int, answer: bytes) -> list[Finding]:
    """What the service found: one finding; none where it lets the text pass without a word.

    Raises ValueError, with what was wrong, for an answer that is none.
    """
    if status != 200:
        raise ValueError(f"it answered with status {status}")
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        raise ValueError("its answer is no JSON") from None
    if not isinstance(said, dict):
        raise ValueError("its answer is no JSON object")
    try:
        verdict = Verdict(said.get("verdict", ""))
    except ValueError:
        raise ValueError("its verdict is none of pass, flag, hold, refuse") from None
    reason, score = said.get("reason") or "", said.get("score")
    if not isinstance(reason, str) or (score is not None and not is_number(score)):
        raise ValueError("its reason is no text or its score no number")
    words = " ".join(reason.split())[:MOST_REASON]
    if verdict is Verdict.PASS and not words:
        return []
    number = "" if score is None else f" (score {score:.3g})"
    return [Finding(NAME, verdict, f"{words or 'The service that looks at comments objected to it'}{number}")]


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 1e9


def no_answer(why: str, verdict: str) -> Finding:
    """The finding that says that the service gave no verdict; `verdict` is what the house wants then."""
    return Finding(NAME, Verdict(verdict), f"The service that looks at comments did not answer: {why[:MOST_REASON]}.")
