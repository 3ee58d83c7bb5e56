"""Who says of itself that nobody is reading."""

from pathlib import Path

import pytest

from newsstand.algorithms.robot_agents import is_robot

AGENTS = Path(__file__).parent / "agents"


def lines(name: str) -> list[str]:
    return (AGENTS / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("agent", lines("robots.txt"))
def test_robots_previews_monitors_and_libraries_are_known(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize("agent", lines("browsers.txt"))
def test_no_ordinary_browser_is_taken_for_a_robot(agent: str) -> None:
    assert not is_robot(agent)


def test_who_says_nothing_is_nobodys_browser() -> None:
    assert is_robot("")
    assert is_robot("   ")


def test_a_name_of_any_length_is_looked_at() -> None:
    assert is_robot("a" * 1_000_000)
    assert not is_robot("Mozilla/5.0 " + "a" * 1_000_000)
