#!/usr/bin/env bash
# `make test`: algorithms without Django; everything else on SQLite, people's walks in a real Chromium among it; what
# touches the database again on PostgreSQL. All three run, whatever becomes of the first.
# `make test ARGS="tests/lib -k stamps"` gives its arguments to one run of pytest on SQLite instead.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d "${TMPDIR:-/tmp}/newsstand-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
export NEWSSTAND_HOME="$work/home"
# What the person at this machine has set for an installation of their own must not reach the tests.
for name in $(compgen -e | grep -E '^(NEWSSTAND_|DATABASE_URL$|EMAIL_URL$)' | grep -v '^NEWSSTAND_HOME$' || true); do
    unset "$name"
done

# A hundred commands are started as processes. Each takes a second where modules are compiled already, and three where this
# shell forbids Python to keep them; they lie in the environment, away from the sources.
unset PYTHONDONTWRITEBYTECODE
PYTHONPYCACHEPREFIX=$(python -c 'import sys; print(sys.prefix)')/bytecode
export PYTHONPYCACHEPREFIX

install_chromium() {
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    command -v apt-get >/dev/null || return 1
    echo "No Chromium on this machine: installing Debian's."
    "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq chromium >"$work/apt.log" 2>&1
}

if ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null; then
    if ! install_chromium; then
        [ -f "$work/apt.log" ] && tail -n 20 "$work/apt.log" >&2
        echo "The tests need Chromium and could not install it. Install chromium or google-chrome, then run this again." >&2
        exit 1
    fi
fi

if [ $# -gt 0 ]; then
    python -m pytest "$@"
    exit
fi

failed=0

echo "=== 1/3  algorithms, without Django"
python -m pytest -q -n 2 --dist worksteal -p no:django -W ignore::pytest.PytestConfigWarning tests/algorithms || failed=1

# Three on two cores: a test often waits for a browser, a server or a process of its own.
echo "=== 2/3  everything else, on SQLite"
python -m pytest -q -n 3 --dist loadfile --ignore=tests/algorithms tests || failed=1

# Not pages in a browser, nor what is marked `any_database`: the same HTML comes of the same rows.
echo "=== 3/3  what depends on the database, on PostgreSQL"
python -W ignore tests/postgres.py python -m pytest -q -n 3 --dist loadfile --only-database \
    --ignore=tests/algorithms --ignore=tests/browser tests || failed=1

exit $failed
