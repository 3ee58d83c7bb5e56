"""Data runs one way where import-linter cannot look: foreign keys and templates."""

import ast
import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "newsstand"
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
TAG = re.compile(r"{%-?\s*(include|extends|load)\s+(.*?)\s*-?%}", re.DOTALL)


def read_layers() -> dict[str, int]:
    """The folder's height in the list of .importlinter: the lowest layer is 0."""
    parser = ConfigParser()
    parser.read(ROOT / ".importlinter")
    lines = parser["importlinter:contract:layers"]["layers"].split("\n")
    rows = [[name.strip(" ()") for name in re.split("[|:]", line)] for line in lines if line.strip()]
    return {name: height for height, row in enumerate(reversed(rows)) for name in row}


LAYERS = read_layers()


def folder_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def may_use(user: str, used: str) -> bool:
    return user == used or LAYERS[user] > LAYERS[used]


def our_code() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def our_templates() -> list[Path]:
    return sorted(path for path in PACKAGE.glob("*/templates/**/*") if path.is_file())


def holders() -> dict[str, str]:
    """Every template's name and every tag library's name, and the folder that holds it."""
    found = {"/".join(path.relative_to(PACKAGE).parts[2:]): folder_of(path) for path in our_templates()}
    return found | {path.stem: folder_of(path) for path in PACKAGE.glob("*/templatetags/[!_]*.py")}


def test_the_list_of_layers_is_read_as_it_is_written() -> None:
    assert LAYERS["algorithms"] == 0
    assert LAYERS["lib"] == 1
    assert LAYERS["pages"] == LAYERS["api"] > LAYERS["comments"] > LAYERS["articles"] > LAYERS["publishers"]


def test_every_foreign_key_points_down_or_stays_in_its_folder() -> None:
    wrong = [
        f"{model.__module__}.{model.__name__}.{field.name} points to {field.related_model.__module__}"
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("newsstand.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and not isinstance(field.related_model, str)
        and field.related_model.__module__.startswith("newsstand.")
        and not may_use(model.__module__.split(".")[1], field.related_model.__module__.split(".")[1])
    ]
    assert wrong == []


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def test_foreign_keys_name_classes_not_strings_unless_the_class_follows_in_the_same_file() -> None:
    wrong = []
    for path in our_code():
        here = {node.name for node in ast.parse(path.read_text(), str(path)).body if isinstance(node, ast.ClassDef)}
        for name, call in calls(path):
            if name not in RELATIONS:
                continue
            target = call.args[0] if call.args else next(word.value for word in call.keywords if word.arg == "to")
            if isinstance(target, ast.Constant) and target.value not in {"self", *here}:
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno} names {target.value!r}")
    assert wrong == []


def test_nothing_reaches_another_folder_through_its_name_in_a_string() -> None:
    hidden = {"get_model", "import_module", "__import__", "import_string"}
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno} calls {name}"
        for path in our_code()
        if folder_of(path) not in {"cli", "settings"}
        for name, call in calls(path)
        if name in hidden
    ]
    assert wrong == []


def used_by(path: Path) -> Iterator[tuple[str, str]]:
    """The tag and each name it asks for, from a template's source."""
    for tag, rest in TAG.findall(path.read_text()):
        if tag == "load":
            yield from (("load", name) for name in rest.partition(" from ")[2].split() or rest.split())
        else:
            yield tag, rest.split()[0]


def test_templates_include_extend_and_load_only_from_below() -> None:
    where = holders()
    wrong = []
    for path in our_templates():
        for tag, name in used_by(path):
            used = where.get(name.strip("\"'").partition("#")[0])
            if used is not None and not may_use(folder_of(path), used):
                wrong.append(f"{path.relative_to(ROOT)}: {tag} {name} from {used}")
    assert wrong == []


def test_templates_say_what_they_include_in_so_many_words() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {tag} {name}"
        for path in our_templates()
        for tag, name in used_by(path)
        if tag != "load" and name[0] not in "\"'"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("user", "used", "allowed"),
    [("comments", "articles", True), ("articles", "comments", False), ("pages", "api", False), ("lib", "lib", True)],
)
def test_a_folder_uses_itself_and_what_lies_below(user: str, used: str, allowed: bool) -> None:
    assert may_use(user, used) is allowed
