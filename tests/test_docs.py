"""The documents say what is there: every setting, command, folder and dependency, and nothing that is not."""

import ast
import re
import tomllib
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
READS = re.compile(r"""\benv(?:_\w+)?\(\s*"([A-Z_]+)\"""")
OURS = re.compile(r"^(NEWSSTAND_|DATABASE_URL$|EMAIL_URL$)")


def settings_read() -> set[str]:
    return {name for name in READS.findall((ROOT / "newsstand/settings.py").read_text()) if OURS.match(name)}


def headings(path: Path) -> set[str]:
    """What a document's table is about: the code at the start of each row."""
    return set(re.findall(r"^\| `([^`]+)`", path.read_text(), re.MULTILINE))


def test_every_setting_is_explained_and_every_explained_setting_is_there() -> None:
    assert settings_read() >= {"NEWSSTAND_HOME", "NEWSSTAND_PORT", "DATABASE_URL", "NEWSSTAND_ALLOWED_NETWORKS"}
    assert headings(DOCS / "settings.md") == settings_read()


def test_every_folder_is_in_the_house_with_its_own_words() -> None:
    folders = {
        path.parent.name: (ast.get_docstring(ast.parse(path.read_text())) or "")
        for path in (ROOT / "newsstand").glob("*/__init__.py")
    }
    house = (DOCS / "house.md").read_text()
    assert "articles" in folders
    assert all(folders.values()), "each folder's __init__.py says in a sentence what it is"
    missing = [f"| `{name}/` | {said} |" for name, said in folders.items() if f"| `{name}/` | {said} |" not in house]
    assert missing == []
    assert {name for name in headings(DOCS / "house.md") if name.endswith("/")} == {f"{name}/" for name in folders}


def test_every_command_is_in_the_readme_or_in_the_document_on_commands() -> None:
    if find_spec("newsstand.cli") is None:
        pytest.skip("newsstand/cli.py is not there yet")
    places = [ROOT / "README.md", DOCS / "commands.md"]
    said = "\n".join(path.read_text() for path in places if path.exists())
    commands = import_module("newsstand.cli").COMMANDS
    assert {"run", "web", "work", "add", "refresh", "import-page", "doctor"} <= set(commands)
    assert [name for name in commands if f"newsstand {name}" not in said] == []


def test_every_direct_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + [*chain(*project["dependency-groups"].values())]
    names = {re.split(r"[\[<>=~ ]", line)[0] for line in wanted}
    assert headings(DOCS / "dependencies.md") == names


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in documents
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert broken == []
