"""Account numbers of banks (IBAN, ISO 13616), checked before money is sent to one."""

import re

WRITTEN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
# How long one is, by country; the SWIFT registry's, of those that pay in SEPA and a few beside.
LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip


def read_iban(said: str) -> str:
    """An IBAN without its spaces, in capitals. Raises ValueError with what is wrong with it.

    The two figures after the country make the whole, read as a number with A as 10, leave 1 when it is divided by 97
    (ISO 7064, MOD 97-10): one wrong figure, or two that changed places, show.
    """
    found = re.sub(r"[\s-]", "", said).upper()
    if not WRITTEN.fullmatch(found):
        raise ValueError("An IBAN begins with two letters and two figures, such as DE89 3704 0044 0532 0130 00.")
    length = LENGTHS.get(found[:2])
    if length is not None and len(found) != length:
        raise ValueError(f"An IBAN of {found[:2]} has {length} characters; this one has {len(found)}.")
    turned = "".join(str(int(letter, 36)) for letter in found[4:] + found[:4])
    if int(turned) % 97 != 1:
        raise ValueError("This IBAN has a wrong figure, or two that changed places: compare it with your bank's.")
    return found


def spaced(iban: str) -> str:
    """In groups of four, as banks print it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
