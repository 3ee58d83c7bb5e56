"""How English texts write countries and states besides their full names: aliases, abbreviations, peoples."""

# GeoNames' names of countries are full: texts have others.
COUNTRY_ALIASES = {
    "US": "U.S.|U.S|US|USA|U.S.A.|United States of America|America",
    "GB": "UK|U.K.|Britain|Great Britain",
    "RU": "Russian Federation",
    "AE": "UAE|Emirates|United Arab Emirates",
    "CZ": "Czech Republic|Czechia",
    "KR": "South Korea|Republic of Korea",
    "KP": "North Korea",
    "CD": "Congo|DR Congo|Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CI": "Ivory Coast",
    "MM": "Burma|Myanmar",
    "TR": "Turkey|Türkiye",
    "VA": "Vatican|Holy See",
    "PS": "Palestine|Palestinian Territories|Palestinian Authority",
    "MK": "Macedonia|North Macedonia",
    "TL": "East Timor",
    "CV": "Cape Verde",
    "SZ": "Swaziland|Eswatini",
    "NL": "Netherlands|Holland",
    "BA": "Bosnia|Bosnia and Herzegovina",
    "TW": "Taiwan",
    "IR": "Islamic Republic of Iran",
    "CN": "People's Republic of China",
    "SY": "Syria",
    "VN": "Vietnam",
    "LA": "Laos",
}

# People and adjective, singular; a plural "s" is taken off first.
PEOPLES = {
    "AF": "Afghan", "AL": "Albanian", "DZ": "Algerian", "US": "American", "AO": "Angolan",
    "AR": "Argentine|Argentinian",
    "AM": "Armenian", "AU": "Australian", "AT": "Austrian", "AZ": "Azerbaijani|Azeri", "BD": "Bangladeshi",
    "BY": "Belarusian|Belarussian", "BE": "Belgian", "BO": "Bolivian", "BA": "Bosnian", "BR": "Brazilian",
    "GB": "British|Briton", "BG": "Bulgarian", "MM": "Burmese", "KH": "Cambodian", "CM": "Cameroonian",
    "CA": "Canadian",
    "TD": "Chadian", "CL": "Chilean", "CN": "Chinese", "CO": "Colombian", "CD": "Congolese", "CR": "Costa Rican",
    "HR": "Croatian|Croat", "CU": "Cuban", "CY": "Cypriot", "CZ": "Czech", "DK": "Danish|Dane", "NL": "Dutch",
    "EC": "Ecuadorian", "EG": "Egyptian", "GB-ENG": "English", "EE": "Estonian", "ET": "Ethiopian",
    "FI": "Finnish|Finn",
    "FR": "French", "GE": "Georgian", "DE": "German", "GH": "Ghanaian", "GR": "Greek", "GT": "Guatemalan",
    "HT": "Haitian", "HN": "Honduran", "HU": "Hungarian", "IS": "Icelandic", "IN": "Indian", "ID": "Indonesian",
    "IR": "Iranian", "IQ": "Iraqi", "IE": "Irish", "IL": "Israeli", "IT": "Italian", "JM": "Jamaican", "JP": "Japanese",
    "JO": "Jordanian", "KZ": "Kazakh", "KE": "Kenyan", "KW": "Kuwaiti", "KG": "Kyrgyz", "LV": "Latvian",
    "LB": "Lebanese", "LR": "Liberian", "LY": "Libyan", "LT": "Lithuanian", "MK": "Macedonian", "MY": "Malaysian",
    "ML": "Malian", "MX": "Mexican", "MD": "Moldovan", "MN": "Mongolian", "MA": "Moroccan", "NP": "Nepalese|Nepali",
    "NZ": "New Zealander", "NG": "Nigerian", "KP": "North Korean", "NO": "Norwegian", "PK": "Pakistani",
    "PS": "Palestinian", "PA": "Panamanian", "PY": "Paraguayan", "PE": "Peruvian", "PH": "Filipino|Philippine",
    "PL": "Polish", "PT": "Portuguese", "RO": "Romanian", "RU": "Russian", "RW": "Rwandan",
    "SA": "Saudi|Saudi Arabian", "GB-SCT": "Scottish|Scot", "SN": "Senegalese", "RS": "Serbian|Serb",
    "SG": "Singaporean", "SK": "Slovak", "SI": "Slovenian", "SO": "Somali", "ZA": "South African", "KR": "South Korean",
    "ES": "Spanish|Spaniard", "LK": "Sri Lankan|Sinhalese", "SD": "Sudanese", "SE": "Swedish|Swede", "CH": "Swiss",
    "SY": "Syrian", "TW": "Taiwanese", "TJ": "Tajik", "TZ": "Tanzanian", "TH": "Thai", "TN": "Tunisian",
    "TR": "Turkish|Turk", "UG": "Ugandan", "UA": "Ukrainian", "UY": "Uruguayan", "UZ": "Uzbek", "VE": "Venezuelan",
    "VN": "Vietnamese", "GB-WLS": "Welsh", "YE": "Yemeni", "ZM": "Zambian", "ZW": "Zimbabwean",
}  # fmt: skip

