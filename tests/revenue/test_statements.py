"""A statement's file can be computed again by anybody, and says where somebody changed it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsstand.algorithms.statements import differences, digest, lines_of
from newsstand.articles.models import Article
from newsstand.commands.statement import verify_files
from newsstand.publishers.models import Publisher
from newsstand.revenue.close import close
from newsstand.revenue.export import file_of
from newsstand.revenue.models import Statement
from tests.revenue.town import AFTER, OCTOBER, give, make_town

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def files() -> dict[str, str]:
    make_town()
    give(99_999_999)
    give(123_457, note="Réaders’ “coffee” money")
    close(month=OCTOBER, by=None, now=AFTER)
    return {one.owner: file_of(one).text for one in Statement.objects.all()}


def test_all_files_of_a_month_add_up_and_are_the_same_later() -> None:
    made = files()
    assert len(made) == 3
    for owner, text in made.items():
        assert differences(text) == []
        assert json.loads(text.splitlines()[0])["head"]["account"] == owner
    Publisher.objects.update(name="Another name", slug="another")
    Article.objects.update(headline="Another headline")
    Article.objects.first().delete()  # type: ignore[union-attr]
    for one in Statement.objects.all():
        assert file_of(one).text == made[one.owner]
        assert file_of(one).digest == one.digest


def test_every_changed_byte_shows() -> None:
    text = next(iter(files().values()))
    for at in range(0, len(text), 7):
        other = "0" if text[at] != "0" else "1"
        assert differences(text[:at] + other + text[at + 1 :]), f"byte {at}"


def change_fund(records: list[dict[str, Any]]) -> None:
    records[1]["fund"]["micros"] += 1


def change_weight(records: list[dict[str, Any]]) -> None:
    records[2]["weights"]["finished"][records[2]["weights"]["own"]] += 1


def change_gross(records: list[dict[str, Any]]) -> None:
    records[-1]["sum"]["gross"] -= 10


def change_share(records: list[dict[str, Any]]) -> None:
    records[-1]["sum"]["share"] -= 500


def change_line(records: list[dict[str, Any]]) -> None:
    records[3]["line"]["micros"] += 1


def change_day(records: list[dict[str, Any]]) -> None:
    records[3]["line"]["days"][0][2] -= 1


def change_reads(records: list[dict[str, Any]]) -> None:
    records[3]["line"]["days"][0][1] += 1


def change_month(records: list[dict[str, Any]]) -> None:
    records[3]["line"]["days"][0][0] = "2026-09-01"


def change_balance(records: list[dict[str, Any]]) -> None:
    records[-1]["sum"]["closing"] += 5


def change_rule(records: list[dict[str, Any]]) -> None:
    records[0]["head"]["rule"]["gross"] = "whatever"


def halve(records: list[dict[str, Any]]) -> None:
    records[-1]["sum"]["micros"] = float(records[-1]["sum"]["micros"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_fund, "The fund"),
        (change_weight, "finished reads"),
        (change_gross, "The gross amount"),
        (change_share, "What was earned"),
        (change_line, "Article "),
        (change_day, "Article "),
        (change_reads, "lines' finished reads"),
        (change_month, "no day of 2026-10"),
        (change_balance, "closing balance"),
        (change_rule, "another rule"),
        (halve, "What was earned"),
    ],
)
def test_who_changes_a_number_and_makes_the_digest_anew_is_found_by_the_sums(
    change: Callable[[list[dict[str, Any]]], None], said: str
) -> None:
    for text in files().values():
        records = [json.loads(line) for line in text.splitlines()[:-1]]
        assert lines_of(records) == text.splitlines()
        change(records)
        found = differences("".join(f"{line}\n" for line in lines_of(records)))
        assert any(said in one for one in found), found
        assert not any("digest" in one for one in found)


@pytest.mark.parametrize(
    "text", ["", "{}", "nothing", "[1]", '{"head": {}}', '{"head":{}}\n{"digest":"' + "0" * 64 + '"}', "[" * 100_000]
)
def test_what_is_no_statement_says_so(text: str) -> None:
    assert "statement" in differences(text)[0]


@pytest.mark.parametrize("name", ["fund", "weights", "sum", "head"])
def test_a_field_that_is_missing_is_named_and_nothing_falls_over(name: str) -> None:
    text = next(iter(files().values()))
    records = [json.loads(line) for line in text.splitlines()[:-1]]
    for record in records:
        if name in record:
            record[name] = {}
    assert differences("\n".join(lines_of(records)))


def test_the_digest_is_sha256_of_the_lines_before_it() -> None:
    text = next(iter(files().values()))
    lines = text.splitlines()
    assert json.loads(lines[-1]) == {"digest": digest(lines[:-1])}


def test_the_command_says_what_differs_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = files().popitem()[1]
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(text)
    bad.write_text(text.replace('"opening":0', '"opening":1'))
    assert verify_files([str(good)]) == 0
    assert verify_files([str(bad), str(tmp_path / "missing.jsonl")]) == 1
    said = capsys.readouterr()
    assert "adds up" in said.out
    assert "closing balance" in said.out
    assert "missing.jsonl" in said.err
