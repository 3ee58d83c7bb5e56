"""The published reasons: why something is reported, held or removed, in everybody's words.

The list follows what the field has settled on: the reports of Coral and Mastodon, and the categories of the Digital
Services Act's transparency database.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `label` names it everywhere; `rule` is the house rule as readers find it published; `author` tells
    the person concerned, in a sentence after "Your comment was removed"; `moderator` says when to use it.

    `is_private` reasons concern somebody's private life or the law: the public log never repeats what was removed.
    """

    code: str
    label: str
    rule: str
    author: str
    moderator: str
    is_private: bool = False


REASONS: dict[str, Reason] = {
    one.code: one
    for one in (
        Reason(
            "offensive",
            "Offensive language",
            "No obscene or degrading language.",
            "It uses words that degrade others or that most readers do not want to meet here.",
            "Coarse words that are not aimed at a person.",
        ),
        Reason(
            "abusive",
            "Attack on a person",
            "Argue about what was said, never about who said it.",
            "It attacks a person instead of answering what they said.",
            "Insults, mockery, name-calling between readers or of those in the news.",
        ),
        Reason(
            "harassment",
            "Harassment or threat",
            "No threats, no pursuit of a person, no call to do so.",
            "It threatens somebody or pursues them.",
            "Threats, repeated pursuit, calls to contact somebody. Think of a suspension.",
        ),
        Reason(
            "hate",
            "Hatred of a group",
            "No contempt for people because of what they are.",
            "It speaks with contempt of people because of what they are.",
            "Origin, religion, sex, orientation, disability, age.",
        ),
        Reason(
            "illegal",
            "Against the law",
            "Nothing that the law forbids.",
            "We believe that the law forbids it.",
            "Name the law under “ground”. Incitement, defamation, symbols, trade in what is forbidden.",
            is_private=True,
        ),
        Reason(
            "personal_data",
            "Private details",
            "Nobody’s address, number, illness or picture without their consent.",
            "It tells private details of somebody.",
            "Addresses, telephone numbers, names of minors, of suspects, of the ill.",
            is_private=True,
        ),
        Reason(
            "misinformation",
            "Misleading",
            "No claim that is known to be false and can do harm.",
            "It claims something that is known to be false and can do harm.",
            "Only what can be shown false: say with what, in the explanation. An opinion is no misinformation.",
        ),
        Reason(
            "spam",
            "Advertising or repeated text",
            "No advertising, no text posted again and again.",
            "It advertises something, or was posted again and again.",
            "Also links that lead somewhere else than they say.",
        ),
        Reason(
            "off_topic",
            "Off topic",
            "Talk about the article.",
            "It is not about the article it stands under.",
            "Be generous: a thread may wander.",
        ),
        Reason(
            "banned_word",
            "A word that is not used here",
            "Some words are not used here.",
            "It has a word that this house does not print.",
            "What the word list found.",
        ),
        Reason(
            "ad_misleading",
            "Misleading ad",
            "No ad that misleads: no promise that cannot be kept, no claim without proof, none that poses as news.",
            "It promises or claims what its landing page does not show to be true, or may be taken for news.",
            "Ads only. Superlatives, guarantees, cures, returns, false messages. Say which words.",
        ),
        Reason(
            "ad_landing",
            "Landing page",
            "An ad leads where it says: to a page that opens, is about the same, and says who is behind it.",
            "Its landing page does not open, is about something else, or does not say who is behind it.",
            "Ads only. Open the page yourself; what the worker found stands under findings.",
        ),
        Reason(
            "ad_forbidden",
            "Not advertised here",
            "Some things are not advertised here; which, stands on the advertisers’ page.",
            "What it is for is not advertised here.",
            "Ads only. Categories that the house refuses, and what the law forbids to advertise.",
        ),
        Reason(
            "ad_payer",
            "Who pays is not said",
            "An ad says who pays for it, and a political one also for which vote or law.",
            "It does not say truly who pays for it, or is political and does not say so.",
            "Ads only. A payer that is none, a political ad that is not declared.",
        ),
        Reason(
            "ad_quality",
            "Not fit to print",
            "An ad is written as a newspaper would: no shouting, and a picture in which one sees something.",
            "It shouts, has mistakes that disturb, or its picture cannot be made out.",
            "Ads only. Say what to mend: another ad may replace it.",
        ),
        Reason(
            "other",
            "Something else",
            "What else makes talking here impossible.",
            "The moderator explains it below.",
            "Write the explanation: this says nothing by itself.",
        ),
    )
}
# Reasons that are given for ads alone.
OF_ADS = frozenset(code for code in REASONS if code.startswith("ad_"))
# A removal for this reason says nothing by itself.
NEEDS_EXPLANATION = frozenset({"other", "misinformation"})
CHOICES = [(one.code, one.label) for one in REASONS.values()]
CHOICES_OF_TEXTS = [(code, label) for code, label in CHOICES if code not in OF_ADS]


def label_of(code: str) -> str:
    """A reason's label; the code itself for one that is not published any more."""
    return REASONS[code].label if code in REASONS else code
