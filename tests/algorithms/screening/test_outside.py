"""What a service outside is sent and may answer."""

from datetime import timedelta

import pytest

from newsstand.algorithms.screening import outside
from newsstand.algorithms.screening.verdicts import Verdict
from tests.algorithms.screening.facts import NOW

BODY = outside.body("Grüße", about={"language": "de"})


def test_what_is_sent_is_json_in_utf_8() -> None:
    assert '{"language": "de", "text": "Grüße"}'.encode() == BODY


def test_a_signature_holds_for_its_body_its_secret_and_its_minutes() -> None:
    headers = outside.signature("secret", BODY, NOW)
    assert outside.is_signed("secret", BODY, headers, NOW + timedelta(seconds=299))
    assert not outside.is_signed("other", BODY, headers, NOW)
    assert not outside.is_signed("secret", BODY + b" ", headers, NOW)
    assert not outside.is_signed("secret", BODY, headers, NOW + timedelta(seconds=301))
    assert not outside.is_signed("secret", BODY, {**headers, "X-Newsstand-Time": "1"}, NOW)
    for moment in ("", "now", "9" * 40, "-1"):
        assert not outside.is_signed("secret", BODY, {**headers, "X-Newsstand-Time": moment}, NOW)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b'{"verdict": "pass"}', []),
        (b'{"verdict": "pass", "reason": "all good"}', [(Verdict.PASS, "all good")]),
        (
            b'{"verdict": "hold", "reason": " rude\\n words ", "score": 0.91}',
            [(Verdict.HOLD, "rude words (score 0.91)")],
        ),
        (b'{"verdict": "refuse", "extra": 1}', [(Verdict.REFUSE, "The service that looks at comments objected to it")]),
    ],
)
def test_an_answer_is_read(answer: bytes, expected: list[tuple[Verdict, str]]) -> None:
    assert [(one.verdict, one.evidence) for one in outside.read(200, answer)] == expected


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (500, b'{"verdict": "pass"}', "status 500"),
        (200, b"", "no JSON"),
        (200, b"[" * 100_000, "no JSON"),
        (200, b"\xff", "no JSON"),
        (200, b'["pass"]', "no JSON object"),
        (200, b'{"verdict": "maybe"}', "none of pass"),
        (200, b'{"verdict": ["pass"]}', "none of pass"),
        (200, b'{"verdict": "hold", "reason": 5}', "no text"),
        (200, b'{"verdict": "hold", "score": NaN}', "no number"),
        (200, b'{"verdict": "hold", "score": true}', "no number"),
    ],
)
def test_nonsense_is_named(status: int, answer: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        outside.read(status, answer)


def test_no_answer_is_a_finding_with_the_verdict_that_the_house_wants() -> None:
    found = outside.no_answer("it took longer than 0.8 seconds", "hold")
    assert (found.phase, found.verdict) == ("outside", Verdict.HOLD)
    assert "did not answer: it took longer" in found.evidence
