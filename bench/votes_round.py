"""`python -m bench.votes_round VOTES COMMENTS`: one database's figures as JSON, in this environment's installation."""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from bench.conversation import conversation
from bench.conversation_rows import articles, crowd, store
from bench.home import prepare
from bench.progress import steps

THREADS = (1, 8)
ROUNDS = 3

# Gives one vote: by the voter with this place, for the comment with this number.
Vote = Callable[[int, int], None]


def main(votes: int, comments: int) -> dict[str, object]:
    """Ours and the bare update in turn; the best of three rounds of each, because the machine does other things too."""
    prepare()
    [article] = articles(1)
    # One comment for each voter's turn: a vote is a new one in every round.
    store(article, conversation(comments, seed=1), 1)
    voters = [user.pk for user in crowd(votes)]
    best: dict[str, float] = {}
    for turn in steps("votes", ROUNDS):
        for threads in THREADS:
            for name, targets in (("one_comment", [1]), ("many_comments", list(range(1, comments + 1)))):
                for what, deed in (("votes", vote), ("bare_updates", bare)):
                    forget()
                    key = f"{what}_a_second_{name}_{threads}_thread{'s' if threads > 1 else ''}"
                    best[key] = max(best.get(key, 0), rate(deed, voters, targets, threads, turn))
    found = {key: round(value, 1) for key, value in best.items()}
    ratios = {
        key.replace("votes_a_second", "votes_to_bare"): round(value / best[key.replace("votes", "bare_updates")], 2)
        for key, value in best.items()
        if key.startswith("votes")
    }
    return {**found, **ratios}


def rate(deed: Vote, voters: list[int], targets: list[int], threads: int, turn: int) -> float:
    """Deeds a second, every voter once, shared by so many threads with a connection each."""
    shares = [voters[at::threads] for at in range(threads)]

    def work(mine: list[int]) -> None:
        from django.db import connection

        try:
            for at, voter in enumerate(mine):
                deed(voter, targets[(at + turn) % len(targets)])
        finally:
            if threads > 1:
                connection.close()

    begun = perf_counter()
    if threads == 1:
        work(shares[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, shares))
    return len(voters) / (perf_counter() - begun)


def vote(voter: int, number: int) -> None:
    """As the button does it, without the request around it."""
    from newsstand.accounts.models import User
    from newsstand.comments.like import like
    from newsstand.comments.models import Comment
    from newsstand.lib.clock import now

    like(comment=Comment(pk=number), user=User(pk=voter), now=now())


def bare(_voter: int, number: int) -> None:
    """One statement, one transaction, through the same driver and connection."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE comments_comment SET like_count = like_count + 1 WHERE id = %s", [number])


def forget() -> None:
    """No vote was ever given."""
    from newsstand.comments.models import Comment, Like

    Like.objects.all().delete()
    Comment.objects.update(like_count=0, best=1)


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
