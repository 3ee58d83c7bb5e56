"""The town's people have accounts that nobody can sign in to."""

from newsstand.accounts.models import User
from newsstand.demo.server import DemoServer


def enter_user(name_in_address: str, name: str, server: DemoServer) -> User:
    """An account at an address that cannot exist, without a password."""
    email = f"{name_in_address}@demonstration.invalid"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, None, name=name, joined_at=server.started_at)
