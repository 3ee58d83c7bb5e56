"""`newsstand fund`: book money into a month's fund, see what stands in the funds, and close a month."""

import argparse
import secrets
from datetime import date

from django.conf import settings

from newsstand.algorithms.amounts import amount, read_amount
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import say
from newsstand.ledger.accounts import balance
from newsstand.lib.clock import now
from newsstand.revenue.book import book, reverse
from newsstand.revenue.close import close, divided
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Booking, Closing
from newsstand.revenue.months import read_month


def run_fund(args: argparse.Namespace) -> int:
    """Do one verb; 1 when it was refused, with why."""
    prepare_database()
    try:
        return {"book": book_it, "reverse": reverse_it, "close": close_it, "list": list_all}[args.verb](args)
    except (RefusedError, ValueError) as error:
        say(str(error))
        return 1


def book_it(args: argparse.Namespace) -> int:
    made = book(
        month=read_month(args.month), kind=args.kind, micros=read_amount(args.amount), note=args.note,
        key=args.key or secrets.token_urlsafe(12), by=None, now=now(),
    )  # fmt: skip
    print(f"Booking {made.pk}: {said(made.micros)} for {made.month:%Y-%m}. The fund holds {held(made.month)}.")
    return 0


def reverse_it(args: argparse.Namespace) -> int:
    booking = Booking.objects.filter(pk=args.number).first()
    if booking is None:
        raise RefusedError(f"There is no booking {args.number}: `newsstand fund list` has them.")
    made = reverse(booking=booking, note=args.note, by=None, now=now())
    print(f"Booking {booking.pk} was taken back. The fund of {made.month:%Y-%m} holds {held(made.month)}.")
    return 0


def close_it(args: argparse.Namespace) -> int:
    month = read_month(args.month)
    if args.dry_run:
        found = divided(month, balance(kind="fund", owner=f"{month:%Y-%m}"))
        print(f"{month:%Y-%m}, as it would be now: {said(found.fund)} by {found.finished} finished reads.")
        for one in found.earned:
            print(f"{one.owner}\t{one.finished}\t{said(one.micros)}")
        print(f"the platform\t\t{said(found.rest)}")
        return 0
    closing = close(month=month, by=None, now=now())
    if closing.carried:
        print(f"Nobody was read to the end in {args.month}: {said(closing.carried)} went on to the next month.")
    else:
        number = closing.statements.count()
        print(
            f"{args.month} is closed: {said(closing.fund)}, {number} statements, {said(closing.rest)} to the platform."
        )
    return 0


def list_all(_: argparse.Namespace) -> int:
    """A line a booking and a line a closed month, by tabs, the latest first."""
    for one in Booking.objects.order_by("-pk"):
        print(f"booking {one.pk}\t{one.month:%Y-%m}\t{said(one.micros)}\t{one.kind}\t{one.note}")
    for closing in Closing.objects.order_by("-month"):
        print(f"closed\t{closing}\t{said(closing.fund)}\t{closing.finished} finished reads")
    return 0


def said(micros: int) -> str:
    return amount(micros, settings.NEWSSTAND_CURRENCY)


def held(month: date) -> str:
    return said(balance(kind="fund", owner=f"{month:%Y-%m}"))
