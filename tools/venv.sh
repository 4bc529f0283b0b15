#!/bin/sh
# Makes .venv with the given lock files in it, and does nothing when it already holds them.
set -eu
cd "$(dirname "$0")/.."

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if new_enough "$name"; then echo "$name"; return; fi
    done
    echo "Batonpass needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
}

# Debian ships Python without the part that fills a new environment.
complete() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null || tools/debian.sh python3-venv "what Python makes environments with"
}

make_venv() {
    python=$(find_python)
    complete "$python"
    echo "Making .venv with $("$python" --version)." >&2
    "$python" -m venv --clear .venv
}

# The stamp of a file is its own copy: equal bytes, nothing to do.
held() { cmp -s "$1" ".venv/held/$1"; }
hold() { mkdir -p .venv/held && cp "$1" ".venv/held/$1"; }

new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null || make_venv
for lock in "$@"; do
    if ! held "$lock"; then
        echo "Installing $lock." >&2
        tools/install.sh --require-hashes --requirement "$lock"
        hold "$lock"
    fi
done
if ! held pyproject.toml; then
    tools/install.sh --no-deps --no-build-isolation --editable .
    hold pyproject.toml
fi
