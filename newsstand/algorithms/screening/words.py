"""The house's word lists: banned words, and suspect ones."""

from newsstand.algorithms.screening.facts import Facts
from newsstand.algorithms.screening.verdicts import Finding, Phase, Verdict
from newsstand.algorithms.screening.word_lists import find as find_words

# A text that is nothing else needs no longer list of evidence.
MOST_FINDINGS = 20


def find(text: str, facts: Facts) -> list[Finding]:
    rules = facts.rules
    banned, suspect = find_words(text, rules.banned), find_words(text, rules.suspect)
    taken = {(one.start, one.end) for one in banned}
    found = [
        Finding("words", Verdict(rules.banned_verdict), evidence(text[one.start : one.end]), one.start, one.end)
        for one in banned
    ]
    found += [
        Finding("words", Verdict(rules.suspect_verdict), looked_at(text[one.start : one.end]), one.start, one.end)
        for one in suspect
        if (one.start, one.end) not in taken
    ]
    return found[:MOST_FINDINGS]


def evidence(word: str) -> str:
    return f"“{word[:100]}” is not said here."


def looked_at(word: str) -> str:
    return f"A moderator looks at “{word[:100]}” in its place."


PHASE = Phase("words", find)
