"""Which domains a publisher or an applicant proved."""

from newsstand.algorithms.proofs import covers
from newsstand.algorithms.urls import host
from newsstand.publishers.models import Application, Proof, Publisher


def proved_domains(subject: Publisher | Application) -> list[str]:
    """The domains that were proved for a publisher, or by the applicant of an application. One query."""
    proofs = (
        Proof.objects.filter(publisher=subject)
        if isinstance(subject, Publisher)
        else Proof.objects.filter(application=subject, user=subject.applicant_id)
    )
    return list(proofs.exclude(proved_at=None).order_by("proved_domain").values_list("proved_domain", flat=True))


def is_proved(subject: Publisher | Application, address: str) -> bool:
    """Whether a domain that was proved covers the host of this address."""
    return any(covers(domain, host(address)) for domain in proved_domains(subject))
