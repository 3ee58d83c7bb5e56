"""The `newsstand` command."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from newsstand.commands.money_arguments import of_fund, of_statement

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsstand.settings")


def run(_: argparse.Namespace) -> int:
    """Serve the site and do the work, together, until Ctrl-C."""
    from newsstand.commands.run import run_site

    return run_site()


def web(args: argparse.Namespace) -> int:
    """Serve the site."""
    from newsstand.commands.web import serve

    return serve(prepared=args.prepared)


def work(_: argparse.Namespace) -> int:
    """Read feeds, pages and pictures as they fall due, until Ctrl-C."""
    from newsstand.commands.work import work_until_stopped

    return work_until_stopped()


def add(args: argparse.Namespace) -> int:
    """Connect publishers by the address of their site or feed."""
    from newsstand.commands.add import add_publishers

    return add_publishers(args.addresses)


def add_list(args: argparse.Namespace) -> int:
    """Connect all publishers of a list: OPML, or an address a line."""
    from newsstand.commands.add_list import add_from_list

    return add_from_list(args.file)


def export(_: argparse.Namespace) -> int:
    """Print all feeds as OPML."""
    from newsstand.commands.export import print_list

    return print_list()


def refresh(args: argparse.Namespace) -> int:
    """Read all feeds now (or those given, or with --due those that are due) and say what became of each."""
    from newsstand.commands.refresh import refresh_feeds

    return refresh_feeds(args.addresses, only_due=args.due)


def check_feed(args: argparse.Namespace) -> int:
    """Say what would become of a feed's items and what its publisher could mend; stores nothing."""
    from newsstand.commands.check_feed import print_check

    return print_check(args.address, as_json=args.json)


def items(args: argparse.Namespace) -> int:
    """Print what became of every item of a feed: accepted, changed, duplicate or rejected, and why."""
    from newsstand.commands.items import print_items

    return print_items(args.feed, outcome=args.outcome, as_json=args.json)


def import_page(args: argparse.Namespace) -> int:
    """Store a saved article page with its comments."""
    from newsstand.commands.import_page import import_files

    return import_files(args.files, args.captured)


def import_comments(args: argparse.Namespace) -> int:
    """Import the comments of Disqus, WordPress, Isso, Coral or another Newsstand."""
    from newsstand.commands.import_comments import import_files

    return import_files(args.files, kind=args.format, source=args.source, maps=args.map)


def export_comments(args: argparse.Namespace) -> int:
    """Print the comments as JSON, an object a line."""
    from newsstand.commands.export_comments import print_comments

    return print_comments(args.article, everything=args.all)


def search_index(args: argparse.Namespace) -> int:
    """Bring the search index in step with the articles; with --all write it anew."""
    from newsstand.commands.search_index import bring_in_step

    return bring_in_step(whole=args.all)


def editor(args: argparse.Namespace) -> int:
    """Make somebody an editor, with an account where there is none."""
    from newsstand.commands.editor import make

    return make(args.email, args.name)


def moderator(args: argparse.Namespace) -> int:
    """Make somebody a moderator, with an account where there is none."""
    from newsstand.commands.editor import make

    return make(args.email, args.name, "moderator")


def cashier(args: argparse.Namespace) -> int:
    """Make somebody a cashier, who keeps the books of advertising, with an account where there is none."""
    from newsstand.commands.editor import make

    return make(args.email, args.name, "cashier")


def rank(args: argparse.Namespace) -> int:
    """Bring front pages in step; --replay: what the model would earn; --show: a stored order, made again."""
    from newsstand.commands.rank import rank as rank_pages

    return rank_pages(replay=args.replay, show=args.show, as_json=args.json)


def doctor(_: argparse.Namespace) -> int:
    """Say what is wrong with this installation, and how to mend it."""
    from newsstand.commands.doctor import examine

    return examine()


