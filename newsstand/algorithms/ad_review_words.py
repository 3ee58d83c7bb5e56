"""The words by which rules know what an ad claims; English, German, French and Spanish."""

import re


def phrases(*said: str) -> re.Pattern[str]:
    """A pattern that finds any of these, as whole words, whatever their capitals."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE)


LOUD = re.compile(r"[!?¡¿]{2,}|\.{4,}|[★☆✓✔➤►▶✅❗‼⚡🔥💥💰💯]|[$€£]{2,}|!.*!", re.DOTALL)
DOMAIN = re.compile(r"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![\w.-]*@)(?!\w)", re.IGNORECASE)
SHORTENERS = frozenset(
    {
        *("bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "rb.gy"),
        *("lnkd.in", "t.ly", "shorturl.at", "tiny.cc", "bl.ink", "soo.gd", "s.id", "v.gd", "adf.ly", "amzn.to"),
    }
)
# A person looks at each of these.
LOOKED_AT = frozenset({"alcohol", "gambling", "dating", "politics"})

# Rule, words, verdict, what to say after the words, what to mend.
CLAIMS: tuple[tuple[str, re.Pattern[str], str, str, str], ...] = (
    (
        "returns",
        phrases(
            r"guaranteed (?:returns?|profits?|income|winnings?)",
            r"double your (?:money|savings|income)",
            r"(?:risk[- ]free|no[- ]risk) (?:returns?|profits?|investments?|trading)",
            r"get rich",
            r"make money (?:fast|from home|while you sleep)",
            r"garantierte (?:rendite|gewinne?)",
            r"reich werden",
            r"rendement garanti",
            r"rentabilidad garantizada",
        ),
        "refuse",
        "promises money that nobody can promise.",
        "Say what it is and what it costs, with its risk.",
    ),
    (
        "cure",
        phrases(
            r"cures? (?:cancer|diabetes|depression|arthritis|covid(?:-19)?|alzheimer[’']?s?|anything|everything)",
            r"miracle (?:cure|pill|diet|drug)",
            r"lose \d+ ?(?:kg|kilos?|pounds?|lbs?)(?: in \d+ (?:days?|weeks?))?",
            r"doctors hate",
            r"heilt (?:krebs|diabetes|alles)",
            r"wundermittel",
            r"\d+ kilo (?:weniger|abnehmen)",
            r"guérit le cancer",
            r"cura (?:el cáncer|la diabetes)",
        ),
        "refuse",
        "promises a cure or a body that nobody can promise.",
        "Say what it is; a claim about health needs proof on the landing page.",
    ),
    (
        "fake",
        phrases(
            r"you(?:[’']ve| have) won",
            r"your (?:computer|phone|device|account) (?:is|was|has been) (?:infected|hacked|locked|suspended)",
            r"virus (?:found|detected)",
            r"sie haben gewonnen",
            r"vous avez gagné",
            r"has ganado",
        ),
        "refuse",
        "pretends to be a message to the reader.",
        "Say what you offer.",
    ),
    (
        "bait",
        phrases(
            r"you won[’']t believe",
            r"(?:this )?one (?:weird|simple|strange) trick",
            r"what happened next",
            r"will shock you",
            r"das wird sie schockieren",
        ),
        "refuse",
        "keeps from the reader what it is about.",
        "Say in the headline what is on the page.",
    ),
    (
        "posing",
        phrases(r"breaking(?: news)?", r"just in", r"exclusive report", r"eilmeldung", r"alerte info", r"última hora"),
        "hold",
        "may be taken for news.",
        "Word it so that nobody takes it for an article.",
    ),
    (
        "guarantee",
        phrases(
            r"guaranteed?",
            r"100 ?% (?:success|safe|effective|natural)",
            r"risk[- ]free",
            r"no risk",
            r"garantiert",
            r"risikolos",
            r"garanti(?:e|es|s)?",
            r"sans risque",
            r"garantizad[oa]s?",
            r"sin riesgo",
        ),
        "hold",
        "is a guarantee.",
        "Say on the landing page what it covers, or leave it out.",
    ),
    (
        "superlative",
        phrases(
            r"(?:the )?(?:best|cheapest|fastest|safest|finest|greatest)(?: \w+)? (?:in (?:the )?\w+|ever|of all)",
            r"(?:no\.? ?|number |nº ?|#)(?:1|one)",
            r"world[’']?s (?:best|leading|first|largest)",
            r"unbeatable",
            r"market leader",
            r"die beste[nr]?",
            r"das beste",
            r"nummer (?:1|eins)",
            r"unschlagbar(?:e[rsn]?)?",
            r"le meilleur",
            r"la meilleure",
            r"el mejor",
            r"la mejor",
        ),
        "hold",
        "claims to be above all others.",
        "Say who measured it and when, or leave it out.",
    ),
    (
        "health",
        phrases(
            r"cures?",
            r"heals?",
            r"detox",
            r"anti[- ]?ag(?:e?ing)",
            r"weight loss",
            r"fat[- ]burn\w*",
            r"immune boost\w*",
            r"clinically proven",
            r"abnehmen",
            r"heilt",
            r"entgiftung",
            r"perte de poids",
            r"minceur",
            r"adelgazar",
        ),
        "hold",
        "is a claim about health.",
        "A person looks at what backs it on the landing page.",
    ),
    (
        "finance",
        phrases(
            r"crypto(?:currency|currencies)?",
            r"bitcoin",
            r"forex",
            r"passive income",
            r"instant loans?",
            r"no credit check",
            r"\d+(?:[.,]\d+)? ?% (?:returns?|interest|yield|rendite|zinsen)",
            r"sofortkredit",
            r"kredit ohne schufa",
            r"prêt immédiat",
            r"préstamo inmediato",
        ),
        "hold",
        "is a promise about money.",
        "A person looks at the terms on the landing page.",
    ),
    (
        "hurry",
        phrases(
            r"hurry",
            r"last chance",
            r"only today",
            r"today only",
            r"only \d+ left",
            r"ends? in \d+ \w+",
            r"act now",
            r"before it[’']?s too late",
            r"nur heute",
            r"letzte chance",
            r"nur noch \d+",
            r"dernière chance",
            r"aujourd[’']hui seulement",
            r"última oportunidad",
            r"sólo hoy",
        ),
        "flag",
        "hurries the reader.",
        "Give the date on which the offer ends.",
    ),
    (
        "click",
        phrases(r"click (?:here|now|below)", r"tap here", r"hier klicken", r"cliquez ici", r"haga clic"),
        "flag",
        "says nothing about the page.",
        "Say what the reader finds there.",
    ),
    (
        "personal",
        phrases(
            r"are you (?:in debt|overweight|depressed|single|gay|pregnant|divorced|an addict)",
            r"your (?:debts?|depression|diabetes|addiction|illness|religion|divorce|disability|criminal record)",
            r"ihre (?:schulden|depression|sucht)",
            r"vos dettes",
            r"sus deudas",
        ),
        "hold",
        "speaks as if it knew the reader.",
        "Ads here know nothing of who reads them: say what you offer, not who the reader is.",
    ),
)

# Words of a category that an ad of another one does not use.
ABOUT: dict[str, re.Pattern[str]] = {
    "gambling": phrases(
        *(r"casinos?", r"jackpots?", r"sports? betting", r"bookmakers?", r"free spins", r"poker", r"slot machines?"),
        *(r"sportwetten", r"glücksspiel", r"paris sportifs", r"apuestas"),
    ),
    "alcohol": phrases(
        *(r"beers?", r"wines?", r"whisk(?:e)?y", r"vodka", r"gin", r"cocktails?", r"brewery", r"winery", r"bier"),
        *(r"weine?", r"schnaps", r"bières?", r"vins?", r"cervezas?", r"vinos?"),
    ),
    "dating": phrases(r"singles (?:near|in) \w+", r"dating", r"partnersuche", r"rencontres?", r"citas"),
}

POLITICAL = phrases(
    *(r"vote (?:for|against|yes|no)", r"(?:re-?)?elect(?:ions?|oral)?", r"candidates?", r"referendum", r"petition"),
    *(r"ballot(?:s| measure)?", r"polling day", r"party manifesto", r"member of parliament", r"mayoral", r"senator"),
    *(r"wähl(?:t|en sie)", r"wahlkampf", r"bundestagswahl", r"volksentscheid", r"kandidat(?:in|en)?"),
    *(r"stimmen sie", r"votez", r"élections?", r"référendum", r"candidat(?:e|s)?", r"vota(?: por)?", r"elecciones"),
    r"candidat[oa]",
)
