"""Publishers who say that they put something right."""

import pytest

from newsstand.algorithms.corrections import MOST_EVIDENCE, Kind, Place, correction

TEXT = "The bridge is shut.\nDivers found a crack.\nThe council meets on Tuesday."


@pytest.mark.parametrize(
    ("headline", "text", "kind", "place"),
    [
        ("Correction: The bridge is open", TEXT, Kind.CORRECTION, Place.HEADLINE),
        ("CORRECTED-Bridge shut", TEXT, Kind.CORRECTION, Place.HEADLINE),
        ("Bridge shut (corrected)", TEXT, Kind.CORRECTION, Place.HEADLINE),
        ("Bridge shut", f"Clarification: the bridge is not shut.\n{TEXT}", Kind.CLARIFICATION, Place.BEGINNING),
        ("Bridge shut", f"{TEXT}\nCorrection: it is the third pier.", Kind.CORRECTION, Place.END),
        ("Bridge shut", f"{TEXT}\nCORRECTION (Nov. 22): it is the third pier.", Kind.CORRECTION, Place.END),
        ("Bridge shut", f"{TEXT}\n(Correction, 22 November, 4 p.m.: the third.)", Kind.CORRECTION, Place.END),
        ("Bridge shut", f"{TEXT}\n\nCorrections: two names were wrong.\n", Kind.CORRECTION, Place.END),
        ("Brücke zu", "Die Brücke.\nBerichtigung: Es ist der dritte Pfeiler.", Kind.CORRECTION, Place.END),
        ("Puente cerrado", "El puente.\nFe de errores: es el tercer pilar.", Kind.CORRECTION, Place.END),
    ],
)
def test_what_a_publisher_calls_a_correction_is_one(headline: str, text: str, kind: Kind, place: Place) -> None:
    found = correction(headline, text)
    assert found is not None
    assert (found.kind, found.place) == (kind, place)
    source = headline if place is Place.HEADLINE else text
    assert found.evidence in " ".join(source.split())


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Bridge shut", TEXT),
        ("Market correction: what it means", TEXT),
        ("Bridge shut", "Correction officers at the jail said: nobody was hurt."),
        ("Bridge shut", "A correction is needed.\nThe end."),
        ("Bridge shut", "One.\nCorrection: this stands in the middle.\nThree."),
        ("The corrected figures", TEXT),
        ("", ""),
    ],
)
def test_what_only_sounds_like_one_is_none(headline: str, text: str) -> None:
    assert correction(headline, text) is None


def test_the_evidence_is_short() -> None:
    found = correction("Bridge shut", "Correction: " + "very " * 500)
    assert found is not None
    assert len(found.evidence) <= MOST_EVIDENCE
