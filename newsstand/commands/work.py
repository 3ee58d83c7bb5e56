"""`newsstand work`: the worker."""

import asyncio
import gc
import signal

from newsstand.commands.prepare import prepare_database
from newsstand.lib.clock import now
from newsstand.worker.rounds import work


def work_until_stopped() -> int:
    """Do what falls due until SIGINT or SIGTERM; what is under way then is finished or given back by its lease."""
    prepare_database()
    # What is loaded by now stays: looking through it for garbage again and again costs a twentieth of a reading.
    gc.collect()
    gc.freeze()
    asyncio.run(until_signal())
    return 0


async def until_signal() -> None:
    """The worker's rounds, and a second task that waits for the signal: a fetch under way is not waited for."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for kind in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(kind, stop.set)
    rounds = asyncio.create_task(work(clock=now, stop=stop))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({rounds, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if rounds.done():
        stopped.cancel()
        rounds.result()
        return
    rounds.cancel()
    await asyncio.gather(rounds, return_exceptions=True)
