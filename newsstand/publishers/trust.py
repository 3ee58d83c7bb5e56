"""What readers are told of who is behind a publisher, and what it does not say."""

from dataclasses import dataclass

from newsstand.publishers.models import Publisher


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a reader should know: its anchor on the page, the question, the answer or, without one, its lack."""

    anchor: str
    name: str
    said: str
    missing: str

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.said.splitlines() if line.strip()]


# The column, the heading, and what is said where it is empty; in the order of the page.
FACTS = (
    ("ownership", "Who owns it", "Does not say who owns it."),
    ("funding", "What it lives on", "Does not say what it lives on."),
    ("masthead", "Who edits it", "Does not say who edits it."),
    ("corrections_policy", "How it corrects itself", "Does not say how it corrects itself."),
    ("ethics_policy", "By which rules it works", "Does not say by which rules it works."),
    ("contact", "How to reach it", "Does not say how readers reach it."),
)


def facts_of(publisher: Publisher) -> tuple[Fact, ...]:
    """All of them, in order, whether there is an answer or not. No query."""
    return tuple(Fact(column, name, getattr(publisher, column), missing) for column, name, missing in FACTS)
