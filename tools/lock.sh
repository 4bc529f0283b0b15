#!/bin/sh
# Pins what pyproject.toml asks for, with the hash of every file on every platform. Pass --upgrade for newer versions.
set -eu
cd "$(dirname "$0")/.."
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
.venv/bin/python -m venv "$here"
"$here/bin/pip" install --quiet --disable-pip-version-check uv

pin() {
    out=$1
    shift
    "$here/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --group build "$@" --output-file "$out" pyproject.toml >/dev/null
}

pin requirements.lock "$@"
pin requirements-dev.lock --constraint requirements.lock --group test --group bench "$@"
