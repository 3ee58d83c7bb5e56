"""Small files, small functions. What is larger stands here with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES_OF_A_FILE = 300
# Tests are read one at a time: a file of them is a list, not a text.
MOST_LINES_OF_TESTS = 500
MOST_LINES_OF_A_FUNCTION = 40

LARGE_FILES: dict[str, str] = {
    "newsstand/settings.py": "every setting in one file: who runs the site reads one",
}
LARGE_FUNCTIONS: dict[str, str] = {}
# A painting is a list of strokes: cutting it in two makes nothing clearer.
PAINTINGS = "newsstand/demo/scenes/"
MOST_LINES_OF_A_PAINTING = 80


def our_code() -> Iterator[tuple[str, str]]:
    for folder in ("newsstand", "tests", "bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Each function's name and its lines without its docstring: explaining costs nothing."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            said = first.end_lineno or 0 if ast.get_docstring(node) else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - (said - first.lineno + 1 if said else 0)


def most_lines(path: str) -> int:
    return MOST_LINES_OF_TESTS if path.startswith("tests/") else MOST_LINES_OF_A_FILE


def test_files_are_small() -> None:
    large = {path: len(source.splitlines()) for path, source in our_code()}
    large = {path: lines for path, lines in large.items() if lines > most_lines(path)}
    assert {path: lines for path, lines in large.items() if path not in LARGE_FILES} == {}
    assert set(LARGE_FILES) <= set(large), "an exception that is no longer needed goes"


def test_functions_are_small() -> None:
    large = {f"{path}:{name}": lines for path, source in our_code() for name, lines in functions(source)}
    most = {name: MOST_LINES_OF_A_PAINTING for name in large if name.startswith(PAINTINGS)}
    large = {name: lines for name, lines in large.items() if lines > most.get(name, MOST_LINES_OF_A_FUNCTION)}
    assert {name: lines for name, lines in large.items() if name not in LARGE_FUNCTIONS} == {}
    assert set(LARGE_FUNCTIONS) <= set(large), "an exception that is no longer needed goes"


def test_a_docstring_does_not_count_and_the_rest_does() -> None:
    source = 'def walk():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n'
    assert list(functions(source)) == [("walk", 3)]
