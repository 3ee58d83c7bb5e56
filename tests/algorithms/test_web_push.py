"""Web push messages, byte for byte as RFC 8291 has them."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from newsstand.algorithms.web_push import LONGEST, encrypt, from_text, point_of, read_point, to_text

# RFC 8291, Appendix A.
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SENDER_POINT = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
TEXT = b"When I grow up, I want to be a watermelon"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def sender() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_text(SENDER), "big"), ec.SECP256R1())


def sealed(text: bytes = TEXT, receiver: str = RECEIVER, auth: str = AUTH, salt: str = SALT) -> bytes:
    given = {"receiver": from_text(receiver), "auth": from_text(auth), "salt": from_text(salt)}
    return encrypt(text, sender=sender(), **given)


def test_the_example_of_the_standard_comes_out_byte_for_byte() -> None:
    assert to_text(point_of(sender().public_key())) == SENDER_POINT
    assert to_text(sealed()) == BODY


def test_a_point_is_read_and_written_as_it_was() -> None:
    assert point_of(read_point(from_text(RECEIVER))) == from_text(RECEIVER)


@pytest.mark.parametrize("wrong", [{"receiver": "AAAA"}, {"receiver": to_text(b"\x04" + bytes(64))}, {"auth": "AAAA"}])
def test_keys_that_are_none_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"P-256|bytes|key"):
        sealed(**wrong)


def test_the_longest_text_fits_one_record_and_one_more_byte_does_not() -> None:
    assert len(sealed(bytes(LONGEST))) == 4096
    with pytest.raises(ValueError, match="3994 bytes"):
        sealed(bytes(LONGEST + 1))


@pytest.mark.parametrize("wrong", ["é", "a"])
def test_what_is_no_base64_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_text(wrong)
