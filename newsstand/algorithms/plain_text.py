"""What somebody writes into a form, as it is kept: words, and nothing that could disguise them."""

import unicodedata

# Control characters, halves of characters, and what is nobody's.
UNSEEN = {"Cc", "Cs", "Co"}
# These would write the rest of the line backwards.
OVERRIDES = {"\u202d", "\u202e"}


def plain_text(text: str) -> str:
    """The text with its lines, without what cannot be seen and without space around it. May be empty."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    return "\n".join(visible(line).rstrip() for line in lines).strip()


def plain_line(text: str) -> str:
    """The text on one line, its white space made single."""
    return " ".join(visible(plain_text(text).replace("\n", " ")).split())


def visible(line: str) -> str:
    return "".join(
        one for one in line if one == "\t" or (unicodedata.category(one) not in UNSEEN and one not in OVERRIDES)
    )
