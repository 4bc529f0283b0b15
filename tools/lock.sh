#!/bin/sh
# Pins what pyproject.toml asks for, with the hash of every file on every platform. Pass --upgrade for newer versions.
set -eu
cd "$(dirname "$0")/.."

pin() {
    out=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --group build "$@" --output-file "$out" pyproject.toml >/dev/null
}

pin requirements.lock "$@"
pin requirements-dev.lock --constraint requirements.lock --group test --group bench "$@"
