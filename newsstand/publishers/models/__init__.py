"""News outlets, their people, the feeds they connect, the contract each has with us, and applications to join."""

from newsstand.publishers.models.changes import ContractChange, FeedEvent
from newsstand.publishers.models.feeds import Feed, FeedQuerySet
from newsstand.publishers.models.joining import Application, Event, Invitation, Proof
from newsstand.publishers.models.outlets import Contract, ContractQuerySet, Publisher, PublisherQuerySet, Terms
from newsstand.publishers.models.people import Membership, Role, belongs, may_be

__all__ = [
    "Application",
    "Contract",
    "ContractChange",
    "ContractQuerySet",
    "Event",
    "Feed",
    "FeedEvent",
    "FeedQuerySet",
    "Invitation",
    "Membership",
    "Proof",
    "Publisher",
    "PublisherQuerySet",
    "Role",
    "Terms",
    "belongs",
    "may_be",
]
