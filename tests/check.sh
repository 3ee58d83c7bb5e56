#!/usr/bin/env bash
# `make check`: style, types, direction, migrations, templates, and nothing of anybody's machine in the repository.
set -euo pipefail
cd "$(dirname "$0")/.."

NEWSSTAND_HOME=$(mktemp -d "${TMPDIR:-/tmp}/newsstand-check.XXXXXX")
export NEWSSTAND_HOME DJANGO_SETTINGS_MODULE=newsstand.settings
trap 'rm -rf "$NEWSSTAND_HOME"' EXIT
failed=()

check() { # NAME COMMAND...: quiet when it passes, everything it said when it does not
    local name=$1 said
    shift
    if said=$("$@" 2>&1); then
        echo "ok    $name"
    else
        printf 'FAIL  %s\n%s\n' "$name" "$said"
        failed+=("$name")
    fi
}

templates() {
    git ls-files --cached --others --exclude-standard -z -- '*.html' '*.txt' ':!requirements' \
        | { grep -zE '/templates/.*\.html$' || true; } | xargs -0 -r djade --check --target-version 5.2
}

# Written in two pieces, so that this file does not hold what it looks for.
no_registry_address() {
    local addresses='py''pi\.(org|python)|pythonhosted''\.org|npm''js\.|registry\.yarn''pkg|crates''\.io/|conda''\.org'
    addresses+='|un''pkg\.com|jsdel''ivr|--(extra-)?index-''url[ =]|--find-''links[ =]'
    if git grep -nIE "$addresses" -- . ; then
        echo "A tracked file holds the address of a package registry. Names, versions and hashes are enough."
        return 1
    fi
}

no_address_in_locks() {
    if grep -nE 'https?''://' requirements/*; then
        echo "A lock holds an address. Make it again with: make lock"
        return 1
    fi
}

check "ruff" ruff check --output-format concise .
check "ruff format" ruff format --check .
check "direction (import-linter)" lint-imports --no-cache
check "types (mypy --strict)" mypy
check "migrations are complete" python -m django makemigrations --check --dry-run
check "Django's own checks" python -m django check
check "templates (djade)" templates
check "no registry's address" no_registry_address
check "no address in the locks" no_address_in_locks

if [ ${#failed[@]} -gt 0 ]; then
    printf '%s of the checks failed:' "${#failed[@]}"
    printf ' %s;' "${failed[@]}"
    echo
    exit 1
fi
