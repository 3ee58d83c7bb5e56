"""What a verb raises when it says no."""

from collections.abc import Sequence

from newsstand.algorithms.screening.verdicts import Finding, Verdict


class RefusedError(Exception):
    """The person may not do this; the message tells them why, in their words."""


class ScreenedError(RefusedError):
    """The rules give the text back to its writer: `text` as they read it, with what they found in it."""

    def __init__(self, text: str, findings: Sequence[Finding]) -> None:
        self.text = text
        self.findings = tuple(findings)
        reasons = [one.evidence for one in findings if one.verdict is Verdict.REFUSE]
        super().__init__(" ".join(dict.fromkeys(reasons)))


class TooFastError(Exception):
    """Enough for now; `seconds` says when to go on."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        wait = f"{seconds} second{'' if seconds == 1 else 's'}" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        super().__init__(f"That was a lot in a short time. Please try again in {wait}.")
