"""Addresses that changed since the comments were made: what the old site called a page, and what it is called now."""

from collections.abc import Iterable

from newsstand.algorithms.comment_files.values import CommentFileError


def read_mapping(entries: Iterable[str]) -> dict[str, str]:
    """OLD=NEW entries. OLD is an address, or the beginning of many; the last "=" that is followed by a beginning of an
    address parts the two. Raises CommentFileError naming a bad entry.
    """
    found: dict[str, str] = {}
    for entry in entries:
        places = [at for at, one in enumerate(entry) if one == "="]
        good = [at for at in places if entry[at + 1 :].startswith(("http://", "https://", "/"))]
        good = good or [at for at in places if entry[at + 1 :].isdigit()]
        if not good or not entry[: good[0]]:
            raise CommentFileError(
                f"--map {entry!r} names no two addresses. Write it as "
                "https://old.example/=https://new.example/, /path/=https://site.example/path/ or OLD=/a/17/."
            )
        found[entry[: good[0]]] = entry[good[0] + 1 :]
    return found


def mapped(address: str, mapping: dict[str, str]) -> str:
    """The address as it is now, by the longest OLD that it is or begins with.

    An OLD that ends with "/" goes before the rest of the address; any other stands for a whole one.
    """
    if address in mapping:
        return mapping[address]
    beginnings = [old for old in mapping if old.endswith("/") and address.startswith(old)]
    if not beginnings:
        return address
    old = max(beginnings, key=len)
    return mapping[old] + address[len(old) :]
