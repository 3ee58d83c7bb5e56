"""What the door asks before and says after each request. This one minds nobody; `manners.Manners` keeps the rules."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext


class Courtesy:
    """Whether and when a host may be asked. As it stands: always, and at once."""

    async def open(self) -> None:
        """The door opens."""

    async def close(self) -> None:
        """The door is closed."""

    def line(self, host: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """Stand in line for `host` as long as the block lasts. Raises NotNow when the line is too long."""
        return nullcontext()

    async def token(self, host: str, address: str) -> None:
        """Wait until `host`, whose number is `address` where that is known, may be asked. Raises NotNow, StopAsked."""

    def told(
        self, host: str, kind: str, *, status: int = 0, size: int = 0, headers: Mapping[str, str] | None = None
    ) -> None:
        """`host` answered a question of this kind, with so many bytes; status 0 stands for no answer."""
