"""Whether an article tells of deaths, crime or disasters, beside which advertising is quieter.

A list of words, and no model: it errs towards quiet, everybody can read it, and no advertiser sees more of a page than
that it is grave.
"""

import re

from newsstand.algorithms.words import fold

# One of these in a headline is enough; in the text, three different ones.
_WORDS = """
abducted abuse accident airstrike ambush amoklauf anschlag arson asesinado asesinato assassinated assault atrocity
attack attentat attentats autopsy avalanche beerdigung bereaved bodies bomb bombing burial casualties collapse coroner
corpse crash crashed cyclone dead deadly death deaths decede deces deuil die died dies disaster drowned drowning
drowns earthquake epidemic erdbeben ermordet explosion famine fatal fatalities fatally flooding funeral genocide
gestorben getotet grief guerra guerre gunman gunmen homicide hostage hostages hurricane inquest kidnapped killed
killer killing killings kills krieg landslide leiche luto manslaughter massacre meurtre mord morder mort morte morts
mourn mourned mourners mourning mourns muere muerta muerte muerto muertos murder murdered murders noyade obituary
obseques overdose rape raped seisme selbstmord shelling shooting shootings shot slain stabbed stabbing starb stirbt
suicide suicides suicidio suizid terremoto terror terrorist tiroteo tod todesfall tornado torture tot tote toten totet
trafficking tragedy tragic trauer trauert tsunami tue tuee tues uberfall ungluck vergewaltigt vergewaltigung victim
victims viol violacion violence war wildfire wounded wreck
"""
GRAVE = frozenset(_WORDS.split())
# Where one of them means nothing of the kind.
HARMLESS = re.compile(
    r"\b(?:dead (?:heat|line|end|ball|lock)|heart[- ]?attack(?:ing)? prices|killer (?:app|whale|instinct)|price war"
    r"|war of words|(?:long|screw|film|photo|big|best|one|penalty|free) shots?|shot (?:put|in)|photo shooting"
    r"|crash (?:course|diet)|die[- ]hards?|dying to|bomb cyclone sale|counter[- ]?attack|attacking (?:play|midfielder)"
    r"|tote bag|box office bomb)\b",
    re.IGNORECASE,
)
# "Die" and "tote" are other words in German and in a headline of goods.
GERMAN = frozenset({"die", "war", "dies"})
FRENCH_OR_ENGLISH = frozenset({"tote", "tot", "tod", "viol", "tue"})
ENOUGH = 3
MOST_CHARACTERS = 4000


def is_grave(headline: str, text: str, *, language: str = "") -> bool:
    """Whether the headline has one of the words, or the beginning of the text three different ones.

    `language`: as BCP 47, by which words are left out that mean something else there; "" where it is unknown.
    """
    if grave_words(headline, language):
        return True
    return len(grave_words(text[:MOST_CHARACTERS], language)) >= ENOUGH


def grave_words(text: str, language: str = "") -> set[str]:
    """Which of the words stand in a text."""
    said = {fold(word) for word in re.findall(r"[^\W\d_]+", HARMLESS.sub(" ", text))}
    begins = language[:2].lower()
    apart = GERMAN if begins == "de" else FRENCH_OR_ENGLISH if begins in {"en", "nl", ""} else frozenset()
    return (said & GRAVE) - apart