def fund(args: argparse.Namespace) -> int:
    """Book money into a month's fund, take it back, close the month, or list all."""
    from newsstand.commands.fund import run_fund

    return run_fund(args)


def statement(args: argparse.Namespace) -> int:
    """Compute month statements again from their files, and say what differs."""
    from newsstand.commands.statement import verify_files

    return verify_files(args.files)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": run,
    "web": web,
    "work": work,
    "add": add,
    "add-list": add_list,
    "export": export,
    "refresh": refresh,
    "check-feed": check_feed,
    "items": items,
    "import-page": import_page,
    "import-comments": import_comments,
    "export-comments": export_comments,
    "search-index": search_index,
    "editor": editor,
    "moderator": moderator,
    "cashier": cashier,
    "rank": rank,
    "fund": fund,
    "statement": statement,
    "doctor": doctor,
}


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments; the help is the first line of each function above."""
    top = argparse.ArgumentParser(prog="newsstand", description="An open, self-hosted news distribution platform.")
    kinds = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    each = {name: kinds.add_parser(name, help=function.__doc__) for name, function in COMMANDS.items()}
    # `run` has prepared everything before it starts the web: no need to load Django twice.
    each["web"].add_argument("--prepared", action="store_true", help=argparse.SUPPRESS)
    each["add"].add_argument("addresses", nargs="+", metavar="ADDRESS", help="a site or a feed")
    each["add-list"].add_argument("file", metavar="FILE", help="OPML, or an address a line; - reads stdin")
    each["refresh"].add_argument(
        "addresses", nargs="*", metavar="ADDRESS", help="a feed; all of them when none is given"
    )
    each["refresh"].add_argument("--due", action="store_true", help="only feeds whose time has come")
    each["check-feed"].add_argument("address", metavar="ADDRESS", help="a site or a feed")
    each["check-feed"].add_argument("--json", action="store_true", help="everything as one object")
    each["items"].add_argument("--feed", required=True, metavar="ADDRESS", help="the feed's address")
    each["items"].add_argument("--outcome", default="", choices=["accepted", "changed", "duplicate", "rejected"])
    each["items"].add_argument("--json", action="store_true", help="an object a line, with the evidence")
    each["import-page"].add_argument("files", nargs="+", metavar="FILE", help="the text of a saved page; - reads stdin")
    each["import-page"].add_argument("--captured", metavar="DATE", help="the day of capture, as 2022-07-08")
    comments = each["import-comments"]
    comments.add_argument("files", nargs="*", metavar="FILE", help="an export; none: try again what has no article yet")
    comments.add_argument("--format", default="", choices=["disqus", "wordpress", "isso", "coral", "newsstand"])
    comments.add_argument("--source", default="", metavar="NAME", help="keeps two sites' numbers apart")
    comments.add_argument("--map", action="append", default=[], metavar="OLD=NEW", help="where pages are now")
    each["export-comments"].add_argument("--article", type=int, metavar="NUMBER", help="of one article alone")
    each["export-comments"].add_argument("--all", action="store_true", help="what is held or removed too")
    of_fund(each["fund"])
    of_statement(each["statement"])
    each["search-index"].add_argument("--all", action="store_true", help="write every article again")
    for role in ("editor", "moderator", "cashier"):
        each[role].add_argument("email", metavar="EMAIL")
        each[role].add_argument("--name", default="", help="the name that others see; needed for a new account")
    each["rank"].add_argument("--replay", action="store_true", help="the model against the plain formula")
    each["rank"].add_argument(
        "--show", default="", metavar="PAGE", help="front, place:SLUG, reader:NUMBER, or the key of an order"
    )
    each["rank"].add_argument("--json", action="store_true", help="everything as one object")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """The door from the shell. Returns the exit code: 0 when all went well, 1 when something did not."""
    args = parser().parse_args(argv)
    if not getattr(args, "prepared", False):
        import django

        django.setup()
    try:
        return COMMANDS[args.command](args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
