"""The arguments of `newsstand fund` and `newsstand statement`; the command is read before Django is there."""

import argparse

KINDS = ("grant", "subscriptions", "support", "other")


def of_fund(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    booking = verbs.add_parser("book", help="put a sum into a month's fund")
    booking.add_argument("month", metavar="MONTH", help="as 2026-10")
    booking.add_argument("amount", metavar="AMOUNT", help="in the site's currency, as 1250.50")
    booking.add_argument("--kind", default=KINDS[0], choices=KINDS)
    booking.add_argument("--note", required=True, help="where it comes from; everybody with a statement reads it")
    booking.add_argument("--key", default="", help="the same key twice is one booking: for scripts that try again")
    back = verbs.add_parser("reverse", help="take a booking back, before its month is closed")
    back.add_argument("number", type=int, metavar="NUMBER")
    back.add_argument("--note", required=True, help="why")
    closing = verbs.add_parser("close", help="divide a month's fund by what was read to the end")
    closing.add_argument("month", metavar="MONTH", help="as 2026-10")
    closing.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")
    verbs.add_parser("list", help="what was booked and closed")


def of_statement(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="compute statements again from their files")
    verify.add_argument("files", nargs="+", metavar="FILE", help="a statement as JSON lines; - reads stdin")