# Associated Press style, the older forms, and the Post Office's. The last only after a comma: "Toledo, OH".
STATES = {
    "AL": "Alabama|Ala.", "AK": "Alaska", "AZ": "Arizona|Ariz.", "AR": "Arkansas|Ark.", "CA": "California|Calif.",
    "CO": "Colorado|Colo.", "CT": "Connecticut|Conn.", "DE": "Delaware|Del.", "FL": "Florida|Fla.", "GA": "Georgia|Ga.",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois|Ill.", "IN": "Indiana|Ind.", "IA": "Iowa", "KS": "Kansas|Kan.|Kans.",
    "KY": "Kentucky|Ky.", "LA": "Louisiana|La.", "ME": "Maine", "MD": "Maryland|Md.", "MA": "Massachusetts|Mass.",
    "MI": "Michigan|Mich.", "MN": "Minnesota|Minn.", "MS": "Mississippi|Miss.", "MO": "Missouri|Mo.",
    "MT": "Montana|Mont.", "NE": "Nebraska|Neb.|Nebr.", "NV": "Nevada|Nev.", "NH": "New Hampshire|N.H.",
    "NJ": "New Jersey|N.J.", "NM": "New Mexico|N.M.", "NY": "New York|N.Y.", "NC": "North Carolina|N.C.",
    "ND": "North Dakota|N.D.", "OH": "Ohio", "OK": "Oklahoma|Okla.", "OR": "Oregon|Ore.",
    "PA": "Pennsylvania|Pa.|Penn.",
    "RI": "Rhode Island|R.I.", "SC": "South Carolina|S.C.", "SD": "South Dakota|S.D.", "TN": "Tennessee|Tenn.",
    "TX": "Texas|Tex.", "UT": "Utah", "VT": "Vermont|Vt.", "VA": "Virginia|Va.", "WA": "Washington|Wash.",
    "WV": "West Virginia|W.Va.|W. Va.", "WI": "Wisconsin|Wis.", "WY": "Wyoming|Wyo.",
    "DC": "District of Columbia|D.C.",
}  # fmt: skip

# Abbreviations that are also English words or given names: read as states only after a comma.
ONLY_AFTER_COMMA = {"ala.", "ark.", "del.", "ill.", "ind.", "la.", "mass.", "me.", "miss.", "mo.", "ore.", "pa."}


def spelled() -> dict[str, tuple[str, str]]:
    """Case-folded spellings -> (ISO code of the country, code of the state or "")."""
    found: dict[str, tuple[str, str]] = {}
    for code, names in COUNTRY_ALIASES.items():
        found.update({name.casefold(): (code, "") for name in names.split("|")})
    for code, names in STATES.items():
        for name in names.split("|")[1:]:
            found[name.casefold()] = ("US", code)
    return found


def peoples() -> dict[str, tuple[str, str]]:
    """Case-folded adjectives and peoples, plurals too -> (ISO code of the country, code of the state or "")."""
    found: dict[str, tuple[str, str]] = {}
    for code, names in PEOPLES.items():
        country, _, state = code.partition("-")
        for name in names.split("|"):
            found[name.casefold()] = (country, state)
            if not name.endswith(("ese", "ish", "s", "ch", "Dutch")):
                found[name.casefold() + "s"] = (country, state)
    return found


SPELLED = spelled()
DEMONYMS = peoples()
