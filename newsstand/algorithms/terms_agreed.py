"""What follows from the terms of a contract, a sentence each, for who agrees to them; a change: `contract_words`."""

from collections.abc import Mapping

from newsstand.algorithms.contract_words import many, number, percent, span

_INDEXING = {
    "noindex": "Search engines are asked not to list our copy: they send readers to you.",
    "canonical": "Search engines may read our copy, and are told that your own page is the one that counts.",
    "index": "Search engines may list our copy as a page of its own, beside yours.",
}


def what_follows(terms: Mapping[str, object]) -> tuple[str, ...]:
    """A sentence for each thing that these terms decide, by the names of a contract's columns.

    `share`, in hundredths of a per cent, is left out where there is none.
    """
    words, days = number(terms.get("excerpt_words")), number(terms.get("expires_after_days"))
    embargo, share = number(terms.get("embargo_minutes")), terms.get("share")
    said = [
        f"Readers see the first {many(words, 'word')} of each article, and a link to the rest on your site."
        if words
        else "Readers see each article in full, with a link to the original on your site.",
        f"An article appears here {span(embargo)} after you published it."
        if embargo
        else "An article appears here as soon as we read it in your feed.",
        f"It leaves this site {many(days, 'day')} after you published it: its page, our lists, search and feeds."
        if days
        else "It stays until you take it down, or leave.",
        _INDEXING.get(str(terms.get("indexing") or "noindex"), _INDEXING["noindex"]),
        licence_words(str(terms.get("licence") or ""), str(terms.get("licence_url") or "")),
    ]
    if share is not None:
        earned = percent(number(share))
        said.append(f"Of what your articles earn here you get {earned}; every cent stands in your statements.")
    said.append("You can change these terms on any day. What you change holds at once for everything that is here.")
    return tuple(said)


def licence_words(licence: str, address: str) -> str:
    """What is said of the rights below each article."""
    if licence or address:
        return f"Below each article stands what others may do with it: {licence or address}."
    return "Others may do nothing with your articles that the law does not allow: the rights stay yours."
